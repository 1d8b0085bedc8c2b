"""What questions read of a View of the projection: the only way to its columns.

Everything here is computed from what `Visible` says passes, so hiding a record is the same as never having recorded it.
Records and items are numbers, in the order of their ids; an entity is the number of its oldest visible record.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike

from graph.model.kinds import KINDS, Kind
from graph.model.recorded import JudgementKind
from graph.model.records import NAMED
from graph.model.view import BoundView
from graph.projection.clusters import ClusterArrays
from graph.projection.concern import Ranked, Ranking, may_be_ranked, rank
from graph.projection.connecting import Connecting, connect
from graph.projection.derived import Derived
from graph.projection.links import Links, gather, gather_among, linked_with
from graph.projection.relevance import NeighbourTie, ties
from graph.projection.search import Allowed, PathSearch, named_together, search
from graph.projection.seen_items import SeenItems
from graph.projection.vectors import Ints, Mask, begins, by_first, distinct, distinct_pairs, first_of, spans
from graph.projection.visible import NOTHING, AppliedClauses, LeftOut, Visible
from graph.rules.identity import PairVersion
from graph.rules.roles import of_concern
from graph.values.grade import Grade

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


class Seen(SeenItems):
    """A View of the projection. `identity_kinds` are the kinds of identifiers that make records one."""

    def __init__(
        self,
        derived: Derived,
        bound: BoundView,
        identity_kinds: Iterable[str],
        applied: AppliedClauses | None = None,
        left_out: LeftOut = NOTHING,
    ) -> None:
        self._given = bound, tuple(identity_kinds), applied or AppliedClauses()
        super().__init__(derived, Visible(derived, *self._given, left_out))
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

    def judged(self, id: str) -> tuple[str, tuple[int, ...]] | None:
        """Of a visible version of a judgement, its kind and the records it is about; None for any other."""
        return self._visible.judged(id)

    def judged_about(self, kinds: Collection[str]) -> frozenset[int]:
        """The entities that a visible version of a judgement of one of these kinds is about."""
        return frozenset(self.clusters.of[self._visible.judged_about(kinds)].tolist())

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

    def is_named(self, entity: int) -> bool:
        """Whether a visible mention gives an entity its name: of a vehicle the whole registration mark."""
        mentions, _ = self._visible.mentions_of(entity)
        return bool((self._column("rank")[mentions] == NAMED).any())

    def ungraded_naming_children(self) -> Ints:
        """The visible items without any grade that name a child, the last recorded first."""
        number = self._tables.pools["grade"].find(Grade().key)
        items = self.items[self._derived.of_items("grade", self.items) == (-1 if number is None else number)]
        rows, entities = self._mentions_in(items)
        named = distinct(self._column("item")[rows[self._visible.is_child(entities)]].astype(np.int64))
        return named[np.lexsort((named, -self.recorded_at(named)))]

    def roles(self, mentions: Ints) -> tuple[str, ...]:
        """The roles that some mentions give, sorted, each once."""
        return self._texts("role", mentions)

    def roles_of(self, entity: int) -> tuple[str, ...]:
        """The roles that the mentions of an entity give, sorted, each once."""
        mentions, _ = self._visible.mentions_of(entity)
        return self.roles(mentions)

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

    def links_among(self, children: Iterable[int], now: int) -> Links:
        """What links these children with one another, each two once, at `now`: of many far sooner than `links`."""
        return gather_among(self._visible, children, now)

    def linked_with(self, child: int) -> Ints:
        """The children linked with a child, sorted."""
        return linked_with(self._visible, child)

    def allowed(self, kinds: Iterable[Kind], left_out: Iterable[int], *, avoid_common: bool) -> Allowed:
        """What may lie between entities: of these kinds (none named: any), and none of those left out."""
        return Allowed(frozenset(kinds), frozenset(left_out), avoid_common)

    def search(
        self, ends: tuple[int, int], allowed: Allowed, longest: int, most: int, *, longer: int = 0
    ) -> PathSearch:
        """The paths between two entities that are shortest, or up to `longer` steps longer, of at most `longest`."""
        return search(self._visible, ends, allowed, longest, most, longer=longer)

    def connect(self, asked: Sequence[int], allowed: Allowed, longest: int, most: int, counted: int) -> Connecting:
        """The smallest networks that connect these entities, of at most `longest` steps."""
        return connect(self._visible, asked, allowed, longest, most, counted)

    def named_together(self, entities: Collection[int]) -> dict[tuple[int, int], list[int]]:
        """Each two of these entities that items name together, both in roles that connect, with these items."""
        given = np.array(sorted(entities), dtype=np.int64)
        found = named_together(self._visible, given, given)
        return {(one, other): items for one, other, items in found if one < other}

    def children_sharing(self, entity: int) -> int:
        """How many children items name beside this entity, both in roles that connect."""
        return self.once(Seen._count_children, entity)

    def of_concern(self, what: Ranked, now: int) -> Ranking:
        """Premises, adults, vehicles or phones, by the children named with them, at `now` on the View's day."""
        if what not in self._rankings:
            self._rankings[what] = rank(self._visible, what, now)
        return self._rankings[what]

    def may_be_ranked(self, entity: int) -> bool:
        """Whether a list may rank an entity: no child, and nobody who may be under 18 (`graph.rules.rankings`)."""
        return bool(self._may_be_ranked[entity])

    def report_concern(self, items: Ints) -> Mask:
        """Which of some items allege a concern about somebody."""
        return self._derived.concern[items]

    def acts(self, entity: int) -> Mapping[JudgementKind, int]:
        """How many judgements of each kind by which somebody has acted on an entity stand, in the order of `ACTS`."""
        return self._visible.acts.get(entity, {})

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

    @cached_property
    def _may_be_ranked(self) -> Mask:
        return may_be_ranked(self._visible)

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
