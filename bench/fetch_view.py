"""Everything that a View shows, fetched into memory in a few thousand rows at a time."""

from collections.abc import Iterable
from typing import Any, LiteralString, cast

from bench.memory import AssessmentRow, FetchedMention, FetchedRelation, Memory, end_of_day
from graph.model.view import BoundView
from graph.store import Reading, Store
from graph.view.cypher import held, seen

ITEMS: LiteralString = f"""
MATCH (i:Item)
WHERE {seen("i")}
WITH collect(i.id) AS items
RETURN items AS items
"""

MENTIONED: LiteralString = f"""
UNWIND $items AS id
MATCH (i:Item {{id: id}})-[m:MENTIONS]->(e:Entity)
WHERE {seen("i")}
WITH collect(i.id) AS item, collect(i.ref) AS ref, collect(i.report) AS report, collect(e.id) AS record,
     collect(e.component) AS entity, collect(m.said) AS said, collect(coalesce(m.role, '')) AS role,
     collect(coalesce(m.premises_kind, '')) AS place, collect(coalesce(m.local_ref, '')) AS local_ref,
     collect(coalesce(m.name_key, '')) AS name_key, collect(i.recorded_at) AS recorded_at,
     collect(coalesce(m.date_of_birth, '')) AS birth, collect(coalesce(m.age, '')) AS age,
     collect(coalesce(i.happened_from, 9007199254740991)) AS began
RETURN item AS item, ref AS ref, report AS report, record AS record, entity AS entity, said AS said, role AS role,
       place AS place, local_ref AS local_ref, name_key AS name_key, recorded_at AS recorded_at,
       birth AS birth, age AS age, began AS began
"""

RELATED: LiteralString = f"""
UNWIND $records AS id
MATCH (a:Entity {{id: id}})-[r]->(b:Entity)
WHERE r.item IS NOT NULL AND {seen("r")}
WITH collect(a.component) AS start, collect(b.component) AS end, collect(type(r)) AS kind, collect(r.item) AS item
RETURN start AS start, end AS end, kind AS kind, item AS item
"""

JUDGED: LiteralString = f"""
UNWIND $records AS id
MATCH (e:Entity {{id: id}})<-[:ABOUT]-(a:Assessment)
WHERE {held("a")}
WITH collect(e.component) AS entity, collect(a.assessed_at_ms) AS assessed_at, collect(a.recorded_at) AS recorded_at,
     collect(a.id) AS id, collect(a.category) AS category
RETURN entity AS entity, assessed_at AS assessed_at, recorded_at AS recorded_at, id AS id, category AS category
"""

AT_ONCE = 10_000
"""Items, and records, whose rows are fetched in one statement."""


def remember(store: Store, bound: BoundView) -> Memory:
    """Everything that the View shows, fetched so many items and then so many records at once."""
    memory = Memory(tomorrow=end_of_day(bound))
    view = bound.parameters()
    with store.reading() as reading:
        for row in _fetched(reading, MENTIONED, view, items=_items(reading, view)):
            memory.take(FetchedMention(*row))
        for row in _fetched(reading, RELATED, view, records=sorted(memory.entity_of)):
            memory.relate(FetchedRelation(*row))
        for row in _fetched(reading, JUDGED, view, records=sorted(memory.entity_of)):
            memory.judge(AssessmentRow(*row))
    return memory


def _items(reading: Reading, view: dict[str, object]) -> list[str]:
    return cast("list[str]", reading.read(ITEMS, **view)[0]["items"])


def _fetched(
    reading: Reading, statement: LiteralString, view: dict[str, object], **wanted: list[str]
) -> Iterable[tuple[Any, ...]]:
    """The rows of a statement that returns columns, asked for so many ids at once."""
    (name, ids), *_ = wanted.items()
    for start in range(0, len(ids), AT_ONCE):
        for columns in reading.read(statement, **{name: ids[start : start + AT_ONCE]}, **view):
            yield from zip(*(cast("list[Any]", column) for column in columns.values()), strict=True)
