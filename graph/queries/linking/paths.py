"""The shortest paths between two entities, by a search from both ends on the projection.

The engine's own shortest path is not used: under a filter it can find none where one exists.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from math import prod
from typing import TYPE_CHECKING

from pydantic import Field

from graph.errors import OutOfBounds
from graph.identity.seen_entities import entity_ref
from graph.model.kinds import Kind
from graph.queries.charts.links_among import STATED_AMONG
from graph.queries.entities.evidence import BetweenTwo, two_ends
from graph.reading.parts import EntityRef, Part
from graph.reading.question import LARGEST_LIMIT, Answer, QueryContext, Question
from graph.rules.strength import PLACES, half

if TYPE_CHECKING:
    from graph.projection import Seen

COUNTED = 1000
"""How many shortest paths are counted before the answer says "at least"."""

LARGEST_SEARCH = 400_000
"""How many mentions one search may pass before it is given up as too wide."""


class Hop(Part):
    """One step of a path: the items that name both ends.

    `relations` are the types of relationship that items state from its first end to its second, `back` the others.
    """

    items: tuple[str, ...]
    relations: tuple[str, ...]
    back: tuple[str, ...]
    strength: float


class CommonOnPath(Part):
    """A common place between the ends of a path, and how many children are named with it."""

    id: str
    children: int


class PathShown(Part):
    """One path: its entities in order, the common places among those between its ends, and the hops between them."""

    entities: tuple[EntityRef, ...]
    common: tuple[CommonOnPath, ...]
    hops: tuple[Hop, ...]
    length: int
    strength: float


class Paths(Answer):
    """The shortest paths between two entities; `at_least` where there are more than were counted.

    Where one of them passes a common place, `avoiding` is the strongest of the shortest paths that pass none, if there
    is one; `avoiding_too_wide` that too many entities lie between the ends to search for it.
    """

    start: EntityRef
    end: EntityRef
    paths: tuple[PathShown, ...]
    length: int | None
    shown: int
    total: int
    at_least: bool
    avoiding: PathShown | None = None
    avoiding_too_wide: bool = False


class BetweenEnds(BetweenTwo):
    """Two entities; the kinds allowed between them (none named: any); the longest path; how many to show."""

    kinds: tuple[Kind, ...] = ()
    longest: int = Field(default=6, ge=1, le=8)
    limit: int = Field(default=10, ge=1, le=LARGEST_LIMIT)


Hops = dict[int, dict[int, list[int]]]
"""For each entity on a path, those that may come next, and for each of these the items that name both."""


@dataclass(frozen=True)
class _Found:
    """Every shortest path between two entities; `length` is None where there is none."""

    seen: "Seen"
    start: int
    end: int
    length: int | None
    hops: Hops

    def ranked(self) -> tuple[list[PathShown], bool]:
        """The paths, strongest first, and whether there are more than were counted."""
        walks = list(islice(_walks(self, (self.start,)), COUNTED + 1)) if self.length is not None else []
        return sorted((_shown(self, walk) for walk in walks[:COUNTED]), key=_rank), len(walks) > COUNTED


def ask_paths(context: QueryContext, parameters: BetweenEnds) -> Paths:
    """All shortest paths, strongest first; beside those through a common place the strongest that avoids such."""
    seen = context.seen
    start, end = two_ends(seen, parameters.start, parameters.end)
    kinds = frozenset(parameters.kinds)
    search = seen.search((start, end), kinds, parameters.longest, LARGEST_SEARCH)
    if search.given_up:
        raise OutOfBounds(
            "Too many entities lie between these two to search them all.",
            "Ask for a shorter path, for paths through people only, or for a narrower view.",
        )
    ranked, more = _Found(seen, start, end, search.length, search.hops).ranked()
    avoiding, too_wide = None, False
    if any(path.common for path in ranked):
        beside = seen.search((start, end), kinds, parameters.longest, LARGEST_SEARCH, avoid_common=True)
        avoiding = next(iter(_Found(seen, start, end, beside.length, beside.hops).ranked()[0]), None)
        too_wide = beside.given_up
    shown = ranked[: parameters.limit]
    stated = _stated(context, shown if avoiding is None else [*shown, avoiding])
    return Paths(
        start=entity_ref(seen, start),
        end=entity_ref(seen, end),
        paths=tuple(_with_relations(path, stated) for path in shown),
        length=search.length,
        shown=min(parameters.limit, len(ranked)),
        total=len(ranked),
        at_least=more,
        avoiding=None if avoiding is None else _with_relations(avoiding, stated),
        avoiding_too_wide=too_wide,
    )


def _walks(found: _Found, walked: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every shortest path, in the order of its entities' ids."""
    here = walked[-1]
    if here == found.end:
        yield walked
        return
    for there in sorted(found.hops[here]):
        yield from _walks(found, (*walked, there))


def _shown(found: _Found, walk: tuple[int, ...]) -> PathShown:
    steps = [found.hops[here][there] for here, there in pairwise(walk)]
    strengths = [half(found.seen.support(item) for item in items).belief for items in steps]
    return PathShown(
        entities=tuple(entity_ref(found.seen, entity) for entity in walk),
        common=tuple(
            CommonOnPath(id=entity_ref(found.seen, entity).id, children=found.seen.children_sharing(entity))
            for entity in walk[1:-1]
            if found.seen.is_common(entity)
        ),
        hops=tuple(
            Hop(items=found.seen.refs(items), relations=(), back=(), strength=round(strength, PLACES))
            for items, strength in zip(steps, strengths, strict=True)
        ),
        length=len(steps),
        strength=round(prod(strengths), PLACES),
    )


def _stated(context: QueryContext, paths: Iterable[PathShown]) -> dict[tuple[str, str], set[str]]:
    """The types of relationship that items state from one entity of these paths to another, by both ids."""
    seen, of = context.seen, dict[str, str]()
    for id in {entity.id for path in paths for entity in path.entities}:
        record = seen.record(id)
        if record is not None:
            of |= {seen.record_id(each): id for each in seen.records(seen.cluster(record))}
    stated: dict[tuple[str, str], set[str]] = {}
    for row in context.rows(STATED_AMONG, records=sorted(of)) if of else ():
        if row.end in of:
            stated.setdefault((of[row.start], of[row.end]), set()).add(row.type)
    return stated


def _with_relations(path: PathShown, stated: Mapping[tuple[str, str], set[str]]) -> PathShown:
    """The path with what items call each hop."""
    hops = (
        hop.model_copy(
            update={
                "relations": tuple(sorted(stated.get((one.id, other.id), ()))),
                "back": tuple(sorted(stated.get((other.id, one.id), ()))),
            }
        )
        for hop, (one, other) in zip(path.hops, pairwise(path.entities), strict=True)
    )
    return path.model_copy(update={"hops": tuple(hops)})


def _rank(path: PathShown) -> tuple[float, tuple[str, ...]]:
    return -path.strength, tuple(entity.id for entity in path.entities)


PATHS = Question(
    id="paths",
    prose="By what shortest chain of recorded links are these two connected?",
    parameters=BetweenEnds,
    answer=Paths,
    statements=(STATED_AMONG,),
    work=ask_paths,
    evidence="evidence",
    walks=True,
)
