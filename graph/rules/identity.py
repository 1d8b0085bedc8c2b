"""What joins two records and what keeps them apart, whatever records are named by: ids in a graph, numbers in arrays.

A decision that two records are not one switches off what joins those two, and nothing else: a chain through a third
record joins them all the same (docs/data-model.md, "Which records are one").
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from graph.model.recorded import standing

NameT = TypeVar("NameT", int, str)


class PairVersion(NamedTuple, Generic[NameT]):
    """One visible version of a decision about two records; the smaller stands first in `pair`."""

    id: str
    replaces: tuple[str, ...]
    state: str
    pair: tuple[NameT, NameT]


def pair_of(one: NameT, other: NameT) -> tuple[NameT, NameT]:
    """Two records, the smaller first."""
    return (one, other) if one < other else (other, one)


def decided_pairs(versions: Iterable[PairVersion[NameT]]) -> tuple[set[tuple[NameT, NameT]], set[tuple[NameT, NameT]]]:
    """The pairs decided to be one, and those decided to be two; where both stand, the two are not joined."""
    pairs: dict[str, set[tuple[NameT, NameT]]] = defaultdict(set)
    for version in standing(versions):
        pairs[version.state].add(version.pair)
    return pairs["same"] - pairs["not same"], pairs["not same"]


def steps_within(records: Collection[NameT], apart: Collection[tuple[NameT, NameT]]) -> Iterator[tuple[NameT, NameT]]:
    """Steps that join all records of one identifier, but for those between two that are decided apart."""
    left = set(records)
    while left:
        reached = [left.pop()]
        while reached:
            record = reached.pop()
            found = {other for other in left if pair_of(record, other) not in apart}
            left -= found
            reached += found
            for other in found:
                yield record, other
