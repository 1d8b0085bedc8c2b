"""The files of a projection: whole or not there, its owner's alone, and rebuilt whatever happened to them."""

import multiprocessing
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from graph.projection.files import ProjectionFolder
from graph.projection.tables import Row, Tables
from graph.store.feed import GraphState

FIRST, SECOND = GraphState(1_700_000_000_000, 1), GraphState(1_700_000_000_000, 2)


def tables(name: str) -> Tables:
    mention: Row = ("item:1", "person:1", "child", "", "", name, 1, "N1", "", "", "")
    item: Row = ("item:1", "R/1", "report:1", "P||", "2C", "report:1", "sighting", 100, 150, 200, 1, 2)
    return Tables.of({"items": [item], "mentions": [mention]})


@pytest.fixture
def folder(tmp_path: Path) -> ProjectionFolder:
    folder = ProjectionFolder(tmp_path / "home" / "projection")
    folder.prepare()
    return folder


def test_what_was_written_is_mapped_as_it_was(folder: ProjectionFolder) -> None:
    written = tables("Ann Rees")
    folder.write(FIRST, written)

    opened = folder.open(FIRST)

    assert opened is not None
    assert opened.digest == written.digest
    assert folder.newest(FIRST.started) == FIRST.change
    assert folder.newest(FIRST.started + 1) is None
    assert folder.open(SECOND) is None


def test_an_older_version_stays_for_who_has_opened_it(folder: ProjectionFolder) -> None:
    folder.write(FIRST, tables("Ann Rees"))
    opened = folder.open(FIRST)
    for change in range(2, 6):
        folder.write(GraphState(FIRST.started, change), tables("Bea Rees"))

    assert opened is not None
    assert opened.digest == tables("Ann Rees").digest
    assert folder.open(FIRST) is None
    assert len(list(folder.root.glob("*-*"))) == 2


def test_the_folder_is_its_owners_alone(folder: ProjectionFolder) -> None:
    folder.root.chmod(0o755)
    folder.prepare()
    folder.write(FIRST, tables("Ann Rees"))

    [version] = folder.root.glob("*-1")
    assert stat.S_IMODE(folder.root.stat().st_mode) == 0o700
    assert stat.S_IMODE(version.stat().st_mode) == 0o700


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no meta": lambda version: (version / "meta.json").unlink(),
    "meta is garbage": lambda version: (version / "meta.json").write_text("{"),
    "another format": lambda version: _reformat(version),
    "an array is missing": lambda version: (version / "items.access.npy").unlink(),
    "an array is cut short": lambda version: os.truncate(version / "mentions.record.npy", 60),
    "an array is garbage": lambda version: (version / "items.grade.npy").write_bytes(b"\0garbage" * 40),
    "an array is of other rows": lambda version: np.save(version / "items.grade.npy", np.zeros(7, dtype=np.int32)),
    "texts are cut short": lambda version: np.save(version / "texts.label.data.npy", np.zeros(3, dtype=np.uint8)),
}


def _reformat(version: Path) -> None:
    meta = version / "meta.json"
    meta.write_text(meta.read_text().replace('"format": ', '"format": 9'))


@pytest.mark.parametrize("damage", sorted(DAMAGE))
def test_a_damaged_version_is_as_if_it_were_not_there(damage: str, folder: ProjectionFolder) -> None:
    folder.write(FIRST, tables("Ann Rees"))
    [version] = folder.root.glob("*-1")
    DAMAGE[damage](version)

    assert folder.open(FIRST) is None

    folder.write(FIRST, tables("Ann Rees"))
    assert folder.open(FIRST) is not None


def _killed_while_writing(root: Path) -> None:
    save, done = np.save, list[str]()

    def save_some(path: Path, array: np.ndarray) -> None:
        save(path, array)
        done.append(path.name)
        if len(done) == 5:
            os.kill(os.getpid(), signal.SIGKILL)

    np.save = save_some
    ProjectionFolder(root).write(SECOND, tables("Bea Rees"))


def test_a_killed_writer_leaves_the_older_version(folder: ProjectionFolder) -> None:
    folder.write(FIRST, tables("Ann Rees"))
    process = multiprocessing.get_context("spawn").Process(target=_killed_while_writing, args=(folder.root,))
    process.start()
    process.join(60)

    assert process.exitcode == -signal.SIGKILL
    assert folder.newest(FIRST.started) == FIRST.change
    assert folder.open(FIRST) is not None

    folder.write(SECOND, tables("Bea Rees"))
    assert sorted(found.name for found in folder.root.iterdir()) == [f"{FIRST.started}-1", f"{FIRST.started}-2"]
