"""The neutral picture model: what is to be drawn, and nothing about how.

A `Network` holds what one question answered through one View. The caller that asked builds it; the layout and the
writers only read it, so every picture, table and export of it shows the same entities and the same links.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, get_args

from graph.errors import ValueRefused
from graph.model.kinds import ENTITY_KINDS, PEOPLE
from graph.model.kinds import Kind as EntityIs
from graph.rules.category_words import seraf_words
from graph.rules.roles import NOT_RESPONSIBILITY
from graph.values.when import written_date
from graph.wording import wording
from viz.positions import Layout
from viz.text_metrics import printable

if TYPE_CHECKING:
    import networkx as nx

Kind = Literal[EntityIs, "group", "note"]
"""What an entity is; or several that a person draws as one (`group`), or a person's own words on the chart (`note`)."""
Category = Literal[1, 2, 3, 4, "not assessed"]
Mark = Literal[
    "", "concern", "witness", "working",
    "lodging", "food", "shop", "school", "transport", "outdoors", "care",
]  # fmt: skip
"""The part that somebody plays in what is recorded, or what premises are used as, as a picture marks it."""

KINDS: tuple[Kind, ...] = get_args(Kind)

CROWDED = 500
"""Entities above which a picture says that it is too crowded to be read as a whole."""


@dataclass(frozen=True, slots=True)
class Node:
    """One entity. `person` is someone not yet known to be a child or an adult.

    `category` is the SERAF category as last assessed; a child without one reads as not assessed, never as 1.
    `note` is a plain sentence shown with the entity, or empty. `scale` (1 to 2): its icon is so much larger.
    `mark`: see `Mark`.
    """

    id: str
    kind: Kind
    label: str
    category: Category | None = None
    note: str = ""
    scale: float = 1.0
    ceiling: int | None = None
    """The highest that the category may be."""
    mark: Mark = ""

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise ValueRefused("node id", self.id, "an entity in a picture needs an id")
        if self.kind not in KINDS:
            raise ValueRefused("node kind", self.kind, f"not one of {', '.join(KINDS)}")
        if not self.label.strip():
            raise ValueRefused("node label", self.label, f"{self.kind} {self.id} has nothing to be called by")
        if self.category is not None and self.kind not in PEOPLE:
            raise ValueRefused("category", str(self.category), f"{self.kind} {self.id} is not a person")
        if self.category is None and self.kind == "child":
            object.__setattr__(self, "category", "not assessed")
        if self.category is not None and self.category not in get_args(Category):
            raise ValueRefused("category", str(self.category), f"not one of {get_args(Category)}")
        if not 1 <= self.scale <= 2:
            raise ValueRefused("scale", str(self.scale), "not between 1 and 2")

    @property
    def category_text(self) -> str:
        """`SERAF 3`, `SERAF 3 (may be 4)`, `SERAF not assessed`, or empty for what has no category."""
        if self.category is None:
            return ""
        return seraf_words(None if self.category == "not assessed" else self.category, self.ceiling)

    @property
    def full_label(self) -> str:
        """The label with the category beside it: `Siân ap Huw · SERAF 3`."""
        return f"{self.label} · {self.category_text}" if self.category is not None else self.label


@dataclass(frozen=True, slots=True)
class Edge:
    """One link, without a direction. Two links between the same two entities are both kept and both drawn.

    `confirmed` is false for what rests on a possible match or another unconfirmed statement: it is drawn dashed.
    `strength` is 0–1, or None where none is computed. `items` counts the distinct items of intelligence behind the
    link and `evidence` names them (`REPORT_REF/ITEM_NO`); it may name fewer than it counts.
    """

    source: str
    target: str
    label: str
    kind: str
    confirmed: bool = True
    strength: float | None = None
    items: int = 0
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.source == self.target:
            raise ValueRefused("link", self.label, f"joins {self.source} to itself")
        if self.strength is not None and not 0 <= self.strength <= 1:
            raise ValueRefused("strength", str(self.strength), "not between 0 and 1")
        if self.items < len(set(self.evidence)):
            raise ValueRefused("items", str(self.items), f"fewer than the {len(set(self.evidence))} named as evidence")

    @property
    def standing(self) -> str:
        """`confirmed` or `unconfirmed`."""
        return "confirmed" if self.confirmed else "unconfirmed"


