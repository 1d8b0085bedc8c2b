"""Somebody at work: a data folder whose engine runs, and what was loaded into it."""

import csv
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo import Truth
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


@dataclass(frozen=True)
class Desk:
    """An analyst at work on the demo force, the table it was loaded from, its truth, and what loading it said."""

    analyst: Analyst
    table: Path
    truth: Truth
    loaded: dict[str, Any]

    @property
    def child(self) -> str:
        """The reference of the child whose links are worth looking at."""
        return self.truth.demo_children[0]

    def rows(self) -> list[dict[str, str]]:
        """The rows of the table."""
        with self.table.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
