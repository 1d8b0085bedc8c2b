"""A search index of a store as it is, in memory, made when it is first looked in and kept while the store stays so."""

import tantivy

from graph.model.view import BoundView
from graph.reading.mention_index import Fits, SearchKind
from graph.search.candidates import SearchBounds, find, of_kinds
from graph.search.extract import gather
from graph.search.index_documents import IndexEntry, index_document, prepare, schema
from graph.search.query_parser import understand
from graph.store import Reading, changed_records
from graph.store.feed import GraphState
from tests.invariants.projecting import state_of

LITTLE = 15_000_000
SCHEMA = schema()


class LazyIndex:
    """Looks in an index of whatever can be read, without its mutants: they are of the questions' statements."""

    _kept: tuple[GraphState, tantivy.Searcher] | None = None

    def __init__(self, reading: Reading) -> None:
        self._reading: Reading = getattr(reading, "bare", reading)

    def look(self, text: str, kinds: tuple[SearchKind, ...], bound: BoundView) -> Fits:
        """What fits, as `MentionIndex` has it."""
        return look_in(self._searcher(), text, kinds, bound)

    def _searcher(self) -> tantivy.Searcher:
        state = state_of(self._reading)
        kept = LazyIndex._kept
        if kept is None or kept[0] != state:
            items = [each.id for each in changed_records(self._reading, 0) if each.kind == "item"]
            kept = LazyIndex._kept = (state, in_memory(gather(self._reading, items)))
        return kept[1]


def in_memory(entries: list[IndexEntry]) -> tantivy.Searcher:
    """An index of these documents."""
    index = prepare(tantivy.Index(SCHEMA))
    writer = index.writer(LITTLE, 1)
    for entry in entries:
        writer.add_document(index_document(entry))
    writer.commit()
    index.reload()
    return index.searcher()


def look_in(
    searcher: tantivy.Searcher,
    text: str,
    kinds: tuple[SearchKind, ...],
    bound: BoundView,
    bounds: SearchBounds | None = None,
) -> Fits:
    """What fits in an index, among what the View shows."""
    understood = understand(text, bound.view.today).only(of_kinds(kinds))
    found = find(searcher, SCHEMA, understood, kinds, bound, bounds or SearchBounds())
    return Fits(tuple(meaning.said for meaning in understood.meanings), found.fits, found.at_least)
