"""The clocks of the protocol, each row counted by hand on a calendar, with the section that asks for it."""

import socket
from datetime import date

import pytest

from graph.errors import ValueRefused
from graph.rules.clock import Due, discussion_due, form_due, police_review_due, referral_due, search_review_due
from graph.values.when import Period, moment
from graph.values.working_days import Calendar, england_and_wales

UNTIL = date(2028, 12, 31)


def referral(when: str) -> Due:
    return referral_due(Period.parse(when))


def discussion(when: str, *, immediate: bool = False) -> Due:
    return discussion_due(Period.parse(when), immediate=immediate)


@pytest.mark.parametrize(
    ("received", "due", "counted"),
    [
        # Hard case 16.
        ("2026-11-06T21:00", "2026-11-17", "Fri: 9 10 11 12 13 16 17"),
        ("2026-11-07", "2026-11-17", "Sat: 9 10 11 12 13 16 17"),
        ("2026-12-17", "2026-12-30", "Thu: 18 21 22 23 24 29 30; 25 Christmas, 28 for Boxing Day"),
        ("2026-11-10", "2026-11-19", "Tue: 11 12 13 16 17 18 19"),
        # §5.6, ordinary weeks: whatever the hour of the day.
        ("2026-11-06T00:00", "2026-11-17", "the first minute of Friday is still Friday"),
        ("2026-11-08T23:59", "2026-11-17", "Sun: 9 10 11 12 13 16 17"),
        ("2026-11-09T00:00", "2026-11-18", "Mon: 10 11 12 13 16 17 18"),
        ("2026-03-02", "2026-03-11", "Mon: 3 4 5 6 9 10 11"),
        # §5.6, bank holidays of England and Wales.
        ("2026-04-02", "2026-04-15", "Thu: 7 8 9 10 13 14 15; 3 Good Friday, 6 Easter Monday"),
        ("2026-04-30", "2026-05-12", "Thu: 1 5 6 7 8 11 12; 4 May early May"),
        ("2026-05-22", "2026-06-03", "Fri: 26 27 28 29 1 2 3; 25 May spring"),
        ("2026-08-28", "2026-09-09", "Fri: 1 2 3 4 7 8 9; 31 August summer"),
        ("2026-12-31", "2027-01-12", "Thu: 4 5 6 7 8 11 12; 1 January"),
        ("2027-12-24", "2028-01-07", "Fri: 29 30 31 4 5 6 7; 27, 28 December and 3 January are substitutes"),
        ("2022-09-15", "2022-09-27", "Thu: 16 20 21 22 23 26 27; 19 September 2022 was the State Funeral"),
        ("2023-05-05", "2023-05-17", "Fri: 9 10 11 12 15 16 17; 8 May 2023 was the Coronation"),
        ("2026-03-16", "2026-03-25", "Mon: 17 18 19 20 23 24 25; St Patrick's is none in Wales"),
        ("2026-08-02", "2026-08-11", "Sun: 3 4 5 6 7 10 11; 3 August is Scotland's alone"),
        # §5.6, leap day, clock changes, London days.
        ("2028-02-24", "2028-03-06", "Thu: 25 28 29 1 2 3 6"),
        ("2028-02-29", "2028-03-09", "Tue, leap day: 1 2 3 6 7 8 9"),
        ("2026-10-25T01:30", "2026-11-03", "Sun, the hour that comes twice: 26 27 28 29 30 2 3"),
        ("2026-07-03T23:30Z", "2026-07-14", "in London Saturday 4 July, 00:30: 6 7 8 9 10 13 14"),
        ("2026-07-02T23:30Z", "2026-07-14", "in London Friday 3 July: 6 7 8 9 10 13 14"),
        ("2026-07-02T22:30Z", "2026-07-13", "in London Thursday 2 July, 23:30: 3 6 7 8 9 10 13"),
        ("2026-11-06T09:00/2026-11-06T17:00", "2026-11-17", "some time on one Friday"),
    ],
)
def test_an_assessment_is_due_seven_working_days_after_the_referral(received: str, due: str, counted: str) -> None:
    assert referral(received).key == due, counted
    assert referral(received).moment is None


def test_a_second_referral_has_a_clock_of_its_own() -> None:
    first = referral("2026-11-06T21:00")
    second = referral("2026-11-10")

    assert (first.key, second.key) == ("2026-11-17", "2026-11-19")
    assert first.start == date(2026, 11, 9)
    assert first.section == "§5.6"


def test_a_due_day_lasts_to_its_end_in_london() -> None:
    due = referral("2026-11-06T21:00")

    assert not due.overdue(moment("2026-11-17T23:59"))
    assert due.overdue(moment("2026-11-18T00:00"))
    assert due.shown == "the end of Tuesday 17 November 2026"


