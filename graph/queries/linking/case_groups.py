"""Which children's cases hang together through links of some strength, and which links hold each group together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import Field

from graph.identity.seen_entities import category_of, ceiling_of, entity_ref
from graph.queries.linking.case_links import CaseLinks
from graph.queries.linking.linked_cases import MOST_CHILDREN, CaseLink
from graph.queries.linking.linked_children import shown_link
from graph.queries.lists.children import children_in
from graph.reading.parts import EntityRef, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question
from graph.rules.seraf import AT_RISK

if TYPE_CHECKING:
    from graph.projection import Links, Seen

LARGEST_FORCE = 1000
"""How many children of a force are compared with one another."""


class AmongChildren(Parameters):
    """Children, each by the id of any of their records; where none is named, those in these SERAF categories.

    `concern`: only what reports somebody as a concern counts.
    """

    children: tuple[str, ...] = Field(default=(), max_length=MOST_CHILDREN)
    categories: tuple[Annotated[int, Field(ge=1, le=4)], ...] = AT_RISK
    concern: bool = True
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """All who are named."""
        return self.children


class InGroups(AmongChildren):
    """The same, and the least strength of a link that holds a group together."""

    least: float = Field(default=0.25, ge=0, le=1)


class ChildOfGroup(Part):
    """A child of a group; `category` and `ceiling` are None when not assessed."""

    entity: EntityRef
    category: int | None
    ceiling: int | None


class CaseGroup(Part):
    """Children whose cases hang together, by id, and the fewest and strongest links that hold them together.

    `strength` is that of the weakest of these links: only with a higher least strength does the group fall apart.
    Of `links`, the strongest first, the first are given: `shown` of `total`.
    """

    children: tuple[ChildOfGroup, ...]
    strength: float
    links: tuple[CaseLink, ...]
    shown: int
    total: int


class CaseGroups(Answer):
    """Groups of two children and more, the largest first. `children`: how many were compared; `alone`: how many of them
    are in no group; `left_out`: how many more there are in these categories than are compared; `gone`: how many ids
    given are no child's in this View."""

    groups: tuple[CaseGroup, ...]
    shown: int
    total: int
    children: int
    alone: int
    left_out: int
    gone: int


class ChildrenMeant(NamedTuple):
    """The children that a question compares, by number, sorted; how many more there are, and how many ids are none."""

    children: list[int]
    left_out: int
    gone: int


@dataclass(frozen=True)
class _Edge:
    """A link of two children, by number, the smaller first."""

    start: int
    other: int
    strength: float


def ask_case_groups(context: QueryContext, parameters: InGroups) -> CaseGroups:
    """The groups of children whose cases hang together."""
    seen = context.seen
    meant = children_meant(seen, parameters)
    edges = _edges(seen.links_among(meant.children, context.now), parameters)
    groups, held = _grouped(meant.children, edges)
    several = [sorted(group) for group in groups.values() if len(group) > 1]
    found = [(group, sorted(held[group[0]], key=_strongest)) for group in several]
    found.sort(key=lambda each: (-len(each[0]), -each[1][-1].strength, each[0][0]))
    shown = found[: parameters.limit]
    starts = {edge.start for _, edges in shown for edge in edges[: parameters.limit]}
    cases = {child: CaseLinks(seen, child, of) for child, of in seen.links(starts, context.now).items()}
    return CaseGroups(
        groups=tuple(
            CaseGroup(
                children=tuple(
                    ChildOfGroup(
                        entity=entity_ref(seen, child),
                        category=category_of(seen, child),
                        ceiling=ceiling_of(seen, child),
                    )
                    for child in group
                ),
                strength=edges[-1].strength,
                links=tuple(
                    CaseLink(
                        start=seen.record_id(edge.start), linked=shown_link(cases[edge.start], edge.other, context.now)
                    )
                    for edge in edges[: parameters.limit]
                ),
                shown=len(edges[: parameters.limit]),
                total=len(edges),
            )
            for group, edges in shown
        ),
        shown=len(shown),
        total=len(found),
        children=len(meant.children),
        alone=len(meant.children) - sum(map(len, several)),
        left_out=meant.left_out,
        gone=meant.gone,
    )


def children_meant(seen: "Seen", parameters: AmongChildren) -> ChildrenMeant:
    """The children asked about: those named, or the first of those in the categories."""
    if not parameters.children:
        found = [each.entity for each in children_in(seen, set(parameters.categories))]
        return ChildrenMeant(sorted(found[:LARGEST_FORCE]), max(0, len(found) - LARGEST_FORCE), 0)
    records = [(id, seen.record(id)) for id in set(parameters.children)]
    entities = [seen.cluster(record) for _, record in records if record is not None]
    children = [entity for entity in entities if seen.is_child(entity)]
    return ChildrenMeant(sorted(set(children)), 0, len(records) - len(children))


def _edges(links: "Links", parameters: InGroups) -> list[_Edge]:
    """The links that may hold a group together, the strongest first."""
    columns = links.ones, links.linked, links.values, links.of_concern
    found = [
        _Edge(one, other, strength)
        for one, other, strength, concern in zip(*(column.tolist() for column in columns), strict=True)
        if strength >= parameters.least and (concern or not parameters.concern)
    ]
    return sorted(found, key=_strongest)


def _strongest(edge: _Edge) -> tuple[float, int, int]:
    return -edge.strength, edge.start, edge.other


def _grouped(children: Iterable[int], edges: Iterable[_Edge]) -> tuple[dict[int, list[int]], dict[int, list[_Edge]]]:
    """The groups, and the links that hold each together, by its smallest child: each links two groups so far."""
    of = {child: child for child in children}
    groups = {child: [child] for child in of}
    held: dict[int, list[_Edge]] = defaultdict(list)
    for edge in edges:
        one, other = sorted((of[edge.start], of[edge.other]))
        if one != other:
            of.update(dict.fromkeys(groups[other], one))
            groups[one] += groups.pop(other)
            held[one] = [*held[one], *held.pop(other, []), edge]
    return groups, held


CASE_GROUPS = Question(
    id="case_groups",
    prose="Which children's cases hang together, and through how strong a link?",
    parameters=InGroups,
    answer=CaseGroups,
    statements=(),
    work=ask_case_groups,
    evidence="evidence",
    walks=True,
    each_case=True,
)
