"""Keeping an item's `people` right: the people it names, as graph/model/people.py reads them.

It is written when an item gets mentions, and again when the component or the label of somebody it names changes.
"""

from collections.abc import Collection
from typing import LiteralString

from graph.store.protocol import Writer

_WRITE: LiteralString = """
MATCH (i)-[m:MENTIONS]->(p:Person)
WITH i, m, p ORDER BY m.mention_no, m.id
WITH i, collect(p.id + '\\t' + p.component + '\\t' + m.said + '\\t' + coalesce(m.role, '') + '\\t'
    + CASE WHEN 'Child' IN labels(p) THEN 'child' ELSE '' END
    + reduce(text = '', identifier IN coalesce(m.identified, []) | text + '\\t' + identifier)) AS people
SET i.people = people
"""
"""What follows an item `i`."""

WRITE_ITEMS: LiteralString = f"""
UNWIND $ids AS id
MATCH (i:Item {{id: id}})
{_WRITE}
"""

_WRITE_OF: LiteralString = f"""
UNWIND $ids AS id
MATCH (:Entity {{id: id}})<-[:MENTIONS]-(i:Item)
WITH DISTINCT i
{_WRITE}
"""


def write_people(writer: Writer, items: Collection[str]) -> None:
    """Write the people of these items, which have got mentions."""
    if items:
        writer.write(WRITE_ITEMS, ids=sorted(items))


def rewrite_people(writer: Writer, people: Collection[str]) -> None:
    """Rewrite the people of every item that names one of these, since their component or label has changed."""
    if people:
        writer.write(_WRITE_OF, ids=sorted(people))
