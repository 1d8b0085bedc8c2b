"""Dates in a written form, such as `%d/%m/%Y`, with the names of days and months in English, Welsh and German.

A form is that of `datetime.strptime`. `%a` and `%A` take any name of a day, `%b` and `%B` any name of a month, whole or
short, with a full stop or without, mutated after *o* (`1af o Fai`); an ordinal's ending and *dydd* say nothing. Which
day of the week it is said to be is not compared with the date.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from graph.values.when import clock_of, is_day

_DAYS = (
    "monday mon llun llu montag mo",
    "tuesday tue tues mawrth maw dienstag di",
    "wednesday wed mercher mer mittwoch mi",
    "thursday thu thur thurs iau donnerstag do",
    "friday fri gwener gwe freitag fr",
    "saturday sat sadwrn sad samstag sonnabend sa",
    "sunday sun sul sonntag so",
)
_MONTHS = (
    "january jan ionawr ion januar jän jänner",
    "february feb chwefror chwef chw februar",
    "march mar mawrth fawrth maw märz mär mrz",
    "april apr ebrill ebr",
    "may mai fai",
    "june jun mehefin fehefin meh juni",
    "july jul gorffennaf orffennaf gorff gor juli",
    "august aug awst",
    "september sep sept medi med",
    "october oct hydref hyd oktober okt",
    "november nov tachwedd dachwedd tach tac",
    "december dec rhagfyr ragfyr rhag rha dezember dez",
)
_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_NAMES = {name: _ENGLISH_DAYS[n] for n, line in enumerate(_DAYS) for name in line.split()}
_MONTH_NAMES = {name: _ENGLISH_MONTHS[n] for n, line in enumerate(_MONTHS) for name in line.split()}
_NAMED = {"a": _DAY_NAMES, "A": _DAY_NAMES, "b": _MONTH_NAMES, "B": _MONTH_NAMES}
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|af|ail|il|ydd|edd|fed|eg|ain|ed)\b", re.IGNORECASE)
_BEFORE_DAY = re.compile(r"\b(?:dydd|nos)\s+", re.IGNORECASE)
_BEFORE_MONTH = re.compile(r"\b(\d{1,2})\s+o\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_TRUE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:Z|[+-]\d\d:?\d\d)?)?")
_MIDNIGHT = re.compile(r"00:00(?::00(?:\.0+)?)?")
_DIRECTIVE = re.compile(r"%(.)")
_MONTH_TYPED = "%B %Y"
_DAYS_TYPED = ("%d %B %Y", "%A %d %B %Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y")
"""Days as people in Britain type them: the day first."""
_BREAK = re.compile(r" (?:(?:at|am) )?", re.IGNORECASE)
"""What may stand between a day and a time of day: `am 21:00` is Welsh."""
_LONGEST_TYPED = 80
"""Letters of the longest day and time of day that somebody writes; in longer texts none is looked for."""


def read_typed(text: str) -> str:
    """A day, or a day and a time of day, as a person types it (`3 December 2026, 10am`, `3/12/2026 10:00`) as ISO text.

    For what somebody writes by hand into a form of ours, where the day comes first; files say their own order. A range
    `a/b`, ISO text and whatever is no such date are left unchanged.
    """
    if len(text) > _LONGEST_TYPED:
        return text
    plain = " ".join(text.replace(",", " ").split())
    if (month := _read(plain, _MONTH_TYPED)) is not None:
        return month[: len("2026-03")]
    if (day := read_form(plain, _DAYS_TYPED)) is not None:
        return day
    for found in _BREAK.finditer(plain):
        day, clock = read_form(plain[: found.start()], _DAYS_TYPED), clock_of(plain[found.end() :])
        if day is not None and clock is not None:
            return f"{day}T{clock}"
    return text


def read_form(text: str, forms: Sequence[str]) -> str | None:
    """A date as ISO text by the first of these forms that fits; a date that is ISO text already is left unchanged.

    None where it is not a date of these forms. `forms` are checked once by `check_form`.
    """
    text = text.strip()
    if (true := _TRUE.fullmatch(text)) and is_day(true[1]):
        return true[1] if true[2] and _MIDNIGHT.fullmatch(true[2]) and text[-1] == "0" else text.replace(" ", "T", 1)
    for form in forms:
        if (read := _read(text, form)) is not None:
            return read
    return None


def check_form(form: str) -> None:
    """Raises `ValueError` for a form that no date can have."""
    if not _DIRECTIVE.search(form):
        raise ValueError(f"{form!r} is not a form of dates: write one such as '%d/%m/%Y'")
    sample = datetime(2026, 3, 14, 15, 9, 26).strftime(form)  # noqa: DTZ001  # only to see whether the form reads back
    try:
        datetime.strptime(sample, form)  # noqa: DTZ007  # only to see whether the form reads back
    except ValueError as error:
        raise ValueError(f"{form!r} is not a form of dates: {error}") from None


def _read(text: str, form: str) -> str | None:
    try:
        read = datetime.strptime(_in_english(_plain(text), form), _short_names(form))  # noqa: DTZ007  # what zone it is in is settled when values are read
    except ValueError:
        return None
    with_time = any(code in form for code in ("%H", "%I"))
    seconds = "seconds" if "%S" in form and read.second else "minutes"
    return read.isoformat(timespec=seconds) if with_time else read.date().isoformat()


def _short_names(form: str) -> str:
    return form.replace("%A", "%a").replace("%B", "%b")


def _plain(text: str) -> str:
    """The text without the endings of ordinal numbers and the words that Welsh puts before names of days and months."""
    return _BEFORE_MONTH.sub(r"\1 ", _BEFORE_DAY.sub("", _ORDINAL.sub(r"\1", text)))


def _in_english(text: str, form: str) -> str:
    """The text with each name of a day or month that the form asks for in English, short."""
    at = 0
    for directive in _DIRECTIVE.finditer(form):
        names = _NAMED.get(directive[1])
        if names is None:
            continue
        for word in _WORD.finditer(text, at):
            if (english := names.get(word[0].casefold())) is not None:
                after = text[word.end() :]
                if form[directive.end() : directive.end() + 1] != ".":
                    after = after.removeprefix(".")
                text = text[: word.start()] + english + after
                at = word.start() + len(english)
                break
    return text
