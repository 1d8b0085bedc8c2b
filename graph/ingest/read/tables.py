"""Files to raw rows: text in columns, workbooks and JSON, also packed. Nothing here knows what a column means.

A table is opened by reading its first line, so that every file of a run is looked at before anything is loaded; its
rows then stream by. Memory is bounded whatever a file holds: a line, and a row of several lines, have a largest length.

What is wrong with a file as a whole stops the run (`RunStopped`); what is wrong with a row travels with the row.
"""

import csv
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO

from graph.errors import RunStopped
from graph.ingest.read.below_table import without_what_is_below
from graph.ingest.read.json_lines import is_document, json_records
from graph.ingest.read.layout import SEARCHED, delimiter_of, header_row, named_delimiter
from graph.ingest.read.lines import TextLine, broken_as_written, is_broken, read_lines
from graph.ingest.read.sources import Source, check_kind, sources
from graph.ingest.read.text import TextFormat, survey
from graph.ingest.read.workbook import first_records, sheet_records
from graph.ingest.reading_limits import MAX_COLUMNS, MAX_HELD_ROWS, MAX_LINE, MIB, Blanks, Watch
from graph.ingest.rows import Fault, RawRow, Record, RowPlace, row_of

NOT_UTF_8 = "it is not UTF-8 text (save the file as 'CSV UTF-8')"
_TOO_LONG = f"longer than {MAX_LINE // MIB} MiB"


@dataclass(frozen=True)
class Shape:
    """What a table was recognised as: its format, and where they apply encoding, delimiter, sheet and header row."""

    format: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 1


@dataclass(frozen=True)
class Table:
    """One table: its name as shown to people, its columns, and a way to read its rows, as often as needed.

    `stem` is the file's own name without its ending. JSON has no line of columns: `columns` are those of its first
    objects, and `named_by_row` says that each later row may name others. `blank_repeats` says that a blank report or
    item cell repeats the row above; in what a mapping makes it is missing. Columns `of_report` hold for a whole report.
    """

    name: str
    stem: str
    columns: tuple[str, ...]
    open_rows: Callable[[], Iterator[RawRow]]
    named_by_row: bool = False
    blank_repeats: bool = True
    of_report: frozenset[str] = frozenset()
    shape: "Shape" = field(default_factory=lambda: Shape("csv"))
    notes: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name of its file, without the sheet."""
        return self.name.removesuffix(f"/{self.shape.sheet}") if self.shape.sheet else self.name

    def rows(self) -> Iterator[RawRow]:
        """Each row that is not blank, in order."""
        return self.open_rows()


def open_tables(
    paths: Sequence[Path],
    wanted: Callable[[str], bool] = lambda _name: True,
    watch: Watch | None = None,
    encoding: str = "",
) -> list[Table]:
    """Every table of these files, in the order given; a folder stands for the files in it, by name.

    `encoding`: that of text which is not UTF-8 or UTF-16, where somebody states it; otherwise it is recognised.

    `wanted` decides by a file's or a ZIP member's own name whether it is read. Raises `RunStopped` for a file that
    is absent, empty, of another kind than its name says, not UTF-8, or above a limit (`graph.ingest.reading_limits`),
    and what the watch raises.
    """
    watch = watch or Watch()
    found: list[Table] = []
    for path in paths:
        tables = [
            table for source in sources(path, watch) if wanted(source.own_name) for table in _tables(source, encoding)
        ]
        if not tables:
            advice = "Give CSV, XLSX, XLS, ODS or JSON, or a ZIP of them."
            raise RunStopped(f"{path.name}: there is no table to load here.", advice)
        found += tables
    return found


def held_rows(table: Table) -> Iterator[RawRow]:
    """The rows of a table that is held in memory as a whole. Raises `RunStopped` for too many."""
    for number, row in enumerate(table.rows(), 1):
        if number > MAX_HELD_ROWS:
            raise RunStopped(
                f"{row.place}: more than {MAX_HELD_ROWS:,} rows; this kind of table is held in memory as a whole.",
                "Give it in several parts.",
            )
        yield row


def _tables(source: Source, encoding: str) -> Iterator[Table]:
    with source.open() as stream:
        start = stream.read(4096)
    check_kind(source, start)
    source.watch.begin()
    match source.kind:
        case "csv":
            yield _csv_table(source, survey(source, encoding))
        case "jsonl":
            yield _json_table(source, survey(source, encoding))
        case _:
            yield from _sheet_tables(source)


def _stem(source: Source) -> str:
    return PurePosixPath(source.own_name).stem


def _columns(name: str, record: Record | None) -> tuple[str, ...]:
    """The columns that a file's first line names, without the blank ones at its end."""
    if record is None or (not any(cell.strip() for cell in record.cells) and not record.faults):
        raise RunStopped(f"{name}: its first line names no columns.", "The first line must name the columns.")
    if record.faults:
        raise RunStopped(
            f"{name}, line {record.place.line}: the line of columns cannot be read: {record.faults[0].reason}.",
            "Save the file as 'CSV UTF-8', one row a line.",
        )
    columns = [" ".join(cell.split()) for cell in record.cells]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > MAX_COLUMNS:
        raise RunStopped(
            f"{name}: its first line names {len(columns):,} columns; the most is {MAX_COLUMNS:,}.",
            "Save the table without what stands beside it.",
        )
    return tuple(columns)


