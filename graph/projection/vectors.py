"""The few ways in which arrays are walked here. Each replaces a loop over millions of rows.

*Grouped rows* (CSR): rows sorted by their group, and `starts`, of length groups + 1; group g's rows are those from
`starts[g]` up to `starts[g + 1]`. To open many groups at once, `spans` lists all their rows, group after group.

*Composite keys*: a pair (a, b) of small numbers is one number, a × (largest b + 1) + b, so that one sort orders and
removes duplicates of pairs. `distinct` sorts and compares neighbours: `np.unique` hashes in numpy 2.3 and later, which
is several times slower.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

_DOUBT = 1e-3


def distinct(numbers: Ints) -> Ints:
    """Each number once, sorted."""
    ordered = np.sort(numbers)
    return ordered[begins(ordered)]


def begins(ordered: NDArray[np.integer]) -> Mask:
    """Of sorted numbers, where each new one begins."""
    new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return new


def starts_of(groups: NDArray[np.integer], count: int) -> Ints:
    """Where each of `count` groups starts, of rows sorted by their group."""
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(groups, minlength=count), out=starts[1:])
    return starts


def in_groups(groups: NDArray[np.integer]) -> Ints:
    """The rows, group after group, each group's in their order: as a stable sort gives them, in half of its time."""
    count = max(len(groups), 1)
    return np.sort(groups.astype(np.int64) * count + np.arange(len(groups), dtype=np.int64)) % count


def spans(starts: Ints, groups: NDArray[np.integer]) -> tuple[Ints, Ints]:
    """The rows of these groups, group after group; and for each row, at which place of `groups` its group stands."""
    lengths = starts[groups + 1] - starts[groups]
    ends = np.cumsum(lengths)
    rows = np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64)
    rows += np.repeat(starts[groups] - (ends - lengths), lengths)
    return rows, np.repeat(np.arange(len(groups), dtype=np.int64), lengths)


def distinct_pairs(first: Ints, second: Ints, count: int) -> tuple[Ints, Ints]:
    """Each pair once, sorted; every number of `second` is below `count`."""
    keys = distinct(first * max(count, 1) + second)
    return keys // max(count, 1), keys % max(count, 1)


def joined(count: int, one: Ints, other: Ints) -> Ints:
    """For each of `count` nodes, the smallest node that these edges, in either direction, lead to.

    Every node takes the smallest number of its neighbours, then that of the node so named, until nothing changes.
    """
    least = np.arange(count, dtype=np.int64)
    while True:
        before = least.copy()
        np.minimum.at(least, one, before[other])
        np.minimum.at(least, other, before[one])
        least = least[least]
        if np.array_equal(least, before):
            return least


def first_of(ordered: NDArray[np.integer]) -> Ints:
    """Of sorted numbers, the places at which each new one begins."""
    return np.flatnonzero(begins(ordered)).astype(np.int64, copy=False)


def products(factors: Floats, starts: Ints) -> Floats:
    """The product of each group's factors, multiplied in their order; 1 of none."""
    found = np.ones(len(starts) - 1, dtype=np.float64)
    some = starts[1:] > starts[:-1]
    if some.any():
        found[some] = np.multiply.reduceat(factors, starts[:-1][some])
    return found


def largest(values: Ints, starts: Ints, none: int) -> Ints:
    """The largest of each group's values; `none` of none."""
    found = np.full(len(starts) - 1, none, dtype=np.int64)
    some = starts[1:] > starts[:-1]
    if some.any():
        found[some] = np.maximum.reduceat(values, starts[:-1][some])
    return found


def rounded(values: Floats, places: int) -> Floats:
    """As Python rounds each: what lies half-way, as far as can be seen here, is left to Python itself."""
    scaled = values * 10**places
    whole = np.rint(scaled)
    found = whole / 10**places
    doubtful = np.flatnonzero(np.abs(np.abs(scaled - whole) - 0.5) < _DOUBT)
    found[doubtful] = [round(value, places) for value in values[doubtful].tolist()]
    return found


def looked_up(keys: Ints, value: Callable[[int], float]) -> Floats:
    """The value of each key, computed once for equal ones. Keys are small numbers, none below 0."""
    present = np.flatnonzero(np.bincount(keys))
    values = np.zeros(int(present[-1]) + 1 if len(present) else 0)
    values[present] = [value(key) for key in present.tolist()]
    return values[keys]


def by_first(pairs: tuple[Ints, Ints]) -> dict[int, Ints]:
    """The second of each pair, by the first; pairs are sorted."""
    first, second = pairs
    heads = first_of(first)
    ends = [*heads[1:].tolist(), len(first)]
    return {int(first[start]): second[start:end] for start, end in zip(heads.tolist(), ends, strict=False)}
