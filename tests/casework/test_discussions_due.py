"""A strategy discussion within 24 hours of an assessment at 3 or 4 (protocol §5.8), worked out by hand."""

import pytest

from graph.casework.discussions_due import discussions_due
from graph.judgements.referral import DiscussionBody
from graph.queries.lists.children import ChildListed
from graph.reading.parts import SerafBeside
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


def test_only_what_is_overdue_where_that_is_asked_for() -> None:
    assert discussions_due([child(4, "2026-06-09T13:00")], [], NOW, overdue=True) == []