def _under(columns: tuple[str, ...], head: int, records: Iterator[Record], watch: Watch) -> Iterator[RawRow]:
    """The rows below the line of columns, which stands on line `head`; the same line again is no row, and what stands
    below the table is refused."""
    below = (record for record in records if record.place.line > head and not _is_head(record, columns))
    return without_what_is_below(_rows(((columns, record) for record in below), watch), len(columns))


def _is_head(record: Record, columns: tuple[str, ...]) -> bool:
    """Whether it names the columns again, as where several files were put under one another."""
    if len(columns) < _FEWEST_AGAIN or not record.cells or record.cells[0].strip() != columns[0]:
        return False
    return tuple(" ".join(cell.split()) for cell in record.cells[: len(columns)]) == columns


_FEWEST_AGAIN = 2


def _head_of(records: Iterator[Record]) -> Record | None:
    """The record that names the columns, below what may stand above it; the first where that is damaged."""
    first = list(islice((r for r in records if r.faults or any(cell.strip() for cell in r.cells)), SEARCHED))
    if not first or first[0].faults:
        return first[0] if first else None
    readable = [record for record in first if not record.faults]
    return readable[header_row([record.cells for record in readable])]


def _rows(records: Iterator[tuple[tuple[str, ...], Record]], watch: Watch) -> Iterator[RawRow]:
    """Each record that is not blank under its columns; the watch's time begins with each row that is asked for."""
    watch.begin()
    blanks: Blanks | None = None
    for columns, record in records:
        row = row_of(columns, record)
        if row is None:
            blanks = blanks or Blanks(record.place.file)
            blanks.blank(record.place.line)
            continue
        if blanks is not None:
            row, blanks = replace(row, after_blank=True), None
        watch.check_given_up()
        yield row
        watch.begin()


# CSV


_TOP = 64 * 1024
"""Bytes at the top of a file of text by which its delimiter is recognised."""


def _top_of(source: Source, written: TextFormat) -> str:
    """The first whole lines of a file of text."""
    with source.open() as stream:
        top = written.opened(source.name, stream).read(_TOP)
    whole = top if len(top) < _TOP else top.rpartition(b"\n")[0] or top
    return whole.decode(errors="replace").removeprefix("\ufeff")


def _csv_table(source: Source, written: TextFormat) -> Table:
    top = _top_of(source, written)
    line, _, rest = top.partition("\n")
    named = named_delimiter(line)
    skipped = 1 if named else 0
    head_line = rest.partition("\n")[0]
    # What the first line names may be wrong: a file that somebody has saved again with other signs.
    believed = named if named and named in head_line else None
    delimiter = believed or delimiter_of("\n".join((rest if named else top).split("\n")[:100]))

    def records(stream: IO[bytes]) -> Iterator[Record]:
        all_records = _csv_records(source, written.opened(source.name, stream), delimiter)
        return (record for record in all_records if record.place.line > skipped)

    with source.open() as stream:
        head = _head_of(records(stream))
    columns = _columns(source.name, head)
    line_of_columns = 1 if head is None else head.place.line

    def rows() -> Iterator[RawRow]:
        with source.open() as stream:
            yield from _under(columns, line_of_columns, records(stream), source.watch)

    shape = Shape("csv", written.encoding, delimiter, header_row=line_of_columns)
    above = _above(line_of_columns - skipped)
    return Table(source.name, _stem(source), columns, rows, shape=shape, notes=_notes(written.note, above))


def _above(line: int) -> str:
    return f"what stands above line {line}, which names the columns, was passed over" if line > 1 else ""


def _notes(*said: str) -> tuple[str, ...]:
    return tuple(note for note in said if note)


@dataclass
class _Feed:
    """Lines for the csv reader, which remembers where the record being read began and what is wrong with it."""

    name: str
    lines: Iterator[TextLine]
    first: int = 1
    last: int = 0
    length: int = 0
    faults: list[str] = field(default_factory=list[str])
    broken: bool = False

    def begin(self) -> None:
        """The next line begins a record."""
        self.first, self.length, self.broken = self.last + 1, 0, False
        self.faults.clear()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.last = line.number
        self.length += len(line.text)
        self.broken |= line.broken
        if line.too_long:
            self.faults.append(f"the line is {_TOO_LONG}")
        if self.length > MAX_LINE:
            raise RunStopped(
                f"{self.name}, line {self.first}: the row that begins here is {_TOO_LONG}.",
                'A quotation mark (") that is opened and not closed is the usual cause.',
            )
        return line.text


