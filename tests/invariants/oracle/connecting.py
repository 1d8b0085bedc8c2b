"""connecting_network: sets of entities grown one by one from the first asked about while they may reach the rest."""

from collections.abc import Collection
from heapq import heappop, heappush
from itertools import combinations
from math import prod

from graph.errors import OutOfBounds
from graph.queries.linking.connecting_network import ConnectingNetwork, NetworkLink, NetworkShown
from tests.invariants.oracle.paths import Hops, belief_of, commons, hop_of, hops_of, least
from tests.invariants.oracle.world import World

NOWHERE = 1_000


def connecting_network(
    world: World,
    *,
    ids: Collection[str],
    kinds: Collection[str] = (),
    avoid: Collection[str] = (),
    avoid_common: bool = True,
    most: int = 4,
    limit: int = 10,
) -> ConnectingNetwork:
    """The smallest networks that connect these entities."""
    asked = sorted({world.asked(id) for id in ids})
    if len(asked) == 1:
        raise OutOfBounds(asked[0])
    left_out = {world.asked(id) for id in avoid if id in world.cluster}
    passable = {
        each
        for each, kind in world.kind.items()
        if (not kinds or kind in kinds) and each not in left_out and not (avoid_common and world.common(each))
    }
    hops = hops_of(world)
    found = _smallest(hops, asked, passable, most)
    shown = sorted(
        (_shown(world, hops, asked, sorted(each)) for each in found),
        key=lambda network: (-network.strength, [entity.id for entity in network.entities]),
    )
    assert len(shown) <= NOWHERE, "more than are counted: ask about others"
    return ConnectingNetwork(
        asked=tuple(map(world.ref, asked)),
        avoided=world.refs(left_out),
        networks=tuple(shown[:limit]),
        between=len(shown[0].between) if shown else None,
        shown=len(shown[:limit]),
        total=len(shown),
        at_least=False,
        children=world.categories(
            [*map(world.ref, asked), *(entity for network in shown[:limit] for entity in network.entities)]
        ),
    )


def _smallest(hops: Hops, asked: list[str], passable: set[str], most: int) -> set[frozenset[str]]:
    """Every set of the fewest entities that, with those asked about, hang together."""
    away = {each: _needed(hops, each, asked, passable) for each in asked}
    for between in range(most + 1):
        found = _of_size(hops, asked, passable - set(asked), away, between)
        if found:
            return found
    return set()


def _of_size(
    hops: Hops, asked: list[str], passable: set[str], away: dict[str, dict[str, int]], between: int
) -> set[frozenset[str]]:
    found: set[frozenset[str]] = set()
    tried: set[frozenset[str]] = set()
    left = [_with_asked(hops, frozenset(asked[:1]), asked)]
    while left:
        grown = left.pop()
        if grown in tried:
            continue
        tried.add(grown)
        room = between - len(grown.difference(asked))
        missing = [each for each in asked if each not in grown]
        if not missing:
            found |= {grown} if room == 0 else set()
        elif all(min(away[each].get(one, NOWHERE) for one in grown) <= room for each in missing):
            beside = {other for one in grown for other in hops[one]} & passable
            left += [_with_asked(hops, grown | {each}, asked) for each in beside - grown]
    return found


def _needed(hops: Hops, end: str, asked: list[str], passable: set[str]) -> dict[str, int]:
    """How many others, at the least, lie between each entity and one that is asked about."""
    needed: dict[str, int] = {}
    left = [(0, end)]
    while left:
        others, here = heappop(left)
        if here not in needed:
            needed[here] = others
            step = others if here in asked else others + 1
            for beside in hops[here].keys() & passable.union(asked):
                heappush(left, (step, beside))
    return needed


def _with_asked(hops: Hops, grown: frozenset[str], asked: list[str]) -> frozenset[str]:
    """The set with every one asked about that is beside it, until there is none."""
    while True:
        beside = {each for each in asked if each not in grown and not grown.isdisjoint(hops[each])}
        if not beside:
            return grown
        grown |= beside


def _shown(world: World, hops: Hops, asked: list[str], network: list[str]) -> NetworkShown:
    links = [
        NetworkLink(start=one, end=other, **dict(hop_of(world, hops, one, other)))
        for one, other in combinations(network, 2)
        if other in hops[one]
    ]
    between = [each for each in network if each not in asked]
    return NetworkShown(
        entities=tuple(map(world.ref, network)),
        between=tuple(between),
        common=commons(world, hops, between),
        links=tuple(links),
        weakest=least({link.weakest for link in links}),
        strength=_strength(world, hops, network),
    )


def _strength(world: World, hops: Hops, network: list[str]) -> float:
    """From the first entity on, always by the strongest link to one that is not joined yet."""
    joined, used = {network[0]}, list[float]()
    while len(joined) < len(network):
        ways = [
            (belief_of(world, hops[one][other]), other)
            for one in joined
            for other in network
            if other not in joined and other in hops[one]
        ]
        belief, other = max(ways)
        used.append(belief)
        joined.add(other)
    return round(prod(sorted(used, reverse=True)), 6)
