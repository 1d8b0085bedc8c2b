"""The picture as GraphML, for other tools: every entity and link with all that is known of it here.

Marking, caption and what a connection does not mean travel as attributes of the graph.
"""

from collections.abc import Callable
from io import BytesIO

import networkx as nx

from viz.layout import Layout, lay_out
from viz.lettering import printable
from viz.network import NOT_RESPONSIBILITY, Network


def as_graphml(network: Network, layout: Layout | None = None) -> bytes:
    """`network` as GraphML in UTF-8; laid out here unless `layout` is given. Links between two entities stay apart."""
    layout = lay_out(network) if layout is None else layout
    graph: nx.MultiGraph[str] = nx.MultiGraph(
        title=printable(network.title),
        marking=printable(network.caption.marking),
        made_by=printable(network.caption.made_by),
        made_at=network.caption.made_at.isoformat(),
        view=printable(network.caption.view),
        data_note=printable(network.caption.data_note),
        caption=printable(" ".join(network.caption_lines)),
        reading=NOT_RESPONSIBILITY if network.shows_people else "",
    )
    for node in network.nodes:
        x, y = layout.positions[node.id]
        known: dict[str, str | float] = {"kind": node.kind, "label": printable(node.label), "x": x, "y": y}
        if node.category is not None:
            known["seraf_category"] = str(node.category)
        graph.add_node(printable(node.id), **known, note=printable(node.note))
    for number, edge in enumerate(network.edges):
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
    written = BytesIO()
    write: Callable[..., None] = nx.write_graphml  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  since networkx types the path loosely
    write(graph, written, encoding="utf-8", named_key_ids=True)
    return written.getvalue()
