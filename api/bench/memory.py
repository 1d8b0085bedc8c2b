"""The whole graph as plain dictionaries: the fastest that the same row sets could be had, without any View or store.

An entity is its component, which is the same as its cluster for a reader who sees everything.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import LiteralString, NamedTuple, cast

from graph.model.view import BoundView
from graph.queries.filters import seen
from graph.rules.roles import connects, of_concern
from graph.rules.strength import COMMON_PLACES
from graph.store import Reading, Store

ITEMS: LiteralString = f"MATCH (i:Item) WHERE {seen('i')} WITH collect(i.id) AS items RETURN items AS items"

MENTIONED: LiteralString = f"""
UNWIND $items AS id
MATCH (i:Item {{id: id}})-[m:MENTIONS]->(e:Entity)
WHERE {seen("i")}
WITH collect(i.id) AS item, collect(i.ref) AS ref, collect(i.report) AS report, collect(e.id) AS record,
     collect(e.component) AS entity, collect(m.said) AS said, collect(coalesce(m.role, '')) AS role,
     collect(coalesce(m.premises_kind, '')) AS place, collect(coalesce(m.local_ref, '')) AS local_ref,
     collect(coalesce(m.name_key, '')) AS name_key
RETURN item AS item, ref AS ref, report AS report, record AS record, entity AS entity, said AS said, role AS role,
       place AS place, local_ref AS local_ref, name_key AS name_key
