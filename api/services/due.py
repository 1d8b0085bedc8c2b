"""What is due and overdue at a moment, as far as its reader sees: asked through the door, decided by rules."""

from typing import NamedTuple

from api.read_session import ReadSession
from graph.casework.discussions_due import counted_from, discussions_due
from graph.casework.due import KINDS_DUE, DueShown, due_list
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, Casework, CaseworkOf
from graph.queries.lists.children import CHILDREN, OfCategories
from graph.reading.question import LARGEST_LIMIT, Ask
from graph.rules.seraf import AT_RISK


class DueNow(NamedTuple):
    """What is due, and the records it was found in, which may be a part of them."""

    lines: list[DueShown]
    read: Casework


def due_now(read_session: ReadSession, now: int, *, overdue: bool = False) -> DueNow:
    """What is due at this moment (epoch milliseconds), as far as its reader sees."""
    recorded = Ask(CASEWORK_QUESTION, CaseworkOf(kinds=KINDS_DUE, limit=LARGEST_REGISTER))
    newly = OfCategories(categories=AT_RISK, assessed_after=counted_from(now), limit=LARGEST_LIMIT)
    assessed = Ask(CHILDREN, newly)
    found = read_session.ask_all(recorded, assessed)
    answer, children = found.of(recorded), found.of(assessed).children
    lines = due_list(answer.recorded, now, overdue=overdue)
    return DueNow([*lines, *discussions_due(children, answer.recorded, now, overdue=overdue)], answer)
