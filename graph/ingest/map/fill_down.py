"""Blank report and item cells repeat the row above, within one file, until a row names another report or item.

A row that gives `report_ref` and is of another report, or of another `item_no`, repeats nothing: its blank cells are
missing. So a file that repeats every cell on every row keeps what is missing missing. Where `report_ref` is blank
what is blank repeats, and a cell that says `-` says that nothing is recorded. The source system carries on.

`recorded_at`, given once for a report, holds for all its items. Who may see an item, how it is graded and when it
happened never pass from one item to another where a row names its item; but for columns that a mapping declares to be
the report's.

What the rows after an unreadable row repeat is unknown; they are refused until a row names its report and leaves
nothing of its item to be repeated.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from graph.ingest.columns import FILLED_DOWN, ITEM_CELLS, OF_ITEM
from graph.ingest.rows import RawRow, Refusal

T = TypeVar("T")

NOTHING = "-"
"""What stands in a report or item cell where nothing is recorded and a blank would repeat the row above."""

_FILLED = frozenset(FILLED_DOWN)
_OF_REPORT = frozenset({"recorded_at"})
_KEPT_ON = frozenset({"source_system"})


def fill_down(rows: Iterable[RawRow], of_report: frozenset[str] = frozenset()) -> Iterator[RawRow]:
    """The rows of one table, each with all its report and item cells; columns `of_report` hold for a whole report."""
    of_report |= _OF_REPORT
    above: dict[str, str] = {}
    refused: dict[str, Refusal] = {}
    lost = False
    for row in rows:
        if row.beside:
            yield row
            continue
        if not row.cells or any(not refusal.field for refusal in row.refusals):
            lost = True
            yield row
            continue
        if _starts_anew(row, above):
            kept = _KEPT_ON | (of_report if _of_same_report(row, above) else frozenset[str]())
            above, refused = _only(kept, above), _only(kept, refused)
        elif row.cells.get("item_no", above.get("item_no")) != above.get("item_no"):
            kept = frozenset(above) - (OF_ITEM - of_report)
            above, refused = _only(kept, above), _only(kept, refused)
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
        yield replace(row, cells={**above, **row.cells}, refusals=row.refusals + inherited)


def without_nothing(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """The rows with the report and item cells that say `-` left out, as nothing is recorded there."""
    for row in rows:
        if NOTHING in row.cells.values():
            nothing = frozenset(c for c, cell in row.cells.items() if cell == NOTHING and c in _FILLED)
            yield replace(row, cells={c: row.cells[c] for c in row.cells if c not in nothing}, nothing=nothing)
        else:
            yield row


def _only(names: frozenset[str], cells: Mapping[str, T]) -> dict[str, T]:
    return {name: cell for name, cell in cells.items() if name in names}


def _of_same_report(row: RawRow, above: dict[str, str]) -> bool:
    return all(
        row.cells.get(column, above.get(column)) == above.get(column) for column in ("report_ref", "source_system")
    )


def _starts_anew(row: RawRow, above: dict[str, str]) -> bool:
    cells = row.cells
    if not _of_same_report(row, above):
        return True
    return "report_ref" in cells and cells.get("item_no", above.get("item_no")) != above.get("item_no")


def _would_repeat(row: RawRow, above: dict[str, str]) -> bool:
    """Whether a cell of its item would be taken from the row above."""
    return any(column in above and column not in row.cells for column in ITEM_CELLS)


def _lost(row: RawRow) -> RawRow:
    reason = "the row above, which this row may repeat, could not be read; give this row its own report_ref and item_no"
    return replace(row, refusals=(*row.refusals, row.refuse("report_ref", reason)))
