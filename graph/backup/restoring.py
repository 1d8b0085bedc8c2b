"""Restoring a backup into an installation that holds nothing, on either engine.

    1  the SQL database is made, at the step of the backup, empty and marked as unfinished
    2  the graph is marked as unfinished, and written: nodes, then relationships
    3  what the graph now holds is counted and compared
    4  the rows of the SQL database are written, and its mark goes, in one transaction; the log's head before that
    5  the graph's mark goes and its change number is that of the backup

While a mark is there every command refuses to open what it marks, so nothing is answered from half a graph. Restoring
again starts over: what a marked installation holds can only be what an unfinished restore wrote.

What was erased after the backup was made comes back with it. The list of erasures, which lies apart from the graph, is
applied again between 4 and 5, while nothing can be asked yet (`docs/decisions/0022-backup.md`).
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import LiteralString

from sqlalchemy import Engine

from graph.audit import AuditLog, Entry
from graph.audit.chain import fingerprint
from graph.audit.checkpoint import KEY_FILE, Head, keep_head, only_writer, read_key, start_keeping
from graph.backup.archive import Archive
from graph.backup.check import Contents, count_edges
from graph.backup.graph_copy import count_nodes
from graph.backup.kinds import ENDS, FURTHER_LABELS, LABELS
from graph.backup.lines import EdgeLine, LogHead, NodeLine, RowsLine, read_line
from graph.backup.sql_copy import clear_rows, insert_rows
from graph.erasure.ledger import FILE as ERASURES
from graph.erasure.ledger import ledger_of
from graph.erasure.outside_graph import erase_beside
from graph.erasure.records import delete_records, erasable
from graph.errors import AuditUnavailable, BackupUnusable, NotEmpty, StoreError
from graph.model.ids import name_id
from graph.settings import Settings
from graph.store import Store, Writer
from graph.store.bolt import BoltStore
from graph.store.migrations import MIGRATIONS, UNFINISHED_STEP, make_schema, migrate, record_steps
from graph.store.opening import open_as_found
from graph.store.sql import connect_sql, open_empty_sql
from graph.store.sql_upgrade import is_unfinished, known_steps, set_step, upgrade_sql

BATCH = 2_000
RESTORING = "dolen restore"
BROUGHT_BACK = "The backup was made before they were erased."
Progress = Callable[[int, int], None]
"""Is called with the lines that were written so far, and how many there are."""

_ALLOWED = frozenset(
    {KEY_FILE, "accounts.key", ERASURES, "dolen.toml", "lost+found"}
    | {"engine", "logs", "dolen.sqlite", "dolen.sqlite-wal", "dolen.sqlite-shm"}
)
"""What may lie in a data folder into which a backup is restored: keys, which no backup holds, settings, and the graph
and the SQL database, each of which is asked whether it holds anything."""

_MARK: LiteralString = "CREATE (:Migration {id: $id, number: $number, name: $name, applied: 0, change: $change})"
_MARKED: LiteralString = "MATCH (m:Migration) WHERE m.number = $number RETURN m.id AS id"
_UNMARK: LiteralString = "MATCH (m:Migration) WHERE m.number = $number DELETE m"
_AT_CHANGE: LiteralString = "MATCH (c:Change {id: 'change'}) SET c.number = $reached"
# (:Person)-[:NAMED]->(:Name)
_NAMED: LiteralString = """
UNWIND $rows AS row
MATCH (e:Entity {id: row.person})
MATCH (n:Name {id: row.name})
MERGE (e)-[:NAMED]->(n)
"""
_ORDER: tuple[LiteralString, ...] = (*LABELS, *FURTHER_LABELS)


@dataclass(frozen=True)
class Restored:
    """What a restore came to."""

    change: int
    nodes: int
    edges: int
    rows: int
    erased: int = 0
    """Items, words and judgements that had been erased after the backup, and were erased again."""


def check_restorable(contents: Contents, settings: Settings, *, new_key: bool) -> None:
    """Raise, before anything is written, what stands against a restore.

    `BackupUnusable` for a backup of a later version, `NotEmpty` for a data folder that holds something,
    `AuditUnavailable` where the log's key is missing or another.
    """
    unknown = {*contents.opening.graph_steps} - {step.number for step in MIGRATIONS}
    if unknown or contents.opening.sql_step not in known_steps():
        raise BackupUnusable(
            "A later version of Dolen made this backup: this one does not know its form.",
            "Restore it with that version, or a newer one.",
        )
    _check_folder(settings)
    if not new_key:
        _key_of(settings, contents.closing.head)


def restore(
    archive: Archive, contents: Contents, settings: Settings, progress: Progress, *, new_key: bool = False
) -> Restored:
    """Write a backup that was read whole into an installation that holds nothing. Call `check_restorable` first.

    With `new_key` the log goes on under a key of its own, and none of its older entries can be checked any more.
    Raises `NotEmpty` where the SQL database or the graph holds something.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = open_as_found(settings)
    try:
        _check_graph(store)
        sql = open_empty_sql(settings, contents.opening.sql_step)
        try:
            restore_graph(archive, contents, store, progress)
            _restore_sql(archive, contents, sql, settings, new_key=new_key)
            erased = _erase_again(store, sql, settings)
            finish_graph(contents, store)
        finally:
            sql.dispose()
        migrate(store)
        store.settle()
    finally:
        store.close()
    rows = sum(contents.closing.rows.values())
    nodes, edges = sum(contents.nodes.values()), sum(contents.edges.values())
    return Restored(contents.closing.change, nodes, edges, rows, erased)


