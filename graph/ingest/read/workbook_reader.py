"""The process that reads one workbook for `graph.ingest.read.workbook`, within limits of memory and processor time.

    python -m graph.ingest.read.workbook_reader first|SHEET NAME  < book.xlsx

It writes a JSON object a line: records of a sheet (`name`, `sheet`, `records` and what is known of the sheet), or
`trouble` (message, advice), which is the last, as is `end`. A formula's shown result was computed when the file was
saved and may be out of date, so it is not evidence.

XLSX is read by openpyxl, which knows formulas and number formats. XLS and ODS are read by calamine, which gives values
alone: a formula's result cannot be distinguished from a typed value, and a note says so. The file's first bytes decide
which of them it is, not its name.
"""

import json
import re
import resource
import sys
import time as clock
import warnings
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from itertools import compress, islice, repeat
from operator import is_not
from typing import IO, Protocol
from xml.etree.ElementTree import ParseError

from graph.errors import RunStopped
from graph.ingest.read.layout import SEARCHED
from graph.ingest.read.merged_cells import (
    Merged,
    Row,
    filled_down,
    holds_merged_rows,
    merged_from,
    merged_of_ods,
    merged_of_xlsx,
    said_of,
)
from graph.ingest.read.packed import bounded_zip, packed_too_tightly
from graph.ingest.read.workbook import REFUSED
from graph.ingest.reading_limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LINE,
    MAX_MEMORY,
    MAX_PART,
    MAX_PROCESSOR_SECONDS,
    MAX_SHEET_ROWS,
    MAX_TAGS,
    MAX_TEXTS,
    MAX_WORKBOOK,
    MIB,
    Blanks,
)

AS_CSV = "Save it as CSV UTF-8, or in several parts."
_NOT_HELD = (
    *("xl/worksheets/", "xl/pivotCache/", "xl/pivotTables/", "xl/charts/", "xl/drawings/", "xl/externalLinks/"),
    *("xl/tables/", "xl/diagrams/", "customXml/"),
)
"""Parts that are read piece by piece, or not at all."""
_ZIP_START = b"PK\x03\x04"
_TEXTS = "/sharedstrings.xml"
_AT_ONCE = 500
"""Records written in one piece."""
_AT_LEAST_EVERY = 0.5
"""Seconds after which records are written, however few."""

_DAMAGED = (
    *(ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RecursionError),
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, AssertionError),
)
"""What openpyxl raises over a damaged workbook: it has no error of its own for that."""

Written = tuple[int, list[str], list[tuple[int, str, str]], list[int]]
"""A record as it is written: line, cells, (cell, value, type) of those that are refused, and which hold dates."""
_NO_ROW: Row = (0, (), [], [])


class _Cell(Protocol):
    """As much of openpyxl's cell as is used here."""

    @property
    def value(self) -> object: ...

    @property
    def data_type(self) -> str: ...

    @property
    def number_format(self) -> str: ...


class _Sheet(Protocol):
    @property
    def title(self) -> str: ...

    @property
    def sheet_state(self) -> str: ...

    @property
    def rows(self) -> Iterable[tuple[_Cell, ...]]: ...

    def reset_dimensions(self) -> None: ...


