"""Shortest paths: a plain breadth-first search and a walk over every shortest path in order."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice, pairwise
from math import prod

from graph.errors import OutOfBounds
from graph.queries.linking.paths import CommonOnPath, Hop, Paths, PathShown
from graph.rules.strength import half, item_weight
from tests.invariants.force import Item
from tests.invariants.oracle.world import World, cited

COUNTED = 1000
"""Paths of one length beyond this many are not counted."""

Hops = dict[str, dict[str, list[Item]]]
"""For each entity, those that are one hop away, and the items that say so."""


def paths(
    world: World,
    *,
    start: str,
    end: str,
    kinds: Collection[str] = (),
    avoid: Collection[str] = (),
    avoid_common: bool = False,
    longest: int = 6,
    longer: int = 0,
    in_order: bool = False,
    limit: int = 10,
) -> Paths:
    """All shortest paths between two entities, and those a few steps longer."""
    first, last = world.asked(start), world.asked(end)
    if first == last:
        raise OutOfBounds(start)
    hops = hops_of(world)
    left_out = {world.asked(id) for id in avoid if id in world.cluster}
    passable = {each for each, kind in world.kind.items() if (not kinds or kind in kinds) and each not in left_out}
    uncommon = {each for each in passable if not world.common(each)}
    found, more = _found(world, hops, (first, last), uncommon if avoid_common else passable, longest, longer)
    counted = [path for path in found if path.in_order or not in_order]
    avoiding: list[PathShown] = []
    if any(path.common for path in counted if path.length == counted[0].length):
        beside, _ = _found(world, hops, (first, last), uncommon, longest, 0)
        avoiding = [path for path in beside if path.in_order or not in_order]
    return Paths(
        start=world.ref(first),
        end=world.ref(last),
        avoided=world.refs(left_out),
        paths=tuple(counted[:limit]),
        length=counted[0].length if counted else None,
        shown=len(counted[:limit]),
        total=len(counted),
        at_least=more,
        avoiding=avoiding[0] if avoiding else None,
        children=world.categories(
            [
                world.ref(first),
                world.ref(last),
                *(entity for path in (*counted[:limit], *avoiding[:1]) for entity in path.entities),
            ]
        ),
    )


def _found(
    world: World, hops: Hops, ends: tuple[str, str], passable: set[str], longest: int, longer: int
) -> tuple[list[PathShown], bool]:
    """The paths by length and strength, of each length only so many as are counted; and whether there are more."""
    first, last = ends
    away = _distances(hops, last, passable)
    shortest = min((away[beside] + 1 for beside in hops[first] if beside in away), default=None)
    found: list[PathShown] = []
    more = False
    for length in () if shortest is None else range(shortest, min(shortest + longer, longest) + 1):
        walked = list(islice(_walk(hops, away, (first,), length, last), COUNTED + 1))
        more |= len(walked) > COUNTED
        found += _strongest_first([_shown(world, hops, walk) for walk in walked[:COUNTED]])
    return found, more


def _strongest_first(found: list[PathShown]) -> list[PathShown]:
    return sorted(found, key=lambda path: (-path.strength, [entity.id for entity in path.entities]))


def hops_of(world: World) -> Hops:
    """Which clusters are one hop apart, and the items that say so."""
    hops: Hops = defaultdict(lambda: defaultdict(list))
    for item in world.force.items:
        joined = world.connecting(item)
        for one in joined:
            for other in joined:
                if one != other:
                    hops[one][other].append(item)
    return hops


def _distances(hops: Hops, end: str, passable: set[str]) -> dict[str, int]:
    """How far each entity that a path may pass through is from the end."""
    away, edge = {end: 0}, {end}
    while edge:
        reached = {beside for entity in edge for beside in hops[entity]} - away.keys()
        edge = {entity for entity in reached if entity in passable}
        away |= dict.fromkeys(edge, max(away.values()) + 1)
    return away


def _walk(hops: Hops, away: dict[str, int], walked: tuple[str, ...], left: int, end: str) -> Iterator[tuple[str, ...]]:
    """Every path of so many hops more that passes nothing twice, those with the smallest ids first."""
    if left == 0:
        yield walked
        return
    for beside in sorted(hops[walked[-1]]):
        near_enough = away.get(beside, left) < left
        if beside not in walked and near_enough and (beside == end) == (left == 1):
            yield from _walk(hops, away, (*walked, beside), left - 1, end)


def _shown(world: World, hops: Hops, walked: tuple[str, ...]) -> PathShown:
    between = [hops[one][other] for one, other in pairwise(walked)]
    shown = [hop_of(world, hops, one, other) for one, other in pairwise(walked)]
    return PathShown(
        entities=tuple(world.ref(entity) for entity in walked),
        common=commons(world, hops, walked[1:-1]),
        hops=tuple(shown),
        length=len(shown),
        weakest=least({hop.weakest for hop in shown}),
        in_order=_in_order(between),
        strength=round(prod(belief_of(world, items) for items in between), 6),
    )


def hop_of(world: World, hops: Hops, one: str, other: str) -> Hop:
    """One step, by the items that name both."""
    items = hops[one][other]
    return Hop(
        items=cited(items),
        relations=stated(world, one, other),
        back=stated(world, other, one),
        weakest=least({item.grade for item in items}),
        strength=round(belief_of(world, items), 6),
    )


def belief_of(world: World, items: list[Item]) -> float:
    """How much these items are believed together."""
    return half(world.support(item) for item in items).belief


def least(grades: set[str]) -> str:
    """The grade that weighs least."""
    return min(grades, key=lambda grade: (item_weight(grade, 1), grade))


def commons(world: World, hops: Hops, entities: Iterable[str]) -> tuple[CommonOnPath, ...]:
    """The common places among these, each with the children beside it."""
    return tuple(
        CommonOnPath(id=each, children=sum(world.kind[beside] == "child" for beside in hops[each]))
        for each in entities
        if world.common(each)
    )


def _in_order(steps: list[list[Item]]) -> bool:
    """Whether, from the last step back, each can have happened no later than the one after it."""
    latest: int | None = None
    for items in reversed(steps):
        moments: list[int] = []
        for item in items:
            if item.happened_from is not None and item.happened_to is not None:
                last = item.happened_to - 1
                if latest is None or item.happened_from <= latest:
                    moments.append(last if latest is None else min(last, latest))
        if not moments:
            return False
        latest = max(moments)
    return True


def stated(world: World, start: str, end: str) -> tuple[str, ...]:
    """What items call the relationship from one to another."""
    found = {
        each.type
        for each in world.force.relations
        if (world.cluster[each.start].id, world.cluster[each.end].id) == (start, end)
    }
    return tuple(sorted(found))
