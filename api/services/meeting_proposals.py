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
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf, CaseworkShown
from graph.queries.casework.seraf import SERAF
from graph.queries.linking.linked_cases import LINKED_CASES, OfChildren
from graph.reading.question import OfEntity
from graph.values.when import day_start


def proposed_for(read_session: ReadSession, found: MeetingSeen) -> MeetingProposals:
    """Linked children, what the children share, what is new since the last meeting, and who may be invited."""
    now = today(read_session)
    day = day_of_meeting(found.header)
    earlier = [held for each in found.series if (held := day_of_meeting(each)) < day]
    header = found.header.body
    since = max(earlier) if earlier else header.since if isinstance(header, MeetingBody) else None
    ids = tuple(each.person.id for each in found.children)
    wanted = OfChildren(children=ids, since_ms=None if since is None else day_start(since)) if ids else None
    networks = {
        each.person.label: _register(now, "NetworkMember", "Responsibility", about=each.person.id)
        for each in (*found.children, *found.adults)
    }
    leads = _register(now, "LeadContact")
    return meeting_proposals(found, None if wanted is None else now.ask(LINKED_CASES, wanted), networks, leads, day)


def _register(now: ReadSession, *kinds: JudgementKind, about: str | None = None) -> tuple[CaseworkShown, ...]:
    """Every record of these kinds; never a part of them. Raises `OutOfBounds` where there are too many."""
    return now.ask(CASEWORK_QUESTION, CaseworkOf(kinds=kinds, about=about, limit=LARGEST_REGISTER)).whole


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
