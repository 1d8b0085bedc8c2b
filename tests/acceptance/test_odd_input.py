"""Whatever is typed, the answer is a sentence and an exit code, never a traceback."""

import os
import signal
from pathlib import Path

import pytest

from tests.acceptance.analyst import Said
from tests.acceptance.desk import Desk

pytestmark = pytest.mark.engine

REFUSED, NOT_UNDERSTOOD = 1, 2
CASES: list[tuple[int, list[str]]] = [
    (REFUSED, ["linked", ""]),
    (REFUSED, ["show", "   "]),
    (REFUSED, ["linked", "🚗👧"]),
    (REFUSED, ["show", "x" * 10_000]),
    (REFUSED, ["show", "a\tb'; MATCH (n) DETACH DELETE n //"]),
    (REFUSED, ["show", "{id: 'x'}[bold]"]),
    (REFUSED, ["linked", "CHILD", "--known-at", "2026-02-30"]),
    (REFUSED, ["linked", "CHILD", "--known-at", ""]),
    (REFUSED, ["linked", "CHILD", "--from", "yesterday"]),
    (REFUSED, ["linked", "CHILD", "--from", "2026-03-01", "--to", "2026-02-01"]),
    (REFUSED, ["linked", "CHILD", "--to", "99999-01-01"]),
    (REFUSED, ["linked", "CHILD", "--min-grade", "9Z"]),
    (REFUSED, ["linked", "CHILD", "--min-grade", ""]),
    (REFUSED, ["ingest", "x" * 5_000 + ".csv"]),
    (REFUSED, ["ingest", "x.csv", "--mapping", "x" * 5_000 + ".toml"]),
    (REFUSED, ["map", "CHILD", "-o", "x" * 5_000 + ".svg"]),
    (REFUSED, ["linked", "CHILD", "--today", "2026-13-01"]),
    (REFUSED, ["linked", "CHILD", "--as", "nobody"]),
    (REFUSED, ["paths", "CHILD", "CHILD"]),
    (REFUSED, ["evidence", "CHILD", "CHILD"]),
    (REFUSED, ["map", "CHILD", "-o", "nowhere/net.html"]),
    (REFUSED, ["map", "CHILD", "-o", "net.exe"]),
    (REFUSED, ["map", "CHILD", "-o", "."]),
    (REFUSED, ["audit", "export", "nowhere/log.csv"]),
    (REFUSED, ["audit", "export", "log.doc"]),
    (REFUSED, ["user", "add", "Not A Name", "--role", "chair"]),
    (REFUSED, ["user", "add", "d.owen", "--role", "king"]),
    (REFUSED, ["user", "disable", "nobody"]),
    (REFUSED, ["demo", "--size", "3", "--folder", "small"]),
    (REFUSED, ["seraf", "category", "--v", "-1", "--r", "0", "--s", "0"]),
    (REFUSED, ["seraf", "category", "--v", "2.5", "--r", "0", "--s", "0"]),
    (NOT_UNDERSTOOD, ["linked", "CHILD", "--limit", "-1"]),
    (NOT_UNDERSTOOD, ["linked", "CHILD", "--limit", "many"]),
    (NOT_UNDERSTOOD, ["linked"]),
    (NOT_UNDERSTOOD, ["paths", "CHILD"]),
    (NOT_UNDERSTOOD, ["paths", "CHILD", "CHILD", "--through", "walls"]),
    (NOT_UNDERSTOOD, ["paths", "CHILD", "CHILD", "--longest", "99"]),
    (NOT_UNDERSTOOD, ["shared", "CHILD", "secrets"]),
    (NOT_UNDERSTOOD, ["map", "CHILD"]),
    (NOT_UNDERSTOOD, ["ingest"]),
    (NOT_UNDERSTOOD, ["frobnicate"]),
    (NOT_UNDERSTOOD, ["linked", "CHILD", "--no-such-option"]),
]


