"""The SQL database is brought to the form that the rooms declare, from nothing and from every earlier form."""

import hmac
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, column, create_engine, insert, inspect, table, text
from sqlalchemy.exc import IntegrityError

from api.accounts import Account, Accounts
from graph.audit import AuditLog, Entry, prepare_audit
from graph.audit.chain import ChainLine, commit_to
from graph.audit.checkpoint import KEY_FILE, Head, keep_head, read_key
from graph.errors import StoreOutOfStep
from graph.settings import Settings
from graph.store import metadata, open_sql
from graph.store.sql_upgrade import known_steps, upgrade_sql
from tests.support.settings import as_environment
from tests.support.tables import every_declared_table

OPENER = (
    "from graph.settings import read_settings; from graph.store import open_sql; open_sql(read_settings()).dispose()"
)
BEFORE_THE_STEPS = {"accounts", "audit_entries", "audit_words", "audit_turn", "ingest_runs"}


def reached(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


def differences(engine: Engine) -> list[object]:
    """What Alembic finds to differ between the database and what the rooms declare."""
    every_declared_table()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return list(compare_metadata(context, metadata))


def test_the_steps_make_what_the_rooms_declare(sql_settings: Settings) -> None:
    engine = open_sql(sql_settings)

    assert differences(engine) == []
    assert every_declared_table() == set(inspect(engine).get_table_names()) - {"alembic_version"}
    assert reached(engine) == {known_steps()[-1]}
    engine.dispose()


def test_a_difference_would_be_found(sql: Engine) -> None:
    with sql.begin() as connection:
        connection.execute(text("ALTER TABLE accounts DROP COLUMN display_name"))
        connection.execute(text("DROP INDEX ix_sessions_account"))

    assert {difference[0] for difference in differences(sql)} == {"add_column", "add_index"}


def make_as_before_the_steps(settings: Settings, tables: set[str]) -> None:
    """A database as Dolen made it before it had steps: each table where a room first wanted it."""
    every_declared_table()
    engine = create_engine(settings.sql_url)
    metadata.create_all(engine, [metadata.tables[name] for name in tables - {"accounts"}])
    with engine.begin() as connection:
        if "audit_entries" in tables:
            for column in ("compartments", "sealed"):
                connection.execute(text(f"ALTER TABLE audit_entries DROP COLUMN {column}"))
        if "accounts" in tables:
            connection.execute(
                text(
                    "CREATE TABLE accounts (name VARCHAR(64) NOT NULL, role VARCHAR(16) NOT NULL,"
                    " compartments TEXT NOT NULL, disabled BOOLEAN NOT NULL, CONSTRAINT pk_accounts PRIMARY KEY (name))"
                )
            )
            added = text("INSERT INTO accounts VALUES ('a.price', 'analyst', :compartments, :disabled)")
            connection.execute(added, {"compartments": '["OPERATION HERON"]', "disabled": False})
    engine.dispose()


@pytest.mark.parametrize("tables", [BEFORE_THE_STEPS, {"accounts"}, {"ingest_runs", "audit_turn"}, set[str]()])
def test_a_database_older_than_the_steps_is_taken_up_with_what_it_holds(
    sql_settings: Settings, tables: set[str]
) -> None:
    make_as_before_the_steps(sql_settings, tables)

    engine = open_sql(sql_settings)

    assert (differences(engine), reached(engine)) == ([], {known_steps()[-1]})
    held = (Account("a.price", "analyst", frozenset({"OPERATION HERON"})),) if "accounts" in tables else ()
    assert Accounts(engine).list() == held
    engine.dispose()


def test_a_log_that_is_older_than_the_steps_still_verifies(sql_settings: Settings) -> None:
    make_as_before_the_steps(sql_settings, BEFORE_THE_STEPS)
    older = create_engine(sql_settings.sql_url)
    prepare_audit(older, sql_settings.home)
    enter_as_before(older, sql_settings.home)
    older.dispose()

    engine = open_sql(sql_settings)
    log = AuditLog(engine, sql_settings.home)
    log.enter(Entry(who="a.price", action="consult", question="child"))

    assert (log.verify().entries, log.verify().problems) == (2, ())
    engine.dispose()


def enter_as_before(engine: Engine, home: Path) -> None:
    """A line as Dolen wrote it when lines had neither compartments nor seals."""
    key, salt = read_key(home / KEY_FILE), "00" * 16
    line = ChainLine(
        number=1,
        at=1_795_000_000_000,
        who="a.price",
        acting_for=None,
        action="consult",
        question="child",
        subjects="[]",
        recipients="[]",
        view="",
        outcome="allowed",
        closes=None,
        commitment=commit_to(key, salt, "", ""),
    )
    covered = {name: value for name, value in asdict(line).items() if name not in ("compartments", "sealed")}
    text_of_line = json.dumps({"form": 1, **covered}, sort_keys=True, separators=(",", ":"))
    mac = hmac.new(key, bytes(32) + text_of_line.encode(), "sha256").hexdigest()
    row = {**covered, "previous": "0" * 64, "mac": mac}
    entries = table("audit_entries", *(column(name) for name in row))
    words = table("audit_words", *(column(name) for name in ("number", "salt", "reason", "words")))
    with engine.begin() as connection:
        connection.execute(insert(entries).values(row))
        connection.execute(insert(words).values(number=1, salt=salt, reason="", words=""))
    keep_head(home, key, Head(1, mac))


def test_opening_again_changes_nothing(sql_settings: Settings) -> None:
    first = open_sql(sql_settings)
    Accounts(first).add("a.price", "analyst")
    first.dispose()

    again = open_sql(sql_settings)

    assert [account.name for account in Accounts(again).list()] == ["a.price"]
    again.dispose()


def test_a_database_of_a_later_version_is_refused_and_left_alone(sql: Engine, sql_settings: Settings) -> None:
    with sql.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))

    with pytest.raises(StoreOutOfStep, match="at step 9001; this one knows 0"):
        open_sql(sql_settings)

    assert reached(sql) == {"9001"}


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(sql_settings: Settings) -> None:
    engine = create_engine(sql_settings.sql_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE sessions (mine INTEGER)"))

    with pytest.raises(Exception, match="sessions"):
        upgrade_sql(engine)

    assert inspect(engine).get_table_names() == ["sessions"]
    engine.dispose()


def test_processes_that_start_at_once_do_not_meet(sql_settings: Settings) -> None:
    environment = as_environment(sql_settings)
    starting = [
        subprocess.Popen([sys.executable, "-c", OPENER], env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [process.communicate()[1] for process in starting]

    assert ([process.returncode for process in starting], said) == ([0] * 4, [""] * 4)
    engine = open_sql(sql_settings)
    assert differences(engine) == []
    engine.dispose()


def test_foreign_keys_hold(sql: Engine) -> None:
    every_declared_table()
    row = {"account": "nobody", "hash": "", "set_at": 0}

    with pytest.raises(IntegrityError), sql.begin() as connection:
        connection.execute(metadata.tables["account_passwords"].insert().values(row))
