"""A report's title and text are a record of their own: each reader gets the versions that they may see."""

from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from graph.ingest.run import IngestSummary
from graph.model.ids import report_id
from graph.model.view import FOREVER, Reader, View
from graph.queries import QUESTIONS
from graph.queries.door import bind
from graph.queries.entities.report import ReportShown
from graph.reading.question import QueryContext
from graph.search.index import open_search
from graph.settings import Settings
from graph.store import Store
from graph.store.bolt import BoltStore
from graph.store.migrations import MIGRATIONS, Migration, migrate
from tests.ingest.support import NOW, load, table

LOW = Reader("low", "analyst")
OPAL = Reader("opal", "analyst", frozenset({"OPAL"}))
TODAY = date(2025, 1, 2)

ITEM = {
    "report_ref": "R1",
    "source_system": "S",
    "handling": "P",
    "item_no": "1",
    "item_text": "Seen.",
    "title": "Cars",
}
SECRET = {**ITEM, "item_no": "2", "item_text": "Hidden.", "compartment": "OPAL", "title": "Zebra"}


def shown(store: Store, reader: Reader) -> ReportShown:
    with store.reading() as reading:
        bound = bind(reading, reader, View(TODAY))
        question = QUESTIONS["report"]
        answer = question.work(QueryContext(reading, bound, ("pnc_id",)), question.parameters(id=report_id("S", "R1")))
    assert isinstance(answer, ReportShown)
    return answer


def titles(store: Store, reader: Reader) -> set[str | None]:
    report = shown(store, reader)
    return {report.title, *(words.title for words in report.other_words)}


def said(summary: IngestSummary) -> tuple[object, ...]:
    return summary.created, summary.unchanged, summary.unseen, summary.refusals, summary.warnings


def test_a_hidden_title_that_is_guessed_is_answered_like_any_other(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", [SECRET]))

    guesses = [{**ITEM, "item_no": str(n), "report_ref": "R1", "title": t} for n, t in ((3, "Zebra"), (4, "Lion"))]
    one, other = (
        load(store, sql, settings, table(tmp_path / f"{guess['item_no']}.csv", [guess]), reader=LOW, dry_run=True)
        for guess in guesses
    )
    assert said(one) == said(other)
    assert (one.created["report"], one.refusals) == (1, ())

    load(store, sql, settings, tmp_path / "4.csv", reader=LOW, now=NOW + 1)

    assert titles(store, LOW) == {"Lion"}
    assert titles(store, OPAL) == {"Zebra", "Lion"}
    with store.reading() as reading:
        bounds = {reader: bind(reading, reader, View(TODAY)) for reader in (LOW, OPAL)}
    search = open_search(settings, store)
    assert not search.look("zebra", (), bounds[LOW]).found
    assert search.look("zebra", (), bounds[OPAL]).found
    assert search.look("lion", (), bounds[LOW]).found


def test_an_item_added_by_who_sees_the_words_takes_them_from_those_who_may_not_see_it(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", [ITEM]), reader=LOW)
    assert titles(store, LOW) == {"Cars"}

    load(store, sql, settings, table(tmp_path / "b.csv", [{**SECRET, "title": ""}]), reader=OPAL, now=NOW + 1)

    assert titles(store, LOW) == {None}
    assert titles(store, OPAL) == {"Cars"}
    stands = store.read("MATCH (w:Words) RETURN w.access AS access, w.superseded_at AS until")
    assert {(row["access"], row["until"]) for row in stands} == {("P||", NOW + 1), ("P||OPAL", FOREVER)}

    again = load(store, sql, settings, tmp_path / "a.csv", reader=LOW, now=NOW + 2)

    assert titles(store, LOW) == {None}, "what has ended is not restored by being loaded again"
    assert "its title and text ended on 2025-01-01, not restored" in {each.reason for each in again.warnings}


def test_an_item_added_by_who_does_not_see_the_words_leaves_them_unchanged(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", [ITEM, {**SECRET, "title": "Cars"}]))
    wrong = {**ITEM, "item_no": "4", "title": "", "happened_from": "never"}
    added = [{**ITEM, "item_no": "3", "title": ""}, wrong]
    load(store, sql, settings, table(tmp_path / "b.csv", added), reader=LOW, now=NOW + 1)

    assert titles(store, LOW) == {None}
    assert titles(store, OPAL) == {"Cars"}, "words wait only for what is refused in loads by somebody who sees them"


def test_a_graph_in_which_reports_kept_their_words_themselves_is_brought_up_to_date(store: BoltStore) -> None:
    store.write(
        lambda writer: writer.write(
            "CREATE (r:Report {id: 'r', ref: 'R1', source_system: 'S', title: 'Cars', text: 'All.', recorded_at: 7})"
            " CREATE (r)-[:CONTAINS]->(:Item {id: 'a', access: 'P||', author: 'x', recorded_at: 7})"
            " CREATE (r)-[:CONTAINS]->(:Item {id: 'b', access: 'C||OPAL', author: 'x', recorded_at: 9})"
        )
    )
    step = next(each for each in MIGRATIONS if each.number == 7)

    try:
        migrate(store, (*MIGRATIONS, Migration(99, "again", data=step.data)))
    finally:
        store.write(lambda writer: writer.write("MATCH (m:Migration {number: 99}) DELETE m"))

    words = store.read("MATCH (:Report {id: 'r'})-[:WORDED]->(w:Words) RETURN w.title AS title, w.access AS access")
    assert words == [{"title": "Cars", "access": "C||OPAL"}]
    assert store.read("MATCH (r:Report) WHERE r.title IS NOT NULL RETURN r.id AS id") == []
    loaded = store.read("MATCH (i:Item) RETURN i.id AS id, i.loaded_at AS at")
    assert {(row["id"], row["at"]) for row in loaded} == {("a", 7), ("b", 9)}
