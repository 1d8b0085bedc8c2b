"""What questions read of a View of the projection: the only way to its columns.

Everything here is computed from what `Visible` says passes, so hiding a record is the same as never having recorded it.
Records and items are numbers, in the order of their ids; an entity is the number of its oldest visible record.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike

from graph.model.kinds import KINDS, Kind
from graph.model.view import FOREVER, UNDATED, BoundView
from graph.projection.clusters import ClusterArrays
from graph.projection.concern import Ranked, Ranking, rank
from graph.projection.derived import Derived
from graph.projection.links import Links, gather, linked_with
from graph.projection.search import PathSearch, search
from graph.projection.tables import Column
from graph.projection.ties import NeighbourTie, ties
from graph.projection.vectors import Ints, begins, by_first, distinct, distinct_pairs, first_of, spans
from graph.projection.visible import NOTHING, AppliedClauses, LeftOut, Visible
from graph.rules.joining import PairVersion
from graph.rules.roles import of_concern
from graph.rules.strength import Support

T = TypeVar("T")

_MOST_KEPT = 50_000  # entities of which a View keeps what was said of them


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


class Seen:
    """A View of the projection. `identity_kinds` are the kinds of identifiers that make records one."""

    def __init__(
        self,
        derived: Derived,
        bound: BoundView,
        identity_kinds: Iterable[str],
        applied: AppliedClauses | None = None,
        left_out: LeftOut = NOTHING,
    ) -> None:
        self._derived = derived
        self._tables = derived.tables
        self._given = bound, tuple(identity_kinds), applied or AppliedClauses()
        self._visible = Visible(derived, *self._given, left_out)
        self._once: dict[tuple[object, int], object] = {}
        self._rankings: dict[Ranked, Ranking] = {}

    def without(self, items: Iterable[int], judgements: Iterable[str] = ()) -> "Seen":
        """The same View as if these items, and these versions of judgements, had never been recorded."""
        return Seen(self._derived, *self._given, LeftOut(frozenset(items), frozenset(judgements)))

    # Numbers and ids.

    def record(self, id: str) -> int | None:
        """The number of a record that a visible item mentions, None for any other."""
        number = self._tables.pools["record"].find(id)
        return number if number is not None and self._visible.records[number] else None

    def record_id(self, record: int) -> str:
        """The id of a record."""
        return self._tables.pools["record"][record]

    def item_id(self, item: int) -> str:
        """The id of an item."""
        return self._tables.pools["item"][item]

    def item(self, id: str) -> int | None:
        """The number of a visible item, None for any other."""
        number = self._tables.pools["item"].find(id)
        return number if number is not None and self._visible.passes[number] else None

    def judged(self, id: str) -> tuple[str, tuple[int, ...]] | None:
        """Of a visible version of a judgement, its kind and the records it is about; None for any other."""
        return self._visible.judged(id)

    def judged_about(self, kinds: Collection[str]) -> frozenset[int]:
        """The entities that a visible version of a judgement of one of these kinds is about."""
        return frozenset(self.clusters.of[self._visible.judged_about(kinds)].tolist())

    def report_id(self, item: int) -> str:
        """The id of the report that an item stands in."""
        return self._tables.pools["report"][int(self._derived.of_items("report", np.array([item]))[0])]

    # Entities.

    @property
    def clusters(self) -> ClusterArrays:
        """Which visible records are one."""
        return self._visible.clusters

    def cluster(self, record: int) -> int:
        """The entity that a visible record belongs to: its oldest visible record."""
        return int(self.clusters.of[record])

    @cached_property
    def entities(self) -> Ints:
        """Every entity."""
        records = np.flatnonzero(self._visible.records)
        return records[self.clusters.of[records] == records]

    def records(self, entity: int) -> tuple[int, ...]:
        """The visible records of an entity, oldest first."""
        return tuple(self.clusters.records(entity).tolist())

    def kind(self, entity: int) -> Kind:
        """What the visible mentions make of an entity."""
        return KINDS[int(self._visible.kinds[entity])]

    def is_child(self, entity: int) -> bool:
        """Whether a visible mention calls an entity a child."""
        return self.kind(entity) == "child"

    def named(self, entity: int) -> Named:
        """What an entity is called and is, as its visible mentions say."""
        return self.once(Seen._name, entity)

    def once(self, compute: "Callable[[Seen, int], T]", entity: int) -> T:
        """What a function says of an entity, computed once while it is kept: lists name the same entities again."""
        key = compute, entity
        if key not in self._once:
            if len(self._once) >= _MOST_KEPT:
                self._once.clear()
            self._once[key] = compute(self, entity)
        return cast(T, self._once[key])

    def assessments(self, entity: int) -> list[Mapping[str, object]]:
        """The visible versions of the assessments of an entity and of what was considered, each but for its words."""
        rows, _ = spans(self._derived.assessments.starts, self.clusters.records(entity))
        judgements = self._derived.assessments.values[rows]
        return [self._derived.header(row) for row in judgements[self._visible.held[judgements]].tolist()]

    def children_judged(self) -> tuple[Ints, Ints, Ints]:
        """Every child, the highest category of any visible version of an assessment of them (0: none), and of how many
        visible versions a category depends: of assessments, and of what was considered."""
        assessments, count = self._derived.assessments, len(self._visible.records)
        held = self._visible.held[assessments.values]
        records = np.repeat(np.arange(count, dtype=np.int64), np.diff(assessments.starts))[held]
        entities = self.clusters.of[records]
        highest = np.zeros(count, dtype=np.int64)
        np.maximum.at(highest, entities, self._tables.columns["judgements"]["judged"][assessments.values[held]])
        versions = np.bincount(entities, minlength=count)
        children = self.entities[self._visible.is_child(self.entities)]
        return children, highest[children], versions[children]

    def last(self, entities: Ints) -> Ints:
        """When the last dated item that mentions each of some entities ended, `UNDATED` without any."""
        return self._visible.last[entities]

    @property
    def decisions(self) -> tuple[PairVersion[int], ...]:
        """The visible versions of decisions about two records."""
        return self._visible.decisions

    # Items.

    @property
    def items(self) -> Ints:
        """Every visible item."""
        return np.flatnonzero(self._visible.passes)

    def items_of(self, entity: int) -> Ints:
        """The visible items that mention an entity, each once."""
        mentions, _ = self._visible.mentions_of(entity)
        return distinct(self._column("item")[mentions].astype(np.int64))

    def items_of_report(self, report: str) -> Ints:
        """The visible items of a report, by its id."""
        return self._items_with("report", report)

    def items_of_origin(self, origin: str) -> Ints:
        """The visible items of an origin, by its mark."""
        return self._items_with("origin", origin)

    def recorded_after(self, moment: int) -> Ints:
        """The visible items that their sources recorded after a moment (epoch milliseconds)."""
        return self.items[self.recorded_at(self.items) > moment]

    def loaded_after(self, moment: int) -> Ints:
        """The visible items that were loaded after a moment; recorded after it, where no time of loading is kept."""
        return self.items[self._derived.of_items("loaded_at", self.items) > moment]

    def under_one_reference(self) -> list[Ints]:
        """The visible items of one report that are cited alike: each group of two or more."""
        items = self.items
        keys = (self._derived.of_items("report", items) << 32) | self._derived.of_items("ref", items)
        order = np.argsort(keys, kind="stable")
        starts = np.flatnonzero(begins(keys[order]))
        return [group for group in np.split(items[order], starts[1:]) if len(group) > 1]

    def cited_alike(self, item: int) -> Ints:
        """The visible items of the report of an item that are cited as it is, itself among them."""
        of = np.array([item], dtype=np.int64)
        columns, tables = ("report", "ref"), self._tables.columns["items"]
        wanted = [int(self._derived.of_items(name, of)[0]) for name in columns]
        alike = (tables["report"] == wanted[0]) & (tables["ref"] == wanted[1])
        items = tables["item"][alike].astype(np.int64)
        return items[self._visible.passes[items]]

    def count_reports(self, items: Ints) -> int:
        """In how many reports some items stand."""
        return len(distinct(self._derived.of_items("report", items)))

    def refs(self, items: ArrayLike) -> tuple[str, ...]:
        """Items as people cite them, sorted, each once."""
        refs = self._tables.pools["ref"]
        found = self._derived.of_items("ref", np.asarray(items, dtype=np.int64))
        return tuple(refs[number] for number in sorted(set(found.tolist())))

    def refs_of(self, mentions: Ints) -> tuple[str, ...]:
        """The items in which some mentions stand, as people cite them, sorted, each once."""
        return self.refs(self._column("item")[mentions])

    def origins(self, items: Ints) -> set[int]:
        """The origins of some items."""
        return set(self._derived.of_items("origin", items).tolist())

    def times(self, items: Ints) -> tuple[Ints, Ints]:
        """When some items began and ended, of those of which it is known."""
        start, end = self._derived.of_items("happened_from", items), self._derived.of_items("happened_to", items)
        known = start != UNDATED
        return start[known], end[known]

    def recorded_at(self, items: Ints) -> Ints:
        """When some items were recorded."""
        return self._derived.of_items("recorded_at", items)

    def of_events(self, items: ArrayLike, events: Collection[str]) -> Ints:
        """Those of some items that tell of one of these kinds of event."""
        items = np.asarray(items, dtype=np.int64)
        wanted = np.array([event in events for event in self._tables.pools["event"]], dtype=np.bool_)
        return items[wanted[self._derived.of_items("event", items)]]

    def event(self, item: int) -> str:
        """The kind of event that an item reports, blank for none."""
        return self._tables.pools["event"][int(self._derived.of_items("event", np.array([item]))[0])]

    def in_order(self, items: ArrayLike) -> Ints:
        """By when they happened, undated ones last, then as they are cited."""
        items = np.asarray(items, dtype=np.int64)
        start, refs = self._derived.of_items("happened_from", items), self._derived.of_items("ref", items)
        return items[np.lexsort((items, refs, np.where(start == UNDATED, FOREVER, start)))]

    def newest_first(self, items: Ints) -> Ints:
        """What happened last first; then undated ones, the last recorded first."""
        start, refs = self._derived.of_items("happened_from", items), self._derived.of_items("ref", items)
        undated = start == UNDATED
        newest = np.where(undated, self.recorded_at(items), start)
        return items[np.lexsort((items, refs, -newest, undated))]

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

    # The entities that items mention.

    def beside(self, entity: int) -> dict[int, Beside]:
        """Everybody and everything that a visible item mentions beside this entity, and by which mentions."""
        rows, others = self._mentions_in(self.items_of(entity))
        elsewhere = others != entity
        others, rows = others[elsewhere], rows[elsewhere]
        order = np.argsort(others, kind="stable")  # so that each one's mentions stay in the order of items
        others, rows = others[order], rows[order]
        heads = first_of(others)
        items = self._column("item")[rows]
        found: dict[int, Beside] = {}
        for start, end in zip(heads.tolist(), [*heads[1:].tolist(), len(others)], strict=False):
            each = items[start:end]
            found[int(others[start])] = Beside(each[begins(each)].astype(np.int64), rows[start:end])
        return found

    def ties(self, entity: int, beside: Mapping[int, Ints]) -> dict[int, NeighbourTie]:
        """How others are tied to an entity by the items that name both, which are given by the other."""
        return ties(self._visible, entity, beside)

    def mentioned_in(self, items: Ints) -> dict[int, dict[int, Ints]]:
        """The entities each of some items mentions, by the item, each with its mentions."""
        found: dict[int, dict[int, list[int]]] = {item: {} for item in items.tolist()}
        rows, entities = self._mentions_in(items)
        of = self._column("item")[rows]
        for row, item, entity in zip(rows.tolist(), of.tolist(), entities.tolist(), strict=True):
            found[item].setdefault(entity, []).append(row)
        return {
            item: {entity: np.array(mentions, dtype=np.int64) for entity, mentions in each.items()}
            for item, each in found.items()
        }

    def naming_several(self, entities: Iterable[int]) -> dict[int, dict[int, bool]]:
        """The visible items that mention several of these entities, each with those it mentions and whether any such
        mention connects."""
        wanted = np.array(sorted(set(entities)), dtype=np.int64)
        rows, at = self._visible.mentions_of_each(wanted)
        order = np.argsort(self._column("item")[rows], kind="stable")
        items, of = self._column("item")[rows[order]], wanted[at[order]]
        connects = self._derived.connecting[rows[order]]
        found: dict[int, dict[int, bool]] = defaultdict(dict)
        heads = first_of(items)
        for start, end in zip(heads.tolist(), [*heads[1:].tolist(), len(items)], strict=False):
            if (of[start:end] != of[start]).any():
                named = found[int(items[start])]
                for entity, connecting in zip(of[start:end].tolist(), connects[start:end].tolist(), strict=True):
                    named[entity] = named.get(entity, False) or connecting
        return found

    def children_in(self, items: Ints) -> dict[int, Ints]:
        """The children some items mention, each with these items."""
        rows, entities = self._mentions_in(items)
        children = self._visible.is_child(entities)
        of = self._column("item")[rows[children]].astype(np.int64)
        return by_first(distinct_pairs(entities[children], of, len(self._visible.passes)))

    def roles(self, mentions: Ints) -> tuple[str, ...]:
        """The roles that some mentions give, sorted, each once."""
        return self._texts("role", mentions)

    def sexes(self, mentions: Ints) -> tuple[str, ...]:
        """The sexes that some mentions state, sorted, each once."""
        return self._texts("sex", mentions)

    def connecting_in(self, item: int) -> dict[int, Ints]:
        """The entities that an item mentions so that it connects, each with these mentions."""
        rows, entities = self._mentions_in(np.array([item], dtype=np.int64))
        connecting = self._derived.connecting[rows]
        found: dict[int, list[int]] = defaultdict(list)
        for row, entity in zip(rows[connecting].tolist(), entities[connecting].tolist(), strict=True):
            found[entity].append(row)
        return {entity: np.array(mentions, dtype=np.int64) for entity, mentions in found.items()}

    def roles_connecting(self, items: ArrayLike, entity: int) -> tuple[str, ...]:
        """The roles that connect in which some items mention an entity, sorted, each once."""
        rows, entities = self._mentions_in(np.asarray(items, dtype=np.int64))
        return self._texts("role", rows[self._derived.connecting[rows] & (entities == entity)])

    def connected(self, entity: int) -> dict[int, Ints]:
        """The other entities that items name beside this one, both in roles that connect, each with these items."""
        return by_first(self._visible.connected(entity))

    def links(self, children: Iterable[int], now: int) -> dict[int, Links]:
        """What links each of these children with others, at `now` (epoch milliseconds)."""
        return gather(self._visible, children, now)

    def linked_with(self, child: int) -> Ints:
        """The children linked with a child, sorted."""
        return linked_with(self._visible, child)

    def search(
        self, ends: tuple[int, int], kinds: frozenset[Kind], longest: int, most: int, *, avoid_common: bool = False
    ) -> PathSearch:
        """The shortest paths between two entities; between them lie only entities of these kinds (none named: any).

        With `avoid_common` no common place lies between them.
        """
        return search(self._visible, ends, kinds, longest, most, avoid_common=avoid_common)

    def children_sharing(self, entity: int) -> int:
        """How many children items name beside this entity, both in roles that connect."""
        return self.once(Seen._count_children, entity)

    def of_concern(self, what: Ranked) -> Ranking:
        """Premises, or adults, by the children named with them."""
        if what not in self._rankings:
            self._rankings[what] = rank(self._visible, what)
        return self._rankings[what]

    def alleged(self, entity: int) -> bool:
        """Whether a visible item that is not suspected to be false alleges concern about an entity."""
        mentions, _ = self._visible.mentions_of(entity)
        alleging = np.array([of_concern(role) for role in self._tables.pools["role"]], dtype=np.bool_)
        items = self._column("item")[mentions[alleging[self._column("role")[mentions]]]]
        grades = self._tables.pools["grade"]
        return any(not grades[grade].endswith("E") for grade in set(self._derived.of_items("grade", items).tolist()))

    def is_common(self, entity: int) -> bool:
        """Whether a visible mention calls an entity a common place."""
        return bool(self._visible.common[entity])

    # How it comes about.

    def _items_with(self, column: str, text: str) -> Ints:
        number = self._tables.pools[column].find(text)
        return self.items[self._derived.of_items(column, self.items) == (-1 if number is None else number)]

    def _mentions_in(self, items: Ints) -> tuple[Ints, Ints]:
        """The mentions in some items, item after item, and the entity of each."""
        rows, _ = spans(self._tables.by_item, items)
        return rows, self.clusters.of[self._column("record")[rows]]

    def _count_children(self, entity: int) -> int:
        others, _ = self._visible.connected(entity)
        return len(distinct(others[self._visible.is_child(others)]))

    def _name(self, entity: int) -> Named:
        """Of the best kind of label, the oldest record's, as it was first recorded."""
        mentions, record = self._visible.mentions_of(entity)
        ranks, labels = self._column("rank")[mentions], self._column("label")[mentions]
        recorded = self._derived.of_items("recorded_at", self._column("item")[mentions])
        best = int(labels[np.lexsort((labels, recorded, record, ranks))[0]])
        return Named(
            id=self.record_id(entity),
            kind=self.kind(entity),
            label=self._tables.pools["label"][best],
            refs=self._texts("local_ref", mentions),
            possible=entity in self.clusters.possible,
            premises_kinds=self._texts("place", mentions),
        )

    def _texts(self, column: str, mentions: Ints) -> tuple[str, ...]:
        """What some mentions state in one column, sorted, each once; blanks left out."""
        texts = self._tables.pools[column]
        stated = (texts[number] for number in distinct(self._column(column)[mentions].astype(np.int64)).tolist())
        return tuple(text for text in stated if text)

    def _column(self, name: str) -> Column:
        return self._derived.mention(name)
