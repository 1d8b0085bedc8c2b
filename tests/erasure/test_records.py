"""What is erased leaves the graph of one in which it was never recorded, on both engines."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.audit import AuditLog, prepare_audit
from graph.casework.writer import CaseWriter
from graph.erasure.due import due_for_review
from graph.erasure.ledger import Erasure, Ledger
from graph.erasure.records import Erasable, ErasedIds, delete_records, erasable, ids_to_erase, meant_by
from graph.errors import Ambiguous, NotFound, SettingsWrong, StoreError
from graph.model.ids import person_id
from graph.model.view import Reader
from graph.queries import Actor
from graph.rules.retention import RetentionRules
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import NOW, dump, load, table

Row = dict[str, str]
HEAD = {"source_system": "S", "item_no": "1", "recorded_at": "2010-03-01", "handling": "P"}
STAYS: list[Row] = [
    {**HEAD, "report_ref": "R1", "item_text": "Ann at the station.", "mention_no": "1", "entity": "child",
     "local_ref": "N1", "name": "Ann Price", "pnc_id": "2004/1234567F", "relations": "USES:2"},
    {**HEAD, "report_ref": "R1", "item_text": "Ann at the station.", "mention_no": "2", "entity": "phone",
     "phone": "07700 900101"},
]  # fmt: skip
GOES: list[Row] = [
    {**HEAD, "report_ref": "R2", "title": "Of Taliesin", "item_text": "Ann with Taliesin Du.", "mention_no": "1",
     "entity": "child", "local_ref": "N1", "name": "Annie Pryce", "relations": "ASSOCIATES_WITH:2"},
    {**HEAD, "report_ref": "R2", "item_text": "Ann with Taliesin Du.", "mention_no": "2", "entity": "adult",
     "local_ref": "N66", "name": "Taliesin Du", "role": "suspected", "pnc_id": "1999/7654321X", "relations": "USES:3"},
    {**HEAD, "report_ref": "R2", "item_text": "Ann with Taliesin Du.", "mention_no": "3", "entity": "phone",
     "phone": "07700 900166"},
    {**HEAD, "report_ref": "R2", "recorded_at": "2011-03-01", "item_text": "Ann with Taliesin Ddu.", "mention_no": "1",
     "entity": "adult", "local_ref": "N66", "name": "Taliesin Ddu"},
]  # fmt: skip
OLD = RetentionRules((10, 10, 6), ("child at risk", "suspected"))


def found_by(store: Store, name: str) -> Erasable:
    """What erasing what is meant by this name concerns."""
    kind, id_ = meant_by(store, name)
    return erasable(store, ids_to_erase(store, kind, id_), id_ if kind == "entity" else "")


def rows(path: Path, given: Iterable[Row]) -> Path:
    """A mention table."""
    wanted = list(given)
    return table(path, wanted, tuple(dict.fromkeys(name for row in wanted for name in row)))


def without_components(dumped: tuple[list[str], list[str]]) -> tuple[list[str], list[str]]:
    """A graph's nodes but for its access texts, which name nobody, and its relationships."""
    nodes, edges = dumped
    return [each for each in nodes if '"Access"' not in each], edges


@pytest.mark.parametrize("name", ["R2", "R2/1", "N66"])
def test_what_is_erased_was_never_recorded(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path, name: str
) -> None:
    load(store, sql, settings, rows(tmp_path / "a.csv", STAYS))
    before = without_components(dump(store))
    load(store, sql, settings, rows(tmp_path / "b.csv", GOES))
    found = found_by(store, name)
    store.write(lambda writer: delete_records(writer, found, NOW + 1))

    assert without_components(dump(store)) == before
    assert len(found.item_ids) == 2
    assert [label for _, label in found.stays] == ["Ann Price"]
    assert found.shared == (name == "N66")
    assert {"Taliesin Du", "Taliesin Ddu", "N66", "1999/7654321X", "Ann with Taliesin Du.", "Of Taliesin"} <= {
        *found.content
    } | {"N66"}
    assert not {"Annie Pryce", "Ann Price"} & found.content
    with pytest.raises(NotFound):
        found_by(store, name)


