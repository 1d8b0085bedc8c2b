"""Recording a judgement that somebody typed, from whatever face: a form of a page, or the options of a command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from api.read_session import ReadSession
from graph.audit.entry import storable
from graph.casework.disclosures import minutes_disclosed, recipient_named
from graph.casework.drafts import Draft
from graph.casework.meeting import OF_MEETING, MeetingSeen, check_next, check_typed, meeting_seen, parts_drafted
from graph.errors import Ambiguous, Changed, Difference, NotFound, ValueRefused
from graph.judgements.body import Body
from graph.judgements.disclosure import WITHHELD, DisclosureBody
from graph.judgements.kinds import BODIES
from graph.judgements.meeting import MeetingBody
from graph.judgements.typed import as_typed, read_typed
from graph.model.kinds import Kind
from graph.model.recorded import Citation, JudgementKind, JudgementRecord
from graph.model.view import View
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf, CaseworkShown
from graph.queries.casework.seraf import SERAF, SerafShown
from graph.queries.entities.find import FIND, Words
from graph.queries.entities.items import ITEMS_CITED, MOST_REFS, Citations
from graph.reading.parts import EntityRef
from graph.reading.question import OfEntity
from graph.rules.cases import states_after
from graph.values.text import seen
from graph.wording import wording

NETWORK_KINDS: tuple[JudgementKind, ...] = ("NetworkMember", "LegalStatus", "Placement", "Responsibility")
OF_CHILD: tuple[JudgementKind, ...] = ("Referral", "StrategyDiscussion")
FIRST_BY_FORM: tuple[JudgementKind, ...] = (
    *NETWORK_KINDS,
    *OF_CHILD,
    *("LeadContact", "CommonPlace", "Risk", "Action", "Plan", "Recipient", "Disclosure", "Disruption"),
    *("Enquiry", "Deputy"),
)
"""The kinds that are recorded for the first time by one form; others begin on a page of their own."""
OWN_STEPS: frozenset[JudgementKind] = frozenset({"Notice", "Contact", "PremisesOfConcern", "PremisesSearch"})
"""The kinds whose steps are taken on pages of their own, which check what the one form does not know."""
TRIES = 3
"""How often a field is saved again on top of what somebody wrote into another one at the same moment."""


@dataclass(frozen=True)
class TypedRecord:
    """What was typed: the fields by name; the state (blank: that of a first version, or as it stands); why; the items
    that it rests on, as they are cited; and who may read it, where that is narrowed."""

    fields: Mapping[str, str]
    reason: str
    state: str = ""
    refs: tuple[str, ...] = ()
    access: str | None = None
    set_fields: Mapping[str, object] = field(default_factory=dict[str, object])


def record_first(read_session: ReadSession, kind: JudgementKind, typed: TypedRecord) -> JudgementRecord:
    """Record a judgement for the first time. Raises as `CaseWriter.record`, and `Ambiguous` for a name."""
    now = today(read_session)
    body = _body(now, BODIES[kind], typed.fields, typed.set_fields)
    states = states_after(kind, None, read_session.actor.reader.role)
    state = typed.state or (states[0] if states else "recorded")
    body = _with_recipient(now, body, state)
    cites = (*cited(now, typed.refs), *_withheld(now, body))
    _check_meeting_open(now, body)
    draft = Draft.of(body, state, typed.reason, cites=cites, access=typed.access)
    return read_session.installation.casework.record(read_session.actor, draft)


def record_next(read_session: ReadSession, standing: CaseworkShown, typed: TypedRecord) -> JudgementRecord:
    """Record the next version of what stands: the fields that were typed are put in the place of those that it has.

    What it rests on stays, and items that are cited now are added. Raises as `record_first`, and `Changed` where
    something else stands by now.
    """
    now = today(read_session)
    kept = as_typed(standing.body)
    fixed = {name: getattr(standing.body, name) for name in _set_by_program(standing.body)}
    body = _body(now, type(standing.body), {**kept, **typed.fields}, {**fixed, **typed.set_fields})
    body = _with_recipient(now, body, typed.state or standing.state)
    kept_cites = [Citation(each.id, each.code) for each in standing.cites]
    cites = (*kept_cites, *cited(now, typed.refs), *_withheld(now, body))
    _check_meeting_open(now, body)
    if isinstance(body, MeetingBody) and isinstance(standing.body, MeetingBody):
        _check_reviewed(body, standing.body)
        _check_meeting_next(now, standing, body, typed.state or standing.state)
    draft = Draft.of(
        body, typed.state or standing.state, typed.reason, on=(standing,), cites=cites, access=typed.access
    )
    drafts = [draft, *_disclosed_by(now, standing, draft)]
    return read_session.installation.casework.record_all(read_session.actor, drafts)[0]


def _disclosed_by(now: ReadSession, standing: CaseworkShown, draft: Draft) -> list[Draft]:
    """What is disclosed by this step: agreed minutes, to those who were present."""
    if standing.kind != "Meeting" or draft.state != "agreed" or standing.state == "agreed":
        return []
    recorded = now.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Disclosure",), limit=LARGEST_REGISTER)).whole
    return minutes_disclosed(meeting_now(now, standing.lineage), recorded, draft.reason)


def save_fields(
    read_session: ReadSession,
    lineage: str,
    kinds: tuple[JudgementKind, ...],
    typed: Mapping[str, str],
    was: Mapping[str, str],
) -> dict[str, str]:
    """Save fields as somebody types them, each on top of what they saw in it (`was`); returns what stands then.

    Two may type in different fields of one judgement. Raises `Changed`, with the fields, where somebody else wrote
    something else into the same one meanwhile; nothing is written then. Raises as `record_next`.
    """
    for attempt in range(TRIES):
        standing = standing_one(read_session, lineage, kinds)
        stands = as_typed(standing.body)
        wanted = {name: seen(text) for name, text in typed.items() if name in stands}
        differ = {name: text for name, text in wanted.items() if text != stands[name]}
        lost = [name for name in differ if stands[name] != seen(was.get(name, ""))]
        if lost:
            raise Changed(
                wording("This field was changed by %(author)s meanwhile; yours is not saved.", author=standing.author),
                wording("Take what you need from both, and save again."),
                tuple(Difference(name, stands[name], differ[name]) for name in lost),
            )
        if not differ:
            return stands
        try:
            record_next(read_session, standing, TypedRecord(differ, read_session.actor.reason))
            return {**stands, **differ}
        except Changed:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("the last try returns or raises")


def convene(
    read_session: ReadSession, header: MeetingBody, children: Sequence[str], adults: Sequence[str], reason: str
) -> JudgementRecord:
    """Prepare a strategy meeting over these children and adults: the header, and a part for each, all or none.

    The header is as restricted as the most restricted of what is known of its children, so that its chair, who sees
    them, can always read it. Raises as `CaseWriter.record`.
    """
    if not children:
        raise ValueRefused(
            "children", "", wording("no child is named."), wording("A strategy meeting is about at least one child.")
        )
    _check_reviewed(header, None)
    now, casework = today(read_session), read_session.installation.casework
    about = [(child, *_category_and_age(now.ask(SERAF, OfEntity(id=child)))) for child in dict.fromkeys(children)]
    access = casework.offered_access(read_session.actor, tuple(id for id, _, _ in about)).default.text
    draft = Draft.of(header, "prepared", reason, access=access)
    return casework.record_all(read_session.actor, parts_drafted(draft, about, dict.fromkeys(adults), reason))[0]


def meeting_now(read_session: ReadSession, lineage: str) -> MeetingSeen:
    """A meeting as its reader sees it now. Raises `NotFound`."""
    recorded = read_session.ask(CASEWORK_QUESTION, CaseworkOf(kinds=OF_MEETING, limit=LARGEST_REGISTER)).whole
    found = meeting_seen(lineage, recorded)
    if found is None:
        raise NotFound(
            wording("No meeting is recorded as %(lineage)s in what you may see.", lineage=repr(lineage)),
            wording("Look it up in the list."),
        )
    return found


def _category_and_age(seraf: SerafShown) -> tuple[int | None, int | None]:
    category = None if seraf.standing is None else seraf.standing.category
    return category, None if seraf.age is None else seraf.age.lowest


def _check_meeting_open(read_session: ReadSession, body: Body) -> None:
    meeting = str(getattr(body, "meeting", ""))
    if body.kind in ("MeetingPart", "Risk"):
        found = read_session.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Meeting",), lineage=meeting)).recorded
        check_typed(next(iter(found), None), body.kind)


def _check_reviewed(header: MeetingBody, before: MeetingBody | None) -> None:
    """Who reviewed the police information is set by that review alone. Raises `ValueRefused`."""
    was = ("", None) if before is None else (before.reviewed_by, before.reviewed_on)
    if (header.reviewed_by, header.reviewed_on) != was:
        raise ValueRefused(
            "reviewed_by",
            header.reviewed_by,
            wording("it is set by the police information review."),
            wording("An analyst or a manager records the review from the meeting's page."),
        )


def _check_meeting_next(read_session: ReadSession, standing: CaseworkShown, body: MeetingBody, state: str) -> None:
    if state != standing.state:
        recorded = read_session.ask(CASEWORK_QUESTION, CaseworkOf(kinds=OF_MEETING, limit=LARGEST_REGISTER)).whole
        regular = read_session.installation.settings.regular_review_days
        check_next(recorded, standing, body, state, lambda child: read_session.ask(SERAF, OfEntity(id=child)), regular)


def standing_one(read_session: ReadSession, name: str, kinds: tuple[JudgementKind, ...]) -> CaseworkShown:
    """The judgement that stands by the id of its lineage, as its reader sees it now. Raises `NotFound`.

    Raises `ValueRefused` where two versions stand, of which somebody who sees both has to decide.
    """
    found = today(read_session).ask(CASEWORK_QUESTION, CaseworkOf(kinds=kinds, lineage=name)).recorded
    if not found:
        raise NotFound(
            wording("Nothing is recorded as %(name)s in what you may see.", name=repr(name)),
            wording("Look it up again."),
        )
    if len(found) > 1:
        raise ValueRefused(
            "judgement", name, wording("two versions of it stand."), wording("Withdraw one of them first.")
        )
    return next(iter(found))


def today(read_session: ReadSession) -> ReadSession:
    """The same reader's access to everything that is known now, whatever their page or command leaves out."""
    return replace(read_session, view=View(today=read_session.view.today))