@pytest.mark.parametrize(
    ("completed", "due", "why"),
    [
        # §5.8: elapsed hours, also over a weekend and a bank holiday.
        ("2026-11-06T21:00", "2026-11-07T21:00+00:00", "Friday night to Saturday night"),
        ("2026-12-24T16:30", "2026-12-25T16:30+00:00", "Christmas Day counts"),
        ("2026-07-01T10:00", "2026-07-02T10:00+01:00", "summer time on both days"),
        ("2026-10-24T12:00", "2026-10-25T11:00+00:00", "the clocks go back: 25 hours would be one too many"),
        ("2026-03-28T12:00", "2026-03-29T13:00+01:00", "the clocks go forward"),
        ("2026-10-25T01:30", "2026-10-26T00:30+00:00", "the hour that comes twice is taken as the earlier, 00:30 UTC"),
        ("2028-02-28T09:00", "2028-02-29T09:00+00:00", "leap day"),
        ("2026-12-31T23:00", "2027-01-01T23:00+00:00", "over the year"),
        # The hour is not known: to the end of the next day.
        ("2026-11-06", "2026-11-07", "a Saturday is a day like any other"),
        ("2028-02-28", "2028-02-29", "leap day"),
        ("2026-11-06T09:00/2026-11-06T17:00", "2026-11-07", "some time in the day"),
    ],
)
def test_a_discussion_decides_within_twenty_four_elapsed_hours(completed: str, due: str, why: str) -> None:
    assert discussion(completed).key == due, why
    assert discussion(completed).section == "§5.8"


def test_a_discussion_is_overdue_only_after_its_minute() -> None:
    due = discussion("2026-11-06T21:00")

    assert not due.overdue(moment("2026-11-07T21:00"))
    assert due.overdue(moment("2026-11-07T21:01"))
    assert due.shown == "Saturday 7 November 2026, 21:00"


def test_immediate_concern_runs_from_the_referral_and_says_without_delay() -> None:
    """§5.8: "within 24 hours or without delay if there is immediate concern for the child"."""
    due = discussion("2026-11-06T21:00", immediate=True)

    assert due.key == "2026-11-07T21:00+00:00"
    [note] = due.notes
    assert "without delay" in note
    assert "do not wait for a SERAF" in note
    assert discussion("2026-11-06T21:00").notes == ()


def test_an_unknown_hour_and_a_changed_clock_are_said() -> None:
    assert "hour is not recorded" in " ".join(discussion("2026-11-06").notes)
    assert "came twice" in " ".join(discussion("2026-10-25T01:30").notes)
    assert "did not exist" in " ".join(discussion("2026-03-29T01:30").notes)


@pytest.mark.parametrize("rule", [police_review_due, search_review_due, form_due])
@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2026-11-04T10:00", "2026-11-05"),
        ("2026-11-06T23:30", "2026-11-09"),
        ("2026-11-07", "2026-11-09"),
        ("2026-12-24", "2026-12-29"),
        ("2026-04-02T20:00", "2026-04-07"),
    ],
)
def test_what_is_looked_at_the_next_working_day(rule: object, on: str, due: str) -> None:
    """Police review of an urgent meeting (§5.8, §6.3), entry to save life, a partner's ungraded form (§5.5)."""
    assert callable(rule)
    assert rule(Period.parse(on)).key == due


@pytest.mark.parametrize(
    ("received", "due"),
    [("2026-11-04T10:00", "2026-11-04"), ("2026-11-07T03:00", "2026-11-09"), ("2026-12-25", "2026-12-29")],
)
def test_a_form_with_immediate_concern_is_read_the_same_working_day(received: str, due: str) -> None:
    assert form_due(Period.parse(received), immediate=True).key == due


def test_a_date_past_the_known_bank_holidays_says_so() -> None:
    inside, across, past = referral("2028-12-18"), referral("2028-12-21"), referral("2031-05-01")

    assert (inside.key, inside.notes) == ("2028-12-29", ())
    assert across.key == "2029-01-03", "22 27 28 29 1 2 3: 1 January 2029 cannot be known yet"
    for due in (across, past):
        assert "31 December 2028" in " ".join(due.notes)
        assert due.calendar_until == UNTIL
    assert "1 January 2012" in " ".join(referral("2011-12-01").notes)


@pytest.mark.parametrize("when", ["2026", "2026-11", "2026-11-06/2026-11-07", "2026-11-06T23:00/2026-11-07T01:00"])
def test_a_clock_needs_one_day(when: str) -> None:
    for clock in (referral, discussion):
        with pytest.raises(ValueRefused, match="one day"):
            clock(when)


def test_the_calendar_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_more: object) -> None:
        raise AssertionError("a request leaves the machine")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    england_and_wales.cache_clear()
    calendar = england_and_wales()

    assert (calendar.first, calendar.until) == (date(2012, 1, 1), UNTIL)
    assert date(2026, 12, 28) in calendar.holidays
    assert date(2026, 3, 17) not in calendar.holidays, "a bank holiday of Northern Ireland"


def test_working_days_are_counted_from_one() -> None:
    calendar = Calendar(frozenset({date(2026, 11, 10)}), date(2026, 1, 1), date(2026, 12, 31))

    assert calendar.working_day_after(date(2026, 11, 9)) == date(2026, 11, 11)
    with pytest.raises(ValueError, match="1 or more"):
        calendar.working_day_after(date(2026, 11, 9), 0)
