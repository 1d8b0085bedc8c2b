"""What is written at an entity in a picture, and how much room icon and label need together."""

from dataclasses import dataclass

from viz.network import Edge, Node
from viz.style import LOOKS
from viz.text_metrics import broken, printable, width

SIZE = 12.0
"""Size of a label, in units of the picture."""
LEADING = 14.0
EDGE_SIZE = 9.5
WIDEST = 112.0
"""Width at which a label breaks into lines."""
ICON = 46.0
"""Room for an icon of scale 1, badge left out."""
GAP = 3.0


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One line of a label; `strong` is the SERAF category."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """What an entity takes up around the middle of its icon: `aside` to each side, `above` and `below` it."""

    aside: float
    above: float
    below: float


def node_lines(node: Node) -> tuple[LabelLine, ...]:
    """The label in lines; the category follows the name on a line of its own."""
    name = broken(printable(node.label), SIZE, WIDEST) or ("\N{REPLACEMENT CHARACTER}",)
    if node.category is None:
        return tuple(LabelLine(text) for text in name)
    return (*(LabelLine(text) for text in name), LabelLine(node.category_text, strong=True))


def half_of_icon(node: Node) -> float:
    """How far the icon reaches from its middle, badge left out."""
    return ICON / 2 * LOOKS[node.kind].scale * node.scale


def node_room(node: Node) -> Room:
    """The room that the icon and the whole label need."""
    lines = node_lines(node)
    half_icon = half_of_icon(node)
    widest = max(width(line.text, SIZE, bold=line.strong) for line in lines)
    badge = 8.0 if node.category is not None else 0.0
    return Room(max(half_icon + badge, widest / 2), half_icon + badge / 2, half_icon + GAP + LEADING * len(lines))


def baseline(node: Node, line: int) -> float:
    """How far below the middle of the icon the given line of the label stands."""
    return half_of_icon(node) + GAP + LEADING * line + SIZE * 0.9


def edge_text(edge: Edge) -> str:
    """What is written along a link; that it is unconfirmed is said by its dashes."""
    return printable(" ".join(edge.label.split()))


def node_tooltip(node: Node) -> str:
    """An entity in plain text: kind, label with category, note."""
    return ". ".join(printable(part) for part in (LOOKS[node.kind].name, node.full_label, node.note) if part)


def edge_tooltip(edge: Edge, ends: tuple[str, str]) -> str:
    """A link in plain text: both ends, label, standing, strength, items."""
    parts = [f"{ends[0]} – {ends[1]}: {edge_text(edge) or edge.kind}", edge.standing]
    if edge.strength is not None:
        parts.append(f"strength {edge.strength:.2f}")
    parts.append(f"{edge.items} {'item' if edge.items == 1 else 'items'}")
    if edge.evidence:
        parts.append(", ".join(edge.evidence))
    return printable("; ".join(parts))
