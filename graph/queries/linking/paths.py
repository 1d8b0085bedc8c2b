"""The shortest paths between two entities, by a search from both ends on the projection.

The engine's own shortest path is not used: under a filter it can find none where one exists.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise
from math import prod
from typing import TYPE_CHECKING

from pydantic import Field

from graph.errors import OutOfBounds
from graph.identity.seen_entities import categories, entity_ref
from graph.model.kinds import Kind
from graph.queries.charts.links_among import STATED_AMONG
from graph.queries.entities.evidence import BetweenTwo, two_ends
from graph.reading.parts import ChildCategory, EntityRef, Part
from graph.reading.question import LARGEST_LIMIT, Answer, QueryContext, Question
from graph.rules.strength import PLACES, Half, half, weakest

if TYPE_CHECKING:
    from graph.projection import Seen
    from graph.projection.search import PathSearch

COUNTED = 1000
"""How many paths of one length are counted before the answer says "at least"."""

LARGEST_SEARCH = 400_000
"""How many mentions one search may pass before it is given up as too wide."""

MOST_LONGER = 2
"""How many steps longer than the shortest a path may be."""

MOST_LEFT_OUT = 50
"""The most entities that a search can be asked to leave out."""


class Hop(Part):
    """One step of a path: the items that name both ends, and the grade of theirs that weighs least.

    `relations` are the types of relationship that items state from its first end to its second, `back` the others.
    """

    items: tuple[str, ...]
    relations: tuple[str, ...]
    back: tuple[str, ...]
    weakest: str
    strength: float


class CommonOnPath(Part):
    """A common place between the ends of a path, and how many children are named with it."""

    id: str
    children: int


class PathShown(Part):
    """One path: its entities in order, the common places among those between its ends, and the hops between them.

    `in_order`: its steps can have happened one after the other, from its start to its end, as dated items state.
    """

    entities: tuple[EntityRef, ...]
    common: tuple[CommonOnPath, ...]
    hops: tuple[Hop, ...]
    length: int
    weakest: str
    in_order: bool
    strength: float


class Paths(Answer):
    """The shortest paths between two entities, and those up to `longer` steps longer; `length` is that of the shortest.

    `at_least`: there are more than were counted. `avoided`: the entities left out, those that are visible.
    Where one of them passes a common place, `avoiding` is the strongest of the shortest paths that pass none, if there
    is one; `avoiding_too_wide` and `longer_too_wide`: too many entities lie between the ends to search for these.
    `children`: the category beside each child who is named.
    """

    start: EntityRef
    end: EntityRef
    avoided: tuple[EntityRef, ...]
    paths: tuple[PathShown, ...]
    length: int | None
    shown: int
    total: int
    at_least: bool
    longer_too_wide: bool = False
    avoiding: PathShown | None = None
    avoiding_too_wide: bool = False
    children: tuple[ChildCategory, ...]


class BetweenEnds(BetweenTwo):
    """Two entities; the kinds allowed between them (none named: any); entities that must not lie between them, by the
    id of any of their records; whether common places may; the longest path; how many steps longer than the shortest;
    whether only paths whose steps can have happened in their order are wanted; how many to show."""

    kinds: tuple[Kind, ...] = ()
    avoid: tuple[str, ...] = Field(default=(), max_length=MOST_LEFT_OUT)
    avoid_common: bool = False
    longest: int = Field(default=6, ge=1, le=8)
    longer: int = Field(default=0, ge=0, le=MOST_LONGER)
    in_order: bool = False
    limit: int = Field(default=10, ge=1, le=LARGEST_LIMIT)


@dataclass(frozen=True)
class _Found:
    """What was found between two entities."""

    seen: "Seen"
    start: int
    end: int
    search: "PathSearch"
    halves: dict[tuple[int, int], Half] = field(default_factory=dict[tuple[int, int], Half])

    def ranked(self, *, in_order: bool) -> tuple[list[PathShown], bool]:
        """The paths, shortest and strongest first, and whether there are more than were counted."""
        found: list[PathShown] = []
        more = False
        for length in self.search.steps:
            walks = list(islice(self._walks(length, (self.start,)), COUNTED + 1))
            more |= len(walks) > COUNTED
            paths = (self._shown(length, walk) for walk in walks[:COUNTED])
            found.extend(sorted((path for path in paths if path.in_order or not in_order), key=_rank))
        return found, more

    def _walks(self, length: int, walked: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Every path of a length, in the order of its entities' ids; none passes an entity twice."""
        if len(walked) > length:
            yield walked
            return
        for there in sorted(self.search.steps[length][len(walked) - 1].get(walked[-1], ())):
            if there not in walked:
                yield from self._walks(length, (*walked, there))

    def _shown(self, length: int, walk: tuple[int, ...]) -> PathShown:
        seen, steps = self.seen, self.search.steps[length]
        items = [steps[at][here][there] for at, (here, there) in enumerate(pairwise(walk))]
        halves = [self._half(pair, each) for pair, each in zip(pairwise(walk), items, strict=True)]
        hops = tuple(
            Hop(
                items=seen.refs(each),
                relations=(),
                back=(),
                weakest=weakest({support.grade for support in rests.supports}),
                strength=rests.rounded,
            )
            for each, rests in zip(items, halves, strict=True)
        )
        return PathShown(
            entities=tuple(entity_ref(seen, entity) for entity in walk),
            common=tuple(common_place(seen, entity) for entity in walk[1:-1] if seen.is_common(entity)),
            hops=hops,
            length=length,
            weakest=weakest({hop.weakest for hop in hops}),
            in_order=one_after_the_other(rests.times for rests in halves),
            strength=round(prod(rests.belief for rests in halves), PLACES),
        )

    def _half(self, pair: tuple[int, int], items: Iterable[int]) -> Half:
        if pair not in self.halves:
            self.halves[pair] = half(self.seen.support(item) for item in items)
        return self.halves[pair]


