"""Packs of strategy meetings: asked for through the View of their recipient, and recorded as a disclosure.

A pack for a recipient is asked from the start through what that recipient may receive of what its sender reads
(`RecipientBody.reader`), so that hiding an item equals never having recorded it there too. Its manifest, with what the
sender sees and the recipient does not, is the disclosure: a record for the file, never a part of the copy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from api.read_session import ReadSession
from api.saved import SavedViews
from api.services.cited_items import Asks, items_cited
from api.services.pictures import caption_of
from api.services.record_judgement import meeting_now, today
from graph.casework.disclosures import RecipientKnown, recipient_named
from graph.casework.drafts import Draft
from graph.casework.meeting import MeetingSeen, day_of_meeting
from graph.errors import NotFound, ValueRefused
from graph.judgements.disclosure import WITHHELD, DisclosureBody, ItemWithheld
from graph.judgements.meeting import MeetingBody
from graph.model.recorded import Citation, JudgementRecord
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.queries.casework.seraf import SERAF
from graph.queries.charts.links_among import LINKS_AMONG
from graph.queries.entities.timeline import TIMELINE, Timeline, TimelineOf
from graph.queries.linking.linked_cases import LINKED_CASES, OfChildren
from graph.reading.question import LARGEST_LIMIT, MOST_AMONG, Among, OfEntity
from graph.values.when import Period
from graph.view.words import describe
from graph.wording import IN_ENGLISH, Language, wording
from viz.answer_networks import cases_network
from viz.export import Export
from viz.network import Caption
from viz.pack.file import PACKS, PackFile
from viz.pack.meeting import MeetingAnswers, sections_of, title_of
from viz.pack.model import Pack
from viz.pack.words import annexed

WHY_WITHHELD = "Not among what this recipient may receive."


Places = Mapping[str, tuple[float, float]]
NO_PLACES: Places = {}


@dataclass(frozen=True)
class Sharing:
    """Why a pack is shared: what its disclosure records (protocol §4)."""

    purpose: str
    legal_basis: str
    justification: str
    conditions: str = ""
    consent: str = ""


def meeting_pack(
    read_session: ReadSession, meeting: str, caption: Caption, *, prepared_for: str = "", only: str = ""
) -> Pack:
    """The pack of a meeting as this View shows it. `only`: the part of one child, without what is about others.

    Raises `NotFound` for a meeting, or a child of it, that is not seen.
    """
    found = meeting_now(read_session, meeting)
    places = _places_of(read_session, found)
    return pack_of(read_session.ask, found, caption, prepared_for=prepared_for, only=only, places=places)


def pack_of(
    ask: Asks,
    found: MeetingSeen,
    caption: Caption,
    *,
    prepared_for: str = "",
    only: str = "",
    places: Places = NO_PLACES,
) -> Pack:
    """The pack of a meeting as it is seen, from what `ask` answers; `places` are those of the meeting's saved picture.
    Raises as `meeting_pack`."""
    answers = _one_child(ask, found, only) if only else _all_children(ask, found)
    picture = (
        None if answers.links is None else cases_network(answers.links, wording("Links of these children"), caption)
    )
    title = title_of(answers)
    drawn = picture if picture and picture.edges else None
    at = _drawn_at(ask, places) if drawn else NO_PLACES
    pack = Pack(title, prepared_for or _invited(found), sections_of(answers), (), drawn, at)
    items = items_cited(ask, pack.refs)
    return replace(pack, items=tuple(annexed(each) for each in items))


def _places_of(read_session: ReadSession, found: MeetingSeen) -> Places:
    header = found.header.body
    number = header.picture if isinstance(header, MeetingBody) else None
    opened = read_session.installation
    return (
        {}
        if number is None
        else SavedViews(opened.sql, opened.log, opened.casework.now).places(read_session.actor, number)
    )


def _drawn_at(ask: Asks, places: Places) -> Places:
    """The places of what this reader sees, under the ids by which it is drawn for them."""
    ids = tuple(sorted(places))[:MOST_AMONG]
    entities = ask(LINKS_AMONG, Among(ids=ids)).entities if ids else ()
    return {each.entity.id: places[id] for each in entities for id in (*each.asked, each.entity.id) if id in places}


def recipient_meant(read_session: ReadSession, name: str) -> RecipientKnown:
    """The recipient of this name or id. Raises `NotFound` and `Ambiguous`."""
    recorded = (
        today(read_session).ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Recipient",), limit=LARGEST_REGISTER)).whole
    )
    return recipient_named(recorded, name)


def in_place_of(read_session: ReadSession, recipient: RecipientKnown) -> ReadSession:
    """The same person's access, as far as the recipient may receive what it shows."""
    actor = replace(read_session.actor, reader=recipient.body.reader(read_session.actor.reader))
    return replace(read_session, actor=actor)


def for_whom(recipient: RecipientKnown) -> str:
    """`For S. Hughes, Health`."""
    return wording("For %(name)s, %(agency)s", name=recipient.body.name, agency=recipient.body.agency)


def shared_pack(
    read_session: ReadSession,
    meeting: str,
    recipient: RecipientKnown,
    why: Sharing,
    caption: Caption,
    *,
    only: str = "",
) -> tuple[Pack, JudgementRecord]:
    """The pack for a recipient, and the disclosure that was recorded for it, before anything leaves.

    Raises as `meeting_pack`, in the words of a meeting that is not there where the recipient may receive none of it.
    """
    theirs = meeting_pack(
        in_place_of(read_session, recipient), meeting, caption, prepared_for=for_whom(recipient), only=only
    )
    own = meeting_pack(read_session, meeting, caption, only=only)
    made = record_shared(
        read_session,
        f"Pack: {theirs.title}",
        recipient,
        why,
        shared=[each.id for each in theirs.items],
        withheld={each.id: each.ref for each in own.items if each.id not in {one.id for one in theirs.items}},
        meeting=meeting,
    )
    return theirs, made


