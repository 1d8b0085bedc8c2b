"""What a spreadsheet or another program did to a value before it came here, and how it is noticed.

Repaired is what is certain: the decimal of a whole number (`447700900123.0`), a power of ten with all its figures, a
marker of text (`'0012`, `="0012"`), the number of a day (`46082`), letters that were read in the wrong encoding
(`SiÃ¢n`). Where a figure is lost for good (`4.477E+11`, `447701000000`) the value is kept as recorded, said to be
damaged, and identifies nothing.
"""

import re
from datetime import date, datetime, timedelta

ROUNDED = (
    "a spreadsheet seems to have rounded this number: kept as recorded, linking nobody; correct it where the number is"
    " known"
)
LOST_NOUGHTS = (
    "it is shorter than the same number elsewhere in this column, which begins with noughts: kept as recorded, linking"
    " nobody; write it with its noughts"
)
FEWER_FIGURES = "other numbers of this column begin with noughts: this one may have lost them"
DECIMAL = "a program made a decimal of a whole number: read without it"
POWER = "a spreadsheet wrote it as a power of ten: read as the number it is"
FRACTION = "no number has a fraction, so a program has calculated with it: kept as recorded, linking nobody"
MARKED = "a spreadsheet's marker of text was read as no part of it"
SERIAL = "a spreadsheet's number of a day: read as that day"
MISREAD = "its letters were once read in the wrong encoding: put right"
LOST_LETTER = "it holds a sign that stands for a letter lost before: check it"
BECAME_DATE = "a spreadsheet has made a date of it; write what was recorded, as text"
BECAME_NUMBER = "a spreadsheet has made a number of it; write what was recorded, as text"
PLATE_OF_A_DAY = (
    "no plate has figures alone, and a spreadsheet makes such a number of a day, and a day of a plate such as MAR 1:"
    " kept as recorded, linking nobody"
)
LOST_LAST_NOUGHT = (
    "this number comes back after the one that would precede it with a nought more (1.10 after 1.9): a spreadsheet"
    " has taken its nought away; write item numbers as text"
)

FIGURES = 8
"""Figures of a number from which rounding is judged; a shorter one is kept whole by every spreadsheet."""
FIRST_SERIAL, LAST_SERIAL = 10_000, 60_000
"""Days that are numbers of five figures: 1927 to 2064."""

_DECIMAL = re.compile(r"([+-]?\d+)[.,]0+")
_FRACTION = re.compile(r"\+?\d{7,}[.,]\d{1,2}")
_POWER = re.compile(r"\+?(\d)(?:[.,](\d+))?E\+?(\d{1,2})", re.IGNORECASE)
_POWER_WITHIN = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_MARKED = re.compile(r"""'(\d[\d ]*)|="([^"]*)\"""")
_SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?")
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATE_SHAPED = re.compile(
    r"\d{4}-\d\d-\d\d(?:[ T].*)?|\d{1,2}/\d{1,2}/(?:\d\d|\d{4})"
    rf"|\d{{1,2}}-(?:{_MONTHS})(?:-\d{{2,4}})?|(?:{_MONTHS})-\d\d"
)
_CONTINUES = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_MISREAD = re.compile(f"[\u00c2-\u00c5\u00e2][{_CONTINUES}]")
"""Two letters as which Windows-1252 shows one of UTF-8."""
_CERTAIN_ZEROS, _CERTAIN_FIGURES = 6, 9
_ZEROS = "000"
_SHORTEST_POWER = 4


def whole(text: str) -> str | None:
    """A whole number without the decimal that a program gave it: `4711.0` is 4711; None for any other text."""
    match = _DECIMAL.fullmatch(text)
    return None if match is None else match[1]


def has_fraction(text: str) -> bool:
    """Whether a number of a phone has become one with a fraction: `447700900123.5`."""
    return _FRACTION.fullmatch(text) is not None


def from_power(text: str) -> str | None:
    """The number of a power of ten that has all its figures; None for any other text, and where figures are lost."""
    match = _POWER.fullmatch(text)
    if match is None:
        return None
    figures, power = match[1] + (match[2] or ""), int(match[3])
    return figures if len(figures) == power + 1 else None


def unmarked(text: str) -> str | None:
    """A number or text without a spreadsheet's marker; None where it has none."""
    match = _MARKED.fullmatch(text)
    return None if match is None else match[1] or match[2] or ""


def day_of_serial(text: str) -> str | None:
    """The day, or the minute, that a spreadsheet's number stands for, as ISO text; None for any other text."""
    match = _SERIAL.fullmatch(text)
    if match is None or not FIRST_SERIAL <= int(match[1]) <= LAST_SERIAL:
        return None
    day = datetime(1899, 12, 30) + timedelta(days=int(match[1]))  # noqa: DTZ001  # a day of no zone, written as text
    if match[2] is None or not int(match[2]):
        return day.date().isoformat()
    minutes = round(float(f"0.{match[2]}") * 24 * 60)
    return (day + timedelta(minutes=minutes)).isoformat(timespec="minutes")


def put_right(text: str) -> str | None:
    """Text whose letters were read in the wrong encoding, put right; None where that is not certain."""
    if text.isascii() or _MISREAD.search(text) is None:
        return None
    try:
        right = text.encode("cp1252").decode()
    except UnicodeError:
        return None
    return right if right != text else None


def became_date(text: str) -> bool:
    """Whether a plate or a number reads as a date of a spreadsheet: `01-Mar`, `Mar-01`, `2026-03-01`."""
    return _DATE_SHAPED.fullmatch(text) is not None


def became_number(text: str) -> bool:
    """Whether a plate reads as a power of ten that a spreadsheet wrote: `5E+10`."""
    return "+" in text and _POWER.fullmatch(text) is not None


def is_surely_rounded(text: str) -> bool:
    """Whether a number alone shows that figures of it are lost: a power of ten, or six noughts at its end."""
    if "+" in text and _POWER_WITHIN.search(text) is not None:
        return from_power(text.strip()) is None
    if "0" * _CERTAIN_ZEROS not in text.replace(" ", "").replace("-", ""):
        return False
    figures = _figures(text)
    return len(figures) >= _CERTAIN_FIGURES and figures.isdecimal() and figures.endswith("0" * _CERTAIN_ZEROS)


def is_round(text: str) -> bool:
    """Whether a number ends as one does that a spreadsheet has rounded."""
    return is_long_number(text) and (_POWER_WITHIN.search(text) is not None or _figures(text).endswith(_ZEROS))


def is_long_number(text: str) -> bool:
    """Whether it is a number of so many figures that a spreadsheet may round it."""
    if len(text) < _SHORTEST_POWER:
        return False
    figures = _figures(text)
    return (len(figures) >= FIGURES and figures.isdecimal()) or _POWER.fullmatch(text.strip()) is not None


def british_day(text: str, *, day_first: bool) -> str | None:
    """`01/03/2026` as ISO text in a known order, with its time where it has one; None where there is no such day."""
    match = SLASHED.fullmatch(text)
    if match is None:
        return None
    day, month = (match[1], match[3]) if day_first else (match[3], match[1])
    try:
        read = date(int(match[4]), int(month), int(day))
    except ValueError:
        return None
    return f"{read.isoformat()}T{match[5].zfill(5)}" if match[5] else read.isoformat()


SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T](\d{1,2}:\d\d(?::\d\d)?))?")
"""A date of which the day or the month may come first."""


def _figures(text: str) -> str:
    return "".join(text.split()).removeprefix("+").removesuffix(".0").replace("-", "")
