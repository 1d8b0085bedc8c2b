"""The row sets by hand, from as few statements as they need: what the questions are measured against."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import LiteralString, cast

from bench.handwritten_statements import (
    ADULTS,
    BESIDE,
    CHILDREN,
    CHILDREN_IN,
    COMMON,
    COMPONENT,
    DIRECT,
    DIRECT_OF_EACH,
    ITEMS_OF,
    JUDGED,
    NAMED_AMONG,
    NAMED_WITH,
    NEW_ITEMS,
    NEW_OF_CHILDREN,
    PREMISES,
    RELATED_AMONG,
    RELATIONS_OF,
    SHARED,
    SHARED_OF_EACH,
    STATED_AGES,
    TOGETHER,
)
from bench.memory import ALL_ITEMS, CONNECTING, end_of_day, grown_at
from graph.model.view import BoundView
from graph.queries.lists.children import NOT_ASSESSED
from graph.rules.strength import COMMON_PLACES
from graph.store import Reading

Rows = frozenset[tuple[str | int, ...]]


@dataclass(frozen=True)
class Hand:
    """Hand-written statements, sent in one read transaction and through one View."""

    reading: Reading
    bound: BoundView

    def rows(self, statement: LiteralString, **values: object) -> Rows:
        """The rows of one statement."""
        return frozenset(cast("Iterable[tuple[str | int, ...]]", self._read(statement, **values)))

    def _read(self, statement: LiteralString, **values: object) -> Iterable[tuple[object, ...]]:
        found = self.reading.read(statement, **self.bound.parameters(), **values)
        return (tuple(row.values()) for row in found)

    def card(self, id: str) -> Rows:
        """The items that name an entity, and its relationships."""
        return self.rows(ITEMS_OF, id=id) | self.rows(RELATIONS_OF, id=id)

    def shared(self, id: str, said: Collection[str]) -> Rows:
        """Every connecting entity with one of these names, and the child it links."""
        return frozenset((through, other) for other, through in self.rows(SHARED, id=id, said=list(said)))

    def linked(self, id: str) -> Rows:
        """Every linked child, and each connecting entity or item through which."""
        return self.rows(SHARED, id=id, said=list(CONNECTING)) | self.rows(DIRECT, id=id)

    def case(self, id: str) -> Rows:
        """Every linked child as above, and every connecting entity with the children it links."""
        shared = self.rows(SHARED, id=id, said=list(CONNECTING))
        return shared | self.rows(DIRECT, id=id) | {(through, other) for other, through in shared}

    def linked_cases(self, ids: Iterable[str]) -> Rows:
        """The same for each of several children, with which of them it is about; what is shared with all who share."""
        asked = list(ids)
        shared = self.rows(SHARED_OF_EACH, ids=asked, said=list(CONNECTING))
        sharing = {(through, who) for other, child, through in shared for who in (other, child)}
        return shared | self.rows(DIRECT_OF_EACH, ids=asked) | sharing

    def links_among(self, ids: Iterable[str]) -> Rows:
        """Every pair of these entities, with each item that names both and each kind of relationship stated of both."""
        asked = list(ids)
        rows: set[tuple[str | int, ...]] = set()
        for ref, named in self._read(NAMED_AMONG, ids=asked):
            rows |= {(*pair, cast("str", ref)) for pair in combinations(sorted(cast("list[str]", named)), 2)}
        pairs = {row[:2] for row in rows}
        related = ((*sorted((start, end), key=str), said) for start, end, said in self.rows(RELATED_AMONG, ids=asked))
        return frozenset(rows).union(row for row in related if row[:2] in pairs)

    def together(self, ids: Collection[str]) -> Rows:
        """The items that name all of several entities."""
        return self.rows(TOGETHER, ids=list(ids), many=len(ids))

    def children(self, categories: Collection[int], *, not_assessed: bool) -> Rows:
        """Every child whose newest assessment puts them in one of these categories, or who has none."""
        newest: dict[str, tuple[int, int, str, int]] = {}
        for child, *judged in self._read(JUDGED):
            later = cast("tuple[int, int, str, int]", tuple(judged))
            newest[cast("str", child)] = max(later, newest.get(cast("str", child), later))
        found = self.rows(CHILDREN) if not_assessed else self.rows(CHILDREN_IN, categories=list(categories))
        wanted = {*categories, NOT_ASSESSED} if not_assessed else set(categories)
        rows = ((child, newest[child][3] if child in newest else NOT_ASSESSED) for (child,) in found)
        return frozenset(row for row in rows if row[1] in wanted)

    def new_since(self, moment: int) -> Rows:
        """How many items are new, in how many reports; every child, and each new item that names them."""
        counts = self.rows(NEW_ITEMS, since=moment)
        return self.rows(NEW_OF_CHILDREN, since=moment).union((ALL_ITEMS, *row) for row in counts)

    def evidence(self, start: str, end: str) -> Rows:
        """The items behind each half of what joins two entities."""
        first, second = self.rows(NAMED_WITH, id=start), self.rows(NAMED_WITH, id=end)
        thirds = {third for third, _ in first} & {third for third, _ in second}
        both = self.rows(ITEMS_OF, id=start) & self.rows(ITEMS_OF, id=end)
        return frozenset(("direct", "both", ref) for (ref,) in both).union(
            (third, half, ref)
            for half, named in (("first", first), ("second", second))
            for third, ref in named
            if third in thirds
        )

    def hops(self, start: str, end: str, longest: int) -> int:
        """How many hops the shortest path has, 0 where there is none that short; searched from one end."""
        ((here,),), ((there,),) = self.rows(COMPONENT, id=start), self.rows(COMPONENT, id=end)
        met = {str(here)}
        edge = set(met)
        for hop in range(1, longest + 1):
            found = self.reading.read(BESIDE, **self.bound.parameters(), edge=sorted(edge))
            edge = set(cast("list[str]", found[0]["beside"])) - met
            if there in edge:
                return hop
            if not edge:
                return 0
            met |= edge
        return 0

    def premises_of_concern(self) -> Rows:
        """Every premises and child named there, in items of concern alone at a common place."""
        common = {premises for (premises,) in self.rows(COMMON, common=sorted(COMMON_PLACES))}
        pairs = self.rows(PREMISES)
        return frozenset((premises, child) for premises, child, concern in pairs if concern or premises not in common)

    def adults_of_concern(self) -> Rows:
        """Every adult and child named with them; without those who may be under 18, and what was before they were."""
        grown: dict[object, int] = {}
        tomorrow = end_of_day(self.bound)
        for adult, birth, age, began, recorded_at in self._read(STATED_AGES):
            at = grown_at(cast("str", birth), cast("str", age), cast("int", began), cast("int", recorded_at))
            grown[adult] = max(at or 0, grown.get(adult, 0))
        pairs = cast("Iterable[tuple[str, str, int]]", self._read(ADULTS))
        return frozenset((adult, child) for adult, child, began in pairs if grown.get(adult, 0) <= min(tomorrow, began))
