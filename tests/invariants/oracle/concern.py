"""premises_of_concern and adults_of_concern."""

from collections import defaultdict
from math import prod

from graph.queries.lists.concern import Concern, ConcernChild, Concerns
from graph.rules.roles import may_rank, of_concern
from graph.rules.strength import TRUST, item_weight
from tests.invariants.force import Item
from tests.invariants.oracle.world import World, cited

OTHERWISE = 0.3
"""How much an item counts that alleges no concern."""


def premises_of_concern(world: World, *, limit: int = 25) -> Concerns:
    """Which premises join most children?"""
    return _ranked(world, [cluster for cluster in world.cluster_ids if world.kind[cluster] == "premises"], limit)


def adults_of_concern(world: World, *, limit: int = 25) -> Concerns:
    """Which adults, and people not known to be adults or children, join most children?"""
    return _ranked(
        world, [cluster for cluster in world.cluster_ids if world.kind[cluster] in ("adult", "person")], limit
    )


def _ranked(world: World, entities: list[str], limit: int) -> Concerns:
    found = [concern for entity in entities if (concern := _concern(world, entity)).children]
    found.sort(key=lambda each: (-each.score, each.entity.id))
    return Concerns(concerns=tuple(found[:limit]), shown=len(found[:limit]), total=len(found))


def _concern(world: World, entity: str) -> Concern:
    behind: dict[str, list[Item]] = defaultdict(list)
    for item in world.items_connecting(entity):
        if _factor(world, entity, item) > 0:
            for other in world.connecting(item):
                if world.kind[other] == "child":
                    behind[other].append(item)
    children = [
        ConcernChild(
            child=world.ref(child),
            category=world.category(child),
            items=cited(items),
            strength=_strength(world, entity, items),
        )
        for child, items in behind.items()
    ]
    children.sort(key=lambda each: (-each.strength, each.child.id))
    roles = world.roles(entity, [item for items in behind.values() for item in items])
    return Concern(
        entity=world.ref(entity),
        premises_kinds=world.premises_kinds(entity),
        common=world.common(entity),
        roles=tuple(sorted(filter(may_rank, roles))) if world.is_person(entity) else (),
        children=tuple(children),
        score=round(sum(child.strength for child in children), 6),
    )


def _factor(world: World, entity: str, item: Item) -> float:
    """How fully an item counts against an entity; 0 where it does not count at all."""
    if not world.is_person(entity):
        return 1.0 if world.of_concern(item) else 0.0 if world.common(entity) else OTHERWISE
    roles = [mention.role for mention in world.named[item.id][entity]]
    if any(of_concern(role) for role in roles):
        return 1.0
    return OTHERWISE if any(may_rank(role) for role in roles) else 0.0


def _strength(world: World, entity: str, items: list[Item]) -> float:
    heaviest: dict[str, float] = defaultdict(float)
    for item in items:
        weight = item_weight(item.grade, world.support(item).people) * _factor(world, entity, item)
        heaviest[item.origin] = max(heaviest[item.origin], weight)
    return round(1 - prod(1 - TRUST * weight for _, weight in sorted(heaviest.items())), 6)