@dataclass(frozen=True, slots=True)
class Caption:
    """What every export of intelligence carries: its marking, who made it, when, and the View it was made through.

    `view` is in plain words; `made_at` has a time zone; `data_note` says what else a reader must know about the data.
    """

    marking: str
    made_by: str
    made_at: datetime
    view: str
    data_note: str = ""

    def __post_init__(self) -> None:
        for field in ("marking", "made_by", "view"):
            if not str(getattr(self, field)).strip():
                raise ValueRefused(field, "", "a picture without it may not leave the system")
        if self.made_at.tzinfo is None:
            raise ValueRefused("made_at", self.made_at.isoformat(), "has no time zone")

    @property
    def made(self) -> str:
        """`Made by A. Analyst on 24 November 2026 at 14:05 GMT.`"""
        zone = self.made_at.tzname() or f"{self.made_at:%z}"
        return wording(
            "Made by %(who)s on %(date)s at %(time)s %(zone)s.",
            who=self.made_by,
            date=written_date(self.made_at.date()),
            time=f"{self.made_at:%H:%M}",
            zone=zone,
        )


@dataclass(frozen=True, slots=True)
class Network:
    """What one picture shows. Refuses, with `ValueRefused`, a repeated id and a link to what is not in the picture.

    `filters`: what its maker left out of it, in words; blank where nothing was.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    title: str
    caption: Caption
    filters: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueRefused("title", self.title, "a picture needs one")
        known: set[str] = set()
        for node in self.nodes:
            if node.id in known:
                raise ValueRefused("node id", node.id, "is in the picture twice")
            known.add(node.id)
        for edge in self.edges:
            for end in (edge.source, edge.target):
                if end not in known:
                    raise ValueRefused("link end", end, f"the link {edge.label!r} ends at what is not in the picture")

    def to_networkx(self, layout: Layout | None = None) -> "nx.MultiGraph[str]":
        """Every entity and link as a networkx graph, with positions `x` and `y` where a layout is given.

        Links between two entities stay apart. Marking, caption and what a connection does not mean travel as
        attributes of the graph.
        """
        import networkx as nx  # it takes a third of a second, which no page waits for

        graph: nx.MultiGraph[str] = nx.MultiGraph(
            title=printable(self.title),
            marking=printable(self.caption.marking),
            made_by=printable(self.caption.made_by),
            made_at=self.caption.made_at.isoformat(),
            view=printable(self.caption.view),
            data_note=printable(self.caption.data_note),
            caption=printable(" ".join(self.caption_lines)),
            reading=self.reading,
        )
        for node in self.nodes:
            known: dict[str, str | float] = {"kind": node.kind, "label": printable(node.label)}
            if layout is not None:
                known["x"], known["y"] = layout.positions[node.id]
            if node.category is not None:
                known["seraf_category"] = str(node.category)
            graph.add_node(printable(node.id), **known, note=printable(node.note))
        for number, edge in enumerate(self.edges):
            said: dict[str, str | float | int | bool] = {"confirmed": edge.confirmed, "items": edge.items}
            if edge.strength is not None:
                said["strength"] = edge.strength
            graph.add_edge(
                printable(edge.source),
                printable(edge.target),
                key=f"link-{number}",
                label=printable(edge.label),
                kind=printable(edge.kind),
                evidence=printable("; ".join(edge.evidence)),
                **said,
            )
        return graph

    @property
    def shows_people(self) -> bool:
        """Whether anyone is in the picture, so that it must say what a connection does not mean."""
        return any(node.kind in PEOPLE or node.kind == "group" for node in self.nodes)

    @property
    def reading(self) -> str:
        """How the picture has to be read, where it shows people: a connection is not responsibility. Else empty."""
        return NOT_RESPONSIBILITY if self.shows_people else ""

    @property
    def shown(self) -> str:
        """`Shows 4 children, 2 adults, 1 vehicle and 9 links, 2 of them unconfirmed.`"""
        counts = Counter(node.kind for node in self.nodes)
        parts = [counted(counts[kind], kind) for kind in KINDS if counts[kind]]
        links = f"{len(self.edges)} {'link' if len(self.edges) == 1 else 'links'}"
        unconfirmed = sum(not edge.confirmed for edge in self.edges)
        standing = f", {unconfirmed} of them unconfirmed" if unconfirmed else ""
        return f"Shows {in_words([*parts, links])}{standing}."

    @property
    def caption_lines(self) -> tuple[str, ...]:
        """What is printed with every picture, apart from its marking and title."""
        lines = [f"{self.shown} {self.caption.made}", f"View: {self.caption.view}"]
        if self.filters:
            lines.append(f"Filters of this chart: {self.filters}")
        if self.caption.data_note:
            lines.append(self.caption.data_note)
        if len(self.nodes) > CROWDED:
            lines.append(
                f"More than {CROWDED} entities: all are drawn, but read them in the tables or a smaller picture."
            )
        return tuple(lines)


_ONE_AND_MANY: dict[Kind, tuple[str, str]] = {
    **{each.kind: (each.one, each.many) for each in ENTITY_KINDS},
    "group": ("group", "groups"),
    "note": ("note", "notes"),
}


def counted(number: int, kind: Kind) -> str:
    """`1 child`, `3 children`."""
    return f"{number} {_ONE_AND_MANY[kind][0 if number == 1 else 1]}"


def in_words(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
