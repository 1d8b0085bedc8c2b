"""The case list of a week, a line for each child: at 3 and 4, and at 2 while the ceiling is undecided (§5.9, §6.2, §7).

Made from what its reader is shown; what is not recorded says so.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from graph.casework.meeting import HELD, day_of_meeting
from graph.judgements.meeting import MeetingActionBody, MeetingBody, MeetingPartBody, PlanBody
from graph.judgements.network import ResponsibilityBody
from graph.judgements.notice import NoticeBody
from graph.model.recorded import JudgementKind
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.casework.seraf import SerafShown
from graph.queries.lists.children import ChildListed
from graph.reading.parts import EntityRef, Part
from graph.rules.missing import MissingRecord
from graph.rules.seraf import AT_RISK
from graph.values.when import date_of
from graph.wording import wording

KINDS_LISTED: tuple[JudgementKind, ...] = ("Meeting", "MeetingPart", "Action", "Plan", "Responsibility", "Notice")
"""What the list reads of what people recorded."""
MISSING_DAYS = 30
SERVED = frozenset({"served", "reviewed"})


class CaseLine(Part):
    """One child of the list. `since`: from when the category has been so, as stated; blank texts are not recorded."""

    child: EntityRef
    category: int
    ceiling: int
    age: str
    since: str
    authority: str
    worker: str
    last_meeting: date | None
    next_review: date | None
    overdue: tuple[tuple[str, int], ...]
    missing: int
    missing_now: bool
    notices: int


def listed(children: Iterable[ChildListed]) -> list[ChildListed]:
    """Those that the list is about: at 3 and 4, and at 2 where it may be higher and nobody has decided."""
    return [
        each
        for each in children
        if each.seraf is not None
        and (each.seraf.category in AT_RISK or (each.seraf.category == 2 and each.seraf.ceiling > 2))
    ]


def case_line(
    seraf: SerafShown, recorded: Sequence[CaseworkShown], missing: MissingRecord, day: date
) -> CaseLine | None:
    """The line of one child, None for one who is not assessed. `recorded` is of `KINDS_LISTED`, about anybody."""
    standing, child = seraf.standing, seraf.child
    if standing is None:
        return None
    of_child = [each for each in recorded if any(one.entity.id == child.id for one in each.about)]
    plan = next((each.body for each in of_child if isinstance(each.body, PlanBody) and each.state == "current"), None)
    held = [day_of_meeting(each) for each in _meetings_of(of_child, recorded) if each.state in HELD]
    responsible = next(
        (each.body for each in of_child if isinstance(each.body, ResponsibilityBody) and each.body.holds(day)), None
    )
    starts = [min((s.earliest for s in one.starts if s.earliest is not None), default=None) for one in missing.episodes]
    first = day - timedelta(days=MISSING_DAYS)
    return CaseLine(
        child=child,
        category=standing.category,
        ceiling=standing.ceiling,
        age=_age(seraf),
        since=category_since(seraf),
        authority="" if responsible is None else _authority(responsible),
        worker="" if plan is None else plan.worker,
        last_meeting=max(held, default=None),
        next_review=None if plan is None else plan.review_at,
        overdue=_overdue(of_child, day),
        missing=sum(start is not None and first <= date_of(start) <= day for start in starts),
        missing_now=any(each.missing_now for each in missing.episodes),
        notices=sum(isinstance(each.body, NoticeBody) and each.state in SERVED for each in of_child),
    )


def category_since(seraf: SerafShown) -> str:
    """Since when the category has been what it is: of the assessments before it, as long as they say the same."""
    if seraf.standing is None:
        return ""
    since = seraf.standing.assessed_at
    for earlier in seraf.history:
        if earlier.category != seraf.standing.category:
            break
        since = min(since, earlier.assessed_at)
    return since


def _meetings_of(of_child: Iterable[CaseworkShown], recorded: Iterable[CaseworkShown]) -> list[CaseworkShown]:
    lineages = {each.body.meeting for each in of_child if isinstance(each.body, MeetingPartBody)}
    return [each for each in recorded if isinstance(each.body, MeetingBody) and each.lineage in lineages]


def _overdue(of_child: Iterable[CaseworkShown], day: date) -> tuple[tuple[str, int], ...]:
    late = Counter(
        each.body.agency
        for each in of_child
        if isinstance(each.body, MeetingActionBody) and each.state == "open" and each.body.due < day
    )
    return tuple(sorted(late.items()))


def _age(seraf: SerafShown) -> str:
    if seraf.age is None:
        return ""
    lowest, highest = seraf.age.lowest, seraf.age.highest
    return str(lowest) if lowest == highest else wording("%(lowest)s to %(highest)s", lowest=lowest, highest=highest)


def _authority(body: ResponsibilityBody) -> str:
    return (
        wording("%(responsible)s; placed in %(host)s", responsible=body.responsible, host=body.host)
        if body.host
        else body.responsible
    )
