"""The SQL database for what is not graph: accounts, audit, alerts, ingest runs. Ids only, never intelligence.

SQLite in the data folder by default; PostgreSQL by `DOLEN_SQL`. Rooms declare their tables on `metadata`; the steps in
`sql_migrations` make them, and a test holds the two together.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from graph.errors import SettingsWrong, StoreUnavailable
from graph.settings import Settings
from graph.store.sql_upgrade import begin_restored_sql, upgrade_sql

BUSY_SECONDS = 30

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every table of every room."""


def open_sql(settings: Settings) -> Engine:
    """The database that the settings name, brought to the form that this version of Dolen expects.

    Raises `SettingsWrong` for an address that cannot be used, `StoreUnavailable` where nothing answers there,
    `StoreOutOfStep` where a later version of Dolen has written it.
    """
    engine = connect_sql(settings)
    with _opened(engine):
        upgrade_sql(engine)
    return engine


def open_empty_sql(settings: Settings, step: str) -> Engine:
    """The database that the settings name, brought to an earlier step, empty and marked as unfinished; for a restore.

    Raises as `open_sql`, and `NotEmpty` where it holds tables that no unfinished restore made.
    """
    engine = connect_sql(settings)
    with _opened(engine):
        begin_restored_sql(engine, step)
    return engine


def connect_sql(settings: Settings) -> Engine:
    """The database that the settings name, as it is. Raises `SettingsWrong`; nothing is sent yet."""
    try:
        url = make_url(settings.sql_url)
        if url.get_backend_name() == "sqlite":
            engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
            event.listen(engine, "connect", _prepare_sqlite)
            if url.database and url.database != ":memory:":
                _make_private(Path(url.database))
        elif url.get_backend_name() == "postgresql":
            engine = create_engine(url, pool_pre_ping=True)
        else:
            raise ArgumentError("neither SQLite nor PostgreSQL")
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsWrong(
            "The setting 'sql' cannot be used: it is not the address of a database that Dolen knows and can reach.",
            "Leave it empty for SQLite in the data folder, or give an address such as 'postgresql+psycopg://…' and "
            "install dolen[postgresql].",
        ) from error
    return engine


@contextmanager
def _opened(engine: Engine) -> Generator[None]:
    """What the database refuses while it is opened, as `StoreUnavailable`; it is let go of where anything fails."""
    try:
        yield
    except DBAPIError as error:
        engine.dispose()
        said = str(error.orig).strip().splitlines() or ["it does not answer"]
        raise StoreUnavailable(
            f"The database for accounts and audit cannot be opened: {said[0].rstrip('.')}.",
            "Check DOLEN_SQL and DOLEN_HOME.",
        ) from error
    except BaseException:
        engine.dispose()
        raise


def insert_missing(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    """Insert a row unless one with its key is there, which is then left as it is."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert  # takes long to import, and SQLite is the default
    else:
        insert = sqlite.insert
    connection.execute(insert(table).values(dict(row)).on_conflict_do_nothing())


def _make_private(file: Path) -> None:
    """Make the file for its owner only, before the database writes a word into it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"The data folder {str(file.parent)!r} cannot be written to: {error.strerror or error}.",
            "Set DOLEN_HOME to a folder of your own, or correct the folder's permissions.",
        ) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Readers beside one writer, patience with other processes, foreign keys that hold, and erasure from the disk."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()
