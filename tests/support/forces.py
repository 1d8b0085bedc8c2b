"""Data folders with a force in them: each is loaded once in a run, by whichever process comes first, and then copied.

Ask for the fixture `forces` and copy:

    loaded = forces.demo(tmp_path / "home")             # the demo force of 200 reports
    loaded = forces.pole(tmp_path / "home")             # the published POLE example
    store = open_store(Settings(home=loaded.home, engine_linger=0, engine_memory=768))
    folder = forces.bench(tmp_path / "bench")           # the smallest force, where open_bench finds it loaded

What is copied was loaded by `dolen ingest --reason tests` and indexed; its engine has stopped. The copy is one's own.
"""

import fcntl
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console

from api.installation import Installation
from bench.bench import open_bench
from demo import ForceFiles, Truth, read_truth, write_force
from demo.force import FEWEST
from graph.settings import Settings
from graph.store.files import is_held
from graph.store.lease import EngineFolder
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

        def load(template: Path) -> None:
            files = write_force(template / "files", reports)
            said = _loaded(template, (files.mentions, files.assessments))
            (template / ENDED).write_text(said, encoding="utf-8")

        return self._loaded(self._copied(f"demo-{reports}", home, load))

    def pole(self, home: Path) -> LoadedForce:
        """The published POLE example, copied to a folder that is not there yet."""

        def load(template: Path) -> None:
            said = _loaded(template, (pole_archive(), "--mapping", "pole"))
            (template / ENDED).write_text(said, encoding="utf-8")

        return self._loaded(self._copied("pole", home, load))

    def bench(self, folder: Path) -> Path:
        """The smallest force as `dolen bench` loads and keeps it, copied to a folder that is not there yet."""

        def load(template: Path) -> None:
            with open_bench(FEWEST, template, Console(file=StringIO())) as bench:
                said = bench.load.model_dump_json()
            _wait_for_the_end(bench.settings.home)
            (template / ENDED).write_text(said, encoding="utf-8")

        return self._copied("bench", folder, load)

    def _loaded(self, home: Path) -> LoadedForce:
        return LoadedForce(home, json.loads((home / ENDED).read_text(encoding="utf-8")))

    def _copied(self, name: str, to: Path, load: Callable[[Path], None]) -> Path:
        template = self._folder / name
        with (self._folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (template / ENDED).exists():
                shutil.rmtree(template, ignore_errors=True)  # of an attempt that failed
                load(template)
        shutil.copytree(template, to)
        return to


def _loaded(home: Path, what: Sequence[str | Path]) -> str:
    """Load and index, and wait until the engine has closed its files. What the command said."""
    settings = Settings(home=home, engine_linger=0, engine_memory=768)
    installation = Installation(settings)
    try:
        _ = installation.store
        done = subprocess.run(
            (DOLEN, "ingest", *what, "--json", "--reason", "Force for tests"),
            env=as_environment(settings),
            cwd=home,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        installation.index.catch_up()
    finally:
        installation.close()
    _wait_for_the_end(home)
    return done.stdout


def _wait_for_the_end(home: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while is_held(EngineFolder(home).lock_file("running")):
        assert time.monotonic() < deadline, "the engine of a template does not end"
        time.sleep(0.05)
