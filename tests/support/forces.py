"""Data folders with a force in them: each is loaded once in a run, by whichever process comes first, and then copied.

Ask for the fixture `forces` and copy:

    loaded = forces.demo(tmp_path / "home")             # the demo force of 200 reports
    loaded = forces.pole(tmp_path / "home")             # the published POLE example
    store = open_store(Settings(home=loaded.home, engine_linger=0, engine_memory=768))

What is copied was loaded by `dolen ingest --reason tests` and indexed; its engine has stopped. The copy is one's own.
"""

import fcntl
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from api.demo import ForceFiles, Truth, read_truth, write_force
from api.house import House
from graph.settings import Settings
from graph.store.lease import EngineFolder, is_held
from tests.support.pole import pole_archive
from tests.support.settings import as_environment

DOLEN = Path(sys.executable).with_name("dolen")
SECONDS = 600
ENDED = "loaded.json"


@dataclass(frozen=True)
class LoadedForce:
    """A data folder of one's own with a force in it: where it is, and what loading it said to programs."""

    home: Path
    said: dict[str, Any]

    @property
    def files(self) -> ForceFiles:
        """The files that a demo force was loaded from."""
        folder = self.home / "files"
        return ForceFiles(folder / "mentions.csv", folder / "assessments.csv", folder / "truth.json")

    @cached_property
    def truth(self) -> Truth:
        """What is really so in a demo force."""
        return read_truth(self.files.truth)


class Forces:
    """The templates of one run, in a folder that all its processes share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def demo(self, home: Path, reports: int = 200) -> LoadedForce:
        """The demo force of so many reports, copied to a folder that is not there yet."""
        return self._copied(f"demo-{reports}", home, reports)

    def pole(self, home: Path) -> LoadedForce:
        """The published POLE example, copied to a folder that is not there yet."""
        return self._copied("pole", home, 0)

    def _copied(self, name: str, home: Path, reports: int) -> LoadedForce:
        template = self._folder / name
        with (self._folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (template / ENDED).exists():
                shutil.rmtree(template, ignore_errors=True)  # of an attempt that failed
                self._load(template, reports)
        shutil.copytree(template, home)
        return LoadedForce(home, json.loads((home / ENDED).read_text(encoding="utf-8")))

    def _load(self, home: Path, reports: int) -> None:
        if reports:
            files = write_force(home / "files", reports)
            said = _loaded(home, (files.mentions, files.assessments))
        else:
            said = _loaded(home, (pole_archive(), "--mapping", "pole"))
        (home / ENDED).write_text(said, encoding="utf-8")


def _loaded(home: Path, what: Sequence[str | Path]) -> str:
    """Load and index, and wait until the engine has closed its files. What the command said."""
    settings = Settings(home=home, engine_linger=0, engine_memory=768)
    house = House(settings)
    try:
        _ = house.store
        done = subprocess.run(
            (DOLEN, "ingest", *what, "--json", "--reason", "tests"),
            env=as_environment(settings),
            cwd=home,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        house.index.catch_up()
    finally:
        house.close()
    deadline = time.monotonic() + SECONDS
    while is_held(EngineFolder(home).lock_file("running")):
        assert time.monotonic() < deadline, "the engine of a template does not end"
        time.sleep(0.05)
    return done.stdout
