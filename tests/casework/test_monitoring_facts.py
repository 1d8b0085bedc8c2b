"""What monitoring counts, from what people recorded (protocol §7)."""

from datetime import date

import pytest

from graph.casework.monitoring import facts_of
from graph.judgements.meeting import Attending, Invited, MeetingPartBody
from graph.rules.missing import MissingRecord
from graph.rules.monitoring import DeficitFact
from tests.casework.test_due import recorded
from tests.casework.test_meeting import HEADER, RECORDED, of

NOW = 1_795_000_000_000
"""18 November 2026."""
NEVER_MISSING = MissingRecord((), (), (), ())
INVITED = (
    Invited(name="S. Hughes", agency="Health"),
    Invited(name="DC Lewis", agency="Police"),
    Invited(name="T. Owen", agency=""),
)


@pytest.mark.parametrize(
    ("present", "absent"),
    [
        ((), []),
        ((("DC Lewis", " police"), ("A. Price", "Social Services")), ["Health", "T. Owen"]),
        ((("S. Hughes", "HEALTH"), ("DC Lewis", "Police"), ("T. Owen", "")), []),
    ],
    ids=["nobody's presence is recorded", "two were invited and were not there", "all were there"],
)
def test_an_agency_that_was_invited_and_absent_is_a_deficit(
    present: tuple[tuple[str, str], ...], absent: list[str]
) -> None:
    attendance = tuple(Attending(name=name, agency=agency) for name, agency in present)
    part = MeetingPartBody(meeting="meeting:1", person="person:1", attendance=attendance)
    records = [
        recorded(HEADER.model_copy(update={"invited": INVITED}), "held", "meeting:1"),
        of(part, "part:1"),
    ]

    facts = facts_of(records, NOW, lambda _: None, lambda _: NEVER_MISSING)

    day = date(2026, 11, 6)
    assert list(facts.deficits) == [DeficitFact("An agency that was invited and absent", day, one) for one in absent]


def test_a_plan_began_with_the_meeting_that_made_it_however_late_it_was_typed() -> None:
    [plan] = facts_of(RECORDED, NOW, lambda _: None, lambda _: NEVER_MISSING).plans
    typed_before = date(1970, 1, 1)
    late = [each.model_copy(update={"recorded_at": NOW}) if each.kind == "Plan" else each for each in RECORDED]
    [of_meeting] = facts_of(late, NOW, lambda _: None, lambda _: NEVER_MISSING).plans

    assert (plan.began, of_meeting.began) == (typed_before, date(2026, 11, 6))