def restore_graph(archive: Archive, contents: Contents, store: BoltStore, progress: Progress) -> None:
    """Write the graph of a backup into one that holds nothing, and leave it marked as unfinished."""
    _mark(store)
    _clear(store)
    make_schema(store, contents.opening.graph_steps)
    writing = _Writing(store, progress, 2 * contents.lines)
    for nodes in (True, False):
        for text in archive.lines():
            line = read_line(text)
            writing.count()
            if isinstance(line, NodeLine if nodes else EdgeLine) and contents.counts(line):
                writing.take(line)
        writing.flush()
    held = {**count_nodes(store), **count_edges(store)}
    wanted = {**contents.nodes, **contents.edges}
    if wrong := [what for what in {*held, *wanted} if held.get(what, 0) != wanted.get(what, 0)]:
        what = min(wrong)
        raise StoreError(
            f"After the restore the graph holds {held.get(what, 0):,} {what} and not {wanted.get(what, 0):,}.",
            "The graph stays marked as unfinished. Run the same `dolen restore` again.",
        )


def _erase_again(store: BoltStore, sql: Engine, settings: Settings) -> int:
    """Erase what the list of erasures names: how many records of the backup that was."""
    found = erasable(store, ledger_of(settings).all_ids())
    records = len(found.item_ids) + len(found.words) + len(found.judgements)
    if records:
        log = AuditLog(sql, settings.home, key_file=settings.audit_key)
        entry = Entry(who=RESTORING, action="erase", question="records", subjects=found.ids.all, reason=BROUGHT_BACK)
        with log.change(entry):
            store.write(lambda writer: delete_records(writer, found, time.time_ns() // 1_000_000))
            erase_beside(found, sql, settings.home, log, RESTORING, BROUGHT_BACK)
            store.forget_deleted()
    return records


def finish_graph(contents: Contents, store: Store) -> None:
    """Let the graph be asked: its steps and its change number are those of the backup."""

    def work(writer: Writer) -> None:
        record_steps(writer, contents.opening.graph_steps)
        writer.write(_UNMARK, number=UNFINISHED_STEP)
        writer.write(_AT_CHANGE, reached=contents.closing.change)

    store.write(work)


def _check_folder(settings: Settings) -> None:
    there = {path.name for path in settings.home.iterdir()} if settings.home.is_dir() else set[str]()
    if not there - _ALLOWED:
        return
    engine = connect_sql(settings)
    try:
        with engine.connect() as connection:
            if is_unfinished(connection):
                return  # what lies there was written by a restore that did not finish
    finally:
        engine.dispose()
    raise NotEmpty(
        f"The data folder {str(settings.home)!r} holds something already: {min(there - _ALLOWED)!r}.",
        "A backup is restored into an installation that holds nothing: set DOLEN_HOME to a new folder, and put the"
        f" keys into it ({KEY_FILE}, accounts.key).",
    )


def _check_graph(store: Store) -> None:
    if _is_marked(store):
        return
    if held := sum(count_nodes(store).values()):
        raise NotEmpty(
            f"The graph holds {held:,} nodes already; nothing was restored.",
            "A backup is restored into an installation that holds nothing: set DOLEN_HOME or DOLEN_STORE to another.",
        )


def _is_marked(store: Store) -> bool:
    return bool(store.read(_MARKED, number=UNFINISHED_STEP))


def _mark(store: Store) -> None:
    if not _is_marked(store):
        values = {"id": "migration:restoring", "number": UNFINISHED_STEP, "name": "a restore that has not finished"}
        store.write(lambda writer: writer.write(_MARK, **values))


def _clear(store: Store) -> None:
    """Delete what an unfinished restore wrote, in batches."""
    for label in LABELS:
        some: LiteralString = "MATCH (n:" + label + ") RETURN n.id AS id LIMIT $batch"
        delete: LiteralString = "UNWIND $ids AS id MATCH (n:" + label + " {id: id}) DETACH DELETE n"
        while ids := [row["id"] for row in store.read(some, batch=BATCH)]:
            store.write(lambda writer, delete=delete, ids=ids: writer.write(delete, ids=ids))


def _key_of(settings: Settings, head: LogHead) -> bytes:
    """The log's key, which must be the one of the backup. Raises `AuditUnavailable`."""
    path = settings.audit_key or settings.home / KEY_FILE
    if not path.exists():
        raise AuditUnavailable(
            f"The key of the audit log, {path}, is missing: a backup never holds it.",
            "Put your copy of it there. Where it is lost, --new-key restores without it: the log's entries until now"
            " can then never be checked again.",
        )
    key = read_key(path)
    if fingerprint(key) != head.key_name:
        raise AuditUnavailable(
            f"The key of the audit log, {path}, is not the one with which the log of this backup was written.",
            "Put the right one there.",
        )
    return key


def _restore_sql(archive: Archive, contents: Contents, sql: Engine, settings: Settings, *, new_key: bool) -> None:
    """Write the rows, in one transaction, and let the database be opened."""
    key_file = settings.audit_key or settings.home / KEY_FILE
    head = contents.closing.head
    with only_writer(settings.home):
        if new_key:
            start_keeping(settings.home, key_file)
        key = read_key(key_file) if new_key else _key_of(settings, head)
        keep_head(settings.home, key, Head(head.count, head.mac))
    with sql.begin() as connection:
        tables = clear_rows(connection)
        for text in archive.lines():
            line = read_line(text)
            if isinstance(line, RowsLine):
                insert_rows(connection, tables, line)
        set_step(connection, contents.opening.sql_step)
    upgrade_sql(sql)


@dataclass
class _Writing:
    """Nodes and relationships on their way into the graph, many of one kind at a time."""

    store: Store
    progress: Progress
    of: int
    _done: int = 0
    _waiting: dict[LiteralString, list[Mapping[str, object]]] = field(
        default_factory=dict[LiteralString, list[Mapping[str, object]]]
    )

    def count(self) -> None:
        """One line more has been read."""
        self._done += 1
        if self._done % BATCH == 0:
            self.progress(self._done, self.of)

    def take(self, line: NodeLine | EdgeLine) -> None:
        """Write a node or a relationship, with the next of its kind."""
        if isinstance(line, NodeLine):
            self._add(_node_statement(line.labels), line.says)
        else:
            self._add(_EDGES[line.kind], {"start": line.start, "end": line.end, "says": line.says})
            name_key = line.says.get("name_key")
            if line.kind == "MENTIONS" and isinstance(name_key, str) and name_key:
                self._add(_NAMED, {"person": line.end, "name": name_id(name_key)})

    def flush(self) -> None:
        """Write what is waiting."""
        for statement in sorted(self._waiting, key=lambda statement: statement == _NAMED):
            self._write(statement)

    def _add(self, statement: LiteralString, row: Mapping[str, object]) -> None:
        rows = self._waiting.setdefault(statement, [])
        rows.append(row)
        if len(rows) >= BATCH:
            self._write(statement)

    def _write(self, statement: LiteralString) -> None:
        rows = self._waiting.pop(statement, [])
        if rows:
            self.store.write(lambda writer: writer.write(statement, rows=rows))


def _node_statement(labels: Sequence[str]) -> LiteralString:
    """Creates nodes with all their labels at once, in one order, as the embedded engine wants it."""
    called: LiteralString = ":".join(label for label in _ORDER if label in labels)
    return "UNWIND $rows AS row CREATE (n:" + called + ") SET n = row"


_EDGES: Mapping[str, LiteralString] = {
    kind: "UNWIND $rows AS row "
    "MATCH (a:" + start + " {id: row.start}) "
    "MATCH (b:" + end + " {id: row.end}) "
    "CREATE (a)-[r:" + kind + "]->(b) SET r = row.says"
    for kind, (start, end) in ENDS.items()
}
