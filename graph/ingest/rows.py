"""What the rooms of ingest hand to one another before values are read: records, raw rows, and what was refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graph.ingest.reading_limits import MAX_CELL
from graph.values.text import seen

TOO_LONG = f"the cell holds more than {MAX_CELL:,} characters; divide the text between several items"
NO_TEXT = "it holds a character that is not text (a NUL, or half of a character)"
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
"""What no engine, no file of UTF-8 and no page can hold."""


@dataclass(frozen=True, slots=True)
class RowPlace:
    """The position of a row: the file under the name it was given (`old.zip/people.csv`), and its line from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row was not loaded: where, which field, the value as given, and the reason in plain words."""

    file: str
    line: int
    field: str
    value: str
    reason: str

    def __str__(self) -> str:
        what = f"{self.field} {self.value!r}: " if self.field else ""
        return f"{self.file}, line {self.line}: {what}{self.reason}"


@dataclass(frozen=True, slots=True)
class Warned:
    """Something odd that was kept: where, which field, the value as given, and what is odd about it."""

    place: RowPlace
    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell of a record: which, from 0 (or -1: the record as a whole), the value, the reason."""

    cell: int
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """One line of cells, whatever the format, before its columns are put to it.

    `dates` are the cells that a spreadsheet holds as dates, whatever was typed there. `after_blank`: a blank row that
    is not given stands above it.
    """

    place: RowPlace
    cells: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    dates: frozenset[int] = frozenset()
    after_blank: bool = False

    @staticmethod
    def unreadable(place: RowPlace, reason: str, value: str = "") -> "Record":
        """A line from which no cell could be read."""
        return Record(place, (), (Fault(-1, value, reason),))


@dataclass(frozen=True, slots=True)
class Repair:
    """What a cell says once it is put right, and what a program had done to it; a blank reason is not worth a word."""

    cell: str
    reason: str


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as read: the cells that are not blank, by column, and what is wrong with it already.

    `nothing` are the columns in which it states that nothing is recorded. `damaged` says of a column what a spreadsheet
    or another program seems to have done to its value, which then links nobody; `repairs` what was put right, and
    `given` the cells before that. `dates` are the columns that a spreadsheet holds as dates. `beside`: it is no row of
    the table, such as a total below it; it is refused, and nothing repeats it. `after_blank`: a blank row stands above.
    """

    place: RowPlace
    cells: Mapping[str, str]
    refusals: tuple[Refusal, ...] = ()
    nothing: frozenset[str] = frozenset()
    damaged: Mapping[str, str] = field(default_factory=dict[str, str])
    dates: frozenset[str] = frozenset()
    repairs: Mapping[str, Repair] = field(default_factory=dict[str, Repair])
    given: Mapping[str, str] = field(default_factory=dict[str, str])
    beside: bool = False
    after_blank: bool = False

    def as_beside(self) -> "RawRow":
        """What is said of it where its columns are called otherwise: it states nothing."""
        return RawRow(self.place, {}, self.refusals, beside=True)

    def refuse(self, column: str, reason: str, value: str | None = None) -> Refusal:
        """A refusal of this row, for what stands in a column."""
        given = self.cells.get(column, "") if value is None else value
        return Refusal(self.place.file, self.place.line, column, given, reason)


LOADED_WITHOUT = "what it leads to is refused; this row is loaded without it, and waits to add it"
ALSO = "; also "
"""Between the reasons of one row; after it stands the column that the next is about."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row for the quarantine file, the first reason that it was not loaded, and the others."""

    row: RawRow
    refusal: Refusal
    also: tuple[Refusal, ...] = ()

    @property
    def reason(self) -> str:
        """Every reason in one text."""
        return ALSO.join([self.refusal.reason, *(f"{r.field} {r.value!r}: {r.reason}" for r in self.also)])


def row_of(columns: tuple[str, ...], record: Record) -> RawRow | None:
    """A record under its columns; None for a blank one.

    Spaces around a cell say nothing, and what nobody sees is no part of it. Blank cells past the last column are left
    unchanged, anything else there is refused: a comma that stands unquoted in a text moves every cell after it.
    """
    record = _within_bounds(_as_text(record))
    cells = {column: text for column, cell in zip(columns, record.cells, strict=False) if cell and (text := seen(cell))}
    place = record.place
    refusals = [
        Refusal(place.file, place.line, columns[f.cell] if 0 <= f.cell < len(columns) else "", f.value, f.reason)
        for f in record.faults
    ]
    extra = [cell for cell in record.cells[len(columns) :] if cell.strip()]
    if extra:
        reason = f"the row has more cells than the file has columns ({len(columns)})"
        refusals.append(Refusal(place.file, place.line, "", "; ".join(extra[:20])[:200], reason))
    dates = frozenset(columns[n] for n in record.dates if n < len(columns))
    if not cells and not refusals:
        return None
    return RawRow(place, cells, tuple(refusals), dates=dates, after_blank=record.after_blank)


def holds_no_text(text: str) -> bool:
    """Whether some character in it is none."""
    return _NO_TEXT.search(text) is not None


def _within_bounds(record: Record) -> Record:
    """The record with cells that are too long refused; what is refused is never read as a value."""
    if not any(len(cell) > MAX_CELL for cell in record.cells):
        return record
    faults = [Fault(n, f"{cell[:200]}…", TOO_LONG) for n, cell in enumerate(record.cells) if len(cell) > MAX_CELL]
    return replace(record, faults=(*record.faults, *faults))


def _as_text(record: Record) -> Record:
    """The record with characters that are not text written out (`A\\x00nn`) and refused."""
    if not any(map(holds_no_text, record.cells)):
        return record
    shown = [cell.encode(errors="backslashreplace").decode().replace("\x00", "\\x00") for cell in record.cells]
    faults = [Fault(n, shown[n], NO_TEXT) for n, cell in enumerate(record.cells) if holds_no_text(cell)]
    return replace(record, cells=tuple(shown), faults=(*record.faults, *faults))
