"""The graph as lines of a backup, of one change number, read while others read and write.

    round 0        every node and relationship, page by page, without the lock
    round 1, 2, …  what was written meanwhile, without the lock, until little is left
    last round     what is left, inside a write transaction: nobody else writes, so the copy is of that change

Whatever is written is stamped with its change, or belongs to an owner that is (an item, a judgement, a report's
words). The one exception is `people` of an item, which repeats components and labels of persons: an item that names a
changed person is read again. NAMED is not copied, since mentions say it. Deleting a node stamps nothing: then a node is
copied that the graph no longer holds, the counts differ, and the backup says so instead of ending well.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, LiteralString, TypeVar, cast

from graph.backup.kinds import ENDS, LABELS
from graph.backup.lines import EdgeLine, Line, NodeLine, Says
from graph.errors import StoreBusy, StoreError
from graph.store import Reading, Row, Store, Writer, current_change

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Is called with the nodes that were read so far, and how many there are, roughly."""

_SCHEMA: tuple[LiteralString, ...] = ("Change", "Migration")
"""The change counter and the schema's steps, which a restore makes again."""

PAGE = 2_000
FEW = 500
"""Changed nodes that are read while others wait to write."""
MOST_ROUNDS = 10

_OF_ENTITIES: LiteralString = "|".join(kind for kind, (start, _) in ENDS.items() if start == "Entity")

# (:Report)-[:CONTAINS]->(:Item)-[:MENTIONS]->(:Entity), (:Report)-[:WORDED]->(:Words),
# (:Judgement)-[:ABOUT]->(:Entity), (:Judgement)-[:RESTS_ON]->(:Item)
_OWNED: Mapping[str, tuple[tuple[str, LiteralString], ...]] = {
    "Item": (
        (
            "CONTAINS",
            "MATCH (n:Item {id: id})<-[r:CONTAINS]-(o:Report) RETURN o.id AS start, n.id AS end, properties(r) AS says",
        ),
        (
            "MENTIONS",
            "MATCH (n:Item {id: id})-[r:MENTIONS]->(o:Entity) RETURN n.id AS start, o.id AS end, properties(r) AS says",
        ),
    ),
    "Words": (
        (
            "WORDED",
            "MATCH (n:Words {id: id})<-[r:WORDED]-(o:Report) RETURN o.id AS start, n.id AS end, properties(r) AS says",
        ),
    ),
    "Judgement": (
        (
            "ABOUT",
            "MATCH (n:Judgement {id: id})-[r:ABOUT]->(o:Entity) RETURN n.id AS start, o.id AS end, "
            "properties(r) AS says",
        ),
        (
            "RESTS_ON",
            "MATCH (n:Judgement {id: id})-[r:RESTS_ON]->(o:Item) RETURN n.id AS start, o.id AS end, "
            "properties(r) AS says",
        ),
    ),
}
_EACH: LiteralString = "UNWIND $ids AS id "
# (:Entity)-[:LIVES_AT|…|IDENTIFIED_BY|POSSIBLY_SAME {item}]->(:Entity|:Identifier): stated by the item that they name
_STATED: LiteralString = (
    _EACH + "MATCH (e:Entity {id: id})-[r:" + _OF_ENTITIES + "]->(o) "
    "RETURN e.id AS start, o.id AS end, type(r) AS kind, coalesce(r.item, r.item_a) AS owner, properties(r) AS says"
)
_NAMING: LiteralString = (
    _EACH + "MATCH (e:Entity {id: id})<-[:MENTIONS]-(i:Item) WHERE 'Person' IN labels(e) RETURN DISTINCT i.id AS id"
)
_STEPS: LiteralString = "MATCH (m:Migration) RETURN m.number AS number"


@dataclass(frozen=True)
class Locked(Generic[T]):
    """What was found while nobody else wrote: the change number, the nodes of each label, and what `at_last` gave."""

    change: int
    nodes: Mapping[str, int]
    found: T


def graph_steps(reading: Reading) -> tuple[int, ...]:
    """The numbers of the schema's steps that the graph has taken."""
    return tuple(sorted(cast(int, row["number"]) for row in reading.read(_STEPS)))


def copy_graph(store: Store, at_last: Callable[[], T], progress: Progress) -> Generator[Line, None, Locked[T]]:
    """Every line of the graph. `at_last` is called while nobody else writes, again where the engine starts over.

    Raises `StoreError` where the graph holds something that a backup does not know, `StoreBusy` where another command
    changes the form of the graph meanwhile.
    """
    steps, after = graph_steps(store), current_change(store)
    yield from _Copying(progress).everything(store)
    round = 1
    while (newest := current_change(store)) > after:
        changed = _changed(store, after)
        if sum(map(len, changed.values())) <= FEW or round == MOST_ROUNDS:
            break
        yield from _changed_lines(store, changed, round)
        after, round = newest, round + 1
    lines, locked = store.write(lambda writer: _last_round(writer, after, round, steps, at_last))
    yield from lines
    return locked


def count_nodes(reading: Reading) -> dict[str, int]:
    """How many nodes of each label there are. Raises `StoreError` where there are others."""
    counted = {label: _count(reading, label) for label in (*LABELS, *_SCHEMA)}
    [row] = reading.read("MATCH (n) RETURN count(n) AS count")
    others = cast(int, row["count"]) - sum(counted.values())
    if others:
        raise StoreError(
            f"The graph holds {abs(others):,} nodes of a kind that a backup does not know; nothing was backed up.",
            "Something other than Dolen wrote them: remove them, or back the graph up with the engine's own tools.",
        )
    return {label: counted[label] for label in LABELS}


