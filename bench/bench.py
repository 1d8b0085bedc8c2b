"""What every benchmark works on: a fictional force, loaded once, and a reader who sees all of it."""

import gc
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict
from rich.console import Console
from sqlalchemy import Engine

from bench.fetch_view import remember
from bench.memory import Memory
from demo import ForceFiles, Truth, read_truth, write_force
from graph.ingest.run import Progress, ingest
from graph.model.view import BoundView, Reader, View
from graph.projection import Projection, open_projection
from graph.queries.door import bind
from graph.reading.question import Answer, Parameters, QueryContext, Question
from graph.search import SearchIndex, open_search
from graph.settings import Settings, read_settings
from graph.store import Store, open_sql, open_store

AnswerT = TypeVar("AnswerT", bound=Answer)
ParametersT = TypeVar("ParametersT", bound=Parameters)


PATIENCE = 60.0


class Load(BaseModel):
    """What loading the force came to, kept beside it; `resumed` when an earlier attempt was cut off."""

    model_config = ConfigDict(frozen=True)

    reports: int
    items: int
    mentions: int
    quarantined: int
    seconds: float
    resumed: bool


@dataclass(frozen=True)
class Bench:
    """The force, loaded, and how to ask about it.

    `patience`: seconds for one line of a table of times. `only`: the questions to measure; none named, all. `folder`:
    where forces are kept.
    """

    store: Store
    truth: Truth
    bound: BoundView
    identifiers: tuple[str, ...]
    index: SearchIndex
    projection: Projection
    load: Load
    console: Console
    settings: Settings
    patience: float = PATIENCE
    only: tuple[str, ...] = ()
    folder: Path = Path("bench-data")

    def ask(self, question: Question[ParametersT, AnswerT], parameters: ParametersT) -> AnswerT:
        """One question's answer, without the log, whose cost is the same for every question."""
        seen = self.projection.seen(self.bound, self.identifiers) if question.walks else None
        with self.store.reading() as reading:
            return question.work(QueryContext(reading, self.bound, self.identifiers, self.index, seen), parameters)

    @cached_property
    def memory(self) -> Memory:
        """The whole graph as dictionaries, fetched when first wanted."""
        with self.console.status("Reading the whole graph into memory, to compare with…"):
            memory = remember(self.store, self.bound)
        # No process that answers questions holds these dictionaries: its garbage collector must not walk them either.
        gc.freeze()
        return memory


@contextmanager
def open_bench(
    reports: int, folder: Path, console: Console, patience: float = PATIENCE, only: tuple[str, ...] = (), seed: int = 1
) -> Generator[Bench]:
    """The force of so many reports and this seed in this folder: made up, loaded, or found there from earlier."""
    home = folder / (str(reports) if seed == 1 else f"{reports}-{seed}")
    files = ForceFiles(home / "mentions.csv", home / "assessments.csv", home / "truth.json")
    if not files.truth.exists():
        with console.status(f"Making up a force of {reports:,} reports…"):
            files = write_force(home, reports, seed)
    truth = read_truth(files.truth)
    settings = read_settings(home=home / "home", store="embedded", sql="", engine_linger=0)
    settings.home.mkdir(parents=True, exist_ok=True)
    sql = open_sql(settings)
    store = open_store(settings)
    try:
        load = _load(files, store, sql, settings, console)
        with store.reading() as reading:
            bound = bind(reading, Reader("bench", "operator"), View(today=truth.last_day + timedelta(days=1)))
        index = open_search(settings, store)
        projection = open_projection(settings, store)
        projection.catch_up()
        with console.status("Indexing…") as status:
            index.catch_up(lambda items: status.update(f"Indexing: {items:,} items…"))
        yield Bench(
            store,
            truth,
            bound,
            settings.identifiers,
            index,
            projection,
            load,
            console,
            settings,
            patience,
            only,
            folder,
        )
    finally:
        store.close()
        sql.dispose()


def _load(files: ForceFiles, store: Store, sql: Engine, settings: Settings, console: Console) -> Load:
    """Load the force, unless it was loaded to its end before."""
    kept = settings.home / "load.json"
    if kept.exists():
        return Load.model_validate_json(kept.read_bytes())
    with console.status("Loading…") as status:

        def reached(progress: Progress) -> None:
            status.update(f"Loading {progress.table}: {progress.table_rows:,} rows…")

        paths = (files.mentions, files.assessments)
        summary = ingest(
            paths, store, sql, settings, author="bench", reader=Reader("bench", "operator"), progress=reached
        )
    load = Load(
        reports=summary.reports,
        items=summary.items,
        mentions=summary.mentions,
        quarantined=summary.quarantined,
        seconds=summary.seconds,
        resumed=summary.resumed,
    )
    kept.write_text(load.model_dump_json(), encoding="utf-8")
    return load
