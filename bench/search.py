"""`dolen bench search`: how soon what is typed is found, beside the trigram index that comes with SQLite.

What is typed is made from what is recorded, drawn at random (`bench.search_texts`). Before a time counts, what it was
made from must be found, or the answer must say that there may be more. Times are of the whole question, with the graph
asked who is who, and of the index alone. The trigram index has it easy: no View, no names, no reasons, nothing checked.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from random import Random
from typing import LiteralString, cast

from bench.bench import Bench
from bench.search_texts import WAYS, Way
from bench.timing import Percentiles, Taken, taken
from graph.errors import RunStopped
from graph.queries import QUESTIONS
from graph.queries.entities.search import SearchFor
from graph.search.document import SearchDocument
from graph.search.extract import item_document, mention_document, unpacked
from graph.store import Reading
from graph.values.text import fold
from graph.view.cypher import seen

ASKED, WARMING = 60, 3
"""How often each way is asked, and how often before that, without counting."""
DRAWN = 4_000
"""Items from which what is typed is made."""
AT_ONCE = 5_000
BOUND = 50.0
"""The promised 95th percentile of every way, in milliseconds, at a million mentions."""
TRIGRAM_ROWS = 50

ITEMS: LiteralString = f"""
MATCH (i:Item)<-[:CONTAINS]-(r:Report)
WHERE {seen("i")}
RETURN collect(i.id) AS id, collect(i.ref) AS ref, collect(r.id) AS report, collect(r.ref) AS report_ref,
       collect(i.recorded_at) AS recorded_at, collect(coalesce(i.text, '')) AS text
