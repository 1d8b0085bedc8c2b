"""Indexes of a few documents, in memory, and all that fits them without an index."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import tantivy

from graph.model.view import FOREVER, BoundView, Lens, View
from graph.search.candidates import SearchBounds, SearchCandidates, best_fits, find
from graph.search.document import SearchDocument
from graph.search.index_documents import IndexEntry, ViewFields, index_document, prepare, schema
from graph.search.query_parser import Understood, understand

TODAY = date(2026, 1, 1)
SCHEMA = schema()
OPENLY = ViewFields("lineage:1", "P||", 0, FOREVER, "2B", "origin:1", None, None)


def seen_as(document: SearchDocument, **view_fields: object) -> IndexEntry:
    """A document of this, seen by everybody unless stated otherwise."""
    return IndexEntry(document, (replace(OPENLY, recorded_at=document.recorded_at, **view_fields),))


def open_view(access: tuple[str, ...] = ("P||",), lens: Lens | None = None, known_at: int = FOREVER - 1) -> BoundView:
    """A View of what is openly seen, unless stated otherwise."""
    return BoundView(View(TODAY, known_at, lens or Lens()), access)


def searcher_of(entries: Iterable[IndexEntry], segments: int = 1) -> tantivy.Searcher:
    """An index of these documents, in several parts where asked for."""
    index = prepare(tantivy.Index(SCHEMA))
    parts = list(entries)
    writer = index.writer(15_000_000, 1)
    for part in range(segments):
        for entry in parts[part::segments]:
            writer.add_document(index_document(entry))
        writer.commit()
    index.reload()
    return index.searcher()


@dataclass(frozen=True)
class Small:
    """SearchBounds so small that a handful of documents meets them."""

    documents: int
    read: int
    records: int


def found_in(
    searcher: tantivy.Searcher, text: str, bound: BoundView | None = None, small: Small | None = None
) -> SearchCandidates:
    """What an index finds."""
    understood = understand(text, TODAY)
    bounds = SearchBounds()
    if small is not None:
        understood = Understood(tuple(replace(each, most=small.read) for each in understood.meanings))
        bounds = SearchBounds(small.documents, small.records)
    return find(searcher, SCHEMA, understood, (), bound or open_view(), bounds)


def found_without(document: Iterable[SearchDocument], text: str) -> SearchCandidates:
    """What fits, everything held against the rules one after the other."""
    return SearchCandidates(best_fits(understand(text, TODAY), document), at_least=False)
