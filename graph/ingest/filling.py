"""Blank report and item cells repeat the row above, within one file, until a row names another report or item.

A row that gives `report_ref` and is of another report, or of another `item_no`, starts anew: its blank cells are
missing. So a file that repeats every cell on every row keeps what is missing missing. Where `report_ref` is blank
everything blank repeats, and a cell that says `-` says that nothing is recorded. The source system carries on.

Rows that follow an unreadable row cannot be told what they repeat; they are refused until a row names its report and
leaves nothing of its item to be repeated.
"""

from collections.abc import Iterable, Iterator

from graph.ingest.columns import FILLED_DOWN, ITEM_CELLS
from graph.ingest.rows import RawRow, Refusal

NOTHING = "-"
"""What stands in a report or item cell where nothing is recorded and a blank would repeat the row above."""

_FILLED = frozenset(FILLED_DOWN)


def fill_down(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """The rows of one table, each with all its report and item cells."""
    above: dict[str, str] = {}
    refused: dict[str, Refusal] = {}
    lost = False
    for row in rows:
        if not row.cells or any(not refusal.field for refusal in row.refusals):
            lost = True
            yield row
            continue
        if _starts_anew(row, above):
            above = {"source_system": above["source_system"]} if "source_system" in above else {}
            refused = {}
        elif lost and ("report_ref" not in row.cells or _would_repeat(row, above)):
            yield _lost(row)
            continue
        lost = False
        if "report_ref" not in row.cells and "report_ref" not in above and "item_no" not in row.cells:
            yield row
            continue
        given = {column: cell for column, cell in row.cells.items() if column in _FILLED}
        above.update(given)
        refused = {column: refusal for column, refusal in refused.items() if column not in given}
        inherited = tuple(
            row.refuse(r.field, f"{r.reason} (line {r.line}, which this row repeats)", r.value)
            for r in refused.values()
        )
        refused.update({refusal.field: refusal for refusal in row.refusals if refusal.field in given})
        yield RawRow(row.place, {**above, **row.cells}, row.refusals + inherited)


def without_nothing(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """The rows with the report and item cells that say `-` left out, as nothing is recorded there."""
    for row in rows:
        if NOTHING in row.cells.values():
            kept = {c: cell for c, cell in row.cells.items() if not (cell == NOTHING and c in _FILLED)}
            yield RawRow(row.place, kept, row.refusals)
        else:
            yield row


def _starts_anew(row: RawRow, above: dict[str, str]) -> bool:
    cells = row.cells
    if any(cells.get(column, above.get(column)) != above.get(column) for column in ("report_ref", "source_system")):
        return True
    return "report_ref" in cells and cells.get("item_no", above.get("item_no")) != above.get("item_no")


def _would_repeat(row: RawRow, above: dict[str, str]) -> bool:
    """Whether a cell of its item would be taken from the row above."""
    return any(column in above and column not in row.cells for column in ITEM_CELLS)


def _lost(row: RawRow) -> RawRow:
    reason = "the row above, which this row may repeat, could not be read; give this row its own report_ref and item_no"
    return RawRow(row.place, row.cells, (*row.refusals, row.refuse("report_ref", reason)))
