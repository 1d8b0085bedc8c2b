"""What is proposed before a strategy meeting, asked through the door; and what a person takes over of it."""

from typing import Literal

from api.read_session import ReadSession
from api.services.record_judgement import TypedRecord, record_next, standing_one, today
from graph.casework.drafts import Draft
from graph.casework.meeting import MeetingSeen, day_of_meeting
from graph.casework.proposals import MeetingProposals, meeting_proposals
from graph.errors import ValueRefused
from graph.judgements.meeting import MeetingBody, MeetingPartBody
from graph.judgements.typed import as_typed
from graph.model.recorded import JudgementKind
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, Casework, CaseworkOf
from graph.queries.casework.seraf import SERAF
from graph.queries.linking.linked_cases import LINKED_CASES, OfChildren
from graph.reading.question import Ask, OfEntity
from graph.values.when import day_start


def proposed_for(read_session: ReadSession, found: MeetingSeen) -> MeetingProposals:
    """Linked children, what the children share, what is new since the last meeting, and who may be invited.

    Raises `OutOfBounds` where a register holds more than is read at once: never proposed from a part of it.
    """
    now = today(read_session)
    day = day_of_meeting(found.header)
    earlier = [held for each in found.series if (held := day_of_meeting(each)) < day]
    header = found.header.body
    since = max(earlier) if earlier else header.since if isinstance(header, MeetingBody) else None
    people = (*found.children, *found.adults)
    of_people = [_register("NetworkMember", "Responsibility", about=each.person.id) for each in people]
    of_leads = _register("LeadContact")
    ids = tuple(each.person.id for each in found.children)
    since_ms = None if since is None else day_start(since)
    linked = Ask(LINKED_CASES, OfChildren(children=ids, since_ms=since_ms)) if ids else None
    answers = now.ask_all(*of_people, of_leads, *((linked,) if linked else ()))
    networks = [
        (each.person.label, answers.of(recorded).whole) for each, recorded in zip(people, of_people, strict=True)
    ]
    return meeting_proposals(found, answers.of(linked) if linked else None, networks, answers.of(of_leads).whole, day)


def _register(*kinds: JudgementKind, about: str | None = None) -> Ask[CaseworkOf, Casework]:
    return Ask(CASEWORK_QUESTION, CaseworkOf(kinds=kinds, about=about, limit=LARGEST_REGISTER))


def add_part(read_session: ReadSession, meeting: str, person: str, of: Literal["child", "adult"]) -> None:
    """Add a part for a child, with the category that stands, or for an adult. Raises as `CaseWriter.record`."""
    seraf = today(read_session).ask(SERAF, OfEntity(id=person)) if of == "child" else None
    body = MeetingPartBody(
        meeting=meeting,
        person=person,
        of=of,
        category=None if seraf is None or seraf.standing is None else seraf.standing.category,
        age=None if seraf is None or seraf.age is None else seraf.age.lowest,
    )
    draft = Draft.of(body, "recorded", read_session.actor.reason)
    read_session.installation.casework.record(read_session.actor, draft)


def invite(read_session: ReadSession, meeting: str, name: str, agency: str) -> None:
    """Add somebody to those invited to a meeting. Raises `ValueRefused` for a blank name, and as `record_next`."""
    if not name.strip():
        raise ValueRefused("name", "", "it is not given.")
    standing = standing_one(read_session, meeting, ("Meeting",))
    rows = [as_typed(standing.body)["invited"], "; ".join(filter(None, (name.strip(), agency.strip())))]
    typed = TypedRecord({"invited": "\n".join(filter(None, rows))}, read_session.actor.reason)
    record_next(read_session, standing, typed)
