"""Bringing the SQL database to the form that this version of Dolen expects, by the numbered steps of `sql_migrations`.

The database says at which step it is (`alembic_version`). Two processes that start at once do not meet: one upgrades
under a lock, the other waits and finds it done. A database that is older than the steps is taken up by the first.
"""

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from graph.errors import NotEmpty, StoreOutOfStep

_STEPS = files("graph.store.sql_migrations")
_TURN = 0x646F_6C65_6E
"""The number of the lock by which processes at one PostgreSQL database wait for one another ("dolen")."""

RESTORE_UNFINISHED = "A backup was being restored into this installation, and that has not finished."
START_RESTORE_OVER = "If it is not still running, run the same `dolen restore` again: it starts over."
UNFINISHED = "restoring"
"""The step at which a database is while a restore writes it: every version refuses to open it."""


def upgrade_sql(engine: Engine) -> None:
    """Apply the steps that the database lacks; a database that lacks none is only asked.

    Raises `StoreOutOfStep`, and changes nothing, where a later version of Dolen has written the database.
    """
    with engine.connect() as connection:
        if _is_at_head(connection):
            return
    with _alone(engine) as connection:
        if not _is_at_head(connection):
            _apply(connection)


@cache
def known_steps() -> tuple[str, ...]:
    """The numbers of the steps that this version knows, in their order."""
    names = (entry.name for entry in _STEPS.joinpath("versions").iterdir())
    return tuple(sorted(name[:4] for name in names if name[:4].isdecimal() and name.endswith(".py")))


def begin_restored_sql(engine: Engine, step: str) -> None:
    """Make the empty tables of a step in a database that holds none, or what an unfinished restore left; and mark it.

    Raises `NotEmpty`, and changes nothing, where it holds other tables.
    """
    with _alone(engine) as connection:
        if inspect(connection).get_table_names():
            if not is_unfinished(connection):
                raise NotEmpty(
                    "The database for accounts and audit holds tables already; nothing was restored.",
                    "Restore into an installation that holds nothing: another DOLEN_HOME, and another DOLEN_SQL.",
                )
            left = MetaData()
            left.reflect(connection)
            left.drop_all(connection)
        _apply(connection, step)
        set_step(connection, UNFINISHED)


def is_unfinished(connection: Connection) -> bool:
    """Whether a restore began to write the database and did not end."""
    return inspect(connection).has_table("alembic_version") and _reached(connection) == {UNFINISHED}


def set_step(connection: Connection, step: str) -> None:
    """Say at which step the database is."""
    connection.execute(text("UPDATE alembic_version SET version_num = :step"), {"step": step})


def _reached(connection: Connection) -> set[str]:
    return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


def _is_at_head(connection: Connection) -> bool:
    if not inspect(connection).has_table("alembic_version"):
        return False
    reached = _reached(connection)
    if UNFINISHED in reached:
        raise StoreOutOfStep(RESTORE_UNFINISHED, START_RESTORE_OVER)
    if unknown := sorted(reached - set(known_steps())):
        raise StoreOutOfStep(
            f"A later version of Dolen wrote the database for accounts and audit: it is at step {unknown[-1]}; "
            f"this one knows {known_steps()[-1]}.",
            "Use that version, or restore a backup made with this one.",
        )
    return reached == {known_steps()[-1]}


def _apply(connection: Connection, to: str = "head") -> None:
    from alembic.command import upgrade  # only now, since it takes longer to load than to find nothing to do
    from alembic.config import Config

    with as_file(_STEPS) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        upgrade(config, to)


@contextmanager
def _alone(engine: Engine) -> Generator[Connection]:
    """A transaction that no other process can begin meanwhile; all of the upgrade is done, or nothing."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")
    else:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
            yield connection
