"""What a file may be at most, and how long reading may go on without a result: every limit of reading in one place.

A file that a force keeps stays far below each of them; what is above one is damaged, or made to keep Dolen busy. A
refusal states what was found, where, the limit, and what to do.
"""

import time
from collections.abc import Callable

from graph.errors import RunCancelled, RunStopped

MIB = 1024 * 1024

MAX_LINE = 4 * MIB
"""The longest line, and the longest row of several lines or cells, in bytes; a whole report fits many times over."""

MAX_ENDLESS = 64 * MIB
"""How far the end of a line that is too long is searched for, in bytes."""

MAX_CELL = 200_000
"""The longest cell, in characters: some fifty pages of text. What reads values is not given a longer one."""

MAX_COLUMNS = 1_000
"""The most cells of one row, and the most names of one JSON object."""

MAX_BLANK = 100_000
"""The most blank lines, or blank rows of a sheet, one after another."""

MAX_LINES = 10_000_000
"""The most lines of one text file; a force's whole record is about a million rows."""

MAX_SHEET_ROWS = 1_048_576
"""The most rows of a sheet, as in the spreadsheets themselves."""

MAX_ITEM_ROWS = 20_000
"""The most rows of one item, which are read together."""

MAX_BATCH = 64 * MIB
"""The most characters that rows written in one transaction hold, give or take an item; and the most of one item."""

MAX_HELD_ROWS = 1_000_000
"""The most rows of a table that is held in memory as a whole: one of assessments, or one that a mapping joins."""

MAX_NESTING = 20
"""How deep lists and objects of a JSON line stand in one another; a table needs two."""

MAX_DOCUMENT = 16 * MIB
"""The longest JSON object that holds a list of rows, in bytes; it is read as a whole."""

# ZIP

MAX_DIRECTORY = 1 * MIB
"""The longest list of members of a ZIP, in bytes. It is read as a whole, before the members can be counted."""

MAX_MEMBERS = 1_000
"""The most files in one ZIP."""

MAX_UNPACKED = 4 * 1024 * MIB
"""The most that a ZIP of tables may unpack to, in bytes."""

MAX_RATIO = 200
"""How many times larger than packed a member may be; recorded intelligence packs to a tenth or so."""

SMALL = 8 * MIB
"""Up to this size unpacked, in bytes, nobody asks how tightly a member is packed."""

# XLSX

MAX_WORKBOOK = 1024 * MIB
"""The most that a workbook may unpack to, in bytes."""

MAX_TEXTS = 128 * MIB
"""The most that its shared texts may unpack to, in bytes; they are held in memory."""

MAX_PART = 8 * MIB
"""The most that any other part which is read as a whole (its formats, its list of sheets) may unpack to, in bytes."""

MAX_TAGS = 200_000
"""The most tags in these parts together; each becomes an object in memory."""

MAX_CELLS = 50_000_000
"""The most cells of one sheet, blank ones between others included."""

MAX_MEMORY = 1536 * MIB
"""The most memory that reading a workbook may take, in bytes of address space."""

MAX_PROCESSOR_SECONDS = 3600
"""The most processor time of one reading of a workbook: it ends even if the process that started it was killed."""

READING_SECONDS = 15.0
"""Seconds that reading may go on without giving a row; the setting `reading_seconds` gives another number."""


class Watch:
    """Ends a reading that somebody gave up, or that gives no row any more.

    The time counts from the last `begin`: a reader that waits for the engine is not late. Each run has its own; `stop`
    says whether it was given up and may be asked often and from any thread.
    """

    def __init__(
        self,
        stop: Callable[[], bool] = lambda: False,
        seconds: float = READING_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stop = stop
        self._seconds = seconds
        self._clock = clock
        self._since = clock()

    def begin(self) -> None:
        """A row is asked for, or a file is opened."""
        self._since = self._clock()

    def check(self, name: str) -> None:
        """Raises `RunCancelled` where the run was given up, and `RunStopped` where this file gives no row in time."""
        self.check_given_up()
        if self._clock() - self._since > self._seconds:
            raise RunStopped(
                f"{name}: reading took {self._seconds:g} seconds without another row, which is the limit.",
                "Check that it holds a table and nothing else; save it again as CSV UTF-8, or split it into parts.",
            )

    def check_given_up(self) -> None:
        """Raises `RunCancelled` where the run was given up."""
        if self._stop():
            raise RunCancelled("It was given up.", "What was loaded until then stays; the same files load the rest.")


class Blanks:
    """Counts blank rows that follow one another in one table."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._met = 0

    def blank(self, line: int) -> None:
        """One more. Raises `RunStopped` for too many."""
        self._met += 1
        if self._met > MAX_BLANK:
            raise RunStopped(
                f"{self._name}, line {line}: more than {MAX_BLANK:,} blank rows stand here one after another.",
                "Delete the blank rows below or inside the table, and save it again.",
            )

    def filled(self) -> None:
        """A row that holds something."""
        self._met = 0