def main(wanted: str, name: str) -> None:
    """Read the workbook on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_PROCESSOR_SECONDS, MAX_PROCESSOR_SECONDS))
    try:
        _read(wanted, name, sys.stdin.buffer)
    except RunStopped as stopped:
        _say({"trouble": [stopped.message, stopped.advice]})
    except MemoryError:
        message = f"{name}: reading it needs more than {MAX_MEMORY // MIB:,} MiB of memory."
        _say({"trouble": [message, AS_CSV]})
    else:
        _say({"end": True})


def _say(frame: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(frame) + "\n")
    sys.stdout.flush()


def _read(wanted: str, name: str, stream: IO[bytes]) -> None:
    start = stream.read(4)
    stream.seek(0)
    if start != _ZIP_START or _is_open_document(name, stream):
        sheets = _by_calamine(name, stream, "ods" if start == _ZIP_START else "xls")
    else:
        sheets = _by_openpyxl(name, stream)
    _write(wanted, name, sheets)


@dataclass(frozen=True)
class _Readable:
    """A sheet that can be read, whatever library reads it."""

    title: str
    hidden: bool
    format: str
    rows: Callable[[], Iterable[Row]]
    merged: Callable[[], Merged]
    notes: tuple[str, ...] = ()


def _by_openpyxl(name: str, stream: IO[bytes]) -> list[_Readable]:
    _check_parts(name, stream)
    # Neither is needed for a workbook's cells, and each would take memory.
    sys.modules["numpy"] = sys.modules["lxml"] = None  # pyright: ignore[reportArgumentType]  # so that importing it fails
    from openpyxl import load_workbook

    with _whole(name):
        book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        sheets: list[_Sheet] = list(book.worksheets)  # pyright: ignore[reportUnknownMemberType, reportAssignmentType]  # openpyxl has no types

    def rows(sheet: _Sheet) -> Iterator[Row]:
        sheet.reset_dimensions()
        for row in sheet.rows:
            yield read_row(row)

    def merged(sheet: _Sheet) -> Merged:
        with bounded_zip(name, stream) as archive:
            return merged_of_xlsx(name, archive, sheet)

    return [
        _Readable(sheet.title, sheet.sheet_state != "visible", "xlsx", partial(rows, sheet), partial(merged, sheet))
        for sheet in sheets
    ]


def read_row(row: Sequence[_Cell]) -> Row:
    """A row as far as it holds something. openpyxl fills it up with one blank cell, which is passed over."""
    from openpyxl.cell.read_only import EMPTY_CELL

    written = compress(range(len(row)), map(is_not, row, repeat(EMPTY_CELL)))
    cells = row[: max((n + 1 for n in written if row[n].value not in (None, "")), default=0)]
    values = [cell.value for cell in cells]
    refused = [(n, str(cell.value), cell.data_type) for n, cell in enumerate(cells) if cell.data_type in REFUSED]
    return len(row), values, [_seen(cell) for cell in cells], refused


def _without_blank_end(values: list[object]) -> list[object]:
    width = next((n for n in range(len(values), 0, -1) if values[n - 1] is not None and values[n - 1] != ""), 0)
    return values[:width]


def _merged_of_ods(name: str, stream: IO[bytes]) -> Mapping[int, Merged]:
    with _whole(name), bounded_zip(name, stream) as archive:
        with archive.open("content.xml") as content:
            merges = holds_merged_rows(content)
        with archive.open("content.xml") as content:
            return merged_of_ods(content) if merges else {}


def _by_calamine(name: str, stream: IO[bytes], format_: str) -> list[_Readable]:
    if format_ == "ods":
        _check_document(name, stream)
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(stream)
    except PasswordError:
        raise RunStopped(f"{name}: it is locked with a password.", "Unlock it, and save it again.") from None
    except (CalamineError, OSError, ValueError):
        raise RunStopped(f"{name}: it is not a whole workbook, or is locked.", "Save it again as XLSX.") from None

    stream.seek(0)
    merges: Mapping[int, Merged] = _merged_of_ods(name, stream) if format_ == "ods" else {}

    def rows(number: int) -> Iterator[Row]:
        sheet = book.get_sheet_by_index(number)
        first = sheet.start or (0, 0)
        for _ in range(first[0]):
            yield _NO_ROW
        for row in sheet.iter_rows():
            values = _without_blank_end([*([None] * first[1]), *row])
            yield first[1] + len(row), values, [_text(value) for value in values], []

    def merged(number: int) -> Merged:
        if format_ == "ods":
            return merges.get(number, {})
        ranges = book.get_sheet_by_index(number).merged_cell_ranges or ()
        return merged_from((first, last) for first, last in ranges)

    kept = [(n, each) for n, each in enumerate(book.sheets_metadata) if each.typ == SheetTypeEnum.WorkSheet]
    note = f"in {format_.upper()} results of formulas look like typed values: check them, or save as XLSX"
    return [
        _Readable(
            each.name, each.visible != SheetVisibleEnum.Visible, format_, partial(rows, n), partial(merged, n), (note,)
        )
        for n, each in kept
    ]


def _write(wanted: str, name: str, sheets: Sequence[_Readable]) -> None:
    for number, sheet in enumerate(sheets):
        if wanted not in ("first", str(number)):
            continue
        place = f"{name}/{sheet.title}" if len(sheets) > 1 else name
        frame = {"name": place, "sheet": number, "title": sheet.title, "hidden": sheet.hidden}
        with _whole(name):
            merged = sheet.merged()
        frame |= {"format": sheet.format, "notes": (*sheet.notes, *said_of(merged))}
        records = _records(place, sheet, merged)
        if wanted == "first":
            filled = (record for record in records if any(map(str.strip, record[1])) or record[2])
            _say({**frame, "records": list(islice(filled, SEARCHED))})
            continue
        for piece in _pieces(records):
            _say({**frame, "records": piece})


def _pieces(records: Iterator[Written]) -> Iterator[list[Written]]:
    piece: list[Written] = []
    length, since = 0, clock.monotonic()
    for record in records:
        if not any(map(str.strip, record[1])) and not record[2]:
            continue
        piece.append(record)
        length += sum(map(len, record[1]))
        if len(piece) >= _AT_ONCE or length > MIB or clock.monotonic() - since > _AT_LEAST_EVERY:
            yield piece
            piece, length, since = [], 0, clock.monotonic()
    yield piece


def _check_parts(name: str, stream: IO[bytes]) -> None:
    """Raises `RunStopped` for parts that are larger than those of a workbook, or cannot be read."""
    held = tags = 0
    try:
        with bounded_zip(name, stream) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_WORKBOOK:
                raise RunStopped(f"{name}: it unpacks to more than {MAX_WORKBOOK // MIB:,} MiB.", AS_CSV)
            for part in parts:
                if why := packed_too_tightly(part):
                    raise RunStopped(f"{name}: of its part {part.filename!r}, {why}", AS_CSV)
                if part.filename.startswith(_NOT_HELD) or not part.filename.endswith((".xml", ".rels")):
                    continue
                if part.filename.lower().endswith(_TEXTS):
                    if part.file_size > MAX_TEXTS:
                        raise RunStopped(f"{name}: its texts take more than {MAX_TEXTS // MIB} MiB.", AS_CSV)
                    continue
                held += part.file_size
                if held > MAX_PART:
                    raise RunStopped(f"{name}: its formats and lists take more than {MAX_PART // MIB} MiB.", AS_CSV)
                content = archive.read(part)
                tags += content.count(b"<")
                if tags > MAX_TAGS or b"<!DOCTYPE" in content:
                    raise RunStopped(f"{name}: its formats and lists have more than {MAX_TAGS:,} parts.", AS_CSV)
    except RunStopped:
        raise
    except _DAMAGED:
        raise RunStopped(f"{name}: it is not a whole workbook.", "Copy it or save it again.") from None


def _is_open_document(name: str, stream: IO[bytes]) -> bool:
    try:
        with bounded_zip(name, stream) as archive:
            return "content.xml" in archive.namelist()
    except _DAMAGED:
        return False


def _check_document(name: str, stream: IO[bytes]) -> None:
    """Raises `RunStopped` where an ODS file is larger than one that can be held, or cannot be read."""
    try:
        with bounded_zip(name, stream) as archive:
            for part in archive.infolist():
                if why := packed_too_tightly(part):
                    raise RunStopped(f"{name}: of its part {part.filename!r}, {why}", AS_CSV)
                if part.filename == "content.xml" and part.file_size > MAX_TEXTS:
                    raise RunStopped(f"{name}: its table takes more than {MAX_TEXTS // MIB} MiB.", AS_CSV)
    except RunStopped:
        raise
    except _DAMAGED:
        raise RunStopped(f"{name}: it is not a whole workbook.", "Copy it or save it again.") from None


@contextmanager
def _whole(name: str) -> Generator[None]:
    """A workbook that cannot be read to its end, in plain words; what openpyxl only warns of is refused by its cell."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except _DAMAGED:
        raise RunStopped(f"{name}: it is not a whole workbook.", "Copy it or save it again as XLSX.") from None


