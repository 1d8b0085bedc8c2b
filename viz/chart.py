"""A chart: links among entities, standing where a person put them, with what that person grouped and noted.

What entities and links are comes from an answer, and so from what one reader may see; from the chart come places, which
of the links are drawn, and the person's own words.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.model.relations import RELATIONS
from graph.queries.charts.links_among import EntityAmong, LinkAmong, LinksAmong
from viz.building import category_of
from viz.layout import Layout, bends
from viz.network import Caption, Edge, Network, Node
from viz.style import icon_scale

Point = tuple[float, float]
"""The middle of an icon: x to the right and y downwards, in units of the picture."""


@dataclass(frozen=True, slots=True)
class ChartGroup:
    """Entities drawn as one at a place, under a name."""

    id: str
    name: str
    members: tuple[str, ...]
    at: Point


@dataclass(frozen=True, slots=True)
class ChartNote:
    """A person's words at a place."""

    id: str
    text: str
    at: Point


@dataclass(frozen=True, slots=True)
class Chart:
    """How a person left a picture: places by id, and the links drawn as pairs of ids, in either order."""

    title: str
    places: Mapping[str, Point]
    links: frozenset[frozenset[str]]
    groups: tuple[ChartGroup, ...] = ()
    notes: tuple[ChartNote, ...] = ()


@dataclass
class _Joined:
    items: set[str] = field(default_factory=set[str])
    relations: set[str] = field(default_factory=set[str])
    strength: float = 0.0
    confirmed: bool = False


def charted(answer: LinksAmong, chart: Chart, caption: Caption) -> tuple[Network, Layout]:
    """The chart as a network and its layout. What the answer does not hold is not drawn."""
    known = {each.entity.id: each for each in answer.entities}
    called = {id: each.entity.id for each in answer.entities for id in (each.entity.id, *each.asked)}
    groups = {group.id: [called[id] for id in group.members if id in called] for group in chart.groups}
    drawn_as = {id: group for group, members in groups.items() if len(members) > 1 for id in members}
    nodes, positions = _placed(chart, known, called, drawn_as)
    for group in chart.groups:
        if len(groups[group.id]) > 1:
            members = ", ".join(known[id].entity.label for id in groups[group.id])
            nodes[group.id] = Node(group.id, "group", f"{group.name} ({len(groups[group.id])})", note=members)
            positions[group.id] = group.at
    for note in chart.notes:
        nodes[note.id] = Node(note.id, "note", note.text)
        positions[note.id] = note.at
    wanted = {frozenset(called[id] for id in pair) for pair in chart.links if pair <= called.keys()}
    edges = _edges((link for link in answer.links if frozenset((link.start, link.end)) in wanted), nodes, drawn_as)
    network = Network(tuple(nodes.values()), edges, chart.title, caption)
    return network, Layout({id: positions[id] for id in nodes}, bends(network.edges))


def _placed(
    chart: Chart, known: Mapping[str, EntityAmong], called: Mapping[str, str], drawn_as: Mapping[str, str]
) -> tuple[dict[str, Node], dict[str, Point]]:
    """Every entity drawn by itself; a group of which one member is left is that member, at the group's place."""
    places = {id: group.at for group in chart.groups for id in group.members} | dict(chart.places)
    nodes: dict[str, Node] = {}
    positions: dict[str, Point] = {}
    for id, place in places.items():
        if id in called and called[id] not in drawn_as and called[id] not in nodes:
            each = known[called[id]]
            entity = each.entity
            category = category_of(each.category) if entity.kind == "child" else None
            note = ", ".join((*entity.refs, *(("possible match",) if entity.possible else ())))
            scale = icon_scale(each.prominence)
            nodes[entity.id] = Node(entity.id, entity.kind, entity.label, category, note, scale)
            positions[entity.id] = place
    return nodes, positions


def _edges(links: Iterable[LinkAmong], nodes: Mapping[str, Node], drawn_as: Mapping[str, str]) -> tuple[Edge, ...]:
    """The links between what is drawn; those of a group's members to the same other are one."""
    joined: dict[tuple[str, str], _Joined] = defaultdict(_Joined)
    for link in links:
        one, other = sorted((drawn_as.get(link.start, link.start), drawn_as.get(link.end, link.end)))
        if one != other and one in nodes and other in nodes:
            between = joined[one, other]
            between.items.update(link.items)
            between.relations.update(link.relations)
            between.strength = max(between.strength, link.strength)
            between.confirmed = between.confirmed or not link.possible
    return tuple(
        Edge(
            source=one,
            target=other,
            label=f"{len(link.items)} {'item' if len(link.items) == 1 else 'items'}",
            kind=", ".join(RELATIONS[each].towards for each in sorted(link.relations)) or "named together",
            confirmed=link.confirmed,
            strength=link.strength,
            items=len(link.items),
            evidence=tuple(sorted(link.items)),
        )
        for (one, other), link in sorted(joined.items())
    )
