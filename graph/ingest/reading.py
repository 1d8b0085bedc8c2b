"""Files to raw rows: CSV, XLSX and JSON Lines, also inside a ZIP. Nothing here knows what a column means.

A table is opened by reading its first line, so that every file of a run is looked at before anything is loaded; its
rows then stream by. Memory is bounded whatever a file holds: a line, and a row of several lines, have a largest length.

What is wrong with a file as a whole stops the run (`RunStopped`); what is wrong with a row travels with the row.
"""

import csv
import hashlib
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from graph.errors import RunStopped
from graph.ingest.json_lines import json_records
from graph.ingest.limits import (
    MAX_COLUMNS,
    MAX_HELD_ROWS,
    MAX_LINE,
    MAX_LINES,
    MAX_MEMBERS,
    MAX_UNPACKED,
    MAX_WORKBOOK,
    MIB,
    Blanks,
    Watch,
)
from graph.ingest.lines import Line, broken_as_written, is_broken, read_lines
from graph.ingest.packed import open_zip, packed_too_tightly
from graph.ingest.rows import Fault, Place, RawRow, Record, row_of
from graph.ingest.workbook import first_records, sheet_records

KINDS = {".csv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl", ".ndjson": "jsonl", ".zip": "zip"}
"""A file's kind by the ending of its name."""

NOT_UTF_8 = "it is not UTF-8 text (save the file as 'CSV UTF-8')"
_TOO_LONG = f"longer than {MAX_LINE // MIB} MiB"
_ZIP_START = b"PK\x03\x04"
_OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Table:
    """One table: its name as told to people, its columns, and a way to read its rows, as often as needed.

    `stem` is the file's own name without its ending. JSON Lines has no line of columns: `columns` are its first
    object's, and `named_by_row` says that each later row may name others. `blank_repeats` says that a blank report or
    item cell repeats the row above; in what a mapping makes it is missing.
    """

    name: str
    stem: str
    columns: tuple[str, ...]
    open_rows: Callable[[], Iterator[RawRow]]
    named_by_row: bool = False
    blank_repeats: bool = True

    def rows(self) -> Iterator[RawRow]:
        """Each row that is not blank, in order."""
        return self.open_rows()


@dataclass(frozen=True)
class _Source:
    """Something that can be opened as bytes, again and again: a file, or a member of a ZIP."""

    name: str
    path: Path
    watch: Watch
    member: str = ""

    @property
    def own_name(self) -> str:
        return PurePosixPath(self.member or self.path.name).name

    @property
    def kind(self) -> str:
        return _kind(self.own_name)

    @contextmanager
    def open(self) -> Generator[IO[bytes]]:
        with _readable(self.name):
            if not self.member:
                with self.path.open("rb") as stream:
                    yield stream
                return
            with open_zip(self.path) as archive, archive.open(self.member) as stream:
                yield stream


def open_tables(
    paths: Sequence[Path], wanted: Callable[[str], bool] = lambda _name: True, watch: Watch | None = None
) -> list[Table]:
    """Every table of these files, in the order given; a folder stands for the files in it, by name.

    `wanted` tells by a file's or a ZIP member's own name whether it is looked at. Raises `RunStopped` for a file that
    is absent, empty, of another kind than its name says, not UTF-8, or above a limit (`graph.ingest.limits`), and what
    the watch raises.
    """
    watch = watch or Watch()
    found: list[Table] = []
    for path in paths:
        tables = [table for source in _sources(path, watch) if wanted(source.own_name) for table in _tables(source)]
        if not tables:
            advice = "Give CSV, XLSX or JSON Lines, or a ZIP of them."
            raise RunStopped(f"{path.name}: there is no table to load here.", advice)
        found += tables
    return found


def unread_members(paths: Sequence[Path]) -> list[str]:
    """The files in ZIPs that are no tables, and so are not read."""
    zips = [file for path in paths for file in _files(path) if _kind(file.name) == "zip"]
    return [f"{file.name}/{name}" for file in zips for name in _own_members(file) if _kind(name) in {"", "zip"}]


def digest_of(paths: Sequence[Path]) -> str:
    """A digest of the files' contents, by which an interrupted run is found again."""
    total = hashlib.blake2b(digest_size=16)
    for path in [file for given in paths for file in _files(given)]:
        with _readable(path.name), path.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "blake2b").digest())
    return total.hexdigest()


def _kind(name: str) -> str:
    return KINDS.get(PurePosixPath(name).suffix.lower(), "")


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.iterdir() if _kind(file.name) and file.is_file())
    if not path.exists():
        raise RunStopped(f"{path}: there is no such file.", "Check the name and the folder.")
    return [path]


