"""Working days in England and Wales: Monday to Friday without the bank holidays that GOV.UK publishes.

The bank holidays come with the library `govuk-bank-holidays`, from its own copy of the list: nothing is requested from
anywhere. The list is published by whole years; past its last year only weekends are known, and a caller that counts
past `Calendar.until` has to state that. A bank holiday proclaimed later arrives with a newer version of the library.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The bank holidays known, complete from `first` to `until` (both included)."""

    holidays: frozenset[date]
    first: date
    until: date

    def is_working_day(self, day: date) -> bool:
        """Whether the day is neither at a weekend nor a known bank holiday."""
        return day.weekday() < _SATURDAY and day not in self.holidays

    def working_day_after(self, day: date, count: int = 1) -> date:
        """The working day so many working days after a day; 1 is the next working day. `count` is 1 or more."""
        if count < 1:
            raise ValueError("count is 1 or more")
        while count:
            day += _DAY
            count -= self.is_working_day(day)
        return day

    def covers(self, day: date) -> bool:
        """Whether the bank holidays of that day's year are known."""
        return self.first <= day <= self.until


@cache
def england_and_wales() -> Calendar:
    """The bank holidays of England and Wales as they come with the installed library."""
    # Imported when a clock is asked for: it brings an HTTP library, which takes longer than most commands.
    from govuk_bank_holidays.bank_holidays import BankHolidays

    source = BankHolidays(use_cached_holidays=True)
    days = frozenset(each["date"] for each in source.get_holidays(division=source.ENGLAND_AND_WALES))
    return Calendar(days, date(min(days).year, 1, 1), date(max(days).year, 12, 31))
