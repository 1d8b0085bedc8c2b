"""Every look is in the log before its answer is seen; a log that was meddled with says so; no log, no answer."""

import csv
import getpass
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from graph.settings import Settings
from tests.acceptance.analyst import Analyst
from tests.acceptance.desk import Desk

pytestmark = pytest.mark.engine

FIND = ("search", "find")
LOOKS = [
    (["linked", "CHILD"], [FIND, ("consult", "linked_children")]),
    (["show", "CHILD"], [FIND, ("consult", "child")]),
    (["show", "CHILD", "--timeline"], [FIND, ("consult", "timeline")]),
    (["shared", "CHILD", "premises"], [FIND, ("consult", "shared_premises")]),
    (["evidence", "CHILD", "OTHER"], [FIND, FIND, ("consult", "evidence")]),
    (["paths", "CHILD", "OTHER"], [FIND, FIND, ("consult", "paths")]),
    (["premises"], [("consult", "premises_of_concern")]),
    (["adults"], [("consult", "adults_of_concern")]),
    (["vehicles"], [("consult", "vehicles_of_concern")]),
    (["map", "CHILD", "-o", "logged.svg"], [FIND, ("consult", "linked_children"), ("export", "map")]),
    (["linked", "Nobody Atall"], [FIND]),
]


@pytest.mark.parametrize(("words", "expected"), LOOKS, ids=[" ".join(words) for words, _ in LOOKS])
def test_a_look_leaves_exactly_its_entries(desk: Desk, words: list[str], expected: list[tuple[str, str]]) -> None:
    names = {"CHILD": desk.child, "OTHER": desk.truth.demo_children[1]}
    before = desk.analyst.log_length()
    desk.analyst.dolen(*(names.get(word, word) for word in words), "--reason", "Strategy meeting 12")
    entries = desk.analyst.log_after(before)

    assert [(entry.action, entry.question) for entry in entries] == expected
    assert {(entry.who, entry.reason, entry.acting_for) for entry in entries} == {
        (getpass.getuser(), "Strategy meeting 12", None)
    }
    assert [entry.words for entry in entries if entry.question == "find"] == [
        names.get(word, word) for word in words[1 : 1 + expected.count(FIND)]
    ]


@pytest.mark.parametrize("output", ["logged.exe", "nowhere/logged.svg"])
def test_a_map_that_cannot_be_written_is_not_asked_for(desk: Desk, output: str) -> None:
    before = desk.analyst.log_length()

    assert desk.analyst.dolen("map", desk.child, "-o", output).code == 1
    assert desk.analyst.log_length() == before


def test_a_preview_by_somebody_who_does_not_read_intelligence_is_refused_and_logged(desk: Desk) -> None:
    assert desk.analyst.dolen("user", "add", "a.rees", "--role", "auditor", "--no-password").code == 0
    before = desk.analyst.log_length()
    said = desk.analyst.dolen("linked", desk.child, "--as", "a.rees", "--json")
    [entry] = desk.analyst.log_after(before)

    assert (said.code, said.out) == (1, "")
    assert (entry.action, entry.outcome, entry.acting_for) == ("refuse", "refused", "a.rees")


def test_the_log_can_be_taken_out_and_says_that_it_was(desk: Desk) -> None:
    path = desk.analyst.settings.home / "log.csv"
    said = desk.analyst.dolen("audit", "export", path, "--reason", "Yearly audit")
    written = path.read_text(encoding="utf-8")
    entries = list(csv.DictReader(line for line in written.splitlines() if line.count(",") > 5))

    assert said.code == 0
    assert desk.analyst.settings.marking in written
    assert len(entries) == desk.analyst.log_length()
    assert (entries[-1]["action"], entries[-1]["question"], entries[-1]["reason"]) == (
        "export",
        "audit",
        "Yearly audit",
    )


MEDDLING = {
    "changed": "UPDATE audit_entries SET who = 'somebody.else' WHERE number = 3",
    "dropped": "DELETE FROM audit_entries WHERE number = 3",
    "swapped": """UPDATE audit_entries SET number = -3 WHERE number = 3;
                  UPDATE audit_entries SET number = 3 WHERE number = 4;
                  UPDATE audit_entries SET number = 4 WHERE number = -3""",
    "cut off": "DELETE FROM audit_entries WHERE number > 4",
}


def copied(desk: Desk, home: Path) -> Analyst:
    """Somebody with a copy of the log, and of nothing else."""
    home.mkdir()
    for name in ("dolen.sqlite", "audit.key", "audit.head", "audit.lock"):
        shutil.copy(desk.analyst.settings.home / name, home / name)
    return Analyst(Settings(home=home, engine_linger=0), desk.analyst.store)


def verified(analyst: Analyst) -> tuple[int, dict[str, Any]]:
    """What `dolen audit verify` says, however it ends."""
    said = analyst.dolen("audit", "verify", "--json")
    return said.code, json.loads(said.out)


def test_a_log_as_it_was_written_is_whole(desk: Desk, tmp_path: Path) -> None:
    code, report = verified(copied(desk, tmp_path / "home"))

    assert (code, report["problems"]) == (0, [])
    assert report["entries"] >= 5


@pytest.mark.parametrize("how", MEDDLING)
def test_meddling_is_found(desk: Desk, tmp_path: Path, how: str) -> None:
    analyst = copied(desk, tmp_path / "home")
    with sqlite3.connect(analyst.settings.home / "dolen.sqlite") as database:
        database.executescript(MEDDLING[how])
    database.close()
    code, report = verified(analyst)

    assert code == 1
    assert min(problem["number"] for problem in report["problems"]) in {"cut off": (4, 5)}.get(how, (3, 4))
    assert all(problem["sentence"].endswith(".") for problem in report["problems"])


@pytest.mark.parametrize("words", [["linked", "CHILD"], ["premises", "--json"], ["map", "CHILD", "-o", "unlogged.svg"]])
def test_what_cannot_be_logged_is_not_answered(desk: Desk, words: list[str]) -> None:
    head = desk.analyst.settings.home / "audit.head"
    kept = head.read_bytes()
    head.write_bytes(b"nonsense")
    try:
        said = desk.analyst.dolen(*(desk.child if word == "CHILD" else word for word in words))
    finally:
        head.write_bytes(kept)

    assert (said.code, said.out) == (1, "")
    assert "The audit log cannot be" in said.err
    assert not (desk.analyst.settings.home / "unlogged.svg").exists()
