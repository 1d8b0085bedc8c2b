"""The picture for other programs: as a networkx graph, and from that as GraphML and GEXF.

Marking, caption and what a connection does not mean travel as attributes of the graph.
"""

from collections.abc import Callable
from io import BytesIO

import networkx as nx

from viz.layout import Layout, lay_out
from viz.lettering import printable
from viz.network import Network

Written = Callable[..., None]


def as_networkx(network: Network, layout: Layout | None = None) -> "nx.MultiGraph[str]":
    """Every entity and link with all that is known of it here; links between two entities stay apart.

    Positions are attributes `x` and `y` where a `layout` is given.
    """
    graph: nx.MultiGraph[str] = nx.MultiGraph(
        title=printable(network.title),
        marking=printable(network.caption.marking),
        made_by=printable(network.caption.made_by),
        made_at=network.caption.made_at.isoformat(),
        view=printable(network.caption.view),
        data_note=printable(network.caption.data_note),
        caption=printable(" ".join(network.caption_lines)),
        reading=network.reading,
    )
    for node in network.nodes:
        known: dict[str, str | float] = {"kind": node.kind, "label": printable(node.label)}
        if layout is not None:
            known["x"], known["y"] = layout.positions[node.id]
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
    return graph


def as_graphml(network: Network, layout: Layout | None = None) -> bytes:
    """`network` as GraphML in UTF-8; laid out here unless `layout` is given."""
    write: Written = nx.write_graphml  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  since networkx types the path loosely
    written = BytesIO()
    graph = as_networkx(network, lay_out(network) if layout is None else layout)
    write(graph, written, encoding="utf-8", named_key_ids=True)
    return written.getvalue()


def as_gexf(network: Network, layout: Layout | None = None) -> bytes:
    """`network` as GEXF 1.2 in UTF-8, for Gephi; laid out here unless `layout` is given.

    GEXF gives a graph no attributes: marking, who made it and the View stand in its title, `name`.
    """
    layout = lay_out(network) if layout is None else layout
    graph = as_networkx(network)
    said = (
        network.caption.marking,
        network.title,
        network.caption.made,
        network.caption.view,
        network.caption.data_note,
        network.reading,
    )
    graph.graph.clear()
    graph.graph.update(mode="static", name=printable(" · ".join(filter(None, said))))
    for node in network.nodes:
        x, y = layout.positions[node.id]
        # y grows upwards in GEXF.
        graph.nodes[printable(node.id)]["viz"] = {"position": {"x": x, "y": -y, "z": 0.0}}
    write: Written = nx.write_gexf  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  since networkx types the path loosely
    written = BytesIO()
    write(graph, written, encoding="utf-8", version="1.2draft")
    return written.getvalue()
