from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ValueRefused
from graph.values.when import (
    Period,
    date_of,
    day_of,
    day_start,
    iso_of_british,
    moment,
    moment_of,
    written_day,
    written_moment,
)

HOUR = 3_600_000
DAY = 24 * HOUR

days = st.dates(date(1900, 1, 1), date(2150, 12, 31))
minutes = st.builds(lambda day, at: datetime.combine(day, at.replace(second=0, microsecond=0)), days, st.times())


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2024", utc(2024, 1, 1), utc(2025, 1, 1), "year"),
        ("2024-03", utc(2024, 3, 1), utc(2024, 3, 31, 23), "month"),  # April begins in summer time
        ("2024-03-09", utc(2024, 3, 9), utc(2024, 3, 10), "day"),
        ("2024-07-09", utc(2024, 7, 8, 23), utc(2024, 7, 9, 23), "day"),
        ("2024-03-09T22:10", utc(2024, 3, 9, 22, 10), utc(2024, 3, 9, 22, 11), "minute"),
        ("2024-07-09 22:10", utc(2024, 7, 9, 21, 10), utc(2024, 7, 9, 21, 11), "minute"),
        ("2024-07-09T22:10Z", utc(2024, 7, 9, 22, 10), utc(2024, 7, 9, 22, 11), "minute"),
        ("2024-07-09T22:10:05+02:00", utc(2024, 7, 9, 20, 10, 5), utc(2024, 7, 9, 20, 10, 5) + 1, "instant"),
        ("2024-03-09T22:10:05.25Z", utc(2024, 3, 9, 22, 10, 5) + 250, utc(2024, 3, 9, 22, 10, 5) + 251, "instant"),
        ("2024-03-01/2024-03-09", utc(2024, 3, 1), utc(2024, 3, 10), "range"),
        ("2023-12/2024", utc(2023, 12, 1), utc(2025, 1, 1), "range"),
    ],
)
def test_what_is_written_is_a_half_open_period(text: str, start: int, end: int, precision: str) -> None:
    period = Period.parse(text)

    assert (period.start_ms, period.end_ms, period.precision) == (start, end, precision)
    assert (period.original, period.warnings) == (text, ())


@pytest.mark.parametrize(
    ("text", "hours"),
    [("2024-03-31", 23), ("2024-10-27", 25), ("2024-10-28", 24), ("2024", 366 * 24)],
)
def test_days_are_as_long_as_the_clocks_make_them(text: str, hours: int) -> None:
    period = Period.parse(text)

    assert period.end_ms - period.start_ms == hours * HOUR


def test_the_repeated_hour_is_taken_as_the_earlier_and_flagged() -> None:
    period = Period.parse("2024-10-27T01:30")

    assert period.start_ms == utc(2024, 10, 27, 0, 30)
    assert period.warnings == ("the clocks went back that night and 01:30 came twice; taken as the earlier",)
    assert Period.parse("2024-10-27T01:30Z").warnings == ()


def test_a_range_may_end_in_the_repeated_hour() -> None:
    period = Period.parse("2024-10-27T01:50/2024-10-27T01:10")

    assert (period.start_ms, period.end_ms) == (utc(2024, 10, 27, 0, 50), utc(2024, 10, 27, 1, 11))
    assert len(period.warnings) == 2


def test_the_hour_left_out_in_spring_is_flagged() -> None:
    period = Period.parse("2024-03-31T01:30")

    assert (period.start_ms, period.shown) == (utc(2024, 3, 31, 1, 30), "31 March 2024, 02:30")
    assert period.warnings == ("the clocks went forward that night and 01:30 did not exist; taken as 02:30",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024-02-30", "February 2024 has no day 30"),
        ("2023-02-29", "February 2023 has no day 29"),
        ("2024-13", "no month 13"),
        ("2024-00-01", "no month 00"),
        ("2024-03-09T24:00", "no such time of day"),
        ("2024-03-09T22:10+25:00", "no time zone"),
        ("2024-03-09/2024-03-01", "ends before it begins"),
        ("1066", "year must be"),
        ("", "no date is given"),
        ("2024-03-09/", "not a date"),
        ("soon", "not a date"),
        ("09/03/2024", "day or the month may come first"),
    ],
)
def test_impossible_dates_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueRefused, match=reason):
        Period.parse(text)


def test_a_very_old_date_is_kept_with_a_warning() -> None:
    assert Period.parse("1850-06-01").warnings == ("it is before 1900",)


@given(st.one_of(days.map(str), days.map(lambda day: f"{day:%Y-%m}"), days.map(lambda day: f"{day:%Y}")))
def test_dates_read_back_from_their_key(text: str) -> None:
    period = Period.parse(text)

    assert period.key == text
    assert (period.start_ms, period.end_ms) == (day_start(date_of(period.start_ms)), day_start(date_of(period.end_ms)))


@given(minutes, minutes)
def test_times_and_ranges_read_back_from_their_key(one: datetime, other: datetime) -> None:
    first, last = sorted((one, other))
    written = (
        f"{first:%Y-%m-%dT%H:%M}",
        f"{first:%Y-%m-%dT%H:%M}Z/{last:%Y-%m-%d %H:%M}Z",
        f"{first:%Y-%m-%d}/{last:%Y}",
    )
    for text in written:
        period = Period.parse(text)
        again = Period.parse(period.key)
        assert (again.start_ms, again.end_ms, again.key) == (period.start_ms, period.end_ms, period.key)


@given(minutes, st.integers(0, 400 * 24 * 60))
def test_periods_overlap_where_they_share_a_moment(start: datetime, length: int) -> None:
    period = Period.parse(f"{start:%Y-%m-%dT%H:%M}Z")
    later = Period.parse(f"{start + timedelta(minutes=length):%Y-%m-%dT%H:%M}Z")

    assert period.overlaps(later) == later.overlaps(period) == (length == 0)


def test_moments() -> None:
    assert moment("2024-07-09T22:10") == utc(2024, 7, 9, 21, 10)
    assert moment("2024-07-09") == utc(2024, 7, 8, 23)
    assert moment_of(datetime(1969, 12, 31, tzinfo=UTC)) == -DAY
    with pytest.raises(ValueRefused):
        moment("2024-03-01/2024-03-09")
    with pytest.raises(ValueError, match="zone"):
        moment_of(datetime(2024, 1, 1))  # noqa: DTZ001 since the missing zone is what is tested


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024", "2024"),
        ("2024-03", "March 2024"),
        ("2024-03-03", "3 March 2024"),
        ("2024-07-03T21:10Z", "3 July 2024, 22:10"),
        ("2024-03-03/2024-03-09", "3 March 2024 to 9 March 2024"),
        ("2024-03-03T22:10/2024-03-03T22:10", "3 March 2024, 22:10"),
        ("2024-03-03T22:10/2024-03-04T01:00", "3 March 2024, 22:10 to 4 March 2024, 01:00"),
    ],
)
def test_it_is_shown_as_people_write_it(text: str, shown: str) -> None:
    assert Period.parse(text).shown == shown


def test_days_and_moments_are_londons() -> None:
    late = utc(2024, 7, 9, 23, 30)

    assert (day_of(late), date_of(late)) == ("2024-07-10", date(2024, 7, 10))
    assert (written_day(late), written_moment(late)) == ("10 July 2024", "10 July 2024, 00:30")


def test_a_day_first_date_is_read_by_those_who_know_it_is_one() -> None:
    assert {iso_of_british(text) for text in ("04/08/2017", "4.8.2017", "4-8-2017")} == {"2017-08-04"}
    assert iso_of_british("2017-08-04") == "2017-08-04"
