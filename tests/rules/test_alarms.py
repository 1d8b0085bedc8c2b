"""What in a log, made by hand, raises an alarm and what does not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.rules.alarms import HOUR, Act, Alarm, AlarmLimits, alarms, whose_name

LIMITS = AlarmLimits(people=3, exports=2, failures=3)
MINUTE = 60_000


def look(number: int, minute: int, *people: str, who: str = "a.price") -> Act:
    return Act(number, minute * MINUTE, who, frozenset(people))


def test_many_different_people_within_an_hour_are_one_alarm() -> None:
    acts = [look(n, n * 10, f"person:{n}") for n in range(1, 5)]

    assert alarms(acts, LIMITS) == (Alarm("many people", "a.price", 1, 4, 10 * MINUTE, 40 * MINUTE, 4),)


@pytest.mark.parametrize(
    "acts",
    [
        [look(n, n, "person:1") for n in range(1, 9)],
        [look(n, n * 30, f"person:{n}") for n in range(1, 9)],
        [look(n, n, f"person:{n}", who=f"colleague{n}") for n in range(1, 9)],
        [look(1, 0, "person:1"), look(2, 1, "person:2"), look(3, 60, "person:3")],
        [],
    ],
    ids=["the same person again", "a few an hour", "many readers", "the hour is over", "nothing"],
)
def test_what_is_everyday_raises_none(acts: list[Act]) -> None:
    assert alarms(acts, LIMITS) == ()


def test_one_look_at_several_counts_each_of_them() -> None:
    assert [each.count for each in alarms([look(1, 0, "person:1", "person:2", "person:3")], LIMITS)] == [3]


def test_after_a_quiet_time_it_is_another_alarm_with_another_name() -> None:
    acts = [look(n, n, f"person:{n}") for n in (1, 2, 3)] + [look(n, n + 300, f"person:{n}") for n in (4, 5, 6)]
    found = alarms(acts, LIMITS)

    assert [(each.first, each.last) for each in found] == [(4, 6), (1, 3)]
    assert len({each.key for each in found}) == 2


def test_an_alarm_keeps_its_name_when_more_follows() -> None:
    acts = [look(n, n, f"person:{n}") for n in range(1, 9)]
    names = {alarms(acts[:n], LIMITS)[0].key for n in range(3, 9)}

    assert names == {"many people:a.price:1"}


def test_exports_in_a_day_and_failed_sign_ins_in_an_hour() -> None:
    exports = [replace(look(n, n * 600), is_export=True) for n in (1, 2, 3)]
    failures = [replace(look(n, n, who="b.evans"), is_failure=True) for n in (4, 5, 6)]

    assert {(each.kind, each.who, each.count) for each in alarms(exports + failures, LIMITS)} == {
        ("many exports", "a.price", 3),
        ("failed sign-ins", "b.evans", 3),
    }
    assert alarms([replace(each, at=each.number * 25 * HOUR) for each in exports], LIMITS) == ()


def test_a_search_for_a_name_alarms_alone() -> None:
    acts = [replace(look(1, 0), names="own"), replace(look(2, 1), names="colleague")]

    assert {(each.kind, each.first) for each in alarms(acts, LIMITS)} == {("own name", 1), ("colleague's name", 2)}


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("Ann Price", "own"),
        ("PRICE, ann 1990", "own"),
        ("Ann Price and Siân Rees", "own"),
        ("siân REES", "colleague"),
        ("Price", ""),
        ("Anna Price", ""),
        ("Rees", ""),
        ("Cher", ""),
        ("", ""),
    ],
)
def test_whose_name_was_searched_for(words: str, whose: str) -> None:
    assert whose_name(words, "Ann Price", ("Siân Rees", "Cher", "")) == whose


acts_of_one = st.lists(
    st.tuples(st.integers(0, 40 * MINUTE), st.frozensets(st.sampled_from("abcdefg"), min_size=1, max_size=3)),
    max_size=30,
)


@given(acts_of_one, st.integers(1, 6))
def test_every_crowded_hour_lies_in_an_alarm_and_every_alarm_holds_one(
    drawn: list[tuple[int, frozenset[str]]], least: int
) -> None:
    """Counted another way: each act's own hour, whole."""
    acts, now = list[Act](), 0
    for number, (pause, people) in enumerate(drawn, 1):
        now += pause
        acts.append(Act(number, now, "a.price", people))
    found = alarms(acts, AlarmLimits(people=least))
    crowded = {
        last.number
        for last in acts
        if len(
            {
                each
                for act in acts
                if last.at - HOUR < act.at <= last.at and act.number <= last.number
                for each in act.people
            }
        )
        >= least
    }

    assert crowded == {n for each in found for n in range(each.first, each.last + 1) if n in crowded}
    assert {each.last for each in found} <= crowded
