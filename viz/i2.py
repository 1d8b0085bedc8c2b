# This library ships no types of its own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
"""The picture for i2 Analyst's Notebook: a chart (ANX), and a flat table with how its columns are imported.

A chart opens as it is drawn here: each entity where it stands, unconfirmed links dashed, a card for each item behind a
link. i2 Analyze takes no records from a chart; they are imported from the table, one row for each link.
"""

from collections.abc import Iterable

from anxwritter import ANXChart, Card, Settings, SummaryCfg

from graph.model.kinds import ENTITY_KINDS
from viz.layout import lay_out
from viz.network import Edge, Kind, Network, Node
from viz.positions import Layout
from viz.spreadsheet import marked_csv
from viz.style import LOOKS
from viz.text_metrics import printable

CONFIRMED, UNCONFIRMED = "Confirmed", "Unconfirmed"

_ICONS: dict[Kind, str] = {
    **{each.kind: each.icon.i2 for each in ENTITY_KINDS},
    "group": "Group",
    "note": "Document",
}
"""Types of entity of Analyst's Notebook's own catalogue."""

_COLUMNS = (
    *("From identity", "From label", "From type", "From SERAF category"),
    *("To identity", "To label", "To type", "To SERAF category"),
    *("Link label", "Link type", "Link strength", "Direction", "Items", "Evidence"),
)
_MARKED = ("Marking", "Title", "Made", "View", "Data", "Reading")


def as_anx(network: Network, layout: Layout | None = None) -> bytes:
    """`network` as an Analyst's Notebook chart (XML in UTF-16); laid out here unless `layout` is given."""
    layout = lay_out(network) if layout is None else layout
    chart = ANXChart(settings=Settings(summary=_summary(network)))
    chart.add_strength(name=CONFIRMED, dot_style="solid")
    chart.add_strength(name=UNCONFIRMED, dot_style="dashed")
    for node in network.nodes:
        x, y = layout.positions[node.id]
        attributes = {"SERAF category": str(node.category)} if node.category is not None else {}
        chart.add_icon(
            id=printable(node.id),
            type=LOOKS[node.kind].name,
            icon=_ICONS[node.kind],
            color=LOOKS[node.kind].colour,
            label=printable(node.full_label),
            description=printable(node.note),
            x=round(x),
            y=round(y),
            attributes=attributes,
        )
    for number, edge in enumerate(network.edges):
        chart.add_link(
            link_id=f"link-{number}",
            from_id=printable(edge.source),
            to_id=printable(edge.target),
            type=printable(edge.kind) or "Link",
            label=printable(edge.label),
            strength=CONFIRMED if edge.confirmed else UNCONFIRMED,
            line_width=_width(edge),
            cards=[Card(summary=printable(item), source_ref=printable(item)) for item in edge.evidence],
        )
    return b"".join(chart.iter_anx_bytes())


def _width(edge: Edge) -> int:
    """Width of a line in Analyst's Notebook, 1 to 5: thicker for a stronger link."""
    return 1 if edge.strength is None else 1 + round(4 * edge.strength)


def _summary(network: Network) -> SummaryCfg:
    caption = network.caption
    return SummaryCfg(
        title=printable(network.title),
        subject=printable(caption.marking),
        author=printable(caption.made_by),
        comments=printable(" ".join(filter(None, (caption.marking, *network.caption_lines, network.reading)))),
        created=caption.made_at.strftime("%Y-%m-%dT%H:%M:%S"),
    )


def as_i2_table(network: Network, _layout: Layout | None = None) -> bytes:
    """`network` as CSV for the importer of i2: a row for each link with both its ends, and for each entity without one.

    The first columns are named as the importer asks for them (identity, label, type), so that a specification maps each
    to what it is called; docs/guide-exports.md lists them. Each row carries marking, maker, time and View.
    """
    return marked_csv(network, _COLUMNS, _rows(network), _MARKED)


def _rows(network: Network) -> Iterable[tuple[str | float, ...]]:
    nodes = {node.id: node for node in network.nodes}
    alone = set(nodes)
    for edge in network.edges:
        alone -= {edge.source, edge.target}
        yield (
            *_end(nodes[edge.source]),
            *_end(nodes[edge.target]),
            *(edge.label, edge.kind, CONFIRMED if edge.confirmed else UNCONFIRMED, "None"),
            *(edge.items, "; ".join(edge.evidence)),
        )
    for node in network.nodes:
        if node.id in alone:
            yield (*_end(node), *[""] * (len(_COLUMNS) - 4))


def _end(node: Node) -> tuple[str, str, str, str]:
    return node.id, node.label, LOOKS[node.kind].name, "" if node.category is None else str(node.category)
