"""Bringing a graph up to date in which a report kept its title and text itself: they become a record of their own.

Until then they were shown to readers who might see every version of every item of the report, so their access is the
union of all of theirs.
"""

from collections.abc import Sequence
from typing import LiteralString, cast

from graph.model.ids import words_id
from graph.model.view import FOREVER
from graph.store.protocol import Writer
from graph.values.access import Access

REPORTS: LiteralString = "MATCH (r:Report) RETURN r.id AS id"
_WORDED: LiteralString = """
UNWIND $ids AS id
MATCH (r:Report {id: id})-[:CONTAINS]->(i:Item)
WHERE r.title IS NOT NULL OR r.text IS NOT NULL OR size(coalesce(r.waiting, [])) > 0
WITH r, collect(DISTINCT i.access) AS access, collect(DISTINCT i.author) AS authors
RETURN r.id AS id, r.title AS title, r.text AS text, r.waiting AS waiting, r.recorded_at AS recorded_at,
       access AS access, authors AS authors
"""
_THERE: LiteralString = "UNWIND $ids AS id MATCH (w:Words {id: id}) RETURN w.id AS id"
_CREATE: LiteralString = """
UNWIND $rows AS row
MATCH (r:Report {id: row.report})
CREATE (r)-[:WORDED]->(w:Words)
SET w = row
"""
_FORGET: LiteralString = """
UNWIND $ids AS id
MATCH (r:Report {id: id})
REMOVE r.title, r.text, r.waiting, r.recorded_at
"""


def set_words_apart(writer: Writer, ids: Sequence[str]) -> None:
    """Make the words of these reports records of their own; what was done before is left unchanged."""
    rows: list[dict[str, object]] = []
    for row in writer.read(_WORDED, ids=ids):
        access = Access.union(Access.parse(text) for text in sorted(cast("list[str]", row["access"]))).text
        title, text = (None if row[name] is None else str(row[name]) for name in ("title", "text"))
        says = {
            "id": words_id(str(row["id"]), title or "", text or "", access),
            "report": row["id"],
            "title": title,
            "text": text,
            "access": access,
            "recorded_at": row["recorded_at"],
            "loaded_at": row["recorded_at"],
            "superseded_at": FOREVER,
            "author": min(cast("list[str]", row["authors"]), default=""),
            "waiting": row["waiting"] or None,
            "change": writer.change,
        }
        rows.append({name: value for name, value in says.items() if value is not None})
    there = {row["id"] for row in writer.read(_THERE, ids=[row["id"] for row in rows])} if rows else set[object]()
    if new := [row for row in rows if row["id"] not in there]:
        writer.write(_CREATE, rows=new)
    writer.write(_FORGET, ids=list(ids))