def ask_paths(context: QueryContext, parameters: BetweenEnds) -> Paths:
    """The paths, shortest and strongest first; beside those through a common place the strongest that avoids such."""
    seen = context.seen
    start, end = two_ends(seen, parameters.start, parameters.end)
    left_out = entities_left_out(seen, parameters.avoid)
    allowed = seen.allowed(parameters.kinds, left_out, avoid_common=parameters.avoid_common)
    search = seen.search((start, end), allowed, parameters.longest, LARGEST_SEARCH, longer=parameters.longer)
    if search.given_up:
        raise OutOfBounds(
            "Too many entities lie between these two to search them all.",
            "Ask for a shorter path, for paths through people only, or for a narrower view.",
        )
    ranked, more = _Found(seen, start, end, search).ranked(in_order=parameters.in_order)
    avoiding, too_wide = None, False
    if any(path.common for path in ranked if path.length == ranked[0].length):
        avoid = seen.allowed(parameters.kinds, left_out, avoid_common=True)
        around = seen.search((start, end), avoid, parameters.longest, LARGEST_SEARCH)
        avoiding = next(iter(_Found(seen, start, end, around).ranked(in_order=parameters.in_order)[0]), None)
        too_wide = around.given_up
    shown = ranked[: parameters.limit]
    beside = (*shown, *([avoiding] if avoiding else ()))
    stated = stated_among(context, (path.entities for path in beside))
    ends = entity_ref(seen, start), entity_ref(seen, end)
    return Paths(
        start=ends[0],
        end=ends[1],
        avoided=tuple(entity_ref(seen, entity) for entity in left_out),
        paths=tuple(_with_relations(path, stated) for path in shown),
        length=ranked[0].length if ranked else None,
        shown=len(shown),
        total=len(ranked),
        at_least=more,
        longer_too_wide=search.longer_given_up,
        avoiding=None if avoiding is None else _with_relations(avoiding, stated),
        avoiding_too_wide=too_wide,
        children=categories(seen, (*ends, *(entity for path in beside for entity in path.entities))),
    )


def entities_left_out(seen: "Seen", ids: Iterable[str]) -> list[int]:
    """The entities of these ids, by number; what is not visible is passed over, as if it had never been there."""
    records = [seen.record(id) for id in ids]
    return sorted({seen.cluster(record) for record in records if record is not None})


def common_place(seen: "Seen", entity: int) -> CommonOnPath:
    """A common place between the ends, with how many children are named with it."""
    return CommonOnPath(id=entity_ref(seen, entity).id, children=seen.children_sharing(entity))


def one_after_the_other(steps: Iterable[Iterable[tuple[int, int]]]) -> bool:
    """Whether steps can have happened in their order; each is given by when its dated items happened (half-open)."""
    moment = None
    for times in steps:
        possible = [start if moment is None else max(start, moment) for start, end in times if _not_over(end, moment)]
        if not possible:
            return False
        moment = min(possible)
    return True


def _not_over(end: int, moment: int | None) -> bool:
    return moment is None or end > moment


def stated_among(
    context: QueryContext, together: Iterable[tuple[EntityRef, ...]]
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The types of relationship that items state from one of these entities to another, by both ids."""
    seen, of = context.seen, dict[str, str]()
    for id in {entity.id for entities in together for entity in entities}:
        record = seen.record(id)
        if record is not None:
            of |= {seen.record_id(each): id for each in seen.records(seen.cluster(record))}
    stated: dict[tuple[str, str], set[str]] = {}
    for row in context.rows(STATED_AMONG, records=sorted(of)) if of else ():
        if row.end in of:
            stated.setdefault((of[row.start], of[row.end]), set()).add(row.type)
    return {pair: tuple(sorted(types)) for pair, types in stated.items()}


def _with_relations(path: PathShown, stated: Mapping[tuple[str, str], tuple[str, ...]]) -> PathShown:
    """The path with what items call each hop."""
    hops = (
        hop.model_copy(
            update={"relations": stated.get((one.id, other.id), ()), "back": stated.get((other.id, one.id), ())}
        )
        for hop, (one, other) in zip(path.hops, pairwise(path.entities), strict=True)
    )
    return path.model_copy(update={"hops": tuple(hops)})


def _rank(path: PathShown) -> tuple[float, tuple[str, ...]]:
    return -path.strength, tuple(entity.id for entity in path.entities)


PATHS = Question(
    id="paths",
    prose="By what shortest chains of recorded links are these two connected?",
    parameters=BetweenEnds,
    answer=Paths,
    statements=(STATED_AMONG,),
    work=ask_paths,
    evidence="evidence",
    walks=True,
)
