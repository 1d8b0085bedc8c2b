"""Missing episodes: hard case 17 row by row, and what holds of any events."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.rules.missing import (
    ENDS,
    MissingEvent,
    MissingRecord,
    MissingSettings,
    away_at_once,
    known_times,
    missing_record,
)
from graph.values.when import Period

DAY = date(2026, 11, 28)


def event(id: str, kind: str, when: str = "", origin: str = "", **more: bool) -> MissingEvent:
    """An event as its item would give it; an origin is one that the record states."""
    period = Period.parse(when) if when else None
    times = (None, None) if period is None else known_times(kind, when, period.start_ms, period.end_ms)
    return MissingEvent(id, kind, *times, origin=origin, stated=origin != "", **more)


def ids(record: MissingRecord) -> list[tuple[set[str], set[str]]]:
    """Of each episode its starts and its ends."""
    return [({each.id for each in one.starts}, {each.id for each in one.ends}) for one in record.episodes]


# Hard case 17. 23 November 2026 is a Monday.
HOME = event("home", "missing", "2026-11-23T21:00", "caller")
AGAIN = event("again", "missing", "2026-11-23T21:15", "caller")
HOTEL = event("hotel", "sighting", "2026-11-24T23:00")
FOUND = event("found", "found", "2026-11-25T04:00")
MAY = event("may", "missing", "2026-05-10T22:00")


def test_hard_case_17_is_one_episode_of_31_hours_and_one_whose_end_is_not_recorded() -> None:
    record = missing_record([FOUND, MAY, HOTEL, AGAIN, HOME], DAY)

    assert ids(record) == [({"home", "again"}, {"found"}), ({"may"}, set())]
    newest, may = record.episodes
    assert newest.minutes == 31 * 60
    assert [each.id for each in newest.seen] == ["hotel"]
    assert newest.suggests == "S1"
    assert (may.minutes, may.suggests, may.missing_now, may.end_to_check) == (None, None, False, True)
    assert not newest.end_to_check


def test_a_sighting_never_ends_an_episode() -> None:
    [episode] = missing_record([HOME, HOTEL], date(2026, 11, 25)).episodes

    assert episode.ends == ()
    assert episode.missing_now


@pytest.mark.parametrize("ending", sorted(ENDS))
def test_found_returned_and_located_each_end_one(ending: str) -> None:
    [episode] = missing_record([HOME, event("end", ending, "2026-11-24T05:59")], DAY).episodes

    assert episode.minutes == 8 * 60 + 59
    assert episode.suggests == "R1", "a minute short of the night"


@pytest.mark.parametrize(("hours", "origin", "episodes"), [("09:00", "", 1), ("09:01", "", 2), ("20:00", "caller", 1)])
def test_two_starts_are_one_within_12_hours_or_of_one_origin(hours: str, origin: str, episodes: int) -> None:
    other = event("other", "missing", f"2026-11-24T{hours}", origin)

    assert len(missing_record([HOME, other], DAY).episodes) == episodes
    returned = event("returned", "returned", "2026-11-24T06:30")
    assert len(missing_record([HOME, returned, other], DAY).episodes) == 2, "with an end between them they are two"


def test_starts_of_one_report_are_not_one_for_that_alone() -> None:
    """A list of a year's episodes is one report: its own mark is no stated origin."""
    rows = [MissingEvent(str(day), "missing", day * 86_400_000, day * 86_400_000, "report:1") for day in (1, 40, 80)]

    assert len(missing_record(rows, DAY).episodes) == 3


@pytest.mark.parametrize(
    ("when", "now"), [("2026-11-25", True), ("2026-11-28T10:00", True), ("2026-11-24T23:59", False)]
)
def test_missing_now_is_a_start_within_72_hours_of_the_day(when: str, now: bool) -> None:
    [episode] = missing_record([event("start", "missing", when)], DAY).episodes

    assert (episode.missing_now, episode.end_to_check) == (now, not now)
    later = missing_record([event("start", "missing", when)], DAY, MissingSettings(now=24))
    assert later.episodes[0].missing_now == (when == "2026-11-28T10:00")


