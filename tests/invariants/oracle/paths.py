"""Shortest paths: a plain breadth-first search and a walk over every shortest path in order."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import islice, pairwise
from math import prod

from graph.errors import OutOfBounds
from graph.queries.linking.paths import CommonOnPath, Hop, Paths, PathShown
from graph.rules.strength import half
from tests.invariants.force import Item
from tests.invariants.oracle.world import World, cited

COUNTED = 1000
"""Paths beyond this many are not counted."""


def paths(
    world: World, *, start: str, end: str, kinds: Collection[str] = (), longest: int = 6, limit: int = 10
) -> Paths:
    """All shortest paths between two entities."""
    first, last = world.asked(start), world.asked(end)
    if first == last:
        raise OutOfBounds(start)
    hops = _hops(world)
    passable = {each for each, kind in world.kind.items() if not kinds or kind in kinds}
    found, length = _shortest(world, hops, (first, last), passable, longest)
    counted = _strongest_first(found[:COUNTED])
    avoiding: list[PathShown] = []
    if any(path.common for path in counted):
        uncommon = {each for each in passable if not world.common(each)}
        avoiding = _strongest_first(_shortest(world, hops, (first, last), uncommon, longest)[0][:COUNTED])
    return Paths(
        start=world.ref(first),
        end=world.ref(last),
        paths=tuple(counted[:limit]),
        length=length,
        shown=len(counted[:limit]),
        total=len(counted),
        at_least=len(found) > COUNTED,
        avoiding=avoiding[0] if avoiding else None,
    )


def _shortest(
    world: World, hops: dict[str, dict[str, list[Item]]], ends: tuple[str, str], passable: set[str], longest: int
) -> tuple[list[PathShown], int | None]:
    """The shortest paths, one more than are counted, in the order of their ids; and how long they are."""
    first, last = ends
    away = _distances(hops, last, passable)
    length = min((away[beside] + 1 for beside in hops[first] if beside in away), default=None)
    if length is None or length > longest:
        return [], None
    walked = islice(_walk(hops, away, (first,), length, last), COUNTED + 1)
    return [_shown(world, hops, walk) for walk in walked], length


def _strongest_first(found: list[PathShown]) -> list[PathShown]:
    return sorted(found, key=lambda path: (-path.strength, [entity.id for entity in path.entities]))


def _hops(world: World) -> dict[str, dict[str, list[Item]]]:
    """Which clusters are one hop apart, and the items that say so."""
    hops: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in world.force.items:
        joined = world.connecting(item)
        for one in joined:
            for other in joined:
                if one != other:
                    hops[one][other].append(item)
    return hops


def _distances(hops: dict[str, dict[str, list[Item]]], end: str, passable: set[str]) -> dict[str, int]:
    """How far each entity that a path may pass through is from the end."""
    away, edge = {end: 0}, {end}
    while edge:
        reached = {beside for entity in edge for beside in hops[entity]} - away.keys()
        edge = {entity for entity in reached if entity in passable}
        away |= dict.fromkeys(edge, max(away.values()) + 1)
    return away


def _walk(
    hops: dict[str, dict[str, list[Item]]], away: dict[str, int], walked: tuple[str, ...], left: int, end: str
) -> Iterator[tuple[str, ...]]:
    """Every shortest path, those with the smallest ids first."""
    if left == 0:
        yield walked
        return
    for beside in sorted(hops[walked[-1]]):
        if away.get(beside) == left - 1 and (left > 1 or beside == end):
            yield from _walk(hops, away, (*walked, beside), left - 1, end)


def _shown(world: World, hops: dict[str, dict[str, list[Item]]], walked: tuple[str, ...]) -> PathShown:
    items = [hops[one][other] for one, other in pairwise(walked)]
    strengths = [half(world.support(item) for item in between).belief for between in items]
    return PathShown(
        entities=tuple(world.ref(entity) for entity in walked),
        common=tuple(
            CommonOnPath(id=world.ref(each).id, children=sum(world.kind[beside] == "child" for beside in hops[each]))
            for each in walked[1:-1]
            if world.common(each)
        ),
        hops=tuple(
            Hop(
                items=cited(between),
                relations=_stated(world, one, other),
                back=_stated(world, other, one),
                strength=round(strength, 6),
            )
            for (one, other), between, strength in zip(pairwise(walked), items, strengths, strict=True)
        ),
        length=len(items),
        strength=round(prod(strengths), 6),
    )


def _stated(world: World, start: str, end: str) -> tuple[str, ...]:
    """What items call the relationship from one to another."""
    found = {
        each.type
        for each in world.force.relations
        if (world.cluster[each.start].id, world.cluster[each.end].id) == (start, end)
    }
    return tuple(sorted(found))
