"""What is kept of each import in SQL: whose it is, how far it is, what came of it; seen by every process.

An import that a process works on is *held* by one attempt until a time that the process extends while it runs. A held
import whose time has passed was interrupted together with its process; the next reader marks it so. What an attempt
reports is kept only while it still holds the import. What an import refused may quote its files, so it is shown to its
owner only and is deleted with the import.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import BigInteger, Boolean, Column, Engine, Integer, String, Table, Text, delete, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.sql.elements import ColumnElement

from graph.ingest.run import IngestSummary, Progress
from graph.store import metadata

State = Literal["waiting", "checking", "checked", "loading", "loaded", "stopped", "interrupted"]
BUSY: frozenset[State] = frozenset({"waiting", "checking", "loading"})
LEASE = 30_000
"""Milliseconds for which an import is held without its process saying that it lives."""
ENDED = "It was stopped when Dolen ended."

IMPORTS = Table(
    "imports",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("author", String(64), nullable=False, index=True),
    Column("mapping", String(256)),
    Column("reason", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("to_load", Boolean, nullable=False),
    Column("attempt", String(32), nullable=False),
    Column("held_until", BigInteger),
    Column("table_name", Text),
    Column("table_rows", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("tried", Text),
    Column("summary", Text),
    Column("trouble", Text, nullable=False),
)
_SUMMARY = TypeAdapter(IngestSummary)


@dataclass(frozen=True)
class Import:
    """One set of files on its way in, as of now. Times are UTC milliseconds.

    `to_load` says that it was checked and is loaded, or was to be; `trouble` why it was stopped or interrupted.
    """

    id: str
    author: str
    mapping: str | None
    reason: str
    names: tuple[str, ...]
    received_at: int
    state: State = "waiting"
    to_load: bool = False
    progress: Progress | None = None
    tried: IngestSummary | None = None
    summary: IngestSummary | None = None
    trouble: str = ""

    @property
    def busy(self) -> bool:
        """Whether something is still to come without anybody doing anything."""
        return self.state in BUSY


class ImportRecords:
    """The imports kept in one SQL database."""

    def __init__(self, sql: Engine) -> None:
        self._sql = sql

    def add(self, new: Import, attempt: str, now: int) -> None:
        """Keep a new import, held by its first attempt."""
        row: dict[str, object] = {
            "id": new.id,
            "author": new.author,
            "mapping": new.mapping,
            "reason": new.reason,
            "names": json.dumps(new.names),
            "received_at": new.received_at,
            "state": new.state,
            "to_load": new.to_load,
            "table_rows": 0,
            "rows": 0,
            "trouble": "",
        }
        with self._sql.begin() as connection:
            connection.execute(
                insert(IMPORTS).values({**row, "attempt": attempt, "changed_at": now, "held_until": now + LEASE})
            )

    def of(self, author: str, id: str) -> Import | None:
        """An import of this person's, or none."""
        return next(iter(self._read((IMPORTS.c.id == id) & (IMPORTS.c.author == author))), None)

    def all_of(self, author: str) -> tuple[Import, ...]:
        """This person's imports, the newest first."""
        return self._read(IMPORTS.c.author == author)

    def ids(self) -> frozenset[str]:
        """Every import there is."""
        with self._sql.connect() as connection:
            return frozenset(connection.scalars(select(IMPORTS.c.id)))

    def take(self, id: str, earlier: Iterable[State], attempt: str, now: int, *, to_load: bool) -> bool:
        """Hold an import for a new attempt, if it is in one of these states; of several who ask, one gets it."""
        there = (IMPORTS.c.id == id) & IMPORTS.c.state.in_(tuple(earlier))
        return self._set(
            there,
            now,
            {
                "state": "waiting",
                "to_load": to_load,
                "attempt": attempt,
                "held_until": now + LEASE,
                "table_name": None,
                "rows": 0,
                "trouble": "",
            },
        )

    def begin(self, attempt: str, state: State, now: int) -> bool:
        """Note that an attempt is at work; False where its import is not its own any more."""
        return self._set(_own(attempt), now, {"state": state})

    def reached(self, attempt: str, progress: Progress, now: int) -> None:
        """Note how far an attempt is."""
        values = {"table_name": progress.table, "table_rows": progress.table_rows, "rows": progress.rows}
        self._set(_own(attempt), now, values)

    def end(
        self,
        attempt: str,
        state: State,
        now: int,
        *,
        tried: IngestSummary | None = None,
        summary: IngestSummary | None = None,
        trouble: str = "",
    ) -> bool:
        """Note what came of an attempt; False where its import is not its own any more."""
        values: dict[str, object] = {"state": state, "held_until": None, "trouble": trouble}
        for name, result in (("tried", tried), ("summary", summary)):
            if result is not None:
                values[name] = _SUMMARY.dump_json(result).decode()
        return self._set(_own(attempt), now, values)

    def interrupt(self, id: str, trouble: str, now: int) -> bool:
        """Take a busy import from its attempt, so that it can be loaded again."""
        busy = (IMPORTS.c.id == id) & IMPORTS.c.state.in_(BUSY)
        return self._set(busy, now, {"state": "interrupted", "held_until": None, "trouble": trouble})

    def interrupt_lost(self, now: int) -> None:
        """Mark what is held by a process that lives no longer."""
        lost = IMPORTS.c.state.in_(BUSY) & (IMPORTS.c.held_until < now)
        values = {"state": "interrupted", "held_until": None, "trouble": ENDED}
        with self._sql.begin() as connection:
            if connection.scalar(select(IMPORTS.c.id).where(lost).limit(1)) is not None:
                connection.execute(update(IMPORTS).where(lost).values(values))

    def hold(self, attempts: Iterable[str], now: int) -> frozenset[str]:
        """Say that the process of these attempts lives; gives those whose import is still their own."""
        mine = IMPORTS.c.attempt.in_(tuple(attempts)) & IMPORTS.c.state.in_(BUSY)
        with self._sql.begin() as connection:
            connection.execute(update(IMPORTS).where(mine).values(held_until=now + LEASE))
            return frozenset(connection.scalars(select(IMPORTS.c.attempt).where(mine)))

    def forget(self, id: str) -> None:
        """Forget an import."""
        with self._sql.begin() as connection:
            connection.execute(delete(IMPORTS).where(IMPORTS.c.id == id))

    def forget_older(self, moment: int) -> None:
        """Forget what nothing has happened to since this moment."""
        old = (IMPORTS.c.changed_at < moment) & IMPORTS.c.state.not_in(BUSY)
        with self._sql.begin() as connection:
            connection.execute(delete(IMPORTS).where(old))

    def _set(self, which: ColumnElement[bool], now: int, values: Mapping[str, object]) -> bool:
        with self._sql.begin() as connection:
            return connection.execute(update(IMPORTS).where(which).values({**values, "changed_at": now})).rowcount > 0

    def _read(self, which: ColumnElement[bool]) -> tuple[Import, ...]:
        newest = select(IMPORTS).where(which).order_by(IMPORTS.c.received_at.desc(), IMPORTS.c.id)
        with self._sql.connect() as connection:
            return tuple(_import(row) for row in connection.execute(newest).mappings())


def _own(attempt: str) -> ColumnElement[bool]:
    return (IMPORTS.c.attempt == attempt) & IMPORTS.c.state.in_(BUSY)


def _import(row: RowMapping) -> Import:
    progress = None
    if row["table_name"] is not None:
        progress = Progress(row["table_name"], row["table_rows"], row["rows"])
    return Import(
        id=row["id"],
        author=row["author"],
        mapping=row["mapping"],
        reason=row["reason"],
        names=tuple(json.loads(row["names"])),
        received_at=row["received_at"],
        state=row["state"],
        to_load=row["to_load"],
        progress=progress,
        tried=_summary(row["tried"]),
        summary=_summary(row["summary"]),
        trouble=row["trouble"],
    )


def _summary(text: str | None) -> IngestSummary | None:
    """What came of a run; None where nothing did yet, or an earlier version of Dolen wrote it otherwise."""
    if text is None:
        return None
    try:
        return _SUMMARY.validate_json(text)
    except ValidationError:
        return None
