"""Uploads of several processes over one data folder: each clears what belongs to no living process, and no more."""

import stat
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from api.incoming import FOLDER, Incoming

HOLDER = """
import sys
from pathlib import Path
from api.incoming import Incoming
mine = Incoming(Path(sys.argv[1]))
(mine.path / "upload.csv").write_text("theirs")
print(mine.path, flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(home: Path) -> Generator[tuple[subprocess.Popen[str], Path]]:
    """A process that keeps an upload until its standard input ends, and where the upload lies."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process, Path(process.stdout.readline().strip()) / "upload.csv"
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def test_what_another_living_process_keeps_stays(tmp_path: Path) -> None:
    with another_process(tmp_path) as (_, theirs):
        mine = Incoming(tmp_path)
        (mine.path / "upload.csv").write_text("mine")
        later = Incoming(tmp_path)

        assert theirs.read_text() == "theirs"
        assert (mine.path / "upload.csv").read_text() == "mine"
        later.close()
        mine.close()
        assert theirs.read_text() == "theirs"
        assert not mine.path.exists()


def test_what_a_killed_process_and_an_earlier_version_left_is_deleted(tmp_path: Path) -> None:
    with another_process(tmp_path) as (process, theirs):
        process.kill()
        process.wait()
        earlier = tmp_path / FOLDER / "0123456789abcdef" / "1"
        earlier.mkdir(parents=True)
        (earlier / "left.csv").touch()
        assert theirs.exists()
        mine = Incoming(tmp_path)

        assert {each.name for each in (tmp_path / FOLDER).iterdir()} == {
            mine.path.name,
            f"{mine.path.name}.lock",
            "clearing.lock",
        }
        mine.close()


def test_it_is_for_its_owner_only(tmp_path: Path) -> None:
    mine = Incoming(tmp_path)
    modes = {stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / FOLDER, mine.path)}
    locks = {stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / FOLDER).glob("*.lock")}
    mine.close()

    assert (modes, locks) == ({0o700}, {0o600})
