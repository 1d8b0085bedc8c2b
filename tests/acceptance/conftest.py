"""Data folders that tests share: a force is loaded once, and then only looked at."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.demo import Truth, read_truth, write_force
from graph.settings import Settings
from graph.store import open_store
from tests.acceptance.analyst import Analyst


@contextmanager
def at_work(home: Path) -> Generator[Analyst]:
    """Somebody with a data folder, whose engine runs all the while, so that no command waits for it to start."""
    settings = Settings(home=home, engine_linger=0, engine_memory=768)
    store = open_store(settings)
    yield Analyst(settings, store)
    store.close()


@pytest.fixture(scope="module")
def analyst(tmp_path_factory: pytest.TempPathFactory) -> Generator[Analyst]:
    """Somebody with an empty data folder of the module's own; ending its engine is quicker than wiping it."""
    with at_work(tmp_path_factory.mktemp("home")) as working:
        yield working


@dataclass(frozen=True)
class Desk:
    """An analyst at work on the demo force, its truth, and what loading it said."""

    analyst: Analyst
    truth: Truth
    loaded: dict[str, Any]

    @property
    def child(self) -> str:
        """The reference of the child whose links are worth looking at."""
        return self.truth.demo_children[0]


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    """The demo force of 200 reports, loaded by the command line; for tests that look and change nothing."""
    home = tmp_path_factory.mktemp("desk")
    files = write_force(home / "files", 200)
    with at_work(home) as working:
        loaded = working.dolen("ingest", files.mentions, files.assessments, "--json", "--reason", "tests").json
        yield Desk(working, read_truth(files.truth), loaded)
