"""The change feed: what was written after a given change, for machines only.

It is unscoped: it returns every item and every judgement, whatever its access. Search, projection, alerts, ingest,
casework and backup catch up by it; nothing that answers a person may import it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, LiteralString

from graph.store.protocol import Reading
from graph.store.writer import READ_CHANGE

RecordedKind = Literal["item", "judgement"]
"""What the feed carries. A report's words change with its items."""

NEXT_CHANGES: LiteralString = """
MATCH (i:Item) WHERE i.change > $after
WITH i.change AS change ORDER BY change LIMIT $limit
RETURN count(change) AS found, max(change) AS last
UNION ALL
MATCH (j:Judgement) WHERE j.change > $after
WITH j.change AS change ORDER BY change LIMIT $limit
RETURN count(change) AS found, max(change) AS last
"""

CHANGED_RECORDS: LiteralString = """
MATCH (i:Item) WHERE i.change > $after AND i.change <= $last
RETURN i.change AS change, 'item' AS kind, i.id AS id
UNION ALL
MATCH (j:Judgement) WHERE j.change > $after AND j.change <= $last
RETURN j.change AS change, 'judgement' AS kind, j.id AS id
"""

GRAPH_STATE: LiteralString = """
MATCH (c:Change {id: 'change'}) RETURN 'change' AS what, c.number AS number
UNION ALL
MATCH (m:Migration) RETURN 'started' AS what, min(m.applied) AS number
"""


@dataclass(frozen=True)
class GraphState:
    """When a graph was started, which distinguishes it from another in its place, and its newest change number."""

    started: int
    change: int


@dataclass(frozen=True, order=True)
class RecordChange:
    """An item or a version of a judgement, and the change that last wrote it (an item's end writes it again)."""

    change: int
    kind: RecordedKind
    id: str


def current_change(reading: Reading) -> int:
    """The number of the newest change; 0 for a graph nobody has written to."""
    rows = reading.read(READ_CHANGE)
    number = rows[0]["change"] if rows else 0
    assert isinstance(number, int), "the counter holds a whole number"
    return number


def graph_state(reading: Reading) -> GraphState:
    """The identity of this graph and its last change, in one statement; 0 for what it does not record."""
    said = {str(row["what"]): row["number"] for row in reading.read(GRAPH_STATE)}
    started, change = said.get("started"), said.get("change")
    return GraphState(started if isinstance(started, int) else 0, change if isinstance(change, int) else 0)


def changed_records(reading: Reading, after: int, limit: int = 10_000) -> list[RecordChange]:
    """The items and judgements written by changes later than `after`, in order of change, kind and id.

    A change is returned whole or not at all, so the last one's number is where to continue from. Up to about twice
    `limit` records, more where the last change holds more. Empty when there is nothing newer.
    """
    found = [(row["found"], row["last"]) for row in reading.read(NEXT_CHANGES, after=after, limit=limit)]
    newest = [_whole(last) for count, last in found if count]
    if not newest:
        return []
    # A kind that did not reach the limit has nothing beyond what it returned.
    cut = [_whole(last) for count, last in found if count == limit]
    rows = reading.read(CHANGED_RECORDS, after=after, last=min(cut) if cut else max(newest))
    return sorted(RecordChange(_whole(row["change"]), _kind(row["kind"]), str(row["id"])) for row in rows)


@dataclass
class Follower:
    """Follows the feed from one change on, for whatever is derived from the graph; `after` is how far it is.

    A caller that stores what it derives also stores `after`, and continues from there with a new Follower.
    """

    reading: Reading
    after: int = 0
    limit: int = field(default=10_000, kw_only=True)

    def pages(self, until: int | None = None) -> Iterator[list[RecordChange]]:
        """What is newer, in order, whole changes at a time; at least up to change `until`, or all there is.

        `after` has moved past a page once the next one is asked for, so that what fails is not passed over.
        """
        while until is None or self.after < until:
            page = changed_records(self.reading, self.after, self.limit)
            if not page:
                break
            yield page
            self.after = page[-1].change
        self.after = max(self.after, until or 0)


def _kind(value: object) -> RecordedKind:
    assert value in ("item", "judgement"), "the feed carries items and judgements"
    return "item" if value == "item" else "judgement"


def _whole(value: object) -> int:
    assert isinstance(value, int), "change numbers are whole numbers"
    return value
