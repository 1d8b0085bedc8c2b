"""The shortest paths between two entities in a View: a search from both ends, all neighbours of a level at a time.

Of two sides, the one with fewer entities at its edge goes further. Where both meet, every entity on a path of that
length is known by how far it is from one end, and the others are found by walking back.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

import numpy as np
from numpy.typing import NDArray

from graph.model.kinds import KINDS, Kind
from graph.projection.vectors import Ints, Mask, distinct, distinct_pairs, first_of
from graph.projection.visible import Visible

Steps = dict[int, dict[int, list[int]]]
"""For each entity at one place of a path, those that may come next, and for each of these the items that name both."""


@dataclass(frozen=True)
class Allowed:
    """What may lie between: entities of these kinds (none named: any), none of those `left_out`, and no common place
    where `avoid_common`."""

    kinds: frozenset[Kind] = frozenset()
    left_out: frozenset[int] = frozenset()
    avoid_common: bool = False

    def mask(self, visible: Visible, asked: tuple[int, ...]) -> Mask:
        """The entities that a search may pass; those asked about are always among them."""
        kinds = [KINDS.index(kind) for kind in self.kinds]
        found = np.isin(visible.kinds, kinds) if kinds else visible.records.copy()
        if self.avoid_common:
            found &= ~visible.common
        found[sorted(self.left_out)] = False
        found[list(asked)] = True
        return found


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

    def within(self, entities: Ints, steps: int) -> Ints:
        """Those of some entities that are at most so many steps from the end, and are not the end itself."""
        return distinct(entities[(self.distance[entities] > 0) & (self.distance[entities] <= steps)])


@dataclass
class PathSearch:
    """What a search came to: the shortest `length`, None without a path; `given_up` when it passed too many mentions.

    `steps`: for each length, each step of a path of that length in turn. They may also lead to where no path goes on,
    or back to an entity passed before. `longer_given_up`: too many mentions for paths longer than those given.
    """

    length: int | None = None
    given_up: bool = False
    longer_given_up: bool = False
    steps: dict[int, list[Steps]] = field(default_factory=dict[int, list[Steps]])


def search(
    visible: Visible, ends: tuple[int, int], allowed: Allowed, longest: int, most: int, *, longer: int = 0
) -> PathSearch:
    """The paths of at most `longest` steps that are shortest, or up to `longer` steps longer."""
    passable = allowed.mask(visible, ends)
    sides = _Side.at(ends[0], len(passable)), _Side.at(ends[1], len(passable))
    found, passed = PathSearch(), 0
    for length in range(1, longest + 1):
        if found.length is not None and length > found.length + longer:
            break
        near, far = sorted(sides, key=lambda side: len(side.edge))
        if found.length is None and not len(near.edge):
            break
        at, others, _ = beside(visible, near.edge)
        passed += len(at)
        if passed > most:
            found.given_up, found.longer_given_up = found.length is None, found.length is not None
            break
        near.depth += 1
        near.edge = distinct(others[passable[others] & (near.distance[others] < 0)])
        near.distance[near.edge] = near.depth
        if found.length is None and (far.distance[near.edge] >= 0).any():
            found.length = length
        if found.length is not None:
            steps = _steps_of(visible, *sides, inf if length == found.length else most - passed)
            if not steps:
                found.longer_given_up = True
                break
            found.steps[length] = steps
    return found


def beside(visible: Visible, entities: Ints) -> tuple[Ints, Ints, Ints]:
    """(place in `entities`, other entity, item): what items name beside them, both in roles that connect."""
    at, items = visible.items_connecting(entities)
    row, others = visible.entities_in(items, visible.derived.records_connecting)
    elsewhere = others != entities[at[row]]
    return at[row][elsewhere], others[elsewhere], items[row][elsewhere]


def _steps_of(visible: Visible, start: _Side, end: _Side, most: float) -> list[Steps]:
    """From both sides' distances, each step of each path that is as long as both have gone together; none where more
    than `most` mentions would be passed.

    At its place on a path an entity is at most as far from either end as the path says. Neither end is passed.
    """
    first, last = (np.flatnonzero(side.distance == 0) for side in (start, end))
    both = np.flatnonzero((start.distance > 0) & (end.distance > 0))
    levels = [first if not start.depth else last if not end.depth else both]
    passed = 0
    for distance in range(start.depth - 1, -1, -1):
        _, others, _ = beside(visible, levels[0])
        passed += len(others)
        levels.insert(0, start.within(others[end.distance[others] != 0], distance) if distance else first)
    for distance in range(end.depth - 1, -1, -1):
        _, others, _ = beside(visible, levels[-1])
        passed += len(others)
        levels.append(end.within(others[start.distance[others] != 0], distance) if distance else last)
    if passed > most:
        return []
    return [_steps(visible, levels[number], levels[number + 1]) for number in range(start.depth + end.depth)]


def _steps(visible: Visible, level: Ints, following: Ints) -> Steps:
    """The steps from one level to the next."""
    found: Steps = defaultdict(dict)
    for here, there, items in named_together(visible, level, following):
        found[here][there] = items
    return found


def named_together(visible: Visible, entities: Ints, others: Ints) -> Iterator[tuple[int, int, list[int]]]:
    """(here, there, the items that name both): each of some entities with each of some others beside it."""
    at, there, items = beside(visible, entities)
    wanted = np.isin(there, others)
    keys, items = distinct_pairs(at[wanted] * len(visible.records) + there[wanted], items[wanted], len(visible.passes))
    heads = first_of(keys)
    for start, end in zip(heads.tolist(), [*heads[1:].tolist(), len(keys)], strict=False):
        here, other = divmod(int(keys[start]), len(visible.records))
        yield int(entities[here]), other, items[start:end].tolist()
