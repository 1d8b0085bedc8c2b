"""JSON to records: one object a line, a list of objects, or an object that holds one list of objects.

Text, numbers and lists of text stand as a table would hold them. What stands in an object inside is named by its path:
`properties.name`, and in a list of objects `phones.0.number`. Of several objects on one line each counts as a line.
"""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, cast

from graph.errors import RunStopped
from graph.ingest.read.lines import broken_as_written, is_broken, read_lines
from graph.ingest.reading_limits import MAX_COLUMNS, MAX_DOCUMENT, MAX_LINE, MAX_NESTING, MIB, Watch
from graph.ingest.rows import Fault, Record, RowPlace, holds_no_text

_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACKETS = re.compile(r"[][{}]")


def is_document(start: str) -> bool:
    """Whether JSON that begins so is one list or object over several lines, rather than an object a line."""
    first = start.lstrip("\ufeff \t\r\n").partition("\n")[0].rstrip()
    return first.startswith("[") or first in ("{", '{"')


def json_records(
    name: str, stream: IO[bytes], watch: Watch, *, document: bool = False
) -> Iterator[tuple[Record, tuple[str, ...]]]:
    """Each object as a record, with the columns that it names. `document`: it is not an object a line.

    Raises `RunStopped` for an object that is too long, and what the watch raises.
    """
    if document:
        last = 0
        for line, text in _objects(name, stream, watch):
            last = max(line, last + 1)  # objects on one line are rows of their own all the same
            place = RowPlace(name, last)
            if is_broken(text):
                reason = "the object is not UTF-8 text"
                yield Record.unreadable(place, reason, broken_as_written(text)[:200]), ()
            else:
                yield _record(place, text)
        return
    alone: tuple[RowPlace, str] | None = None
    for number, line in enumerate(
        line for line in read_lines(name, stream, watch) if line.too_long or line.text.strip()
    ):
        place = RowPlace(name, line.number)
        if number == 0 and not (line.too_long or line.broken):
            alone = place, line.text
            continue
        if alone is not None:
            yield _record(*alone)
            alone = None
        if line.too_long:
            yield Record.unreadable(place, f"the line is longer than {MAX_LINE // MIB} MiB"), ()
        elif line.broken:
            yield Record.unreadable(place, "the line is not UTF-8 text", broken_as_written(line.text.strip())[:200]), ()
        else:
            yield _record(place, line.text)
    if alone is not None:
        inner = _list_within(alone[1])
        if inner is None:
            yield _record(*alone)
        else:
            for number, each in enumerate(inner):
                yield _record(RowPlace(name, alone[0].line + number), json.dumps(each, ensure_ascii=False))


_MARKS = re.compile(r'\\.|["\[\]{}\n]', re.DOTALL)


@dataclass
class _Cutter:
    """Cuts a JSON document into its objects, whatever their number, in bounded memory."""

    name: str
    depth: int = 0
    base: int = -1
    line: int = 1
    first: int = 1
    held: int = 0
    in_text: bool = False
    parts: list[str] = field(default_factory=list[str])

    def feed(self, chunk: str) -> Iterator[tuple[int, str]]:
        """The objects that this piece completes, each with the line on which it begins. Raises `RunStopped`."""
        begin = 0
        if self.base < 0 and (start := chunk.lstrip("\ufeff \t\r\n")):
            self.base = 1 if start.startswith("[") else 0
        for mark in _MARKS.finditer(chunk):
            sign, at = mark[0], mark.start()
            self.line += sign == "\n"
            if self.in_text:
                self.in_text = sign != '"'
                continue
            if sign == '"':
                self.in_text = True
            elif sign in "[{":
                if self.depth == self.base:
                    begin, self.first, self.parts, self.held = at, self.line, [], 0
                self.depth += 1
            elif sign in "]}":
                self.depth -= 1
                if self.depth == self.base:
                    yield self.first, "".join((*self.parts, chunk[begin : at + 1]))
                    self.parts, self.held, begin = [], 0, at + 1
        if self.depth > self.base >= 0:
            self.parts.append(chunk[begin:])
            self.held += len(chunk) - begin
        if self.held > MAX_DOCUMENT:
            raise RunStopped(
                f"{self.name}, line {self.first}: the object that begins here is over {MAX_DOCUMENT // MIB} MiB.",
                "Give it as JSON Lines: one object a line.",
            )


