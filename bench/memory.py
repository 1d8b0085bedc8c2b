"""The whole graph as plain dictionaries: the fastest that the same row sets could be had, without any View or store.

An entity is its component, which is the same as its cluster for a reader who sees everything.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import combinations
from operator import itemgetter
from typing import NamedTuple

from graph.model.kinds import SAID
from graph.model.view import FOREVER, BoundView
from graph.queries.lists.children import NOT_ASSESSED
from graph.rules.rankings import adult_from_age, adult_from_birth
from graph.rules.roles import connects, of_concern
from graph.rules.strength import COMMON_PLACES
from graph.values.when import day_start

CONNECTING = tuple(said for said in SAID if said != "child")
"""What a mention may call an entity that connects children."""

ALL_ITEMS = ""
"""What a row that counts items is about, where others are about a child."""

UNDATED_LAST = FOREVER
"""When an item that is not dated began, so that it comes after everything."""

Pairs = frozenset[tuple[str, str]]


class MemoryMention(NamedTuple):
    """One mention: which entity an item names, as what, in which role."""

    entity: str
    said: str
    role: str


class FetchedMention(NamedTuple):
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
    recorded_at: int
    birth: str
    age: str
    began: int


class FetchedRelation(NamedTuple):
    """One relationship, as fetched."""

    start: str
    end: str
    kind: str
    item: str


class AssessmentRow(NamedTuple):
    """One assessment, as fetched; of two, the newer is the greater."""

    entity: str
    assessed_at: int
    recorded_at: int
    id: str
    category: int


def end_of_day(bound: BoundView) -> int:
    """The end of the View's day, in epoch milliseconds."""
    return day_start(bound.view.today + timedelta(days=1))


def grown_at(birth: str, age: str, began: int, recorded_at: int) -> int | None:
    """From when somebody is certainly 18, as a mention states; None where it states neither."""
    at = recorded_at if began == UNDATED_LAST else began
    stated = adult_from_birth(birth) if birth else None, adult_from_age(age, at) if age else None
    return max((each for each in stated if each is not None), default=None)


def _sets() -> dict[str, set[str]]:
    return defaultdict(set)