def held_rows(table: Table) -> Iterator[RawRow]:
    """The rows of a table that is held in memory as a whole. Raises `RunStopped` for too many."""
    for number, row in enumerate(table.rows(), 1):
        if number > MAX_HELD_ROWS:
            raise RunStopped(
                f"{row.place}: more than {MAX_HELD_ROWS:,} rows; this kind of table is held in memory as a whole.",
                "Give it in several parts.",
            )
        yield row


def _sources(path: Path, watch: Watch) -> Iterator[_Source]:
    for file in _files(path):
        source = _Source(file.name, file, watch)
        if not source.kind:
            known = "'.csv', '.xlsx', '.jsonl' or '.zip'"
            raise RunStopped(f"{file.name}: Dolen does not read this kind of file.", f"Its name must end in {known}.")
        if source.kind == "zip":
            yield from (_Source(f"{file.name}/{member}", file, watch, member) for member in _members(file))
        else:
            yield source


def _members(file: Path) -> list[str]:
    """The tables in a ZIP, by name."""
    return [name for name in _own_members(file) if _kind(name) not in {"", "zip"}]


def _own_members(file: Path) -> list[str]:
    """The files in a ZIP, by name; what its maker's system put beside them (`__MACOSX`) is passed over."""
    if not file.stat().st_size:
        raise RunStopped(f"{file.name}: the file is empty.", "Copy or make it again.")
    with _readable(file.name), open_zip(file) as archive:
        listed = [member for member in archive.infolist() if not member.is_dir()]
    if len(listed) > MAX_MEMBERS:
        raise RunStopped(
            f"{file.name}: it holds {len(listed):,} files; the most is {MAX_MEMBERS:,}.", "Give it in several parts."
        )
    for member in listed:
        _check_member(f"{file.name}/{member.filename}", member)
    total = sum(member.file_size for member in listed)
    if total > MAX_UNPACKED:
        raise RunStopped(
            f"{file.name}: it unpacks to {total // MIB:,} MiB; the most is {MAX_UNPACKED // MIB:,} MiB.",
            "Give it in several parts.",
        )
    names = [member.filename for member in listed if not member.filename.startswith("__MACOSX/")]
    return sorted(name for name in names if not PurePosixPath(name).name.startswith("."))


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
    """Raises `RunStopped` for a member that cannot be read, or says the same thing over and over."""
    if member.flag_bits & 0x1:
        raise RunStopped(f"{name}: it is locked with a password.", "Unlock the ZIP first.")
    if _kind(name) == "xlsx" and member.file_size > MAX_WORKBOOK:
        raise RunStopped(
            f"{name}: the workbook has {member.file_size // MIB:,} MiB; the most is {MAX_WORKBOOK // MIB:,} MiB.",
            "Give it in several parts, as CSV UTF-8.",
        )
    if why := packed_too_tightly(member):
        raise RunStopped(f"{name}: {why}", "Give the file itself, or make the ZIP again.")


def _count_lines(source: _Source) -> None:
    """Raises `RunStopped` for too many lines: an early word on what would take hours to refuse row by row."""
    lines = 0
    with source.open() as stream:
        while chunk := stream.read(MIB):
            lines += chunk.count(b"\n")
            source.watch.check_given_up()
            if lines > MAX_LINES:
                raise RunStopped(
                    f"{source.name}: it has more than {MAX_LINES:,} lines, which is the most.",
                    "Give it in several parts; delete the blank lines at its end.",
                )


@contextmanager
def _readable(name: str) -> Generator[None]:
    """What the system says about a file that cannot be read, in plain words."""
    try:
        yield
    except (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError):
        raise RunStopped(f"{name}: it is not a whole ZIP file.", "Copy or make it again.") from None
    except NotImplementedError:
        raise RunStopped(f"{name}: the ZIP is packed in a way that Dolen does not read.", "Make it again.") from None
    except OSError as error:
        reason = error.strerror or error
        raise RunStopped(f"{name}: it cannot be read ({reason}).", "Copy it again, or look who may read it.") from None


def _tables(source: _Source) -> Iterator[Table]:
    with source.open() as stream:
        start = stream.read(4096)
    _check_kind(source, start)
    source.watch.begin()
    if source.kind != "xlsx":
        _count_lines(source)
    match source.kind:
        case "csv":
            yield _csv_table(source)
        case "jsonl":
            yield _json_table(source)
        case _:
            yield from _sheet_tables(source)


def _check_kind(source: _Source, start: bytes) -> None:
    """Raises `RunStopped` where a file's first bytes show that it is empty, or not what its name says."""
    if not start.strip():
        raise RunStopped(f"{source.name}: the file is empty.", "Give a file with a line of columns and a row.")
    packed = start.startswith(_ZIP_START)
    if source.kind == "xlsx":
        if start.startswith(_OLD_EXCEL_START):
            raise RunStopped(f"{source.name}: it is locked, or in the format of before 2007.", "Save it again as XLSX.")
        if not packed:
            raise RunStopped(f"{source.name}: it is named XLSX and is no workbook.", "If it is text, name it '.csv'.")
    elif packed or start.startswith(_OLD_EXCEL_START):
        raise RunStopped(
            f"{source.name}: it is named {source.kind.upper()} and is a spreadsheet or a ZIP.",
            "Save the sheet as 'CSV UTF-8', or give the file its own ending ('.xlsx', '.zip').",
        )
    elif start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in start:
        raise RunStopped(f"{source.name}: its text is UTF-16 or no text, not UTF-8.", "Save it as 'CSV UTF-8'.")