def cited(read_session: ReadSession, refs: Sequence[str]) -> tuple[Citation, ...]:
    """The items that are cited as REPORT_REF/ITEM_NO or by id. Raises `NotFound` and, for two of one reference,
    `Ambiguous`."""
    wanted = tuple(dict.fromkeys(each.strip() for each in refs if each.strip()))
    if not wanted:
        return ()
    if len(wanted) > MOST_REFS:
        raise ValueRefused(
            "refs", str(len(wanted)), wording("at most %(most_refs)s items are cited at once.", most_refs=MOST_REFS)
        )
    by_ref = {ref: ref for ref in wanted if not ref.startswith("item:")}
    found = read_session.ask(ITEMS_CITED, Citations(refs=tuple(by_ref))).items if by_ref else ()
    meant: list[Citation] = []
    for ref in wanted:
        ids = [each.item.id for each in found if each.item.ref == ref] if ref in by_ref else [ref]
        if not ids:
            raise NotFound(
                wording("No item is recorded as %(ref)s in what you may see.", ref=repr(ref)),
                wording("Cite an item that you can open."),
            )
        if len(ids) > 1:
            raise Ambiguous(ref, tuple((id, "item", ref) for id in ids))
        meant.append(Citation(ids[0]))
    return tuple(meant)


