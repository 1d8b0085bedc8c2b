"""Who or what, removed, separates children's cases from one another."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from graph.identity.seen_entities import category_of, ceiling_of, entity_ref
from graph.queries.linking.case_groups import AmongChildren, children_meant
from graph.queries.linking.linked_cases import SharedBy
from graph.reading.parts import EntityRef, Part
from graph.reading.question import Answer, QueryContext, Question
from graph.rules.strength import weakest

if TYPE_CHECKING:
    from graph.projection import Seen


class BridgePart(Part):
    """Children who are still connected without the bridge: how many, and those of them that items name with it."""

    children: int
    named: tuple[SharedBy, ...]
    shown: int
    total: int


class Bridge(Part):
    """Who or what separates cases when removed: into which parts, the largest first. `separated`: how many children are
    outside the largest part."""

    entity: EntityRef
    separated: int
    parts: tuple[BridgePart, ...]


class Bridges(Answer):
    """The bridges among some children's cases, those that separate most children first. `children`, `left_out` and
    `gone` are as in case_groups; `not_listed`: how many bridges may be under 18, or are of no known age."""

    bridges: tuple[Bridge, ...]
    shown: int
    total: int
    children: int
    not_listed: int
    left_out: int
    gone: int


@dataclass(frozen=True)
class _Bridge:
    """A bridge by number, and the children of each part."""

    entity: int
    parts: list[list[int]]

    @property
    def separated(self) -> int:
        return sum(map(len, self.parts[1:]))


Sharing = Mapping[int, Mapping[int, list[int]]]
"""For whatever connects children, or a child beside others: each child that items name with it, and these items."""


def ask_bridges(context: QueryContext, parameters: AmongChildren) -> Bridges:
    """The bridges among these children."""
    seen = context.seen
    meant = children_meant(seen, parameters)
    children = set(meant.children)
    sharing = _sharing(seen, children, concern=parameters.concern)
    found = _bridges(sharing, children)
    listed = [bridge for bridge in found if seen.may_be_ranked(bridge.entity)]
    listed.sort(key=lambda bridge: (-bridge.separated, -len(bridge.parts), bridge.entity))
    shown = listed[: parameters.limit]
    return Bridges(
        bridges=tuple(_shown(seen, bridge, sharing[bridge.entity], parameters.limit) for bridge in shown),
        shown=len(shown),
        total=len(listed),
        children=len(children),
        not_listed=len(found) - len(listed),
        left_out=meant.left_out,
        gone=meant.gone,
    )


def _sharing(seen: "Seen", children: set[int], *, concern: bool) -> Sharing:
    """What connects these children, each with them and the items: common places and other children do not."""
    sharing: dict[int, dict[int, list[int]]] = defaultdict(dict)
    for child in sorted(children):
        for other, items in seen.connected(child).items():
            counted = items[seen.report_concern(items)] if concern else items
            links = other in children if seen.is_child(other) else not seen.is_common(other)
            if links and len(counted):
                sharing[other][child] = counted.tolist()
    return sharing


def _bridges(sharing: Sharing, children: set[int]) -> list[_Bridge]:
    """Whatever, removed, leaves the children that it is connected with in several parts."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from((entity, child) for entity, beside in sharing.items() for child in beside)
    found: list[_Bridge] = []
    for component in nx.connected_components(graph):
        whole = graph.subgraph(component)
        for entity in sorted(set(nx.articulation_points(whole)) - children):
            rest = whole.subgraph(component - {entity})
            parts = [sorted(part & children) for part in nx.connected_components(rest)]
            found.append(_Bridge(entity, sorted(filter(None, parts), key=lambda part: (-len(part), part))))
    return [bridge for bridge in found if len(bridge.parts) > 1]


def _shown(seen: "Seen", bridge: _Bridge, beside: Mapping[int, list[int]], limit: int) -> Bridge:
    return Bridge(
        entity=entity_ref(seen, bridge.entity),
        separated=bridge.separated,
        parts=tuple(_part(seen, part, beside, limit) for part in bridge.parts),
    )


def _part(seen: "Seen", part: list[int], beside: Mapping[int, list[int]], limit: int) -> BridgePart:
    named = [child for child in part if child in beside]
    return BridgePart(
        children=len(part),
        named=tuple(
            SharedBy(
                child=entity_ref(seen, child),
                category=category_of(seen, child),
                ceiling=ceiling_of(seen, child),
                items=seen.refs(beside[child]),
                weakest=weakest({seen.support(item).grade for item in beside[child]}),
            )
            for child in named[:limit]
        ),
        shown=len(named[:limit]),
        total=len(named),
    )


BRIDGES = Question(
    id="bridges",
    prose="Who or what, removed, separates these children's cases from one another?",
    parameters=AmongChildren,
    answer=Bridges,
    statements=(),
    work=ask_bridges,
    evidence="evidence",
    walks=True,
    each_case=True,
)
