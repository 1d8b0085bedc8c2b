"""The View's filter inside a query of the search index: what does not pass is never a candidate.

A document carries the fields of its item under the names that clauses give them. A report's words are shown when they
are cleared, and of each item of the report that is cleared one version passes.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol, cast

import tantivy

from graph.model.view import FOREVER, BoundView
from graph.view.clauses import ACCESS, CLEARED, RECORDED, SEEN, STANDING, WORDED, Clause
from graph.view.fields import Viewed, passes

Asked = tuple[tantivy.Occur, tantivy.Query]

_NOW = FOREVER - 1
"""The moment from which everything recorded is known and only what stands is seen."""


class IndexedVersion(Viewed, Protocol):
    """A version of an item; versions of one item have one lineage."""

    @property
    def lineage(self) -> str: ...


def seen_by(bound: BoundView, schema: tantivy.Schema, in_use: Iterable[str]) -> list[Asked]:
    """The clauses that a document of one item must meet, of an index in which these access texts are in use."""
    asked: list[Asked] = []
    values = bound.parameters()
    now = bound.view.known_at >= _NOW
    for clause in SEEN:
        if clause.unless is not None and values[clause.unless]:
            continue
        if clause == ACCESS:
            asked += perhaps_shown(bound, schema, in_use)
        elif now and clause == STANDING:
            asked.append((tantivy.Occur.Must, tantivy.Query.term_query(schema, "standing", "yes")))
        elif not (now and clause == RECORDED):
            asked += _condition(clause, values[clause.value], schema)
    return asked


def perhaps_shown(bound: BoundView, schema: tantivy.Schema, in_use: Iterable[str]) -> list[Asked]:
    """A clause that leaves out what is not cleared.

    It names the access texts that are not cleared: to gather the documents of those that are would be to gather nearly
    all that there are, for each search again.
    """
    hidden = sorted(set(in_use) - set(bound.access))
    return [(tantivy.Occur.MustNot, tantivy.Query.term_set_query(schema, "access", hidden))] if hidden else []


def shows_words(kept: Sequence[IndexedVersion], bound: BoundView) -> bool:
    """Whether a report's words are shown: `kept` are their own view fields, then those of the versions of its items."""
    words, *versions = kept
    if not passes(words, bound, WORDED):
        return False
    cleared = {version.lineage for version in versions if passes(version, bound, CLEARED)}
    return bool(cleared) and cleared == {version.lineage for version in versions if passes(version, bound, SEEN)}


def _condition(clause: Clause, value: object, schema: tantivy.Schema) -> list[Asked]:
    query, column = tantivy.Query, clause.column
    match clause.test:
        case "in":
            return [(tantivy.Occur.Must, query.term_set_query(schema, column, cast("list[str]", value)))]
        case "not in":
            texts = cast("list[str]", value)
            return [(tantivy.Occur.MustNot, query.term_set_query(schema, column, texts))] if texts else []
        case "at most":
            least, most = None, cast(int, value)
        case "below":
            least, most = None, cast(int, value) - 1
        case "above":
            least, most = cast(int, value) + 1, None
    return [(tantivy.Occur.Must, query.range_query(schema, column, tantivy.FieldType.Integer, least, most))]
