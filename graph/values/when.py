"""When something happened: half-open periods of UTC, beside the text as it was recorded.

Read: `2024`, `2024-03`, `2024-03-09`, `2024-03-09T22:10`, seconds and fractions of them, each alone or as a range `a/b`
that takes in all of `b`. What is known only to the month or the year stays so: its period is that month or year.

A time without a zone is Europe/London. In the hour that the clocks repeat in autumn it is taken as the earlier, and in
the hour that they leave out in spring as the time an hour later; both are flagged in `warnings`.

Every number here is milliseconds since 1970-01-01T00:00Z, and every end is the first millisecond after.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

from graph.errors import ValueRefused
from graph.values.text import tidy
from graph.wording import Wording, wording

Precision = Literal["instant", "minute", "day", "month", "year", "range"]
DayPrecision = Literal["day", "month", "year"]

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years outside these are mistakes in a record of people's lives."""

_ODD_BEFORE = 1900
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = 60_000
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[T ](?P<hour>\d{2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r" ?(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_BRITISH = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")


_DATES = (
    wording("%(day)s January %(year)s"),
    wording("%(day)s February %(year)s"),
    wording("%(day)s March %(year)s"),
    wording("%(day)s April %(year)s"),
    wording("%(day)s May %(year)s"),
    wording("%(day)s June %(year)s"),
    wording("%(day)s July %(year)s"),
    wording("%(day)s August %(year)s"),
    wording("%(day)s September %(year)s"),
    wording("%(day)s October %(year)s"),
    wording("%(day)s November %(year)s"),
    wording("%(day)s December %(year)s"),
)
_MONTHS = (
    wording("January %(year)s"),
    wording("February %(year)s"),
    wording("March %(year)s"),
    wording("April %(year)s"),
    wording("May %(year)s"),
    wording("June %(year)s"),
    wording("July %(year)s"),
    wording("August %(year)s"),
    wording("September %(year)s"),
    wording("October %(year)s"),
    wording("November %(year)s"),
    wording("December %(year)s"),
)
WEEKDAYS = (
    wording("Monday"),
    wording("Tuesday"),
    wording("Wednesday"),
    wording("Thursday"),
    wording("Friday"),
    wording("Saturday"),
    wording("Sunday"),
)
"""The days of the week as people write them, from Monday."""
_WEEKDAYS = (
    wording("Monday %(date)s"),
    wording("Tuesday %(date)s"),
    wording("Wednesday %(date)s"),
    wording("Thursday %(date)s"),
    wording("Friday %(date)s"),
    wording("Saturday %(date)s"),
    wording("Sunday %(date)s"),
)

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?)? ?([ap])?\.?(?:m\.?)?", re.IGNORECASE)
_FIGURES = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?: ?(?:h|hrs|hours))?", re.IGNORECASE)


def clock_of(text: str) -> str | None:
    """A time of day as people write it (`9:05`, `0905 hrs`, `9.05 pm`) as `HH:MM[:SS]`; None for any other text."""
    tidied = tidy(text)
    if (figures := _FIGURES.fullmatch(tidied)) is not None:
        return f"{figures[1]}:{figures[2]}"
    if (found := _CLOCK.fullmatch(tidied)) is None or (found[2] is None and found[4] is None):
        return None
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4] is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if found[3] else "")


@dataclass(frozen=True)
class Period:
    """A stretch of time: `start_ms` up to and not including `end_ms`, UTC; and how precisely it was given."""

    start_ms: int
    end_ms: int
    original: str
    precision: Precision
    warnings: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Period":
        """A date, a time or a range as recorded. Raises `ValueRefused` for what is not a date or cannot be one."""
        tidied = tidy(text)
        parts = [part.strip() for part in tidied.split("/")]
        match parts:
            case [one] if one:
                return replace(_read_one(one, text), original=text)
            case [first, last] if first and last:
                return _range(_read_one(first, text), _read_one(last, text), text)
            case _:
                raise _no_date(text)

    @property
    def key(self) -> str:
        """Canonical text, read back as the same period: a London date, a UTC time ending in Z, or a range of them."""
        match self.precision:
            case "year":
                return day_of(self.start_ms)[:4]
            case "month":
                return day_of(self.start_ms)[:7]
            case "day":
                return day_of(self.start_ms)
            case "minute" | "instant":
                return _moment_key(self.start_ms, self.precision)
            case "range":
                return f"{_first_key(self.start_ms)}/{_last_key(self.end_ms)}"

    @property
    def shown(self) -> str:
        """As people write it, in London time: `3 March 2024, 22:10`, `March 2024`, `3 March 2024 to 9 March 2024`."""
        match self.precision:
            case "year":
                return day_of(self.start_ms)[:4]
            case "month":
                return written_month(date_of(self.start_ms))
            case "day":
                return written_day(self.start_ms)
            case "minute" | "instant":
                return written_moment(self.start_ms)
            case "range":
                first, last = _written_end(self.start_ms), _written_end(self.end_ms, last=True)
                return first if first == last else wording("%(first)s to %(last)s", first=first, last=last)

    def overlaps(self, other: "Period") -> bool:
        """Whether some moment is in both."""
        return self.start_ms < other.end_ms and other.start_ms < self.end_ms

    def search_keys(self) -> frozenset[str]:
        """The canonical text, and the first and last day."""
        return frozenset({self.key, day_of(self.start_ms), day_of(self.end_ms - 1)})


