"""What one View leaves of the projection: which records pass, and what follows from those alone.

Items pass by the one filter (`graph.view.arrays`), judgements by its clearance half, and everything else is computed
from those that pass, for all records at once: which are visible, which are one, what each entity is. Each part is
computed when it is first needed, and kept.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graph.model.kinds import KIND_OF_SAID, KINDS, PEOPLE
from graph.model.recorded import JudgementKind, standing
from graph.model.view import FOREVER, UNDATED, BoundView
from graph.projection.clusters import ClusterArrays, Joins, Pair, cluster
from graph.projection.derived import Derived, Grouped
from graph.projection.tables import Column
from graph.projection.vectors import Ints, Mask, distinct_pairs, spans
from graph.rules.identity import PairVersion, pair_of
from graph.values.when import day_start
from graph.view.arrays import Coded, mask
from graph.view.clauses import HELD, SEEN, Clause


@dataclass(frozen=True)
class AppliedClauses:
    """The clauses by which records pass. Only the test that takes each away gives others than these."""

    seen: tuple[Clause, ...] = SEEN
    held: tuple[Clause, ...] = HELD
    follows_lens: bool = True
    """Whether proposals are followed only where the lens says so."""


@dataclass(frozen=True)
class LeftOut:
    """Items, by number, and versions of judgements, by id, that are left out as if they had never been recorded."""

    items: frozenset[int] = frozenset()
    judgements: frozenset[str] = frozenset()


NOTHING = LeftOut()

ACTS: tuple[JudgementKind, ...] = ("Notice", "PremisesOfConcern", "PremisesSearch", "Disruption", "MeetingPart")
"""Judgements by which somebody has acted on an adult, premises, a vehicle or a phone, or has them before a meeting."""


class SeenVersion(NamedTuple):
    """A version of a judgement, the records it is about, and its row."""

    id: str
    replaces: tuple[str, ...]
    state: str
    about: tuple[int, ...]
    row: int


class Visible:
    """A View of the projection. `identity_kinds` are the kinds of identifiers that make records one."""

    def __init__(
        self,
        derived: Derived,
        bound: BoundView,
        identity_kinds: Iterable[str],
        applied: AppliedClauses,
        left_out: LeftOut = NOTHING,
    ) -> None:
        self.derived = derived
        self._left_out = left_out
        self._bound = bound
        self._identity_kinds = frozenset(identity_kinds) | {"uprn"}
        self._applied = applied

    # What passes.

    @cached_property
    def passes(self) -> Mask:
        """Which items pass the View, by number."""
        tables = self.derived.tables
        found = mask(self._view_columns("items"), self._bound, self._applied.seen, tables.count("items"))
        passes = np.zeros(len(tables.pools["item"]), dtype=np.bool_)
        passes[self._column("items", "item")[found]] = True
        passes[np.array(sorted(self._left_out.items), dtype=np.int64)] = False
        return passes

    @cached_property
    def shown(self) -> Mask:
        """Which mentions stand in items that pass."""
        return self.passes[self._column("mentions", "item")]

    @cached_property
    def held(self) -> Mask:
        """Which versions of judgements pass, by row."""
        columns, tables = self._view_columns("judgements"), self.derived.tables
        held = mask(columns, self._bound, self._applied.held, tables.count("judgements"))
        numbers = [tables.pools["judgement"].find(id) for id in sorted(self._left_out.judgements)]
        left_out = np.array([number for number in numbers if number is not None], dtype=np.int64)
        return held & ~np.isin(self._column("judgements", "judgement"), left_out)

    def judged(self, id: str) -> tuple[str, tuple[int, ...]] | None:
        """Of a visible version of a judgement, its kind and the records it is about; None for any other.

        It is visible where the clearance holds it and every record that it is about is visible.
        """
        pools = self.derived.tables.pools
        number = pools["judgement"].find(id)
        rows = np.flatnonzero(self._column("judgements", "judgement") == (-1 if number is None else number))
        if not len(rows) or not self.held[rows[0]]:
            return None
        records = np.unique(self._column("about", "record")[self._column("about", "judgement") == number])
        if not self.records[records].all():
            return None
        return pools["judgement_kind"][int(self._column("judgements", "kind")[rows[0]])], tuple(records.tolist())

    def judged_about(self, kinds: Collection[str]) -> Ints:
        """The visible records that a version of a judgement of one of these kinds is about, where the clearance holds
        it."""
        wanted = np.array([kind in kinds for kind in self.derived.tables.pools["judgement_kind"]], dtype=np.bool_)
        of_kinds = self._column("judgements", "judgement")[self.held & wanted[self._column("judgements", "kind")]]
        of_them = np.isin(self._column("about", "judgement"), of_kinds)
        records = np.unique(self._column("about", "record")[of_them]).astype(np.int64)
        return records[self.records[records]]

    # Records, and which of them are one.

    @cached_property
    def first(self) -> Ints:
        """When the earliest visible item that mentions each record was recorded; `FOREVER` for a hidden record."""
        first = np.full(len(self.derived.tables.pools["record"]), FOREVER, dtype=np.int64)
        records, items = self._column("mentions", "record")[self.shown], self._column("mentions", "item")[self.shown]
        np.minimum.at(first, records, self.derived.of_items("recorded_at", items))
        return first

    @cached_property
    def records(self) -> Mask:
        """Which records a visible item mentions."""
        return self.first != FOREVER

    @cached_property
    def clusters(self) -> ClusterArrays:
        """Which visible records are one."""
        return cluster(self.records, self.first, self._joins())

    def mentions_of(self, entity: int) -> tuple[Ints, Ints]:
        """The visible mentions of an entity, its oldest record's first, and the place of the record of each."""
        return self._mentions_of_records(self.clusters.records(entity))

    def mentions_of_each(self, entities: Ints) -> tuple[Ints, Ints]:
        """The visible mentions of some entities, and the place in `entities` that each belongs to."""
        records, of = self.clusters.records_of(entities)
        mentions, at = self._mentions_of_records(records)
        return mentions, of[at]

    def _mentions_of_records(self, records: Ints) -> tuple[Ints, Ints]:
        order, starts = self.derived.tables.by_record
        rows, at = spans(starts, records)
        mentions = order[rows]
        return mentions[self.shown[mentions]], at[self.shown[mentions]]

    # Entities, by the number of their oldest visible record.

    @cached_property
    def kinds(self) -> Ints:
        """The kind of each entity, by its place in `KINDS`: the first that a visible mention says."""
        order = {word: place for place, word in enumerate(KIND_OF_SAID)}
        said = np.array([order[word] for word in self.derived.tables.pools["said"]], dtype=np.int64)
        kinds = np.full(len(self.records), len(KINDS), dtype=np.int64)
        entities = self.clusters.of[self._column("mentions", "record")[self.shown]]
        np.minimum.at(kinds, entities, said[self._column("mentions", "said")[self.shown]])
        return kinds

    @cached_property
    def last(self) -> Ints:
        """When the last dated item that mentions each entity ended, `UNDATED` without any."""
        last = np.full(len(self.records), UNDATED, dtype=np.int64)
        entities = self.clusters.of[self._column("mentions", "record")[self.shown]]
        items = self._column("mentions", "item")[self.shown]
        np.maximum.at(last, entities, self.derived.of_items("happened_to", items))
        return last

    @cached_property
    def common(self) -> Mask:
        """Which entities a visible mention calls a common place, or somebody has judged to be one."""
        rows = self.derived.at_common_places
        common = np.zeros(len(self.records), dtype=np.bool_)
        common[self.clusters.of[self._column("mentions", "record")[rows[self.shown[rows]]]]] = True
        judged = self._judged_common()
        common[self.clusters.of[judged]] = True
        return common

    def _judged_common(self) -> Ints:
        """The records that a judgement which stands in this View calls a common place on the View's day."""
        today = self._bound.view.today.isoformat()
        holding = (each for each in self._standing("CommonPlace") if _holds(self.derived.header(each.row), today))
        return np.array([each.about[0] for each in holding], dtype=np.int64)

    @cached_property
    def acts(self) -> Mapping[int, Mapping[JudgementKind, int]]:
        """By entity, how many judgements of each kind of `ACTS` about it stand in this View."""
        found: dict[int, dict[JudgementKind, int]] = {}
        for kind in ACTS:
            for each in self._standing(kind):
                for entity in set(self.clusters.of[list(each.about)].tolist()):
                    counts = found.setdefault(entity, {})
                    counts[kind] = counts.get(kind, 0) + 1
        return found

    @property
    def end_of_day(self) -> int:
        """The end of the View's day, in epoch milliseconds."""
        return day_start(self._bound.view.today + timedelta(days=1))

    def _standing(self, kind: JudgementKind) -> list["SeenVersion"]:
        """The versions of judgements of a kind that stand; visible is one of which every record is."""
        return standing(each for each in self._versions(kind) if self.records[list(each.about)].all())

    def is_child(self, entities: Ints) -> Mask:
        """Which of these are children."""
        return self.kinds[entities] == KINDS.index("child")

    def is_person(self, entities: Ints) -> Mask:
        """Which of these are people, of whichever kind."""
        return np.isin(self.kinds[entities], [KINDS.index(kind) for kind in PEOPLE])

    # What connects.

    def items_connecting(self, entities: Ints) -> tuple[Ints, Ints]:
        """(place in `entities`, item): the visible items in which they are mentioned so that it connects, each once."""
        records, at = self.clusters.records_of(entities)
        items, row = _open(self.derived.items_connecting, records)
        at = at[row]
        passes = self.passes[items]
        at, items = at[passes], items[passes]
        return (at, items) if len(records) == len(entities) else distinct_pairs(at, items, len(self.passes))

    def entities_in(self, items: Ints, among: Grouped) -> tuple[Ints, Ints]:
        """(place in `items`, entity) for each mention; an entity of several records may come several times."""
        records, at = _open(among, items)
        return at, self.clusters.of[records]

    def connected(self, entity: int) -> tuple[Ints, Ints]:
        """(other entity, item): what items name beside an entity, both in roles that connect, sorted, each once."""
        _, items = self.items_connecting(np.array([entity], dtype=np.int64))
        at, others = self.entities_in(items, self.derived.records_connecting)
        beside = others != entity
        return distinct_pairs(others[beside], items[at[beside]], len(self.passes))

    # How it comes about.

    def _joins(self) -> Joins:
        """What may join the visible records."""
        kinds = self.derived.tables.pools["identifier_kind"]
        followed = np.array([kind in self._identity_kinds for kind in kinds], dtype=np.bool_)
        stated = self.passes[self._column("identified", "item")] & followed[self._column("identified", "kind")]
        return Joins(
            self._column("identified", "record")[stated].astype(np.int64),
            self._column("identified", "identifier")[stated].astype(np.int64),
            self.decisions,
            self._proposed(),
        )

    @cached_property
    def decisions(self) -> tuple[PairVersion[int], ...]:
        """The visible versions of decisions about two records."""
        return tuple(
            PairVersion(each.id, each.replaces, each.state, pair_of(each.about[0], each.about[1]))
            for each in self._versions("IdentityDecision")
        )

    def _versions(self, kind: JudgementKind) -> list[SeenVersion]:
        """The versions of judgements of a kind that may be read."""
        pools = self.derived.tables.pools
        number = pools["judgement_kind"].find(kind)
        rows = np.flatnonzero(self.held & (self._column("judgements", "kind") == (-1 if number is None else number)))
        judgements = self._column("judgements", "judgement")[rows]
        concerned = np.isin(self._column("about", "judgement"), judgements)
        about: dict[int, list[int]] = {}
        for judgement, record in zip(
            self._column("about", "judgement")[concerned].tolist(),
            self._column("about", "record")[concerned].tolist(),
            strict=True,
        ):
            about.setdefault(judgement, []).append(record)
        found: list[SeenVersion] = []
        for row, judgement in zip(rows.tolist(), judgements.tolist(), strict=True):
            replaces = pools["replaces"][int(self._column("judgements", "replaces")[row])].split()
            state = pools["state"][int(self._column("judgements", "state")[row])]
            about_it = tuple(about.get(judgement, ()))
            found.append(SeenVersion(pools["judgement"][judgement], tuple(replaces), state, about_it, row))
        return found

    def _proposed(self) -> tuple[Pair, ...]:
        if self._applied.follows_lens and not self._bound.view.lens.with_possible:
            return ()
        both = self.passes[self._column("possible", "item")] & self.passes[self._column("possible", "other_item")]
        ends = zip(
            self._column("possible", "record")[both].tolist(),
            self._column("possible", "other")[both].tolist(),
            strict=True,
        )
        return tuple(sorted({pair_of(one, other) for one, other in ends if one != other}))

    def _view_columns(self, table: str) -> dict[str, Coded | Ints]:
        """The columns by which a View decides about the rows of a table."""
        found: dict[str, Coded | Ints] = {}
        for name in {clause.column for clause in (*SEEN, *HELD)} & self.derived.tables.columns[table].keys():
            column = self._column(table, name)
            if column.dtype == np.int32:
                found[name] = Coded(column.astype(np.int32, copy=False), self.derived.tables.pools[name])
            else:
                found[name] = column.astype(np.int64, copy=False)
        return found

    def _column(self, table: str, name: str) -> Column:
        return self.derived.tables.columns[table][name]


def _holds(judged: Mapping[str, object], today: str) -> bool:
    """Whether what holds from one day until another holds today; days are written YYYY-MM-DD."""
    since, until = judged.get("since"), judged.get("until")
    return (since is None or str(since) <= today) and (until is None or today < str(until))


def _open(grouped: Grouped, groups: Ints) -> tuple[Ints, Ints]:
    rows, at = spans(grouped.starts, groups)
    return grouped.values[rows], at
