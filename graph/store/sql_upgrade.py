"""Bringing the SQL database to the form that this version of Dolen expects, by the numbered steps of `sql_migrations`.

The database says at which step it is (`alembic_version`). Two processes that start at once do not meet: one upgrades
under a lock, the other waits and finds it done. A database that is older than the steps is taken up by the first.
"""

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files

from sqlalchemy import Connection, Engine, inspect, text

from graph.errors import StoreOutOfStep

_STEPS = files("graph.store.sql_migrations")
_TURN = 0x646F_6C65_6E
"""The number of the lock by which processes at one PostgreSQL database wait for one another ("dolen")."""


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


def _is_at_head(connection: Connection) -> bool:
    if not inspect(connection).has_table("alembic_version"):
        return False
    reached = set(connection.scalars(text("SELECT version_num FROM alembic_version")))
    if unknown := sorted(reached - set(known_steps())):
        raise StoreOutOfStep(
            f"A later version of Dolen wrote the database for accounts and audit: it is at step {unknown[-1]}; "
            f"this one knows {known_steps()[-1]}.",
            "Use that version, or restore a backup made with this one.",
        )
    return reached == {known_steps()[-1]}


def _apply(connection: Connection) -> None:
    from alembic.command import upgrade  # only now, since it takes longer to load than to find nothing to do
    from alembic.config import Config

    with as_file(_STEPS) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        upgrade(config, "head")


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
