"""What the lines of a backup say, and how. One line is one JSON list; the first word says what it is.

    ["opening", {…}]                                     what was backed up, its author and time: the first line
    ["node", round, [labels], {properties}]
    ["edge", round, owner, type, start, end, {properties}]
    ["rows", table, [columns], [[values], …]]            some rows of a table of the SQL database
    ["closing", {…}]                                     change number, counts and the log's head: the last line

Every node belongs to itself, and every relationship to the node that is stamped when it changes, its *owner*: the
item or the judgement that states it. What changed while the graph was copied follows in a later round: of an owner,
only what the latest round says of it counts.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import cast

from pydantic import TypeAdapter, ValidationError

from graph.errors import BackupUnusable

Says = Mapping[str, object]
"""The properties of a node or relationship."""


@dataclass(frozen=True)
class Opening:
    """The first line. `made_at` is local time as ISO text; the steps are those of the graph and of the SQL database."""

    made_by: str
    made_at: str
    marking: str
    entry: int
    """The number of the entry of this backup in the audit log."""
    demo: bool = False
    graph_steps: tuple[int, ...] = ()
    sql_step: str = ""


@dataclass(frozen=True)
class NodeLine:
    """A node with everything it says."""

    round: int
    labels: tuple[str, ...]
    says: Says

    @property
    def owner(self) -> str:
        """A node is its own owner."""
        return str(self.says["id"])


@dataclass(frozen=True)
class EdgeLine:
    """A relationship between two nodes, named by their ids, with everything it says."""

    round: int
    owner: str
    kind: str
    start: str
    end: str
    says: Says


@dataclass(frozen=True)
class RowsLine:
    """Some rows of a table."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class LogHead:
    """How many entries the audit log had, the code of the last, and a name of its key, from which no key can be had."""

    count: int
    mac: str
    key_name: str


@dataclass(frozen=True)
class Closing:
    """The last line: of which change number the backup is, and what the graph and the SQL database held then."""

    change: int
    nodes: Mapping[str, int]
    """How many nodes of each label the graph held."""
    rows: Mapping[str, int]
    """How many rows of each table were written."""
    head: LogHead


Line = Opening | NodeLine | EdgeLine | RowsLine | Closing

_OPENING, _CLOSING = TypeAdapter(Opening), TypeAdapter(Closing)


def line_bytes(line: Line) -> bytes:
    """A line as it stands in the archive."""
    match line:
        case Opening():
            said: list[object] = ["opening", asdict(line)]
        case NodeLine():
            said = ["node", line.round, line.labels, line.says]
        case EdgeLine():
            said = ["edge", line.round, line.owner, line.kind, line.start, line.end, line.says]
        case RowsLine():
            said = ["rows", line.table, line.columns, line.rows]
        case Closing():
            said = ["closing", asdict(line)]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def read_line(text: bytes) -> Line:
    """A line of an archive. Raises `BackupUnusable` for one that this version does not know."""
    try:
        what, *said = _list(json.loads(text))
        match what, said:
            case "node", [round, labels, says]:
                return NodeLine(_whole(round), _texts(labels), _says(says))
            case "edge", [round, owner, kind, start, end, says]:
                return EdgeLine(_whole(round), _text(owner), _text(kind), _text(start), _text(end), _says(says))
            case "rows", [table, columns, rows]:
                return RowsLine(_text(table), _texts(columns), tuple(tuple(_list(row)) for row in _list(rows)))
            case "opening", [about]:
                return _OPENING.validate_python(about)
            case "closing", [about]:
                return _CLOSING.validate_python(about)
            case _:
                pass
    except (ValueError, ValidationError, TypeError):
        pass
    raise BackupUnusable(
        f"The backup has a line that this version of Dolen does not know: {text[:40].decode('utf-8', 'replace')!r}…",
        "Restore it with the version that made it.",
    )


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return cast("list[object]", value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(each) for each in _list(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value


def _says(value: object) -> Says:
    if not isinstance(value, dict):
        raise TypeError
    return cast(Says, value)
