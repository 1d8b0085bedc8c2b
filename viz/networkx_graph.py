"""The picture as a networkx graph (`Network.to_networkx`).

Marking, caption and what a connection does not mean travel as attributes of the graph.
"""

import networkx as nx

from viz.layout import Layout
from viz.network import Network
from viz.text_metrics import printable


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
