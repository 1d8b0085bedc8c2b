"""Uploads of several processes over one data folder: for its owner only, and cleared when nobody's."""

import os
import stat
import time
from pathlib import Path

from api.imports.upload_dir import FOLDER, Incoming

LONG_AGO = time.time() - 25 * 60 * 60


def test_a_file_is_found_by_whoever_looks_for_its_import(tmp_path: Path) -> None:
    one, other = Incoming(tmp_path), Incoming(tmp_path)
    for number, name in ((1, "b.csv"), (2, "a.csv"), (10, "c.csv")):
        one.aside("1f", number, name).write_text(name)

    assert [path.name for path in other.paths("1f")] == ["b.csv", "a.csv", "c.csv"]
    assert other.paths("2f") == ()
    other.delete("1f")
    assert one.paths("1f") == ()


def test_what_belongs_to_no_import_is_deleted_unless_it_may_just_be_coming(tmp_path: Path) -> None:
    mine = Incoming(tmp_path)
    for id in ("known", "left", "coming"):
        mine.aside(id, 1, "a.csv").touch()
    (tmp_path / FOLDER / "earlier.lock").touch()
    for name in ("known", "left", "earlier.lock"):
        os.utime(tmp_path / FOLDER / name, (LONG_AGO, LONG_AGO))
    mine.clear(frozenset({"known"}))

    assert {each.name for each in (tmp_path / FOLDER).iterdir()} == {"known", "coming"}


def test_it_is_for_its_owner_only(tmp_path: Path) -> None:
    file = Incoming(tmp_path).aside("1f", 1, "a.csv")
    folders = (tmp_path / FOLDER, file.parent.parent, file.parent)

    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
