"""XLSX to records: each sheet a table, dates and whole numbers as people write them, formulas refused.

A formula's shown result was computed by whoever saved the file and may be out of date, so it is not evidence.
"""

import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import IO, Protocol
from xml.etree.ElementTree import ParseError

from graph.errors import RunStopped
from graph.ingest.rows import Fault, Place, Record

MAX_UNPACKED = 1024 * 1024 * 1024
"""The most that a workbook may unpack to, in bytes."""

MAX_HELD = 256 * 1024 * 1024
"""The most that its parts beside the sheets may unpack to, in bytes: its texts among them, which are held in memory."""

FORMULA = "it is a formula; paste its value instead (Paste Special, Values)"
NO_VALUE = "it is a spreadsheet's error, not a value; put what was recorded there, or leave it blank"
_REFUSED = {"f": FORMULA, "e": NO_VALUE}
"""Why a cell of this type is refused."""

_DAMAGED = (
    *(ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError),
    *(KeyError, ValueError, TypeError, IndexError, AttributeError),
)
"""What openpyxl raises over a damaged workbook: it has no error of its own for that."""


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


def sheet_records(name: str, stream: IO[bytes]) -> Iterator[tuple[str, Iterator[Record]]]:
    """Each sheet that holds anything: its name and its records, the line of columns included.

    `stream` can seek, and stays open while the records are read. Raises `RunStopped` for what is no whole workbook.
    """
    from openpyxl import load_workbook  # only now: it takes long to load, and most files are no workbooks

    _check_size(name, stream)
    with _whole(name):
        book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        sheets: list[_Sheet] = list(book.worksheets)  # pyright: ignore[reportUnknownMemberType, reportAssignmentType]  openpyxl has no types
    for sheet in sheets:
        sheet.reset_dimensions()
        yield sheet.title, _records(f"{name}/{sheet.title}" if len(sheets) > 1 else name, sheet)
    book.close()


def _check_size(name: str, stream: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            sizes = {member.filename: member.file_size for member in archive.infolist()}
    except zipfile.BadZipFile:
        raise RunStopped(f"{name}: it is not a whole workbook.", "Copy it or save it again.") from None
    held = sum(size for part, size in sizes.items() if not part.startswith("xl/worksheets/"))
    if sum(sizes.values()) > MAX_UNPACKED or held > MAX_HELD:
        raise RunStopped(f"{name}: it unpacks to more than Dolen reads.", "Save it as CSV UTF-8, or in several parts.")
    stream.seek(0)


@contextmanager
def _whole(name: str) -> Generator[None]:
    """A workbook that cannot be read to its end, in plain words; what openpyxl only warns of is refused by its cell."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except _DAMAGED:
        raise RunStopped(f"{name}: it is not a whole workbook.", "Copy it or save it again as XLSX.") from None


def _records(name: str, sheet: _Sheet) -> Iterator[Record]:
    with _whole(name):
        rows = enumerate(sheet.rows, start=1)
    while True:
        with _whole(name):
            line, row = next(rows, (0, ()))
        if not line:
            return
        faults = tuple(
            Fault(number, str(cell.value), _REFUSED[cell.data_type])
            for number, cell in enumerate(row)
            if cell.data_type in _REFUSED
        )
        yield Record(Place(name, line), tuple(_text(cell.value) for cell in row), faults)


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
