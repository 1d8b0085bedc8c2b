"""Abduction notices from whatever face: what is recorded of a child and a person, asked through the door."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

from api.read_session import ReadSession
from graph.casework.drafts import Draft
from graph.casework.notice_facts import facts_of, status_refs
from graph.casework.notice_register import REGISTER_KINDS, NoticeLine, contact_after, contact_items, register
from graph.errors import NotFound, ValueRefused
from graph.judgements.notice import ContactBody, NoticeBody
from graph.model.kinds import Kind
from graph.model.recorded import JudgementRecord
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.queries.entities.cards import ADULT, CHILD, EntityCard
from graph.queries.entities.items import ITEMS_CITED, MOST_REFS, Citations
from graph.queries.entities.timeline import TIMELINE, TimelineOf
from graph.reading.parts import EntityRef, ItemShown
from graph.reading.question import LARGEST_LIMIT, OfEntity
from graph.rules.contact import ContactItem, ContactRecord
from graph.rules.grounds import NoticeCheck, NoticeFacts, check_grounds
from graph.rules.notices import Basis, Relation, not_servable
from graph.values.when import date_of
from graph.view.words import describe
from graph.wording import IN_ENGLISH, Language, joined, wording
from viz.export import Export

if TYPE_CHECKING:
    from viz.notice.file import NoticeForm


def check_notice(
    read_session: ReadSession, child: str, adult: EntityRef, address: str | None, day: date
) -> NoticeCheck:
    """Whether grounds for a notice appear to be met on a day. Raises `NotFound` where somebody is hidden."""
    return check_grounds(gather_facts(read_session, child, adult, address), day)


def gather_facts(read_session: ReadSession, child: str, adult: EntityRef, address: str | None) -> NoticeFacts:
    """What this reader sees of the child, of the person and of the child's legal status. Raises `NotFound`."""
    card = read_session.ask(CHILD, OfEntity(id=child))
    recorded = read_session.ask(
        CASEWORK_QUESTION, CaseworkOf(kinds=("LegalStatus",), about=child, limit=LARGEST_REGISTER)
    ).whole
    items = dict(_items(read_session, status_refs(card)))
    return facts_of(card, person_card(read_session, adult.id, adult.kind), recorded, items, address)


def person_card(read_session: ReadSession, id: str, kind: Kind) -> EntityCard:
    """What is recorded of a person, child or not. Raises `NotFound`."""
    return read_session.ask(CHILD if kind == "child" else ADULT, OfEntity(id=id))


def _items(read_session: ReadSession, refs: tuple[str, ...]) -> Iterator[tuple[str, ItemShown]]:
    for start in range(0, len(refs), MOST_REFS):
        for cited in read_session.ask(ITEMS_CITED, Citations(refs=refs[start : start + MOST_REFS])).items:
            yield cited.item.ref, cited.item


@dataclass(frozen=True)
class NoticeShown:
    """One notice, and what is recorded of contact after it; `cut`: the oldest items were left unread."""

    line: NoticeLine
    contact: ContactRecord | None
    cut: bool


def notices(read_session: ReadSession, about: str | None = None) -> tuple[NoticeLine, ...]:
    """The notices that stand, all or those about an entity. Raises `NotFound` for one that is hidden."""
    asked = CaseworkOf(kinds=REGISTER_KINDS, about=about, limit=LARGEST_REGISTER)
    return register(read_session.ask(CASEWORK_QUESTION, asked).whole, read_session.view.today)


def one_notice(read_session: ReadSession, lineage: str) -> NoticeLine:
    """The notice of this id. Raises `NotFound` where none stands for this reader."""
    [*stands] = read_session.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Notice",), lineage=lineage)).recorded
    if not stands:
        raise NotFound(
            wording("No notice is recorded as %(lineage)s in what you may see.", lineage=repr(lineage)),
            wording("See the register of notices."),
        )
    lines = notices(read_session, stands[0].about[0].record)
    return next(each for each in lines if each.shown.lineage == lineage)


def notice_with_contact(read_session: ReadSession, lineage: str) -> NoticeShown:
    """One notice and contact after it, from every item that names the child, whenever it came in."""
    line = one_notice(read_session, lineage)
    if line.body.served is None:
        return NoticeShown(line, None, cut=False)
    timeline = read_session.ask(TIMELINE, TimelineOf(id=line.child.id, limit=LARGEST_LIMIT))
    contacts = read_session.ask(
        CASEWORK_QUESTION, CaseworkOf(kinds=("Contact",), about=line.child.id, limit=LARGEST_REGISTER)
    ).whole
    return NoticeShown(line, contact_after(line, timeline, contacts), cut=timeline.total > timeline.shown)


