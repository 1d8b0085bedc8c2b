"""Keeping an item's `people` right: whom it names, as graph/model/people.py reads it.

It is told when an item gets mentions, and again when the component or the label of somebody whom it names changes.
"""

from collections.abc import Collection
from typing import LiteralString

from graph.store.protocol import Writer

_TELL: LiteralString = """
MATCH (i)-[m:MENTIONS]->(p:Person)
WITH i, m, p ORDER BY m.mention_no, m.id
WITH i, collect(p.id + '\\t' + p.component + '\\t' + m.said + '\\t' + coalesce(m.role, '') + '\\t'
    + CASE WHEN 'Child' IN labels(p) THEN 'child' ELSE '' END
    + reduce(text = '', identifier IN coalesce(m.identified, []) | text + '\\t' + identifier)) AS people
SET i.people = people
"""
"""What follows an item `i`."""

TELL_ITEMS: LiteralString = f"""
UNWIND $ids AS id
MATCH (i:Item {{id: id}})
{_TELL}
"""

_TELL_OF: LiteralString = f"""
UNWIND $ids AS id
MATCH (:Entity {{id: id}})<-[:MENTIONS]-(i:Item)
WITH DISTINCT i
{_TELL}
"""


def tell_people(writer: Writer, items: Collection[str]) -> None:
    """Let these items, which have got mentions, say whom they name."""
    if items:
        writer.write(TELL_ITEMS, ids=sorted(items))


def tell_people_again(writer: Writer, people: Collection[str]) -> None:
    """Let every item that names one of these say it anew, since what was said of them has changed."""
    if people:
        writer.write(_TELL_OF, ids=sorted(people))
