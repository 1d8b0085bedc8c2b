"""What, and whom, a child shares with other children: the same gathering as linked_children, told by what connects.

A school is shared with thousands: `limit` holds for what is shared, and for the children whom each is shared with.
"""

from collections.abc import Callable
from dataclasses import dataclass

from graph.model.schema import Kind
from graph.queries.answers import Shared, SharedEntity, SharedWith
from graph.queries.identity import IDENTITY, Dossiers
from graph.queries.linked import OfChild, child_asked, item_refs
from graph.queries.linking import Gathered, gather
from graph.queries.meeting import Meeting
from graph.queries.met import OWN_ITEMS, SHARING_ITEMS
from graph.queries.naming import NAMES
from graph.queries.question import Asking, Question
from graph.rules.strength import PLACES, Via, via_value

ADULTS: frozenset[Kind] = frozenset({"adult", "person"})
"""People who are not children; somebody not yet identified may well be an adult, and is never dropped."""
PREMISES: frozenset[Kind] = frozenset({"premises"})
VEHICLES: frozenset[Kind] = frozenset({"vehicle"})
PHONES: frozenset[Kind] = frozenset({"phone", "account"})


@dataclass(frozen=True)
class _Tie:
    other: str
    via: Via
    strength: float


@dataclass(frozen=True)
class _Scored:
    """What is shared, and with whom: the strongest ties, with all that equal the last shown."""

    meeting: Meeting
    ties: list[_Tie]
    total: int
    score: float


@dataclass(frozen=True)
class RankedShared:
    """The most telling of what one child shares, to be told once it is known what everybody in it is called."""

    gathered: Gathered
    scored: list[_Scored]
    limit: int
    total: int

    @property
    def entities(self) -> set[str]:
        """Everybody and everything that telling them names."""
        named = {self.gathered.child.id, *(each.meeting.id for each in self.scored)}
        return named | {tie.other for each in self.scored for tie in each.ties}

    def told(self, dossiers: Dossiers) -> Shared:
        """The answer."""
        return Shared(
            child=child_asked(dossiers, self.gathered.child.id),
            shared=tuple(_shown(self.gathered, dossiers, each, self.limit) for each in self.scored),
            shown=len(self.scored),
            total=self.total,
        )


def rank_shared(gathered: Gathered, kinds: frozenset[Kind], limit: int, now: int) -> RankedShared:
    """Everything of these kinds that is shared is scored; the most telling are to be explained."""
    meetings = [meeting for meeting in gathered.meetings.values() if meeting.others]
    found = [_scored(meeting, limit, now) for meeting in meetings if meeting.sharing.connector.kind in kinds]
    found.sort(key=lambda each: (-each.score, each.meeting.id))
    return RankedShared(gathered, found[:limit], limit, len(found))


def _ask_shared(kinds: frozenset[Kind]) -> Callable[[Asking, OfChild], Shared]:
    def ask(asking: Asking, parameters: OfChild) -> Shared:
        gathered = gather(asking, parameters.child, kinds)
        ranked = rank_shared(gathered, kinds, parameters.limit, asking.now)
        return ranked.told(gathered.around.dossiers(asking, ranked.entities))

    return ask


def _scored(meeting: Meeting, limit: int, now: int) -> _Scored:
    vias = ((other, meeting.via_to(other)) for other in meeting.others)
    ties = [_Tie(other, via, via_value(via, now)) for other, via in vias]
    strengths = sorted((tie.strength for tie in ties), reverse=True)
    least = strengths[:limit][-1]
    strongest = [tie for tie in ties if tie.strength >= least]
    return _Scored(meeting, strongest, len(ties), round(sum(reversed(strengths)), PLACES))


def _shown(gathered: Gathered, dossiers: Dossiers, each: _Scored, limit: int) -> SharedEntity:
    first = sorted(each.ties, key=lambda tie: (-tie.strength, dossiers.id_of(tie.other)))[:limit]
    return SharedEntity(
        entity=dossiers.ref(each.meeting.id),
        common=each.meeting.sharing.common,
        roles=tuple(sorted(role for role in each.meeting.own_roles if role)),
        children=tuple(
            SharedWith(
                child=dossiers.ref(tie.other),
                category=dossiers.category(tie.other),
                strength=tie.strength,
                items=(item_refs(gathered, tie.via.first), item_refs(gathered, tie.via.second)),
            )
            for tie in first
        ),
        shown=len(first),
        total=each.total,
        score=each.score,
    )


def _question(name: str, prose: str, kinds: frozenset[Kind]) -> Question[OfChild, Shared]:
    return Question(
        id=name,
        prose=prose,
        parameters=OfChild,
        answer=Shared,
        statements=(OWN_ITEMS, SHARING_ITEMS, IDENTITY, NAMES),
        work=_ask_shared(kinds),
        evidence="evidence",
    )


SHARED_ADULTS = _question("shared_adults", "Which adults does this child share with other children?", ADULTS)
SHARED_PREMISES = _question("shared_premises", "Which premises does this child share with other children?", PREMISES)
SHARED_VEHICLES = _question("shared_vehicles", "Which vehicles does this child share with other children?", VEHICLES)
SHARED_PHONES = _question(
    "shared_phones", "Which phones and accounts does this child share with other children?", PHONES
)
