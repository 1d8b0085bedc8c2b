"""`dolen backup` beside others at work, and `dolen restore` into the other engine: every answer is the same there."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.settings import Settings
from graph.store import Store
from graph.store.migrations import UNFINISHED_STEP
from tests.acceptance.analyst import COMMAND, Said, typed
from tests.acceptance.desk import Desk
from tests.conftest import wiped
from tests.support.settings import as_environment

pytestmark = pytest.mark.engine

KEYS = ("audit.key",)


@dataclass(frozen=True)
class Kept:
    """A backup of the desk: its file, the file of its passphrase, and what `dolen backup` said."""

    file: Path
    passphrase: Path
    said: Said


@pytest.fixture(scope="module")
def kept(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """An encrypted backup, taken while the desk's engine is in use."""
    folder = tmp_path_factory.mktemp("kept")
    passphrase = folder / "passphrase"
    passphrase.write_text("three random words\n")
    file = folder / "tuesday.backup"
    before = desk.analyst.log_length()
    said = desk.analyst.dolen("backup", file, "--passphrase-file", passphrase, "--reason", "Weekly backup", "--json")
    entries = desk.analyst.log_after(before)
    assert [(entry.action, entry.question, entry.reason) for entry in entries] == [
        ("export", "backup", "Weekly backup")
    ]
    return Kept(file, passphrase, said)


@pytest.fixture
def elsewhere(neo4j_settings: Settings, neo4j_store: Store, desk: Desk, tmp_path: Path) -> Iterator[Settings]:
    """An installation that holds nothing but the log's key, over an empty Neo4j server."""
    home = tmp_path / "elsewhere"
    home.mkdir()
    for key in KEYS:
        shutil.copy(desk.analyst.settings.home / key, home / key)
    yield Settings(home=home, store=neo4j_settings.store, store_password=neo4j_settings.store_password)
    wiped(neo4j_store)


def test_a_backup_says_what_it_holds_and_is_private(desk: Desk, kept: Kept) -> None:
    said = kept.said.json

    assert said["encrypted"]
    assert said["nodes"]["Item"] == desk.loaded["items"]
    assert said["relationships"]["MENTIONS"] == desk.loaded["created"]["mention"]
    assert said["log_entries"] == said["rows"]["audit_entries"] > 0
    assert "sessions" not in said["rows"]
    assert kept.file.stat().st_mode & 0o077 == 0


def test_a_backup_is_checked_beside_its_graph(desk: Desk, kept: Kept) -> None:
    fine = desk.analyst.dolen("backup", kept.file, "--verify", "--passphrase-file", kept.passphrase)

    assert "is whole: it holds change" in fine.out
    assert "the one in the backup, with nothing added since" in " ".join(fine.out.split())


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["backup", "FILE"], "There is a file"),
        (["backup", "nowhere/b"], "does not exist"),
        (["backup", "FILE", "--verify"], "is encrypted"),
        (["backup", "FILE", "--verify", "--passphrase-file", "FILE"], "cannot be read"),
        (["backup", "FILE", "--verify", "--passphrase-file", "OTHER"], "passphrase is not the one"),
        (["backup", "other.backup", "--passphrase-file", "SHORT"], "shorter than 12 characters"),
        (["backup", "other.backup", "--encrypt"], "no terminal to ask"),
        (["restore", "FILE", "--passphrase-file", "RIGHT"], "holds something already"),
        (["restore", "OTHER"], "is not a backup that Dolen wrote"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    desk: Desk, kept: Kept, tmp_path: Path, words: list[str], why: str
) -> None:
    (tmp_path / "other").write_text("three other words")
    (tmp_path / "short").write_text("too short")
    files = {"FILE": kept.file, "RIGHT": kept.passphrase, "OTHER": tmp_path / "other", "SHORT": tmp_path / "short"}
    said = desk.analyst.dolen(*(files.get(word, word) for word in words))

    assert said.code == 1
    assert why in " ".join(said.err.split()), said


def test_a_backup_is_not_restored_without_the_key_of_its_log(
    kept: Kept, elsewhere: Settings, neo4j_store: Store, tmp_path: Path
) -> None:
    (elsewhere.home / "audit.key").unlink()
    said = typed(elsewhere, ["restore", kept.file, "--passphrase-file", kept.passphrase], cwd=tmp_path)

    assert said.code == 1
    assert "a backup never holds it" in " ".join(said.err.split())
    assert list(elsewhere.home.iterdir()) == []
    assert neo4j_store.read("MATCH (n:Item) RETURN count(n) AS n") == [{"n": 0}]


def test_a_backup_is_restored_on_the_other_engine_though_the_first_attempt_was_killed(
    desk: Desk, kept: Kept, elsewhere: Settings, neo4j_store: Store, tmp_path: Path
) -> None:
    words = ["restore", kept.file, "--passphrase-file", kept.passphrase, "--json"]
    _killed(elsewhere, words, neo4j_store)
    refused = [typed(elsewhere, each, cwd=tmp_path) for each in (["linked", desk.child], ["user", "list"], ["doctor"])]

    assert [said.code for said in refused] == [1, 1, 1]
    assert all("has not finished" in " ".join((said.err + said.out).split()) for said in refused)

    assert typed(elsewhere, words, cwd=tmp_path).json == kept.said.json

    for asked in (
        ["linked", desk.child], ["show", desk.child], ["seraf", "show", desk.child], ["premises"], ["adults"],
        ["search", desk.truth.demo_children[1]], ["evidence", desk.child, desk.truth.demo_children[1]],
    ):  # fmt: skip
        there = typed(elsewhere, [*asked, "--json"], cwd=tmp_path)
        assert (there.code, there.out) == (0, desk.analyst.dolen(*asked, "--json").out), asked
    verified = typed(elsewhere, ["audit", "verify", "--json"], cwd=tmp_path).json
    assert verified["problems"] == []
    assert verified["entries"] > kept.said.json["log_entries"]
    assert {check["what"]: check["good"] for check in typed(elsewhere, ["doctor", "--json"], cwd=tmp_path).json} == {
        check["what"]: True for check in desk.analyst.dolen("doctor", "--json").json
    }


def _killed(settings: Settings, words: list[str | Path], store: Store) -> None:
    """A restore that is killed once some of the graph is written."""
    command = [COMMAND, *map(os.fspath, words)]
    with subprocess.Popen(command, env=as_environment(settings), cwd=settings.home.parent) as restoring:
        marked = "MATCH (m:Migration) WHERE m.number = $mark MATCH (i:Item) RETURN i.id AS id LIMIT 1"
        while not store.read(marked, mark=UNFINISHED_STEP):
            assert restoring.poll() is None
            time.sleep(0.01)
        os.kill(restoring.pid, signal.SIGKILL)
