"""The picture as SVG, for print and for documents: text stays text, nothing is fetched, nothing can run.

Written from the layout and the style that every writer shares; the same network gives the same bytes.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from graph.rules.roles import NOT_RESPONSIBILITY
from viz.labels import EDGE_SIZE, SIZE, baseline, edge_text, edge_tooltip, node_lines, node_room, node_tooltip
from viz.layout import lay_out
from viz.network import Network
from viz.positions import Layout
from viz.print_sheet import BAR, LEGEND_SYMBOL, MARGIN, TEXT_LEADING, TEXT_SIZE, TITLE_SIZE, Sheet, sheet_for
from viz.style import (
    DASH,
    INK,
    LINE,
    MARKING_INK,
    MARKING_PAPER,
    PAPER,
    QUIET,
    icon,
    icon_name,
    legend_symbol,
    line_width,
)
from viz.text_metrics import FAMILY, printable, width

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Point = tuple[float, float]
Curve = tuple[Point, Point, Point]
"""Start, control point, end."""

PLACES_ON_LINK = (0.5, 0.42, 0.58, 0.34, 0.66)
"""Where on a link its wording is tried, as shares of the way."""


class _Taken:
    """Where something is drawn already, kept by squares so that large pictures are not compared all with all."""

    SQUARE = 60.0

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def add(self, box: Box) -> None:
        for square in self._under(box):
            self._squares[square].append(box)

    def leaves(self, box: Box) -> bool:
        """Whether `box` is free."""
        return not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for square in self._under(box)
            for other in self._squares.get(square, ())
        )

    def _under(self, box: Box) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = (math.floor(side / self.SQUARE) for side in box)
        return ((i, j) for i in range(left, right + 1) for j in range(top, bottom + 1))


def as_svg(network: Network, layout: Layout | None = None) -> str:
    """`network` as one SVG document on a sheet of paper; laid out here unless `layout` is given."""
    layout = lay_out(network) if layout is None else layout
    sheet = sheet_for(network, layout)
    return "\n".join(_document(network, layout, sheet)) + "\n"


def _document(network: Network, layout: Layout, sheet: Sheet) -> Iterator[str]:
    paper = sheet.paper
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{paper.millimetres[0]}mm" height="{paper.millimetres[1]}mm" '
        f'viewBox="0 0 {paper.wide} {paper.high}" font-family={quoteattr(FAMILY)} xml:lang="en-GB" role="img" '
        'aria-labelledby="title description">'
    )
    marking = printable(network.caption.marking)
    said = " ".join((marking + ".", *sheet.caption))
    yield f'<title id="title">{escape(printable(network.title))}</title>'
    yield f'<desc id="description">{escape(said)}</desc>'
    yield from _icons(network)
    yield f'<rect width="{paper.wide}" height="{paper.high}" fill="{PAPER}"/>'
    yield _marking(marking, sheet, 0.0)
    yield _marking(marking, sheet, paper.high - BAR)
    yield from _title(sheet)
    yield f'<g id="picture" transform="translate({sheet.left} {sheet.top}) scale({sheet.scale})">'
    yield from _links(network, layout)
    yield from _entities(network, layout)
    yield "</g>"
    yield from _legend(sheet)
    yield from _caption(sheet)
    yield "</svg>"


def _icons(network: Network) -> Iterator[str]:
    """Each icon that the picture has, once."""
    yield "<defs>"
    icons: dict[str, str] = {}
    for node in network.nodes:
        icons[icon_name(node.kind, node.category, node.mark)] = icon(node.kind, node.category, node.mark)
    for name in sorted(icons):
        yield f'<g id="{name}">{icons[name]}</g>'
    yield "</defs>"


def _marking(marking: str, sheet: Sheet, top: float) -> str:
    return (
        f'<g class="marking"><rect y="{top:.2f}" width="{sheet.paper.wide}" height="{BAR}" fill="{MARKING_PAPER}"/>'
        f'<text x="{sheet.paper.wide / 2:.2f}" y="{top + BAR * 0.7:.2f}" font-size="11.5" font-weight="bold" '
        f'text-anchor="middle" fill="{MARKING_INK}">{escape(marking)}</text></g>'
    )


def _title(sheet: Sheet) -> Iterator[str]:
    for number, line in enumerate(sheet.title):
        y = BAR + 8 + TITLE_SIZE * (1 + 1.25 * number)
        yield (
            f'<text x="{MARGIN}" y="{y:.2f}" font-size="{TITLE_SIZE}" font-weight="bold" fill="{INK}">'
            f"{escape(line)}</text>"
        )


def _links(network: Network, layout: Layout) -> Iterator[str]:
    """Every link, dashed where it is unconfirmed; its text is drawn only where that covers nothing else, since the
    link's title has it in full."""
    labels = {node.id: node.label for node in network.nodes}
    taken = _Taken()
    for box in _node_boxes(network, layout):
        taken.add(box)
    written: list[str] = []
    for edge, bend in zip(network.edges, layout.bends, strict=True):
        one, other = sorted((edge.source, edge.target))
        start, over, end = _curve(layout.positions[one], layout.positions[other], bend)
        dashes = "" if edge.confirmed else f' stroke-dasharray="{DASH[0]} {DASH[1]}"'
        tooltip = escape(edge_tooltip(edge, (labels[edge.source], labels[edge.target])))
        yield (
            f'<path class="link {edge.standing}" '
            f'd="M{start[0]:.1f} {start[1]:.1f}Q{over[0]:.1f} {over[1]:.1f} {end[0]:.1f} {end[1]:.1f}" fill="none" '
            f'stroke="{LINE}" stroke-width="{line_width(edge.strength):.2f}"{dashes}><title>{tooltip}</title></path>'
        )
        writing = _wording(edge_text(edge), (start, over, end), taken)
        if writing:
            written.append(writing)
    yield from written


