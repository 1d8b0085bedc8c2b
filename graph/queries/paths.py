"""The shortest paths between two entities, by a search from both ends.

One statement a hop, for the side with fewer entities to expand (and a second where records of one person meet). The
engine's own shortest path is not used: under a filter it can find none where one exists.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import prod

from pydantic import Field

from graph.errors import OutOfBounds
from graph.model.schema import PEOPLE, Kind
from graph.queries.answers import Hop, Paths, PathShown
from graph.queries.evidence import BetweenTwo, two_ends
from graph.queries.identity import (
    DOSSIER,
    IDENTITY,
    KIND_OF_SAID,
    PERSON_SAID,
    Clusters,
    Dossiers,
    fetch_dossiers,
    fetch_steps,
    joined_only,
)
from graph.queries.linked import LARGEST_LIMIT
from graph.queries.met import OWN_ITEMS, OwnRow
from graph.queries.question import Asking, Question, Step
from graph.rules.roles import connects, of_concern
from graph.rules.strength import PLACES, Support, half

COUNTED = 1000
"""How many shortest paths are counted before the answer says "at least"."""

LARGEST_SEARCH = 400_000
"""How many item-entity pairs one search may fetch before it is given up as too wide."""


class BetweenEnds(BetweenTwo):
    """Two entities; the kinds allowed between them (none named: any); the longest path; how many to show."""

    kinds: tuple[Kind, ...] = ()
    longest: int = Field(default=6, ge=1, le=8)
    limit: int = Field(default=10, ge=1, le=LARGEST_LIMIT)


Ties = dict[str, dict[str, set[str]]]
"""For each entity, its neighbours, and for each of those the items that name both."""


class _Search:
    """Everything fetched so far, and what it means.

    `_widened` are the entities gone beyond, as the View has them. `_expanded` are the records that were fetched: more,
    where a decision that the View hides joins records. It spares asking again, and decides nothing.
    """

    def __init__(self, asking: Asking, start: str, end: str, kinds: frozenset[Kind]) -> None:
        self._asking = asking
        self._rows: list[OwnRow] = []
        self._steps: list[Step] = []
        self._settled: set[str] = set()
        self._expanded: set[str] = set()
        self._widened: set[str] = set()
        self._kinds = kinds
        self.barred: set[str] = set()
        self.items: dict[str, OwnRow] = {}
        self.people: dict[str, set[str]] = defaultdict(set)
        self.of_concern: set[str] = set()
        self._fetch({start, end})
        self.clusters = Clusters(self._steps)
        first, second = two_ends(self.clusters, start, end, (row.record for row in self._rows))
        self.start, self.end = first.id, second.id
        self.depth = {self.start: 1, self.end: 1}
        self.ties = self._tie()
        self._widened |= {self.start, self.end}
        self._refuse_too_many()

    def reached(self, origin: str) -> dict[str, int]:
        """How many hops every entity known is from one end, going through none that is barred."""
        distance, edge = {origin: 0}, [origin]
        while edge:
            following: list[str] = []
            for here in edge:
                for there in self.ties.get(here, {}):
                    if there not in distance and there not in self.barred:
                        distance[there] = distance[here] + 1
                        if there not in (self.start, self.end):
                            following.append(there)
            edge = following
        return distance

    def widen(self) -> bool:
        """Go one hop further on the side with fewer entities at its edge; False when all that it reaches is known.

        An empty edge is not the end: from the other side all that lies there may have been gone beyond.
        """
        edges = {origin: self._edge(origin) for origin in (self.start, self.end)}
        origin = min(edges, key=lambda each: (len(edges[each]), each))
        if not edges[origin] and max(self.reached(origin).values()) <= self.depth[origin]:
            return False
        self.depth[origin] += 1
        self._widened |= edges[origin]
        records = {record for entity in edges[origin] for record in self.clusters.of(entity).records}
        if not self._expanded.issuperset(records):
            self._fetch(records - self._expanded)
            self.clusters = Clusters(self._steps)
            self.ties = self._tie()
        self._refuse_too_many()
        return True

    def _edge(self, origin: str) -> set[str]:
        near = {entity for entity, hops in self.reached(origin).items() if hops <= self.depth[origin]}
        return near - self._widened

    def _refuse_too_many(self) -> None:
        beyond = sum(self.clusters.id_of(row.record) in self._widened for row in self._rows)
        if beyond > LARGEST_SEARCH:
            raise OutOfBounds(
                "Too many entities lie between these two to search them all.",
                "Ask for a shorter path, for paths through people only, or for a narrower view.",
            )

    def _fetch(self, records: Iterable[str]) -> None:
        wanted = sorted(set(records))
        found = self._asking.rows(OWN_ITEMS, ids=wanted)
        self._rows += found
        self._expanded.update(wanted)
        self._expanded.update(row.record for row in found)
        for row in found:
            self.items[row.item] = row
            if row.said in PERSON_SAID:
                self.people[row.item].add(row.entity)
                if of_concern(row.role):
                    self.of_concern.add(row.item)
        new = set(joined_only({row.component for row in found})) - self._settled
        self._settled |= new
        self._steps += fetch_steps(self._asking, new)

    def _tie(self) -> Ties:
        ties: Ties = defaultdict(lambda: defaultdict(set))
        for row in self._rows:
            here, there = self.clusters.of(row.record).id, self.clusters.of(row.entity).id
            if here == there or not (connects(row.own_role) and connects(row.role)):
                continue
            ties[here][there].add(row.item)
            ties[there][here].add(row.item)
            if there not in (self.start, self.end) and not self._may_lie_between(row.said):
                self.barred.add(there)
        return ties

    def _may_lie_between(self, said: str) -> bool:
        """Whether what one mention calls an entity leaves it possible; what a person is takes all their mentions."""
        if not self._kinds:
            return True
        kind = KIND_OF_SAID[said]
        return bool(self._kinds & PEOPLE) if kind in PEOPLE else kind in self._kinds


def ask_paths(asking: Asking, parameters: BetweenEnds) -> Paths:
    """All shortest paths, strongest first."""
    kinds = frozenset(parameters.kinds)
    search = _Search(asking, parameters.start, parameters.end, kinds)
    while True:
        distance = search.reached(search.end)
        length = distance.get(search.start)
        searched = sum(search.depth.values())
        if length is not None and length <= min(searched, parameters.longest):
            on_the_way = _on_the_way(search, distance, length)
            dossiers = fetch_dossiers(asking, search.clusters, on_the_way)
            between = on_the_way - {search.start, search.end}
            unfit = {entity for entity in between if kinds and dossiers.ref(entity).kind not in kinds}
            if not unfit:
                return _answer(search, dossiers, distance, length, parameters.limit)
            search.barred |= unfit
        elif searched >= parameters.longest or not search.widen():
            dossiers = fetch_dossiers(asking, search.clusters, {search.start, search.end})
            return _no_path(search, dossiers)


def _on_the_way(search: _Search, distance: dict[str, int], length: int) -> set[str]:
    """Every entity on some shortest path."""
    found, edge = {search.start}, {search.start}
    for left in range(length - 1, -1, -1):
        edge = {there for here in edge for there in search.ties[here] if distance.get(there) == left}
        found |= edge
    return found


def _walks(search: _Search, distance: dict[str, int], walked: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every shortest path, in the order of its entities' ids."""
    here = walked[-1]
    if here == search.end:
        yield walked
        return
    for there in sorted(search.ties[here]):
        if distance.get(there) == distance[here] - 1:
            yield from _walks(search, distance, (*walked, there))


