"""Rows worked out by hand from the protocol, each citing its section: SERAF, clocks, missing, meetings, transition.

`given` is what the rule is asked; what is expected was read off the protocol's own words, or counted on a calendar.
"""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from graph.rules.clock import discussion_due, form_due, police_review_due, referral_due
from graph.rules.meetings import ChildSeen, PlanSeen, RiskSeen, before_agreed, before_closed, before_held, must_convene
from graph.rules.missing import MissingEvent, MissingRecord, missing_record
from graph.rules.seraf import assess, ceiling_of, young_prompt
from graph.rules.seraf_actions import actions_for
from graph.values.birth_date import BirthDate
from graph.values.when import LONDON, Period, moment_of

Row = tuple[str, str, Callable[[], object], object]

ENDED = PlanSeen(True, date(2026, 3, 1), 2, "W", "", None, "D")
CURRENT = PlanSeen(False, date(2026, 3, 1), 2, "W", "", None, "D")
DAY, BEFORE, EARLIER = date(2026, 6, 1), date(2026, 5, 31), date(2026, 5, 30)
ALONE = PlanSeen(False, DAY, 2, "W", "", None, "")


def _category(*present: str, suspected: tuple[str, ...] = (), closed: tuple[str, ...] = ()) -> int:
    given = {**dict.fromkeys(present, "present"), **dict.fromkeys(suspected, "suspected")}
    return assess({**given, **dict.fromkeys(closed, "closed")}).category


def _referral(when: str) -> str:
    return referral_due(Period.parse(when)).key


def _discussion(when: str) -> str:
    return discussion_due(Period.parse(when)).day.isoformat()


def _review(when: str) -> str:
    return police_review_due(Period.parse(when)).key


def _form(when: str, *, immediate: bool = False) -> str:
    return form_due(Period.parse(when), immediate=immediate).key


def _late(state: str, actions: int) -> tuple[RiskSeen, ...]:
    return (RiskSeen("R1", "late", state, actions),)


def _missing(*events: tuple[str, int, int]) -> MissingRecord:
    """Events in November 2026: what, day, hour."""

    def at(day: int, hour: int) -> int:
        return moment_of(datetime(2026, 11, day, hour, tzinfo=LONDON))

    made = [MissingEvent(f"{n}", what, at(day, hour), at(day, hour)) for n, (what, day, hour) in enumerate(events)]
    return missing_record(made, date(2026, 11, 28))


def _suggested(*events: tuple[str, int, int]) -> list[object]:
    return [each.suggests for each in _missing(*events).episodes]


def _child(category: int, **given: object) -> ChildSeen:
    known: dict[str, object] = {
        "present": (),
        "risks": (),
        "plan": CURRENT,
        "wishes": "to stay",
        "direct_work": "D",
        "assessed_on": DAY,
        "last_held": BEFORE,
    }
    return ChildSeen(name="M", category=category, **{**known, **given})  # type: ignore[arg-type]  # one of its fields each


def _in_the_way(child: ChildSeen, *, closing: bool = False) -> int:
    return len(before_closed([child]) if closing else before_agreed([child]))


def _as_adult(category: int, born: str, *, care_leaver: bool = False) -> tuple[bool, bool]:
    """Whether there are actions as a child and as an adult, on 29 November 2026."""
    found = actions_for(category, BirthDate.recorded(born), date(2026, 11, 29), care_leaver=care_leaver)
    return bool(found.as_child), bool(found.as_adult)


SERAF: tuple[Row, ...] = (
    ("§5.7", "no indicator at all", lambda: _category(), 1),
    ("§5.7", "one vulnerability", lambda: _category("V4"), 1),
    ("§5.7", "multiple vulnerabilities", lambda: _category("V1", "V6"), 2),
    ("§5.7", "one risk indicator", lambda: _category("R9"), 2),
    ("§5.7", "two risk indicators and a vulnerability", lambda: _category("V7", "R1", "R9"), 2),
    ("§5.7", "multiple risk indicators", lambda: _category("R1", "R9", "R14"), 3),
    ("§5.7", "multiple vulnerabilities and risk indicators", lambda: _category("V1", "V2", "R1", "R8", "R12"), 3),
    ("§5.7", "one significant risk indicator alone", lambda: _category("S5"), 4),
    ("§5.4", "a significant one that is suspected counts", lambda: _category(suspected=("S6",)), 4),
    ("§5.4", "a significant one that is closed counts no more", lambda: _category("R1", closed=("S1",)), 2),
    ("§5.2", "history is not closed by time", lambda: _category(closed=("V1", "V3")), 2),
    ("§6.2", "category 2 may prove to be 3", lambda: ceiling_of(2, 1, 0), 3),
    ("§6.2", "category 3 may prove to be 4", lambda: ceiling_of(2, 3, 0), 4),
    ("§6.2", "with one vulnerability nothing higher", lambda: ceiling_of(1, 2, 0), 2),
    ("§5.8", "under 13 with R6: at any category", lambda: young_prompt(["R6"], 12) is None, False),
    ("§5.8", "13 with R6", lambda: young_prompt(["R6"], 13) is None, True),
    ("§5.8", "under 13 with R1 alone", lambda: young_prompt(["R1"], 11) is None, True),
)

