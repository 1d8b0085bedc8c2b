"""The SQL database for what is not graph: accounts, audit, alerts, ingest runs. Ids only, never intelligence.

SQLite in the data folder by default; any other SQLAlchemy address by `DOLEN_SQL`. Rooms declare their tables on
`metadata`; `create_tables` makes those that are missing.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from graph.errors import SettingsWrong, StoreUnavailable
from graph.settings import Settings

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
    """The database that the settings name, with the tables declared so far made where missing.

    Raises `SettingsWrong` for an address that SQLAlchemy cannot use, `StoreUnavailable` where nothing answers there.
    """
    try:
        url = make_url(settings.sql_url)
        if url.get_backend_name() == "sqlite":
            engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
            event.listen(engine, "connect", _prepare_sqlite)
            if url.database and url.database != ":memory:":
                _make_private(Path(url.database))
        else:
            engine = create_engine(url, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsWrong(
            "The setting 'sql' cannot be used: it is not an address of a database that is installed here.",
            "Leave it empty for SQLite in the data folder, or give an address such as 'postgresql+psycopg://…'.",
        ) from error
    create_tables(engine)
    return engine


def create_tables(engine: Engine) -> None:
    """Make the declared tables that the database lacks; those it has are left as they are."""
    try:
        metadata.create_all(engine)
        with engine.connect():
            pass
    except DBAPIError as error:
        raise StoreUnavailable(
            f"The database for accounts and audit cannot be opened: {error.orig}.", "Check DOLEN_SQL and DOLEN_HOME."
        ) from error


def insert_missing(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    """Insert a row unless one with its key is there, which is then left as it is."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
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
    """Readers beside one writer, patience with other processes, and foreign keys that hold."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
