"""A load that is killed, of Dolen or of the engine, and started again ends with the graph of an undisturbed one."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.imports.run_import import bring_in
from api.installation import Installation
from graph.ingest.run import IngestSummary
from graph.store import open_store
from graph.store.lease import EngineFolder, read_endpoint
from tests.ingest.load_one import BATCH, settings_of, wanted
from tests.ingest.support import NOW, dump, table
from tests.support.profiles import PROFILE

HOUR = 3_600_000
BATCHES_BEFORE = 3
REFUSED = 4
"""Rows of the file that are not loaded: two of a wrong grade, and two that wait for them."""


def _file(folder: Path) -> Path:
    """A hundred reports about a few people, no time of recording given, two rows of them wrong."""
    rows = [
        row
        for number in range(100)
        for row in (
            {
                "report_ref": f"R{number}", "source_system": "S", "item_no": "1", "item_text": f"Text {number % 90}.",
                "mention_no": "1", "entity": "child" if number % 7 else "person", "local_ref": f"N{number % 9}",
                "name": f"Bo Lee{'e' * (number % 9)}", "pnc_id": f"2004/123456{number % 3}F", "relations": "USES:2",
                "source_grade": "8" if number in {5, 95} else "2",
            },
            {"mention_no": "2", "entity": "phone", "phone": f"07700 9001{number % 20:02}"},
        )
    ]  # fmt: skip
    return table(folder / "a.csv", rows)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _file(tmp_path_factory.mktemp("file"))


@pytest.fixture(scope="module")
def undisturbed(
    file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[IngestSummary, tuple[list[str], list[str]]]:
    return _whole(tmp_path_factory.mktemp("undisturbed"), file, NOW)


def _whole(home: Path, file: Path, now: int) -> tuple[IngestSummary, tuple[list[str], list[str]]]:
    """The file loaded to its end in this process, and the graph it made; search index and log are as they should be."""
    opened = Installation(settings_of(home))
    try:
        summary = bring_in(opened, wanted(file), lambda _: None, now=lambda: now)
        opened.index.catch_up()
        report = opened.verify_log()
        assert (report.problems, report.cut_off, opened.index.differing()) == ((), (), 0)
        return summary, dump(opened.store)
    finally:
        opened.close()


def _cut_off_loads(home: Path) -> list[int]:
    """The loads that the log lists as cut off; it is whole all the same."""
    opened = Installation(settings_of(home))
    try:
        report = opened.verify_log()
        assert report.whole
        return [each.number for each in report.cut_off]
    finally:
        opened.close()


@contextmanager
def _cut_off(home: Path, file: Path) -> Generator[subprocess.Popen[str]]:
    """A load of its own that has committed some batches and waits to be killed."""
    command = (sys.executable, "-m", "tests.ingest.load_one", str(home), str(file), str(NOW))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for batch in range(1, BATCHES_BEFORE + 1):
            assert int(process.stdout.readline()) >= BATCH * batch - BATCH
            if batch < BATCHES_BEFORE:
                process.stdin.write("\n")
                process.stdin.flush()
        yield process
        process.stdin.close()
        process.stdout.close()


def _ended_as(home: Path, intent: int) -> list[str]:
    """The outcomes that the log has for the write of this intent."""
    opened = Installation(settings_of(home))
    try:
        return [entry.outcome for entry in opened.log.read(100).entries if entry.closes == intent]
    finally:
        opened.close()


def _mentions_in(home: Path) -> int:
    """How many mentions the graph of a data folder holds."""
    store = open_store(settings_of(home))
    try:
        [row] = store.read("MATCH (i:Item)-[m:MENTIONS]->(e:Entity) RETURN count(m) AS count")
    finally:
        store.close()
    return int(str(row["count"]))


def _same_counts(again: IngestSummary, whole: IngestSummary) -> bool:
    names = ("reports", "items", "mentions", "created", "unchanged", "quarantined")
    return all(getattr(again, name) == getattr(whole, name) for name in names)


def _cut_off_at_any_moment(home: Path, file: Path) -> int:
    """A load that is killed at a moment drawn at random, or ends before; how many rows it said are committed."""
    command = (sys.executable, "-m", "tests.ingest.load_one", str(home), str(file), str(NOW))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            said, _ = process.communicate("\n" * 50, timeout=random.uniform(0.5, 8.0))
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate()
    return max((int(line) for line in said.split() if line.isdecimal()), default=0)


@pytest.mark.parametrize("moment", range(PROFILE.times))
def test_dolen_is_killed(
    file: Path, tmp_path: Path, undisturbed: tuple[IngestSummary, tuple[list[str], list[str]]], moment: int
) -> None:
    """After three batches; in longer runs at moments drawn at random too, where nothing acknowledged is lost."""
    home = tmp_path / "killed"
    if moment == 0:
        with _cut_off(home, file) as process:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        acknowledged = BATCH
    else:
        acknowledged = _cut_off_at_any_moment(home, file)
        assert _mentions_in(home) >= acknowledged - REFUSED

    cut_off = _cut_off_loads(home)
    again, graph = _whole(home, file, NOW + HOUR)

    assert moment or len(cut_off) == 1
    assert again.resumed or moment
    assert [_ended_as(home, each) for each in cut_off] == [["cut off"]] * len(cut_off)
    # One that was killed before it began is a load of its own, an hour later; one that had ended changes nothing.
    assert graph == undisturbed[1] or not (again.resumed or acknowledged)
    assert _same_counts(again, undisturbed[0]) or again.unchanged


def test_the_engine_is_killed(
    file: Path, tmp_path: Path, undisturbed: tuple[IngestSummary, tuple[list[str], list[str]]]
) -> None:
    home = tmp_path / "killed"
    with _cut_off(home, file) as process:
        endpoint = read_endpoint(EngineFolder(home))
        assert endpoint is not None
        os.kill(endpoint.engine_pid, signal.SIGKILL)
        assert process.stdin is not None
        process.stdin.write("\n" * 50)
        process.stdin.flush()
        assert process.stdout is not None
        said = process.stdout.read().split("\n")
        process.wait()

    again, graph = _whole(home, file, NOW + HOUR)

    assert graph == undisturbed[1]
    assert again.quarantined == undisturbed[0].quarantined
    assert again.resumed or "stopped" not in " ".join(said)
