"""What one View leaves visible of the projection: the only way to its columns.

Items pass by the one filter (`graph.view.arrays`), judgements by its clearance half, and everything else is computed
from those that pass: which records are visible, which are one, what each entity is called and is. So hiding a record is
the same as never having recorded it. Records and items are numbers here, in the order of their ids.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from graph.model.schema import Kind
from graph.model.view import FOREVER, UNDATED, BoundView
from graph.projection.clusters import ClusterArrays, Joins, Pair, cluster
from graph.projection.derived import Derived
from graph.projection.links import Links, Visible, gather
from graph.projection.tables import Column
from graph.projection.vectors import Ints, Mask, begins, spans
from graph.rules.joining import PairVersion, pair_of
from graph.rules.strength import Support
from graph.view.arrays import Coded, mask
from graph.view.clauses import HELD, SEEN, Clause

KIND_OF_SAID: dict[str, Kind] = {
    "child": "child",
    "adult": "adult",
    "account": "account",
    "address": "premises",
    "person": "person",
    "phone": "phone",
    "vehicle": "vehicle",
}
"""What mentions say an entity is, and its kind; the first of these that a visible mention says decides."""

KINDS = tuple(KIND_OF_SAID.values())


@dataclass(frozen=True, eq=False)
class Beside:
    """An entity beside another: the items that mention both, each once, and their mentions of this one."""

    items: Ints
    mentions: Ints


@dataclass(frozen=True)
class Named:
    """One entity as this View knows it. `refs` are its records' own references; `possible`: only a match joins it."""

    id: str
    kind: Kind
    label: str
    refs: tuple[str, ...]
    possible: bool
    premises_kinds: tuple[str, ...]


@dataclass(frozen=True)
class AppliedClauses:
    """The clauses by which records pass. Only the test that takes each away gives others than these."""

    seen: tuple[Clause, ...] = SEEN
    held: tuple[Clause, ...] = HELD
    follows_lens: bool = True
    """Whether proposals are followed only where the lens says so."""


