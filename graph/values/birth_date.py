"""Dates of birth: exact, known to the month or year, or a range; never completed by guessing.

Refused, as by the NPCC's minimum standards for POLE data (docs/domain.md, "Identifiers and names"): a date of birth
that is today, to come, or more than 120 years ago. A range is refused only where no day of it is possible.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from graph.errors import ValueRefused
from graph.values.text import tidy
from graph.values.when import DayPrecision, days_named, written_date, written_month
from graph.wording import wording

Precision = Literal["day", "month", "year", "range"]
Likeness = Literal["same", "overlaps", "swapped", "different"]

OLDEST_YEARS = 120


@dataclass(frozen=True)
class BirthDate:
    """A date of birth between `earliest` and `latest`, both taken in; an exact one has them equal."""

    earliest: date
    latest: date
    precision: Precision
    original: str = field(default="", compare=False)
    warnings: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def parse(cls, text: str, today: date) -> "BirthDate":
        """`2009-03-04`, `2009-03`, `2009` or `2009-01-01/2009-06-30`, as judged on `today`. Raises `ValueRefused`."""
        earliest, latest, precision = _read(text)
        if latest < earliest:
            raise ValueRefused("date_of_birth", text, "the range ends before it begins.")
        if earliest == latest == today:
            raise ValueRefused("date_of_birth", text, "it is today.", "Leave the cell blank where it is not known.")
        if earliest >= today:
            raise ValueRefused("date_of_birth", text, "it is still to come.")
        if (latest.year + OLDEST_YEARS, latest.month, latest.day) < (today.year, today.month, today.day):
            raise ValueRefused("date_of_birth", text, f"it is more than {OLDEST_YEARS} years ago.")
        return cls(earliest, latest, precision, text, _odd(earliest, precision))

    @classmethod
    def recorded(cls, text: str) -> "BirthDate":
        """A date of birth as it was recorded, which is judged no more. Raises `ValueRefused` where it is none."""
        earliest, latest, precision = _read(text)
        return cls(earliest, latest, precision, text)

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.earliest == self.latest

    @property
    def key(self) -> str:
        """Canonical text, read back as the same: `2009-03-04`, `2009-03`, `2009`, or a range of days."""
        first = self.earliest.isoformat()
        match self.precision:
            case "day":
                return first
            case "month":
                return first[:7]
            case "year":
                return first[:4]
            case "range":
                return f"{first}/{self.latest.isoformat()}"

    @property
    def shown(self) -> str:
        """As people write it: `4 March 2009`, `March 2009`, `1 January 2009 to 30 June 2009`."""
        match self.precision:
            case "day":
                return written_date(self.earliest)
            case "month":
                return written_month(self.earliest)
            case "year":
                return str(self.earliest.year)
            case "range":
                return wording(
                    "%(first)s to %(last)s", first=written_date(self.earliest), last=written_date(self.latest)
                )

    def age_on(self, day: date) -> tuple[int, int]:
        """The lowest and the highest age in whole years that the person may have on a day; 0 before the birth.

        Who was born on 29 February comes of an age on 1 March in other years.
        """
        return max(0, _whole_years(self.latest, day)), max(0, _whole_years(self.earliest, day))

    def compare(self, other: "BirthDate") -> Likeness:
        """`same` exact day; `overlaps`, some day fits both; `swapped`, one has day and month changed over; `different`.

        Two equal years overlap: they do not say that the days are the same.
        """
        if self.exact and other.exact:
            if self.earliest == other.earliest:
                return "same"
            return "swapped" if _changed_over(self.earliest) == other.earliest else "different"
        return "overlaps" if self.earliest <= other.latest and other.earliest <= self.latest else "different"

    def agrees(self, other: "BirthDate") -> bool:
        """Whether both may be one date of birth as recorded, without supposing a mistake."""
        return self.compare(other) in ("same", "overlaps")

    def search_keys(self) -> frozenset[str]:
        """The canonical text, the year, and an exact date with day and month changed over."""
        swapped = _changed_over(self.earliest) if self.exact else None
        years = {str(year) for year in range(self.earliest.year, self.latest.year + 1)}
        return frozenset({self.key, *years, *([swapped.isoformat()] if swapped else [])})


def _read(text: str) -> tuple[date, date, Precision]:
    parts = [part.strip() for part in tidy(text).split("/")]
    if len(parts) != 2 or not all(parts):
        return days_named("date_of_birth", text)
    earliest, _, _ = days_named("date_of_birth", parts[0])
    _, latest, _ = days_named("date_of_birth", parts[1])
    return (earliest, latest, "day") if earliest == latest else (earliest, latest, "range")


def _odd(earliest: date, precision: DayPrecision | Precision) -> tuple[str, ...]:
    if precision == "day" and (earliest.month, earliest.day) == (1, 1):
        return ("1 January is often written where the day is not known",)
    return ()


def _whole_years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _changed_over(day: date) -> date | None:
    """The date with day and month changed over, where there is one."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else None
