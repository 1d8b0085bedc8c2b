"""The picture as two tables in CSV, for a spreadsheet: its entities and its links, with where each stands.

Each row carries the marking, who made it, when, and the View, so that no row goes anywhere without them.
"""

import csv
from collections.abc import Iterable
from io import StringIO

from viz.layout import Layout
from viz.network import NOT_RESPONSIBILITY, Network
from viz.spreadsheet import spreadsheet_cell
from viz.style import LOOKS

_ENTITIES = ("id", "name", "kind", "seraf_category", "note", "x", "y")
_LINKS = ("from_id", "from", "to_id", "to", "link", "how", "standing", "items", "evidence")


def entities_csv(network: Network, layout: Layout) -> bytes:
    """One row for each entity, group and note."""
    return _table(
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
    )


def links_csv(network: Network, _layout: Layout) -> bytes:
    """One row for each link."""
    labels = {node.id: node.full_label for node in network.nodes}
    return _table(
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
    )


def _table(network: Network, columns: tuple[str, ...], rows: Iterable[tuple[str | float, ...]]) -> bytes:
    caption = network.caption
    about = {
        "title": network.title,
        "marking": caption.marking,
        "made": caption.made,
        "view": caption.view,
        "data": caption.data_note,
        "reading": NOT_RESPONSIBILITY if network.shows_people else "",
    }
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow((*columns, *about))
    for row in rows:
        writer.writerow([spreadsheet_cell(value) for value in (*row, *about.values())])
    # With its mark at the start, since a spreadsheet would otherwise not read it as UTF-8.
    return written.getvalue().encode("utf-8-sig")
