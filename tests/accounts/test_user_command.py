"""`dolen user`: accounts are managed by those with access to the data folder, and no password is ever an argument."""

import getpass
import os
import pty
import re
import select
import subprocess
import time
from datetime import timedelta

import pytest

from api.accounts import Account, Accounts
from api.accounts.notifications import Notices
from api.accounts.passwords import Passwords
from graph.audit import AuditLog
from graph.settings import Settings
from graph.store import open_sql
from graph.view.options import today_in_wales
from tests.acceptance.analyst import COMMAND, PATIENCE, Said, typed, with_reason
from tests.accounts.conftest import OTHER_PASSWORD, PASSWORD
from tests.support.settings import as_environment

ON_ONE_DATABASE = pytest.mark.parametrize("sql_settings", ["sqlite"], indirect=True)
"""For what is the command's own affair; each command is a process, and takes its time."""


@pytest.fixture
def settings(sql_settings: Settings) -> Settings:
    return sql_settings


def dolen(settings: Settings, *words: str, stdin: str | bytes = "") -> Said:
    return typed(settings, with_reason(("user", *words)), cwd=settings.home, stdin=stdin)


def account(settings: Settings, name: str) -> tuple[Account, bool]:
    """The account, and whether PASSWORD is its password."""
    engine = open_sql(settings)
    found = Accounts(engine).get(name)
    fits = Passwords(engine).fits(found, PASSWORD)
    engine.dispose()
    return found, fits


@ON_ONE_DATABASE
def test_without_accounts_the_list_says_how_to_make_the_first(settings: Settings) -> None:
    said = dolen(settings, "list")

    assert said.out == (
        "There are no accounts yet. Make the first administrator: dolen user add NAME --role administrator\n"
    )
    assert dolen(settings, "list", "--json").json == []


def test_an_account_is_added_with_a_password_from_standard_input(settings: Settings) -> None:
    words = ["--role", "analyst", "--display-name", "Ann  Price"]
    said = dolen(settings, "add", "A.Price", *words, "--password-stdin", stdin=f"{PASSWORD}\nmore\n")

    assert (said.code, said.out) == (0, "Added a.price (analyst).\n")
    expected = Account("a.price", "analyst", display_name="Ann Price")
    assert account(settings, "a.price") == (expected, True)
    [listed] = dolen(settings, "list", "--json").json
    assert listed == {
        "name": "a.price",
        "role": "analyst",
        "compartments": [],
        "disabled": False,
        "confirmed": True,
        "display_name": "Ann Price",
    }


@ON_ONE_DATABASE
def test_what_is_done_to_an_account_holds_and_is_entered(settings: Settings) -> None:
    assert dolen(settings, "add", "a.price", "--role", "analyst", "--no-password").code == 0
    for words in (["disable"], ["enable"], ["role", "chair"]):
        assert dolen(settings, words[0], "a.price", *words[1:]).code == 0
    assert dolen(settings, "reset", "a.price", "--password-stdin", stdin=PASSWORD).code == 0

    assert account(settings, "a.price") == (Account("a.price", "chair"), True)
    engine = open_sql(settings)
    entries = list(reversed(AuditLog(engine, settings.home).read().entries))
    engine.dispose()
    done = [(entry.question, entry.words) for entry in entries if entry.outcome == "intended"]
    assert done == [
        ("user add", "role analyst"),
        ("user disable", ""),
        ("user enable", ""),
        ("user alter", "role chair"),
        ("user reset", ""),
    ]
    assert {(entry.who, entry.action, entry.subjects) for entry in entries} == {
        (getpass.getuser(), "administer", ("a.price",))
    }
    assert PASSWORD.encode() not in (settings.home / "dolen.sqlite").read_bytes()


@ON_ONE_DATABASE
def test_the_operator_makes_a_compartment_and_lets_somebody_in_and_each_step_is_entered(settings: Settings) -> None:
    for name, role in (("a.price", "analyst"), ("m.owner", "manager")):
        assert dolen(settings, "add", name, "--role", role, "--no-password").code == 0
    adding = ("compartment", "add", "Operation Heron", "--owner", "m.owner")
    refused = [typed(settings, [*adding, *why], cwd=settings.home) for why in ((), ("--reason", "."))]
    assert [(said.code, said.err.splitlines()[0][:9]) for said in refused] == [(1, "--reason "), (1, "reason '.")]
    made = typed(settings, with_reason(adding), cwd=settings.home)
    last = (today_in_wales() + timedelta(days=30)).isoformat()
    given = ("--add", "operation heron", "--until", last, "--reason", "Works on the operation")
    said = dolen(settings, "compartments", "a.price", *given)

    assert (made.code, made.out) == (0, "OPERATION HERON is a compartment, owned by m.owner.\n")
    assert (said.code, said.out.startswith("a.price is a member of OPERATION HERON until ")) == (0, True)
    assert account(settings, "a.price")[0].compartments == {"OPERATION HERON"}
    listed = typed(settings, ("compartment", "list", "--json"), cwd=settings.home).json
    assert listed == [{"name": "OPERATION HERON", "owner": "m.owner", "members": ["a.price"]}]
    ended = dolen(settings, "compartments", "a.price", "--remove", "Operation Heron")
    assert (ended.code, ended.out) == (0, "a.price is a member of no compartment.\n")
    engine = open_sql(settings)
    done = [each.question for each in AuditLog(engine, settings.home).read().entries if each.outcome == "done"]
    kinds = [each.kind for each in Notices(engine).unread("m.owner")]
    engine.dispose()
    assert done == [
        "membership end",
        "membership grant",
        "membership ask",
        "compartment make",
        "user add",
        "user add",
    ]
    assert sorted(kinds) == ["asked", "ended", "granted", "owner"]


