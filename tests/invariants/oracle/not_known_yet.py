"""not_known_yet: unidentified adults, vehicles and phones of the rankings, and ungraded items, one by one."""

from collections.abc import Callable, Iterable

from graph.queries.lists.concern import Concern
from graph.queries.lists.not_known_yet import (
    NotKnownEntities,
    NotKnownEntity,
    NotKnownYet,
    UngradedItem,
    UngradedItems,
)
from tests.invariants.oracle.concern import of_concern_among
from tests.invariants.oracle.world import World, shown

ALL = 10_000


def not_known_yet(world: World, *, limit: int = 25) -> NotKnownYet:
    """Who and what is not identified, and what is not graded?"""
    adults = of_concern_among(world, ("adult", "person"), limit=ALL).concerns
    vehicles = of_concern_among(world, ("vehicle",), limit=ALL).concerns
    phones = of_concern_among(world, ("phone", "account"), limit=ALL).concerns
    used = {world.cluster[each.end].id for each in world.force.relations if each.type == "USES"}

    def unnamed(each: Concern) -> bool:
        return all(mention.label_rank > 0 for mention in world.all_mentions(each.entity.id))

    def unidentified(each: Concern) -> bool:
        return each.total >= 2 and (each.entity.kind == "person" or unnamed(each))

    return NotKnownYet(
        people=_those(adults, unidentified, limit),
        vehicles=_those(vehicles, unnamed, limit),
        phones=_those(phones, lambda each: each.entity.id not in used, limit),
        ungraded=_ungraded(world, limit),
    )


def _those(ranked: Iterable[Concern], wanted: Callable[[Concern], bool], limit: int) -> NotKnownEntities:
    found = [
        NotKnownEntity(entity=each.entity, children=each.total, items=each.items, last=each.last)
        for each in ranked
        if wanted(each)
    ]
    return NotKnownEntities(entities=tuple(found[:limit]), shown=len(found[:limit]), total=len(found))


def _ungraded(world: World, limit: int) -> UngradedItems:
    named = {
        item.id: sorted(other for other in world.named[item.id] if world.kind[other] == "child")
        for item in world.force.items
        if item.grade == "--"
    }
    found = [item for item in world.force.items if named.get(item.id)]
    found.sort(key=lambda item: (-item.recorded_at, item.id))
    rows = tuple(
        UngradedItem(item=shown(item), children=tuple(world.ref(child) for child in named[item.id]))
        for item in found[:limit]
    )
    return UngradedItems(items=rows, shown=len(rows), total=len(found))
