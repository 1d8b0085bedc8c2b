"""JSON Lines to records: one object a line; text, numbers and lists of text as the table would hold them."""

import json
import re
from collections.abc import Iterator
from typing import IO, cast

from graph.ingest.limits import MAX_COLUMNS, MAX_LINE, MAX_NESTING, MIB, Watch
from graph.ingest.lines import broken_as_written, read_lines
from graph.ingest.rows import Fault, Place, Record, holds_no_text

_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACKETS = re.compile(r"[][{}]")


def json_records(name: str, stream: IO[bytes], watch: Watch) -> Iterator[tuple[Record, tuple[str, ...]]]:
    """Each line that is not blank as a record, with the columns that this line names."""
    for line in read_lines(name, stream, watch):
        place = Place(name, line.number)
        if line.too_long:
            yield Record.unreadable(place, f"the line is longer than {MAX_LINE // MIB} MiB"), ()
        elif line.broken:
            yield Record.unreadable(place, "the line is not UTF-8 text", broken_as_written(line.text.strip())[:200]), ()
        elif line.text.strip():
            yield _record(place, line.text)


def _record(place: Place, text: str) -> tuple[Record, tuple[str, ...]]:
    if _nesting(text) > MAX_NESTING:
        reason = f"its lists and objects stand in one another deeper than {MAX_NESTING} times"
        return Record.unreadable(place, reason, text.strip()[:200]), ()
    try:
        read = json.loads(text)
    except ValueError:
        return Record.unreadable(place, "the line is not JSON", text.strip()[:200]), ()
    if not isinstance(read, dict):
        return Record.unreadable(place, "the line is not a JSON object", text.strip()[:200]), ()
    found = cast(dict[str, object], read)
    if len(found) > MAX_COLUMNS:
        reason = f"it names {len(found):,} columns; the most is {MAX_COLUMNS:,}"
        return Record.unreadable(place, reason, text.strip()[:200]), ()
    if any(map(holds_no_text, found)):
        return Record.unreadable(
            place, "the name of a column holds a character that is no text", text.strip()[:200]
        ), ()
    cells: list[str] = []
    faults: list[Fault] = []
    for number, value in enumerate(found.values()):
        cell = _cell(value)
        cells.append(str(value) if cell is None else cell)
        if cell is None:
            faults.append(Fault(number, cells[-1][:200], "it is neither text nor a number nor a list of texts"))
    return Record(place, tuple(cells), tuple(faults)), tuple(found)


def _nesting(text: str) -> int:
    """How deep its brackets stand in one another at most, texts left out."""
    if text.count("[") + text.count("{") <= MAX_NESTING:
        return 0
    deepest = depth = 0
    for bracket in _BRACKETS.findall(_TEXTS.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _cell(value: object) -> str | None:
    """A value as a cell; None for one that no cell can hold."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case list():
            parts = [_cell(part) for part in cast(list[object], value) if not isinstance(part, list)]
            return None if None in parts else ";".join(part for part in parts if part)
        case _:
            return None
