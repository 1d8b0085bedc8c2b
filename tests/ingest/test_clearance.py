"""Loading reads through its loader's clearance: nobody learns of, ends or copies what they cannot see by loading."""

from pathlib import Path

from sqlalchemy import Engine

from graph.ingest.columns import ASSESSMENT_COLUMNS
from graph.model.view import FOREVER, Reader
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import NOW, dump, load, table

Row = dict[str, str]

LOW = Reader("low", "analyst")
OPAL = Reader("opal", "analyst", frozenset({"OPAL"}))
HEAD = {"report_ref": "R1", "source_system": "S", "item_no": "1", "handling": "P", "mention_no": "1"}
CHILD = {**HEAD, "entity": "child", "local_ref": "N1", "name": "Bo Lee", "item_text": "First."}
HIDDEN: Row = {
    **HEAD, "item_no": "2", "compartment": "OPAL", "mention_no": "9", "entity": "adult", "local_ref": "N9",
    "name": "Al Fox", "item_text": "Hidden.",
}  # fmt: skip


def ends(store: Store) -> dict[object, object]:
    return {
        row["text"]: row["until"]
        for row in store.read("MATCH (i:Item) RETURN i.text AS text, i.superseded_at AS until")
    }


def test_a_relation_to_a_number_of_a_hidden_item_is_refused_as_one_that_was_never_there(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", [CHILD, HIDDEN]))
    asking = [{**CHILD, "item_no": "3", "relations": f"ASSOCIATES_WITH:{number}"} for number in ("9", "8")]

    refused = [load(store, sql, settings, table(tmp_path / "b.csv", [row]), reader=LOW, now=NOW + 1) for row in asking]

    assert [[r.reason.replace("'9'", "'8'") for r in summary.refusals] for summary in refused] == [
        ["there is no mention '8' in this report, or its own row is refused"]
    ] * 2
    assert set(ends(store)) == {"First.", "Hidden."}
    copied = load(store, sql, settings, table(tmp_path / "c.csv", [asking[0]]), reader=OPAL, now=NOW + 2)
    assert copied.refusals == ()


def test_a_correction_by_who_sees_the_first_version_and_not_the_second_ends_neither(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", [CHILD]))
    second = {**CHILD, "item_text": "Second.", "compartment": "OPAL"}
    load(store, sql, settings, table(tmp_path / "b.csv", [second]), reader=OPAL, now=NOW + 1)

    third = {**CHILD, "item_text": "Third."}
    summary = load(store, sql, settings, table(tmp_path / "c.csv", [third]), reader=LOW, now=NOW + 2)

    assert ends(store) == {"First.": NOW + 1, "Second.": FOREVER, "Third.": FOREVER}
    assert summary.created["item"] == 1


def test_an_ended_version_brought_again_is_not_restored_and_only_who_sees_it_is_told(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    hidden = {**HIDDEN, "compartment": "OPAL"}
    load(store, sql, settings, table(tmp_path / "a.csv", [CHILD, hidden]))
    load(
        store, sql, settings,
        table(tmp_path / "b.csv", [{**CHILD, "item_text": "Second."}, {**hidden, "item_text": "Other."}]), now=NOW + 1,
    )  # fmt: skip
    corrected = dump(store)

    low, opal = (load(store, sql, settings, tmp_path / "a.csv", reader=reader, now=NOW + 2) for reader in (LOW, OPAL))

    assert dump(store) == corrected
    said = "ended on 2025-01-01, not restored"
    assert [(w.value, w.count) for w in low.warnings if w.reason == said] == [("R1/1", 1)]
    assert [(w.value, w.count) for w in opal.warnings if w.reason == said] == [("R1/1", 2)]
    assert (low.unchanged, low.unseen, opal.unchanged, opal.unseen) == (1, 1, 2, 0)


def test_created_counts_what_became_visible_to_the_loader(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", [{**CHILD, "compartment": "OPAL"}]))

    rows = table(tmp_path / "b.csv", [{**CHILD, "item_no": "2"}])
    tried = load(store, sql, settings, rows, reader=LOW, now=NOW + 1, dry_run=True)
    summary = load(store, sql, settings, rows, reader=LOW, now=NOW + 1)

    counted = {kind: count for kind, count in summary.created.items() if count}
    assert counted == {"report": 1, "item": 1, "mention": 1, "child": 1}
    assert tried.created == summary.created
    again = load(store, sql, settings, table(tmp_path / "c.csv", [{**CHILD, "item_no": "3"}]), reader=LOW, now=NOW + 2)
    assert {kind: count for kind, count in again.created.items() if count} == {"item": 1, "mention": 1}


def test_rows_that_their_loader_may_not_read_are_stored_and_only_counted(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    rows = table(tmp_path / "a.csv", [CHILD, HIDDEN])
    first = load(store, sql, settings, rows, reader=LOW)
    whole = dump(store)
    again = load(store, sql, settings, rows, reader=LOW, now=NOW + 1)

    assert (first.unseen, again.unseen) == (1, 1)
    assert {kind: count for kind, count in first.created.items() if count} == {
        "report": 1, "item": 1, "mention": 1, "child": 1,
    }  # fmt: skip
    assert again.unchanged == 1
    assert dump(store) == whole, "the same record is not written again"

    other = table(tmp_path / "b.csv", [{**HIDDEN, "name": "Al Wolf"}])
    answers = [load(store, sql, settings, other, reader=LOW, now=NOW + n) for n in (2, 3)]

    assert [(a.unseen, a.quarantined, a.unchanged, sum(a.created.values())) for a in answers] == [(1, 0, 0, 0)] * 2
    names = store.read("MATCH (i:Item {ref: 'R1/2'})-[m:MENTIONS]->() RETURN m.name AS name, i.superseded_at AS until")
    assert {(row["name"], row["until"]) for row in names} == {("Al Fox", FOREVER), ("Al Wolf", FOREVER)}


def test_an_assessment_of_a_child_who_is_hidden_is_refused_as_of_one_who_is_not_there(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", [CHILD, {**HIDDEN, "entity": "child"}]))
    head = {"source_system": "S", "assessed_at": "2024-05-01", "assessor": "J Bell", "code": "V1", "status": "present"}
    of_hidden = table(tmp_path / "b.csv", [{**head, "child_ref": "N9"}], ASSESSMENT_COLUMNS)
    citing = table(tmp_path / "c.csv", [{**head, "child_ref": "N1", "item_refs": "R1/2"}], ASSESSMENT_COLUMNS)

    said = [[r.reason for r in load(store, sql, settings, file, reader=LOW).refusals] for file in (of_hidden, citing)]

    assert said == [
        ["no record of this child is loaded under this reference and source system; load it first"],
        ["no item of this reference is loaded"],
    ]