"""

RELATED: LiteralString = f"""
UNWIND $records AS id
MATCH (a:Entity {{id: id}})-[r]->(b:Entity)
WHERE r.item IS NOT NULL AND {seen("r")}
WITH collect(a.component) AS start, collect(b.component) AS end, collect(type(r)) AS kind, collect(r.item) AS item
RETURN start AS start, end AS end, kind AS kind, item AS item
"""

AT_ONCE = 10_000
"""Items, and records, whose rows are fetched in one statement."""

CONNECTING = ("adult", "person", "address", "vehicle", "phone", "account")
"""What a mention may call an entity that connects children."""

Pairs = frozenset[tuple[str, str]]


class Named(NamedTuple):
    """One mention: which entity an item names, as what, in which role."""

    entity: str
    said: str
    role: str


class MentionRow(NamedTuple):
    """One mention, as fetched."""

    item: str
    ref: str
    report: str
    record: str
    entity: str
    said: str
    role: str
    place: str
    local_ref: str
    name_key: str


class RelationRow(NamedTuple):
    """One relationship, as fetched."""

    start: str
    end: str
    kind: str
    item: str


def _sets() -> dict[str, set[str]]:
    return defaultdict(set)


@dataclass
class Memory:
    """What every visible mention and relationship says, by item and by entity."""

    named: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))
    items: dict[str, set[str]] = field(default_factory=_sets)
    linking_items: dict[str, set[str]] = field(default_factory=_sets)
    linking_entities: dict[str, set[str]] = field(default_factory=_sets)
    said: dict[str, set[str]] = field(default_factory=_sets)
    entity_of: dict[str, str] = field(default_factory=dict[str, str])
    record_of: dict[str, str] = field(default_factory=dict[str, str])
    ref_of: dict[str, str] = field(default_factory=dict[str, str])
    reports: dict[str, set[str]] = field(default_factory=_sets)
    by_reference: dict[str, set[str]] = field(default_factory=_sets)
    by_name: dict[str, set[str]] = field(default_factory=_sets)
    relations: dict[str, set[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(set))
    common: set[str] = field(default_factory=set[str])

    def take(self, row: MentionRow) -> None:
        """One mention more."""
        self.named[row.item].append(Named(row.entity, row.said, row.role))
        self.items[row.entity].add(row.item)
        if connects(row.role):
            self.linking_items[row.entity].add(row.item)
            self.linking_entities[row.item].add(row.entity)
        self.said[row.entity].add(row.said)
        self.entity_of[row.record] = row.entity
        self.record_of[row.entity] = min(row.record, self.record_of.get(row.entity, row.record))
        self.ref_of[row.item] = row.ref
        self.reports[row.report].add(row.item)
        if row.local_ref:
            self.by_reference[row.local_ref].add(row.entity)
        if row.name_key:
            self.by_name[row.name_key].add(row.entity)
        if row.place in COMMON_PLACES:
            self.common.add(row.entity)

    def relate(self, row: RelationRow) -> None:
        """One relationship more, kept at both its ends."""
        ref = self.ref_of[row.item]
        self.relations[row.start].add((row.kind, ref, row.end))
        self.relations[row.end].add((row.kind, ref, row.start))

    @cached_property
    def children(self) -> frozenset[str]:
        """Every entity that any mention calls a child."""
        return frozenset(entity for entity, said in self.said.items() if "child" in said)

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Every person, sorted."""
        return tuple(sorted(entity for entity, said in self.said.items() if said & {"child", "adult", "person"}))

    @cached_property
    def reach(self) -> dict[str, int]:
        """For each child, how many items their connecting entities are named in: the size of the question of links."""
        return {
            child: sum(len(self.linking_items[other]) for other in self.beside(child) - self.children)
            for child in self.children
        }

    def beside(self, entity: str) -> set[str]:
        """The entities that an item names together with this one, where both mentions connect."""
        return set[str]().union(*(self.linking_entities[item] for item in self.linking_items[entity])) - {entity}

    def neighbours(self, entity: str) -> frozenset[tuple[str, int]]:
        """Each entity named with this one, and in how many items."""
        counts: dict[str, int] = defaultdict(int)
        for item in self.items[entity]:
            for other in {named.entity for named in self.named[item]}:
                counts[other] += 1
        return frozenset((other, count) for other, count in counts.items() if other != entity)

    def linked(self, child: str) -> Pairs:
        """Each other child whom anything links with this one, and the connecting entity, or item, through which."""
        direct = {
            (other, item) for item in self.linking_items[child] for other in self._children_in(item) if other != child
        }
        return frozenset(direct | {(other, through) for through, other in self.shared(child, CONNECTING)})

    def shared(self, child: str, said: Collection[str]) -> Pairs:
        """Each connecting entity that is called one of these, and each other child whom it links with this one."""
        return frozenset(
            (through, other)
            for through in self.beside(child) - self.children
            if not self.said[through].isdisjoint(said)
            for item in self.linking_items[through]
            for other in self._children_in(item)
            if other != child
        )

    def _children_in(self, item: str) -> set[str]:
        return self.linking_entities[item] & self.children

    def evidence(self, start: str, end: str) -> frozenset[tuple[str, ...]]:
        """The items that name both, and those that name either together with a third."""
        direct = {("direct", "both", self.ref_of[item]) for item in self.items[start] & self.items[end]}
        thirds = (self.beside(start) & self.beside(end)) - self.children
        return frozenset(direct).union(
            (third, half, self.ref_of[item])
            for third in thirds
            for half, one in (("first", start), ("second", end))
            for item in self.linking_items[one] & self.linking_items[third]
        )

    def hops(self, start: str, end: str, longest: int) -> int:
        """How many hops the shortest path has, 0 where there is none that short; searched from one end."""
        met, edge = {start}, {start}
        for hop in range(1, longest + 1):
            edge = set[str]().union(*(self.beside(entity) for entity in edge)) - met
            if end in edge:
                return hop
            met |= edge
        return 0

    def premises_of_concern(self) -> Pairs:
        """Each premises and each child named there, in items of concern alone where the place is a common one."""
        found: set[tuple[str, str]] = set()
        for item, named in self.named.items():
            concern = any(of_concern(each.role) for each in named)
            places = {each.entity for each in named if each.said == "address"}
            children = self._children_in(item)
            found |= {(place, child) for place in places if concern or place not in self.common for child in children}
        return frozenset(found)

    def adults_of_concern(self, may_rank: Iterable[str]) -> Pairs:
        """Each adult, in a role that may be ranked, and each child named with them."""
        roles = frozenset(may_rank)
        found: set[tuple[str, str]] = set()
        for item, named in self.named.items():
            adults = {each.entity for each in named if each.said in {"adult", "person"} and each.role in roles}
            children = self._children_in(item)
            found |= {(adult, child) for adult in adults - self.children for child in children}
        return frozenset(found)


def remember(store: Store, bound: BoundView) -> Memory:
    """Everything that the View shows, fetched so many items and then so many records at once."""
    memory = Memory()
    view = bound.parameters()
    with store.reading() as reading:
        for row in _fetched(reading, MENTIONED, view, items=_items(reading, view)):
            memory.take(MentionRow(*row))
        for row in _fetched(reading, RELATED, view, records=sorted(memory.entity_of)):
            memory.relate(RelationRow(*row))
    return memory


def _items(reading: Reading, view: dict[str, object]) -> list[str]:
    return cast("list[str]", reading.read(ITEMS, **view)[0]["items"])


def _fetched(
    reading: Reading, statement: LiteralString, view: dict[str, object], **wanted: list[str]
) -> Iterable[tuple[str, ...]]:
    """The rows of a statement that returns columns, asked for so many ids at once."""
    (name, ids), *_ = wanted.items()
    for start in range(0, len(ids), AT_ONCE):
        for columns in reading.read(statement, **{name: ids[start : start + AT_ONCE]}, **view):
            yield from zip(*(cast("list[str]", column) for column in columns.values()), strict=True)
