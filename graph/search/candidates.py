"""What an index gives for what was understood: filtered by the View inside the query, then ordered by our own rules.

Nothing here goes by the index's own scores, which depend on how often a word occurs, hidden or not. Where too much is
found, what is read is what fits closest, and among equals the most recently recorded day, then chance that the record
alone decides: so what the View hides cannot move what is left out.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

import tantivy

from graph.model.kinds import ENTITY_KINDS
from graph.model.view import BoundView
from graph.reading.mention_index import MOST_RECORDS, Fit, SearchKind
from graph.search.document import SearchDocument, What
from graph.search.index_documents import either, kept_versions, lowered, stored_document
from graph.search.query import Query
from graph.search.query_parser import MOST_TEXTS, Meaning, Understood
from graph.view.index import perhaps_shown, seen_by, shows_words

OF_KIND: dict[SearchKind, tuple[What, ...]] = {
    **{each.kind: (each.thing,) for each in ENTITY_KINDS},
    "report": ("item", "report"),
}


AT_ONCE = ThreadPoolExecutor(max_workers=4, thread_name_prefix="search")
"""What the meanings of one text are looked up by side by side; the index lets other threads run while it looks."""

FEW_TIMES = 2
"""How many documents are read first, for each different one that is wanted."""


@dataclass(frozen=True)
class SearchBounds:
    """How much of what is found is gone through: documents of one query, and records and reports in the end."""

    documents: int = 5000
    records: int = MOST_RECORDS


@dataclass(frozen=True)
class SearchCandidates:
    """What fits, the best first, and whether more may."""

    fits: tuple[Fit, ...]
    at_least: bool


def of_kinds(kinds: Iterable[SearchKind]) -> frozenset[What]:
    """What is looked through for these kinds; for all, where none is named."""
    return frozenset(what for kind in (tuple(kinds) or tuple(OF_KIND)) for what in OF_KIND[kind])


def find(
    searcher: tantivy.Searcher,
    schema: tantivy.Schema,
    understood: Understood,
    kinds: Iterable[SearchKind],
    bound: BoundView,
    bounds: SearchBounds,
) -> SearchCandidates:
    """The records and reports of these kinds (none named: all) that fit, among what the View shows."""
    wanted = of_kinds(kinds)
    search = _Search(searcher, schema, bound, bounds)
    each_of: list[tuple[Meaning, frozenset[What]]] = [
        (meaning, what)
        for meaning in understood.meanings
        for what in (meaning.of & wanted - {"report"}, meaning.of & wanted & {"report"})
        if what
    ]
    documents: dict[str, SearchDocument] = {}
    cut = False
    for found, more in AT_ONCE.map(search.reads, [meaning for meaning, _ in each_of], [what for _, what in each_of]):
        cut = cut or more
        documents.update((each.source, each) for each in found)
    fits = best_fits(understood, documents.values())
    return SearchCandidates(fits[: bounds.records], cut or len(fits) > bounds.records)


def best_fits(understood: Understood, documents: Iterable[SearchDocument]) -> tuple[Fit, ...]:
    """How each record and each report fits, by the document of it that fits best; the best first."""
    best: dict[tuple[bool, str], Fit] = {}
    for each in documents:
        match = understood.match(each)
        if match is None:
            continue
        thing = None if each.what in ("item", "report") else each.what
        ref = each.item_ref or each.report_ref
        score = round(match.score, 6)
        fit = Fit(each.id, thing, each.item, ref, each.recorded_at, score, match.why, each.order)
        before = best.get((fit.is_report, each.id))
        if before is None or (fit.score, fit.order) > (before.score, before.order):
            best[fit.is_report, each.id] = fit
    return tuple(sorted(best.values(), key=lambda fit: (-fit.score, -fit.order, fit.id)))


Marked = list[tuple[int, tantivy.DocAddress]]
"""Where documents are, each with the mark of what it says."""


@dataclass(frozen=True)
class _Search:
    """One search. `read` holds the documents read so far, by address, since several meanings find the same."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    bound: BoundView
    bounds: SearchBounds
    read: dict[tuple[int, int], SearchDocument] = field(default_factory=dict[tuple[int, int], SearchDocument])

    @cached_property
    def access_in_use(self) -> list[str]:
        """Every access text of this index, as this search sees it."""
        return [text for text, _ in self.searcher.terms_with_prefix("access", "")]

    def reads(self, meaning: Meaning, what: frozenset[What]) -> tuple[list[SearchDocument], bool]:
        """What one meaning finds, and whether there is more than is read.

        The last query takes in everything. Where that is too much, the closest queries come first.
        """
        *closer, widest = meaning.queries
        everything, more = self._marked(widest, what, meaning.most)
        if not more and len(everything) <= meaning.most:
            return [self._document(address) for _, address in everything], False
        taken: dict[int, tantivy.DocAddress] = {}
        for query in closer:
            found, more = self._marked(query, what, meaning.most)
            for mark, address in found:
                taken.setdefault(mark, address)
            if more or len(taken) >= meaning.most:
                break
        else:
            for mark, address in everything:
                taken.setdefault(mark, address)
        return [self._document(address) for address in list(taken.values())[: meaning.most]], True

    def _marked(self, query: Query, what: frozenset[What], most: int) -> tuple[Marked, bool]:
        return self._whole(query) if "report" in what else self._seen(query, what, most)

    def _seen(self, query: Query, what: frozenset[What], most: int) -> tuple[Marked, bool]:
        """Documents of items that pass the View, each saying something else, newest first; and whether there are more.

        Of several that say the same of one record, the newest stands for all. Once more than `most` say something
        else, the rest makes no difference, and is not looked at.
        """
        of = either(*(tantivy.Query.term_query(self.schema, "what", each) for each in sorted(what)))
        clauses = [(tantivy.Occur.Must, lowered(query, self.schema)), (tantivy.Occur.Must, of)]
        asked = tantivy.Query.boolean_query([*clauses, *seen_by(self.bound, self.schema, self.access_in_use)])
        few = min(FEW_TIMES * most, self.bounds.documents)
        found, count = self._newest(asked, few)
        if count > few and len(found) <= most:
            found, count = self._newest(asked, self.bounds.documents)
        return found, count > self.bounds.documents

    def _newest(self, asked: tantivy.Query, limit: int) -> tuple[Marked, int]:
        """The newest so many documents, each saying something else; and how many there are in all."""
        result = self.searcher.search(asked, limit=limit, order_by_field="order")
        return self._each_once([address for _, address in result.hits]), _count(result)

    def _whole(self, query: Query) -> tuple[Marked, bool]:
        """Reports whose words the View shows, newest first; and whether there are more."""
        clauses = [
            (tantivy.Occur.Must, lowered(query, self.schema)),
            (tantivy.Occur.Must, tantivy.Query.term_query(self.schema, "what", "report")),
            *perhaps_shown(self.bound, self.schema, self.access_in_use),
        ]
        asked = tantivy.Query.boolean_query(clauses)
        whole: list[tantivy.DocAddress] = []
        offset, page = 0, MOST_TEXTS
        while len(whole) <= page:
            result = self.searcher.search(asked, limit=page, offset=offset, order_by_field="order", count=False)
            addresses = [address for _, address in result.hits]
            whole += [address for address in addresses if self._shows_words(address)]
            if len(addresses) < page:
                break
            offset += page
        return self._each_once(whole[:page]), len(whole) > page

    def _shows_words(self, address: tantivy.DocAddress) -> bool:
        """Whether the View shows the words."""
        return shows_words(kept_versions(self._kept(address)), self.bound)

    def _each_once(self, addresses: list[tantivy.DocAddress]) -> Marked:
        first: dict[int, tantivy.DocAddress] = {}
        for mark, address in zip(self.searcher.fast_field_values("same", addresses), addresses, strict=True):
            first.setdefault(_as_int(mark), address)
        return list(first.items())

    def _document(self, address: tantivy.DocAddress) -> SearchDocument:
        place = address.segment_ord, address.doc
        document = self.read.get(place)
        if document is None:
            document = self.read[place] = stored_document(self._kept(address))
        return document

    def _kept(self, address: tantivy.DocAddress) -> bytes:
        kept = self.searcher.doc(address).get_first("kept")
        assert isinstance(kept, bytes), "every document keeps what it was document"
        return kept


def _as_int(mark: object) -> int:
    assert isinstance(mark, int), "every document has its mark"
    return mark


def _count(result: tantivy.SearchResult) -> int:
    count: object = getattr(result, "count", None)
    assert isinstance(count, int), "documents were counted"
    return count
