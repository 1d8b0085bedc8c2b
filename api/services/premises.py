"""Premises of concern and their searches from whatever face, asked through the door and written by the one writer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.read_session import ReadSession
from api.services.abduction_notices import notices
from graph.casework.drafts import Draft
from graph.casework.notice_register import NoticeLine
from graph.casework.premises_register import (
    PREMISES_KINDS,
    PremisesLine,
    SearchLine,
    earlier_searches,
    premises_lines,
    repeats,
)
from graph.casework.premises_seen import LIVING_KINDS, ChildThere, LivesThere, children_there, lives_there
from graph.errors import NotFound, ValueRefused
from graph.judgements.body import Body
from graph.judgements.premises import PremisesOfConcernBody, PremisesSearchBody
from graph.model.kinds import Kind
from graph.model.recorded import JudgementRecord
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf, CaseworkShown
from graph.queries.entities.cards import CARDS, EntityCard
from graph.queries.entities.neighbours import NEIGHBOURS, NearEntity, Neighbour, Neighbours
from graph.queries.entities.timeline import TIMELINE, Timeline, TimelineOf
from graph.reading.parts import EntityRef
from graph.reading.question import LARGEST_LIMIT, OfEntity
from graph.wording import joined, wording

OPEN, CLOSED = "open", "closed"
SEARCH_STATES = ("ready", "done", "refused", "consent withdrawn")


def premises_register(read_session: ReadSession) -> tuple[PremisesLine, ...]:
    """Every premises with something recorded, those with something due first."""
    asked = CaseworkOf(kinds=PREMISES_KINDS, limit=LARGEST_REGISTER)
    return premises_lines(read_session.ask(CASEWORK_QUESTION, asked).whole)


def premises_line(read_session: ReadSession, address: EntityRef) -> PremisesLine | None:
    """What is recorded of these premises; None where nothing is."""
    return next((each for each in premises_register(read_session) if each.address.id == address.id), None)


@dataclass(frozen=True)
class PremisesSeen:
    """Premises as their page shows them: what stands of them, who is named there, and what happened."""

    card: EntityCard
    line: PremisesLine | None
    near: Neighbours
    children: tuple[ChildThere, ...]
    living: tuple[LivesThere, ...]
    notices: tuple[NoticeLine, ...]
    timeline: Timeline
    earlier: tuple[SearchLine, ...]

    def named(self, *kinds: Kind) -> tuple[Neighbour, ...]:
        """Those of these kinds who are named in the same items."""
        return tuple(each for each in self.near.neighbours if each.entity.kind in kinds)


def premises_seen(read_session: ReadSession, id: str) -> PremisesSeen:
    """Everything that is known of premises. Raises `NotFound`."""
    card = read_session.ask(CARDS["premises"], OfEntity(id=id))
    every = premises_register(read_session)
    line = next((each for each in every if each.address.id == card.entity.id), None)
    near = read_session.ask(NEIGHBOURS, NearEntity(id=id, limit=LARGEST_LIMIT))
    timeline = read_session.ask(TIMELINE, TimelineOf(id=id, limit=LARGEST_LIMIT))
    living = read_session.ask(CASEWORK_QUESTION, CaseworkOf(kinds=LIVING_KINDS, limit=LARGEST_REGISTER)).whole
    occupiers = () if line is None or line.registered is None else line.registered.occupiers
    return PremisesSeen(
        card=card,
        line=line,
        near=near,
        children=children_there(timeline),
        living=lives_there(near.neighbours, living, card.entity.id),
        notices=notices(read_session, id),
        timeline=timeline,
        earlier=earlier_searches(line, every, occupiers),
    )


def open_premises(
    read_session: ReadSession, address: EntityRef, given: Mapping[str, object], reason: str
) -> JudgementRecord:
    """Record premises of concern with their owner, or change what is recorded. Raises as the writer."""
    stands = _stands(read_session, address)
    known = {} if not stands else stands[0].body.model_dump()
    body = PremisesOfConcernBody.read(
        {**known, **given, "address": stands[0].about[0].record if stands else address.id}
    )
    return _record(read_session, body, OPEN, stands, reason)


def close_premises(read_session: ReadSession, address: EntityRef, reason: str) -> JudgementRecord:
    """Close premises of concern, with a reason. Raises `NotFound` where none stands open."""
    stands = [each for each in _stands(read_session, address) if each.state == OPEN]
    if not stands:
        raise NotFound(
            wording("No premises of concern stand open as %(label)s.", label=repr(address.label)),
            wording("See `dolen premises list`."),
        )
    return _record(read_session, stands[0].body, CLOSED, stands, reason)


def record_search(
    read_session: ReadSession, address: EntityRef, state: str, given: Mapping[str, object], reason: str, *, of: str = ""
) -> JudgementRecord:
    """Make a search ready, or record one that took place; `of` is the id of one that was made ready.

    Whether it is a repeat is taken from what is recorded. Raises `ValueRefused` naming what makes it not ready.
    """
    if state not in SEARCH_STATES:
        raise ValueRefused(
            "state", state, wording("write one of %(search_states)s.", search_states=joined(", ", SEARCH_STATES))
        )
    every = premises_register(read_session)
    line = next((each for each in every if each.address.id == address.id), None)
    before = None if not of else _search(every, of)
    known = {} if before is None else before.body.model_dump()
    body = PremisesSearchBody.read({**known, **given, "address": address.id if before is None else before.body.address})
    body = body.model_copy(update={"repeat": repeats(line, every, body.occupiers, body.day or read_session.view.today)})
    as_repeat = "ready as a repeat" if state == "ready" and body.repeat else state
    return _record(read_session, body, as_repeat, [] if before is None else [before.shown], reason)


def review_search(read_session: ReadSession, lineage: str, reason: str) -> JudgementRecord:
    """Record, as a manager, that a search was reviewed. Raises `NotFound`."""
    search = _search(premises_register(read_session), lineage)
    return _record(read_session, search.body, "reviewed", [search.shown], reason)


def _search(every: Sequence[PremisesLine], lineage: str) -> SearchLine:
    found = next((each for line in every for each in line.searches if each.shown.lineage == lineage), None)
    if found is None:
        raise NotFound(
            wording("No search is recorded as %(lineage)s in what you may see.", lineage=repr(lineage)),
            wording("See `dolen premises show`."),
        )
    return found


def _stands(read_session: ReadSession, address: EntityRef) -> Sequence[CaseworkShown]:
    asked = CaseworkOf(kinds=("PremisesOfConcern",), about=address.id, limit=LARGEST_REGISTER)
    return read_session.ask(CASEWORK_QUESTION, asked).whole


def _record(
    read_session: ReadSession, body: Body, state: str, stands: Sequence[CaseworkShown], reason: str
) -> JudgementRecord:
    draft = Draft.of(body, state, reason)
    if stands:
        draft = Draft(
            lineage=stands[0].lineage,
            state=state,
            about=body.about(),
            body=body,
            replaces=tuple(each.id for each in stands if each.lineage == stands[0].lineage),
            reason=reason,
        )
    return read_session.installation.casework.record(read_session.actor, draft)
