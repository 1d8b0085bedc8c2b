"""The picture as two tables in CSV, for a spreadsheet: its entities and its links, with where each stands.

Each row carries the marking, who made it, when, and the View, so that no row goes anywhere without them.
"""

from viz.network import Network
from viz.positions import Layout
from viz.spreadsheet import marked_csv
from viz.style import LOOKS

_ENTITIES = ("id", "name", "kind", "seraf_category", "note", "x", "y")
_LINKS = ("from_id", "from", "to_id", "to", "link", "how", "standing", "items", "evidence")
_MARKED = ("title", "marking", "made", "view", "data", "reading")


def entities_csv(network: Network, layout: Layout) -> bytes:
    """One row for each entity, group and note."""
    return marked_csv(
        network,
        _ENTITIES,
        (
            (
                node.id,
                node.label,
                LOOKS[node.kind].name,
                "" if node.category is None else str(node.category),
                node.note,
                *layout.positions[node.id],
            )
            for node in network.nodes
        ),
        _MARKED,
    )


def links_csv(network: Network, _layout: Layout) -> bytes:
    """One row for each link."""
    labels = {node.id: node.full_label for node in network.nodes}
    return marked_csv(
        network,
        _LINKS,
        (
            (
                edge.source,
                labels[edge.source],
                edge.target,
                labels[edge.target],
                edge.label,
                edge.kind,
                edge.standing,
                edge.items,
                "; ".join(edge.evidence),
            )
            for edge in network.edges
        ),
        _MARKED,
    )
