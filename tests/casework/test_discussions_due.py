"""A strategy discussion within 24 hours of an assessment at 3 or 4 (protocol §5.8), worked out by hand."""

from typing import Any, cast

import pytest

from api.read_session import ReadSession
from api.services.due import due_now
from graph.casework.discussions_due import discussions_due
from graph.judgements.referral import DiscussionBody
from graph.queries.casework.recorded import Casework
from graph.queries.lists.children import ChildListed, Children, OfCategories
from graph.reading.parts import SerafBeside
from graph.reading.question import Answer, Answers, Ask, Parameters
from graph.values.when import moment
from tests.casework.test_due import ANN, recorded

NOW = moment("2026-06-10T12:00")


def child(category: int, assessed_at: str) -> ChildListed:
    seraf = SerafBeside(category=category, ceiling=category, assessed_at=assessed_at, assessor="", agency="")
    return ChildListed(entity=ANN, seraf=seraf, items=1, last=None, decisions=())


def discussion(started_at: str) -> DiscussionBody:
    return DiscussionBody(child=ANN.id, started_at=started_at, social_services="S", police="P")


@pytest.mark.parametrize(
    ("category", "assessed_at", "day", "overdue"),
    [
        (4, "2026-06-09T13:00", "2026-06-10", False),
        (3, "2026-06-09T11:00", "2026-06-10", True),
        (3, "2026-06-09", "2026-06-10", False),
        (3, "2026-06-08", "2026-06-09", True),
        (2, "2026-06-09", None, False),
        (4, "2026-05-01", None, False),
        (4, "2026-06", "None", False),
    ],
)
def test_24_hours_from_the_completion_of_the_assessment(
    category: int, assessed_at: str, day: str | None, overdue: bool
) -> None:
    """By the end of the next day where the hour is not known; nothing at 2, nor of what is older than 28 days."""
    found = discussions_due([child(category, assessed_at)], [], NOW)

    assert [(str(each.day), each.overdue, each.about) for each in found] == (
        [] if day is None else [(day, overdue, ANN.id)]
    )


@pytest.mark.parametrize(("started_at", "left"), [("2026-06-09T14:00", 0), ("2026-06-09", 0), ("2026-06-01", 1)])
def test_a_discussion_since_the_assessment_answers_it(started_at: str, left: int) -> None:
    held = [recorded(discussion(started_at), "open")]

    assert len(discussions_due([child(4, "2026-06-09T11:00")], held, NOW)) == left


def test_children_assessed_before_take_no_place_among_those_that_are_read() -> None:
    """Of more children at 3 and 4 than one answer holds, the last would be missing without a word."""
    asked: list[Parameters] = []

    class Session:
        def ask_all(self, *asks: Ask[Any, Answer]) -> Answers:
            asked.extend(each.parameters for each in asks)
            none = Casework(recorded=(), shown=0, total=0), Children(children=(), shown=0, total=0)
            return Answers(dict(zip(asks, none, strict=True)))

    assert due_now(cast(ReadSession, Session()), NOW).lines == []
    [children] = [each for each in asked if isinstance(each, OfCategories)]
    assert children.assessed_after == moment("2026-05-13T12:00")


def test_only_what_is_overdue_where_that_is_asked_for() -> None:
    assert discussions_due([child(4, "2026-06-09T13:00")], [], NOW, overdue=True) == []
