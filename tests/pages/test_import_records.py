"""What is known of imports is known to every process, outlives each, and nobody's work waits for another's.

What checks and loads is given by the tests here, so that it waits, fails or goes on when they say; no engine is needed.
`test_bombs.py` does the same with real files.
"""

import io
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from api.imports.imports import Bring, Import, Imports, Upload
from api.imports.records import LEASE
from api.imports.run_import import Bringing
from api.installation import Installation
from graph.errors import NotFound, RunCancelled, RunStopped
from graph.ingest.rows import Refusal
from graph.ingest.run import IngestSummary, Progress
from graph.settings import Settings

DONE = IngestSummary(
    run="run-1",
    reports=1,
    items=2,
    mentions=3,
    assessments=0,
    created={"report": 1},
    unchanged=0,
    quarantined=1,
    quarantine_files=(),
    alerts=0,
    seconds=0.1,
    dry_run=False,
    resumed=False,
    refusals=(Refusal("a.csv", 2, "entity", "boat", "it is none"),),
)


class Clock:
    """UTC milliseconds, moved on by hand."""

    def __init__(self) -> None:
        self.now = 1_795_000_000_000

    def __call__(self) -> int:
        """The time."""
        return self.now


class Bringer:
    """Checks and loads what a test says, once it says so; what is not named is done at once."""

    def __init__(self, *slow: str) -> None:
        self.slow = slow
        self.go = Event()
        self.at_work = Event()
        self.done: list[tuple[str, bool]] = []

    def __call__(
        self,
        installation: Installation,
        wanted: Bringing,
        progress: Callable[[Progress], None],
        stop: Callable[[], bool],
    ) -> IngestSummary:
        """As `api.imports.imports.bring_and_index`."""
        del installation
        name = wanted.paths[0].name
        if name == "wrong.csv":
            raise RunStopped("wrong.csv: it is wrong.")
        progress(Progress(name, 5, 5))
        if name in self.slow and (not wanted.dry_run or "check" in name):
            self.at_work.set()
            while not self.go.wait(0.01):
                if stop():
                    raise RunCancelled("It was given up.")
        self.done.append((name, wanted.dry_run))
        return replace(DONE, dry_run=wanted.dry_run)


@contextmanager
def imports(home: Path, bring: Bring, clock: Clock) -> Generator[Imports]:
    """The imports of one process over this data folder."""
    installation = Installation(Settings(home=home))
    opened = Imports(installation, clock, bring)
    try:
        yield opened
    finally:
        opened.close()
        installation.close()


def upload(name: str) -> list[Upload]:
    """One file of this name."""
    return [Upload(name, io.BytesIO(b"content"))]


def until(opened: Imports, author: str, id: str, *states: str) -> Import:
    """An import once it is in one of these states; the time that a test may take ends the wait."""
    while (found := opened.of(author, id)).state not in states:
        time.sleep(0.01)
    return found


def deleted(folder: Path) -> bool:
    """Whether no upload is left, once it has been waited for: the state is written first, the file is deleted then."""
    for _ in range(500):
        with suppress(FileNotFoundError):  # a folder may go while it is walked
            if not list((folder / "incoming").rglob("*.csv")):
                return True
        time.sleep(0.01)
    return False


@pytest.fixture
def clock() -> Clock:
    """The time of one test."""
    return Clock()


def test_two_processes_see_the_same_and_only_the_owner_sees_it(tmp_path: Path, clock: Clock) -> None:
    with imports(tmp_path, Bringer(), clock) as one, imports(tmp_path, Bringer(), clock) as other:
        sent = one.receive("analyst", upload("a.csv"), None, "June")
        checked = until(other, "analyst", sent.id, "checked")
        other.load("analyst", sent.id)
        loaded = until(one, "analyst", sent.id, "loaded")

        assert (checked.tried, loaded.summary) == (replace(DONE, dry_run=True), DONE)
        assert (loaded.names, loaded.reason) == (("a.csv",), "June")
        assert [each.id for each in other.all_of("analyst")] == [sent.id]
        assert other.all_of("manager") == ()
        with pytest.raises(NotFound):
            other.of("manager", sent.id)


def test_however_often_it_is_asked_an_import_is_loaded_once(tmp_path: Path, clock: Clock) -> None:
    bringer = Bringer("slow.csv")
    with imports(tmp_path, bringer, clock) as one, imports(tmp_path, bringer, clock) as other:
        sent = until(one, "analyst", one.receive("analyst", upload("slow.csv"), None, "").id, "checked")
        for each in (one, other, one):
            each.load("analyst", sent.id)
        bringer.go.set()
        until(other, "analyst", sent.id, "loaded")

    assert bringer.done.count(("slow.csv", False)) == 1


def test_one_person_s_work_does_not_keep_another_s_waiting(tmp_path: Path, clock: Clock) -> None:
    bringer = Bringer("check.csv")
    with imports(tmp_path, bringer, clock) as opened:
        huge = [opened.receive("analyst", upload("check.csv"), None, "") for _ in range(12)]
        assert bringer.at_work.wait()
        small = opened.receive("manager", upload("row.csv"), None, "")
        until(opened, "manager", small.id, "checked")
        opened.load("manager", small.id)
        until(opened, "manager", small.id, "loaded")

        assert [opened.of("analyst", each.id).state for each in huge] == ["checking", *["waiting"] * 11]
        bringer.go.set()


