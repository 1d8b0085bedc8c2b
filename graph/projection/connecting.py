"""The smallest networks that connect several entities in a View.

All entities beside those asked about are opened a ring at a time. A network of n steps in which only those asked about
are ends has each step within n / 2 of one of them: what so many rings hold decides about all networks of twice as many
steps. On that part of the graph the fewest steps that join each subset of those asked about to each entity are found,
smaller subsets first (S. E. Dreyfus and R. A. Wagner, "The Steiner problem in graphs", Networks 1, 1971), and the
networks are read back from these numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from graph.projection.search import Allowed, beside
from graph.projection.vectors import Ints, distinct, distinct_pairs, spans, starts_of
from graph.projection.visible import Visible

Steps = NDArray[np.int16]
FAR = 1000
"""More steps than any network has; twice as many are still a number of this type."""

Network = frozenset[int]
"""The entities of one network, those asked about among them."""


@dataclass(frozen=True)
class Connecting:
    """The smallest networks, in the order of their entities' ids; none where there is none of at most so many steps.

    `more`: there are more than were counted. `given_up`: too many mentions would have to be passed.
    """

    networks: tuple[Network, ...] = ()
    more: bool = False
    given_up: bool = False


def connect(
    visible: Visible, asked: Sequence[int], allowed: Allowed, longest: int, most: int, counted: int
) -> Connecting:
    """The networks of the fewest steps, at most `longest`, that connect these entities, at least two of them.

    No more than `most` mentions are passed, and about `counted` networks found.
    """
    passable = allowed.mask(visible, tuple(asked))
    reached = np.zeros(len(passable), dtype=np.bool_)
    ring = np.array(sorted(asked), dtype=np.int64)
    reached[ring] = True
    pairs: list[tuple[Ints, Ints]] = []
    passed = 0
    for rings in range(1, (longest + 1) // 2 + 1):
        at, others, _ = beside(visible, ring)
        passed += len(at)
        if passed > most:
            return Connecting(given_up=True)
        pairs.append((ring[at[passable[others]]], others[passable[others]]))
        ring = distinct(others[passable[others] & ~reached[others]])
        reached[ring] = True
        near = _Near.of(pairs, len(passable), asked, min(2 * rings, longest) if len(ring) else longest)
        if near.connects:
            return near.networks(counted)
        if not len(ring):
            break
    return Connecting()


@dataclass
class _Near:
    """The entities that were reached, by place, those beside each, and at which places those asked about stand."""

    entities: Ints
    others: Ints
    starts: Ints
    asked: tuple[int, ...]
    longest: int
    full: bool = False
    _read: dict[tuple[int, int], tuple[Network, ...]] = field(
        default_factory=dict[tuple[int, int], tuple[Network, ...]]
    )

    @classmethod
    def of(cls, pairs: list[tuple[Ints, Ints]], count: int, asked: Sequence[int], longest: int) -> "_Near":
        """From pairs of entities beside one another."""
        here, there = (np.concatenate(side) for side in zip(*pairs, strict=True))
        both = distinct_pairs(np.concatenate([here, there]), np.concatenate([there, here]), count)
        entities = distinct(np.concatenate([both[0], np.array(asked, dtype=np.int64)]))
        here, there = (np.searchsorted(entities, side) for side in both)
        places = tuple(np.searchsorted(entities, sorted(asked)).tolist())
        return cls(entities, there, starts_of(here, len(entities)), places, longest)

    @property
    def everybody(self) -> int:
        """The subset of all asked about but the last, where every network is read from."""
        return (1 << len(self.asked) - 1) - 1

    @property
    def connects(self) -> bool:
        """Whether these entities connect all those asked about in so few steps."""
        return int(self.steps[self.everybody][self.asked[-1]]) <= self.longest

    @cached_property
    def steps(self) -> dict[int, Steps]:
        """For each subset of those asked about but the last (a bit each), the fewest steps that join it to each."""
        found: dict[int, Steps] = {}
        for subset in range(1, self.everybody + 1):
            steps = np.full(len(self.entities), FAR, dtype=np.int16)
            if subset & (subset - 1):
                for part, rest in _parts(subset):
                    np.minimum(steps, found[part] + found[rest], out=steps)
            else:
                steps[self.asked[subset.bit_length() - 1]] = 0
            np.minimum(steps, FAR, out=steps)
            self._walk_on(steps)
            found[subset] = steps
        return found

    def _walk_on(self, steps: Steps) -> None:
        for number in range(self.longest):
            rows, _ = spans(self.starts, np.flatnonzero(steps == number))
            beside_them = self.others[rows]
            steps[beside_them] = np.minimum(steps[beside_them], number + 1)

    def networks(self, counted: int) -> Connecting:
        """The networks of the fewest steps."""
        found = self._networks(self.everybody, self.asked[-1], counted)
        networks = (sorted(self.entities[sorted(each)].tolist()) for each in found)
        return Connecting(tuple(map(frozenset, sorted(networks))), self.full)

    def _networks(self, subset: int, place: int, counted: int) -> tuple[Network, ...]:
        """The smallest networks that join a subset of those asked about to one entity, by places."""
        if (subset, place) not in self._read:
            found: dict[Network, None] = {}
            for each in self._ways(subset, place, counted):
                found[each] = None
                if len(found) > counted:
                    self.full = True
                    break
            self._read[subset, place] = tuple(found)[:counted]
        return self._read[subset, place]

    def _ways(self, subset: int, place: int, counted: int) -> Iterator[Network]:
        fewest = int(self.steps[subset][place])
        if not fewest and not subset & (subset - 1):
            yield frozenset((place,))
            return
        for other in self.others[self.starts[place] : self.starts[place + 1]].tolist():
            if self.steps[subset][other] == fewest - 1:
                yield from (each | {place} for each in self._networks(subset, other, counted))
        for part, rest in _parts(subset):
            if self.steps[part][place] + self.steps[rest][place] == fewest:
                halves = (self._networks(each, place, counted) for each in (part, rest))
                yield from (one | other for one, other in product(*halves))


def _parts(subset: int) -> Iterator[tuple[int, int]]:
    """The ways to part a subset in two, each once."""
    lowest = subset & -subset
    part = (subset - 1) & subset
    while part:
        if part & lowest:
            yield part, subset ^ part
        part = (part - 1) & subset
