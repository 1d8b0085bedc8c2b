"""The SQL database beside the graph: SQLite made for one owner, patient and strict, or any other by its address."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, text

from graph.errors import SettingsWrong, StoreUnavailable
from graph.settings import Settings
from graph.store import insert_missing, metadata, open_sql
from tests.support.ports import free_port


def test_sqlite_is_patient_private_and_read_beside_a_writer(home: Path) -> None:
    engine = open_sql(Settings(home=home))
    with engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "busy_timeout")
        }
    engine.dispose()

    assert pragmas == {"journal_mode": "wal", "busy_timeout": 30_000}
    assert stat.S_IMODE((home / "dolen.sqlite").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_an_address_that_cannot_be_used_is_a_wrong_setting(home: Path) -> None:
    for wrong in ("nonsense", "nosuchdatabase://server/dolen", "mysql://server/dolen", "postgresql+nosuch://server/d"):
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


def test_a_server_that_does_not_answer_is_said_so_without_its_password(home: Path) -> None:
    address = f"postgresql+psycopg://dolen:s3cr3t@127.0.0.1:{free_port()}/dolen"

    with pytest.raises(StoreUnavailable, match="cannot be opened") as refused:
        open_sql(Settings(home=home, sql=address))

    assert "s3cr3t" not in str(refused.value)


@pytest.mark.parametrize("key", ["new", "old"])
def test_a_row_is_put_in_only_where_it_is_missing(sql: Engine, key: str) -> None:
    table = metadata.tables["audit_turn"]
    with sql.begin() as connection:
        connection.execute(table.insert().values(id=1, turns=7))
        insert_missing(connection, table, {"id": {"new": 2, "old": 1}[key], "turns": 0})
        rows = {tuple(row) for row in connection.execute(table.select())}

    assert rows == {(1, 7), (2, 0)} if key == "new" else {(1, 7)}


def test_names_of_constraints_are_settled() -> None:
    assert set(MetaData(naming_convention=metadata.naming_convention).naming_convention) >= {"pk", "fk", "uq", "ix"}