def _records(name: str, sheet: _Readable, merged: Merged) -> Iterator[Written]:
    """Raises `RunStopped` for a sheet larger than one can be."""
    blanks = Blanks(name)
    total = 0
    with _whole(name):
        rows = enumerate(filled_down(sheet.rows(), merged), start=1)
    while True:
        with _whole(name):
            line, (size, values, cells, refused) = next(rows, (0, _NO_ROW))
        if not line:
            return
        total += size
        if line > MAX_SHEET_ROWS or total > MAX_CELLS:
            said = f"more than {MAX_SHEET_ROWS:,} rows or {MAX_CELLS:,} cells"
            raise RunStopped(f"{name}, line {line}: the sheet has {said}.", "Delete what stands beside the table.")
        width = len(values)
        if not width:
            blanks.blank(line)
            continue
        blanks.filled()
        if width > MAX_COLUMNS:
            said = f"the row has {width:,} cells; the most is {MAX_COLUMNS:,}"
            raise RunStopped(f"{name}, line {line}: {said}.", "Delete what stands beside the table.")
        if sum(map(len, cells)) > MAX_LINE:
            said = f"the row holds more than {MAX_LINE // MIB} MiB of text"
            raise RunStopped(f"{name}, line {line}: {said}.", "Divide the text between several items.")
        yield line, cells, refused, [n for n, value in enumerate(values) if isinstance(value, date)]


_PADDED = re.compile(r"[0\s()-]*0[0\s()-]*")
_DECIMALS = re.compile(r"[#,]*0\.(0+)")


def _seen(cell: _Cell) -> str:
    """A cell as a person sees it, where its number format adds noughts: `00004711`, `1.10`."""
    value, shape = cell.value, cell.number_format
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _text(value)
    shape = re.sub(r'[\\"]', "", shape.partition(";")[0])
    if float(value).is_integer() and value >= 0 and shape.count("0") > 1 and _PADDED.fullmatch(shape):
        figures = str(int(value)).zfill(shape.count("0"))
        ahead = len(figures) - shape.count("0")
        rest = iter(figures[ahead:])
        return figures[:ahead] + "".join(next(rest) if mark == "0" else mark for mark in shape)
    decimals = _DECIMALS.fullmatch(shape)
    if decimals and not float(value).is_integer():
        shown = f"{value:.{len(decimals[1])}f}"
        return shown if float(shown) == value else _text(value)
    return _text(value)


def _text(value: object) -> str:
    """A cell as a person would have typed it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(timespec="minutes" if value.second == 0 else "seconds")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


if __name__ == "__main__":
    main(*sys.argv[1:])
