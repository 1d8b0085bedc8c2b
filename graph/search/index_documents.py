"""What an index holds: one document for each mention, item and report, with its terms and its
item's view fields.

A report's own words have no item of their own. Their document holds the view fields of the words, then those of every
version of every item of the report, from which it is known, when it is found, whether a View shows the words.
"""

import json
from dataclasses import dataclass
from hashlib import blake2b
from typing import cast, get_args

import tantivy
from pydantic_core import from_json

from graph.model.view import FOREVER
from graph.search.document import SearchDocument
from graph.search.query import Begins, Every, Field, Follow, Is, Like, Near, Query, Some, Terms
from graph.search.terms import terms_of

VERSION = 7
"""The form of the documents and of their terms. An index of another version is rebuilt."""

FIELDS = tuple(name for name in get_args(Field) if name != "text")
"""The fields of terms that stand for themselves; in `text` words stand beside words."""
_SPACED = "spaced"
_DIGEST = "digest"
_LONGEST_TERM = 200


@dataclass(frozen=True, slots=True)
class ViewFields:
    """The fields by which a View decides about one version of an item."""

    lineage: str
    access: str
    recorded_at: int
    superseded_at: int
    grade: str
    origin: str
    happened_from: int | None
    happened_to: int | None


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A document and the view fields of its item; of a report, those of its words and of every version of its items."""

    document: SearchDocument
    seen: tuple[ViewFields, ...]


def schema() -> tantivy.Schema:
    """The fields of every document."""
    builder = tantivy.SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name=_SPACED, index_option="basic")
    builder.add_text_field("text", tokenizer_name=_SPACED, index_option="position")
    for name in ("what", "owner", "access", "grade", "origin", "standing"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("recorded_at", "superseded_at", "happened_from", "happened_to"):
        builder.add_integer_field(name, fast=True)
    builder.add_unsigned_field("order", fast=True)
    builder.add_unsigned_field("same", fast=True)
    builder.add_bytes_field("kept", stored=True)
    builder.add_bytes_field(_DIGEST, stored=True)
    return builder.build()


def prepare(index: tantivy.Index) -> tantivy.Index:
    """The index with its tokenizer, which must be named again each time that one is opened."""
    index.register_tokenizer(_SPACED, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def index_document(entry: IndexEntry) -> tantivy.Document:
    """A document of an index. `owner` is the item by which it is replaced, or the report."""
    document, seen = entry.document, entry.seen
    made = tantivy.Document()
    _add_terms(made, terms_of(document))
    made.add_bytes(_DIGEST, digest_of(entry))
    made.add_text("what", document.what)
    made.add_text("owner", document.item or document.id)
    made.add_unsigned("order", document.order)
    made.add_unsigned("same", document.same)
    if document.what == "report":
        made.add_text("access", seen[0].access)
        made.add_bytes("kept", _with_versions(document, seen))
        return made
    [own] = seen
    assert own.access, "an item without an access text would be seen by everybody"
    made.add_text("access", own.access)
    made.add_text("grade", own.grade)
    made.add_text("origin", own.origin)
    made.add_text("standing", "yes" if own.superseded_at == FOREVER else "no")
    made.add_integer("recorded_at", own.recorded_at)
    made.add_integer("superseded_at", own.superseded_at)
    if own.happened_from is not None and own.happened_to is not None:
        made.add_integer("happened_from", own.happened_from)
        made.add_integer("happened_to", own.happened_to)
    made.add_bytes("kept", document.packed())
    return made


def digest_of(entry: IndexEntry) -> bytes:
    """What distinguishes an entry from any other: its words, its terms, and the view fields that hide it."""
    terms = sorted((name, list(words)) for name, words in terms_of(entry.document).items() if words)
    said = json.dumps(terms, ensure_ascii=False).encode() + _with_versions(entry.document, entry.seen)
    return blake2b(said, digest_size=8).digest()


def written_digest(found: tantivy.Document) -> bytes:
    """The digest of the entry that a document of an index was made of."""
    return bytes(found[_DIGEST][0])


def _add_terms(made: tantivy.Document, terms: Terms) -> None:
    for name, words in terms.items():
        if words:
            made.add_text(name, " ".join(word[:_LONGEST_TERM] for word in words))


def _with_versions(document: SearchDocument, seen: tuple[ViewFields, ...]) -> bytes:
    versions = [[getattr(each, name) for name in ViewFields.__dataclass_fields__] for each in seen]
    return json.dumps(versions, ensure_ascii=False).encode() + b"\n" + document.packed()


def stored_document(kept: bytes) -> SearchDocument:
    """The content of a stored document."""
    return SearchDocument.unpacked(kept.rpartition(b"\n")[2])


def kept_versions(kept: bytes) -> tuple[ViewFields, ...]:
    """The view fields of a report's words and of all versions of its items, of the document of which this was kept."""
    rows = cast("list[list[object]]", from_json(kept.split(b"\n", 1)[0]))
    return tuple(ViewFields(*row) for row in rows)  # pyright: ignore[reportArgumentType]  since they were written so


def lowered(query: Query, made: tantivy.Schema) -> tantivy.Query:
    """A query as the index asks it."""
    match query:
        case Is(field, terms):
            return tantivy.Query.term_set_query(made, field, sorted(terms))
        case Near(field, term, distance):
            return tantivy.Query.fuzzy_term_query(made, field, term, distance)
        case Begins(field, term):
            return tantivy.Query.fuzzy_term_query(made, field, term, distance=0, prefix=True)
        case Like(field, pattern):
            return tantivy.Query.regex_query(made, field, pattern)
        case Follow(field, terms):
            return tantivy.Query.phrase_query(made, field, list(terms))
        case Every(parts):
            return both(*(lowered(part, made) for part in parts))
        case Some(parts, least):
            asked = [(tantivy.Occur.Should, lowered(part, made)) for part in parts]
            return tantivy.Query.boolean_query(asked, minimum_number_should_match=least)


def both(*queries: tantivy.Query) -> tantivy.Query:
    """All of these."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in queries])


def either(*queries: tantivy.Query) -> tantivy.Query:
    """At least one of these."""
    return (
        queries[0]
        if len(queries) == 1
        else tantivy.Query.boolean_query([(tantivy.Occur.Should, each) for each in queries])
    )
