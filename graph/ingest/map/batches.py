"""Rows numbered by report, item and mention, and put together into what is loaded in one transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.errors import RunStopped
from graph.ingest.columns import MENTION_CELLS
from graph.ingest.reading_limits import MAX_BATCH, MAX_ITEM_ROWS, MIB
from graph.ingest.rows import RawRow, RowPlace
from graph.model.ids import digest


def numbered(rows: Iterable[RawRow], register: str, *, of_source: bool = False) -> Iterator[RawRow]:
    """The rows with the report, item and mention that each belongs to.

    A row without a report becomes an item of the register report `register`. A row without an item number is an item of
    its own, numbered by what it says, so that rows put in above it do not renumber it; the rows that a mapping makes of
    one source row are one item. In a register, and in rows of another system (`of_source`), two rows that read the same
    are two records: the later one's number also counts those before it. A row that is wrong as a whole belongs to
    nothing.
    """
    place: RowPlace | None = None
    number = ""
    said_before: dict[str, int] = {}
    for row in rows:
        cells = row.cells
        if any(not refusal.field for refusal in row.refusals):
            yield row
            continue
        if "report_ref" in cells and "item_no" in cells and ("mention_no" in cells or "entity" not in cells):
            yield row
            continue
        added: dict[str, str] = {}
        if "report_ref" not in cells:
            added["report_ref"] = register
        if "item_no" not in cells:
            if row.place != place:
                place, number = row.place, _digest_of(cells.items())
                if of_source or "report_ref" in added:
                    said_before[number] = said_before.get(number, 0) + 1
                if said_before.get(number, 0) > 1:
                    number = digest(number, str(said_before[number]))
            added["item_no"] = number
        if "mention_no" not in cells and "entity" in cells:
            said = [(column, cells[column]) for column in MENTION_CELLS if column in cells and column != "relations"]
            added["mention_no"] = _digest_of(said)
        yield replace(row, cells={**cells, **added})


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows to be loaded together; `goes_on`: the next batch begins with more of the last one's report."""

    rows: list[RawRow]
    goes_on: bool = False


def batches(rows: Iterable[RawRow], size: int) -> Iterator[Batch]:
    """Batches of about `size` rows: items whole, and reports whole where they fit into one.

    Rows of long texts make shorter batches. Raises `RunStopped` for an item of more rows or text than one can have.
    """
    batch: list[RawRow] = []
    report_start = item_start = held = item_held = 0
    for row in rows:
        if batch and item_key(row) != item_key(batch[-1]):
            item_start, item_held = len(batch), 0
            if report_key(row) != report_key(batch[-1]):
                report_start = len(batch)
            if len(batch) >= size or held > MAX_BATCH:
                cut = report_start or len(batch)
                yield Batch(batch[:cut], goes_on=not report_start)
                batch, report_start = batch[cut:], 0
                item_start, held = len(batch), sum(map(_length, batch))
        batch.append(row)
        length = _length(row)
        held, item_held = held + length, item_held + length
        if len(batch) - item_start > MAX_ITEM_ROWS or item_held > MAX_BATCH:
            raise _too_much_of_one_item(row)
    if batch:
        yield Batch(batch)


def _length(row: RawRow) -> int:
    return sum(map(len, row.cells.values()))


def _too_much_of_one_item(row: RawRow) -> RunStopped:
    return RunStopped(
        f"{row.place}: one item reaches from above to here, {MAX_ITEM_ROWS:,} rows or {MAX_BATCH // MIB} MiB of text.",
        "Give each item a number of its own in 'item_no', and each report its reference in 'report_ref'.",
    )


def report_key(row: RawRow) -> tuple[str, str]:
    """Which report a row belongs to."""
    return row.cells.get("source_system", ""), row.cells.get("report_ref", "")


def item_key(row: RawRow) -> tuple[str, str, str]:
    """Which item a row belongs to."""
    return *report_key(row), row.cells.get("item_no", "")


def _digest_of(cells: Iterable[tuple[str, str]]) -> str:
    return digest(*(part for cell in sorted(cells) for part in cell))
