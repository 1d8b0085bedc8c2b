"""The end of an item: it is part of the item, and everything that the item states ends with it."""

from collections.abc import Mapping
from typing import LiteralString

from graph.store.protocol import Writer

_END_ITEMS: LiteralString = """
UNWIND $rows AS row
MATCH (i:Item {id: row.id})
SET i.superseded_at = row.at, i.change = $change
"""

_END_STATED: LiteralString = """
UNWIND $rows AS row
MATCH (i:Item {id: row.id})-[:MENTIONS]->(e:Entity)-[r]->(x)
WHERE r.item = row.id
SET r.superseded_at = row.at
"""


def end_items(writer: Writer, until: Mapping[str, int]) -> None:
    """Let items that are there, and all that they state, stand until these moments (epoch milliseconds)."""
    rows = [{"id": item, "at": at} for item, at in sorted(until.items())]
    if rows:
        writer.write(_END_ITEMS, rows=rows)
        writer.write(_END_STATED, rows=rows)