def _answer(search: _Search, dossiers: Dossiers, distance: dict[str, int], length: int, limit: int) -> Paths:
    walks: list[tuple[str, ...]] = []
    more = False
    for walk in _walks(search, distance, (search.start,)):
        if len(walks) == COUNTED:
            more = True
            break
        walks.append(walk)
    told = sorted((_told(search, dossiers, walk) for walk in walks), key=_rank)
    return Paths(
        start=dossiers.ref(search.start),
        end=dossiers.ref(search.end),
        paths=tuple(told[:limit]),
        length=length,
        shown=min(limit, len(told)),
        total=len(told),
        at_least=more,
    )


def _told(search: _Search, dossiers: Dossiers, walk: tuple[str, ...]) -> PathShown:
    steps = [search.ties[here][there] for here, there in pairwise(walk)]
    strengths = [half(_support(search, item) for item in items).belief for items in steps]
    return PathShown(
        entities=tuple(dossiers.ref(entity) for entity in walk),
        hops=tuple(
            Hop(items=tuple(sorted({search.items[item].ref for item in items})), strength=round(strength, PLACES))
            for items, strength in zip(steps, strengths, strict=True)
        ),
        length=len(steps),
        strength=round(prod(strengths), PLACES),
    )


def _support(search: _Search, item: str) -> Support:
    row = search.items[item]
    return Support(item, row.origin, row.grade, len(search.people[item]), None, None, item in search.of_concern)


def _rank(path: PathShown) -> tuple[float, tuple[str, ...]]:
    return -path.strength, tuple(entity.id for entity in path.entities)


def _no_path(search: _Search, dossiers: Dossiers) -> Paths:
    return Paths(
        start=dossiers.ref(search.start),
        end=dossiers.ref(search.end),
        paths=(),
        length=None,
        shown=0,
        total=0,
        at_least=False,
    )


PATHS = Question(
    id="paths",
    prose="By what shortest chain of recorded links are these two connected?",
    parameters=BetweenEnds,
    answer=Paths,
    statements=(OWN_ITEMS, IDENTITY, DOSSIER),
    work=ask_paths,
    evidence="evidence",
)