def _objects(name: str, stream: IO[bytes], watch: Watch) -> Iterator[tuple[int, str]]:
    """The objects of a document with their lines; of one object that holds one list of objects, those of the list."""
    found = _cut(name, stream, watch)
    first, second = next(found, None), next(found, None)
    if first is None:
        return
    if second is None and (inner := _list_within(first[1])) is not None:
        yield from ((first[0], json.dumps(each, ensure_ascii=False)) for each in inner)
        return
    yield first
    if second is not None:
        yield second
    yield from found


def _cut(name: str, stream: IO[bytes], watch: Watch) -> Iterator[tuple[int, str]]:
    cutter = _Cutter(name)
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    rest = ""
    while chunk := stream.read(64 * 1024):
        watch.check(name)
        text = rest + decoder.decode(chunk)
        whole = text.rstrip("\\")
        rest = text[len(whole) :]
        yield from cutter.feed(whole)
    if cutter.parts:
        yield cutter.first, "".join(cutter.parts)


def _list_within(text: str) -> list[object] | None:
    """The one list of objects that an object holds; None where it holds none, or several."""
    if _nesting(text) > MAX_NESTING or is_broken(text):
        return None
    try:
        read = json.loads(text)
    except ValueError:
        return None
    if not isinstance(read, dict):
        return None
    return _only_list(cast(dict[str, object], read))


def _only_list(found: dict[str, object]) -> list[object] | None:
    """The one list of objects in an object, or in the objects that wrap it and say nothing in words themselves."""
    of_objects = [cast(list[object], value) for value in found.values() if _is_list_of_objects(value)]
    if len(of_objects) == 1:
        return of_objects[0]
    inner = [cast(dict[str, object], value) for value in found.values() if isinstance(value, dict)]
    wraps = len(inner) == 1 and not of_objects and not any(isinstance(value, str) for value in found.values())
    return _only_list(inner[0]) if wraps else None


def _record(place: RowPlace, text: str) -> tuple[Record, tuple[str, ...]]:
    if _nesting(text) > MAX_NESTING:
        reason = f"its lists and objects stand in one another deeper than {MAX_NESTING} times"
        return Record.unreadable(place, reason, text.strip()[:200]), ()
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return Record.unreadable(place, "the line is not JSON", text.strip()[:200]), ()
    if not isinstance(read, dict):
        return Record.unreadable(place, "the line is not a JSON object", text.strip()[:200]), ()
    found = _flat(cast(dict[str, object], read))
    if len(found) > MAX_COLUMNS:
        reason = f"it names {len(found):,} columns; the most is {MAX_COLUMNS:,}"
        return Record.unreadable(place, reason, text.strip()[:200]), ()
    if any(map(holds_no_text, found)):
        return Record.unreadable(
            place, "the name of a column holds a character that is not text", text.strip()[:200]
        ), ()
    cells: list[str] = []
    faults: list[Fault] = []
    for number, value in enumerate(found.values()):
        cell = _cell(value)
        cells.append(str(value) if cell is None else cell)
        if cell is None:
            faults.append(Fault(number, cells[-1][:200], "it is neither text nor a number nor a list of texts"))
    return Record(place, tuple(cells), tuple(faults)), tuple(found)


def _flat(found: dict[str, object], path: str = "") -> dict[str, object]:
    """Its values by the path that leads to each; a list of objects by their number in it."""
    flat: dict[str, object] = {}
    for name, value in found.items():
        if isinstance(value, dict):
            flat |= _flat(cast(dict[str, object], value), f"{path}{name}.")
        elif _is_list_of_objects(value):
            numbered: dict[str, object] = {str(n): each for n, each in enumerate(cast(list[object], value))}
            flat |= _flat(numbered, f"{path}{name}.")
        else:
            flat[f"{path}{name}"] = value
    return flat


def _is_list_of_objects(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(cast(list[object], value))
        and all(isinstance(part, dict) for part in cast(list[object], value))
    )


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