def record_shared(
    read_session: ReadSession,
    what: str,
    recipient: RecipientKnown,
    why: Sharing,
    *,
    shared: Iterable[str],
    withheld: dict[str, str],
    meeting: str | None = None,
    child: str | None = None,
) -> JudgementRecord:
    """Record that items (ids) were shared and others (reference by id) were not. Raises as `CaseWriter.record`, and
    `ValueRefused` for a blank justification."""
    body = DisclosureBody.read(
        {
            "what": what,
            "recipient": recipient.body.name,
            "recipient_record": recipient.lineage,
            "purpose": why.purpose.strip(),
            "legal_basis": why.legal_basis.strip(),
            "consent": why.consent.strip(),
            "justification": why.justification.strip(),
            "conditions": why.conditions.strip(),
            "withheld": [ItemWithheld(item=ref, why=WHY_WITHHELD) for ref in sorted(set(withheld.values()))],
            "sent_at": read_session.view.today,
            "meeting": meeting,
            "child": child,
        }
    )
    cites = (*(Citation(id) for id in shared), *(Citation(id, WITHHELD) for id in sorted(withheld)))
    draft = Draft.of(body, "shared", read_session.actor.reason, cites=cites)
    return read_session.installation.casework.record(read_session.actor, draft)


def timeline_of(ask: Asks, id: str) -> Timeline:
    """Every item about somebody, the latest first, up to the most that are read at once."""
    return ask(TIMELINE, TimelineOf(id=id, limit=LARGEST_LIMIT))


@dataclass(frozen=True)
class PackAsked:
    """A pack that somebody asks for: of which meeting, in which form and language, for which recipient and why."""

    meeting: str
    form: str
    recipient: str = ""
    only: str = ""
    why: Sharing = Sharing("", "", "")
    language: Language = IN_ENGLISH


@dataclass(frozen=True)
class PackMade:
    """A pack on its way out, and the disclosure that was recorded for it, where it is shared."""

    export: Export
    items: int
    disclosure: JudgementRecord | None


def make_pack(read_session: ReadSession, asked: PackAsked) -> PackMade:
    """The pack, its disclosure recorded first. Raises as `meeting_pack` and `shared_pack`, and `ValueRefused` for
    another form."""
    if asked.form not in PACKS:
        raise ValueRefused("format", asked.form, wording("a pack is written as pdf or docx."))
    caption, recorded = caption_of(read_session), None
    if asked.recipient:
        recipient = recipient_meant(read_session, asked.recipient)
        pack, recorded = shared_pack(read_session, asked.meeting, recipient, asked.why, caption, only=asked.only)
    else:
        pack = meeting_pack(read_session, asked.meeting, caption, only=asked.only)
    view = describe(read_session.view)
    export = Export("pack", PackFile(pack, asked.form, asked.language), read_session.actor, view, (asked.meeting,))
    return PackMade(export, len(pack.items), recorded)


def _all_children(ask: Asks, found: MeetingSeen) -> MeetingAnswers:
    ids = tuple(part.person.id for part in found.children)
    since = _since(found)
    wanted = OfChildren(children=ids, limit=LARGEST_LIMIT, since_ms=None if since is None else _start_of(since))
    links = ask(LINKED_CASES, wanted) if ids else None
    serafs = {id: ask(SERAF, OfEntity(id=id)) for id in ids}
    return MeetingAnswers(found, serafs, {id: timeline_of(ask, id) for id in ids}, links)


def _one_child(ask: Asks, found: MeetingSeen, only: str) -> MeetingAnswers:
    """One child's own part: items that name another child too are left out, whatever they say of this one."""
    parts = tuple(part for part in found.children if part.person.id == only)
    if not parts:
        raise NotFound(
            wording("No child %(name)s is in this meeting in what you may see.", name=repr(only)),
            wording("Name a child of the meeting."),
        )
    whole = timeline_of(ask, only)
    entries = tuple(each for each in whole.entries if not any(one.kind == "child" for one in each.named))
    timeline = whole.model_copy(update={"entries": entries, "shown": len(entries), "total": len(entries)})
    alone = replace(found, children=parts, adults=())
    allowed = frozenset(each.item.ref for each in entries)
    return MeetingAnswers(alone, {only: ask(SERAF, OfEntity(id=only))}, {only: timeline}, None, allowed)


def _since(found: MeetingSeen) -> date | None:
    """The day of the meeting before this one in its series, or the day that its header states."""
    own = day_of_meeting(found.header)
    earlier = [day for each in found.series if (day := day_of_meeting(each)) < own]
    header = found.header.body
    return max(earlier) if earlier else header.since if isinstance(header, MeetingBody) else None


def _start_of(day: date) -> int:
    return Period.parse(day.isoformat()).start_ms


def _invited(found: MeetingSeen) -> str:
    header = found.header.body
    names = [each.name for each in header.invited] if isinstance(header, MeetingBody) else []
    chair = header.chair if isinstance(header, MeetingBody) else ""
    if names:
        return wording("For the chair, %(chair)s; invited: %(names)s", chair=chair, names=", ".join(names))
    return wording("For the chair, %(chair)s", chair=chair)
