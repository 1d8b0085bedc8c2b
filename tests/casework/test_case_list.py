"""The line of a child in the weekly case list, from what its reader is shown."""

from datetime import date, datetime
from typing import Any

import pytest

from graph.casework.case_list import case_line, category_since, listed
from graph.judgements.body import Body
from graph.judgements.meeting import MeetingActionBody, MeetingBody, MeetingPartBody, PlanBody
from graph.judgements.network import ResponsibilityBody
from graph.queries.casework.recorded import AboutShown, CaseworkShown
from graph.queries.casework.seraf import AssessmentShown, AssessmentStanding, SerafShown
from graph.queries.lists.children import ChildListed
from graph.reading.parts import EntityRef, SerafBeside
from graph.rules.missing import MissingEvent, missing_record
from graph.values.when import LONDON, moment_of

DAY = date(2026, 6, 1)
CHILD = EntityRef(id="c", kind="child", label="Megan", refs=(), possible=False)
MEETING = MeetingBody(held_at="2026-05-01T10:00", chair="P. Evans")


def _seraf(category: int, *earlier: tuple[str, int]) -> SerafShown:
    made: dict[str, Any] = {"agency": "Social Services", "assessor": "A"}
    return SerafShown.model_construct(
        child=CHILD,
        age=None,
        standing=AssessmentStanding.model_construct(
            **made, category=category, ceiling=category, assessed_at="2026-05-01"
        ),
        history=tuple(AssessmentShown(**made, category=one, ceiling=one, assessed_at=day) for day, one in earlier),
    )


def _recorded(body: Body, state: str = "recorded", lineage: str = "x") -> CaseworkShown:
    about = (AboutShown(record="c", entity=CHILD),) if body.about() else ()
    return CaseworkShown(
        id=lineage, lineage=lineage, kind=body.kind, state=state, stands=True, about=about, body=body, cites=(),
        replaces=(), author="a", agency="", recorded_at=0, reason="", access="P||",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("earlier", "since"),
    [
        ((), "2026-05-01"),
        ((("2026-03-01", 3), ("2026-01-01", 3)), "2026-01-01"),
        ((("2026-03-01", 2), ("2026-01-01", 3)), "2026-05-01"),
    ],
)
def test_since_when_the_category_is_what_it_is(earlier: tuple[tuple[str, int], ...], since: str) -> None:
    assert category_since(_seraf(3, *earlier)) == since


def test_what_a_line_says() -> None:
    recorded = [
        _recorded(MEETING, "held", "m"),
        _recorded(MeetingPartBody(meeting="m", person="c")),
        _recorded(
            PlanBody(meeting="m", child="c", plan="care and support", worker="S. Rees", review_at=DAY), "current"
        ),
        _recorded(ResponsibilityBody(child="c", responsible="Gwynedd", host="Conwy")),
        *(
            _recorded(MeetingActionBody(meeting="m", person="c", what="ring", owner="o", agency=agency, due=due), state)
            for agency, due, state in (
                ("Health", date(2026, 5, 31), "open"),
                ("Health", date(2026, 5, 30), "open"),
                ("Police", DAY, "open"),
                ("Education", date(2026, 5, 1), "done"),
            )
        ),
    ]
    start = moment_of(datetime(2026, 5, 2, 21, tzinfo=LONDON))
    old = moment_of(datetime(2026, 5, 1, 21, tzinfo=LONDON))
    missing = missing_record([MissingEvent("1", "missing", start, start), MissingEvent("2", "missing", old, old)], DAY)

    line = case_line(_seraf(4), recorded, missing, DAY)

    assert line is not None
    assert (line.worker, line.authority, line.next_review) == ("S. Rees", "Gwynedd; placed in Conwy", DAY)
    assert line.last_meeting == date(2026, 5, 1)
    assert line.overdue == (("Health", 2),), "due today is not overdue, done is not open"
    assert line.missing == 1, "30 days before 1 June is 2 May"


def test_open_at_3_and_4_and_at_2_while_undecided() -> None:
    def child(category: int, ceiling: int) -> ChildListed:
        seraf = SerafBeside(category=category, ceiling=ceiling, assessed_at="2026", assessor="", agency="")
        return ChildListed.model_construct(entity=CHILD, seraf=seraf, items=1, last=None)

    every = [child(4, 4), child(3, 4), child(2, 3), child(2, 2), child(1, 1)]

    assert listed(every) == every[:3]
