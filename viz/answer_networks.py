"""Answers as networks: what one or several questions answered, as one picture.

A picture shows exactly what its answers hold, and so exactly what one reader may see through one View.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from graph.model.relations import RELATIONS
from graph.queries.charts.links_among import EntityAmong, LinkAmong, LinksAmong
from graph.queries.entities.neighbours import Neighbours
from graph.queries.linking.linked_cases import ChildInCases, LinkedCases
from graph.queries.linking.linked_children import LinkedChild, LinkedChildren
from graph.reading.parts import EntityRef
from viz.chart import Chart, Place
from viz.layout import bends
from viz.marks import mark_of
from viz.network import KINDS, Caption, Category, Edge, Kind, Network, Node
from viz.positions import Layout
from viz.style import icon_scale

Judged = tuple[int | None, int | None]
"""A SERAF category and the highest that it may be."""
NOT_JUDGED: Judged = (None, None)


@dataclass
class _Link:
    items: set[str] = field(default_factory=set[str])
    strength: float | None = None
    confirmed: bool = True


@dataclass
class _Canvas:
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    links: dict[tuple[str, str], _Link] = field(default_factory=dict[tuple[str, str], _Link])

    def node(self, id: str, kind: Kind, label: str, refs: Iterable[str], judged: Judged) -> None:
        note = ", ".join(refs)
        category, ceiling = judged if kind == "child" else NOT_JUDGED
        known: Category | None = category_of(category) if kind == "child" else None
        before = self.nodes.get(id)
        if before is None or before.category == "not assessed":
            self.nodes[id] = Node(id, kind, label, known, note, ceiling=ceiling)

    def link(self, one: str, other: str, items: Iterable[str], strength: float | None, confirmed: bool) -> None:
        link = self.links.setdefault((min(one, other), max(one, other)), _Link())
        link.items.update(items)
        link.confirmed = link.confirmed and confirmed
        if strength is not None:
            link.strength = max(strength, link.strength or 0.0)

    def network(self, title: str, caption: Caption) -> Network:
        edges = tuple(
            Edge(
                source=one,
                target=other,
                label=f"{len(link.items)} {'item' if len(link.items) == 1 else 'items'}",
                kind="named together",
                confirmed=link.confirmed,
                strength=link.strength,
                items=len(link.items),
                evidence=tuple(sorted(link.items)),
            )
            for (one, other), link in sorted(self.links.items())
        )
        return Network(tuple(self.nodes[id] for id in sorted(self.nodes)), edges, title, caption)


EVERY_CONNECTION = 1_000_000


def linked_network(
    answers: Iterable[LinkedChildren], title: str, caption: Caption, *, most: int = EVERY_CONNECTION
) -> Network:
    """Children, the children whose cases are linked with theirs, and what links them: so many of the strongest."""
    canvas = _Canvas()
    for answer in answers:
        child = answer.child
        canvas.node(child.id, "child", child.name, child.refs, (child.category, child.ceiling))
        for linked in answer.linked:
            _linked(canvas, child.id, linked, most)
    return canvas.network(title, caption)


STRONGEST = 5
"""Connections of one link that a picture of several cases shows, the strongest first."""
MOST_OTHERS = 8
"""The most other children, apart from those under discussion, in such a picture."""


def cases_network(cases: LinkedCases, title: str, caption: Caption) -> Network:
    """Several children, how they are linked with one another, and the others who are linked with two or more of them.

    So that it can be read, a link shows its `STRONGEST` connections, and there are at most `MOST_OTHERS` others.
    """
    canvas = _Canvas()
    for child in cases.children:
        _in_cases(canvas, child)
    for pair in cases.pairs:
        _linked(canvas, pair.start, pair.linked, STRONGEST)
    for other in [other for other in cases.others if len(other.links) > 1][:MOST_OTHERS]:
        for link in other.links:
            _linked(canvas, link.start, link.linked, STRONGEST)
    return canvas.network(title, caption)


def _in_cases(canvas: _Canvas, child: ChildInCases) -> None:
    judged = NOT_JUDGED if child.seraf is None else (child.seraf.category, child.seraf.ceiling)
    canvas.node(child.entity.id, "child", child.entity.label, child.entity.refs, judged)


def _linked(canvas: _Canvas, child: str, linked: LinkedChild, most: int) -> None:
    """One linked child, and so many of the connections."""
    canvas.node(linked.id, "child", linked.name, linked.refs, (linked.category, linked.ceiling))
    for via in linked.via[:most]:
        first, second = via.items
        first_confirmed, second_confirmed = (not unconfirmed for unconfirmed in via.unconfirmed)
        if via.kind == "item":
            canvas.link(child, linked.id, first, via.strength, first_confirmed)
            continue
        canvas.node(via.id, _kind(via.kind), via.label, (), NOT_JUDGED)
        canvas.link(child, via.id, first, None, first_confirmed)
        canvas.link(via.id, linked.id, second, None, second_confirmed)


def neighbours_network(answers: Iterable[Neighbours], title: str, caption: Caption) -> Network:
    """Entities and what is named in the same items as each."""
    canvas = _Canvas()
    for answer in answers:
        _entity(canvas, answer.entity, (answer.category, answer.ceiling))
        for near in answer.neighbours:
            _entity(canvas, near.entity, (near.category, near.ceiling))
            confirmed = not (near.entity.possible or answer.entity.possible)
            canvas.link(answer.entity.id, near.entity.id, near.items, None, confirmed)
    return canvas.network(title, caption)


def _entity(canvas: _Canvas, entity: EntityRef, judged: Judged) -> None:
    canvas.node(entity.id, entity.kind, entity.label, entity.refs, judged)


def _kind(word: str) -> Kind:
    return next(kind for kind in KINDS if kind == word)


def category_of(category: int | None) -> Category:
    """A SERAF category as a picture says it; none is not assessed, which is not category 1."""
    match category:
        case 1 | 2 | 3 | 4:
            return category
        case _:
            return "not assessed"


@dataclass
class _Joined:
    items: set[str] = field(default_factory=set[str])
    relations: set[str] = field(default_factory=set[str])
    strength: float = 0.0
    confirmed: bool = False


def chart_network(answer: LinksAmong, chart: Chart, caption: Caption) -> tuple[Network, Layout]:
    """The chart as a network and its layout. What the answer does not hold is not drawn."""
    known = {each.entity.id: each for each in answer.entities}
    called, groups = _called(answer), _groups(answer, chart)
    drawn_as = _drawn_as(groups)
    nodes, positions = _placed(chart, known, called, drawn_as)
    for group in chart.groups:
        if len(groups[group.id]) > 1:
            members = ", ".join(known[id].entity.label for id in groups[group.id])
            nodes[group.id] = Node(group.id, "group", f"{group.name} ({len(groups[group.id])})", note=members)
            positions[group.id] = group.at
    for note in chart.notes:
        about = "; ".join(known[called[id]].entity.label for id in note.about if id in called)
        nodes[note.id] = Node(note.id, "note", note.text, note=f"About {about}" if about else "")
        positions[note.id] = note.at
    wanted = {frozenset(called[id] for id in pair) for pair in chart.links if called.keys() >= set(pair)}
    kept = {item.ref for item in answer.items if chart.filters.passes(item)}
    links = (link for link in answer.links if frozenset((link.start, link.end)) in wanted)
    edges = _edges(links, kept, nodes, drawn_as)
    network = Network(tuple(nodes.values()), edges, chart.title, caption, chart.filters.words)
    return network, Layout({id: positions[id] for id in nodes}, bends(network.edges))


def shown_as(answer: LinksAmong, chart: Chart) -> dict[str, str]:
    """The id under which each entity of the answer is drawn: its own, or that of its group; only what is drawn."""
    called, groups = _called(answer), _groups(answer, chart)
    drawn_as = _drawn_as(groups)
    placed = {called[id] for id in chart.ids if id in called}
    return {id: drawn_as.get(id, id) for id in sorted(placed)}


def _called(answer: LinksAmong) -> dict[str, str]:
    return {id: each.entity.id for each in answer.entities for id in (each.entity.id, *each.asked)}


def _groups(answer: LinksAmong, chart: Chart) -> dict[str, list[str]]:
    called = _called(answer)
    return {group.id: [called[id] for id in group.members if id in called] for group in chart.groups}


def _drawn_as(groups: Mapping[str, list[str]]) -> dict[str, str]:
    return {id: group for group, members in groups.items() if len(members) > 1 for id in members}


def _placed(
    chart: Chart, known: Mapping[str, EntityAmong], called: Mapping[str, str], drawn_as: Mapping[str, str]
) -> tuple[dict[str, Node], dict[str, Place]]:
    """Every entity drawn by itself; a group of which one member is left is that member, at the group's place."""
    places = {id: group.at for group in chart.groups for id in group.members}
    places |= {each.id: each.at for each in chart.entities}
    nodes: dict[str, Node] = {}
    positions: dict[str, Place] = {}
    for id, place in places.items():
        if id in called and called[id] not in drawn_as and called[id] not in nodes:
            each = known[called[id]]
            entity = each.entity
            category = category_of(each.category) if entity.kind == "child" else None
            stated = (*each.roles, *each.premises_kinds)
            note = ", ".join((*entity.refs, *stated, *(("possible match",) if entity.possible else ())))
            mark = mark_of(entity.kind, each.roles, each.premises_kinds)
            scale = icon_scale(each.prominence)
            nodes[entity.id] = Node(entity.id, entity.kind, entity.label, category, note, scale, each.ceiling, mark)
            positions[entity.id] = place
    return nodes, positions


def _edges(
    links: Iterable[LinkAmong], kept: AbstractSet[str], nodes: Mapping[str, Node], drawn_as: Mapping[str, str]
) -> tuple[Edge, ...]:
    """The links between what is drawn, each with those of its items that are `kept`; those of a group's members to the
    same other are one."""
    joined: dict[tuple[str, str], _Joined] = defaultdict(_Joined)
    for link in links:
        one, other = sorted((drawn_as.get(link.start, link.start), drawn_as.get(link.end, link.end)))
        mine = [ref for ref in link.items if ref in kept]
        if mine and one != other and one in nodes and other in nodes:
            between = joined[one, other]
            between.items.update(mine)
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
