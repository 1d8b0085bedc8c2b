"""The police information review of a meeting (protocol §5.8, §6.3): what its chair does not see, and what came of it.

Somebody cleared reads what the chair's View lacks about each child, each adult and each person invited. The header of
the meeting says only who reviewed it and when; the outcome is a disclosure that no chair reads, whatever it says, so
that the state of the review reveals nothing to a chair.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from api.read_session import ReadSession
from api.services.record_judgement import meeting_now, standing_one, today
from graph.casework.drafts import Draft
from graph.casework.meeting import TYPED_IN, MeetingSeen
from graph.errors import NotPermitted, ValueRefused
from graph.judgements.disclosure import WITHHELD, DisclosureBody, ItemWithheld
from graph.judgements.meeting import MeetingBody
from graph.model.kinds import PEOPLE
from graph.model.recorded import Citation, JudgementRecord
from graph.model.view import Reader, Role
from graph.queries.entities.find import FIND, Words
from graph.queries.entities.timeline import TIMELINE, TimelineEntry, TimelineOf
from graph.reading.parts import EntityRef
from graph.reading.question import LARGEST_LIMIT
from graph.rules.visibility import may_see
from graph.values.access import Access
from graph.wording import wording

REVIEWERS: frozenset[Role] = frozenset({"analyst", "manager", "operator"})
"""The roles that may be cleared for more than a chair."""
ReviewOutcome = Literal["shared", "sanitised", "refused", "nothing to add"]


@dataclass(frozen=True)
class PersonReviewed:
    """Somebody in a meeting or invited (`called`), who that may be, and the items about them that its chair lacks.

    Of `total` items about them the latest `read` were read.
    """

    called: str
    invited: bool
    entity: EntityRef
    lacking: tuple[TimelineEntry, ...]
    read: int
    total: int


@dataclass(frozen=True)
class PoliceReview:
    """A meeting, and what its chair lacks about each person."""

    meeting: MeetingSeen
    chair: Reader
    people: tuple[PersonReviewed, ...]

    @property
    def refs(self) -> dict[str, str]:
        """The items that the chair lacks: how each is cited, by id."""
        return {each.item.id: each.item.ref for person in self.people for each in person.lacking}


@dataclass(frozen=True)
class ReviewRecorded:
    """What came of a review: the items that are shared as they are (ids), the words given where it was sanitised, and
    the justification."""

    outcome: ReviewOutcome
    justification: str
    what: str = ""
    given: str = ""
    shared: tuple[str, ...] = ()


def review_police_information(read_session: ReadSession, meeting: str) -> PoliceReview:
    """What the chair's View lacks about the people of a meeting. Raises `NotFound`, and `NotPermitted` for a chair."""
    _check_reviewer(read_session)
    now = today(read_session)
    found = meeting_now(now, meeting)
    header = _header(found)
    chair = chair_reader(read_session, header)
    people = {(part.person.id): (part.person, part.person.label, False) for part in (*found.children, *found.adults)}
    for invited in header.invited:
        for entity in now.ask(FIND, Words(text=invited.name)).entities:
            if entity.kind in PEOPLE:
                people.setdefault(entity.id, (entity, invited.name, True))
    return PoliceReview(found, chair, tuple(_person(now, chair, *each) for each in people.values()))


def chair_reader(read_session: ReadSession, header: MeetingBody) -> Reader:
    """The reader that the chair of a meeting is: their account, or a chair who is in no compartment."""
    from api.accounts import Accounts  # only where a meeting is reviewed

    account = Accounts(read_session.installation.sql).find(header.chair)
    return Reader(header.chair, "chair") if account is None else account.reader()


def record_police_review(
    read_session: ReadSession, meeting: str, given: ReviewRecorded, reason: str
) -> JudgementRecord:
    """Record what came of the review: the disclosure, and in the header who reviewed and on which day; both or neither.

    Every item that the chair lacks and that is not shared is recorded as withheld. Raises as
    `review_police_information` and `CaseWriter.record`, and `ValueRefused` for an outcome that is not whole.
    """
    review = review_police_information(read_session, meeting)
    header, standing = _header(review.meeting), standing_one(read_session, meeting, ("Meeting",))
    if standing.state not in TYPED_IN:
        raise ValueRefused(
            "state", standing.state, wording("the minutes are agreed."), wording("The chair takes the meeting back.")
        )
    lacking = review.refs
    unknown = [id for id in given.shared if id not in lacking]
    if unknown:
        raise ValueRefused("shared", ", ".join(unknown), wording("the chair's View does not lack it."))
    if given.outcome == "shared" and not given.shared:
        raise ValueRefused(
            "shared", "", wording("no item is chosen."), wording("Choose what is shared, or another outcome.")
        )
    withheld = {id: ref for id, ref in lacking.items() if id not in given.shared}
    body = DisclosureBody.read(
        {
            "what": given.what.strip() or "Police information review",
            "recipient": header.chair,
            "justification": given.justification.strip(),
            "given": given.given.strip(),
            "withheld": [ItemWithheld(item=ref, why=given.outcome) for ref in sorted(set(withheld.values()))],
            "sent_at": read_session.view.today if given.outcome in ("shared", "sanitised") else None,
            "meeting": meeting,
            "police_review": True,
        }
    )
    cites = (*(Citation(id) for id in given.shared), *(Citation(id, WITHHELD) for id in sorted(withheld)))
    reviewed = header.model_copy(update={"reviewed_by": read_session.actor.who, "reviewed_on": read_session.view.today})
    kept = tuple(Citation(each.id, each.code) for each in standing.cites)
    drafts: Sequence[Draft] = (
        Draft.of(body, given.outcome, reason, cites=cites),
        Draft.of(reviewed, standing.state, "Police information reviewed", on=(standing,), cites=kept),
    )
    return read_session.installation.casework.record_all(read_session.actor, drafts)[0]


def _person(read_session: ReadSession, chair: Reader, entity: EntityRef, called: str, invited: bool) -> PersonReviewed:
    found = read_session.ask(TIMELINE, TimelineOf(id=entity.id, limit=LARGEST_LIMIT))
    lacking = tuple(each for each in found.entries if not may_see(chair, Access.parse(each.item.access)))
    return PersonReviewed(called, invited, entity, lacking, found.shown, found.total)


def _check_reviewer(read_session: ReadSession) -> None:
    role = read_session.actor.reader.role
    if role not in REVIEWERS:
        raise NotPermitted(
            wording("The role %(role)s does not review police information.", role=repr(role)),
            wording("Ask an analyst or a manager."),
        )


def _header(found: MeetingSeen) -> MeetingBody:
    if not isinstance(found.header.body, MeetingBody):
        raise TypeError(found.header.lineage)
    return found.header.body
