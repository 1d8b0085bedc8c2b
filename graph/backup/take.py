"""Taking a backup: the graph of one change number, and the SQL database of the moment at which it had that number.

The SQL database is fixed while nobody else writes to the graph, and read afterwards. So a write whose intent is in the
log and whose outcome is not has not touched the graph of the backup, as after a power cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from graph.backup.graph_copy import Progress, copy_graph, graph_steps
from graph.backup.lines import Closing, Line, Opening
from graph.backup.sql_copy import SqlSnapshot, step_of
from graph.store import Store


@dataclass(frozen=True)
class BackupSource:
    """What is backed up. `key_name` names the audit log's key, which itself is never in a backup."""

    store: Store
    sql: Engine
    key_name: str
    demo: bool = False


def backup_lines(source: BackupSource, opening: Opening, progress: Progress) -> Iterator[Line]:
    """Every line of a backup. `opening` says who makes it, when and under which entry; the rest of it is filled in.

    Raises as `copy_graph`.
    """
    with source.sql.connect() as connection:
        step = step_of(connection)
    yield replace(opening, demo=source.demo, graph_steps=graph_steps(source.store), sql_step=step)
    taken: list[SqlSnapshot] = []

    def fix_sql() -> SqlSnapshot:
        while taken:  # of an attempt that the engine undid
            taken.pop().close()
        taken.append(SqlSnapshot(source.sql))
        return taken[0]

    try:
        locked = yield from copy_graph(source.store, fix_sql, progress)
        snapshot = locked.found
        yield from snapshot.lines()
        yield Closing(locked.change, locked.nodes, snapshot.rows, snapshot.head(source.key_name))
    finally:
        for each in taken:
            each.close()