def test_a_person_may_mark_somebody_missing_now_and_a_later_start_says_they_were_back() -> None:
    marked = event("marked", "missing", "2026-11-01", marked_missing=True)
    assert missing_record([marked], DAY).episodes[0].missing_now

    two = missing_record([event("a", "missing", "2026-11-26T08:00"), event("b", "missing", "2026-11-27T22:00")], DAY)
    assert [(each.starts[0].id, each.missing_now) for each in two.episodes] == [("b", True), ("a", False)]


def test_the_night_is_a_setting_and_follows_the_clocks() -> None:
    start, end = event("s", "missing", "2026-10-24T23:30"), event("e", "found", "2026-10-25T06:00")
    [autumn] = missing_record([start, end], DAY).episodes

    assert (autumn.minutes, autumn.suggests) == (450, "S1"), "the night in which an hour comes twice"
    late = MissingSettings(night_from=22, night_until=5)
    assert missing_record([start, end], DAY, late).episodes[0].suggests == "R1"


def test_where_the_times_do_not_settle_the_night_nothing_is_suggested() -> None:
    start, end = event("s", "missing", "2026-11-23"), event("e", "returned", "2026-11-24")

    [one] = missing_record([start, end], DAY).episodes
    assert (one.minutes, one.suggests) == (None, None)
    [two] = missing_record([start, event("e", "returned", "2026-11-25")], DAY).episodes
    assert two.suggests == "S1"
    [evening] = missing_record([HOME, event("e", "returned", "2026-11-23")], DAY).episodes
    assert (evening.minutes, evening.suggests) == (None, "R1")


def test_a_homes_absence_is_kept_apart_and_its_end_ends_nothing_older() -> None:
    absence, back = (
        event("unauthorised-absence", "unauthorised-absence", "2026-11-20T20:00"),
        event("back", "returned", "2026-11-21T07:00"),
    )

    record = missing_record([MAY, absence, back], DAY)

    assert ids(record) == [({"may"}, set())]
    [apart] = record.absences
    assert ([each.id for each in apart.ends], apart.minutes, apart.suggests) == (["back"], 660, None)


def test_what_is_suspected_to_be_false_counts_for_nothing_and_is_named() -> None:
    false = event("false", "missing", "2026-11-01T20:00", suspected_false=True)
    ended = event("ended", "found", "2026-11-24T00:00", suspected_false=True)

    record = missing_record([HOME, false, ended, FOUND], DAY)

    assert ids(record) == [({"home"}, {"found"})]
    assert {each.id for each in record.suspected_false} == {"false", "ended"}


def test_undated_events_go_with_those_of_their_origin_and_otherwise_count_alone() -> None:
    start = MissingEvent("s", "missing", None, None, "report:1")
    end = MissingEvent("e", "found", None, None, "report:1")
    other = MissingEvent("o", "missing", None, None, "report:2")

    record = missing_record([start, end, other], DAY)

    assert ids(record) == [({"o"}, set()), ({"s"}, {"e"})]
    assert [each.minutes for each in record.episodes] == [None, None]


def test_an_end_without_a_start_is_named_and_counts_no_episode() -> None:
    record = missing_record([event("e", "found", "2026-11-01T20:00")], DAY)

    assert (record.episodes, [each.id for each in record.loose_ends]) == ((), ["e"])


def test_a_return_home_after_being_found_is_of_the_same_episode() -> None:
    home = event("home again", "returned", "2026-11-25T06:30")

    [episode] = missing_record([HOME, FOUND, home], DAY).episodes

    assert ([each.id for each in episode.ends], episode.minutes) == (["found", "home again"], 31 * 60)