@ON_ONE_DATABASE
@pytest.mark.parametrize(
    ("words", "stdin", "code", "why"),
    [
        (["add", "a.price", "--role", "chair", "--password-stdin"], "short\n", 1, "too short"),
        (["add", "a.price", "--role", "chair", "--password-stdin"], "", 1, "too short"),
        (["add", "a.price", "--role", "chair", "--password-stdin"], b"otter \xff window\n", 2, "UTF-8"),
        (["add", "a.price", "--role", "chair"], f"{PASSWORD}\n", 2, "--password-stdin"),
        (["add", "a.price", "--role", "chair", "--password-stdin", "--no-password"], PASSWORD, 2, "exclude"),
        (["add", "a.price", "--role", "chair", "--password", PASSWORD], "", 2, "No such option"),
        (["add", "there", "--role", "chair", "--no-password"], "", 1, "already"),
        (["reset", "there", "--password-stdin"], "Password12345", 1, "everybody"),
        (["reset", "nobody", "--password-stdin"], PASSWORD, 1, "no account 'nobody'"),
        (["role", "there", "king"], "", 1, "the roles are"),
        (["compartments", "there", "--add", "B"], "", 2, "--until 2026-12-31"),
        (["compartments", "there", "--add", " ", "--until", "2026-12-31"], "", 1, "it is blank"),
        (["compartments", "there", "--add", "B", "--until", "2026-12-31"], "", 1, "no compartment 'B'"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    settings: Settings, words: list[str], stdin: str | bytes, code: int, why: str
) -> None:
    engine = open_sql(settings)
    accounts = Accounts(engine)
    there = accounts.add("there", "chair")
    said = dolen(settings, *words, stdin=stdin)

    assert (said.code, said.out) == (code, "")
    assert why in re.sub(r"[│\s]+", " ", said.err)
    assert (accounts.list(), Passwords(engine).fits(there, stdin if isinstance(stdin, str) else "")) == (
        (there,),
        False,
    )
    engine.dispose()


@ON_ONE_DATABASE
def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(settings: Settings) -> None:
    shown, code = at_a_terminal(
        settings,
        ["user", "add", "a.price", "--role", "administrator"],
        {
            "Password for a.price: ": ["short", PASSWORD, PASSWORD],
            "The same again: ": [OTHER_PASSWORD, PASSWORD],
        },
    )

    assert code == 0
    assert "too short" in shown
    assert "not the same" in shown
    assert PASSWORD not in shown
    assert account(settings, "a.price") == (Account("a.price", "administrator"), True)


def at_a_terminal(settings: Settings, words: list[str], answers: dict[str, list[str]]) -> tuple[str, int]:
    """What a command shows at a terminal where each of its prompts is answered in turn, and its exit code."""
    terminal, side = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, *words],
        env={**as_environment(settings), "COLUMNS": "80"},
        cwd=settings.home,
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
    )
    os.close(side)
    shown, read_to = "", 0
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            shown += os.read(terminal, 4096).decode()
        except OSError:  # the other side is closed
            break
        for prompt, waiting in answers.items():
            if waiting and shown[read_to:].endswith(prompt):
                read_to = len(shown)
                os.write(terminal, f"{waiting.pop(0)}\n".encode())
    os.close(terminal)
    return shown, process.wait(PATIENCE)


@ON_ONE_DATABASE
def test_all_but_the_first_are_asked_for_a_password_of_their_own(settings: Settings) -> None:
    for name, *words in (
        ("first", "--role", "administrator"),
        ("b.evans", "--role", "chair"),
        ("c.own", "--role", "chair"),
    ):
        own = ["--own-password"] if name == "c.own" else []
        assert dolen(settings, "add", name, *words, *own, "--password-stdin", stdin=PASSWORD).code == 0
    engine = open_sql(settings)
    asked = {each.name: Passwords(engine).is_temporary(each) for each in Accounts(engine).list()}
    assert asked == {"first": False, "b.evans": True, "c.own": False}
    for own, expected in (([], True), (["--own-password"], False)):
        assert dolen(settings, "reset", "first", *own, "--password-stdin", stdin=OTHER_PASSWORD).code == 0
        assert Passwords(engine).is_temporary(Accounts(engine).get("first")) is expected
    engine.dispose()
