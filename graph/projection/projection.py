"""The projection of one graph: opened, caught up before it answers, rebuilt where it must be.

Every process maps the same files; one at a time writes them. It is derived, so it is never backed up, and whatever is
wrong with it is mended by rebuilding it. A change is applied whole before the next answer, so that what narrows (an
item's end, a decision taken back) is never answered late.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from graph.model.view import BoundView
from graph.projection.derived import Derived
from graph.projection.extract import rows_of_items, rows_of_judgements
from graph.projection.files import ProjectionFolder
from graph.projection.seen import Seen
from graph.projection.tables import Row, Tables
from graph.settings import Settings
from graph.store import Follower, Reading
from graph.store.feed import GraphState, RecordChange, graph_state

Progress = Callable[[int], None]
"""Called with how many records have been read so far."""

_WRITTEN = 500
"""Records read since the version on disk, beyond which a new version is written; fewer are read again when opened."""
_SMALL = 20_000
"""Up to so many mentions a version is written at every change: that takes milliseconds."""
_SHARE = 4
"""Where more than one in so many items has changed, everything is read again."""
_VIEWS = 8
"""Views kept at once, the last used."""


@dataclass(frozen=True)
class _Opened:
    """The tables as of a change, and how many records were read into them that are not on disk."""

    state: GraphState
    derived: Derived
    unwritten: int = 0

    @property
    def tables(self) -> Tables:
        return self.derived.tables


@dataclass(eq=False)
class Snapshot:
    """The graph as arrays as of one change, which later changes leave unchanged. Not to be shared between threads."""

    state: GraphState
    _derived: Derived

    def __post_init__(self) -> None:
        self._views: dict[BoundView, Seen] = {}

    def seen(self, bound: BoundView, identity_kinds: Iterable[str]) -> Seen:
        """What a View left visible then."""
        if bound not in self._views:
            self._views[bound] = Seen(self._derived, bound, frozenset(identity_kinds))
        return self._views[bound]

    def judgement_kind(self, id: str) -> str | None:
        """Of which kind a version of a judgement is; None where there is none."""
        tables = self._derived.tables
        number = tables.pools["judgement"].find(id)
        if number is None:
            return None
        row = int(np.flatnonzero(tables.columns["judgements"]["judgement"] == number)[0])
        return tables.pools["judgement_kind"][int(tables.columns["judgements"]["kind"][row])]


class Projection:
    """The graph as arrays. Safe to share between threads."""

    def __init__(self, store: Reading, folder: ProjectionFolder, patience: float) -> None:
        """`patience`: seconds to wait for another process that writes."""
        self._store = store
        self._folder = folder
        self._patience = patience
        self._opened: _Opened | None = None
        self._views: OrderedDict[tuple[object, ...], Seen] = OrderedDict()
        self._turn = threading.RLock()

    def seen(self, bound: BoundView, identity_kinds: Iterable[str]) -> Seen:
        """What a View leaves visible, at the graph's newest change or a later one."""
        with self._turn:
            opened = self._up_to_date(None)
            kinds = frozenset(identity_kinds)
            key = opened.state, bound.access, bound.view.known_at, bound.view.lens, kinds
            if key not in self._views:
                self._views[key] = Seen(opened.derived, bound, kinds)
                while len(self._views) > _VIEWS:
                    self._views.popitem(last=False)
            self._views.move_to_end(key)
            return self._views[key]

    def snapshot(self) -> Snapshot:
        """The graph at its newest change or a later one."""
        with self._turn:
            opened = self._up_to_date(None)
            return Snapshot(opened.state, opened.derived)

    def pinned(self, up_to: GraphState) -> Snapshot | None:
        """The version on disk that was pinned, of the same graph and no later change; None where there is none."""
        state = self._folder.pinned()
        if state is None or state.started != up_to.started or state.change > up_to.change:
            return None
        tables = self._folder.open(state)
        return None if tables is None else Snapshot(state, Derived(tables))

    def pin(self, up_to: GraphState) -> None:
        """Keep the newest version on disk that is of no later change than this, instead of the one kept before."""
        with self._turn, self._folder.writing(self._patience):
            newest = self._folder.newest(up_to.started)
            if newest is not None and newest <= up_to.change:
                self._folder.pin(GraphState(up_to.started, newest))

    def catch_up(self, progress: Progress | None = None) -> int:
        """Bring it up to the graph's newest change; that change."""
        with self._turn:
            return self._up_to_date(progress).state.change

    def behind(self) -> int | None:
        """How many changes the graph is ahead of what is on disk; None where there is nothing of this graph."""
        state = graph_state(self._store)
        newest = self._folder.newest(state.started)
        return None if newest is None else state.change - newest

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make it again from the store; how many items it holds."""
        with self._turn:
            self._folder.prepare()
            with self._folder.writing(self._patience):
                self._opened = self._build(graph_state(self._store), progress)
            return self._opened.tables.count("items")

    @property
    def digest(self) -> str:
        """The same for equal graphs, whichever engine holds them and in whatever steps they were read."""
        with self._turn:
            return self._up_to_date(None).tables.digest

    def as_stored(self) -> str:
        """The digest of what the store holds now, read again from the beginning: what `digest` should be."""
        return _read(self._store, Follower(self._store), graph_state(self._store), None)[0].digest

    def _up_to_date(self, progress: Progress | None) -> _Opened:
        state = graph_state(self._store)
        opened = self._opened
        if opened is not None and opened.state.started == state.started and opened.state.change >= state.change:
            return opened
        self._folder.prepare()
        with self._folder.writing(self._patience):
            state = graph_state(self._store)  # again: another process may have written both meanwhile
            base = self._base(state)
            opened = self._build(state, progress) if base is None else self._followed(base, state, progress)
        self._opened = opened
        return opened

    def _base(self, state: GraphState) -> _Opened | None:
        """Where to follow from: what is open, or the newest version on disk; None where neither can be used."""
        change = self._folder.newest(state.started)
        opened = self._opened
        if opened is not None and opened.state.started == state.started and opened.state.change >= (change or 0):
            return opened if opened.state.change <= state.change else None
        if change is None or change > state.change:
            return None
        of = GraphState(state.started, change)
        tables = self._folder.open(of)
        return None if tables is None else _Opened(of, Derived(tables))

    def _followed(self, base: _Opened, state: GraphState, progress: Progress | None) -> _Opened:
        follower = Follower(self._store, base.state.change)
        changes = [change for page in follower.pages(state.change) for change in page]
        if len(changes) * _SHARE > base.tables.count("items"):
            return self._build(state, progress)
        at = GraphState(state.started, follower.after)
        owners, rows = _rows_of(self._store, changes)
        derived = Derived(base.tables.replaced(owners, rows)) if changes else base.derived
        followed = _Opened(at, derived, base.unwritten + len(changes))
        return self._written(followed) if self._worth_writing(followed) else followed

    def _worth_writing(self, opened: _Opened) -> bool:
        return opened.unwritten > _WRITTEN or opened.tables.count("mentions") <= _SMALL

    def _build(self, state: GraphState, progress: Progress | None) -> _Opened:
        tables, change = _read(self._store, Follower(self._store), state, progress)
        return self._written(_Opened(GraphState(state.started, change), Derived(tables)))

    def _written(self, opened: _Opened) -> _Opened:
        self._folder.write(opened.state, opened.tables)
        written = self._folder.open(opened.state)
        return opened if written is None else _Opened(opened.state, Derived(written))


def tables_of(store: Reading) -> Tables:
    """The tables of everything that a store holds, in memory."""
    return _read(store, Follower(store), graph_state(store), None)[0]


def _read(store: Reading, follower: Follower, state: GraphState, progress: Progress | None) -> tuple[Tables, int]:
    """Everything that the follower has not passed yet, and up to which change that is."""
    rows: dict[str, list[Row]] = {}
    done: set[str] = set()
    again: list[RecordChange] = []
    for page in follower.pages(state.change):
        new = [change for change in page if change.id not in done]
        again += [change for change in page if change.id in done]  # written again while this reads
        done.update(change.id for change in new)
        for table, found in _rows_of(store, new)[1].items():
            rows.setdefault(table, []).extend(found)
        if progress is not None:
            progress(len(done))
    tables = Tables.of(rows)
    return tables.replaced(*_rows_of(store, again)) if again else tables, follower.after


def _rows_of(store: Reading, changes: Iterable[RecordChange]) -> tuple[set[str], dict[str, list[Row]]]:
    """The records that changed, and all that they say now."""
    ids: dict[str, set[str]] = {"item": set(), "judgement": set()}
    for change in changes:
        ids[change.kind].add(change.id)
    items, judgements = sorted(ids["item"]), sorted(ids["judgement"])
    return {*items, *judgements}, {**rows_of_items(store, items), **rows_of_judgements(store, judgements)}


def open_projection(settings: Settings, store: Reading) -> Projection:
    """The projection of the graph that the settings name."""
    return Projection(store, ProjectionFolder.of(settings), settings.query_seconds)
