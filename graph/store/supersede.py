"""The end of an item or of a report's words: it is part of them; all that an item states ends with it."""

from collections.abc import Collection, Mapping
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


_END_WORDS: LiteralString = """
UNWIND $rows AS row
MATCH (w:Words {id: row.id})
SET w.superseded_at = row.at, w.change = $change
"""
_TOUCH_WORDED: LiteralString = """
UNWIND $ids AS id
MATCH (w:Words {id: id})<-[:WORDED]-(r:Report)-[:CONTAINS]->(i:Item)
SET i.change = $change
"""


def end_items(writer: Writer, until: Mapping[str, int]) -> None:
    """Let items that are there, and all that they state, stand until these moments (epoch milliseconds)."""
    rows = [{"id": item, "at": at} for item, at in sorted(until.items())]
    if rows:
        writer.write(_END_ITEMS, rows=rows)
        writer.write(_END_STATED, rows=rows)


def end_words(writer: Writer, until: Mapping[str, int]) -> None:
    """Let words of reports that are there stand until these moments."""
    rows = [{"id": words, "at": at} for words, at in sorted(until.items())]
    if rows:
        writer.write(_END_WORDS, rows=rows)
        touch_worded(writer, until)


def touch_worded(writer: Writer, words: Collection[str]) -> None:
    """Stamp the items of the reports whose words have changed, so that the search index writes them again."""
    if words:
        writer.write(_TOUCH_WORDED, ids=sorted(words))
