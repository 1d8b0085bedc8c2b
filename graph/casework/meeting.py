"""A strategy meeting as its reader sees it, and what stands in the way of its next step (protocol §5.9).

Everything here is made from answers that obey the View. Reviews of a meeting are meetings of their own, each naming the
one that it reviews; risks, actions and the plan of a child belong to the whole row of them (its *series*).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph.casework.drafts import Draft
from graph.errors import ValueRefused
from graph.judgements.meeting import MeetingActionBody, MeetingBody, MeetingPartBody, PlanBody, RiskBody
from graph.model.recorded import JudgementKind
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.casework.seraf import SerafShown
from graph.reading.parts import EntityRef
from graph.rules.indicators import COUNTING
from graph.rules.meetings import (
    REGULAR_DAYS,
    ChildSeen,
    PlanSeen,
    RiskSeen,
    before_agreed,
    before_closed,
    before_held,
    highest_since,
    place_of,
)
from graph.values.when import Period, date_of
from graph.wording import wording

OF_MEETING: tuple[JudgementKind, ...] = ("Meeting", "MeetingPart", "Risk", "Action", "Plan")
HELD = ("held", "agreed", "closed")
TYPED_IN = ("prepared", "held")
"""The states in which parts and risks are typed; afterwards the minutes are agreed, and reopened for a correction."""


@dataclass(frozen=True)
class RiskWithActions:
    """A risk and what is done about it."""

    risk: CaseworkShown
    actions: tuple[CaseworkShown, ...]


@dataclass(frozen=True)
class PartSeen:
    """One person's part: what was recorded, and of a child the risks with their actions, other actions and the plan."""

    part: CaseworkShown
    person: EntityRef
    risks: tuple[RiskWithActions, ...]
    actions: tuple[CaseworkShown, ...]
    plan: CaseworkShown | None


@dataclass(frozen=True)
class MeetingSeen:
    """A meeting, the parts that its reader sees, and the meetings of its series, the first one first."""

    header: CaseworkShown
    children: tuple[PartSeen, ...]
    adults: tuple[PartSeen, ...]
    series: tuple[CaseworkShown, ...]


def meetings_held(recorded: Iterable[CaseworkShown]) -> list[CaseworkShown]:
    """The headers, the latest meeting first."""
    headers = [each for each in recorded if isinstance(each.body, MeetingBody)]
    return sorted(headers, key=lambda each: (day_of_meeting(each), each.lineage), reverse=True)


def day_of_meeting(header: CaseworkShown) -> date:
    """The day on which a meeting is or was held."""
    return date_of(Period.parse(_header(header).held_at).start_ms)


def meeting_seen(lineage: str, recorded: Sequence[CaseworkShown]) -> MeetingSeen | None:
    """A meeting with all that belongs to it, of what a View shows; None where it shows no such meeting."""
    headers = {each.lineage: each for each in recorded if each.kind == "Meeting" and each.stands}
    header = headers.get(lineage)
    if header is None:
        return None
    series = _series(header, headers)
    within = {each.lineage for each in series}
    of = [each for each in recorded if each.stands and getattr(each.body, "meeting", None) in within]
    parts = [_part(each, of) for each in of if each.kind == "MeetingPart" and _part_body(each).meeting == lineage]
    parts.sort(key=lambda each: (each.person.label, each.part.lineage))
    return MeetingSeen(
        header,
        tuple(each for each in parts if _part_body(each.part).of == "child"),
        tuple(each for each in parts if _part_body(each.part).of == "adult"),
        series,
    )


def children_seen(
    meeting: MeetingSeen, serafs: Mapping[str, SerafShown], regular_days: int = REGULAR_DAYS
) -> list[ChildSeen]:
    """The children as the rules see them; `serafs` by the id of the child. At 4 a plan is reviewed in so many days."""
    days = sorted(day_of_meeting(each) for each in meeting.series if each.state in HELD)
    own = day_of_meeting(meeting.header)
    earlier = [day for day in days if day < own]
    review_by = own + timedelta(days=regular_days)
    seen = (_child(each, serafs.get(each.person.id), earlier, days) for each in meeting.children)
    return [replace(each, review_by=review_by) if each.category == 4 else each for each in seen]


def in_the_way(meeting: MeetingSeen, body: MeetingBody, state: str, children: Sequence[ChildSeen]) -> list[str]:
    """What stands in the way of taking a meeting from its state to this one; nothing where it stays in it."""
    match meeting.header.state, state:
        case "prepared", "held":
            return before_held(body.reviewed_by, body.reviewed_on, body.urgent_because)
        case "held", "agreed":
            return before_agreed(children)
        case "agreed", "closed":
            return before_closed(children)
        case _:
            return []


def check_next(
    recorded: Sequence[CaseworkShown],
    header: CaseworkShown,
    body: MeetingBody,
    state: str,
    seraf_of: Callable[[str], SerafShown],
    regular_days: int = REGULAR_DAYS,
) -> None:
    """Whether a meeting may take this step. Raises `ValueRefused` with a sentence for each thing in the way."""
    meeting = meeting_seen(header.lineage, recorded)
    if meeting is None or header.state == state:
        return
    if state == "held" and not (meeting.children or meeting.adults):
        raise ValueRefused("state", state, wording("nobody is in it yet."), wording("Add the children first."))
    serafs = {each.person.id: seraf_of(each.person.id) for each in meeting.children}
    said = in_the_way(meeting, body, state, children_seen(meeting, serafs, regular_days))
    if said:
        raise ValueRefused("state", state, " ".join(said))


