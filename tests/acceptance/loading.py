"""The demo force in a store, with what is really so in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from demo import Truth, read_truth, write_force
from graph.ingest.run import ingest
from graph.model.view import Reader
from graph.settings import Settings
from graph.store import Store, open_sql

NOW = 1_795_000_000_000
"""18 November 2026, after the last day of every demo force: when the tests load."""


@dataclass(frozen=True)
class LoadedForce:
    """A demo force, loaded: where it is asked, and its truth."""

    store: Store
    truth: Truth


def load_force(
    store: Store, folder: Path, *, reports: int, seed: int = 1, meanwhile: Callable[[], None] | None = None
) -> LoadedForce:
    """Make a demo force up and load it whole into a store; `meanwhile` is called after each of its batches, which are
    then small."""
    files = write_force(folder / "files", reports, seed)
    settings = Settings(home=folder, batch_size=150 if meanwhile else 2000)
    sql = open_sql(settings)
    summary = ingest(
        [files.mentions, files.assessments],
        store,
        sql,
        settings,
        author="tests",
        reader=Reader("tests", "operator"),
        now=lambda: NOW,
        progress=(lambda _: meanwhile()) if meanwhile else None,
    )
    sql.dispose()
    assert summary.refusals == (), summary.refusals[:3]
    return LoadedForce(store, read_truth(files.truth))