def moment(text: str) -> int:
    """The moment at which a date or time begins, in epoch milliseconds. Raises `ValueRefused`; a range is refused."""
    period = Period.parse(text)
    if period.precision == "range":
        raise ValueRefused("date", text, "one moment is asked for, and this is a range.")
    return period.start_ms


def moment_of(value: datetime) -> int:
    """A moment as epoch milliseconds; the datetime must carry its zone."""
    if value.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return (value - _EPOCH) // timedelta(milliseconds=1)


def day_start(day: date) -> int:
    """The moment at which a day begins in London, in epoch milliseconds."""
    return moment_of(datetime.combine(day, time(), LONDON))


def years_later(day: date, years: int) -> date:
    """The same day so many years later, or before; of 29 February, 1 March in a year that has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def day_of(ms: int) -> str:
    """The London day of a moment, as `2024-03-09`."""
    return _london(ms).date().isoformat()


def date_of(ms: int) -> date:
    """The London day of a moment."""
    return _london(ms).date()


def hour_of(ms: int) -> int:
    """The hour of a moment on a London clock, 0 to 23."""
    return _london(ms).hour


def written_date(day: date) -> Wording:
    """A date as people write it: `3 March 2024`."""
    return Wording(_DATES[day.month - 1].template, {"day": day.day, "year": day.year})


def weekday_date(day: date) -> Wording:
    """`Tuesday 17 November 2026`."""
    return Wording(_WEEKDAYS[day.weekday()].template, {"date": written_date(day)})


def written_month(day: date) -> Wording:
    """A month as people write it: `March 2024`."""
    return Wording(_MONTHS[day.month - 1].template, {"year": day.year})


def written_day(ms: int) -> Wording:
    """The London day of a moment as people write it: `3 March 2024`."""
    return written_date(date_of(ms))


def written_moment(ms: int) -> Wording:
    """A moment as people write it, in London time: `3 March 2024, 22:10`."""
    return wording("%(date)s, %(time)s", date=written_day(ms), time=f"{_london(ms):%H:%M}")


def weekday_moment(ms: int) -> Wording:
    """`Saturday 7 November 2026, 21:00`, in London time."""
    return wording("%(date)s, %(time)s", date=weekday_date(date_of(ms)), time=f"{_london(ms):%H:%M}")


def iso_of_british(text: str) -> str:
    """`04/08/2017` as `2017-08-04`, for mappings that know their source writes the day first; other text unchanged."""
    match = _BRITISH.fullmatch(tidy(text))
    return text if match is None else f"{match[4]}-{int(match[3]):02}-{int(match[1]):02}"


def days_named(field: str, text: str) -> tuple[date, date, DayPrecision]:
    """The first and the last day that `2024`, `2024-03` or `2024-03-09` names.

    Raises `ValueRefused` on `field` for what is not such a text, or a day or month that does not exist.
    """
    match = _DAY.fullmatch(tidy(text))
    if match is None:
        raise _no_date(text, field)
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueRefused(field, text, f"the year must be from {FIRST_YEAR} to {LAST_YEAR}.")
    if not 1 <= month <= 12:
        raise ValueRefused(field, text, f"there is no month {match[2]}.")
    try:
        first = date(year, month, day)
    except ValueError:
        raise ValueRefused(field, text, f"{date(year, month, 1):%B %Y} has no day {match[3]}.") from None
    if match[3] is not None:
        return first, first, "day"
    if match[2] is not None:
        return first, date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1), "month"
    return first, date(year, 12, 31), "year"


def _read_one(text: str, whole: str) -> Period:
    match = _MOMENT.fullmatch(text)
    if match is not None:
        return _read_moment(match, whole)
    if _DAY.fullmatch(text) is None:
        raise _no_date(whole)
    first, last, precision = days_named("date", text)
    odd = (f"it is before {_ODD_BEFORE}",) if first.year < _ODD_BEFORE else ()
    return Period(day_start(first), day_start(last + timedelta(days=1)), text, precision, odd)


def _read_moment(match: re.Match[str], whole: str) -> Period:
    day, _, _ = days_named("date", match["day"])
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueRefused("date", whole, "there is no such time of day; it runs from 00:00 to 23:59.")
    millisecond = int((match["fraction"] or "0").ljust(3, "0")[:3])
    clock = datetime.combine(day, time(hour, minute, second, millisecond * 1000))
    zone = match["zone"]
    start, odd = _london_moment(clock) if zone is None else (_zoned_moment(clock, zone.upper(), whole), ())
    if match["second"] is None:
        return Period(start, start + _MINUTE, match[0], "minute", odd)
    return Period(start, start + 1, match[0], "instant", odd)


def _zoned_moment(clock: datetime, zone: str, whole: str) -> int:
    if zone == "Z":
        return moment_of(clock.replace(tzinfo=UTC))
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if int(digits[2:]) > 59 or offset > timedelta(hours=14):
        raise ValueRefused("date", whole, f"there is no time zone {zone}.")
    return moment_of(clock.replace(tzinfo=timezone(-offset if zone[0] == "-" else offset)))


def _london_moment(clock: datetime) -> tuple[int, tuple[str, ...]]:
    """The moment of a London clock time, and what is odd about it in the nights when the clocks change."""
    earlier = clock.replace(tzinfo=LONDON, fold=0)
    if earlier.utcoffset() == earlier.replace(fold=1).utcoffset():
        return moment_of(earlier), ()
    start = moment_of(earlier)
    if _london(start).replace(tzinfo=None) == clock:
        return start, (f"the clocks went back that night and {clock:%H:%M} came twice; taken as the earlier",)
    later = _london(start)
    return start, (f"the clocks went forward that night and {clock:%H:%M} did not exist; taken as {later:%H:%M}",)


def _range(first: Period, last: Period, text: str) -> Period:
    warnings = (*first.warnings, *last.warnings)
    if last.end_ms <= first.start_ms and "came twice" in " ".join(last.warnings):
        last = _second_time_round(last)
        warnings = (*first.warnings, "it ends in the hour that came twice that night; its end is taken as the later")
    if last.end_ms <= first.start_ms:
        raise ValueRefused("date", text, "the range ends before it begins.")
    return Period(first.start_ms, last.end_ms, text, "range", tuple(dict.fromkeys(warnings)))


def _second_time_round(period: Period) -> Period:
    """The same clock time once the clocks have gone back: the only reading by which its range does not end first."""
    hour = 60 * _MINUTE
    return replace(period, start_ms=period.start_ms + hour, end_ms=period.end_ms + hour)


def _no_date(text: str, field: str = "date") -> ValueRefused:
    british = iso_of_british(text)
    if not tidy(text):
        return ValueRefused(field, text, "no date is given.")
    if british != text:
        year, second, first = british.split("-")
        readings = [day for day in (british, f"{year}-{first}-{second}") if is_day(day)]
        match readings:
            case []:
                return ValueRefused(field, text, "there is no such day, whichever of day and month comes first.")
            case [one]:
                return ValueRefused(field, text, "dates are written year first.", f"Write {one}.")
            case _:
                return ValueRefused(
                    field, text, "the day or the month may come first.", f"Write {british} if the day comes first."
                )
    return ValueRefused(
        field, text, "it is not a date.", "Write 2024-03-09, 2024-03, 2024, 2024-03-09T22:10, or two of these as a/b."
    )


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written year first."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _london(ms: int) -> datetime:
    return (_EPOCH + timedelta(milliseconds=ms)).astimezone(LONDON)


def _is_midnight(ms: int) -> bool:
    return _london(ms).time() == time()


def _moment_key(ms: int, precision: Literal["minute", "instant"]) -> str:
    utc = _EPOCH + timedelta(milliseconds=ms)
    if precision == "minute":
        return f"{utc:%Y-%m-%dT%H:%M}Z"
    return f"{utc:%Y-%m-%dT%H:%M:%S}" + (f".{ms % 1000:03}Z" if ms % 1000 else "Z")


def _first_key(ms: int) -> str:
    if _is_midnight(ms):
        return day_of(ms)
    return _moment_key(ms, "instant" if ms % _MINUTE else "minute")


def _last_key(end: int) -> str:
    if _is_midnight(end):
        return day_of(end - 1)
    return _moment_key(end - 1, "instant") if end % _MINUTE else _moment_key(end - _MINUTE, "minute")


def _written_end(ms: int, *, last: bool = False) -> str:
    if _is_midnight(ms):
        return written_day(ms - 1 if last else ms)
    return written_moment(ms - 1 if last else ms)