@dataclass
class Memory:
    """What every visible mention and relationship says, by item and by entity."""

    named: dict[str, list[MemoryMention]] = field(default_factory=lambda: defaultdict(list))
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
    report_of: dict[str, str] = field(default_factory=dict[str, str])
    cited_as: dict[str, set[str]] = field(default_factory=_sets)
    recorded_at: dict[str, int] = field(default_factory=dict[str, int])
    judged: dict[str, AssessmentRow] = field(default_factory=dict[str, AssessmentRow])
    tomorrow: int = FOREVER
    """The end of the View's day."""
    began: dict[str, int] = field(default_factory=dict[str, int])
    grown: dict[str, int] = field(default_factory=dict[str, int])
    """From when somebody is certainly 18, by the youngest that is stated."""

    def take(self, row: FetchedMention) -> None:
        """One mention more."""
        self.named[row.item].append(MemoryMention(row.entity, row.said, row.role))
        self.items[row.entity].add(row.item)
        if connects(row.role):
            self.linking_items[row.entity].add(row.item)
            self.linking_entities[row.item].add(row.entity)
        self.said[row.entity].add(row.said)
        self.entity_of[row.record] = row.entity
        self.record_of[row.entity] = min(row.record, self.record_of.get(row.entity, row.record))
        self.ref_of[row.item] = row.ref
        self.reports[row.report].add(row.item)
        self.report_of[row.item] = row.report
        self.cited_as[row.ref].add(row.item)
        self.recorded_at[row.item] = row.recorded_at
        self.began[row.item] = row.began
        grown = grown_at(row.birth, row.age, row.began, row.recorded_at)
        if grown is not None:
            self.grown[row.entity] = max(grown, self.grown.get(row.entity, grown))
        if row.local_ref:
            self.by_reference[row.local_ref].add(row.entity)
        if row.name_key:
            self.by_name[row.name_key].add(row.entity)
        if row.place in COMMON_PLACES:
            self.common.add(row.entity)

    def relate(self, row: FetchedRelation) -> None:
        """One relationship more, kept at both its ends."""
        ref = self.ref_of[row.item]
        self.relations[row.start].add((row.kind, ref, row.end))
        self.relations[row.end].add((row.kind, ref, row.start))

    def judge(self, row: AssessmentRow) -> None:
        """One assessment more; the newest counts."""
        self.judged[row.entity] = max(row, self.judged.get(row.entity, row))

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

    @cached_property
    def accompanied(self) -> frozenset[str]:
        """Every entity that some item names together with another."""
        together = (self.entities_in(item) for item in self.named)
        return frozenset(entity for entities in together if len(entities) > 1 for entity in entities)

    @cached_property
    def by_moment(self) -> list[tuple[int, str]]:
        """Every item after the moment at which it was recorded, in that order."""
        return sorted((moment, item) for item, moment in self.recorded_at.items())

    def entities_in(self, item: str) -> set[str]:
        """The entities that an item names."""
        return {named.entity for named in self.named[item]}

    def beside(self, entity: str) -> set[str]:
        """The entities that an item names together with this one, where both mentions connect."""
        return set[str]().union(*(self.linking_entities[item] for item in self.linking_items[entity])) - {entity}

    def neighbours(self, entity: str) -> frozenset[tuple[str, int]]:
        """Each entity named with this one, and in how many items."""
        counts: dict[str, int] = defaultdict(int)
        for item in self.items[entity]:
            for other in self.entities_in(item):
                counts[other] += 1
        return frozenset((other, count) for other, count in counts.items() if other != entity)

    def linked(self, child: str) -> Pairs:
        """Each other child with any link to this one, and the connecting entity, or item."""
        direct = {
            (other, item) for item in self.linking_items[child] for other in self._children_in(item) if other != child
        }
        return frozenset(direct | {(other, through) for through, other in self.shared(child, CONNECTING)})

    def shared(self, child: str, said: Collection[str]) -> Pairs:
        """Each connecting entity with one of these names, and each other child it links with this one."""
        return frozenset(
            (through, other)
            for through in self.beside(child) - self.children
            if not self.said[through].isdisjoint(said)
            for item in self.linking_items[through]
            for other in self._children_in(item)
            if other != child
        )

    def case(self, child: str) -> Pairs:
        """Everything that links this child with others: each linked child, and each entity shared with them."""
        return self.linked(child) | self.shared(child, CONNECTING)

    def linked_cases(self, children: Iterable[str]) -> frozenset[tuple[str, ...]]:
        """The same for each of several children, with which of them it is about; what is shared with all who share."""
        rows: set[tuple[str, ...]] = set()
        for child in children:
            rows |= {(other, child, through) for other, through in self.linked(child)}
            rows |= {(through, who) for through, other in self.shared(child, CONNECTING) for who in (other, child)}
        return frozenset(rows)

    def links_among(self, entities: Collection[str]) -> frozenset[tuple[str, str, str]]:
        """Each pair of these, with each item that names both and each kind of relationship stated of both."""
        shown = frozenset(entities)
        rows = {
            (*pair, self.ref_of[item])
            for item in set[str]().union(*(self.items[entity] for entity in shown))
            for pair in combinations(sorted(self.entities_in(item) & shown), 2)
        }
        pairs = {(start, end) for start, end, _ in rows}
        related = {(start, end, kind) for start in shown for kind, _, end in self.relations[start]}
        return frozenset(rows | {row for row in related if row[:2] in pairs})

    def together(self, entities: Iterable[str]) -> set[str]:
        """The items that name all of these."""
        return set[str].intersection(*(self.items[entity] for entity in entities))

    def in_categories(self, categories: Collection[int]) -> frozenset[tuple[str, int]]:
        """Each child whose newest assessment, or that there is none, is among these categories."""
        found = ((child, self._category(child)) for child in self.children)
        return frozenset(row for row in found if row[1] in categories)

    def _category(self, child: str) -> int:
        return self.judged[child].category if child in self.judged else NOT_ASSESSED

    def new_since(self, moment: int) -> frozenset[tuple[str | int, ...]]:
        """How many items were recorded after a moment, in how many reports; each child one of them names."""
        new = [item for _, item in self.by_moment[bisect_right(self.by_moment, moment, key=itemgetter(0)) :]]
        counts = ALL_ITEMS, len(new), len({self.report_of[item] for item in new})
        named = {(child, self.ref_of[item]) for item in new for child in self.entities_in(item) & self.children}
        return frozenset({counts, *named})

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
            children = self._children_counted(item)
            found |= {(place, child) for place in places if concern or place not in self.common for child in children}
        return frozenset(found)

    def _children_counted(self, item: str) -> set[str]:
        """Children that an item names, unless only as professionals; one whose own account it is counts too."""
        return {each.entity for each in self.named[item] if each.role != "professional"} & self.children

    def adults_of_concern(self, may_rank: Iterable[str]) -> Pairs:
        """Each adult, in a role that may be ranked, and each child named with them; not before they were 18."""
        roles = frozenset(may_rank)
        found: set[tuple[str, str]] = set()
        for item, named in self.named.items():
            adults = {each.entity for each in named if each.said in {"adult", "person"} and each.role in roles}
            adults = {each for each in adults if self.grown.get(each, 0) <= min(self.tomorrow, self.began[item])}
            children = self._children_counted(item)
            found |= {(adult, child) for adult in adults - self.children for child in children}
        return frozenset(found)

    def things_of_concern(self, *said: str) -> Pairs:
        """Each vehicle, phone or account, and each child named with it."""
        found: set[tuple[str, str]] = set()
        for item, named in self.named.items():
            things = {each.entity for each in named if each.said in said}
            found |= {(thing, child) for thing in things for child in self._children_counted(item)}
        return frozenset(found)