def test_odd_input_gets_a_sentence(desk: Desk) -> None:
    def type_in(words: list[str]) -> Said:
        return desk.analyst.dolen(*(desk.child if word == "CHILD" else word for word in words))

    answers = [type_in(words) for _, words in CASES]
    shown = [[word[:40] for word in words] for _, words in CASES]

    answered = [(said.code, words) for said, words in zip(answers, shown, strict=True)]
    assert answered == [(code, words) for (code, _), words in zip(CASES, shown, strict=True)]
    assert [words for said, words in zip(answers, shown, strict=True) if said.out] == []
    for said, (code, _), words in zip(answers, CASES, shown, strict=True):
        sentence = " ".join(said.err.split())
        assert sentence.endswith(".") or code == NOT_UNDERSTOOD, (words, said.err)
        assert 10 < len(sentence) < 600 + (10_000 if "x" * 40 in words else 0), (words, said.err)


HOMES = {"beneath a file": "file/home", "a file": "file", "not to be made": "/proc/nowhere"}


@pytest.mark.parametrize("where", HOMES)
@pytest.mark.parametrize("words", [["linked", "Nia"], ["init"], ["user", "list"]], ids=" ".join)
def test_a_data_folder_that_cannot_be_used_is_named(desk: Desk, tmp_path: Path, where: str, words: list[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    home = os.path.join(tmp_path, HOMES[where])
    said = desk.analyst.dolen(*words, DOLEN_HOME=home)

    assert (said.code, said.out) == (1, "")
    assert " ".join(said.err.split()).endswith(".")
    assert HOMES[where].rpartition("/")[2] in said.err.replace("\n", "")


def test_doctor_says_what_is_wrong_with_such_a_folder(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said = desk.analyst.dolen("doctor", DOLEN_HOME=str(tmp_path / "file"))

    assert said.code == 1
    assert "WRONG" in said.out


def test_doctor_finds_a_sound_installation_sound(desk: Desk) -> None:
    said = desk.analyst.dolen("doctor")

    assert (said.code, said.err) == (0, "")
    assert "WRONG" not in said.out


def test_init_can_be_repeated(desk: Desk) -> None:
    first, again = desk.analyst.dolen("init"), desk.analyst.dolen("init")

    assert (first.code, first.out) == (0, again.out)
    assert "boundary" in first.out


def test_a_setting_that_cannot_be_used_is_named(desk: Desk) -> None:
    said = desk.analyst.dolen("premises", DOLEN_ENGINE_MEMORY="lots")

    assert (said.code, said.out) == (1, "")
    assert "engine_memory" in said.err


WRONG = [
    (["--from", "yesterday"], "--from 'yesterday': "),
    (["--to", "2026-02-30"], "--to '2026-02-30': "),
    (["--from", "2026-03-02", "--to", "2026-03-01"], "--to '2026-03-01': it is before the day from"),
    (["--known-at", ""], "--known-at '': "),
    (["--min-grade", "9Z"], "--min-grade '9Z': "),
]


@pytest.mark.parametrize(("options", "sentence"), WRONG, ids=[" ".join(words) for words, _ in WRONG])
def test_an_option_that_cannot_be_meant_is_named_and_nothing_is_looked_at(
    desk: Desk, options: list[str], sentence: str
) -> None:
    before = desk.analyst.log_length()
    said = desk.analyst.dolen("linked", desk.child, *options)

    assert said.err.startswith(sentence)
    assert desk.analyst.log_length() == before


def test_what_was_stopped_by_hand_says_so(desk: Desk, tmp_path: Path) -> None:
    waiting = tmp_path / "waiting.csv"
    os.mkfifo(waiting)
    before = desk.analyst.log_length()
    # Opening the pipe to write waits until the command has opened it to read.
    with desk.analyst.started("ingest", waiting) as command, waiting.open("wb"):
        command.send_signal(signal.SIGINT)
        _, said = command.communicate(timeout=60)
    intent, outcome = desk.analyst.log_after(before)

    assert (command.returncode, said) == (1, "Stopped. Nothing half-done is kept; start again to go on.\n")
    assert (outcome.outcome, outcome.closes) == ("failed", intent.number)


def test_what_the_machine_refuses_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "quarantine").write_text("in the way")
    (tmp_path / "a.csv").write_text("report_ref,entity,name,source_grade\nR1,adult,Ann,9\n")
    said = desk.analyst.dolen("ingest", tmp_path / "a.csv", DOLEN_HOME=str(home), DOLEN_ENGINE_LINGER="0")

    assert said.code == 1
    assert said.err.startswith("This machine refused: Not a directory")
