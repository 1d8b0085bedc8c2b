"""The sheet of a missing child: asked through the View of its recipient, and recorded as a disclosure first."""

from dataclasses import dataclass

from api.read_session import ReadSession
from api.services.cited_items import items_cited
from api.services.meeting_packs import (
    PackMade,
    Sharing,
    for_whom,
    in_place_of,
    recipient_meant,
    record_shared,
    timeline_of,
)
from graph.judgements.disclosure import RecipientBody
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.queries.casework.seraf import SERAF
from graph.queries.entities.cards import CHILD
from graph.queries.entities.neighbours import NEIGHBOURS, NearEntity
from graph.queries.entities.timeline import MISSING_EVENTS, TIMELINE, TimelineOf
from graph.reading.question import LARGEST_LIMIT, OfEntity
from graph.view.words import describe
from graph.wording import IN_ENGLISH, Language
from viz.export import Export
from viz.pack.file import PackFile
from viz.pack.missing import MissingAnswers, missing_sheet
from viz.pack.model import Pack

PRESET = Sharing(
    purpose="To find a missing child and return them safely.",
    legal_basis="Safeguarding of a child at risk and vital interests (check with legal)",
    justification="The child is missing. Those who look for them need this now, to reduce the risk of harm.",
    conditions="For finding this child alone; destroy when they are found.",
)
"""The justification that is set unless another is typed (protocol §4)."""


@dataclass(frozen=True)
class SheetAsked:
    """A sheet that somebody asks for: of which child, for which recipient, and why."""

    child: str
    recipient: str
    police_reference: str = ""
    why: Sharing = PRESET
    language: Language = IN_ENGLISH


def make_sheet(read_session: ReadSession, asked: SheetAsked) -> PackMade:
    """The sheet, its disclosure recorded first. Raises `NotFound` for a child who is not in its recipient's View."""
    recipient = recipient_meant(read_session, asked.recipient)
    theirs = in_place_of(read_session, recipient)
    sheet = sheet_of(theirs, asked.child, recipient.body, asked.police_reference, for_whom(recipient))
    own = sheet_of(read_session, asked.child, recipient.body, asked.police_reference, "")
    shared = {each.item.id for each in items_cited(theirs.ask, sheet.refs)}
    withheld = {
        each.item.id: each.item.ref for each in items_cited(read_session.ask, own.refs) if each.item.id not in shared
    }
    recorded = record_shared(
        read_session, sheet.title, recipient, asked.why, shared=sorted(shared), withheld=withheld, child=asked.child
    )
    view = describe(read_session.view)
    export = Export("missing sheet", PackFile(sheet, "sheet", asked.language), read_session.actor, view, (asked.child,))
    return PackMade(export, len(sheet.refs), recorded)


def sheet_of(
    read_session: ReadSession, child: str, recipient: RecipientBody, police_reference: str, prepared_for: str
) -> Pack:
    """The sheet of a child as this View shows it. Raises `NotFound`."""
    kinds = ("NetworkMember", "LegalStatus", "Placement", "Responsibility")
    answers = MissingAnswers(
        card=read_session.ask(CHILD, OfEntity(id=child)),
        seraf=read_session.ask(SERAF, OfEntity(id=child)),
        timeline=timeline_of(read_session.ask, child),
        missing=read_session.ask(TIMELINE, TimelineOf(id=child, events=MISSING_EVENTS, limit=LARGEST_LIMIT)),
        near=read_session.ask(NEIGHBOURS, NearEntity(id=child, limit=LARGEST_LIMIT)),
        recorded=read_session.ask(
            CASEWORK_QUESTION, CaseworkOf(kinds=kinds, about=child, limit=LARGEST_REGISTER)
        ).whole,
        day=read_session.view.today,
        police=recipient.police,
        police_reference=police_reference,
    )
    return missing_sheet(answers, prepared_for or "For the file")
