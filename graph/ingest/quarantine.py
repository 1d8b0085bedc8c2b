"""Rows that were not loaded: a CSV that says where each came from and why, to be corrected and loaded again.

Five columns come first (`file`, `line`, `field`, `value`, `reason`); they are not read back. Then come all columns of
the table, with report and item cells filled in, so that each row stands by itself: blank ones say `-`.

A cell that a spreadsheet would take for a formula is written behind an apostrophe, which is taken off again on reading.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graph.ingest.columns import ASSESSMENT_COLUMNS, FILLED_DOWN, MENTION_COLUMNS, QUARANTINE_COLUMNS
from graph.ingest.map.fill_down import NOTHING
from graph.ingest.read.tables import NOT_UTF_8
from graph.ingest.read.workbook import FORMULA, NO_VALUE
from graph.ingest.rows import ALSO, NO_TEXT, RawRow, Refusal, RefusedRow

_NEVER_A_VALUE = (FORMULA, NO_VALUE, NOT_UTF_8, NO_TEXT)
_NAMED_TOO = re.compile(f"{re.escape(ALSO)}(\\w+) ")
_LOOKS_LIVE = ("=", "+", "-", "@", "\t", "\r")


class Quarantine:
    """The quarantine of one run: a file for mention rows, and one for assessment rows, each made when needed."""

    def __init__(self, folder: Path, run: str) -> None:
        self._files = {
            MENTION_COLUMNS: folder / f"{run}.csv",
            ASSESSMENT_COLUMNS: folder / f"{run}-assessments.csv",
        }
        self.rows = 0
        for file in self._files.values():
            file.unlink(missing_ok=True)

    def files(self) -> tuple[Path, ...]:
        """The files that hold anything."""
        return tuple(file for file in self._files.values() if file.exists())

    def add(self, columns: tuple[str, ...], refused: Iterable[RefusedRow]) -> None:
        """Put rows of the table with these columns into quarantine."""
        rows = list(refused)
        if not rows:
            return
        file = self._files[columns]
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = not file.exists()
        file.touch(mode=0o600)
        with file.open("a", newline="", encoding="utf-8-sig" if new else "utf-8") as stream:
            writer = csv.writer(stream)
            if new:
                writer.writerow([*QUARANTINE_COLUMNS, *columns])
            writer.writerows(_written(columns, each) for each in rows)
        self.rows += len(rows)


@dataclass(frozen=True)
class QuarantinedRow:
    """One row of a quarantine file, to be corrected: why it was refused, and its cells by column, blank ones left out.

    Cells are as they were given: without the apostrophe that keeps a spreadsheet from taking one for a formula.
    """

    refusal: Refusal
    cells: Mapping[str, str]

    @property
    def wrong(self) -> frozenset[str]:
        """The columns that its reasons name, blank cells among them."""
        return frozenset({self.refusal.field, *_NAMED_TOO.findall(self.refusal.reason)})


def read_quarantine(path: Path, start: int, most: int) -> tuple[tuple[str, ...], list[QuarantinedRow]]:
    """The columns of the table in a quarantine file, and some of its rows in order, from the one at `start` (0)."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream)
        columns = tuple(next(lines))[len(QUARANTINE_COLUMNS) :]
        wanted = islice(lines, start, start + most)
        return columns, [_quarantined(columns, [_plain(cell) for cell in line]) for line in wanted]


def write_corrected(path: Path, columns: tuple[str, ...], rows: Iterable[QuarantinedRow]) -> None:
    """Write rows as a quarantine file once they have been corrected, so that they are loaded as one is."""
    path.touch(mode=0o600)
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream)
        writer.writerow([*QUARANTINE_COLUMNS, *columns])
        for row in rows:
            why = row.refusal
            said = (why.file, str(why.line), why.field, why.value, why.reason)
            writer.writerow([_harmless(cell) for cell in (*said, *(row.cells.get(name, "") for name in columns))])


def is_quarantine_file(path: Path) -> bool:
    """Whether a file was written by Dolen, even if somebody has corrected it since."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return is_quarantine(tuple(next(csv.reader(stream), ())))
    except (OSError, UnicodeDecodeError, csv.Error):
        return False


def is_quarantine(columns: tuple[str, ...]) -> bool:
    """Whether these are the columns of a quarantine file."""
    return columns[: len(QUARANTINE_COLUMNS)] == QUARANTINE_COLUMNS


def corrected(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """The rows of a quarantine file without what it put before them.

    A formula, an error, or text with broken letters, that nobody has corrected is refused again: read as text it would
    be taken for what was recorded.
    """
    for row in rows:
        cells = {column: _plain(cell) for column, cell in row.cells.items() if column not in QUARANTINE_COLUMNS}
        field, value = row.cells.get("field", ""), _plain(row.cells.get("value", ""))
        again: tuple[Refusal, ...] = ()
        if row.cells.get("reason", "").startswith(_NEVER_A_VALUE) and field and cells.get(field) == value:
            again = (row.refuse(field, row.cells["reason"], value),)
        if cells:
            yield RawRow(row.place, cells, (*row.refusals, *again))


def _written(columns: tuple[str, ...], refused: RefusedRow) -> list[str]:
    refusal, cells = refused.refusal, refused.row.cells
    fill = NOTHING if cells and columns is MENTION_COLUMNS else ""
    row = [cells.get(column, fill if column in FILLED_DOWN else "") for column in columns]
    said = (refusal.file, str(refusal.line), refusal.field, refusal.value, refused.reason)
    return [_harmless(cell) for cell in (*said, *row)]


def _quarantined(columns: tuple[str, ...], line: list[str]) -> QuarantinedRow:
    file, number, field, value, reason, *cells = line
    filled = {name: cell for name, cell in zip(columns, cells, strict=True) if cell}
    return QuarantinedRow(Refusal(file, int(number), field, value, reason), filled)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_LOOKS_LIVE) and cell != NOTHING else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_LOOKS_LIVE) else cell
