"""The picture as a PDF that stands alone: the picture on a sheet of its own, then its entities and links as tables.

Set by typst with the shipped fonts alone, tagged for screen readers (PDF/UA-1), which refuses a picture without words.
"""

from viz.network import Network
from viz.positions import Layout
from viz.print_sheet import sheet_for
from viz.style import LOOKS
from viz.svg import as_svg
from viz.text_metrics import printable
from viz.transliteration import spelled
from viz.typesetting import shipped, typeset


def as_pdf(network: Network, layout: Layout) -> bytes:
    """`network` as a tagged PDF; the same network gives the same bytes."""
    drawn = spelled(network)
    picture = as_svg(drawn, layout).encode()
    return typeset(
        shipped("map.typ"), "network.json", _data(drawn, layout), network.caption, **{"picture.svg": picture}
    )


def _data(network: Network, layout: Layout) -> dict[str, object]:
    """What the template sets; every text of it is set as a text, never read as markup."""
    paper = sheet_for(network, layout).paper
    labels = {node.id: printable(node.full_label) for node in network.nodes}
    return {
        "title": printable(network.title),
        "marking": printable(network.caption.marking),
        "caption": [printable(line) for line in (network.reading, *network.caption_lines) if line],
        "shown": network.shown,
        "width": paper.millimetres[0],
        "height": paper.millimetres[1],
        "entities": [[LOOKS[node.kind].name, labels[node.id], printable(node.note)] for node in network.nodes],
        "links": [
            [
                labels[edge.source],
                printable(edge.label),
                labels[edge.target],
                edge.standing,
                "; ".join(map(printable, edge.evidence)) or str(edge.items),
            ]
            for edge in network.edges
        ],
    }