def _csv_records(source: Source, stream: IO[bytes], delimiter: str) -> Iterator[Record]:
    """Each record, the line of columns included; bytes that are not UTF-8 are a fault of their cell."""
    csv.field_size_limit(MAX_LINE + 1)
    name = source.name
    feed = _Feed(name, read_lines(name, stream, source.watch))
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record.unreadable(RowPlace(name, feed.first), _why_not_csv(str(error), feed))
            continue
        place = RowPlace(name, feed.first)
        if feed.faults:
            yield Record.unreadable(place, feed.faults[0])
        elif feed.broken:
            yield _broken_record(place, cells)
        else:
            yield Record(place, tuple(cells))


def _why_not_csv(error: str, feed: _Feed) -> str:
    if error == "unexpected end of data":
        return (
            f'a quotation mark (") is opened in this row and never closed; lines {feed.first} to {feed.last} are lost'
        )
    if error.startswith("new-line character"):
        return "its lines end in the old way of the Macintosh"
    return f'the row is not CSV ({error}); a quotation mark (") inside a quoted cell is written twice'


def _broken_record(place: RowPlace, cells: list[str]) -> Record:
    shown = tuple(broken_as_written(cell) for cell in cells)
    reason = NOT_UTF_8
    return Record(place, shown, tuple(Fault(n, shown[n], reason) for n, cell in enumerate(cells) if is_broken(cell)))


# JSON


_OBJECTS = 200
"""Objects of JSON whose names are taken for the columns."""


def _json_table(source: Source, written: TextFormat) -> Table:
    document = is_document(_top_of(source, written))

    def records(stream: IO[bytes]) -> Iterator[tuple[Record, tuple[str, ...]]]:
        return json_records(source.name, written.opened(source.name, stream), source.watch, document=document)

    named: dict[str, None] = {}
    with source.open() as stream:
        for _, columns in islice(records(stream), _OBJECTS):
            named.update(dict.fromkeys(columns))

    def rows() -> Iterator[RawRow]:
        with source.open() as stream:
            yield from _rows(((columns, record) for record, columns in records(stream)), source.watch)

    shape = Shape("json" if document else "jsonl", written.encoding)
    notes = _notes(written.note)
    return Table(source.name, _stem(source), tuple(named), rows, named_by_row=True, shape=shape, notes=notes)


# Workbooks


def _sheet_tables(source: Source) -> Iterator[Table]:
    """A table for each visible sheet that holds anything."""
    with _seekable(source) as stream:
        firsts = first_records(source.name, stream, source.watch)
    heads = [(each, _head_of(iter(each.records))) for each in firsts]
    filled = [(each, head) for each, head in heads if head is not None and any(head.cells)]
    shown = [(each, head) for each, head in filled if not each.hidden]
    if not shown:
        reason = "its first line names no columns" if not filled else "all of its sheets that hold anything are hidden"
        raise RunStopped(f"{source.name}: {reason}.", "The first line of a sheet must name the columns.")
    passed = [f"the hidden sheet {each.title!r} was passed over" for each, _ in filled if each.hidden]
    for number, (each, head) in enumerate(shown):
        columns = _columns(head.place.file, head)
        line = head.place.line
        notes = _notes(*(passed if number == 0 else ()), *each.notes, _above(line))
        yield Table(
            head.place.file,
            _stem(source),
            columns,
            _SheetRows(source, each.number, columns, line),
            shape=Shape(each.format, sheet=each.title, header_row=line),
            notes=notes,
        )


@dataclass(frozen=True)
class _SheetRows:
    source: Source
    sheet: int
    columns: tuple[str, ...]
    head: int

    def __call__(self) -> Iterator[RawRow]:
        watch = self.source.watch
        with _seekable(self.source) as stream:
            records = sheet_records(self.source.name, stream, self.sheet, watch)
            yield from _under(self.columns, self.head, records, watch)


@contextmanager
def _seekable(source: Source) -> Generator[IO[bytes]]:
    """A workbook is read from its end, so one that is packed is unpacked to a nameless file first."""
    with source.open() as stream:
        if source.seekable:
            yield stream
            return
        with tempfile.TemporaryFile() as unpacked:
            while chunk := stream.read(MIB):
                source.watch.check(source.name)
                unpacked.write(chunk)
            unpacked.flush()
            unpacked.seek(0)
            yield unpacked
