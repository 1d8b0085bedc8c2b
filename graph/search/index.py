"""The search index of one graph: opened, caught up with the graph before it answers, rebuilt where necessary.

Every process reads it; one at a time writes. It is derived, so it is never backed up, and whatever is wrong with it is
put right by rebuilding it.
"""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import tantivy

from graph.errors import StoreBusy, StoreError
from graph.model.view import BoundView
from graph.reading.mention_index import Fits, SearchKind
from graph.search.candidates import SearchBounds, find, of_kinds
from graph.search.extract import gather
from graph.search.files import IndexFolder, Stamp
from graph.search.index_documents import VERSION, IndexEntry, digest_of, index_document, prepare, schema, written_digest
from graph.search.query_parser import understand
from graph.settings import Settings
from graph.store import Follower, Store
from graph.store.feed import GraphState, graph_state

T = TypeVar("T")
Progress = Callable[[int], None]
"""SearchDocument how many items have been written so far."""

_PAGE = 10_000
"""Items, about, of which the documents are written before the next are read."""
_AT_ONCE = 1_000
"""Items read from the graph by one set of statements."""
_ATTEMPTS = 3
"""How often the index is compared with a graph that is written to meanwhile."""
_FEW = 3
"""Changes that little memory is enough for."""
_LITTLE_MEMORY, _MUCH_MEMORY = 15_000_000, 150_000_000


@dataclass(frozen=True)
class _Opened:
    stamp: Stamp
    index: tantivy.Index
    searcher: tantivy.Searcher


