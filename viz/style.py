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
from viz.network import KINDS, Category, Kind, Mark, Network
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


ROLE_MARKS: dict[Mark, Badge] = {
    "concern": Badge("!", "#14181c", "#ffffff", "An item reports a concern about them; that proves nothing"),
    "witness": Badge("W", "#14181c", "#ffffff", "Witness"),
    "working": Badge("P", "#14181c", "#ffffff", "Professional or reporter"),
}
"""The mark at somebody's lower right."""

_BED = '<path d="M-15-4H-12V6H-2V1H9C13 1 15 4 15 8V16H12V12H-12V16H-15Z"/><circle cx="-7" cy="1" r="3.4"/>'
_CUTLERY = '<path d="M-10-9H-8V-2H-6V-9H-4V-2H-2V-9H0V1L-3 4V17H-6V4L-10 1ZM4-9C9-9 10-2 8 5V17H4Z"/>'
_BASKET = '<path d="M-14-3H-10L-8 8H9L13-2H-6L-7-5H-14Z"/><circle cx="-5" cy="13" r="3"/><circle cx="6" cy="13" r="3"/>'

PREMISES_MARKS: dict[Mark, tuple[str, str]] = {
    "care": ("Placement, care home or hospital", '<path d="M-4-9H4V-1H12V7H4V15H-4V7H-12V-1H-4Z"/>'),
    "lodging": ("Hotel or other lodging", _BED),
    "food": ("Takeaway, restaurant or licensed premises", _CUTLERY),
    "shop": ("Shop", _BASKET),
    "school": ("School or college", '<path d="M0-10L16-3L0 4L-16-3ZM-9 3L0 7L9 3V10L0 14L-9 10ZM13-1H15V11H13Z"/>'),
    "transport": ("Station, taxi or car park", '<path d="M-11-9H11V11H8V15H4V11H-4V15H-8V11H-11ZM-8-6V2H8V-6Z"/>'),
    "outdoors": ("Park or other open place", '<path d="M0-14L9-2H5L12 8H3V17H-3V8H-12L-5-2H-9Z"/>'),
}
"""The sign within premises that are used as something: its words, and the sign."""


def icon_name(kind: Kind, category: Category | None, mark: Mark = "") -> str:
    """A name for one icon, for use as an id: `child-3`, `child-not-assessed`, `premises-lodging`, `vehicle`."""
    return "-".join(str(each) for each in (kind, category, mark or None) if each is not None).replace(" ", "-")


def icon(kind: Kind, category: Category | None, mark: Mark = "") -> str:
    """The icon as SVG, centred on the origin; a person's category is a badge at its upper right, a role at its lower
    right."""
    look = LOOKS[kind]
    sign = PREMISES_MARKS[mark][1] if mark in PREMISES_MARKS else look.sign
    shape = (
        f'<g transform="scale({look.scale})">'
        f'<g fill="{look.colour}" stroke="{INK}" stroke-width="1.5">{look.outline}</g>'
        f'<g fill="{PAPER}">{sign}</g></g>'
    )
    if mark in ROLE_MARKS:
        shape += f'<g transform="translate(17 17) scale(0.8)">{_badge(ROLE_MARKS[mark], 0)}</g>'
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
    mark: Mark = ""


def legend(network: Network) -> tuple[LegendEntry, ...]:
    """What the picture's signs mean: each kind, category and line that this picture has, and no other."""
    kinds = {node.kind for node in network.nodes}
    categories = {node.category for node in network.nodes}
    entries = [LegendEntry("icon", LOOKS[kind].name, kind) for kind in KINDS if kind in kinds]
    entries += [LegendEntry("badge", badge.name, category=key) for key, badge in BADGES.items() if key in categories]
    marks = {node.mark for node in network.nodes}
    entries += [LegendEntry("badge", badge.name, mark=mark) for mark, badge in ROLE_MARKS.items() if mark in marks]
    entries += [
        LegendEntry("icon", words, "premises", mark=mark)
        for mark, (words, _) in PREMISES_MARKS.items()
        if mark in marks
    ]
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
        return f'<g transform="scale({1 / LOOKS[entry.kind].scale:.3f})">{icon(entry.kind, None, entry.mark)}</g>'
    if entry.drawn == "badge" and entry.mark in ROLE_MARKS:
        return f'<g transform="scale(1.5)">{_badge(ROLE_MARKS[entry.mark], 0)}</g>'
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