def entity_meant(read_session: ReadSession, text: str, kinds: frozenset[Kind] | None = None) -> EntityRef:
    """The one entity (of these kinds) that the words mean. Raises `NotFound`, and `Ambiguous` for several."""
    entities = read_session.ask(FIND, Words(text=text)).entities
    found = [each for each in entities if kinds is None or each.kind in kinds]
    if not found:
        raise NotFound(
            wording("Nothing is recorded as %(text)s in what you may see.", text=repr(text)),
            wording("Look it up by another name."),
        )
    if len(found) > 1:
        raise Ambiguous(text, tuple((each.id, each.kind, each.label) for each in found))
    return next(iter(found))


def _body(
    read_session: ReadSession, body: type[Body], fields: Mapping[str, str], set_fields: Mapping[str, object]
) -> Body:
    typed = {name: seen(storable(text)) for name, text in fields.items()}
    named = {name: entity_meant(read_session, typed[name]).id for name in body.named if typed.get(name, "").strip()}
    return read_typed(body, typed, {**set_fields, **named})


def _with_recipient(read_session: ReadSession, body: Body, state: str) -> Body:
    """A disclosure names the record of its recipient; somebody who was refused need not have one."""
    if not isinstance(body, DisclosureBody) or body.police_review:
        return body
    recorded = read_session.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Recipient",), limit=LARGEST_REGISTER)).whole
    try:
        found = recipient_named(recorded, body.recipient)
    except NotFound:
        if state != "refused":
            raise
        return body.model_copy(update={"recipient_record": None})
    return body.model_copy(update={"recipient": found.body.name, "recipient_record": found.lineage})


def _withheld(read_session: ReadSession, body: Body) -> tuple[Citation, ...]:
    """The items that a disclosure withholds: cited, so that it is read only by somebody who may read them."""
    if not isinstance(body, DisclosureBody):
        return ()
    return tuple(Citation(each.item, WITHHELD) for each in cited(read_session, [one.item for one in body.withheld]))


def _set_by_program(body: Body) -> list[str]:
    return [name for name, field in type(body).model_fields.items() if field.title is None]