def test_the_times_of_an_item_are_as_exact_as_it_gives_them() -> None:
    hour = 3_600_000
    assert known_times("missing", "2026-11-23", 0, 24 * hour) == (0, 24 * hour - 1)
    assert known_times("missing", "2026-11", 0, 30 * 24 * hour) == (None, None)
    assert known_times("missing", None, None, None) == (None, None)
    evening = Period.parse("2026-11-23T21:00/2026-11-24T04:00")
    assert known_times("missing", "a/b", evening.start_ms, evening.end_ms) == (evening.start_ms, evening.start_ms)
    assert known_times("found", "a/b", evening.start_ms, evening.end_ms) == (evening.start_ms, evening.end_ms - 1)


events = st.lists(
    st.builds(
        lambda number, kind, hour, exact, origin, false: MissingEvent(
            f"e{number}",
            kind,
            None if hour is None else hour * 3_600_000,
            None if hour is None else hour * 3_600_000 + (0 if exact else 86_399_999),
            origin,
            stated=origin.startswith("origin"),
            suspected_false=false,
        ),
        st.integers(0, 10**9),
        st.sampled_from(["missing", "missing", "found", "returned", "located", "unauthorised-absence", "sighting"]),
        st.one_of(st.none(), st.integers(0, 200)),
        st.booleans(),
        st.sampled_from(["", "origin:1", "origin:2", "report:1", "report:2"]),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)


@given(events, st.randoms(use_true_random=False))
def test_every_event_is_somewhere_once_whatever_the_order_of_loading(several: list[MissingEvent], rng: object) -> None:
    shuffled = list(several)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random

    record = missing_record(several, DAY)

    assert missing_record(shuffled, DAY) == record
    parts = [*record.episodes, *record.absences]
    named = [each.id for one in parts for each in (*one.starts, *one.ends)]
    named += [each.id for each in (*record.loose_ends, *record.suspected_false)]
    assert sorted(named) == sorted(each.id for each in several if each.event != "sighting")
    assert all(one.starts for one in parts)
    assert sum(one.missing_now for one in record.episodes) <= 1


@given(events)
def test_sightings_change_no_episode(several: list[MissingEvent]) -> None:
    without = [each for each in several if each.event != "sighting"]

    assert ids(missing_record(several, DAY)) == ids(missing_record(without, DAY))


@pytest.mark.parametrize(
    ("theirs", "together"),
    [
        ((("missing", "2026-11-24T23:00"), ("found", "2026-11-26T08:00")), True),
        ((("missing", "2026-11-24T23:00"),), True),
        ((("missing", "2026-11-25T04:01"),), False),
        ((("missing", "2026-11-23T20:59"),), False),
        ((("missing", "2026-11-20"), ("returned", "2026-11-24T02:00")), True),
        ((("missing", "2026-10-23T21:00"), ("found", "2026-11-24T02:00")), False),
        ((("missing", "2026-10-24"), ("found", "2026-11-24T02:00")), True),
        ((("missing", "2026-11"),), False),
    ],
    ids=[
        *("begins within", "no end recorded", "a minute after", "no end recorded, before"),
        *("ends within", "begun 31 days and more before", "begun within 31 days", "only the month"),
    ],
)
def test_two_are_away_at_once(theirs: tuple[tuple[str, str], ...], together: bool) -> None:
    """Beside hard case 17: away from Monday 21:00 until Wednesday 04:00."""
    own, _ = missing_record([FOUND, MAY, AGAIN, HOME], DAY).episodes
    [other] = missing_record([event(f"other-{n}", *each) for n, each in enumerate(theirs)], DAY).episodes

    assert (away_at_once(own, other) is not None) == together


def test_how_long_both_may_have_been_away() -> None:
    own, _ = missing_record([FOUND, MAY, AGAIN, HOME], DAY).episodes
    [other] = missing_record(
        [event("1", "missing", "2026-11-24T23:00"), event("2", "found", "2026-11-27T08:00")], DAY
    ).episodes

    assert away_at_once(own, other) == (HOTEL.earliest, FOUND.latest)
