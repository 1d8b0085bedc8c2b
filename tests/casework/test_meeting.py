"""A strategy meeting put together from records, and what stands in the way of its next step."""

from datetime import date
from typing import Any

import pytest

from graph.casework.meeting import MeetingSeen, check_next, check_typed, meeting_seen, meetings_held
from graph.errors import NotFound, ValueRefused
from graph.judgements.body import Body
from graph.judgements.meeting import MeetingActionBody, MeetingBody, MeetingPartBody, PlanBody, RiskBody
from graph.queries.casework.recorded import AboutShown, CaseworkShown
from graph.queries.casework.seraf import SerafShown
from graph.reading.parts import EntityRef
from tests.casework.test_due import recorded

HEADER = MeetingBody(
    held_at="2026-11-06T10:00", chair="M. Price", reviewed_by="DC Lewis", reviewed_on=date(2026, 11, 5)
)
REVIEW = MeetingBody(held_at="2026-12-04T10:00", chair="M. Price", review_of="meeting:1")


def of(body: Body, lineage: str, state: str = "recorded", person: str = "person:1", **more: Any) -> CaseworkShown:
    """A record about a person of this id."""
    shown = recorded(body, state, lineage, **more)
    entity = EntityRef(id=person, kind="child", label={"person:1": "Ann"}.get(person, "Bea"), refs=(), possible=False)
    return shown.model_copy(update={"about": tuple(AboutShown(record=id, entity=entity) for id in body.about())})


def part(meeting: str, person: str, of_whom: str = "child") -> MeetingPartBody:
    """A part of a meeting."""
    return MeetingPartBody(meeting=meeting, person=person, of=of_whom, wishes="to go home")  # type: ignore[arg-type]  # one of two words


RECORDED = [
    recorded(HEADER, "held", "meeting:1"),
    recorded(REVIEW, "prepared", "meeting:2"),
    recorded(HEADER, "held", "meeting:other"),
    of(part("meeting:1", "person:1"), "part:1"),
    of(part("meeting:1", "person:2"), "part:2", person="person:2"),
    of(part("meeting:2", "person:1"), "part:3"),
    of(part("meeting:other", "person:1"), "part:4"),
    of(RiskBody(meeting="meeting:1", child="person:1", code="R1", text="out late"), "risk:1", "identified"),
    of(RiskBody(meeting="meeting:1", child="person:1", code="S1", text="missing"), "risk:2", "identified"),
    of(RiskBody(meeting="meeting:1", child="person:1", text="corrected"), "risk:3", "identified", stands=False),
    of(
        MeetingActionBody(
            meeting="meeting:1",
            person="person:1",
            risk="risk:2",
            what="ring the home",
            owner="R. Owen",
            agency="Police",
            due=date(2026, 11, 20),
        ),
        "action:1",
        "open",
    ),
    of(
        PlanBody(meeting="meeting:1", child="person:1", plan="care and support", review_at=date(2026, 12, 4)),
        "plan:1",
        "current",
    ),
]


def seen(lineage: str, records: list[CaseworkShown] | None = None) -> MeetingSeen:
    """The meeting, which is there."""
    found = meeting_seen(lineage, RECORDED if records is None else records)
    assert found is not None
    return found


def test_each_person_has_a_part_with_what_is_theirs_and_missing_comes_first() -> None:
    first = seen("meeting:1")
    ann, bea = first.children

    assert (ann.person.label, bea.person.label, first.adults) == ("Ann", "Bea", ())
    assert [each.risk.lineage for each in ann.risks] == ["risk:2", "risk:1"]
    assert [[one.lineage for one in each.actions] for each in ann.risks] == [["action:1"], []]
    assert (ann.plan is not None and ann.plan.lineage, ann.actions) == ("plan:1", ())
    assert (bea.risks, bea.plan) == ((), None)


def test_a_review_goes_on_with_the_risks_and_the_plan_of_the_meeting_that_it_reviews() -> None:
    review = seen("meeting:2")

    assert [each.lineage for each in review.series] == ["meeting:1", "meeting:2"]
    assert [each.part.lineage for each in review.children] == ["part:3"]
    assert [each.risk.lineage for each in review.children[0].risks] == ["risk:2", "risk:1"]
    assert [each.lineage for each in seen("meeting:other").series] == ["meeting:other"]


def test_what_a_reader_does_not_see_of_a_meeting_is_not_in_it() -> None:
    """Hiding equals never having recorded: without Bea's part the meeting is that of a meeting over Ann alone."""
    without = [each for each in RECORDED if each.lineage != "part:2"]

    assert [each.person.label for each in seen("meeting:1", without).children] == ["Ann"]
    assert meeting_seen("meeting:9", RECORDED) is None
    assert [each.lineage for each in meetings_held(without)] == ["meeting:2", "meeting:other", "meeting:1"]


def _no_seraf(child: str) -> SerafShown:
    raise NotFound(child)


def test_a_meeting_is_not_held_without_the_review_unless_it_is_urgent() -> None:
    records = [recorded(REVIEW, "prepared", "meeting:2"), of(part("meeting:2", "adult:1", "adult"), "part:9")]
    header = records[0]
    with pytest.raises(ValueRefused, match="Nobody has reviewed the police information"):
        check_next(records, header, REVIEW, "held", _no_seraf)
    urgent = REVIEW.model_copy(update={"urgent_because": "Ann is missing now"})
    check_next(records, header, urgent, "held", _no_seraf)
    check_next(records, header, REVIEW, "prepared", _no_seraf)
    with pytest.raises(ValueRefused, match="nobody is in it yet"):
        check_next(records[:1], header, urgent, "held", _no_seraf)


def test_agreed_minutes_are_not_typed_in_until_they_are_taken_back() -> None:
    for state in ("prepared", "held"):
        check_typed(recorded(HEADER, state), "MeetingPart")
    for kind in ("MeetingPart", "Risk"):
        with pytest.raises(ValueRefused, match="the minutes are agreed"):
            check_typed(recorded(HEADER, "agreed"), kind)  # type: ignore[arg-type]  # two kinds of judgement
    check_typed(recorded(HEADER, "agreed"), "Action")