def _wording(text: str, curve: Curve, taken: _Taken) -> str:
    """`text` along its link, or nothing where it would cover an entity or another wording; adds to `taken`."""
    (x1, y1), _, (x2, y2) = curve
    slope = math.atan((y2 - y1) / (x2 - x1)) if x1 != x2 else math.pi / 2
    for share in PLACES_ON_LINK if text else ():
        x, y = _at(share, curve)
        boxes = _boxes_along(text, x, y, slope)
        if all(taken.leaves(box) for box in boxes):
            for box in boxes:
                taken.add(box)
            long = width(text, EDGE_SIZE)
            ground = f'<rect x="{-long / 2:.1f}" y="-5" width="{long:.1f}" height="10" fill="{PAPER}"/>'
            words = _halo(text, 0, EDGE_SIZE * 0.35, EDGE_SIZE, QUIET)
            return f'<g transform="translate({x:.1f} {y:.1f}) rotate({math.degrees(slope):.1f})">{ground}{words}</g>'
    return ""


def _curve(start: Point, end: Point, bend: float) -> Curve:
    """A link as a quadratic curve: start, control point, end; `bend` as in `Layout`."""
    # The middle of such a curve lies half way between its chord and its control point: hence twice the bend.
    x = (start[0] + end[0]) / 2 + 2 * bend * (end[1] - start[1])
    y = (start[1] + end[1]) / 2 - 2 * bend * (end[0] - start[0])
    return start, (x, y), end


def _at(share: float, curve: Curve) -> Point:
    """The point of a quadratic curve at `share` of the way."""
    start, over, end = curve
    a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return (a * start[0] + b * over[0] + c * end[0], a * start[1] + b * over[1] + c * end[1])


def _node_boxes(network: Network, layout: Layout) -> Iterator[Box]:
    for node in network.nodes:
        (x, y), room = layout.positions[node.id], node_room(node)
        yield (x - room.aside, y - room.above, x + room.aside, y + room.below)


def _boxes_along(text: str, x: float, y: float, slope: float) -> list[Box]:
    """Squares that cover a text written along a line through (x, y)."""
    half, reach = EDGE_SIZE * 0.6, width(text, EDGE_SIZE) / 2
    boxes: list[Box] = []
    for step in range(math.ceil(2 * reach / EDGE_SIZE) + 1):
        along = min(step * EDGE_SIZE, 2 * reach) - reach
        i, j = x + along * math.cos(slope), y + along * math.sin(slope)
        boxes.append((i - half, j - half, i + half, j + half))
    return boxes


def _entities(network: Network, layout: Layout) -> Iterator[str]:
    for node in network.nodes:
        x, y = layout.positions[node.id]
        yield f'<g class="entity {node.kind}"><title>{escape(node_tooltip(node))}</title>'
        placed = f"translate({x} {y}) scale({node.scale:.3g})"
        yield f'<use href="#{icon_name(node.kind, node.category, node.mark)}" transform="{placed}"/>'
        for number, line in enumerate(node_lines(node)):
            yield _halo(line.text, x, y + baseline(node, number), SIZE, INK, bold=line.strong)
        yield "</g>"


def _halo(text: str, x: float, y: float, size: float, ink: str, *, bold: bool = False) -> str:
    """Text on a rim of paper, so that a link behind it does not cross it out."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="middle" fill="{ink}"{weight} '
        f'stroke="{PAPER}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke">{escape(text)}</text>'
    )


def _legend(sheet: Sheet) -> Iterator[str]:
    yield '<g id="legend">'
    for entry, x, y in sheet.legend:
        size = LEGEND_SYMBOL / 48
        place = f"translate({x + LEGEND_SYMBOL / 2:.2f} {y:.2f}) scale({size:.4f})"
        yield f'<g transform="{place}">{legend_symbol(entry)}</g>'
        yield (
            f'<text x="{x + LEGEND_SYMBOL + 5:.2f}" y="{y + TEXT_SIZE * 0.35:.2f}" font-size="{TEXT_SIZE}" '
            f'fill="{INK}">{escape(entry.text)}</text>'
        )
    yield "</g>"


def _caption(sheet: Sheet) -> Iterator[str]:
    yield '<g id="caption">'
    for number, line in enumerate(sheet.caption):
        y = sheet.caption_top + TEXT_LEADING * (number + 0.8)
        weight = ' font-weight="bold"' if line == NOT_RESPONSIBILITY else ""
        yield f'<text x="{MARGIN}" y="{y:.2f}" font-size="{TEXT_SIZE}" fill="{INK}"{weight}>{escape(line)}</text>'
    yield "</g>"
