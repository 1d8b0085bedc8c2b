"""The View as a filter inside the query: what does not pass is never a candidate, and takes nobody's place among them.

It says of a document what `graph.queries.filters.seen` says of an item, and of a report's words what the question
`report` says: they are cleared, and of each item of the report that is cleared one version passes.
"""

from collections.abc import Iterable, Sequence

import tantivy

from graph.model.view import FOREVER, LONG_AGO, BoundView
from graph.search.index_documents import ViewFields

_NOW = FOREVER - 1
"""The moment from which everything recorded is known and only what stands is seen."""


def seen_by(
    bound: BoundView, schema: tantivy.Schema, in_use: Iterable[str]
) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """The clauses that a document of one item must meet, of an index in which these access texts are in use.

    Those that are not cleared are what it must not have: to gather the documents of those that are would be to gather
    nearly all that there are, for each search again.
    """
    must, must_not = tantivy.Occur.Must, tantivy.Occur.MustNot
    query = tantivy.Query
    lens, known_at = bound.view.lens, bound.view.known_at
    clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
    if hidden := sorted(set(in_use) - set(bound.access)):
        clauses.append((must_not, query.term_set_query(schema, "access", hidden)))
    if known_at >= _NOW:
        clauses.append((must, query.term_query(schema, "standing", "yes")))
    else:
        clauses.append((must, _range(schema, "recorded_at", None, known_at)))
        clauses.append((must, _range(schema, "superseded_at", known_at + 1, None)))
    if lens.grades is not None:
        clauses.append((must, query.term_set_query(schema, "grade", sorted(lens.grades))))
    if lens.has_period:
        end = FOREVER if lens.end is None else lens.end
        start = LONG_AGO if lens.start is None else lens.start
        clauses.append((must, _range(schema, "happened_from", None, end - 1)))
        clauses.append((must, _range(schema, "happened_to", start + 1, None)))
    if lens.without:
        clauses.append((must_not, query.term_set_query(schema, "origin", sorted(lens.without))))
    return clauses


def perhaps_shown(
    bound: BoundView, schema: tantivy.Schema, in_use: Iterable[str]
) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """A clause that spares reading words that are not cleared."""
    hidden = sorted(set(in_use) - set(bound.access))
    return [(tantivy.Occur.MustNot, tantivy.Query.term_set_query(schema, "access", hidden))] if hidden else []


def shows_words(kept: Sequence[ViewFields], bound: BoundView) -> bool:
    """Whether a report's words are shown: `kept` are their own view fields, then those of the versions of its items."""
    words, *versions = kept
    known_at = bound.view.known_at
    if words.access not in bound.access or not words.recorded_at <= known_at < words.superseded_at:
        return False
    cleared = {version.lineage for version in versions if version.access in bound.access}
    return bool(cleared) and cleared == {version.lineage for version in versions if passes(version, bound)}


def passes(version: ViewFields, bound: BoundView) -> bool:
    """Whether one version of an item passes the View."""
    lens, known_at = bound.view.lens, bound.view.known_at
    if version.access not in bound.access or not version.recorded_at <= known_at < version.superseded_at:
        return False
    if (lens.grades is not None and version.grade not in lens.grades) or version.origin in lens.without:
        return False
    if not lens.has_period:
        return True
    start, end = version.happened_from, version.happened_to
    if start is None or end is None:
        return False
    return (lens.end is None or start < lens.end) and (lens.start is None or end > lens.start)


def _range(schema: tantivy.Schema, name: str, least: int | None, most: int | None) -> tantivy.Query:
    return tantivy.Query.range_query(schema, name, tantivy.FieldType.Integer, least, most)
