"""`dolen audit` for the keeper of the log: words erased, alarms listed, an export as an auditor reads it."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import text

from api.accounts.sealed_rows import present_states
from graph.audit import AuditLog, Entry, prepare_audit
from graph.settings import Settings
from graph.store import open_sql
from tests.acceptance.analyst import Said, typed, with_reason

LOOK = Entry(who="a.price", action="search", question="search", words="Taz", reason="Missing last night")

pytestmark = pytest.mark.parametrize("sql_settings", ["sqlite"], indirect=True)


def dolen(settings: Settings, *words: str) -> Said:
    return typed(settings, with_reason(words), cwd=settings.home)


def filled(settings: Settings) -> None:
    """A log with four searches and twelve exports."""
    engine = open_sql(settings)
    prepare_audit(engine, settings.home)
    log = AuditLog(engine, settings.home, now=lambda: 1_795_000_000_000)
    for number in range(4):
        log.enter(replace(LOOK, subjects=(f"person:{number}",), compartments=frozenset({"OPAL"} if number else ())))
    engine.dispose()


def test_words_are_erased_by_number_and_before_a_day_and_verify_says_how_many(sql_settings: Settings) -> None:
    filled(sql_settings)
    one = dolen(sql_settings, "audit", "erase-words", "2", "--reason", "Mistyped a name")
    rest = dolen(sql_settings, "audit", "erase-words", "--before", "2026-11-30", "--reason", "Seven years are over")
    verified = dolen(sql_settings, "audit", "verify")

    assert (one.code, one.out) == (0, "The reasons and words of 1 entries are erased; entry 5 says so.\n")
    assert rest.code == 0
    assert (verified.code, "the words of " in verified.out, "were erased" in verified.out) == (0, True, True)
    assert dolen(sql_settings, "audit", "verify", "--json").json["erased"] >= 4
    assert b"Taz" not in (sql_settings.home / "dolen.sqlite").read_bytes()


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (["2", "--before", "2026-01-01", "--reason", "Time is over"], 2, "give numbers of entries"),
        (["--reason", "Time is over"], 2, "give numbers of entries"),
        (["2"], 1, "it is blank"),
        (["2", "--reason", "."], 1, "at least two words"),
        (["99", "--reason", "Time is over"], 1, "no entry 99"),
    ],
)
def test_what_cannot_be_erased_is_refused(sql_settings: Settings, words: list[str], code: int, why: str) -> None:
    filled(sql_settings)
    said = dolen(sql_settings, "audit", "erase-words", *words)

    assert (said.code, why in " ".join(said.err.replace("│", " ").split())) == (code, True), said.err


def test_an_export_as_an_auditor_withholds_what_they_are_not_in(sql_settings: Settings) -> None:
    filled(sql_settings)
    assert dolen(sql_settings, "user", "add", "d.audit", "--role", "auditor", "--no-password").code == 0
    said = dolen(sql_settings, "audit", "export", "log.jsonl", "--as", "d.audit", "--reason", "Weekly check")
    lines = [json.loads(line) for line in (sql_settings.home / "log.jsonl").read_text().splitlines()][1:]

    assert said.code == 0
    assert [(line["words"], line["withheld"]) for line in lines[:4]] == [("Taz", False), *[(None, True)] * 3]
    assert (lines[-1]["acting_for"], lines[-1]["question"]) == ("d.audit", "audit")


def test_alarms_are_listed_and_a_changed_account_is_named_by_verify(sql_settings: Settings) -> None:
    filled(sql_settings)
    assert dolen(sql_settings, "user", "add", "b.evans", "--role", "analyst", "--no-password").code == 0
    engine = open_sql(sql_settings)
    log = AuditLog(engine, sql_settings.home)
    for _ in range(12):
        log.enter(Entry(who="b.evans", action="export", question="map"))
    assert log.verify(present_states).whole
    with engine.begin() as connection:
        connection.execute(text("UPDATE accounts SET role = 'manager' WHERE name = 'b.evans'"))
    engine.dispose()

    [alarm] = dolen(sql_settings, "audit", "alarms", "--json").json
    assert (alarm["kind"], alarm["who"], alarm["count"], alarm["seen_by"]) == ("many exports", "b.evans", 12, None)
    verified = dolen(sql_settings, "audit", "verify")
    assert (verified.code, "The account 'b.evans' is not as Dolen last left it" in " ".join(verified.out.split())) == (
        1,
        True,
    )
