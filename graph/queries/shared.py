"""What, and whom, a child shares with other children: the same gathering as linked_children, told by what connects."""

from collections.abc import Callable
from dataclasses import dataclass

from graph.model.schema import Kind
from graph.queries.answers import Shared, SharedEntity, SharedWith
from graph.queries.identity import DOSSIER, IDENTITY, Dossiers, fetch_dossiers, kind_of
from graph.queries.linked import OfChild, child_asked, item_refs
from graph.queries.linking import OWN_ITEMS, SHARING_ITEMS, Gathered, Meeting, gather
from graph.queries.question import Asking, Question
from graph.rules.strength import PLACES, Via, via_strength

ADULTS: frozenset[Kind] = frozenset({"adult", "person"})
"""People who are not children; somebody not yet identified may well be an adult, and is never dropped."""
PREMISES: frozenset[Kind] = frozenset({"premises"})
VEHICLES: frozenset[Kind] = frozenset({"vehicle"})
PHONES: frozenset[Kind] = frozenset({"phone", "account"})


class _Tie:
    def __init__(self, other: str, via: Via, now: int) -> None:
        self.other = other
        self.via = via
        self.strength = via_strength(via, now).value


class _Scored:
    def __init__(self, entity: str, meeting: Meeting, ties: list[_Tie]) -> None:
        self.entity = entity
        self.meeting = meeting
        self.ties = sorted(ties, key=lambda tie: (-tie.strength, tie.other))
        self.score = round(sum(sorted(tie.strength for tie in ties)), PLACES)


@dataclass(frozen=True)
class RankedShared:
    """The most telling of what one child shares, to be told once it is known what everybody in it is called."""

    gathered: Gathered
    scored: list[_Scored]
    total: int

    @property
    def records(self) -> set[str]:
        """Everybody and everything that telling them names."""
        named = {self.gathered.child.id, *(each.entity for each in self.scored)}
        return named | {tie.other for each in self.scored for tie in each.ties}

    def told(self, dossiers: Dossiers) -> Shared:
        """The answer."""
        return Shared(
            child=child_asked(dossiers, self.gathered.child.id),
            shared=tuple(_shown(self.gathered, dossiers, each) for each in self.scored),
            shown=len(self.scored),
            total=self.total,
        )


def rank_shared(gathered: Gathered, kinds: frozenset[Kind], limit: int, now: int) -> RankedShared:
    """Everything of these kinds that is shared is scored; the most telling are to be explained."""
    children = gathered.linked()
    found = [
        _scored(gathered, entity, meeting, children & set(meeting.people), now)
        for entity, meeting in gathered.meetings.items()
        if kind_of(gathered.said[entity]) in kinds
    ]
    found = sorted((each for each in found if each.ties), key=lambda each: (-each.score, each.entity))
    return RankedShared(gathered, found[:limit], len(found))


def _ask_shared(kinds: frozenset[Kind]) -> Callable[[Asking, OfChild], Shared]:
    def ask(asking: Asking, parameters: OfChild) -> Shared:
        ranked = rank_shared(gather(asking, parameters.child), kinds, parameters.limit, asking.now)
        return ranked.told(fetch_dossiers(asking, ranked.gathered.clusters, ranked.records))

    return ask


def _scored(gathered: Gathered, entity: str, meeting: Meeting, children: set[str], now: int) -> _Scored:
    return _Scored(entity, meeting, [_Tie(other, gathered.through(meeting, other), now) for other in children])


def _shown(gathered: Gathered, dossiers: Dossiers, each: _Scored) -> SharedEntity:
    return SharedEntity(
        entity=dossiers.ref(each.entity),
        common=each.meeting.common,
        roles=tuple(sorted(role for role in each.meeting.own_roles if role)),
        children=tuple(
            SharedWith(
                child=dossiers.ref(tie.other),
                category=dossiers.category(tie.other),
                strength=tie.strength,
                items=(item_refs(gathered, tie.via.first), item_refs(gathered, tie.via.second)),
            )
            for tie in each.ties
        ),
        score=each.score,
    )


def _question(name: str, prose: str, kinds: frozenset[Kind]) -> Question[OfChild, Shared]:
    return Question(
        id=name,
        prose=prose,
        parameters=OfChild,
        answer=Shared,
        statements=(OWN_ITEMS, SHARING_ITEMS, IDENTITY, DOSSIER),
        work=_ask_shared(kinds),
        evidence="evidence",
    )


SHARED_ADULTS = _question("shared_adults", "Which adults does this child share with other children?", ADULTS)
SHARED_PREMISES = _question("shared_premises", "Which premises does this child share with other children?", PREMISES)
SHARED_VEHICLES = _question("shared_vehicles", "Which vehicles does this child share with other children?", VEHICLES)
SHARED_PHONES = _question(
    "shared_phones", "Which phones and accounts does this child share with other children?", PHONES
)