def notice_leaving(
    read_session: ReadSession, line: NoticeLine, form: "NoticeForm", language: Language = IN_ENGLISH
) -> Export:
    """A notice on its way out as a document, in a language."""
    from viz.notice.file import NoticeFile  # only where one leaves: it loads what writes documents

    subjects = (line.shown.lineage, line.child.id, line.adult.id)
    content = NoticeFile(line.text, form, read_session.settings.letterhead, language)
    return Export(f"notice as {form}", content, read_session.actor, describe(read_session.view), subjects)


def prepare_notice(
    read_session: ReadSession,
    child: EntityRef,
    adult: EntityRef,
    address: EntityRef | None,
    day: date,
    given: Mapping[str, object],
    reason: str,
) -> JudgementRecord:
    """Prepare a notice on grounds as they stand on a day; `given` are the fields that a person states.

    Raises `ValueRefused` where no basis appears to be met, where both are and none was chosen, and where the address is
    one at which the child is recorded as living, which the notice would reveal; and as the writer.
    """
    facts = gather_facts(read_session, child.id, adult, None if address is None else address.id)
    if address is not None and (facts.lives_there or _placed_there(read_session, child, address)):
        raise ValueRefused(
            "address", address.label, wording("the child is recorded as living there, and the notice would say so.")
        )
    if facts.child_born is None:
        raise ValueRefused("child", child.label, wording("no date of birth is recorded, and the notice names it."))
    found = check_grounds(replace(facts, relation=_relation(given) or facts.relation), day)
    basis = _basis(found, given)
    status = _stated_status(facts, given)
    made = next((each for each in facts.statuses if each.code == status), None)
    body = NoticeBody.read(
        {
            "child": child.id,
            "adult": adult.id,
            "address": None if address is None else address.id,
            "child_name": child.label,
            "child_born": facts.child_born.key,
            "adult_name": adult.label,
            "address_words": "" if address is None else address.label,
            "relation": facts.relation,
            "status_made": None if made is None or made.made is None else date_of(made.made.start_ms),
            "status_until": None if made is None else made.last_day,
            "ends": next((each.until for each in found.bases if each.basis == basis), None),
            **given,
            "basis": basis,
            "status": status,
        }
    )
    return read_session.installation.casework.record(read_session.actor, Draft.of(body, "prepared", reason))


def authorise_notice(read_session: ReadSession, lineage: str, reason: str) -> JudgementRecord:
    """Authorise a notice. Raises `ValueRefused` naming what is missing of statement, grounds and person served."""
    line = one_notice(read_session, lineage)
    body = line.body
    facts = gather_facts(read_session, line.child.id, line.adult, None)
    found = check_grounds(replace(facts, relation=body.relation), read_session.view.today)
    basis = next(each for each in found.bases if each.basis == body.basis)
    reasons = [
        *body.not_allowed("authorised"),
        *not_servable(
            facts.adult_born,
            read_session.view.today,
            named=facts.named,
            adult=facts.adult,
            referred=bool(body.referred.strip()),
            advised=bool(body.advised.strip()),
        ),
    ]
    if basis.met == "no" or (basis.met == "unknown" and not body.advised.strip()):
        missing = wording(" Missing: %(missing)s.", missing=joined(", ", basis.missing)) if basis.missing else ""
        reasons.append(f"{basis.words[:1].upper()}{basis.words[1:]}.{missing}")
    if reasons:
        raise ValueRefused("state", "authorised", " ".join(dict.fromkeys(reasons)))
    return change_notice(read_session, line, "authorised", {}, reason)


def change_notice(
    read_session: ReadSession, line: NoticeLine, state: str, changes: Mapping[str, object], reason: str
) -> JudgementRecord:
    """The next version of a notice, in the place of those that stand. Raises as the writer."""
    stands = read_session.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Notice",), lineage=line.shown.lineage)).recorded
    body = NoticeBody.read({**line.body.model_dump(), **changes})
    draft = Draft(
        lineage=line.shown.lineage,
        state=state,
        about=body.about(),
        body=body,
        replaces=tuple(each.id for each in stands),
        reason=reason,
    )
    return read_session.installation.casework.record(read_session.actor, draft)


