"""Link strength for many connections at once: what `graph.rules.strength` says of each, number for number.

The rule is there, and what is shown of a link is read off it; these are its formulas for arrays, in the same order of
multiplication, so that thousands of links can be ranked. A test holds that both give the same numbers.
"""

from dataclasses import dataclass

import numpy as np

from graph.model.view import UNDATED
from graph.projection.derived import Derived
from graph.projection.vectors import Floats, Ints, Mask, first_of, largest, products, rounded, spans, starts_of
from graph.rules.strength import APART, APART_DAYS, DAY, NEAR_DAYS, OLD, OLD_DAYS, PLACES, RECENT_DAYS


@dataclass(frozen=True, eq=False)
class Halves:
    """Halves of links, each the items from `starts[half]` up to `starts[half + 1]`.

    Of each: the belief in it, when its newest item ended (`UNDATED` where none is dated); and, from `origin_starts` on,
    its origins with what the heaviest item of each contributes. A half without items is believed 0.
    """

    derived: Derived
    starts: Ints
    items: Ints
    belief: Floats
    newest: Ints
    origin_starts: Ints
    origins: Ints
    trusted: Floats

    @classmethod
    def of(cls, derived: Derived, starts: Ints, items: Ints) -> "Halves":
        """The halves of these items."""
        count = len(starts) - 1
        half = np.repeat(np.arange(count, dtype=np.int64), np.diff(starts))
        many = max(len(derived.tables.pools["origin"]), 1)
        keys = half * many + derived.of_items("origin", items)
        order = np.argsort(keys, kind="stable")
        heads = first_of(keys[order])
        trusted = derived.trusted[items][order]
        heaviest = np.maximum.reduceat(trusted, heads) if len(heads) else trusted
        keys = keys[order][heads]
        origin_starts = starts_of(keys // many, count)
        belief = 1 - products(1 - heaviest, origin_starts)
        newest = largest(_ends(derived, items), starts, UNDATED)
        return cls(derived, starts, items, belief, newest, origin_starts, keys % many, heaviest)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def of_concern(self) -> "Halves":
        """The same of their items of concern alone."""
        kept = self.derived.concern[self.items]
        counts = np.append(0, np.cumsum(kept)).astype(np.int64)
        return Halves.of(self.derived, counts[self.starts], self.items[kept])

    @property
    def filled(self) -> Mask:
        """Which have any items."""
        return self.starts[1:] > self.starts[:-1]

    def of_half(self, half: int) -> Ints:
        """The items of one."""
        return self.items[self.starts[half] : self.starts[half + 1]]


@dataclass(frozen=True, eq=False)
class Readings:
    """Ways to read connections, each between half `first` of one set of halves and half `second` of another.

    `factor` is everything but the evidence: how specific, how near in time and how recent, multiplied.
    """

    firsts: Halves
    seconds: Halves
    first: Ints
    second: Ints
    factor: Floats

    @classmethod
    def of(cls, firsts: Halves, seconds: Halves, pairs: tuple[Ints, Ints], specific: Floats, now: int) -> "Readings":
        """The readings of these pairs of halves at `now`; `specific` is of each pair."""
        first, second = pairs
        near = _fall(_gaps(firsts, seconds, first, second), NEAR_DAYS, APART_DAYS, APART)
        older = np.minimum(firsts.newest[first], seconds.newest[second])
        return cls(firsts, seconds, first, second, specific * near * recent(older, now))

    @property
    def value(self) -> Floats:
        """The strength of each."""
        return rounded(self.firsts.belief[self.first] * self.seconds.belief[self.second] * self.factor, PLACES)

    def evidence(self) -> tuple["Contributions", "Contributions"]:
        """What the first halves' origins contribute through each reading, and what the second halves' do."""
        through_second = self.factor * rounded(self.seconds.belief, PLACES)[self.second]
        through_first = self.factor * rounded(self.firsts.belief, PLACES)[self.first]
        return (
            Contributions.through(self.firsts, self.first, through_second),
            Contributions.through(self.seconds, self.second, through_first),
        )


@dataclass(frozen=True, eq=False)
class Contributions:
    """What origins contribute to one side of some links: (link, origin, weight)."""

    link: Ints
    origin: Ints
    weight: Floats

    @classmethod
    def through(cls, halves: Halves, which: Ints, factor: Floats) -> "Contributions":
        """What these halves contribute when each is weakened by a factor; `link` is the place in `which`."""
        rows, at = spans(halves.origin_starts, which)
        return cls(at, halves.origins[rows], halves.trusted[rows] * factor[at])

    def side(self, count: int, origins: int) -> Floats:
        """The belief in this side of each of so many links: each origin once, where it says most."""
        keys = self.link * origins + self.origin
        order = np.argsort(keys, kind="stable")
        heads = first_of(keys[order])
        weight = self.weight[order]
        best = np.maximum.reduceat(weight, heads) if len(heads) else weight
        return 1 - products(1 - best, starts_of(keys[order][heads] // origins, count))


def recent(moments: Ints, now: int) -> Floats:
    """How recent moments are (`rules.strength.since`); `UNDATED` is not known."""
    ago = np.where(moments == UNDATED, np.inf, (now - moments) / DAY)
    return _fall(ago, RECENT_DAYS, OLD_DAYS, OLD)


def _ends(derived: Derived, items: Ints) -> Ints:
    """When items ended, `UNDATED` where it is not known when they began."""
    ends = derived.of_items("happened_to", items)
    return np.where(derived.of_items("happened_from", items) == UNDATED, UNDATED, ends)


def _fall(days: Floats, full: int, least: int, floor: float) -> Floats:
    """1 up to `full` days, then straight down to `floor` at `least` days and after."""
    with np.errstate(invalid="ignore"):
        falling = rounded(1 - (1 - floor) * (np.minimum(days, least) - full) / (least - full), PLACES)
    return np.where(days <= full, 1.0, np.maximum(floor, falling))


def _gaps(firsts: Halves, seconds: Halves, first: Ints, second: Ints) -> Floats:
    """The shortest time, in days, between a dated item of each first half and one of its second; none: infinite.

    For each item of the second halves, of the first half's that start no later the one that reaches furthest is the
    nearest; of those that start later, the first.
    """
    half, start, end = _dated(firsts)
    rows, at = spans(seconds.starts, second)
    items = seconds.items[rows]
    starts, ends = seconds.derived.of_items("happened_from", items), _ends(seconds.derived, items)
    known = starts != UNDATED
    at, starts, ends = at[known], starts[known], ends[known]
    nearest = np.full(len(first), np.inf)
    if not len(half) or not len(at):
        return nearest
    least = min(int(start.min()), int(starts.min()))
    span = max(int(end.max()), int(ends.max())) - least + 1
    keys = half * span + (start - least)
    reach = np.maximum.accumulate(half * span + (end - least))  # of a later half all are above
    of = first[at]
    later = np.searchsorted(keys, of * span + (starts - least), side="right")
    before, after = later - 1, np.minimum(later, len(half) - 1)
    follows = (before >= 0) & (half[before] == of)
    precedes = (later < len(half)) & (half[after] == of)
    gap = np.where(follows, of * span + (starts - least) - reach[before], np.inf)
    gap = np.minimum(gap, np.where(precedes, start[after] - ends, np.inf))
    heads = first_of(at)
    nearest[at[heads]] = np.maximum(np.minimum.reduceat(gap, heads), 0) / DAY
    return nearest


def _dated(halves: Halves) -> tuple[Ints, Ints, Ints]:
    """(half, start, end) of their dated items, by half and start."""
    half = np.repeat(np.arange(len(halves), dtype=np.int64), np.diff(halves.starts))
    start, end = halves.derived.of_items("happened_from", halves.items), _ends(halves.derived, halves.items)
    known = start != UNDATED
    half, start, end = half[known], start[known], end[known]
    order = np.lexsort((start, half))
    return half[order], start[order], end[order]
