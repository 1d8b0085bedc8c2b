"""The built-in `pole` mapping, on a small invented look-alike on both engines.

The published example itself is loaded in tests/acceptance/test_pole.py.
"""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.errors import RunStopped
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import dump, load, pairs
from tests.support.pole import lookalike_archive


def test_the_lookalike_becomes_reports_registers_and_ties_once(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    summary = load(store, sql, settings, lookalike_archive(tmp_path), mapping="pole")

    made = {kind: count for kind, count in summary.created.items() if count}
    assert summary.refusals == ()
    counted = {"report": 15, "item": 23, "mention": 41, "person": 4, "address": 3, "vehicle": 2, "phone": 2}
    assert made == {**counted, "account": 1, "relationship": 14}
    assert {group.reason for group in summary.warnings} >= {
        "it is no full phone number of any country; kept as recorded"
    }
    assert pairs(store, "RELATED_TO") == {("Cerys Vaughan", "Nia Vaughan"), ("Jo Bell", "Terrence Price")}
    assert pairs(store, "LIVES_AT") == {(who, "12 Heol Fawr, CF10 1AA") for who in ("Cerys Vaughan", "Nia Vaughan")}
    calls = store.read(
        "MATCH (:Phone)-[r:CALLED]->(b:Phone) RETURN b.number AS called, r.seconds AS seconds, r.at AS at"
    )
    assert {(row["called"], row["seconds"], row["at"]) for row in calls} == {
        ("+447700900123", 38, 1_501_803_120_000),
        ("raw:00708933322", 1, 1_503_841_440_000),
    }

    before = dump(store)
    again = load(store, sql, settings, lookalike_archive(tmp_path), mapping="pole")
    assert (sum(again.created.values()), again.unchanged) == (0, summary.mentions)
    assert dump(store) == before


def test_a_crime_says_who_what_and_where(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    load(store, sql, settings, lookalike_archive(tmp_path), mapping="pole")

    mentions = store.read("MATCH (i:Item {ref: 'c0ffee01/1'})-[m:MENTIONS]->() RETURN m.said AS said, m.label AS label")
    assert {(row["said"], row["label"]) for row in mentions} == {
        ("person", "Cerys Vaughan"),
        ("person", "Terrence Price"),
        ("vehicle", "AB12 CDE"),
        ("address", "Parking Area, CF10 1AB"),
    }
    [report] = store.read(
        "MATCH (w:Words)<-[:WORDED]-(:Report {ref: 'c0ffee02'})-[:CONTAINS]->(i:Item)"
        " RETURN w.title AS title, i.text AS text, i.happened AS happened, i.access AS access"
    )
    assert report == {
        "title": "Drugs",
        "text": "Type: Drugs. Date: 15/08/2017. Last outcome: Local resolution. Charge: Possession. Note: Seen twice.",
        "happened": "2017-08-15",
        "access": "||",
    }
    references = store.read("MATCH (p:Person) RETURN p.local_ref AS ref")
    assert {row["ref"] for row in references} == {"111-11-1111", "222-22-2222", "333-33-3333", "record 4"}


def test_a_file_that_the_mapping_needs_is_named(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    path = lookalike_archive(tmp_path, without="crime-investigation.nodes.Person.csv")
    with pytest.raises(RunStopped, match=r"'crime-investigation\.nodes\.Person\.csv' \(person\), which is not there"):
        load(embedded_store, sql, settings, path, mapping="pole")
