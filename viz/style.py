"""How each kind of thing looks: every writer and the legend draw from here.

A kind is recognised by its outline, the sign inside it and its colour, in this order of importance: printed in black
and white, or seen by a colour-blind reader, the first two are enough. Colours come from the Okabe–Ito palette,
darkened until white on them reaches a contrast of 4.5 (WCAG 2.2, 1.4.3). No adult is red: a connection is not
responsibility. Outlines and signs are SVG, in a square from -24 to 24; those
of entities are declared with their kinds (`graph.model.kinds`).
"""

from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from graph.model.kinds import ENTITY_KINDS
from viz.network import KINDS, Category, Kind, Network
from viz.text_metrics import FAMILY

INK = "#14181c"
PAPER = "#ffffff"
QUIET = "#4a5560"
LINE = "#46515c"
MARKING_INK = "#ffffff"
MARKING_PAPER = "#1d1d1d"

DASH = (7.0, 5.0)
"""Drawn and left, of an unconfirmed link, in units of the picture."""


@dataclass(frozen=True, slots=True)
class KindStyle:
    """How a kind is drawn: `name` in the legend, `colour` of the ground, `outline` and `sign` as SVG."""

    name: str
    colour: str
    outline: str
    sign: str
    scale: float = 1.0


_SEVERAL = '<circle cx="-12" cy="-3" r="4"/><circle cx="4" cy="-3" r="4"/><circle cx="-4" cy="11" r="4"/>'
_WRITING = '<path d="M-11-8H11V-5H-11ZM-11 1H11V4H-11ZM-11 10H3V13H-11Z"/>'

LOOKS: dict[Kind, KindStyle] = {
    **{
        each.kind: KindStyle(
            each.one.capitalize(), each.icon.colour, each.icon.outline, each.icon.sign, each.icon.scale
        )
        for each in ENTITY_KINDS
    },
    "group": KindStyle("Group", "#33475b", '<path d="M-22-14H-14V-22H22V14H14V22H-22ZM-14-14H14V14"/>', _SEVERAL),
    "note": KindStyle("Note by the maker of the chart", "#5e5348", '<path d="M-18-22H8L18-12V22H-18Z"/>', _WRITING),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """The mark at a child's upper right: `text` on `ground`, and the `name` it has in the legend."""

    text: str
    ink: str
    ground: str
    name: str
    dashed: bool = False


BADGES: dict[Category, Badge] = {
    1: Badge("1", "#14181c", "#ffffff", "SERAF 1: no risk indicator recorded"),
    2: Badge("2", "#14181c", "#dfe3e6", "SERAF 2: mild"),
    3: Badge("3", "#ffffff", "#5c6670", "SERAF 3: moderate"),
    4: Badge("4", "#ffffff", "#14181c", "SERAF 4: significant"),
    "not assessed": Badge("–", "#14181c", "#ffffff", "SERAF not assessed", dashed=True),
}


def icon_name(kind: Kind, category: Category | None) -> str:
    """A name for one icon, for use as an id: `child-3`, `child-not-assessed`, `vehicle`."""
    return kind if category is None else f"{kind}-{category}".replace(" ", "-")


def icon(kind: Kind, category: Category | None) -> str:
    """The icon as SVG, centred on the origin; a person's category is a badge at its upper right."""
    look = LOOKS[kind]
    shape = (
        f'<g transform="scale({look.scale})">'
        f'<g fill="{look.colour}" stroke="{INK}" stroke-width="1.5">{look.outline}</g>'
        f'<g fill="{PAPER}">{look.sign}</g></g>'
    )
    return shape if category is None else shape + _badge(BADGES[category], 18 * look.scale)


def _badge(badge: Badge, away: float) -> str:
    dashes = ' stroke-dasharray="2.5 2"' if badge.dashed else ""
    return (
        f'<g transform="translate({away:.1f} {-away:.1f})">'
        f'<circle r="10" fill="{badge.ground}" stroke="{INK}" stroke-width="1.5"{dashes}/>'
        f'<text y="4.8" font-family="{escape(FAMILY)}" font-size="13.5" font-weight="bold" text-anchor="middle" '
        f'fill="{badge.ink}">{badge.text}</text></g>'
    )


THINNEST, THICKER = 1.0, 3.0
"""Width of the weakest link, in units of the picture, and by how much that of the strongest is more."""
LARGER = 0.6
"""By how much the icon of the most prominent entity of a picture is larger than others."""


LARGER_MEANS = "Larger: named with more of these children, in items that allege a concern"


def line_width(strength: float | None) -> float:
    """Width of a link, in units of the picture: thicker for a stronger one, middling where no strength is computed."""
    return 1.6 if strength is None else THINNEST + THICKER * strength


def icon_scale(prominence: float) -> float:
    """How much larger an icon is drawn for its prominence, from 0 to 1."""
    return 1.0 + LARGER * prominence


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of the legend: an icon of `kind` and `category`, or a line (`drawn` says how), and what it means."""

    drawn: Literal["icon", "badge", "solid", "dashed", "thick"]
    text: str
    kind: Kind = "child"
    category: Category | None = None


def legend(network: Network) -> tuple[LegendEntry, ...]:
    """What the picture's signs mean: each kind, category and line that this picture has, and no other."""
    kinds = {node.kind for node in network.nodes}
    categories = {node.category for node in network.nodes}
    entries = [LegendEntry("icon", LOOKS[kind].name, kind) for kind in KINDS if kind in kinds]
    entries += [LegendEntry("badge", badge.name, category=key) for key, badge in BADGES.items() if key in categories]
    if any(edge.confirmed for edge in network.edges):
        entries.append(LegendEntry("solid", "Confirmed link"))
    if any(not edge.confirmed for edge in network.edges):
        entries.append(LegendEntry("dashed", "Unconfirmed link: a possibility, not a fact"))
    if any(edge.strength is not None for edge in network.edges):
        entries.append(LegendEntry("thick", "Thicker: stronger link"))
    if larger := [node for node in network.nodes if node.scale > 1]:
        entries.append(LegendEntry("icon", LARGER_MEANS, larger[0].kind))
    return tuple(entries)


def legend_symbol(entry: LegendEntry) -> str:
    """The symbol of a legend entry as SVG, centred on the origin in a square from -24 to 24."""
    if entry.drawn == "icon":
        return f'<g transform="scale({1 / LOOKS[entry.kind].scale:.3f})">{icon(entry.kind, None)}</g>'
    if entry.drawn == "badge" and entry.category is not None:
        return f'<g transform="translate(0 0) scale(1.5)">{_badge(BADGES[entry.category], 0)}</g>'
    widths = {"solid": (0.0,), "dashed": (0.0,), "thick": (-8.0, 8.0)}[entry.drawn]
    dashes = ' stroke-dasharray="12 8"' if entry.drawn == "dashed" else ""
    thick = (2.0, 6.5) if entry.drawn == "thick" else (3.2,)
    return "".join(
        f'<path d="M-24 {y}H24" stroke="{LINE}" stroke-width="{w}"{dashes}/>'
        for y, w in zip(widths, thick, strict=True)
    )


def contrast(ink: str, ground: str) -> float:
    """Contrast of two colours (`#rrggbb`), 1 to 21, by WCAG 2.2."""
    lighter, darker = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
