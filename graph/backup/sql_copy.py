"""The SQL database as lines of a backup, and back: every table that is there, as the database itself describes it, so
that a table of any room comes along.

Not copied are sign-ins under way and what recognises a browser or a failed attempt: after a restore everybody signs in
again. Nor are imports that wait, whose files are not in a backup. What is copied is of one moment, though others write.
"""

from collections.abc import Iterator
from typing import cast

from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, select, text

from graph.audit.log import last_line
from graph.backup.lines import LogHead, RowsLine
from graph.errors import BackupUnusable, StoreError

LEFT_OUT = frozenset(
    {"sessions", "session_reasons", "sign_in_failures", "known_devices", "provider_sign_ins", "imports"}
    | {"alembic_version"}
)
"""Tables that are not copied; the last is the database's own step, which the opening says."""
ROWS_AT_ONCE = 500
_COPIED = (str, int, float, bool, type(None))


class SqlSnapshot:
    """The database as it is when this is made, until it is closed."""

    def __init__(self, engine: Engine) -> None:
        options = "AUTOCOMMIT" if engine.dialect.name == "sqlite" else "REPEATABLE READ"
        self._connection = engine.connect().execution_options(isolation_level=options)
        if engine.dialect.name == "sqlite":
            # Python's own driver begins no transaction for what only reads; the first look then fixes the moment.
            self._connection.exec_driver_sql("BEGIN")
        self.step = step_of(self._connection)
        self._tables = _tables(self._connection)
        self.rows: dict[str, int] = {}
        """How many rows of each table have been read."""

    def lines(self) -> Iterator[RowsLine]:
        """Every row, in an order in which none refers to one that is still to come."""
        for table in self._tables:
            self.rows[table.name] = 0
            every = select(table).order_by(*table.primary_key.columns)
            found = self._connection.execution_options(yield_per=ROWS_AT_ONCE).execute(every)
            for part in found.partitions():
                rows = tuple(tuple(_copied(table, cell) for cell in row) for row in part)
                self.rows[table.name] += len(rows)
                yield RowsLine(table.name, tuple(found.keys()), rows)

    def head(self, key_name: str) -> LogHead:
        """How many entries the audit log has, and the code of the last."""
        last = last_line(self._connection)
        return LogHead(last.count, last.mac, key_name)

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()


def step_of(connection: Connection) -> str:
    """The step at which the database is."""
    return str(connection.scalars(text("SELECT version_num FROM alembic_version")).one())


def insert_rows(connection: Connection, tables: dict[str, Table], line: RowsLine) -> None:
    """Write some rows. Raises `BackupUnusable` for a table or a column that the database does not have."""
    table = tables.get(line.table)
    if table is None or not set(line.columns) <= set(table.columns.keys()):
        raise BackupUnusable(
            f"The backup holds rows of {line.table!r} that this version of Dolen does not know.",
            "Restore it with the version that made it.",
        )
    if line.rows:
        # A step may have written a row of its own, such as the log's turn.
        connection.execute(insert(table), [dict(zip(line.columns, row, strict=True)) for row in line.rows])


def clear_rows(connection: Connection) -> dict[str, Table]:
    """Delete what the steps themselves wrote into a new database; its tables by name."""
    tables = _tables(connection)
    for table in reversed(tables):
        connection.execute(table.delete())
    return {table.name: table for table in tables}


def count_rows(connection: Connection) -> dict[str, int]:
    """How many rows each table has that a backup copies."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in _tables(connection)
    }


def _tables(connection: Connection) -> list[Table]:
    """The tables that are copied, those first that others refer to."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in LEFT_OUT]


def _copied(table: Table, cell: object) -> object:
    if not isinstance(cell, _COPIED):
        raise StoreError(
            f"The table {table.name!r} holds a value that a backup cannot hold: {type(cell).__name__}.",
            "Report it to the maintainers of Dolen.",
        )
    return cast(object, cell)
