"""The sheet that a picture is printed on: its size, and where title, picture, legend and caption stand on it.

All measures are points (1/72 inch). The smallest sheet is taken on which labels are large enough to be read; where
even the largest is too small, the caption says so.
"""

from dataclasses import dataclass

from graph.rules.roles import NOT_RESPONSIBILITY
from viz.labels import SIZE, node_room
from viz.network import Network
from viz.positions import Layout
from viz.style import LegendEntry, legend
from viz.text_metrics import broken, printable, width

MARGIN = 22.0
BAR = 20.0
"""Height of the marking's bar, at the top and at the foot."""
TITLE_SIZE = 15.0
TEXT_SIZE = 8.5
TEXT_LEADING = 11.0
LEGEND_ROW = 22.0
LEGEND_SYMBOL = 18.0

READABLE = 6.0
"""Smallest label on paper, in points."""
LARGEST_SCALE = 1.35

WORDING = "What a link says is written along it where there is room, and in the tables of the interactive map for all."


@dataclass(frozen=True, slots=True)
class Paper:
    """An ISO size on its side, in points and in millimetres."""

    name: str
    wide: float
    high: float
    millimetres: tuple[int, int]


def _paper(name: str, wide: int, high: int) -> Paper:
    return Paper(name, round(wide / 25.4 * 72, 2), round(high / 25.4 * 72, 2), (wide, high))


PAPERS = (_paper("A4", 297, 210), _paper("A3", 420, 297), _paper("A2", 594, 420))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where everything stands on `paper`. `left`, `top` and `scale` carry the layout's units to the sheet's points."""

    paper: Paper
    left: float
    top: float
    scale: float
    title: tuple[str, ...]
    legend: tuple[tuple[LegendEntry, float, float], ...]
    caption: tuple[str, ...]
    caption_top: float


def sheet_for(network: Network, layout: Layout) -> Sheet:
    """The smallest sheet on which the labels can be read, or the largest there is, which then says that they cannot."""
    said = (*network.caption_lines, WORDING) if network.edges else network.caption_lines
    for paper in PAPERS:
        sheet = _on(paper, network, layout, said)
        if sheet.scale * SIZE >= READABLE:
            return sheet
    largest = PAPERS[-1]
    warning = f"At {largest.name} the labels are smaller than {READABLE:.0f} point: enlarge this picture to read them."
    return _on(largest, network, layout, (*said, warning))


def _on(paper: Paper, network: Network, layout: Layout, said: tuple[str, ...]) -> Sheet:
    inner = paper.wide - 2 * MARGIN
    title = broken(printable(network.title), TITLE_SIZE, inner, bold=True)
    caption = tuple(line for text in said for line in broken(printable(text), TEXT_SIZE, inner))
    if network.shows_people:
        caption = (NOT_RESPONSIBILITY, *caption)
    entries = _legend_places(network, inner)
    rows = 1 + max((row for _, _, row in entries), default=-1)

    picture_top = BAR + 14 + TITLE_SIZE * 1.25 * len(title)
    caption_top = paper.high - BAR - 8 - TEXT_LEADING * len(caption)
    legend_top = caption_top - 6 - LEGEND_ROW * rows
    picture_high = legend_top - 8 - picture_top

    left, top, right, bottom = extent(network, layout)
    scale = min(LARGEST_SCALE, inner / (right - left), picture_high / (bottom - top))
    return Sheet(
        paper,
        round(MARGIN + (inner - (right - left) * scale) / 2 - left * scale, 3),
        round(picture_top + (picture_high - (bottom - top) * scale) / 2 - top * scale, 3),
        round(scale, 5),
        title,
        tuple((entry, MARGIN + x, legend_top + LEGEND_ROW * (row + 0.5)) for entry, x, row in entries),
        caption,
        caption_top,
    )


def extent(network: Network, layout: Layout) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all icons and labels, in units of the layout."""
    if not network.nodes:
        return (0.0, 0.0, 100.0, 100.0)
    sides: list[tuple[float, float, float, float]] = []
    for node in network.nodes:
        (x, y), room = layout.positions[node.id], node_room(node)
        sides.append((x - room.aside, y - room.above, x + room.aside, y + room.below))
    lefts, tops, rights, bottoms = zip(*sides, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _legend_places(network: Network, inner: float) -> list[tuple[LegendEntry, float, int]]:
    """Each entry of the legend with how far right it begins and its row."""
    places: list[tuple[LegendEntry, float, int]] = []
    x, row = 0.0, 0
    for entry in legend(network):
        takes = LEGEND_SYMBOL + 5 + width(entry.text, TEXT_SIZE) + 16
        if x > 0 and x + takes > inner:
            x, row = 0.0, row + 1
        places.append((entry, x, row))
        x += takes
    return places
