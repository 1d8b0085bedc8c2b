"""Items of intelligence as they are shown, and in what order."""

from collections.abc import Iterable
from typing import LiteralString, NamedTuple

from graph.model.view import FOREVER
from graph.reading.parts import ItemShown
from graph.reading.question import QueryContext, Statement
from graph.values.when import day_of
from graph.view.cypher import seen


def first_day(starts: Iterable[int | None]) -> str | None:
    """The day of the earliest start, None when nothing is dated."""
    dated = [start for start in starts if start is not None]
    return day_of(min(dated)) if dated else None


def last_day(ends: Iterable[int | None]) -> str | None:
    """The last day that the latest half-open end takes in, None when nothing is dated."""
    dated = [end for end in ends if end is not None]
    return day_of(max(dated) - 1) if dated else None


class ItemRow(NamedTuple):
    """One item, as recorded."""

    id: str
    ref: str
    happened: str | None
    start: int | None
    end: int | None
    recorded_at: int
    loaded_at: int | None
    event: str | None
    kind: str | None
    text: str | None
    grade: str
    access: str
    origin: str


AS_RECORDED: LiteralString = """i.id AS id, i.ref AS ref, i.happened AS happened, i.happened_from AS start,
           i.happened_to AS end, i.recorded_at AS recorded_at, i.loaded_at AS loaded_at, i.event AS event,
           i.kind AS kind, i.text AS text, i.grade AS grade, i.access AS access, i.origin AS origin"""

ITEMS = Statement(
    text=f"""
    UNWIND $items AS id
    MATCH (i:Item {{id: id}})
    WHERE {seen("i")}
    RETURN {AS_RECORDED}
    """,
    row=ItemRow,
)


def fetch_items(context: QueryContext, items: Iterable[int]) -> dict[int, ItemShown]:
    """Items of the projection as they are shown; one statement, and none for no items."""
    numbers = {context.seen.item_id(item): item for item in items}
    rows = context.rows(ITEMS, items=sorted(numbers)) if numbers else ()
    return {numbers[row.id]: shown(row) for row in rows}


class CitedRow(NamedTuple):
    """One item, as recorded, that a reference cites, and the report that it stands in."""

    id: str
    ref: str
    happened: str | None
    start: int | None
    end: int | None
    recorded_at: int
    loaded_at: int | None
    event: str | None
    kind: str | None
    text: str | None
    grade: str
    access: str
    origin: str
    report: str
    report_ref: str
    source_system: str


CITED = Statement(
    text=f"""
    UNWIND $refs AS cited
    MATCH (i:Item {{ref: cited}})
    WHERE {seen("i")}
    MATCH (r:Report)-[:CONTAINS]->(i)
    RETURN {AS_RECORDED}, r.id AS report, r.ref AS report_ref, r.source_system AS source_system
    """,
    row=CitedRow,
)


def shown(row: ItemRow | CitedRow) -> ItemShown:
    """One item as it is shown."""
    return ItemShown(
        id=row.id,
        ref=row.ref,
        when=row.happened,
        happened_from=row.start,
        happened_to=row.end,
        recorded_at=row.recorded_at,
        loaded_at=row.loaded_at,
        event=row.event or "",
        kind=row.kind or "",
        text=row.text or "",
        grade=row.grade,
        access=row.access,
        origin=row.origin,
    )


def in_order(items: Iterable[ItemShown]) -> tuple[ItemShown, ...]:
    """By when it happened, undated ones last, then as they are cited."""
    return tuple(
        sorted(
            items,
            key=lambda item: (FOREVER if item.happened_from is None else item.happened_from, item.ref, item.id),
        )
    )