def decide_contact(
    read_session: ReadSession,
    lineage: str,
    items: Sequence[str],
    state: str,
    reason: str,
    *,
    evidence: str = "",
    same_as: str = "",
) -> JudgementRecord:
    """Decide what some items are that report contact after a notice. Items are named by id or as they are cited.

    `same_as` is an item whose incident they repeat, named likewise. What was decided of the same items before is
    replaced. Raises `ValueRefused` for an item that reports no such contact, and as the writer.
    """
    line = one_notice(read_session, lineage)
    timeline = read_session.ask(TIMELINE, TimelineOf(id=line.child.id, limit=LARGEST_LIMIT))
    known = contact_items(line, timeline)
    if line.body.served is None:
        raise ValueRefused("notice", lineage, wording("it is not recorded as served."))
    ids = tuple(sorted({_contact_meant(known, each) for each in items}))
    stands = read_session.ask(
        CASEWORK_QUESTION, CaseworkOf(kinds=("Contact",), about=line.child.id, limit=LARGEST_REGISTER)
    ).whole
    of_notice = [
        (each, each.body) for each in stands if isinstance(each.body, ContactBody) and each.body.notice == lineage
    ]
    before = [each for each, body in of_notice if set(body.items) & set(ids)]
    root = None
    if same_as:
        repeated = _contact_meant(known, same_as)
        root = next((each.lineage for each, body in of_notice if repeated in body.items), None)
        if root is None:
            raise ValueRefused(
                "same_as",
                same_as,
                wording("nobody has decided about that contact yet."),
                wording("Decide about it first."),
            )
    lineages = {each.lineage for each in before}
    if len(lineages) > 1:
        raise ValueRefused(
            "items",
            ", ".join(items),
            wording("they were decided about apart."),
            wording("Decide about each by itself."),
        )
    body = ContactBody.read(
        {
            "notice": lineage,
            "child": line.body.child,
            "adult": line.body.adult,
            "items": ids,
            "evidence": evidence,
            "same_as": root,
        }
    )
    draft = Draft.of(body, state, reason)
    if before:
        draft = replace(draft, lineage=before[0].lineage, replaces=tuple(each.id for each in before))
    return read_session.installation.casework.record(read_session.actor, draft)


def _contact_meant(known: Sequence[ContactItem], text: str) -> str:
    found = [each.id for each in known if text in (each.id, each.ref)]
    if len(found) != 1:
        raise ValueRefused(
            "items", text, wording("it is no item that reports contact after this notice."), wording("See the notice.")
        )
    return found[0]


def _placed_there(read_session: ReadSession, child: EntityRef, address: EntityRef) -> bool:
    placed = read_session.ask(
        CASEWORK_QUESTION, CaseworkOf(kinds=("Placement",), about=child.id, limit=LARGEST_REGISTER)
    )
    return any(address.id == about.entity.id for each in placed.whole for about in each.about)


def _relation(given: Mapping[str, object]) -> Relation | None:
    return cast("Relation | None", given.get("relation"))


def _basis(found: NoticeCheck, given: Mapping[str, object]) -> Basis:
    chosen = given.get("basis")
    if chosen is None and len(found.met) == 1:
        return found.met[0]
    if chosen is None and len(found.met) > 1:
        raise ValueRefused(
            "basis",
            "",
            wording("grounds appear to be met for both s.2 and s.49."),
            wording("State which the notice rests on."),
        )
    named = next((each for each in found.bases if each.basis == chosen), None)
    if named is None or named.met == "no":
        reasons = found.reasons if named is None else named.reasons
        raise ValueRefused(
            "basis",
            str(chosen or ""),
            wording("grounds do not appear to be met. %(reasons)s", reasons=joined(" ", reasons)),
        )
    return named.basis


def _stated_status(facts: NoticeFacts, given: Mapping[str, object]) -> object:
    if given.get("status"):
        return given["status"]
    if len(facts.in_force) == 1:
        return facts.in_force[0]
    said = (
        wording("no legal status is recorded")
        if not facts.in_force
        else wording("recorded are %(in_force)s", in_force=joined(", ", facts.in_force))
    )
    raise ValueRefused("status", "", f"{said}.", wording("State the child's legal status, or not-known."))
