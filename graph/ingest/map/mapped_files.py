"""The files of a run as tables of Dolen's own columns, whatever they were before: read, mapped, and found by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import LayoutUnknown
from graph.ingest.columns import (
    ASSESSMENT_COLUMNS,
    MENTION_COLUMNS,
    QUARANTINE_COLUMNS,
    check_columns,
    described_unknown,
)
from graph.ingest.map.apply import columns_used, fits, mapped_tables, wanted_by
from graph.ingest.map.batches import numbered
from graph.ingest.map.column_names import folded, named_as
from graph.ingest.map.fill_down import fill_down, without_nothing
from graph.ingest.map.mapping import MappingFile
from graph.ingest.quarantine import corrected, is_quarantine
from graph.ingest.read.tables import Table, open_tables
from graph.ingest.reading_limits import Watch
from graph.ingest.rows import RawRow

_KNOWN = (*MENTION_COLUMNS, *ASSESSMENT_COLUMNS, *QUARANTINE_COLUMNS)


@dataclass(frozen=True)
class OpenedFiles:
    """The tables to load, and what to know of the files: (file, note)."""

    tables: list[Table]
    notes: tuple[tuple[str, str], ...]


def opened_tables(paths: Sequence[Path], mapping: MappingFile | None, watch: Watch) -> OpenedFiles:
    """The tables of these files as a mapping, or nothing but their own columns, has them.

    Each file is opened, and what is wrong with it as a whole is said before anything is loaded. Raises `RunStopped`.
    """
    notes: list[tuple[str, str]] = []
    if mapping is None:
        read = _fitting(open_tables(paths, watch=watch), frozenset(map(folded, _KNOWN)), notes)
        tables = [named_as(table, _KNOWN) for table in read]
    else:
        read = open_tables(paths, lambda name: wanted_by(mapping, name), watch, mapping.encoding)
        read = _of_sheets(mapping, read, notes)
        read = _fitting(read, frozenset(map(folded, columns_used(mapping))), notes)
        tables = mapped_tables(mapping, read)
    notes += [(table.name, note) for table in read for note in table.notes]
    for table in tables:
        check_columns(table.name, table.columns, named_by_row=table.named_by_row)
    return OpenedFiles(tables, tuple(notes))


def _of_sheets(mapping: MappingFile, tables: list[Table], notes: list[tuple[str, str]]) -> list[Table]:
    """The tables without the sheets that the mapping does not name, where it names any. Raises `LayoutUnknown` where
    none is such."""
    if not mapping.sheet:
        return tables
    kept = [table for table in tables if fits(table.shape.sheet, mapping.sheet)]
    if not kept:
        there = ", ".join(repr(table.shape.sheet) for table in tables if table.shape.sheet) or "none"
        raise LayoutUnknown(
            f"The mapping {mapping.name!r} reads the sheet {mapping.sheet!r}, which is not there.",
            f"The sheets are: {there}.",
        )
    passed = [table for table in tables if table not in kept]
    notes += [(each.name, "the mapping does not name this sheet; it was passed over") for each in passed]
    return kept


def _fitting(tables: list[Table], known: frozenset[str], notes: list[tuple[str, str]]) -> list[Table]:
    """The tables without those sheets of a workbook that hold no column that is known, where another one does."""
    fitting = {table.file for table in tables if known.intersection(map(folded, table.columns))}
    kept: list[Table] = []
    for table in tables:
        if table.shape.sheet and table.file in fitting and not known.intersection(map(folded, table.columns)):
            said = f"the sheet {table.shape.sheet!r} has no column that is known and was passed over"
            notes.append((table.name, said))
        else:
            kept.append(table)
    return kept


def rows_of(table: Table) -> Iterator[RawRow]:
    """A table's rows, filled in and numbered."""
    rows = raw_rows(table, MENTION_COLUMNS)
    if table.blank_repeats and (table.named_by_row or {"report_ref", "item_no"}.intersection(table.columns)):
        rows = fill_down(rows, table.of_report)
    return numbered(without_nothing(rows), register=table.stem, of_source=not table.blank_repeats)


def raw_rows(table: Table, known: tuple[str, ...]) -> Iterator[RawRow]:
    """A table's rows as read, without what a quarantine file puts before them.

    Where each row names its own columns, one that names an unknown column is refused.
    """
    rows = corrected(table.rows()) if is_quarantine(table.columns) else table.rows()
    return (_only_known(row, known) for row in rows) if table.named_by_row else rows


def _only_known(row: RawRow, known: tuple[str, ...]) -> RawRow:
    unknown = [column for column in row.cells if column not in known]
    if not unknown:
        return row
    return RawRow(row.place, row.cells, (*row.refusals, row.refuse("", described_unknown(unknown, known), unknown[0])))