def _last_round(
    writer: Writer, after: int, round: int, steps: tuple[int, ...], at_last: Callable[[], T]
) -> tuple[list[Line], Locked[T]]:
    if graph_steps(writer) != steps:
        raise StoreBusy("Another version of Dolen brought the graph up to date meanwhile.", "Make the backup again.")
    # The writer's own change is the one after the newest, and writes nothing.
    changed = _changed(writer, after) if writer.change > after + 1 else {}
    lines = list(_changed_lines(writer, changed, round))
    return lines, Locked(writer.change, count_nodes(writer), at_last())


@dataclass
class _Copying:
    """Round 0, page by page."""

    progress: Progress
    _read: int = 0
    _of: dict[str, int] = field(default_factory=dict[str, int])

    def everything(self, reading: Reading) -> Iterator[Line]:
        """Every node and relationship, as found."""
        self._of = count_nodes(reading)
        for label in LABELS:
            for nodes in self._pages(reading, label):
                yield from nodes
                ids = [node.owner for node in nodes]
                yield from _owned(reading, label, ids, 0)
                if label == "Entity":
                    yield from _stated(reading, ids, 0)
                self._read += len(nodes)
                self.progress(self._read, sum(self._of.values()))

    def _pages(self, reading: Reading, label: LiteralString) -> Iterator[list[NodeLine]]:
        """The nodes of a label, about PAGE at a time, by how their ids start."""
        starting: LiteralString = "MATCH (n:" + label + ") WHERE n.id STARTS WITH $start "
        exactly: LiteralString = "MATCH (n:" + label + " {id: $start}) "
        says: LiteralString = "RETURN labels(n) AS labels, properties(n) AS says"
        if self._of[label] <= PAGE:
            yield _nodes(reading.read("MATCH (n:" + label + ") " + says), 0)
            return
        [row] = reading.read("MATCH (n:" + label + ") RETURN min(n.id) AS first, max(n.id) AS last")
        waiting = [(_common_start(str(row["first"]), str(row["last"])), PAGE + 1)]
        while waiting:
            start, count = waiting.pop()
            if count <= PAGE:
                yield _nodes(reading.read(starting + says, start=start), 0)
                continue
            longer = len(start) + 1
            parts = reading.read(
                starting + "RETURN substring(n.id, 0, $longer) AS start, count(n) AS count", start=start, longer=longer
            )
            for part in parts:
                if str(part["start"]) == start:  # an id that is the start of others
                    yield _nodes(reading.read(exactly + says, start=start), 0)
                else:
                    waiting.append((str(part["start"]), cast(int, part["count"])))


def _common_start(a: str, b: str) -> str:
    differs = next((place for place, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), None)
    return min(a, b, key=len) if differs is None else a[:differs]


def _changed(reading: Reading, after: int) -> dict[str, list[str]]:
    """The ids, by label, of what was written after a change."""
    changed = {label: _ids(reading.read(_since(label), after=after)) for label in LABELS}
    naming = {id for part in _parts(changed["Entity"]) for id in _ids(reading.read(_NAMING, ids=part))}
    changed["Item"] = sorted({*changed["Item"], *naming})
    return changed


def _changed_lines(reading: Reading, changed: Mapping[str, list[str]], round: int) -> Iterator[Line]:
    """What was written, and everything that belongs to it, as it is now."""
    for label, every in changed.items():
        for ids in _parts(every):
            yield from _nodes(reading.read(_by_id(cast(LiteralString, label)), ids=ids), round)
            owned = list(_owned(reading, label, ids, round))
            yield from owned
            if label == "Item":
                owners = set(ids)
                mentioned = sorted({edge.end for edge in owned if edge.kind == "MENTIONS"})
                for part in _parts(mentioned):
                    yield from (edge for edge in _stated(reading, part, round) if edge.owner in owners)


def _owned(reading: Reading, label: str, ids: Sequence[str], round: int) -> Iterator[EdgeLine]:
    """The relationships that belong to these nodes."""
    for kind, statement in _OWNED.get(label, ()):
        for row in reading.read(_EACH + statement, ids=list(ids)):
            start, end = str(row["start"]), str(row["end"])
            yield EdgeLine(round, end if kind in ("CONTAINS", "WORDED") else start, kind, start, end, _says(row))


def _stated(reading: Reading, entities: Sequence[str], round: int) -> Iterator[EdgeLine]:
    """The relationships that start at these entities, each belonging to the item that states it."""
    for row in reading.read(_STATED, ids=list(entities)):
        yield EdgeLine(round, str(row["owner"]), str(row["kind"]), str(row["start"]), str(row["end"]), _says(row))


def _nodes(rows: Iterable[Row], round: int) -> list[NodeLine]:
    return [NodeLine(round, tuple(sorted(cast("list[str]", row["labels"]))), _says(row)) for row in rows]


def _says(row: Row) -> Says:
    return cast(Says, row["says"])


def _since(label: LiteralString) -> LiteralString:
    return "MATCH (n:" + label + ") WHERE n.change > $after RETURN n.id AS id"


def _by_id(label: LiteralString) -> LiteralString:
    return _EACH + "MATCH (n:" + label + " {id: id}) RETURN labels(n) AS labels, properties(n) AS says"


def _count(reading: Reading, label: LiteralString) -> int:
    [row] = reading.read("MATCH (n:" + label + ") RETURN count(n) AS count")
    return cast(int, row["count"])


def _ids(rows: Iterable[Row]) -> list[str]:
    return [str(row["id"]) for row in rows]


def _parts(ids: Sequence[str]) -> Iterator[list[str]]:
    return (list(ids[at : at + PAGE]) for at in range(0, len(ids), PAGE))
