"""The record of each run, in SQL: its time, author, progress and counts; no intelligence.

A run that was cut off is found again by the digest of its files: it goes on with the load time that it began with, so
that it ends with the same graph as an undisturbed one. Nothing is skipped on its word; batches are idempotent.
"""

import json
import secrets
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import BigInteger, Column, Engine, Integer, String, Table, Text, insert, select, update

from graph.store import metadata

_RUNS = Table(
    "ingest_runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False, index=True),
    Column("mapping", String(64), nullable=False),
    Column("author", String(64), nullable=False),
    Column("started", BigInteger, nullable=False),
    Column("finished", BigInteger),
    Column("batches", Integer, nullable=False),
    Column("counts", Text, nullable=False),
)


@dataclass(slots=True)
class RunCounts:
    """What a run has counted so far."""

    reports: int = 0
    items: int = 0
    mentions: int = 0
    assessments: int = 0
    unchanged: int = 0
    unseen: int = 0
    repeated: int = 0
    created: Counter[str] = field(default_factory=Counter[str])


@dataclass(frozen=True, slots=True)
class Run:
    """One run as recorded. Times are epoch milliseconds; `finished` is None while it is under way or was cut off."""

    id: str
    digest: str
    mapping: str
    author: str
    started: int
    finished: int | None
    batches: int
    counts: RunCounts


class Runs:
    """The runs kept in the SQL database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, digest: str, mapping: str, author: str, now: int) -> Run:
        """A new run; or the one by the same author of the same files that was cut off, to go on with."""
        same = (_RUNS.c.digest == digest, _RUNS.c.mapping == mapping, _RUNS.c.author == author)
        with self._engine.begin() as connection:
            cut_off = select(_RUNS).where(*same, _RUNS.c.finished.is_(None)).order_by(_RUNS.c.started)
            row = connection.execute(cut_off).mappings().first()
            if row is not None:
                return _run(dict(row))
            run = Run(f"run-{now}-{secrets.token_hex(3)}", digest, mapping, author, now, None, 0, RunCounts())
            connection.execute(insert(_RUNS).values(_row(run)))
            return run

    def committed(self, run: Run, batches: int, counts: RunCounts) -> None:
        """Note the progress of a run."""
        with self._engine.begin() as connection:
            values = {"batches": batches, "counts": _written(counts)}
            connection.execute(update(_RUNS).where(_RUNS.c.id == run.id).values(values))

    def finish(self, run: Run, now: int) -> None:
        """Note that a run has finished."""
        with self._engine.begin() as connection:
            connection.execute(update(_RUNS).where(_RUNS.c.id == run.id).values(finished=now))

    def list(self) -> tuple[Run, ...]:
        """Every run, the newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(_RUNS).order_by(_RUNS.c.started.desc(), _RUNS.c.id)).mappings()
            return tuple(_run(dict(row)) for row in rows)


def _row(run: Run) -> dict[str, object]:
    names = ("id", "digest", "mapping", "author", "started", "finished", "batches")
    return {**{name: getattr(run, name) for name in names}, "counts": _written(run.counts)}


def _written(counts: RunCounts) -> str:
    names = ("reports", "items", "mentions", "assessments", "unchanged", "unseen", "repeated")
    plain = {name: getattr(counts, name) for name in names}
    return json.dumps({**plain, "created": dict(sorted(counts.created.items()))})


def _run(row: dict[str, object]) -> Run:
    counts = json.loads(str(row["counts"]))
    created = Counter[str](counts.pop("created"))
    return Run(**{**row, "counts": RunCounts(**counts, created=created)})  # pyright: ignore[reportArgumentType]  # the columns are the fields
