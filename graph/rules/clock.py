"""By when something is due: referral, strategy discussion, and what is looked at on the next working day.

    assessment by Social Services      7 working days after the referral (protocol §5.6)
    strategy discussion                24 hours after the assessment is complete, or without delay (§5.8)
    police information review          next working day after a meeting held urgently without it (§5.8, §6.3)
    search to save life or to arrest   reviewed by a manager the next working day (PACE Code B: check with legal)
    partner's form                     graded within one working day; with immediate concern read the same working day

The protocol does not say how the 7 days are counted, nor from when the 24 hours run. Here day 1 is the first working
day after the London day on which Social Services received the referral, whatever the hour; the 24 hours are elapsed
hours, also when the clocks change. Each referral has a clock of its own and moves no other.

A due *day* lasts to its end. Bank holidays are those of England and Wales; a due day past the years known says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from graph.errors import ValueRefused
from graph.values.when import LONDON, Period, date_of, day_start, weekday_date, weekday_moment, written_date
from graph.values.working_days import Calendar, england_and_wales
from graph.wording import wording

ASSESSMENT_DAYS = 7
DISCUSSION_HOURS = 24
_HOUR = 3_600_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Due:
    """By when: to the end of `day`, or at `moment` (epoch milliseconds) where the hour is known.

    `start` is the first day counted; `calendar_until` the last day for which bank holidays are known; `section` the
    source of the rule; `notes` say in plain words what has to be known of this date.
    """

    day: date
    moment: int | None
    start: date
    calendar_until: date
    section: str
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """`2026-11-17`, or the London time with its offset: `2026-11-07T21:00+00:00`."""
        if self.moment is None:
            return self.day.isoformat()
        return (_EPOCH + timedelta(milliseconds=self.moment)).astimezone(LONDON).isoformat(timespec="minutes")

    @property
    def shown(self) -> str:
        """`the end of Tuesday 17 November 2026`, or `Saturday 7 November 2026, 21:00`."""
        if self.moment is None:
            return wording("the end of %(day)s", day=weekday_date(self.day))
        return weekday_moment(self.moment)

    def overdue(self, now: int) -> bool:
        """Whether the due moment, or the whole of the due day, is over at `now` (epoch milliseconds)."""
        return now > self.moment if self.moment is not None else now >= day_start(self.day + timedelta(days=1))


def referral_due(received: Period, calendar: Calendar | None = None) -> Due:
    """By when Social Services complete the assessment that a referral asks for (protocol §5.6).

    Raises `ValueRefused` where the day of receipt is not known.
    """
    return _working_days(_day_of(received), ASSESSMENT_DAYS, "§5.6", received.warnings, calendar)


def discussion_due(start: Period, *, immediate: bool = False, calendar: Calendar | None = None) -> Due:
    """By when a strategy discussion has decided the next action (protocol §5.8).

    `start` is when the assessment was completed (its own time, not that of typing). With immediate concern it is when
    the referral was received: nobody waits for a SERAF. Where the hour is not known, it is the end of the next day.
    Raises `ValueRefused` where the day is not known.
    """
    day = _day_of(start)
    until = (calendar or england_and_wales()).until
    notes = list(start.warnings)
    if immediate:
        notes.append(
            wording(
                "Immediate concern: without delay, do not wait for a SERAF; %(discussion_hours)s hours at most.",
                discussion_hours=DISCUSSION_HOURS,
            )
        )
    if start.precision in ("minute", "instant"):
        moment = start.start_ms + DISCUSSION_HOURS * _HOUR
        return Due(date_of(moment), moment, day, until, "§5.8", tuple(notes))
    notes.append(wording("The hour is not recorded: it is due by the end of the next day."))
    return Due(day + timedelta(days=1), None, day, until, "§5.8", tuple(notes))


def police_review_due(held: Period, calendar: Calendar | None = None) -> Due:
    """By when the police information review of a meeting that was held urgently without it is made (§5.8, §6.3)."""
    return _working_days(_day_of(held), 1, "§5.8, §6.3", held.warnings, calendar)


def search_review_due(searched: Period, calendar: Calendar | None = None) -> Due:
    """By when a manager reviews an entry to save life or to arrest: the next working day after it."""
    return _working_days(_day_of(searched), 1, "PACE Code B (check with legal)", searched.warnings, calendar)


def form_due(received: Period, *, immediate: bool = False, calendar: Calendar | None = None) -> Due:
    """By when a partner's form is graded; once this is over it is shown to a manager.

    With immediate concern it is read the same working day: on the day it came, or the first working day after.
    Raises `ValueRefused` where the day is not known.
    """
    day, days = _day_of(received), calendar or england_and_wales()
    if immediate and days.is_working_day(day):
        return Due(day, None, day, days.until, "§5.5", (*received.warnings, *_of_calendar(days, day)))
    return _working_days(day, 1, "§5.5", received.warnings, days)


def _working_days(day: date, count: int, section: str, warnings: Iterable[str], calendar: Calendar | None) -> Due:
    days = calendar or england_and_wales()
    due = days.working_day_after(day, count)
    return Due(due, None, days.working_day_after(day), days.until, section, (*warnings, *_of_calendar(days, day, due)))


def _of_calendar(calendar: Calendar, *days: date) -> tuple[str, ...]:
    """That bank holidays are not known for these days, and what to do about it."""
    if all(map(calendar.covers, days)):
        return ()
    return (
        wording(
            "Bank holidays are known from %(first)s to %(until)s; outside them only weekends are left out: check this"
            " date against the official list.",
            first=written_date(calendar.first),
            until=written_date(calendar.until),
        ),
    )


def _day_of(period: Period) -> date:
    """The one London day of a period. Raises `ValueRefused` where it takes in more than one."""
    first, last = date_of(period.start_ms), date_of(period.end_ms - 1)
    if first != last:
        raise ValueRefused(
            "date",
            period.original,
            wording("a clock starts on one day."),
            wording("Give the day, and the hour where it is known."),
        )
    return first
