"""Alerts follow the feed: after each change, what it brought for each audience is found once and stored.

What is new is found by comparing the graph as it was, kept by the projection, with the graph as it is. Two processes
may do it at once: the one that stores it second finds the change compared already, and stores nothing. One that is
killed leaves everything as it was, and the next one compares again from the version that is kept; what was stored
already is known by the change that brought it.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import LiteralString

from sqlalchemy import Connection, Engine, insert, select, update

from graph.alerts.findings import findings, watched_in
from graph.alerts.step import AudienceStep, Finding
from graph.alerts.tables import ALERTS, AUDIENCES, STATE, WATCHES
from graph.alerts.watches import OwnWatch, WatchBook
from graph.model.ids import random_id
from graph.model.recorded import JudgementKind
from graph.model.view import BoundView, Reader, View
from graph.projection import Projection, Snapshot
from graph.queries.door import bind
from graph.reading.question import QueryContext
from graph.rules.visibility import clearance_class, reader_of
from graph.rules.watches import WatchKind
from graph.store import Follower, Store, insert_missing
from graph.store.feed import GraphState, RecordChange, graph_state
from graph.values.when import date_of

SOURCES_OF: LiteralString = """
UNWIND $ids AS id
MATCH (r:Report)-[:CONTAINS]->(i:Item {id: id})
RETURN r.source_system AS source, collect(id) AS items
"""
"""The source system of each of some items."""
HELD_BEFORE: LiteralString = """
MATCH (i:Item) WHERE i.change <= $change
MATCH (r:Report {source_system: $source})-[:CONTAINS]->(i)
RETURN i.id AS id LIMIT 1
"""
"""Whether an item of a source was there at a change."""

BRINGING: frozenset[JudgementKind] = frozenset({"IdentityDecision", "Notice", "MeetingPart"})
"""The kinds of judgement of which a version may bring an alert; what an item that is withdrawn brings comes by it."""

_log = logging.getLogger("dolen")


@dataclass(frozen=True)
class Audience:
    """A distinct clearance in use; `began`: the change at which it was first in use."""

    id: str
    clearance: str
    began: int


@dataclass
class AlertsFollower:
    """Finds and stores alerts. `quiet_load`: a load of more items than this into an empty source raises none.

    `owner`: the person of an account as a reader: the owner of a watch, the chair of a meeting; None for one who reads
    no more.
    """

    store: Store
    sql: Engine
    projection: Projection
    identity_kinds: tuple[str, ...]
    quiet_load: int
    owner: Callable[[str], Reader | None]
    now: Callable[[], int] = lambda: time.time_ns() // 1_000_000

    def __post_init__(self) -> None:
        self._base: Snapshot | None = None
        self._turn = threading.RLock()

    def audience(self, reader: Reader) -> Audience:
        """The audience of a reader; it begins now where it is new. Brings everything up to date."""
        with self._turn:
            self.catch_up()
            clearance = clearance_class(reader)
            return self._ensured(clearance)

    def follow(self) -> None:
        """Find what changes brought, where anybody uses alerts; an audience that is not there yet begins later."""
        with self.sql.connect() as connection:
            used = bool(_audiences(connection))
        if used or self.watches.every():
            self.catch_up()

    def add_watch(self, reader: Reader, owner: str, kind: WatchKind, text: str, reason: str) -> OwnWatch:
        """Watch from now on, in the owner's clearance. Raises `ValueRefused` for what cannot be watched."""
        with self._turn:
            self.audience(reader)
            with self.sql.connect() as connection:
                state = _state(connection)
            return self.watches.add(owner, kind, text, reason, 0 if state is None else state.change)

    @property
    def watches(self) -> WatchBook:
        """What people watch."""
        return WatchBook(self.sql, self.now)

    def _ensured(self, clearance: str) -> Audience:
        """The audience of a clearance; it begins at the change up to which everything is compared where it is new."""
        with self.sql.begin() as connection:
            found = _audiences(connection, clearance)
            if not found:
                state = _state(connection)
                began = 0 if state is None else state.change
                insert_missing(
                    connection, AUDIENCES, {"id": random_id("audience"), "clearance": clearance, "began": began}
                )
                found = _audiences(connection, clearance)
        return found[0]

    def _watching(self) -> dict[str, list[OwnWatch]]:
        """The watches by the clearance of their owners as it is now."""
        found: dict[str, list[OwnWatch]] = {}
        for watch in self.watches.every():
            reader = self.owner(watch.owner)
            if reader is not None:
                found.setdefault(clearance_class(reader), []).append(watch)
        return found

    def catch_up(self) -> int:
        """Compare everything up to the graph's newest change; how many alerts that brought, of all audiences."""
        with self._turn:
            with self.sql.connect() as connection:
                stored = _state(connection)
            state = graph_state(self.store)
            if stored == state:
                return 0
            went_back = stored is not None and stored.started == state.started and stored.change > state.change
            if stored is not None and went_back:
                self._begin_no_later_than(state.change)
                _log.warning(
                    "The graph is at change %d, before change %d up to which alerts were found: it seems to be an"
                    " earlier copy. Alerts are found from change %d on.",
                    state.change,
                    stored.change,
                    state.change,
                )
            after = self.projection.snapshot()
            before = None if went_back else self._before(stored, after.state)
            if stored is not None and before is None and not went_back:
                _log.warning(
                    "Alerts of changes %d to %d of the graph are not found: what they are compared with is not there.",
                    stored.change,
                    after.state.change,
                )
            if stored is None or before is None:
                self._store(stored, after.state, ())
                self._go_on_from(after)
                return 0
            changes = [
                each for page in Follower(self.store, before.state.change).pages(after.state.change) for each in page
            ]
            found = self._found(before, after, changes, stored.change)
            stores = self._store(stored, after.state, found)
            self._go_on_from(after)
            return len(found) if stores else 0

    def _before(self, stored: GraphState | None, state: GraphState) -> Snapshot | None:
        """The graph as of a change up to which everything was compared; None where none is kept."""
        if stored is None or stored.started != state.started:
            return None
        base = self._base
        if base is not None and base.state.started == stored.started and base.state.change <= stored.change:
            return base
        return self.projection.pinned(stored)

    def _begin_no_later_than(self, change: int) -> None:
        """Audiences and watches of a graph that went back begin where it is now, not at a change that is to come."""
        with self.sql.begin() as connection:
            for table in (AUDIENCES, WATCHES):
                connection.execute(update(table).where(table.c.began > change).values(began=change))

    def _go_on_from(self, after: Snapshot) -> None:
        self._base = after
        self.projection.pin(after.state)

    def _found(
        self,
        before: Snapshot,
        after: Snapshot,
        changes: Iterable[RecordChange],
        compared: int,
    ) -> list[tuple[Audience, Finding]]:
        changed = {each.id: each for each in changes}
        quiet = self._quiet(before, [each.id for each in changed.values() if each.kind == "item"])
        items = frozenset(id for id, each in changed.items() if each.kind == "item" and id not in quiet)
        judged = (id for id, each in changed.items() if each.kind == "judgement")
        judgements = frozenset(id for id in judged if after.judgement_kind(id) in BRINGING)
        if not items and not judgements:
            return []
        today, watching = date_of(self.now()), self._watching()
        for clearance in watching:
            self._ensured(clearance)
        with self.sql.connect() as connection:
            audiences = _audiences(connection)
        began = {watch.id: watch.began for watches in watching.values() for watch in watches}
        found: list[tuple[Audience, Finding]] = []
        known: dict[BoundView, list[Finding]] = {}
        with self.store.reading() as reading:
            for audience in audiences:
                bound = bind(reading, reader_of(audience.clearance), View(today=today))
                seen = after.seen(bound, self.identity_kinds)
                context = QueryContext(reading, bound, self.identity_kinds, None, seen)
                watches = tuple(watching.get(audience.clearance, ()))
                base = before.seen(bound, self.identity_kinds)
                step = AudienceStep(base, context, items, judgements, today, watches, self.owner)
                if bound not in known:  # several audiences may read the same of what is recorded by now
                    known[bound] = findings(step)
                for each in (*known[bound], *watched_in(step)):
                    since = max(compared, began.get(each.watch, audience.began))
                    if any(changed[cause].change > since for cause in each.causes):
                        found.append((audience, each))
        return found

    def _quiet(self, before: Snapshot, items: list[str]) -> set[str]:
        """The items of a large load into a source of which nothing was there."""
        if len(items) <= self.quiet_load:
            return set()
        quiet: set[str] = set()
        for row in self.store.read(SOURCES_OF, ids=sorted(items)):
            of_source = [str(id) for id in row["items"]]  # type: ignore[attr-defined]  # a list of ids, as it was collected
            change = before.state.change
            if len(of_source) > self.quiet_load and not self.store.read(
                HELD_BEFORE, source=str(row["source"]), change=change
            ):
                quiet.update(of_source)
        return quiet

    def _store(self, stored: GraphState | None, state: GraphState, found: Iterable[tuple[Audience, Finding]]) -> bool:
        """Store the alerts and up to where everything is compared; whether nobody else has meanwhile."""
        values = {"started": state.started, "change": state.change}
        with self.sql.begin() as connection:
            if stored is None:
                insert_missing(connection, STATE, {"id": 1, **values})
                return True
            same = (STATE.c.started == stored.started) & (STATE.c.change == stored.change)
            if connection.execute(update(STATE).where(same).values(values)).rowcount == 0:
                return False
            rows = [
                {
                    "id": random_id("alert"),
                    "audience": audience.id,
                    "watch": finding.watch or None,
                    "fact": json.dumps(finding.fact.model_dump(mode="json"), sort_keys=True),
                    "raised_at": self.now(),
                }
                for audience, finding in found
            ]
            if rows:
                connection.execute(insert(ALERTS), rows)
        return True


def _state(connection: Connection) -> GraphState | None:
    row = connection.execute(select(STATE.c.started, STATE.c.change)).one_or_none()
    return None if row is None else GraphState(row.started, row.change)


def _audiences(connection: Connection, clearance: str | None = None) -> list[Audience]:
    every = select(AUDIENCES.c.id, AUDIENCES.c.clearance, AUDIENCES.c.began).order_by(AUDIENCES.c.id)
    wanted = every if clearance is None else every.where(AUDIENCES.c.clearance == clearance)
    return [Audience(*row) for row in connection.execute(wanted)]
