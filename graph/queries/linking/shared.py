"""The entities a child shares with other children: the connections of linked_children, by what connects.

A school is shared with thousands: `limit` holds for what is shared, and for the children each is shared with.
"""

from collections.abc import Callable
from dataclasses import dataclass

from graph.identity.seen_entities import category_of, ceiling_of, entity_ref
from graph.model.kinds import Kind
from graph.queries.linking.case_links import CaseLinks, find_case
from graph.queries.linking.linked_children import ChildAsked, OfChild, child_asked
from graph.queries.linking.sentences import shared_sentence
from graph.reading.parts import Banded, EntityRef, Part
from graph.reading.question import Answer, QueryContext, Question
from graph.rules.bands import Band, band
from graph.rules.strength import PLACES

ADULTS: frozenset[Kind] = frozenset({"adult", "person"})
"""People who are not children; somebody not yet identified may well be an adult, and is never dropped."""
PREMISES: frozenset[Kind] = frozenset({"premises"})
VEHICLES: frozenset[Kind] = frozenset({"vehicle"})
PHONES: frozenset[Kind] = frozenset({"phone", "account"})


class SharedWith(Part):
    """Another child who shares an entity, in which band, and the items of each half."""

    child: EntityRef
    category: int | None
    ceiling: int | None
    band: Band
    strength: float
    items: tuple[tuple[str, ...], tuple[str, ...]]


class SharedEntity(Banded):
    """An entity that this child shares with others, and how strongly with each: the strongest, and how many there are.

    `score` adds up the strengths with all of them.
    """

    entity: EntityRef
    common: bool
    roles: tuple[str, ...]
    children: tuple[SharedWith, ...]
    shown: int
    total: int
    score: float


class Shared(Answer):
    """The entities a child shares with other children: those of the first band first, then the most telling."""

    child: ChildAsked
    shared: tuple[SharedEntity, ...]
    shown: int
    total: int


@dataclass(frozen=True)
class _Scored:
    """A shared entity, by its place among what connects the child, and its first rows, of `total`."""

    place: int
    rows: list[int]
    total: int
    concern: bool
    score: float


def shared_with_others(case: CaseLinks, kinds: frozenset[Kind], limit: int) -> Shared:
    """Everything of these kinds that is shared is scored; the most telling are explained."""
    places = [place for place in range(len(case.links.entities)) if case.links.connector(place).kind in kinds]
    found = [scored for place in places if (scored := _scored(case, place, limit)).total]
    found.sort(key=lambda each: (not each.concern, -each.score, each.place))
    return Shared(
        child=child_asked(case.seen, case.child),
        shared=tuple(_shown(case, each) for each in found[:limit]),
        shown=len(found[:limit]),
        total=len(found),
    )


def _ask_shared(kinds: frozenset[Kind]) -> Callable[[QueryContext, OfChild], Shared]:
    def ask(context: QueryContext, parameters: OfChild) -> Shared:
        return shared_with_others(find_case(context, parameters.child), kinds, parameters.limit)

    return ask


def _scored(case: CaseLinks, place: int, limit: int) -> _Scored:
    rows = case.links.rows_through(place)
    values = dict(zip(rows, case.links.via_values[rows.start : rows.stop].tolist(), strict=True))
    concern = dict(zip(rows, case.links.via_of_concern[rows.start : rows.stop].tolist(), strict=True))
    # The rows of one entity are sorted by child.
    first = sorted(values, key=lambda row: (not concern[row], -values[row], row))[:limit]
    return _Scored(place, first, len(rows), any(concern.values()), round(sum(values.values()), PLACES))


def _shown(case: CaseLinks, each: _Scored) -> SharedEntity:
    links, seen = case.links, case.seen
    own, common = case.own_refs(each.place), links.connector(each.place).common
    entity, items = int(links.entities[each.place]), links.own.of_half(each.place).tolist()
    return SharedEntity(
        entity=entity_ref(seen, entity),
        common=common,
        roles=case.roles(each.place),
        band=band(concern=each.concern),
        facts=shared_sentence(seen, entity, items, concern=each.concern, common=common, children=1 + each.total),
        children=tuple(
            SharedWith(
                child=entity_ref(seen, child := int(links.children[row])),
                category=category_of(seen, child),
                ceiling=ceiling_of(seen, child),
                band=band(concern=bool(links.via_of_concern[row])),
                strength=float(links.via_values[row]),
                items=(own, seen.refs(links.second_half(row))),
            )
            for row in each.rows
        ),
        shown=len(each.rows),
        total=each.total,
        score=each.score,
    )


def _question(name: str, prose: str, kinds: frozenset[Kind]) -> Question[OfChild, Shared]:
    return Question(
        id=name,
        prose=prose,
        parameters=OfChild,
        answer=Shared,
        statements=(),
        work=_ask_shared(kinds),
        evidence="evidence",
        walks=True,
    )


SHARED_ADULTS = _question("shared_adults", "Which adults does this child share with other children?", ADULTS)
SHARED_PREMISES = _question("shared_premises", "Which premises does this child share with other children?", PREMISES)
SHARED_VEHICLES = _question("shared_vehicles", "Which vehicles does this child share with other children?", VEHICLES)
SHARED_PHONES = _question(
    "shared_phones", "Which phones and accounts does this child share with other children?", PHONES
)
