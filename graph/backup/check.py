"""Reading a backup from its first line to its last: whether it is whole, and what of it counts."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.backup.archive import Archive
from graph.backup.graph_copy import count_nodes
from graph.backup.kinds import ENDS, FURTHER_LABELS, LABELS
from graph.backup.lines import Closing, EdgeLine, Line, NodeLine, Opening, RowsLine, read_line
from graph.errors import BackupUnusable
from graph.store import Reading, current_change

LinesRead = Callable[[int], None]
"""Is called now and then with how many lines were read."""
OFTEN = 1_000


@dataclass(frozen=True)
class Contents:
    """A backup that was read whole, and is. `latest` is the last round of each owner that has one after round 0."""

    opening: Opening
    closing: Closing
    latest: Mapping[str, int]
    nodes: Mapping[str, int]
    edges: Mapping[str, int]
    lines: int

    def counts(self, line: NodeLine | EdgeLine) -> bool:
        """Whether a line is the last word on its owner."""
        return self.latest.get(line.owner, 0) == line.round


def read_backup(archive: Archive, progress: LinesRead = lambda _: None) -> Contents:
    """Read every line, and compare what is there with what the last line says.

    Raises `BackupUnusable` where the file is damaged, ends too soon, or holds what this version does not know.
    """
    reading = _Reading(archive)
    for line in reading.all(progress):
        if isinstance(line, NodeLine | EdgeLine) and line.round:
            reading.latest[line.owner] = max(line.round, reading.latest.get(line.owner, 0))
    opening, closing = reading.opening, reading.closing
    if opening is None or closing is None:
        raise _not_whole(archive)
    # What follows in later rounds is known only now; mostly nothing does.
    found = reading if not reading.latest else _Reading(archive, reading.latest).read()
    contents = Contents(opening, closing, reading.latest, found.nodes, found.edges, reading.lines)
    if {label: count for label, count in closing.nodes.items() if count} != dict(contents.nodes):
        raise _differs(archive, "nodes", sum(contents.nodes.values()), sum(closing.nodes.values()))
    if {table: count for table, count in closing.rows.items() if count} != dict(reading.rows):
        raise _differs(archive, "rows of the SQL database", sum(reading.rows.values()), sum(closing.rows.values()))
    return contents


def differs_from(contents: Contents, store: Reading) -> tuple[str, ...]:
    """In what a graph is not what the backup holds, in sentences; one that has been written to since is later only.

    No sentence says that the graph is the one backed up, with nothing added and nothing lost.
    """
    change = current_change(store)
    if change != contents.closing.change:
        return (f"The graph is at change {change:,}; the backup is of change {contents.closing.change:,}.",)
    held = {**count_nodes(store), **count_edges(store)}
    backed_up = {**contents.nodes, **contents.edges}
    return tuple(
        f"{what}: {held.get(what, 0):,} in the graph, {backed_up.get(what, 0):,} in the backup."
        for what in sorted({*held, *backed_up})
        if held.get(what, 0) != backed_up.get(what, 0)
    )


def count_edges(reading: Reading) -> dict[str, int]:
    """How many relationships of each type that a backup holds there are; a type without any is left out."""
    counted: dict[str, int] = {}
    for kind, (start, end) in ENDS.items():
        [row] = reading.read("MATCH (:" + start + ")-[r:" + kind + "]->(:" + end + ") RETURN count(r) AS count")
        if isinstance(count := row["count"], int) and count:
            counted[kind] = count
    return counted


@dataclass
class _Reading:
    """One pass over a backup; with `latest`, of which only what counts is counted."""

    archive: Archive
    latest: dict[str, int] = field(default_factory=dict[str, int])
    opening: Opening | None = None
    closing: Closing | None = None
    lines: int = 0
    nodes: Counter[str] = field(default_factory=Counter[str])
    edges: Counter[str] = field(default_factory=Counter[str])
    rows: Counter[str] = field(default_factory=Counter[str])

    def all(self, progress: LinesRead) -> Iterator[Line]:
        """Every line, checked and counted."""
        for text in self.archive.lines():
            line = read_line(text)
            if self.closing is not None or (self.opening is None) != isinstance(line, Opening):
                raise _not_whole(self.archive)
            self._take(line)
            yield line
            self.lines += 1
            if self.lines % OFTEN == 0:
                progress(self.lines)

    def read(self) -> "_Reading":
        """Read to the end."""
        for _ in self.all(lambda _: None):
            pass
        return self

    def _take(self, line: Line) -> None:
        match line:
            case Opening():
                self.opening = line
            case Closing():
                self.closing = line
            case NodeLine():
                label = next((label for label in LABELS if label in line.labels), "")
                if not label or not set(line.labels) <= {label, *FURTHER_LABELS}:
                    raise _unknown(f"nodes labelled {':'.join(line.labels)!r}")
                self.nodes[label] += self.latest.get(line.owner, 0) == line.round
            case EdgeLine():
                if line.kind not in ENDS:
                    raise _unknown(f"relationships {line.kind!r}")
                self.edges[line.kind] += self.latest.get(line.owner, 0) == line.round
            case RowsLine():
                self.rows[line.table] += len(line.rows)


def _not_whole(archive: Archive) -> BackupUnusable:
    return BackupUnusable(
        f"The backup {str(archive.path)!r} is not whole: its first or its last line is not where it belongs.",
        "Make another backup, or use another file.",
    )


def _differs(archive: Archive, what: str, held: int, said: int) -> BackupUnusable:
    return BackupUnusable(
        f"The backup {str(archive.path)!r} is not whole: it holds {held:,} {what} and should hold {said:,}.",
        "Make another backup. Where that says the same, something other than Dolen deletes from the graph.",
    )


def _unknown(what: str) -> BackupUnusable:
    return BackupUnusable(
        f"The backup holds {what}, which this version of Dolen does not know.", "Restore it with a newer version."
    )
