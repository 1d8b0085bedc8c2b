"""The change feed: what was written after a given change, for machines only.

It is unscoped: it sees every item, whoever may read it. Search, projection, alerts, ingest, casework and backup catch
up by it; nothing that answers a person may import it.
"""

from dataclasses import dataclass
from typing import LiteralString

from graph.store.protocol import Reading
from graph.store.writer import READ_CHANGE

LAST_CHANGE: LiteralString = """
MATCH (i:Item) WHERE i.change > $after
WITH i.change AS change ORDER BY change LIMIT $limit
RETURN max(change) AS last
"""

CHANGED_ITEMS: LiteralString = """
MATCH (i:Item) WHERE i.change > $after AND i.change <= $last
RETURN i.id AS id, i.change AS change
"""


GRAPH_STATE: LiteralString = """
MATCH (c:Change {id: 'change'}) RETURN 'change' AS what, c.number AS number
UNION ALL
MATCH (m:Migration) RETURN 'begun' AS what, min(m.applied) AS number
"""


@dataclass(frozen=True)
class GraphState:
    """When a graph was begun, by which it is told from another in its place; and the number of its newest change."""

    begun: int
    change: int


@dataclass(frozen=True, order=True)
class ItemChange:
    """An item, and the change that last wrote it."""

    change: int
    id: str


def current_change(reading: Reading) -> int:
    """The number of the newest change; 0 for a graph nobody has written to."""
    rows = reading.read(READ_CHANGE)
    number = rows[0]["change"] if rows else 0
    assert isinstance(number, int), "the counter holds a whole number"
    return number


def graph_state(reading: Reading) -> GraphState:
    """Which graph this is and how far it has come, in one statement; 0 for what it does not say."""
    said = {str(row["what"]): row["number"] for row in reading.read(GRAPH_STATE)}
    begun, change = said.get("begun"), said.get("change")
    return GraphState(begun if isinstance(begun, int) else 0, change if isinstance(change, int) else 0)


def changed_items(reading: Reading, after: int, limit: int = 10_000) -> list[ItemChange]:
    """The items written by changes later than `after`, in order of change and id.

    A change is given whole or not at all, so the last one's number is where to go on from; about `limit` items, more
    where the last change holds more. Empty when there is nothing newer.
    """
    [row] = reading.read(LAST_CHANGE, after=after, limit=limit)
    last = row["last"]
    if last is None:
        return []
    rows = reading.read(CHANGED_ITEMS, after=after, last=last)
    return sorted(ItemChange(_whole(row["change"]), str(row["id"])) for row in rows)


def _whole(value: object) -> int:
    assert isinstance(value, int), "change numbers are whole numbers"
    return value