class SearchIndex:
    """An index of what mentions, items and reports say; the `MentionIndex` that questions are asked with."""

    def __init__(self, store: Store, folder: IndexFolder, patience: float, bounds: SearchBounds | None = None) -> None:
        """`patience`: seconds to wait for another process that writes."""
        self._store = store
        self._folder = folder
        self._patience = patience
        self._bounds = bounds or SearchBounds()
        self._schema = schema()
        self._opened: _Opened | None = None
        self._turn = threading.Lock()
        self._written = 0

    def look(self, text: str, kinds: tuple[SearchKind, ...], bound: BoundView) -> Fits:
        """What fits a text among what the View shows; see `MentionIndex`."""
        understood = understand(text, bound.view.today).only(of_kinds(kinds))
        if not understood.meanings:
            return Fits((), (), at_least=False)

        def search(opened: _Opened) -> Fits:
            found = find(opened.searcher, self._schema, understood, kinds, bound, self._bounds)
            return Fits(tuple(meaning.said for meaning in understood.meanings), found.fits, found.at_least)

        return self._whatever_is_wrong(search)

    def catch_up(self, progress: Progress | None = None) -> int:
        """Bring the index up to the graph's newest change; how many items that took."""
        before = self._written
        self._whatever_is_wrong(lambda _: None, progress)
        return self._written - before

    def behind(self) -> int | None:
        """How many changes the graph is ahead of the index; None where there is no index of this graph."""
        state, stamp = graph_state(self._store), self._folder.stamp()
        return None if stamp is None or not _is_of(stamp, state) else state.change - stamp.change

    def rebuild(self, progress: Progress | None = None) -> int:
        """Rebuild the index; return how many items it holds versions of."""
        before = self._written
        with self._turn:
            self._folder.prepare()
            with self._folder.writing(self._patience):
                self._opened = self._build(graph_state(self._store), progress)
        return self._written - before

    def differing(self) -> int:
        """How many documents the index has too many or too few, compared one by one with what the graph holds now.

        Raises `StoreBusy` where the graph is written to all the while.
        """
        for _ in range(_ATTEMPTS):
            opened = self._up_to_date(None)
            held = _held(opened)
            expected = self._expected(opened.stamp.change)
            if graph_state(self._store).change == opened.stamp.change:
                return (held - expected).total() + (expected - held).total()
        raise StoreBusy("The graph is being written to, so its search index cannot be compared.", "Try again later.")

    def _expected(self, change: int) -> Counter[bytes]:
        """The digest of every document that an index of the graph as it is should have."""
        expected: Counter[bytes] = Counter()
        reports: dict[str, list[bytes]] = {}
        for changes in Follower(self._store, 0, limit=_PAGE).pages(change):
            items = [each.id for each in changes if each.kind == "item"]
            for at in range(0, len(items), _AT_ONCE):
                again: dict[str, list[bytes]] = {}
                for entry in gather(self._store, items[at : at + _AT_ONCE]):
                    if entry.document.what == "report":
                        again.setdefault(entry.document.id, []).append(digest_of(entry))
                    else:
                        expected[digest_of(entry)] += 1
                reports |= again
        for digests in reports.values():
            expected.update(digests)
        return expected

    def _whatever_is_wrong(self, work: Callable[[_Opened], T], progress: Progress | None = None) -> T:
        """Work with an index that is up to date.

        Where its files turn out not to be as they should, look again, since another process may just have rebuilt it;
        then rebuild it.
        """
        for remedy in (self._forget, lambda: self.rebuild(progress)):
            try:
                return work(self._up_to_date(progress))
            except BaseException as error:
                if not _is_damage(error):
                    raise
                remedy()
        try:
            return work(self._up_to_date(progress))
        except BaseException as error:
            if not _is_damage(error):
                raise
            raise StoreError(
                f"The search index at {str(self._folder.root)!r} was rebuilt and still cannot be used: {error}.",
                "Look whether the disk is full or failing.",
            ) from error

    def _forget(self) -> None:
        self._opened = None

    def _up_to_date(self, progress: Progress | None) -> _Opened:
        """The index as it is at the graph's newest change, or later."""
        state = graph_state(self._store)
        with self._turn:
            opened = self._current(state)
            if opened is None:
                self._folder.prepare()
                with self._folder.writing(self._patience):
                    state = graph_state(self._store)  # again: another process may have written both meanwhile
                    opened = self._current(state) or self._brought_up(state, progress)
            self._opened = opened
            return opened

    def _current(self, state: GraphState) -> _Opened | None:
        """The index, where its stamp says that it is of this graph and holds its newest change."""
        stamp = self._folder.stamp()
        if stamp is None or not _is_of(stamp, state) or stamp.change != state.change:
            return None
        if self._opened is not None and self._opened.stamp == stamp:
            return self._opened
        return self._open(stamp)

    def _open(self, stamp: Stamp) -> _Opened:
        index = prepare(tantivy.Index.open(str(self._folder.path(stamp))))
        index.config_reader("manual")
        index.reload()
        return _Opened(stamp, index, index.searcher())

    def _brought_up(self, state: GraphState, progress: Progress | None) -> _Opened:
        stamp = self._folder.stamp()
        if stamp is None or not _is_of(stamp, state) or stamp.change > state.change:
            return self._build(state, progress)
        index = prepare(tantivy.Index.open(str(self._folder.path(stamp))))
        return self._write(index, stamp, state, progress, replacing=True)

    def _build(self, state: GraphState, progress: Progress | None) -> _Opened:
        name = self._folder.new()
        stamp = Stamp(VERSION, state.started, 0, name)
        index = prepare(tantivy.Index(self._schema, str(self._folder.path(stamp)), reuse=False))
        return self._write(index, stamp, state, progress, replacing=False)

    def _write(
        self, index: tantivy.Index, stamp: Stamp, state: GraphState, progress: Progress | None, *, replacing: bool
    ) -> _Opened:
        """Write what changed after the stamp, and then the stamp."""
        memory = _LITTLE_MEMORY if state.change - stamp.change <= _FEW else _MUCH_MEMORY
        writer = index.writer(memory, 1)
        try:
            change = self._put_changes(writer, stamp.change, state.change, progress, replacing=replacing)
            writer.commit()
        finally:
            writer.wait_merging_threads()  # which also lets go of the index; what was not committed is dropped
        written = Stamp(VERSION, state.started, change, stamp.folder)
        self._folder.put(written)
        self._folder.clear(but=written.folder)
        return self._open(written)

    def _put_changes(
        self, writer: tantivy.IndexWriter, after: int, newest: int, progress: Progress | None, *, replacing: bool
    ) -> int:
        """Put what was changed after one change, up to another at least; up to which, that is."""
        reports: set[str] = set()
        follower = Follower(self._store, after, limit=_PAGE)
        for changes in follower.pages(newest):
            items = [each for each in changes if each.kind == "item"]
            for at in range(0, len(items), _AT_ONCE):
                part = items[at : at + _AT_ONCE]
                # What is changed while an index is made may be in it already, as it was before.
                again = [each.id for each in part if replacing or each.change > newest]
                put(writer, again, gather(self._store, [each.id for each in part]), reports, replacing=replacing)
                self._written += len(part)
                if progress is not None:
                    progress(self._written)
        return follower.after


def _held(opened: _Opened) -> Counter[bytes]:
    """The digest of every document of an index."""
    searcher = opened.searcher
    everything = searcher.search(tantivy.Query.all_query(), limit=max(searcher.num_docs, 1), count=False)
    return Counter(written_digest(searcher.doc(address)) for _, address in everything.hits)


def put(
    writer: tantivy.IndexWriter,
    again: Sequence[str],
    entries: Sequence[IndexEntry],
    reports: set[str],
    *,
    replacing: bool,
) -> None:
    """Write documents, in place of those there are of these items and of their reports, whose words may have none now.

    `reports` are those of which something was written before.
    """
    here = {entry.document.id for entry in entries if entry.document.what == "item"}
    for owner in (*again, *(here if replacing else here & reports)):
        writer.delete_documents_by_term("owner", owner)
    reports |= here
    for entry in entries:
        writer.add_document(index_document(entry))


def open_search(settings: Settings, store: Store) -> SearchIndex:
    """The search index of the graph that the settings name."""
    return SearchIndex(store, IndexFolder.of(settings), settings.query_seconds)


def _is_of(stamp: Stamp, state: GraphState) -> bool:
    return stamp.version == VERSION and stamp.started == state.started


def _is_damage(error: BaseException) -> bool:
    """Whether the index's library says that its files are not as they should be; it may panic in a way of its own."""
    return isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException"