class Seen:
    """A View of the projection. `identity_kinds` are the kinds of identifiers that make records one."""

    def __init__(
        self, derived: Derived, bound: BoundView, identity_kinds: Iterable[str], filters: AppliedClauses | None = None
    ) -> None:
        self._derived = derived
        self._tables = derived.tables
        self._bound = bound
        self._identity_kinds = frozenset(identity_kinds) | {"uprn"}
        self._filters = filters or AppliedClauses()
        self._names: dict[int, Named] = {}

    # Numbers and ids.

    def record(self, id: str) -> int | None:
        """The number of a record that a visible item mentions, None for any other."""
        number = self._tables.pools["record"].find(id)
        return number if number is not None and self._visible[number] else None

    def record_id(self, record: int) -> str:
        """The id of a record."""
        return self._tables.pools["record"][record]

    def item_id(self, item: int) -> str:
        """The id of an item."""
        return self._tables.pools["item"][item]

    def refs(self, items: ArrayLike) -> tuple[str, ...]:
        """Items as people cite them, sorted, each once."""
        refs = self._tables.pools["ref"]
        found = self._derived.of_items("ref", np.asarray(items, dtype=np.int64))
        return tuple(refs[number] for number in sorted(set(found.tolist())))

    # What is visible.

    @property
    def items(self) -> Ints:
        """Every visible item."""
        return np.flatnonzero(self._passes)

    def cluster(self, record: int) -> int:
        """The entity that a visible record belongs to: its oldest visible record."""
        return int(self.clusters.of[record])

    @cached_property
    def clusters(self) -> ClusterArrays:
        """Which visible records are one."""
        return cluster(self._visible, self._first, self._joins)

    @cached_property
    def entities(self) -> Ints:
        """Every entity, by the number of its oldest visible record."""
        records = np.flatnonzero(self._visible)
        return records[self.clusters.of[records] == records]

    def items_of(self, entity: int) -> Ints:
        """The visible items that mention an entity, each once."""
        return np.unique(self._column("mentions", "item")[self._mentions_of(entity)]).astype(np.int64)

    def records(self, entity: int) -> tuple[int, ...]:
        """The visible records of an entity, oldest first."""
        return tuple(self.clusters.records(entity).tolist())

    def beside(self, entity: int) -> dict[int, Beside]:
        """Everybody and everything that a visible item mentions beside this entity, and by which mentions."""
        rows, _ = spans(self._tables.by_item, self.items_of(entity))
        others = self.clusters.of[self._column("mentions", "record")[rows]]
        elsewhere = others != entity
        others, rows = others[elsewhere], rows[elsewhere]
        order = np.argsort(others, kind="stable")  # so that each one's mentions stay in the order of items
        others, rows = others[order], rows[order]
        heads = np.flatnonzero(begins(others))
        items = self._column("mentions", "item")[rows]
        found: dict[int, Beside] = {}
        for start, end in zip(heads.tolist(), [*heads[1:].tolist(), len(others)], strict=False):
            each = items[start:end]
            found[int(others[start])] = Beside(each[begins(each)].astype(np.int64), rows[start:end])
        return found

    def times(self, items: Ints) -> tuple[Ints, Ints]:
        """When some items began and ended, of those of which it is known."""
        start, end = self._derived.of_items("happened_from", items), self._derived.of_items("happened_to", items)
        known = start != UNDATED
        return start[known], end[known]

    def recorded_at(self, items: Ints) -> Ints:
        """When some items were recorded."""
        return self._derived.of_items("recorded_at", items)

    def origins(self, items: Ints) -> set[int]:
        """The origins of some items."""
        return set(self._derived.of_items("origin", items).tolist())

    def roles(self, mentions: Ints) -> tuple[str, ...]:
        """The roles that some mentions give, sorted, each once."""
        return self._texts("role", mentions)

    def kind(self, entity: int) -> Kind:
        """What the visible mentions make of an entity."""
        return KINDS[int(self._kinds[entity])]

    def assessments(self, entity: int) -> list[Mapping[str, object]]:
        """The visible versions of the assessments of an entity, each as recorded but for its words."""
        rows, _ = spans(self._derived.assessments.starts, self.clusters.records(entity))
        judgements = self._derived.assessments.values[rows]
        return [self._derived.header(row) for row in judgements[self._held[judgements]].tolist()]

    def is_child(self, entity: int) -> bool:
        """Whether a visible mention calls an entity a child."""
        return self.kind(entity) == "child"

    def links(self, children: Iterable[int], now: int) -> dict[int, Links]:
        """What links each of these children with others, at `now` (epoch milliseconds)."""
        return gather(self._linking, children, now)

    def support(self, item: int) -> Support:
        """An item as a half of a link rests on it."""
        row, items, pools = int(self._derived.row_of_item[item]), self._tables.columns["items"], self._tables.pools
        start, end = int(items["happened_from"][row]), int(items["happened_to"][row])
        dated = start != UNDATED
        return Support(
            item=pools["item"][item],
            origin=pools["origin"][int(items["origin"][row])],
            grade=pools["grade"][int(items["grade"][row])],
            people=int(self._derived.crowd[item]),
            start=start if dated else None,
            end=end if dated else None,
            concern=bool(self._derived.concern[item]),
        )

    def roles_in(self, items: Ints, entity: int) -> tuple[str, ...]:
        """The roles that connect in which some items mention an entity, sorted, each once."""
        rows, _ = spans(self._tables.by_item, items)
        rows = rows[self._derived.connecting[rows]]
        return self._texts("role", rows[self.clusters.of[self._column("mentions", "record")[rows]] == entity])

    def named(self, entity: int) -> Named:
        """What an entity is called and is, as its visible mentions say."""
        if entity not in self._names:
            self._names[entity] = self._name(entity)
        return self._names[entity]

    # How it comes about.

    @cached_property
    def _passes(self) -> Mask:
        """Which items pass the View, by number."""
        found = mask(self._view_columns("items"), self._bound, self._filters.seen, self._tables.count("items"))
        passes = np.zeros(len(self._tables.pools["item"]), dtype=np.bool_)
        passes[self._column("items", "item")[found]] = True
        return passes

    @cached_property
    def _kinds(self) -> Ints:
        """The kind of each entity, by its place in `KINDS`: the first that a visible mention says."""
        order = {word: place for place, word in enumerate(KIND_OF_SAID)}
        said = np.array([order[word] for word in self._tables.pools["said"]], dtype=np.int64)
        shown = self._shown
        kinds = np.full(len(self._tables.pools["record"]), len(KINDS), dtype=np.int64)
        entities = self.clusters.of[self._column("mentions", "record")[shown]]
        np.minimum.at(kinds, entities, said[self._column("mentions", "said")[shown]])
        return kinds

    @cached_property
    def _linking(self) -> Visible:
        """What linking reads."""
        rows = self._derived.at_common_places
        common = np.zeros(len(self._kinds), dtype=np.bool_)
        common[self.clusters.of[self._column("mentions", "record")[rows[self._shown[rows]]]]] = True
        return Visible(self._derived, self._passes, self.clusters, self._kinds, KINDS, common)

    @cached_property
    def _shown(self) -> Mask:
        """Which mentions stand in items that pass."""
        return self._passes[self._column("mentions", "item")]

    @cached_property
    def _first(self) -> Ints:
        """When the earliest visible item that mentions each record was recorded; `FOREVER` for a hidden record."""
        recorded = np.full(len(self._passes), FOREVER, dtype=np.int64)
        recorded[self._column("items", "item")] = self._column("items", "recorded_at")
        first = np.full(len(self._tables.pools["record"]), FOREVER, dtype=np.int64)
        shown = self._shown
        np.minimum.at(
            first, self._column("mentions", "record")[shown], recorded[self._column("mentions", "item")[shown]]
        )
        return first

    @cached_property
    def _visible(self) -> Mask:
        """Which records a visible item mentions."""
        return self._first != FOREVER

    @cached_property
    def _joins(self) -> Joins:
        """What may join the visible records."""
        kinds = self._tables.pools["identifier_kind"]
        followed = np.array([kind in self._identity_kinds for kind in kinds], dtype=np.bool_)
        stated = self._passes[self._column("identified", "item")] & followed[self._column("identified", "kind")]
        return Joins(
            self._column("identified", "record")[stated].astype(np.int64),
            self._column("identified", "identifier")[stated].astype(np.int64),
            self._decisions(),
            self._proposed(),
        )

    @cached_property
    def _held(self) -> Mask:
        """Which versions of judgements pass."""
        columns = self._view_columns("judgements")
        return mask(columns, self._bound, self._filters.held, self._tables.count("judgements"))

    def _decisions(self) -> tuple[PairVersion[int], ...]:
        tables = self._tables
        kind = tables.pools["judgement_kind"].find("IdentityDecision")
        about: dict[int, list[int]] = {}
        for judgement, record in zip(
            self._column("about", "judgement").tolist(), self._column("about", "record").tolist(), strict=True
        ):
            about.setdefault(judgement, []).append(record)
        found: list[PairVersion[int]] = []
        for row in np.flatnonzero(self._held & (self._column("judgements", "kind") == kind)).tolist():
            judgement = int(self._column("judgements", "judgement")[row])
            one, other = about[judgement]
            replaces = tables.pools["replaces"][int(self._column("judgements", "replaces")[row])].split()
            state = tables.pools["state"][int(self._column("judgements", "state")[row])]
            id = tables.pools["judgement"][judgement]
            found.append(PairVersion(id, tuple(replaces), state, pair_of(one, other)))
        return tuple(found)

    def _proposed(self) -> tuple[Pair, ...]:
        if self._filters.follows_lens and not self._bound.view.lens.with_possible:
            return ()
        both = self._passes[self._column("possible", "item")] & self._passes[self._column("possible", "other_item")]
        ends = zip(
            self._column("possible", "record")[both].tolist(),
            self._column("possible", "other")[both].tolist(),
            strict=True,
        )
        return tuple(sorted({pair_of(one, other) for one, other in ends if one != other}))

    def _mentions_of(self, entity: int) -> Ints:
        """The visible mentions of an entity, its oldest record's first."""
        order, starts = self._tables.by_record
        rows, _ = spans(starts, self.clusters.records(entity))
        mentions = order[rows]
        return mentions[self._shown[mentions]]

    def _name(self, entity: int) -> Named:
        """Of the best kind of label, the oldest record's, as it was first recorded."""
        tables, mentions = self._tables, self._mentions_of(entity)
        place = {record: place for place, record in enumerate(self.clusters.records(entity).tolist())}
        records = self._column("mentions", "record")[mentions]
        ranks, labels = self._column("mentions", "rank")[mentions], self._column("mentions", "label")[mentions]
        recorded = self._derived.of_items("recorded_at", self._column("mentions", "item")[mentions])
        order = np.array([place[record] for record in records.tolist()], dtype=np.int64)
        best = int(labels[np.lexsort((labels, recorded, order, ranks))[0]])
        said = {tables.pools["said"][number] for number in set(self._column("mentions", "said")[mentions].tolist())}
        return Named(
            id=self.record_id(entity),
            kind=next(kind for word, kind in KIND_OF_SAID.items() if word in said),
            label=tables.pools["label"][best],
            refs=self._texts("local_ref", mentions),
            possible=entity in self.clusters.possible,
            premises_kinds=self._texts("place", mentions),
        )

    def _texts(self, column: str, mentions: Ints) -> tuple[str, ...]:
        """What some mentions state in one column, sorted, each once; blanks left out."""
        texts = self._tables.pools[column]
        stated = (texts[number] for number in sorted(set(self._column("mentions", column)[mentions].tolist())))
        return tuple(text for text in stated if text)

    def _view_columns(self, table: str) -> dict[str, Coded | Ints]:
        """The columns by which a View decides about the rows of a table."""
        found: dict[str, Coded | Ints] = {}
        for name in {clause.column for clause in (*SEEN, *HELD)} & self._tables.columns[table].keys():
            column = self._column(table, name)
            if column.dtype == np.int32:
                found[name] = Coded(column.astype(np.int32, copy=False), self._tables.pools[name])
            else:
                found[name] = column.astype(np.int64, copy=False)
        return found

    def _column(self, table: str, name: str) -> Column:
        return self._tables.columns[table][name]