def check_typed(header: CaseworkShown | None, kind: JudgementKind) -> None:
    """Whether parts and risks may still be typed. Raises `ValueRefused` once the minutes are agreed."""
    if header is not None and kind in ("MeetingPart", "Risk") and header.state not in TYPED_IN:
        raise ValueRefused(
            "state",
            header.state,
            wording("the minutes are agreed."),
            wording("The chair takes the meeting back to 'held' for a correction."),
        )


def parts_drafted(
    header: Draft, children: Iterable[tuple[str, int | None, int | None]], adults: Iterable[str], reason: str
) -> list[Draft]:
    """The drafts of a new meeting: its header, a part for each child (id, category, age) and for each adult."""
    bodies = [
        *(
            MeetingPartBody(meeting=header.lineage, person=child, of="child", category=category, age=age)
            for child, category, age in children
        ),
        *(MeetingPartBody(meeting=header.lineage, person=adult, of="adult") for adult in adults),
    ]
    return [header, *(Draft.of(body, "recorded", reason) for body in bodies)]


def _series(header: CaseworkShown, headers: Mapping[str, CaseworkShown]) -> tuple[CaseworkShown, ...]:
    """The meetings that review one another, to which this one belongs, by day."""
    first = header
    seen = {first.lineage}
    while (before := _header(first).review_of) is not None and before in headers and before not in seen:
        first = headers[before]
        seen.add(first.lineage)
    found = {first.lineage: first}
    while more := [each for each in headers.values() if _header(each).review_of in found and each.lineage not in found]:
        found.update({each.lineage: each for each in more})
    return tuple(sorted(found.values(), key=lambda each: (day_of_meeting(each), each.lineage)))


def _part(part: CaseworkShown, of: Sequence[CaseworkShown]) -> PartSeen:
    person = part.about[0].entity
    own = [each for each in of if each.about and each.about[0].entity.id == person.id]
    risks = [each for each in own if isinstance(each.body, RiskBody)]
    actions = sorted((each for each in own if isinstance(each.body, MeetingActionBody)), key=_by_due)
    plans = [each for each in own if isinstance(each.body, PlanBody)]
    by_risk = [(each, getattr(each.body, "risk", None)) for each in actions]
    named = {risk.lineage for risk in risks}
    return PartSeen(
        part,
        person,
        tuple(
            RiskWithActions(risk, tuple(each for each, of_risk in by_risk if of_risk == risk.lineage))
            for risk in sorted(risks, key=_by_code)
        ),
        tuple(each for each, of_risk in by_risk if of_risk not in named),
        plans[0] if plans else None,
    )


def _by_due(action: CaseworkShown) -> tuple[date, str]:
    body = action.body
    return (body.due if isinstance(body, MeetingActionBody) else date.max), action.lineage


def _by_code(risk: CaseworkShown) -> tuple[tuple[int, int], str]:
    return place_of(risk.body.code if isinstance(risk.body, RiskBody) else ""), risk.lineage


def _child(part: PartSeen, seraf: SerafShown | None, earlier: Sequence[date], days: Sequence[date]) -> ChildSeen:
    body = _part_body(part.part)
    plan = part.plan.body if part.plan is not None and isinstance(part.plan.body, PlanBody) else None
    assessed = _assessed(seraf)
    standing = None if seraf is None or seraf.standing is None else seraf.standing.category
    present = () if seraf is None else tuple(each.code for each in seraf.indicators if each.status in COUNTING)
    return ChildSeen(
        name=part.person.label,
        category=highest_since(standing, assessed, earlier[-1] if earlier else None),
        present=present,
        risks=tuple(
            RiskSeen(
                each.risk.body.code if isinstance(each.risk.body, RiskBody) else "",
                each.risk.body.text if isinstance(each.risk.body, RiskBody) else "",
                each.risk.state,
                sum(action.state != "dropped" for action in each.actions),
            )
            for each in part.risks
        ),
        plan=None
        if plan is None or part.plan is None
        else PlanSeen(
            part.plan.state == "ended",
            plan.review_at,
            plan.reviews,
            plan.worker,
            plan.decides,
            plan.decides_by,
            plan.direct_work_by,
        ),
        wishes=body.wishes or ("" if plan is None else plan.wishes),
        direct_work=body.direct_work,
        reviews=max(0, len(days) - 1),
        assessed_on=max((day for _, day in assessed), default=None),
        last_held=days[-1] if days else None,
    )


def _assessed(seraf: SerafShown | None) -> list[tuple[int, date]]:
    """Every assessment that its reader sees, with the day on which it was made."""
    if seraf is None:
        return []
    every = [*([] if seraf.standing is None else [seraf.standing]), *seraf.beside, *seraf.history]
    return [(each.category, date_of(Period.parse(each.assessed_at).end_ms - 1)) for each in every]


def _header(header: CaseworkShown) -> MeetingBody:
    if not isinstance(header.body, MeetingBody):
        raise TypeError(f"{header.lineage} is no meeting")
    return header.body


def _part_body(part: CaseworkShown) -> MeetingPartBody:
    if not isinstance(part.body, MeetingPartBody):
        raise TypeError(f"{part.lineage} is no part of a meeting")
    return part.body
