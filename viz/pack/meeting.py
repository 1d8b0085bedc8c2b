"""The pack of a strategy meeting, from what one reader's View answered about it (protocol §5.9).

    summary, then of each child: category with its evidence, what changed, what was discussed
    the links of the children with one another and with others, a sentence each; what they share; when what happened
    risks, actions and plans; the adults' parts

Every fact of intelligence is a statement that cites its items. Nothing is cut: where an answer gave a part, a
statement says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from graph.casework.meeting import MeetingSeen, PartSeen, day_of_meeting
from graph.judgements.meeting import MeetingActionBody, MeetingBody, RiskBody
from graph.judgements.typed import TypedField, shown_fields
from graph.model.kinds import KIND_NAMED
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.casework.seraf import SerafShown
from graph.queries.entities.timeline import Timeline
from graph.queries.linking.linked_cases import CaseLink, LinkedCases, SharedAmong, SharedList
from graph.queries.linking.linked_children import LinkedChild, ViaShown
from graph.rules.indicators import CATALOGUE
from graph.rules.roles import NOT_RESPONSIBILITY
from graph.rules.strength import weakest
from graph.values.when import written_date
from viz.pack.model import PackSection, PackStatement
from viz.pack.words import (
    CATEGORIES,
    counted_words,
    day_words,
    grade_word,
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
    return f"Strategy meeting, {written_date(day_of_meeting(answers.meeting.header))}"


def sections_of(answers: MeetingAnswers) -> tuple[PackSection, ...]:
    """The sections of the pack, in the order in which a meeting reads them; one without a statement is left out."""
    made = [
        _meeting(answers.meeting),
        _summary(answers),
        *(section for part in answers.meeting.children for section in _child(part, answers)),
        *_in_common(answers),
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
    said = [PackStatement(f"{field.label}: {_typed(field, text)}") for field, text in shown_fields(header)]
    names = {part.person.label: part for part in meeting.children}
    return PackSection("The meeting", 1, (PackStatement(f"About {listed(names)}."), *said) if names else tuple(said))


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
            are = "is" if linked == 1 else "are"
            said.append(PackStatement(f"{linked} of {counted_words(pairs, 'pair', 'pairs')} of them {are} linked."))
        said.append(
            PackStatement(
                f"{counted_words(answers.links.total, 'other child is', 'other children are')} linked with them."
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
            f"{counted_words(len(risks), 'risk is', 'risks are')} recorded and"
            f" {counted_words(len(open_actions), 'action is', 'actions are')} open."
        )
    )
    return PackSection("Summary", 1, tuple(said))


def _category(seraf: SerafShown) -> str:
    stands = seraf.standing
    if stands is None:
        return f"{seraf.child.label} is not assessed. That is not category 1."
    who = ", ".join(each for each in (stands.assessor, stands.agency) if each)
    made = f", assessed {day_words(stands.assessed_at)}{f' by {who}' if who else ''}"
    return (
        f"{seraf.child.label}: SERAF category {stands.category} ({CATEGORIES[stands.category]}){made}.{may_be(stands)}"
    )


def _child(part: PartSeen, answers: MeetingAnswers) -> Iterator[PackSection]:
    seraf = answers.serafs[part.person.id]
    yield PackSection(named_with(part.person), 1, tuple(_assessment(seraf)))
    yield PackSection(f"Signs of risk or harm: {part.person.label}", 2, tuple(_indicators(seraf)))
    yield PackSection(f"What changed: {part.person.label}", 2, tuple(_changes(part, seraf, answers)))
    yield PackSection(f"Discussed: {part.person.label}", 2, tuple(_discussed(part)))


def _assessment(seraf: SerafShown) -> Iterator[PackStatement]:
    yield PackStatement(_category(seraf))
    if seraf.age is not None:
        low, high = seraf.age.lowest, seraf.age.highest
        yield PackStatement(f"Age {low}." if low == high else f"Age {low} to {high}.")
    if seraf.standing is not None:
        yield from (PackStatement(sentence(each)) for each in (*seraf.standing.reasons, *seraf.standing.support))
    yield from (PackStatement(sentence(each)) for each in seraf.decisions)


def _indicators(seraf: SerafShown) -> Iterator[PackStatement]:
    for each in seraf.indicators:
        note = f" {sentence(each.note)}" if each.note else ""
        refs = tuple(dict.fromkeys(item.ref for item in each.items))
        yield PackStatement(f"{each.code} {each.text}: {each.status}.{note}", refs)
    if seraf.not_assessed:
        yield PackStatement(f"Not assessed: {', '.join(seraf.not_assessed)}.")


def _changes(part: PartSeen, seraf: SerafShown, answers: MeetingAnswers) -> Iterator[PackStatement]:
    for each in (*seraf.beside, *seraf.history):
        agency = each.agency or "agency not recorded"
        yield PackStatement(f"Assessed as category {each.category} on {day_words(each.assessed_at)}, {agency}.")
    child = (
        None
        if answers.links is None
        else next((each for each in answers.links.children if each.entity.id == part.person.id), None)
    )
    if child is not None and child.new:
        text = f"{counted_words(len(child.new), 'item was', 'items were')} recorded since the last meeting."
        yield PackStatement(text, child.new, (part.person.id,))


def _discussed(part: PartSeen) -> Iterator[PackStatement]:
    yield from _fields(part.part)


def _fields(shown: CaseworkShown) -> Iterator[PackStatement]:
    refs = tuple(dict.fromkeys(each.ref for each in shown.cites if not each.ended))
    for number, (field, text) in enumerate(shown_fields(shown.body)):
        yield PackStatement(f"{field.label}: {_typed(field, text)}", refs if number == 0 else ())


def _in_common(answers: MeetingAnswers) -> Iterator[PackSection]:
    cases = answers.links
    if cases is None:
        return
    names = {each.entity.id: each.entity.label for each in cases.children}
    yield PackSection("Links among these children", 1, tuple(_pairs(cases.pairs, names)))
    others = tuple(
        _linked_sentence(names[link.start], link.start, link.linked) for each in cases.others for link in each.links
    )
    more = _part_of(len(cases.others), cases.total, "linked children")
    yield PackSection("Links with other children", 1, (*others, *more))
    for heading, shared in (
        ("Shared adults", cases.adults),
        ("Shared premises", cases.premises),
        ("Shared vehicles", cases.vehicles),
        ("Shared phones and accounts", cases.phones),
    ):
        yield PackSection(heading, 1, tuple(_shared(shared, adults=shared is cases.adults)))


def _pairs(pairs: Iterable[CaseLink], names: Mapping[str, str]) -> Iterator[PackStatement]:
    for pair in pairs:
        yield _linked_sentence(names[pair.start], pair.start, pair.linked)
        for via in pair.linked.via:
            yield _via_sentence(names[pair.start], pair, via)


def _linked_sentence(name: str, id: str, linked: LinkedChild) -> PackStatement:
    through = listed(dict.fromkeys(_through(via) for via in linked.via))
    rests = " It rests on a possible match." if linked.possible else ""
    days = f", {day_words(linked.first)} to {day_words(linked.last)}" if linked.first else ""
    text = (
        f"{name} and {linked.name} are linked through {through}: {counted_words(linked.items, 'item', 'items')} from"
        f" {counted_words(linked.origins, 'separate source', 'separate sources')}{days}; weakest grade"
        f" {grade_word(weakest(via.weakest for via in linked.via))}.{rests}"
    )
    refs = tuple(dict.fromkeys(ref for via in linked.via for half in via.items for ref in half))
    return PackStatement(text, refs, (id, linked.id))


def _through(via: ViaShown) -> str:
    return "the same items" if via.kind == "item" else f"the {KIND_NAMED[via.kind].one} {via.label}"


def _via_sentence(name: str, pair: CaseLink, via: ViaShown) -> PackStatement:
    refs = tuple(dict.fromkeys((*via.items[0], *via.items[1])))
    common = " Many people are named with it." if via.common else ""
    if via.kind == "item":
        text = f"{name} and {pair.linked.name} are named in the same items.{common}"
        return PackStatement(text, refs, (pair.start, pair.linked.id))
    text = f"{name} and {pair.linked.name} are each named with {_through(via)}.{common}"
    return PackStatement(text, refs, (pair.start, pair.linked.id, via.id))


def _shared(shared: SharedList, *, adults: bool) -> Iterator[PackStatement]:
    if adults and shared.shared:
        yield PackStatement(NOT_RESPONSIBILITY)
    for each in shared.shared:
        yield _shared_sentence(each)
        yield from _part_of(each.shown, each.total, f"children who share {each.entity.label}")
    yield from _part_of(shared.shown, shared.total, "of this kind")


def _shared_sentence(each: SharedAmong) -> PackStatement:
    by = (*each.children, *each.others)
    roles = f" ({', '.join(each.roles)})" if each.roles else ""
    common = " Many people are named with it." if each.common else ""
    text = f"{named_with(each.entity)}{roles}: named with {listed(one.child.label for one in by)}.{common}"
    refs = tuple(dict.fromkeys(ref for one in by for ref in one.items))
    return PackStatement(text, refs, (each.entity.id, *(one.child.id for one in by)))


def _part_of(shown: int, total: int, what: str) -> tuple[PackStatement, ...]:
    return (PackStatement(f"Of {total} {what} the first {shown} are listed."),) if shown < total else ()


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
            what = item.event or item.kind or "item"
            text = f"{happened(item)}: {what}, {listed(labels[id] for id in who)}."
            said[item.id] = (item.happened_from or 0, item.ref), PackStatement(text, (item.ref,), tuple(who))
    more = [
        one
        for timeline in answers.timelines.values()
        for one in _part_of(timeline.shown, timeline.total, f"items that name {timeline.entity.label}")
    ]
    ordered = [statement for _, statement in sorted(said.values(), key=lambda each: each[0])]
    return PackSection("Timeline", 1, (*ordered, *more))


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
        said.append(PackStatement(f"Risk: {words} ({each.risk.state}).{why}", _cited(each.risk)))
        said += [_action(one) for one in each.actions]
    said += [_action(one) for one in part.actions]
    if part.plan is not None:
        said.append(PackStatement(f"Plan ({part.plan.state}):"))
        said += list(_fields(part.plan))
    return PackSection(f"Risks, actions and plan: {part.person.label}", 1, tuple(said))


def _action(action: CaseworkShown) -> PackStatement:
    body = action.body
    if not isinstance(body, MeetingActionBody):
        raise TypeError(action.lineage)
    done = f" on {written_date(body.done_at)}" if isinstance(body.done_at, date) else ""
    effect = f" Effect: {sentence(body.effect)}" if body.effect else ""
    owner = f"{body.owner}, {body.agency}, due {written_date(body.due)} ({action.state}{done})."
    return PackStatement(f"Action: {sentence(body.what)} {owner}{effect}", _cited(action))


def _adult(part: PartSeen) -> PackSection:
    said = [*_discussed(part), *(_action(each) for each in part.actions)]
    return PackSection(f"Adult: {named_with(part.person)}", 1, tuple(said))


def _cited(shown: CaseworkShown) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.ref for each in shown.cites if not each.ended))
