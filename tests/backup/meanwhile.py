"""A backup of a graph that is being loaded."""

from itertools import islice
from pathlib import Path
from typing import cast

from graph.backup import Archive, BackupSource, Opening, backup_lines, line_bytes, pack, read_backup
from graph.backup.restoring import finish_graph, restore_graph
from graph.settings import Settings
from graph.store import Store, current_change, open_sql
from graph.store.bolt import BoltStore

OPENING = Opening("tests", "2026-11-18T12:00:00+00:00", "OFFICIAL", 1)
LINES_BETWEEN, LAST_OF_BACKUP = 150, 4
"""Lines that are read after each batch, and the batch after which the backup ends."""


class TakenMeanwhile:
    """Called after each batch of a load, it reads a little of the graph, and ends before the load does."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._path = store, folder / "backup"
        self._sql = open_sql(Settings(home=folder))
        self._lines = backup_lines(BackupSource(store, self._sql, ""), OPENING, lambda *_: None)
        self._read: list[bytes] = []
        self._seen: list[int] = []

    def __call__(self) -> None:
        """A batch was written."""
        self._seen.append(current_change(self._store))
        left = None if len(self._seen) == LAST_OF_BACKUP else LINES_BETWEEN
        self._read += map(line_bytes, islice(self._lines, left))

    def restore(self, store: Store) -> None:
        """Let a store that holds nothing hold what was backed up."""
        assert len(self._seen) > LAST_OF_BACKUP, "the loading went on after the backup"
        self._path.write_bytes(b"".join(pack(self._read)))
        self._sql.dispose()
        archive = Archive(self._path)
        contents = read_backup(archive)
        assert contents.latest, "something was written while the graph was read"
        restore_graph(archive, contents, cast(BoltStore, store), lambda *_: None)
        finish_graph(contents, store)
        assert current_change(store) == contents.closing.change < self._seen[-1]
