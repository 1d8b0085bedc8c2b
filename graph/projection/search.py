"""The shortest paths between two entities in a View: a search from both ends, all neighbours of a level at a time.

Of two sides, the one with fewer entities at its edge goes further. Where both meet, every entity on a shortest path is
known by how far it is from either end.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph.model.kinds import KINDS, Kind
from graph.projection.vectors import Ints, distinct, distinct_pairs, first_of
from graph.projection.visible import Visible


@dataclass
class _Side:
    """How far entities are from one end, -1 where they were not reached, and those farthest from it."""

    distance: NDArray[np.int8]
    edge: Ints
    depth: int = 0

    @classmethod
    def at(cls, end: int, count: int) -> "_Side":
        distance = np.full(count, -1, dtype=np.int8)
        distance[end] = 0
        return cls(distance, np.array([end], dtype=np.int64))


@dataclass
class PathSearch:
    """What a search came to: the shortest `length`, None without a path; `given_up` when it passed too many mentions.

    `hops`: for each entity on a shortest path, those that may come next, each with the items that name both.
    """

    length: int | None = None
    given_up: bool = False
    hops: dict[int, dict[int, list[int]]] = field(default_factory=dict[int, dict[int, list[int]]])


def search(
    visible: Visible, ends: tuple[int, int], kinds: frozenset[Kind], longest: int, most: int, *, avoid_common: bool
) -> PathSearch:
    """The shortest paths of at most `longest` hops; between the ends lie only entities of these kinds (none: any).

    With `avoid_common` no common place lies between them.
    """
    allowed = np.isin(visible.kinds, [KINDS.index(kind) for kind in kinds]) if kinds else visible.records.copy()
    if avoid_common:
        allowed &= ~visible.common
    allowed[list(ends)] = True
    sides = [_Side.at(end, len(allowed)) for end in ends]
    passed = 0
    for _ in range(longest):
        near, far = sorted(sides, key=lambda side: len(side.edge))
        at, others, _ = _beside(visible, near.edge)
        passed += len(at)
        if passed > most:
            return PathSearch(given_up=True)
        near.depth += 1
        near.edge = distinct(others[allowed[others] & (near.distance[others] < 0)])
        near.distance[near.edge] = near.depth
        if not len(near.edge):
            return PathSearch()
        if (far.distance[near.edge] >= 0).any():
            start, end = sides
            return PathSearch(start.depth + end.depth, hops=_hops(visible, start, end))
    return PathSearch()


def _beside(visible: Visible, entities: Ints) -> tuple[Ints, Ints, Ints]:
    """(place in `entities`, other entity, item): what items name beside them, both in roles that connect."""
    at, items = visible.items_connecting(entities)
    row, others = visible.entities_in(items, visible.derived.records_connecting)
    elsewhere = others != entities[at[row]]
    return at[row][elsewhere], others[elsewhere], items[row][elsewhere]


def _hops(visible: Visible, start: _Side, end: _Side) -> dict[int, dict[int, list[int]]]:
    """From both sides' distances, each step of each shortest path."""
    length = start.depth + end.depth
    level = np.flatnonzero((start.distance == start.depth) & (end.distance == end.depth))
    levels = [level]
    for distance in range(start.depth - 1, -1, -1):
        _, others, _ = _beside(visible, levels[0])
        levels.insert(0, distinct(others[start.distance[others] == distance]))
    for distance in range(end.depth - 1, -1, -1):
        _, others, _ = _beside(visible, levels[-1])
        levels.append(distinct(others[end.distance[others] == distance]))
    hops: dict[int, dict[int, list[int]]] = defaultdict(dict)
    for number in range(length):
        for here, there, items in _steps(visible, levels[number], levels[number + 1]):
            hops[here][there] = items
    return hops


def _steps(visible: Visible, level: Ints, following: Ints) -> Iterator[tuple[int, int, list[int]]]:
    """(here, there, the items that name both): the steps from one level to the next."""
    at, others, items = _beside(visible, level)
    wanted = np.isin(others, following)
    keys, items = distinct_pairs(at[wanted] * len(visible.records) + others[wanted], items[wanted], len(visible.passes))
    heads = first_of(keys)
    for start, end in zip(heads.tolist(), [*heads[1:].tolist(), len(keys)], strict=False):
        here, there = divmod(int(keys[start]), len(visible.records))
        yield int(level[here]), there, items[start:end].tolist()
