"""The SQL database in a backup: every table of one moment, back on either kind, and marked until it is whole."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, select, text

from api.accounts import Accounts
from api.accounts.tables import ACCOUNTS, SESSIONS
from graph.audit import AuditLog, Entry, prepare_audit
from graph.backup.lines import RowsLine, line_bytes, read_line
from graph.backup.sql_copy import LEFT_OUT, SqlSnapshot, clear_rows, count_rows, insert_rows
from graph.errors import BackupUnusable, NotEmpty, StoreOutOfStep
from graph.settings import Settings
from graph.store import open_sql
from graph.store.sql import open_empty_sql
from graph.store.sql_upgrade import known_steps, set_step
from tests.support.tables import every_declared_table


@pytest.fixture
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[RowsLine]:
    """What a backup holds of an SQLite database with two entries and an account; another entry comes meanwhile."""
    home = tmp_path_factory.mktemp("source")
    sql = open_sql(Settings(home=home))
    prepare_audit(sql, home)
    log = AuditLog(sql, home)
    Accounts(sql).add("a.price", "analyst", display_name="Siân Price")
    for question in ("child", "linked_children"):
        log.enter(Entry(who="a.price", action="consult", question=question, reason="Strategy meeting 12"))
    snapshot = SqlSnapshot(sql)
    log.enter(Entry(who="a.price", action="consult", question="too late"))
    try:
        read = [read_line(line_bytes(line)) for line in snapshot.lines()]
        assert snapshot.head("key").count == 2
        assert snapshot.rows.keys() == every_declared_table() - LEFT_OUT
    finally:
        snapshot.close()
        sql.dispose()
    return [line for line in read if isinstance(line, RowsLine)]


def test_every_table_comes_back(lines: list[RowsLine], sql_settings: Settings) -> None:
    engine = open_empty_sql(sql_settings, known_steps()[-1])
    with engine.begin() as connection:
        tables = clear_rows(connection)
        for line in lines:
            insert_rows(connection, tables, line)
        set_step(connection, known_steps()[-1])
    with open_sql(sql_settings).connect() as connection:
        [account] = connection.execute(select(ACCOUNTS.c.display_name, ACCOUNTS.c.disabled)).all()
        entries = connection.execute(text("SELECT question FROM audit_entries ORDER BY number")).scalars().all()
        counted = count_rows(connection)

    assert account == ("Siân Price", False)
    assert entries == ["child", "linked_children"]
    assert {name: count for name, count in counted.items() if count} == {
        "accounts": 1, "audit_entries": 2, "audit_words": 2, "audit_turn": 1,
    }  # fmt: skip
    engine.dispose()


def test_a_database_of_an_earlier_step_is_made_as_it_was(sql_settings: Settings) -> None:
    engine = open_empty_sql(sql_settings, "0001")

    assert SESSIONS.name not in inspect(engine).get_table_names()
    engine.dispose()


def test_a_database_that_a_restore_has_begun_is_opened_by_nobody_but_the_next_restore(sql_settings: Settings) -> None:
    open_empty_sql(sql_settings, known_steps()[-1]).dispose()

    with pytest.raises(StoreOutOfStep, match="has not finished"):
        open_sql(sql_settings)
    open_empty_sql(sql_settings, "0002").dispose()


def test_a_database_in_use_is_left_alone(sql_settings: Settings, sql: Engine) -> None:
    before = set(inspect(sql).get_table_names())

    with pytest.raises(NotEmpty):
        open_empty_sql(sql_settings, known_steps()[-1])
    assert set(inspect(sql).get_table_names()) == before
    open_sql(sql_settings).dispose()


def test_rows_of_a_table_that_is_not_known_are_refused(tmp_path: Path) -> None:
    engine = open_empty_sql(Settings(home=tmp_path), known_steps()[-1])

    for line in (RowsLine("no_such_table", ("id",), ((1,),)), RowsLine("accounts", ("nickname",), (("x",),))):
        with engine.begin() as connection, pytest.raises(BackupUnusable, match="does not know"):
            insert_rows(connection, clear_rows(connection), line)
    engine.dispose()
