"""Which records are one in a View (docs/data-model.md, "Identity"), for all records at once.

Records are joined by identifiers that visible items state, by decisions "same" that stand, and, where the lens follows
them, by proposals between visible items. A standing "not same" switches all of these off between its two records only:
a chain through others still joins them. A hidden record joins nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from graph.projection.vectors import Ints, Mask, begins, distinct_pairs, joined
from graph.rules.identity import PairVersion, decided_pairs, steps_within

Pair = tuple[int, int]
"""Two records, the smaller first."""


@dataclass(frozen=True, eq=False)
class Joins:
    """What may join records: (record, identifier) as visible items state it, visible decisions, proposals followed."""

    records: Ints
    identifiers: Ints
    decisions: tuple[PairVersion[int], ...]
    proposed: tuple[Pair, ...]


@dataclass(frozen=True, eq=False)
class ClusterArrays:
    """The cluster of every record: its oldest visible record.

    `members` lists the records of clusters of several, oldest first; those of cluster c are `size[c]` from `start[c]`
    on. `possible` are the clusters that only a proposal holds together.
    """

    of: Ints
    members: Ints
    start: Ints
    size: Ints
    possible: frozenset[int]

    def records(self, cluster: int) -> Ints:
        """The visible records of a cluster, oldest first."""
        start, size = int(self.start[cluster]), int(self.size[cluster])
        return self.members[start : start + size] if size > 1 else np.array([cluster], dtype=np.int64)

    def records_of(self, clusters: Ints) -> tuple[Ints, Ints]:
        """The visible records of these clusters, cluster after cluster; and of each, the place of its cluster there."""
        sizes = self.size[clusters]
        at = np.repeat(np.arange(len(clusters), dtype=np.int64), sizes)
        records = clusters[at]
        of_several = np.flatnonzero(sizes[at] > 1)
        within = np.arange(len(at), dtype=np.int64) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        records[of_several] = self.members[(self.start[records] + within)[of_several]]
        return records, at


def cluster(visible: Mask, first: Ints, joins: Joins) -> ClusterArrays:
    """The clusters of the visible records; `first` says when the earliest visible item naming each was recorded."""
    count = len(visible)
    same, apart = decided_pairs(joins.decisions)
    pairs = [*same, *_sharing_beside(joins, apart)]
    sharing = _sharing(joins, apart)
    sure = _labels(visible, sharing, pairs)
    proposed = [pair for pair in joins.proposed if pair not in apart]
    labels = _labels(visible, sharing, [*pairs, *proposed]) if proposed else sure
    several = np.flatnonzero(visible & (np.bincount(labels[visible], minlength=count)[labels] > 1))
    members = several[np.lexsort((several, first[several], labels[several]))]
    heads = np.flatnonzero(begins(labels[members]))
    sizes = np.diff(np.append(heads, len(members)))
    of, start, size = np.arange(count, dtype=np.int64), np.zeros(count, np.int64), np.ones(count, np.int64)
    start[members[heads]], size[members[heads]] = heads, sizes
    of[members] = np.repeat(members[heads], sizes)
    possible = of[members][sure[members] != sure[of[members]]]
    return ClusterArrays(of, members, start, size, frozenset(possible.tolist()))


def _labels(visible: Mask, sharing: tuple[Ints, Ints], pairs: Collection[Pair]) -> Ints:
    """The smallest visible record of each group."""
    ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    ends = ends[visible[ends].all(axis=1)]
    one, other = np.concatenate([sharing[0], ends[:, 0]]), np.concatenate([sharing[1], ends[:, 1]])
    concerned, numbers = np.unique(np.concatenate([one, other]), return_inverse=True)
    labels = np.arange(len(visible), dtype=np.int64)
    if len(concerned):
        labels[concerned] = concerned[joined(len(concerned), numbers[: len(one)], numbers[len(one) :])]
    return labels


def _sharing(joins: Joins, apart: Collection[Pair]) -> tuple[Ints, Ints]:
    """Steps from each record to the first that shares its identifier, for identifiers that no decision concerns."""
    count = int(joins.records.max()) + 1 if len(joins.records) else 1
    identifiers, records = distinct_pairs(joins.identifiers, joins.records, count)
    plain = ~np.isin(identifiers, _concerned(joins, apart))
    identifiers, records = identifiers[plain], records[plain]
    heads = np.flatnonzero(begins(identifiers))
    first = np.repeat(records[heads], np.diff(np.append(heads, len(records))))
    return first, records


def _concerned(joins: Joins, apart: Collection[Pair]) -> Ints:
    """The identifiers of records that somebody decided to be two."""
    records = np.array(sorted({record for pair in apart for record in pair}), dtype=np.int64)
    return joins.identifiers[np.isin(joins.records, records)]


def _sharing_beside(joins: Joins, apart: Collection[Pair]) -> Iterator[Pair]:
    """Steps between records that share an identifier, but for those between two that are decided apart."""
    if not apart:
        return
    concerned = np.isin(joins.identifiers, _concerned(joins, apart))
    sharing: dict[int, set[int]] = defaultdict(set)
    for record, identifier in zip(
        joins.records[concerned].tolist(), joins.identifiers[concerned].tolist(), strict=True
    ):
        sharing[identifier].add(record)
    for records in sharing.values():
        yield from steps_within(records, apart)