CLOCKS: tuple[Row, ...] = (
    ("§5.6", "a Wednesday: 4 5 6 9 10 11 12", lambda: _referral("2026-02-03"), "2026-02-12"),
    ("§5.6", "before Easter 2027: 30 31 1 2 5 6 7", lambda: _referral("2027-03-25"), "2027-04-07"),
    ("§5.6", "a Saturday night", lambda: _referral("2026-02-07T23:59"), "2026-02-17"),
    ("§5.8", "24 hours, over the clock change", lambda: _discussion("2026-10-24T12:00"), "2026-10-25"),
    ("§5.8", "the hour unknown: end of the next day", lambda: _discussion("2026-06-05"), "2026-06-06"),
    ("§5.8", "24 hours run over a weekend", lambda: _discussion("2026-06-06T10:00"), "2026-06-07"),
    ("§6.3", "urgent on a Friday: reviewed on Monday", lambda: _review("2026-06-05"), "2026-06-08"),
    ("§5.5", "a partner's form on a Friday", lambda: _form("2026-06-05T16:00"), "2026-06-08"),
    ("§5.5", "immediate on a Friday", lambda: _form("2026-06-05T16:00", immediate=True), "2026-06-05"),
    ("§5.5", "immediate on a Sunday", lambda: _form("2026-06-07", immediate=True), "2026-06-08"),
)

MISSING: tuple[Row, ...] = (
    ("§5.4", "21:00 to 07:00 is overnight", lambda: _suggested(("missing", 2, 21), ("found", 3, 7)), ["S1"]),
    ("§5.4", "three nights are one period", lambda: _suggested(("missing", 2, 21), ("returned", 5, 9)), ["S1"]),
    ("§5.3", "18:00 to 23:00 is staying out late", lambda: _suggested(("missing", 2, 18), ("returned", 2, 23)), ["R1"]),
    ("§5.3", "01:00 to 05:00 is not overnight", lambda: _suggested(("missing", 3, 1), ("found", 3, 5)), ["R1"]),
    ("§5.4", "no end: nothing is suggested", lambda: _suggested(("missing", 2, 21)), [None]),
    (
        "§6.4.2",
        "a sighting does not end it",
        lambda: _missing(("missing", 2, 21), ("sighting", 3, 1)).episodes[0].ends,
        (),
    ),
    ("§6.4.2", "an absence is kept apart", lambda: len(_missing(("unauthorised-absence", 2, 21)).episodes), 0),
)

MEETINGS: tuple[Row, ...] = (
    ("§5.9.2", "always at 3", lambda: must_convene(3), True),
    ("§5.9.2", "always at 4", lambda: must_convene(4), True),
    ("§6.2", "considered at 2, not always held", lambda: must_convene(2), False),
    ("§6.3", "not held without the police review", lambda: len(before_held("", None, "")), 1),
    ("§5.8", "held without delay, because", lambda: before_held("", None, "she is missing tonight"), []),
    ("§6.3", "reviewed by somebody on a day", lambda: before_held("X", DAY, ""), []),
    ("§5.9.5", "a present risk that nobody addressed", lambda: _in_the_way(_child(2, present=("R1",))), 1),
    ("§5.9.5", "a vulnerability is no risk to address", lambda: _in_the_way(_child(2, present=("V1",))), 0),
    ("§5.9.5", "a risk without an action", lambda: _in_the_way(_child(2, risks=_late("identified", 0))), 1),
    ("§5.9.5", "a risk with an action", lambda: _in_the_way(_child(2, risks=_late("identified", 1))), 0),
    (
        "§5.9.5",
        "no action possible now, with its reason",
        lambda: _in_the_way(_child(2, risks=_late("no action possible now", 0))),
        0,
    ),
    ("§5.10", "wishes that nobody recorded", lambda: _in_the_way(_child(2, wishes="")), 1),
    (
        "§5.7",
        "at 4 a review after the last regular day",
        lambda: _in_the_way(_child(4, review_by=date(2026, 2, 28))),
        1,
    ),
    ("§5.7", "at 4 a review on the last regular day", lambda: _in_the_way(_child(4, review_by=date(2026, 3, 1))), 0),
    ("§5.9.5", "no plan", lambda: _in_the_way(_child(2, plan=None)), 1),
    ("§5.9.5", "nobody does direct work at 4", lambda: _in_the_way(_child(4, direct_work="", plan=ALONE)), 1),
    ("§5.7", "3 closes after one review", lambda: _in_the_way(_child(3, plan=ENDED, reviews=1), closing=True), 0),
    ("§5.7", "3 without a review does not close", lambda: _in_the_way(_child(3, plan=ENDED), closing=True), 1),
    ("§6.4.1", "4 with one of its two reviews", lambda: _in_the_way(_child(4, plan=ENDED, reviews=1), closing=True), 1),
    ("§6.4.1", "4 after its two reviews", lambda: _in_the_way(_child(4, plan=ENDED, reviews=2), closing=True), 0),
    (
        "§6.3",
        "not reassessed at the last meeting",
        lambda: _in_the_way(_child(3, plan=ENDED, reviews=1, assessed_on=EARLIER), closing=True),
        1,
    ),
    ("§5.9.6", "a plan that is current", lambda: _in_the_way(_child(3, reviews=1), closing=True), 1),
)

TRANSITION: tuple[Row, ...] = (
    ("§6.5", "15", lambda: _as_adult(4, "2011-05-05"), (True, False)),
    ("§5.7", "18 today", lambda: _as_adult(4, "2008-11-29"), (True, True)),
    ("§6.5", "18 next week", lambda: _as_adult(3, "2008-12-06"), (True, True)),
    ("§6.5.1", "17 and a care leaver", lambda: _as_adult(2, "2009-06-01", care_leaver=True), (True, True)),
    ("§6.5", "born in a year that spans 18: both", lambda: _as_adult(4, "2008"), (True, True)),
)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param(rule, expected, id=f"{section} {given}")
        for section, given, rule, expected in (*SERAF, *CLOCKS, *MISSING, *MEETINGS, *TRANSITION)
    ],
)
def test_a_row_of_the_protocol(rule: Callable[[], object], expected: object) -> None:
    assert rule() == expected
