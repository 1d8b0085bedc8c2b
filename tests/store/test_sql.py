"""The SQL database beside the graph: SQLite made for one owner, patient and strict, or any other by its address."""

import stat
import uuid
from collections.abc import Generator
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, inspect, text
from sqlalchemy.exc import IntegrityError

from graph.errors import SettingsWrong, StoreUnavailable
from graph.settings import Settings
from graph.store import create_tables, metadata, open_sql


@pytest.fixture
def tables() -> Generator[tuple[Table, Table]]:
    """A table and one that refers to it, declared as a room declares its own, for one test."""
    name = f"t{uuid.uuid4().hex}"
    parent = Table(name, metadata, Column("id", Integer, primary_key=True))
    child = Table(f"{name}_child", metadata, Column("parent", ForeignKey(parent.c.id), nullable=False))
    yield parent, child
    for table in (child, parent):
        metadata.remove(table)


def test_declared_tables_are_made_and_kept(home: Path, tables: tuple[Table, Table]) -> None:
    parent, child = tables
    engine = open_sql(Settings(home=home))
    assert {parent.name, child.name} <= set(inspect(engine).get_table_names())

    with engine.begin() as connection:
        connection.execute(parent.insert(), [{"id": 1}])
    create_tables(engine)

    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(parent.select())] == [(1,)]
    engine.dispose()


def test_foreign_keys_hold(home: Path, tables: tuple[Table, Table]) -> None:
    engine = open_sql(Settings(home=home))

    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(tables[1].insert(), [{"parent": 404}])
    engine.dispose()


def test_sqlite_is_patient_private_and_read_beside_a_writer(home: Path) -> None:
    engine = open_sql(Settings(home=home))
    with engine.connect() as connection:
        told = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "busy_timeout")}
    engine.dispose()

    assert told == {"journal_mode": "wal", "busy_timeout": 30_000}
    assert stat.S_IMODE((home / "dolen.sqlite").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_an_address_that_cannot_be_used_is_a_wrong_setting(home: Path) -> None:
    for wrong in ("nonsense", "nosuchdatabase://server/dolen"):
        with pytest.raises(SettingsWrong, match="sql"):
            open_sql(Settings(home=home, sql=wrong))


def test_a_place_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(StoreUnavailable, match="cannot be written to"):
        open_sql(Settings(home=tmp_path / "file" / "home"))


def test_a_file_that_is_no_database_is_said_so(home: Path) -> None:
    home.mkdir()
    (home / "dolen.sqlite").write_text("these are not the pages of a database, and it is longer than a header" * 20)

    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        open_sql(Settings(home=home))


def test_names_of_constraints_are_settled() -> None:
    assert set(MetaData(naming_convention=metadata.naming_convention).naming_convention) >= {"pk", "fk", "uq", "ix"}