@pytest.mark.parametrize("name", ["check.csv", "load.csv"])
def test_giving_up_ends_the_work_at_once(tmp_path: Path, clock: Clock, name: str) -> None:
    bringer = Bringer(name)
    with imports(tmp_path, bringer, clock) as opened:
        sent = opened.receive("analyst", upload(name), None, "")
        if name == "load.csv":
            until(opened, "analyst", sent.id, "checked")
            opened.load("analyst", sent.id)
        assert bringer.at_work.wait()
        left = opened.give_up("analyst", sent.id)
        files = [file.name for file in (tmp_path / "incoming").rglob("*.csv")]

        if name == "check.csv":
            assert (left, files) == (None, [])
        else:
            assert left is not None
            assert (left.state, left.trouble) == ("interrupted", "It was given up.")
            assert (left.progress, files) == (Progress(name, 5, 5), [name])
            bringer.go.set()
            opened.load("analyst", sent.id)
            assert until(opened, "analyst", sent.id, "loaded").summary == DONE
        after = opened.receive("analyst", upload("next.csv"), None, "")
        assert until(opened, "analyst", after.id, "checked"), "the person who gave up is not kept waiting either"


def test_what_is_given_up_in_another_process_ends_there(tmp_path: Path, clock: Clock) -> None:
    bringer = Bringer("check.csv")
    with imports(tmp_path, bringer, clock) as one, imports(tmp_path, Bringer(), clock) as other:
        sent = one.receive("analyst", upload("check.csv"), None, "")
        assert bringer.at_work.wait()
        other.give_up("analyst", sent.id)
        after = one.receive("analyst", upload("next.csv"), None, "")

        assert until(other, "analyst", after.id, "checked")
    assert ("check.csv", True) not in bringer.done


def test_what_a_load_was_given_up_at_first_is_given_up_for_good_the_second_time(tmp_path: Path, clock: Clock) -> None:
    bringer = Bringer("load.csv")
    with imports(tmp_path, bringer, clock) as opened:
        sent = until(opened, "analyst", opened.receive("analyst", upload("load.csv"), None, "").id, "checked")
        opened.load("analyst", sent.id)
        assert bringer.at_work.wait()
        opened.give_up("analyst", sent.id)

        assert opened.give_up("analyst", sent.id) is None
        assert deleted(tmp_path)


def test_a_process_that_ends_leaves_its_work_to_be_gone_on_with(tmp_path: Path, clock: Clock) -> None:
    with imports(tmp_path, Bringer("load.csv", "check.csv"), clock) as one:
        load = until(one, "analyst", one.receive("analyst", upload("load.csv"), None, "").id, "checked")
        one.load("analyst", load.id)
        until(one, "analyst", load.id, "loading")
        check = one.receive("manager", upload("check.csv"), None, "")
        waiting = one.receive("manager", upload("later.csv"), None, "")
    with imports(tmp_path, Bringer(), clock) as other:
        found = [other.of(author, each.id) for author, each in
                 (("analyst", load), ("manager", check), ("manager", waiting))]  # fmt: skip
        assert {(each.state, each.trouble) for each in found} == {("interrupted", "It was stopped when Dolen ended.")}
        for each in found:
            other.load(each.author, each.id)

        assert until(other, "analyst", load.id, "loaded", "checked").state == "loaded"
        assert until(other, "manager", check.id, "loaded", "checked").state == "checked", "nothing loads unchecked"


KILLED = """
import sys, time
from pathlib import Path
from tests.pages.test_import_records import Bringer, Clock, imports, until, upload
with imports(Path(sys.argv[1]), Bringer("check.csv"), Clock()) as opened:
    sent = opened.receive("analyst", upload("check.csv"), None, "")
    until(opened, "analyst", sent.id, "checking")
    print(sent.id, flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_process_did_is_shown_as_interrupted_with_its_files_still_there(
    tmp_path: Path, clock: Clock
) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        id = killed.stdout.readline().strip()
        with imports(tmp_path, Bringer(), clock) as other:
            assert other.of("analyst", id).state == "checking"
            killed.kill()
            killed.wait()
            clock.now += LEASE + 1
            assert other.of("analyst", id).state == "interrupted"
            other.load("analyst", id)
            assert until(other, "analyst", id, "checked").tried is not None


def test_a_file_that_is_wrong_is_reported_and_deleted(tmp_path: Path, clock: Clock) -> None:
    with imports(tmp_path, Bringer(), clock) as opened:
        sent = opened.receive("analyst", upload("wrong.csv"), None, "")

        assert until(opened, "analyst", sent.id, "stopped").trouble == "wrong.csv: it is wrong."
        assert deleted(tmp_path)


def test_what_nobody_loads_is_forgotten_after_some_days(tmp_path: Path, clock: Clock) -> None:
    with imports(tmp_path, Bringer(), clock) as one:
        sent = until(one, "analyst", one.receive("analyst", upload("a.csv"), None, "").id, "checked")
    clock.now += 13 * 24 * 60 * 60 * 1000
    with imports(tmp_path, Bringer(), clock) as still:
        assert still.of("analyst", sent.id).state == "checked"
    clock.now += 2 * 24 * 60 * 60 * 1000
    with imports(tmp_path, Bringer(), clock) as later, pytest.raises(NotFound):
        later.of("analyst", sent.id)