def _stem(source: _Source) -> str:
    return PurePosixPath(source.own_name).stem


def _columns(name: str, record: Record | None) -> tuple[str, ...]:
    """The columns that a file's first line names, without the blank ones at its end."""
    if record is None or (not any(cell.strip() for cell in record.cells) and not record.faults):
        raise RunStopped(f"{name}: its first line names no columns.", "The first line must name the columns.")
    if record.faults:
        raise RunStopped(
            f"{name}, line 1: the line of columns cannot be read: {record.faults[0].reason}.",
            "Save the file as 'CSV UTF-8', one row a line.",
        )
    columns = [cell.strip() for cell in record.cells]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > MAX_COLUMNS:
        raise RunStopped(
            f"{name}: its first line names {len(columns):,} columns; the most is {MAX_COLUMNS:,}.",
            "Save the table without what stands beside it.",
        )
    return tuple(columns)


def _under(columns: tuple[str, ...], records: Iterator[Record], watch: Watch) -> Iterator[RawRow]:
    next(records, None)
    return _rows(((columns, record) for record in records), watch)


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
        blanks = None
        watch.check_given_up()
        yield row
        watch.begin()


# CSV


def _csv_table(source: _Source) -> Table:
    with source.open() as stream:
        columns = _columns(source.name, next(_csv_records(source, stream), None))

    def rows() -> Iterator[RawRow]:
        with source.open() as stream:
            yield from _under(columns, _csv_records(source, stream), source.watch)

    return Table(source.name, _stem(source), columns, rows)


@dataclass
class _Feed:
    """Lines for the csv reader, which remembers where the record being read began and what is wrong with it."""

    name: str
    lines: Iterator[Line]
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


def _csv_records(source: _Source, stream: IO[bytes]) -> Iterator[Record]:
    """Each record, the line of columns included; bytes that are not UTF-8 are a fault of their cell."""
    csv.field_size_limit(MAX_LINE + 1)
    name = source.name
    feed = _Feed(name, read_lines(name, stream, source.watch))
    reader = csv.reader(feed, strict=True)
    while True:
        feed.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record.unreadable(Place(name, feed.first), _why_not_csv(str(error), feed))
            continue
        place = Place(name, feed.first)
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


def _broken_record(place: Place, cells: list[str]) -> Record:
    shown = tuple(broken_as_written(cell) for cell in cells)
    reason = NOT_UTF_8
    return Record(place, shown, tuple(Fault(n, shown[n], reason) for n, cell in enumerate(cells) if is_broken(cell)))


# JSON Lines


def _json_table(source: _Source) -> Table:
    with source.open() as stream:
        first = next((columns for _, columns in json_records(source.name, stream, source.watch) if columns), ())

    def rows() -> Iterator[RawRow]:
        with source.open() as stream:
            records = json_records(source.name, stream, source.watch)
            yield from _rows(((columns, record) for record, columns in records), source.watch)

    return Table(source.name, _stem(source), first, rows, named_by_row=True)


# XLSX


def _sheet_tables(source: _Source) -> Iterator[Table]:
    """A table for each sheet that holds anything."""
    with _seekable(source) as stream:
        firsts = first_records(source.name, stream, source.watch)
    filled = [(sheet, record) for sheet, record in firsts if record is not None and any(record.cells)]
    if not filled:
        raise RunStopped(f"{source.name}: its first line names no columns.", "The first line must name the columns.")
    for sheet, record in filled:
        columns = _columns(record.place.file, record)
        yield Table(record.place.file, _stem(source), columns, _SheetRows(source, sheet, columns))


@dataclass(frozen=True)
class _SheetRows:
    source: _Source
    sheet: int
    columns: tuple[str, ...]

    def __call__(self) -> Iterator[RawRow]:
        watch = self.source.watch
        with _seekable(self.source) as stream:
            yield from _under(self.columns, sheet_records(self.source.name, stream, self.sheet, watch), watch)


@contextmanager
def _seekable(source: _Source) -> Generator[IO[bytes]]:
    """A workbook is read from its end, so one inside a ZIP is unpacked to a nameless file first."""
    with source.open() as stream:
        if not source.member:
            yield stream
            return
        with tempfile.TemporaryFile() as unpacked:
            while chunk := stream.read(MIB):
                source.watch.check(source.name)
                unpacked.write(chunk)
            unpacked.flush()
            unpacked.seek(0)
            yield unpacked
