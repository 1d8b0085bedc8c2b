"""Workbooks (XLSX, XLS, ODS) to records: each sheet a table, its cells as a person sees them, formulas refused.

A workbook is read in a process of its own (`graph.ingest.read.workbook_reader`), which may take so much memory and no
more, and is ended when it gives no row in time, or nobody wants the rest: the library that reads workbooks builds what
a file says before it can be asked whether to go on. See `docs/decisions/0016-large-files.md`.
"""

import json
import os
import selectors
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, Any

from graph.errors import RunStopped
from graph.ingest.reading_limits import MAX_MEMORY, MIB, Watch
from graph.ingest.rows import Fault, Record, RowPlace

FORMULA = "it is a formula; paste its value instead (Paste Special, Values)"
NO_VALUE = "it is a spreadsheet's error, not a value; put what was recorded there, or leave it blank"
REFUSED = {"f": FORMULA, "e": NO_VALUE}
"""Why a cell of this type is refused."""

_ASK_AGAIN = 0.2
"""Seconds after which the watch is asked again while a row is waited for."""


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet: its number from 0, its title, whether it is hidden, and its first records, blank ones left out."""

    number: int
    title: str
    hidden: bool
    format: str
    records: tuple[Record, ...]
    notes: tuple[str, ...] = ()


def first_records(name: str, stream: IO[bytes], watch: Watch) -> list[WorkbookSheet]:
    """Each sheet with its first records, among which is the line of columns.

    `stream` is a file that can seek. Raises `RunStopped` for what is not a whole workbook, or above a limit, and what
    the watch raises.
    """
    with _reader(name, stream, "first", watch) as frames:
        return [
            WorkbookSheet(
                frame["sheet"],
                frame["title"],
                frame["hidden"],
                frame["format"],
                tuple(_records(frame)),
                tuple(frame["notes"]),
            )
            for frame in frames
        ]


def sheet_records(name: str, stream: IO[bytes], sheet: int, watch: Watch) -> Iterator[Record]:
    """The records of one sheet, the line of columns included, blank ones left out. Raises as `first_records` does."""
    with _reader(name, stream, str(sheet), watch) as frames:
        last = 0
        for frame in frames:
            for record in _records(frame):
                gap = record.place.line > last + 1
                last = record.place.line
                yield replace(record, after_blank=True) if gap else record


def _records(frame: dict[str, Any]) -> Iterator[Record]:
    for line, cells, faults, dates in frame["records"]:
        wrong = tuple(Fault(n, v, REFUSED[kind]) for n, v, kind in faults)
        yield Record(RowPlace(frame["name"], line), tuple(cells), wrong, frozenset(dates))


@contextmanager
def _reader(name: str, stream: IO[bytes], wanted: str, watch: Watch) -> Generator[Iterator[dict[str, Any]]]:
    """What the process that reads this workbook says, piece by piece; it is ended with the block."""
    command = [sys.executable, "-P", "-m", "graph.ingest.read.workbook_reader", wanted, name]
    stream.seek(0)
    with subprocess.Popen(command, stdin=stream, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            yield _frames(name, process, watch)
        finally:
            process.kill()


def _frames(name: str, process: "subprocess.Popen[bytes]", watch: Watch) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    pending = b""
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while True:
            while not ready.select(_ASK_AGAIN):
                watch.check(name)
            watch.check(name)
            piece = os.read(process.stdout.fileno(), MIB)
            if not piece:
                raise _ended(name)
            *whole, pending = (pending + piece).split(b"\n")
            for line in whole:
                frame = json.loads(line)
                if "trouble" in frame:
                    raise RunStopped(*frame["trouble"])
                if "end" in frame:
                    return
                yield frame


def _ended(name: str) -> RunStopped:
    return RunStopped(
        f"{name}: reading it needed more than {MAX_MEMORY // MIB:,} MiB of memory, or more time than there is.",
        "Save it as CSV UTF-8, or in several parts.",
    )
