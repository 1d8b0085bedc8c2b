"""The picture for other programs: as a networkx graph, and from that as GraphML and GEXF.

Marking, caption and what a connection does not mean travel as attributes of the graph.
"""

from collections.abc import Callable
from io import BytesIO

import networkx as nx

from viz.layout import lay_out
from viz.network import Network
from viz.positions import Layout
from viz.text_metrics import printable

Written = Callable[..., None]


def as_graphml(network: Network, layout: Layout | None = None) -> bytes:
    """`network` as GraphML in UTF-8; laid out here unless `layout` is given."""
    write: Written = nx.write_graphml  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  since networkx types the path loosely
    written = BytesIO()
    graph = network.to_networkx(lay_out(network) if layout is None else layout)
    write(graph, written, encoding="utf-8", named_key_ids=True)
    return written.getvalue()


def as_gexf(network: Network, layout: Layout | None = None) -> bytes:
    """`network` as GEXF 1.2 in UTF-8, for Gephi; laid out here unless `layout` is given.

    GEXF gives a graph no attributes: marking, who made it and the View stand in its title, `name`.
    """
    layout = lay_out(network) if layout is None else layout
    graph = network.to_networkx()
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
