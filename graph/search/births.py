"""Dates of birth as they are typed beside a name or alone: a day, a month or a year, written in any usual way.

The day comes before the month, as it is written in Wales. Years of two figures are taken as the last that has started.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from graph.errors import ValueRefused
from graph.search.document import SearchDocument
from graph.search.match import Match
from graph.search.query import Query, one
from graph.values.birth_date import BirthDate

_MONTHS = (
    ("jan", "january", "ionawr"),
    ("feb", "february", "chwefror"),
    ("mar", "march", "mawrth"),
    ("apr", "april", "ebrill"),
    ("may", "mai"),
    ("jun", "june", "mehefin"),
    ("jul", "july", "gorffennaf"),
    ("aug", "august", "awst"),
    ("sep", "sept", "september", "medi"),
    ("oct", "october", "hydref"),
    ("nov", "november", "tachwedd"),
    ("dec", "december", "rhagfyr"),
)
"""Whole words, in English and in Welsh: Marshall is no month, and neither is Julie."""
_NUMBER_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}
_MARKERS = r"(?:\b(?:d\.?o\.?b\.?|date of birth|born(?: on| in)?|b\.)[\s:]*)?"
_DAY = re.compile(rf"{_MARKERS}\b(\d{{1,2}})[/.\-](\d{{1,2}})[/.\-](\d{{4}}|\d{{2}})\b", re.IGNORECASE)
_ISO = re.compile(rf"{_MARKERS}\b(\d{{4}})(?:([-/.])(\d{{1,2}})\2(\d{{1,2}})|-(\d{{2}}))\b", re.IGNORECASE)
_MONTH = rf"\b({'|'.join(_NUMBER_OF)})\b"
_WRITTEN = re.compile(
    rf"{_MARKERS}(?:\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of\s+|[\s\-/.]+))?{_MONTH}[\s\-/.,]+(\d{{4}})\b",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"{_MARKERS}{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_YEAR = re.compile(rf"{_MARKERS}\b((?:19|20)\d{{2}})\b", re.IGNORECASE)
_LEFT_OVER = re.compile(rf"\b\d[\w/.\-]*(?:\s+(?:of\s+)?{_MONTH})?", re.IGNORECASE)
_ALONE = 0.9
_SWAPPED = 0.93
_OVERLAPS = 0.97


@dataclass(frozen=True)
class Birth:
    """A date of birth that was typed, and the text without it, and without figures that no day or month can be."""

    born: BirthDate
    rest: str


def find_birth(text: str, today: date) -> Birth | None:
    """The date of birth in a text, where there is one that can be."""
    ways = ((_ISO, _iso), (_DAY, _day), (_WRITTEN, _written), (_MONTH_FIRST, _month_first), (_YEAR, _year))
    for pattern, read in ways:
        for match in pattern.finditer(text):
            with suppress(ValueRefused):
                born = BirthDate.parse(read(match, today), today)
                rest = _LEFT_OVER.sub("", f"{text[: match.start()]} {text[match.end() :]}")
                return Birth(born, rest.strip(" ,"))
    return None


def _iso(match: re.Match[str], _: date) -> str:
    return "-".join([match[1], *(f"{int(part):02}" for part in (match[3] or match[5], match[4]) if part)])


def _day(match: re.Match[str], today: date) -> str:
    year = match[3]
    if len(year) == 2:
        year = str(2000 + int(year) - 100 * (int(year) > today.year % 100))
    return f"{year}-{int(match[2]):02}-{int(match[1]):02}"


def _written(match: re.Match[str], _: date) -> str:
    month = f"{match[3]}-{_NUMBER_OF[match[2].lower()]:02}"
    return month if match[1] is None else f"{month}-{int(match[1]):02}"


def _month_first(match: re.Match[str], _: date) -> str:
    return f"{match[3]}-{_NUMBER_OF[match[1].lower()]:02}-{int(match[2]):02}"


def _year(match: re.Match[str], _: date) -> str:
    return match[1]


@lru_cache(maxsize=50_000)
def recorded_birth(text: str) -> BirthDate | None:
    """A date of birth as recorded; None where it is none."""
    with suppress(ValueRefused):
        return BirthDate.recorded(text)
    return None


@lru_cache(maxsize=50_000)
def birth_terms(text: str) -> tuple[str, ...]:
    """What a recorded date of birth is found by: its day, months and years; and with day and month changed over."""
    born = recorded_birth(text) if text else None
    if born is None:
        return ()
    terms = [f"y{year}" for year in range(born.earliest.year, born.latest.year + 1)]
    if born.precision == "range":
        return (*terms, "range")
    if born.precision == "year":
        return (*terms, f"only{born.key}")
    terms.append(f"m{born.earliest:%Y-%m}")
    if born.precision == "month":
        return (*terms, f"only{born.key}")
    swapped = born.search_keys() - {born.key, str(born.earliest.year)}
    return (*terms, f"d{born.key}", *(f"x{day}" for day in swapped))


def birth_query(born: BirthDate) -> Query:
    """Those whose date of birth may be this one, the day and month changed over too."""
    years = [f"y{year}" for year in range(born.earliest.year, born.latest.year + 1)]
    month = f"{born.earliest:%Y-%m}"
    match born.precision:
        case "day":
            return one("born", f"d{born.key}", f"x{born.key}", f"only{month}", f"only{month[:4]}", "range")
        case "month":
            return one("born", f"m{month}", f"only{month[:4]}", "range")
        case _:
            return one("born", *years)


def compare_births(sought: BirthDate, recorded: str, unknown: float, differs: float) -> tuple[float, str]:
    """By what a score is multiplied, and why: the same day, one that may be it, none recorded, another."""
    born = recorded_birth(recorded) if recorded else None
    if born is None:
        return unknown, "no date of birth is recorded"
    match sought.compare(born):
        case "same":
            return 1.0, f"born {born.shown}"
        case "overlaps":
            return (1.0 if sought.precision == "year" or born.exact else _OVERLAPS), f"born {born.shown}"
        case "swapped":
            return _SWAPPED, f"born {born.shown}: day and month changed over"
        case _:
            near = abs(born.earliest.year - sought.earliest.year) <= 1
            return differs + 0.2 * near, f"born {born.shown}, not {sought.shown}"


def match_birth(sought: BirthDate, document: SearchDocument) -> Match | None:
    """How a person's date of birth fits one that was typed alone. A year fits a year only where no more is known."""
    born = recorded_birth(document.born) if document.born else None
    if born is None:
        return None
    likeness = sought.compare(born)
    if likeness == "different" or (likeness == "overlaps" and born.precision in ("year", "range")):
        return None
    factor, why = compare_births(sought, document.born, 0, 0)
    return Match(_ALONE * factor, (why,))


def birth_queries(sought: BirthDate) -> tuple[Query, ...]:
    """Where to look for a date of birth alone."""
    month = f"{sought.earliest:%Y-%m}"
    match sought.precision:
        case "day":
            return one("born", f"d{sought.key}"), one("born", f"d{sought.key}", f"x{sought.key}", f"only{month}")
        case "month":
            return (one("born", f"m{month}"),)
        case _:
            return (one("born", *(f"y{year}" for year in range(sought.earliest.year, sought.latest.year + 1))),)
