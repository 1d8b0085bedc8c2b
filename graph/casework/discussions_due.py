"""Strategy discussions that an assessment at 3 or 4 asks for and nobody has recorded (protocol §5.8).

24 hours run from the completion of the assessment, its own time and not that of typing. Assessments of the last 28 days
count: of what is older, that a discussion is not recorded here says nothing about whether it was held.
"""

from collections.abc import Iterable

from graph.casework.due import DueShown
from graph.errors import ValueRefused
from graph.judgements.referral import DiscussionBody
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.lists.children import ChildListed
from graph.rules.clock import Due, discussion_due
from graph.values.when import Period
from graph.wording import wording

COUNTED_DAYS = 28
ASKS_FROM = 3
_DAY = 24 * 3_600_000


def counted_from(now: int) -> int:
    """Since when assessments count."""
    return now - COUNTED_DAYS * _DAY


def discussions_due(
    children: Iterable[ChildListed], recorded: Iterable[CaseworkShown], now: int, *, overdue: bool = False
) -> list[DueShown]:
    """One line for each such child, the earliest due first. `overdue`: those alone."""
    held = [
        (one.entity.id, Period.parse(each.body.started_at).end_ms)
        for each in recorded
        if each.stands and isinstance(each.body, DiscussionBody)
        for one in each.about
    ]
    found = [
        line
        for each in children
        if each.seraf is not None and each.seraf.category >= ASKS_FROM
        if (line := _line(each, Period.parse(each.seraf.assessed_at), held, now)) is not None
        if line.overdue or not overdue
    ]
    return sorted(found, key=lambda each: (str(each.day), each.subject, each.about))


def _line(child: ChildListed, assessed: Period, held: Iterable[tuple[str, int]], now: int) -> DueShown | None:
    old = assessed.end_ms < counted_from(now)
    if old or any(id == child.entity.id and started > assessed.start_ms for id, started in held):
        return None
    due = _due(assessed)
    return DueShown(
        what=wording("Strategy discussion, after the assessment"),
        subject=child.entity.label,
        due="" if due is None else due.shown,
        overdue=due is not None and due.overdue(now),
        who=wording("Social Services and police"),
        lineage="",
        kind="StrategyDiscussion",
        day=None if due is None else due.day,
        notes=(wording("The day of the assessment is not recorded."),) if due is None else due.notes,
        about=child.entity.id,
    )


def _due(assessed: Period) -> Due | None:
    try:
        return discussion_due(assessed)
    except ValueRefused:
        return None
