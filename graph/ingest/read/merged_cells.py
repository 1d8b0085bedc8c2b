"""Cells that a workbook says are merged: a group's value, written once, holds for every row of the group.

Only what the file itself merges is filled down, in the first column of a merged range; what is merely blank stays
blank, and so does a row that holds nothing of its own.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO
from xml.etree.ElementTree import iterparse

from graph.errors import RunStopped
from graph.ingest.reading_limits import MIB

Row = tuple[int, Sequence[object], list[str], list[tuple[int, str, str]]]
"""How many cells a row has; its values up to the last that holds something, what a person sees, and what is refused."""
Merged = Mapping[int, Sequence[tuple[int, int]]]
"""By the first row of each merged range, from 1: its first column, from 0, and its last row."""
MOST_MERGED = 100_000
_RANGE = re.compile(rb'<(?:\w+:)?mergeCell [^<>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})"')
_AT_ONCE = MIB
_SPANNED = re.compile(rb'number-rows-spanned="(?!1")')
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def filled_down(rows: Iterable[Row], merged: Merged) -> Iterator[Row]:
    """The rows of a sheet, in order from its first, with the value of each merged range in all of its rows."""
    if not merged:
        yield from rows
        return
    open_: dict[int, tuple[int, object, str, str]] = {}
    for number, row in enumerate(rows, 1):
        size, values, cells, refused = row
        if not cells:
            yield row
            continue
        filled, shown, wrong = list(values), list(cells), list(refused)
        for column, (last, value, text, kind) in list(open_.items()):
            if number > last:
                del open_[column]
            elif column >= len(shown) or not shown[column]:
                filled += [None] * (column + 1 - len(filled))
                shown += [""] * (column + 1 - len(shown))
                filled[column], shown[column] = value, text
                wrong += [(column, text, kind)] if kind else []
        for column, last in merged.get(number, ()):
            if column < len(shown) and shown[column]:
                kind = next((kind for at, _, kind in wrong if at == column), "")
                open_[column] = last, filled[column], shown[column], kind
        yield max(size, len(shown)), filled, shown, wrong


def merged_from(ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> Merged:
    """Merged ranges of several rows; each given by its first and last cell, row and column from 0."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (row, column), (last, _) in ranges:
        if last > row:
            found.setdefault(row + 1, []).append((column, last + 1))
    return found


def said_of(merged: Merged) -> tuple[str, ...]:
    """What is said of a sheet with merged cells."""
    count = sum(map(len, merged.values()))
    if not count:
        return ()
    row = min(merged)
    column, last = merged[row][0]
    groups = f"{count:,} groups of merged cells were" if count > 1 else "a group of merged cells was"
    example = f"{_letters(column)}{row}:{_letters(column)}{last}"
    return (f"{groups} filled down, as the file merges them ({example}): check that each value holds for all its rows",)


def merged_of_xlsx(name: str, archive: zipfile.ZipFile, sheet: object) -> Merged:
    """The merged ranges of a sheet, read from its part, which openpyxl does not give where it reads row by row.

    Raises `RunStopped` for too many.
    """
    part = str(getattr(sheet, "_worksheet_path", ""))
    found: list[tuple[tuple[int, int], tuple[int, int]]] = []
    rest = b""
    with archive.open(part) as content:
        while piece := content.read(_AT_ONCE):
            text = rest + piece
            end = 0
            for match in _RANGE.finditer(text):
                end = match.end()
                row, last = int(match[2]) - 1, int(match[3]) - 1
                found.append(((row, _column(match[1])), (last, 0)))
            if len(found) > MOST_MERGED:
                raise RunStopped(f"{name}: it has more than {MOST_MERGED:,} merged cells.", "Save it as CSV UTF-8.")
            rest = text[max(end, len(text) - 200) :]
    return merged_from(found)


def merged_of_ods(content: IO[bytes]) -> Mapping[int, Merged]:
    """The merged ranges of each sheet of an ODS file, by its number from 0."""
    found: dict[int, Merged] = {}
    ranges: list[tuple[tuple[int, int], tuple[int, int]]] = []
    sheet, row, column = -1, 0, 0
    for event, element in iterparse(content, ("start", "end")):
        kind = element.tag.removeprefix(_TABLE)
        if event == "start":
            if kind == "table":
                sheet, row, ranges = sheet + 1, 0, []
            elif kind == "table-row":
                column = 0
            continue
        if kind in ("table-cell", "covered-table-cell"):
            spanned = _number(element.get(f"{_TABLE}number-rows-spanned"))
            if spanned > 1:
                ranges.append(((row, column), (row + spanned - 1, column)))
            column += _number(element.get(f"{_TABLE}number-columns-repeated"))
            element.clear()
        elif kind == "table-row":
            row += _number(element.get(f"{_TABLE}number-rows-repeated"))
            element.clear()
        elif kind == "table":
            found[sheet] = merged_from(ranges)
    return found


def holds_merged_rows(content: IO[bytes]) -> bool:
    """Whether an ODS file merges any rows; looking for the words takes far less than reading the table."""
    rest = b""
    while piece := content.read(_AT_ONCE):
        if _SPANNED.search(rest + piece):
            return True
        rest = piece[-64:]
    return False


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 1


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
