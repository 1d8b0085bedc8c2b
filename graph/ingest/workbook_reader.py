"""The process that reads one workbook for `graph.ingest.workbook`, within limits of memory and processor time.

    python -m graph.ingest.workbook_reader first|SHEET NAME  < book.xlsx

It writes a JSON object a line: records of a sheet (`name`, `sheet`, `records`), or `trouble` (message, advice), which
is the last, as is `end`. A formula's shown result was computed by whoever saved the file and may be out of date, so it
is not evidence.
"""

import json
import resource
import sys
import time as clock
import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from typing import IO, Protocol
from xml.etree.ElementTree import ParseError

from graph.errors import RunStopped
from graph.ingest.limits import (
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
from graph.ingest.packed import bounded_zip, packed_too_tightly
from graph.ingest.workbook import REFUSED

AS_CSV = "Save it as CSV UTF-8, or in several parts."
_NOT_HELD = (
    *("xl/worksheets/", "xl/pivotCache/", "xl/pivotTables/", "xl/charts/", "xl/drawings/", "xl/externalLinks/"),
    *("xl/tables/", "xl/diagrams/", "customXml/"),
)
"""Parts that are read piece by piece, or not at all."""
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

Written = tuple[int, list[str], list[tuple[int, str, str]]]
"""A record as it is written: line, cells, and (cell, value, type) of those that are refused."""


class _Cell(Protocol):
    """As much of openpyxl's cell as is used here."""

    @property
    def value(self) -> object: ...

    @property
    def data_type(self) -> str: ...


class _Sheet(Protocol):
    @property
    def title(self) -> str: ...

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
    _check_parts(name, stream)
    # Neither is needed for a workbook's cells, and each would take memory.
    sys.modules["numpy"] = sys.modules["lxml"] = None  # pyright: ignore[reportArgumentType]  so that importing it fails
    from openpyxl import load_workbook

    with _whole(name):
        book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        sheets: list[_Sheet] = list(book.worksheets)  # pyright: ignore[reportUnknownMemberType, reportAssignmentType]  openpyxl has no types
    for number, sheet in enumerate(sheets):
        if wanted not in ("first", str(number)):
            continue
        place = f"{name}/{sheet.title}" if len(sheets) > 1 else name
        records = _records(place, sheet)
        first = list(islice(records, 1))
        _say({"name": place, "sheet": number, "records": first})
        if wanted != "first":
            for piece in _pieces(records):
                _say({"name": place, "sheet": number, "records": piece})


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


@contextmanager
def _whole(name: str) -> Generator[None]:
    """A workbook that cannot be read to its end, in plain words; what openpyxl only warns of is refused by its cell."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except _DAMAGED:
        raise RunStopped(f"{name}: it is not a whole workbook.", "Copy it or save it again as XLSX.") from None


def _records(name: str, sheet: _Sheet) -> Iterator[Written]:
    """Raises `RunStopped` for a sheet larger than one can be."""
    sheet.reset_dimensions()
    blanks = Blanks(name)
    total = 0
    with _whole(name):
        rows = enumerate(sheet.rows, start=1)
    while True:
        with _whole(name):
            line, row = next(rows, (0, ()))
        if not line:
            return
        total += len(row)
        if line > MAX_SHEET_ROWS or total > MAX_CELLS:
            said = f"more than {MAX_SHEET_ROWS:,} rows or {MAX_CELLS:,} cells"
            raise RunStopped(f"{name}, line {line}: the sheet has {said}.", "Delete what stands beside the table.")
        filled = [cell.value is not None for cell in row]
        while filled and not filled[-1]:
            filled.pop()
        row = row[: len(filled)]
        if not row:
            blanks.blank(line)
            if line == 1:
                yield line, [], []
            continue
        blanks.filled()
        if len(row) > MAX_COLUMNS:
            said = f"the row has {len(row):,} cells; the most is {MAX_COLUMNS:,}"
            raise RunStopped(f"{name}, line {line}: {said}.", "Delete what stands beside the table.")
        cells = [_text(cell.value) for cell in row]
        if sum(map(len, cells)) > MAX_LINE:
            said = f"the row holds more than {MAX_LINE // MIB} MiB of text"
            raise RunStopped(f"{name}, line {line}: {said}.", "Divide the text between several items.")
        refused = ((n, cell) for n, cell in enumerate(row) if cell.data_type in REFUSED)
        yield line, cells, [(n, str(cell.value), cell.data_type) for n, cell in refused]


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
