"""The pack of a strategy meeting, from what one reader's View answered about it (protocol §5.9).

    summary, then of each child: category with its evidence, what changed, what was discussed
    the links of the children with one another and with others, a sentence each; what they share; when what happened
    risks, actions and plans; the adults' parts

Every fact of intelligence is a statement that cites its items. Nothing is cut: where an answer gave a part, a
statement says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from graph.casework.meeting import MeetingSeen, PartSeen, day_of_meeting
from graph.judgements.meeting import MeetingActionBody, MeetingBody, RiskBody
from graph.judgements.typed import TypedField, shown_fields
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.casework.seraf import SerafShown
from graph.queries.entities.timeline import Timeline
from graph.queries.linking.linked_cases import LinkedCases
from graph.rules.indicators import CATALOGUE
from graph.values.when import written_date
from graph.wording import declared, joined, wording, wording_of
from viz.pack.meeting_links import in_common, part_of
from viz.pack.model import PackSection, PackStatement
from viz.pack.words import (
    CATEGORIES,
    day_words,
    happened,
    listed,
    may_be,
    named_with,
    sentence,
)


@dataclass(frozen=True)
class MeetingAnswers:
    """What the View answered: the meeting, and of its children the assessments, links and timelines, by child.

    `links` None: the pack is one child's own part, without what it has in common with other children.
    """

    meeting: MeetingSeen
    serafs: Mapping[str, SerafShown]
    timelines: Mapping[str, Timeline]
    links: LinkedCases | None
    allowed: frozenset[str] | None = None
    """The items that may be cited, where not every one that the View answered may (a child's own part)."""


def title_of(answers: MeetingAnswers) -> str:
    """`Strategy meeting, 6 November 2026`."""
    return wording("Strategy meeting, %(day)s", day=written_date(day_of_meeting(answers.meeting.header)))


def sections_of(answers: MeetingAnswers) -> tuple[PackSection, ...]:
    """The sections of the pack, in the order in which a meeting reads them; one without a statement is left out."""
    made = [
        _meeting(answers.meeting),
        _summary(answers),
        *(section for part in answers.meeting.children for section in _child(part, answers)),
        *in_common(answers.links),
        _timeline(answers),
        *(_decided(part) for part in answers.meeting.children),
        *(_adult(part) for part in answers.meeting.adults),
    ]
    kept = (_within(section, answers.allowed) for section in made)
    return tuple(section for section in kept if section.statements)


def _within(section: PackSection, allowed: frozenset[str] | None) -> PackSection:
    """The section with citations of allowed items only; what is stated of others alone is left out."""
    if allowed is None:
        return section
    kept: list[PackStatement] = []
    for each in section.statements:
        refs = tuple(ref for ref in each.refs if ref in allowed)
        if refs or not each.refs or not each.about:
            kept.append(PackStatement(each.text, refs, each.about))
    return PackSection(section.heading, section.level, tuple(kept))


def _meeting(meeting: MeetingSeen) -> PackSection:
    header = meeting.header.body
    if not isinstance(header, MeetingBody):
        raise TypeError(meeting.header.lineage)
    said = [
        PackStatement(wording("%(label)s: %(text)s", label=field.label, text=_typed(field, text)))
        for field, text in shown_fields(header)
    ]
    names = {part.person.label: part for part in meeting.children}
    return PackSection(
        wording("The meeting"),
        1,
        (PackStatement(wording("About %(names)s.", names=listed(names))), *said) if names else tuple(said),
    )


def _typed(field: TypedField, text: str) -> str:
    """What was typed in a field, as a sentence; its days as people write them."""
    is_time = field.answered == "day" or field.name == "held_at"
    return sentence(day_words(text) if is_time else text)


def _summary(answers: MeetingAnswers) -> PackSection:
    said = [PackStatement(_category(answers.serafs[part.person.id])) for part in answers.meeting.children]
    if answers.links is not None:
        linked, children = len(answers.links.pairs), len(answers.links.children)
        if children > 1:
            pairs = children * (children - 1) // 2
            said.append(
                PackStatement(
                    wording_of(
                        "%(num)d of %(pairs)s of them is linked.",
                        "%(num)d of %(pairs)s of them are linked.",
                        linked,
                        pairs=wording_of("%(num)d pair", "%(num)d pairs", pairs),
                    )
                )
            )
        said.append(
            PackStatement(
                wording_of(
                    "%(num)d other child is linked with them.",
                    "%(num)d other children are linked with them.",
                    answers.links.total,
                )
            )
        )
    risks = [each.risk for part in answers.meeting.children for each in part.risks]
    open_actions = [
        action
        for part in (*answers.meeting.children, *answers.meeting.adults)
        for action in (*part.actions, *(one for each in part.risks for one in each.actions))
        if action.state == "open"
    ]
    said.append(
        PackStatement(
            wording(
                "%(risks)s and %(actions)s.",
                risks=wording_of("%(num)d risk is recorded", "%(num)d risks are recorded", len(risks)),
                actions=wording_of("%(num)d action is open", "%(num)d actions are open", len(open_actions)),
            )
        )
    )
    return PackSection(wording("Summary"), 1, tuple(said))


def _category(seraf: SerafShown) -> str:
    stands = seraf.standing
    if stands is None:
        return wording("%(label)s is not assessed. That is not category 1.", label=seraf.child.label)
    who = ", ".join(each for each in (stands.assessor, stands.agency) if each)
    facts = {
        "name": seraf.child.label,
        "category": stands.category,
        "words": CATEGORIES[stands.category],
        "day": day_words(stands.assessed_at),
        "who": who,
    }
    made = (
        wording("%(name)s: SERAF category %(category)s (%(words)s), assessed %(day)s by %(who)s.", **facts)
        if who
        else wording("%(name)s: SERAF category %(category)s (%(words)s), assessed %(day)s.", **facts)
    )
    return joined("", (made, may_be(stands)))


def _child(part: PartSeen, answers: MeetingAnswers) -> Iterator[PackSection]:
    seraf = answers.serafs[part.person.id]
    yield PackSection(named_with(part.person), 1, tuple(_assessment(seraf)))
    yield PackSection(
        wording("Signs of risk or harm: %(label)s", label=part.person.label), 2, tuple(_indicators(seraf))
    )
    yield PackSection(
        wording("What changed: %(label)s", label=part.person.label), 2, tuple(_changes(part, seraf, answers))
    )
    yield PackSection(wording("Discussed: %(label)s", label=part.person.label), 2, tuple(_discussed(part)))


def _assessment(seraf: SerafShown) -> Iterator[PackStatement]:
    yield PackStatement(_category(seraf))
    if seraf.age is not None:
        low, high = seraf.age.lowest, seraf.age.highest
        yield PackStatement(
            wording("Age %(low)s.", low=low) if low == high else wording("Age %(low)s to %(high)s.", low=low, high=high)
        )
    if seraf.standing is not None:
        yield from (PackStatement(sentence(each)) for each in (*seraf.standing.reasons, *seraf.standing.support))
    yield from (PackStatement(sentence(each)) for each in seraf.decisions)


def _indicators(seraf: SerafShown) -> Iterator[PackStatement]:
    for each in seraf.indicators:
        note = f" {sentence(each.note)}" if each.note else ""
        refs = tuple(dict.fromkeys(item.ref for item in each.items))
        yield PackStatement(
            wording(
                "%(code)s %(text)s: %(status)s.%(note)s",
                code=each.code,
                text=each.text,
                status=declared(each.status),
                note=note,
            ),
            refs,
        )
    if seraf.not_assessed:
        yield PackStatement(wording("Not assessed: %(not_assessed)s.", not_assessed=joined(", ", seraf.not_assessed)))


def _changes(part: PartSeen, seraf: SerafShown, answers: MeetingAnswers) -> Iterator[PackStatement]:
    for each in (*seraf.beside, *seraf.history):
        agency = each.agency or wording("agency not recorded")
        yield PackStatement(
            wording(
                "Assessed as category %(category)s on %(assessed_at)s, %(agency)s.",
                category=each.category,
                assessed_at=day_words(each.assessed_at),
                agency=agency,
            )
        )
    child = (
        None
        if answers.links is None
        else next((each for each in answers.links.children if each.entity.id == part.person.id), None)
    )
    if child is not None and child.new:
        text = wording_of(
            "%(num)d item was recorded since the last meeting.",
            "%(num)d items were recorded since the last meeting.",
            len(child.new),
        )
        yield PackStatement(text, child.new, (part.person.id,))


def _discussed(part: PartSeen) -> Iterator[PackStatement]:
    yield from _fields(part.part)


def _fields(shown: CaseworkShown) -> Iterator[PackStatement]:
    refs = tuple(dict.fromkeys(each.ref for each in shown.cites if not each.ended))
    for number, (field, text) in enumerate(shown_fields(shown.body)):
        yield PackStatement(
            wording("%(label)s: %(text)s", label=field.label, text=_typed(field, text)), refs if number == 0 else ()
        )


def _timeline(answers: MeetingAnswers) -> PackSection:
    said: dict[str, tuple[tuple[int, str], PackStatement]] = {}
    named: dict[str, list[str]] = {}
    for id, timeline in answers.timelines.items():
        for entry in timeline.entries:
            named.setdefault(entry.item.id, []).append(id)
    labels = {id: timeline.entity.label for id, timeline in answers.timelines.items()}
    for timeline in answers.timelines.values():
        for entry in timeline.entries:
            item = entry.item
            who = named[item.id]
            what = declared(item.event or item.kind or "item")
            text = wording(
                "%(when)s: %(what)s, %(names)s.",
                when=happened(item),
                what=what,
                names=listed(labels[id] for id in who),
            )
            said[item.id] = (item.happened_from or 0, item.ref), PackStatement(text, (item.ref,), tuple(who))
    more = [
        one
        for timeline in answers.timelines.values()
        for one in part_of(
            timeline.shown, timeline.total, wording("items that name %(label)s", label=timeline.entity.label)
        )
    ]
    ordered = [statement for _, statement in sorted(said.values(), key=lambda each: each[0])]
    return PackSection(wording("Timeline"), 1, (*ordered, *more))


def _decided(part: PartSeen) -> PackSection:
    said: list[PackStatement] = []
    for each in part.risks:
        body = each.risk.body
        code = body.code if isinstance(body, RiskBody) else ""
        text = body.text if isinstance(body, RiskBody) else ""
        words = " ".join(
            dict.fromkeys(one for one in (code, text or (CATALOGUE[code].text if code in CATALOGUE else "")) if one)
        )
        why = f" {sentence(each.risk.reason)}" if each.risk.state != "identified" and each.risk.reason else ""
        said.append(
            PackStatement(
                wording("Risk: %(words)s (%(state)s).%(why)s", words=words, state=declared(each.risk.state), why=why),
                _cited(each.risk),
            )
        )
        said += [_action(one) for one in each.actions]
    said += [_action(one) for one in part.actions]
    if part.plan is not None:
        said.append(PackStatement(wording("Plan (%(state)s):", state=declared(part.plan.state))))
        said += list(_fields(part.plan))
    return PackSection(wording("Risks, actions and plan: %(label)s", label=part.person.label), 1, tuple(said))


def _action(action: CaseworkShown) -> PackStatement:
    body = action.body
    if not isinstance(body, MeetingActionBody):
        raise TypeError(action.lineage)
    done = wording(" on %(done_at)s", done_at=written_date(body.done_at)) if isinstance(body.done_at, date) else ""
    effect = wording(" Effect: %(effect)s", effect=sentence(body.effect)) if body.effect else ""
    owner = wording(
        "%(owner)s, %(agency)s, due %(due)s (%(state)s%(done)s).",
        owner=body.owner,
        agency=body.agency,
        due=written_date(body.due),
        state=declared(action.state),
        done=done,
    )
    return PackStatement(
        wording("Action: %(what)s %(owner)s%(effect)s", what=sentence(body.what), owner=owner, effect=effect),
        _cited(action),
    )


def _adult(part: PartSeen) -> PackSection:
    said = [*_discussed(part), *(_action(each) for each in part.actions)]
    return PackSection(wording("Adult: %(person)s", person=named_with(part.person)), 1, tuple(said))


def _cited(shown: CaseworkShown) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.ref for each in shown.cites if not each.ended))