"""
MENTIONS: LiteralString = f"""
UNWIND $items AS id
MATCH (i:Item {{id: id}})-[m:MENTIONS]->(e:Entity)
WHERE {seen("i")}
RETURN collect(i.id) AS item, collect(e.id) AS entity, collect(properties(m)) AS says
"""

HEADING = (
    f"{'typed':<22}{'of':>4}{'p50':>8}{'p95':>8}{'index p50':>11}{'p95':>8}{'here p50':>10}{'p95':>8}"
    f"{'trigram p50':>13}{'p95':>8}{'÷':>7}{'more':>6}"
)
LEGEND = (
    "Milliseconds. index: of it the search index. here: processor time of this process for the whole question, which"
    " other work on the machine does not lengthen. trigram: SQLite's own index, the first 50 rows. ÷: the question by"
    " that, medians. more: how often the answer says that more may fit."
)

Row = dict[str, object]


@dataclass(frozen=True)
class Sought:
    """One text typed one way: what the question, the index and the trigrams took; whether more may fit."""

    question: Taken
    index: Taken
    trigram: Taken
    at_least: bool


def bench_search(bench: Bench, asked: int = ASKED) -> None:
    """Every way of typing, asked so often, a line each as it is measured."""
    with closing(sqlite3.connect("")) as trigrams:
        with bench.console.status("Reading the graph, and filling the trigram index…"):
            drawn, mentions = _read(bench, trigrams)
        bench.console.print(f"{mentions:,} mentions; {LEGEND}", highlight=False, soft_wrap=True)
        bench.console.print(HEADING, highlight=False, soft_wrap=True)
        for way in WAYS:
            bench.console.print(measure(bench, trigrams, way, drawn, asked), highlight=False, soft_wrap=True)


def measure(bench: Bench, trigrams: sqlite3.Connection, way: Way, drawn: list[SearchDocument], asked: int) -> str:
    """One line of the table. Raises `RunStopped` where what a text was made from is not found."""
    rng = Random(way.name)
    made = [
        (document, text)
        for document in drawn
        if document.what == way.what and (text := way.make(document, rng)) is not None
    ]
    typed = rng.sample(made, min(asked + WARMING, len(made)))
    samples = [_ask(bench, trigrams, way, document, text) for document, text in typed][min(WARMING, len(typed) - 1) :]
    if not samples:
        return f"{way.name:<22}{0:>4}"
    question = Percentiles.of(sample.question.clock for sample in samples)
    index = Percentiles.of(sample.index.clock for sample in samples)
    here = Percentiles.of(sample.question.here for sample in samples)
    trigram = Percentiles.of(sample.trigram.clock for sample in samples)
    return (
        f"{way.name:<22}{len(samples):>4}{question.p50:>8,.1f}{question.p95:>8,.1f}{index.p50:>11,.1f}{index.p95:>8,.1f}"
        f"{here.p50:>10,.1f}{here.p95:>8,.1f}{trigram.p50:>13,.1f}{trigram.p95:>8,.1f}"
        f"{question.p50 / max(trigram.p50, 0.001):>7,.1f}{sum(sample.at_least for sample in samples):>6}"
        f"  bound {BOUND:,.0f}: {'kept' if question.p95 < BOUND else 'MISSED'}"
    )


def _ask(bench: Bench, trigrams: sqlite3.Connection, way: Way, document: SearchDocument, text: str) -> Sought:
    fits, index = taken(lambda: bench.index.look(text, (), bench.bound))
    if not fits.at_least and document.id not in {fit.id for fit in fits.found}:
        raise RunStopped(
            f"{way.name}: {text!r} was made from {document.item_ref}, and {document.id} is not found by it.",
            "Nothing is timed that is not right: a rule and where it looks do not agree.",
        )
    answer, question = taken(lambda: bench.ask(QUESTIONS["search"], SearchFor(text=text)))
    if answer.shown == 0:
        raise RunStopped(f"{way.name}: {text!r} fits {len(fits.found)} records, and the answer shows none.")
    _, trigram = taken(lambda: _by_trigrams(trigrams, text))
    return Sought(question, index, trigram, fits.at_least)


def _read(bench: Bench, trigrams: sqlite3.Connection) -> tuple[list[SearchDocument], int]:
    """Some documents, drawn at random, and how many mentions there are; the trigram index is filled with all."""
    trigrams.execute("CREATE VIRTUAL TABLE documents USING fts5(value, record UNINDEXED, tokenize = 'trigram')")
    with bench.store.reading() as reading:
        items = {str(row["id"]): row for row in _rows(reading, ITEMS, bench)}
        chosen = set(Random(1).sample(sorted(items), min(DRAWN, len(items))))
        drawn: list[SearchDocument] = []
        mentions = 0
        ids = sorted(items)
        for at in range(0, len(ids), AT_ONCE):
            here = ids[at : at + AT_ONCE]
            documents = [item_document(items[item]) for item in here]
            documents += [
                mention_document(cast(Row, row["says"]), str(row["entity"]), items[str(row["item"])])
                for row in _rows(reading, MENTIONS, bench, items=here)
            ]
            mentions += len(documents) - len(here)
            drawn += [each for each in documents if each.item in chosen]
            trigrams.executemany("INSERT INTO documents VALUES (?, ?)", [(_value(each), each.id) for each in documents])
    trigrams.commit()
    return drawn, mentions


def _rows(reading: Reading, statement: LiteralString, bench: Bench, **values: object) -> Iterator[Row]:
    return unpacked(reading.read(statement, **bench.bound.parameters(), **values))


def _value(document: SearchDocument) -> str:
    said = (
        document.given,
        *document.aliases,
        document.surname,
        document.address,
        document.postcode,
        document.vrm,
        document.number,
        document.handle,
    )
    return fold(" ".join(part for part in (*said, *document.refs, document.text) if part))


def _by_trigrams(trigrams: sqlite3.Connection, text: str) -> list[tuple[str, float]]:
    packed = fold(text).replace('"', " ")
    pieces = dict.fromkeys(packed[at : at + 3] for at in range(len(packed) - 2))
    match = " OR ".join(f'"{piece}"' for piece in pieces)
    return trigrams.execute(
        "SELECT record, rank FROM documents WHERE documents MATCH ? ORDER BY rank LIMIT ?", (match, TRIGRAM_ROWS)
    ).fetchall()