def test_judgements_about_the_erased_go_and_those_that_rested_on_an_item_are_named(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(embedded_store, sql, settings, rows(tmp_path / "a.csv", [*STAYS, *GOES]))
    prepare_audit(sql, settings.home)
    writer = CaseWriter(embedded_store, AuditLog(sql, settings.home), lambda: NOW)
    actor = Actor(Reader("operator", "operator"), "operator", "A test")
    ann, taliesin = person_id("S", "N1"), person_id("S", "N66")
    made = writer.decide_identity(actor, ann, taliesin, "not same", "Seen side by side")
    found = found_by(embedded_store, "N66")
    embedded_store.write(lambda writing: delete_records(writing, found, NOW + 1))

    assert found.judgements == (made.id,)
    assert "Seen side by side" in found.content
    assert embedded_store.read("MATCH (j:Judgement) RETURN j.id AS id") == []


def test_the_list_of_erasures_is_read_again_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "erased.jsonl")
    one = Erasure(1, "a.price", 7, ErasedIds(("lineage:1",), ("referral:1",), ("report:1",), ("referral:1/1",)))
    ledger.add(one)
    ledger.add(Erasure(2, "a.price", 9, ErasedIds(("lineage:2",))))
    with ledger.path.open("a") as file:
        file.write('{"cut')

    assert [each.entry for each in ledger.read()] == [7, 9]
    assert ledger.read()[0] == one
    assert ledger.all_ids() == ErasedIds(
        ("lineage:1", "lineage:2"), *(one.ids.judgements, one.ids.reports), one.ids.versions
    )
    assert ledger.path.stat().st_mode & 0o077 == 0
    ledger.path.write_text("nonsense\n" + ledger.path.read_text())
    with pytest.raises(SettingsWrong, match="line 1"):
        ledger.read()


def test_who_is_due_for_review_by_group_and_last_record(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    witness = {**HEAD, "report_ref": "R3", "recorded_at": "2017-02-28", "item_text": "Seen.", "mention_no": "1"}
    witness |= {"entity": "adult", "local_ref": "N7", "name": "Bo Lee", "role": "witness"}
    load(embedded_store, sql, settings, rows(tmp_path / "a.csv", [*STAYS, *GOES, witness]))

    def due(day: date) -> list[tuple[str, int, date]]:
        return [(each.label, each.group, each.since) for each in due_for_review(embedded_store, OLD, day)]

    assert due(date(2020, 2, 29)) == []
    assert due(date(2020, 3, 1)) == [("Ann Price", 1, date(2020, 3, 1))]
    assert due(date(2023, 2, 28)) == [
        ("Ann Price", 1, date(2020, 3, 1)),
        ("Taliesin Ddu", 1, date(2021, 3, 1)),
        ("Bo Lee", 3, date(2023, 2, 28)),
    ]


def test_a_reference_that_means_two_is_refused(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    other = [{**row, "source_system": "T"} for row in STAYS]
    load(embedded_store, sql, settings, rows(tmp_path / "a.csv", [*STAYS, *other]))

    with pytest.raises(Ambiguous):
        meant_by(embedded_store, "N1")


def test_ids_are_unique_and_found_by_an_index_after_the_engine_forgot_what_was_deleted(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, rows(tmp_path / "a.csv", [*STAYS, *GOES]))
    ann = person_id("S", "N1")
    store.forget_deleted()

    assert store.read("MATCH (p:Person {local_ref: 'N1'}) RETURN p.id AS id") == [{"id": ann}]
    with pytest.raises(StoreError):
        store.write(lambda writer: writer.write("CREATE (:Entity {id: $id, change: $change})", id=ann))
    again = load(store, sql, settings, tmp_path / "a.csv", now=NOW + 1)
    assert sum(again.created.values()) == 0
