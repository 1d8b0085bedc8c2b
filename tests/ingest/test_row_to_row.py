"""What passes from one row of a file to the next, and what is found in a whole file before any of it is loaded."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.errors import RunStopped
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import NOW, load, table

Row = dict[str, str]
REPORT: Row = {"report_ref": "R1", "source_system": "S", "recorded_at": "2024-03-01", "handling": "P"}


def test_a_load_warns_of_items_that_lack_what_the_first_of_their_report_states(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    dated = {**REPORT, "item_no": "1", "happened_from": "2024-02-01", "item_text": "One."}
    others = [{"item_no": "2", "item_text": "Two."}, {"item_no": "3", "item_text": "Three.", "happened_from": "-"}]

    summary = load(embedded_store, sql, settings, table(tmp_path / "a.csv", [dated, *others]))

    said = {(each.field, each.value) for each in summary.warnings}
    assert said == {("happened_from", "R1: item 2 beside item 1"), ("handling", "R1: item 2, 3 beside item 1")}
    rows = embedded_store.read(
        "MATCH (i:Item) RETURN i.item_no AS n, i.happened AS happened, i.access AS access, i.recorded_at AS at"
    )
    [at] = {row["at"] for row in rows}
    assert at != NOW, "recorded_at, given once for a report, holds for all its items"
    assert {(row["n"], row["happened"], row["access"]) for row in rows} == {
        ("1", "2024-02-01", "P||"), ("2", None, "||"), ("3", None, "||"),
    }  # fmt: skip


def test_without_an_item_number_each_row_is_an_item(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    columns = ("report_ref", "source_system", "item_text", "handling", "entity", "local_ref")
    rows = [
        {
            "report_ref": "R1",
            "source_system": "S",
            "item_text": text,
            "handling": "P",
            "entity": "child",
            "local_ref": n,
        }
        for text, n in (("Seen.", "N1"), ("Seen.", "N2"), ("Heard.", "N1"))
    ]
    file = table(tmp_path / "a.csv", rows, columns)

    summary = load(embedded_store, sql, settings, file)

    assert (summary.items, summary.mentions, summary.quarantined) == (3, 3, 0)
    load(embedded_store, sql, settings, table(tmp_path / "b.csv", [rows[2], *rows], columns), now=NOW + 1)
    assert embedded_store.read("MATCH (i:Item) RETURN count(i) AS n") == [{"n": 3}]


def test_a_file_that_gives_one_item_differently_stops_and_names_the_rows(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    rows = [{**REPORT, "item_no": "1", "item_text": text} for text in ("One.", "Two.")]

    with pytest.raises(RunStopped, match=r"a\.csv: .* lines 2 and 3 \(item '1' of 'R1', item_text\)"):
        load(embedded_store, sql, settings, table(tmp_path / "a.csv", rows))

    assert embedded_store.read("MATCH (i:Item) RETURN i.id AS id") == []
    later = [rows[0], {**rows[1], "recorded_at": "2024-04-01"}]
    assert load(embedded_store, sql, settings, table(tmp_path / "b.csv", later)).items == 2


def test_rows_given_twice_are_counted_apart_from_those_already_there(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    row = {**REPORT, "item_no": "1", "mention_no": "1", "entity": "child", "local_ref": "N1"}
    alone = {**REPORT, "item_no": "2", "item_text": "Nobody."}
    file = table(tmp_path / "a.csv", [row, row, row, alone, alone])

    first, again = (load(embedded_store, sql, settings, file, now=NOW + n) for n in (0, 1))

    assert (first.repeated, first.unchanged) == (3, 0)
    assert (again.repeated, again.unchanged) == (2, 3)


def test_numbers_that_a_spreadsheet_rounded_link_nobody(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    numbers = ["447700900000", "447700900000", "447701000000", "447702000000", "4.47703E+11", "07700 900123"]
    rows = [
        {**REPORT, "item_no": str(n), "mention_no": "1", "entity": "phone", "phone": number}
        for n, number in enumerate(numbers)
    ]
    summary = load(embedded_store, sql, settings, table(tmp_path / "a.csv", rows))

    assert summary.refusals == ()
    [warned] = [each for each in summary.warnings if each.field == "phone"]
    assert (warned.count, "a spreadsheet seems to have rounded" in warned.reason) == (5, True)
    shared = embedded_store.read(
        "MATCH (p:Phone)<-[m:MENTIONS]-(i:Item) RETURN p.id AS id, p.number AS number, collect(m.phone) AS said"
    )
    assert sorted(said for row in shared for said in row["said"]) == sorted(numbers)  # type: ignore[attr-defined]  since collect() is untyped
    assert len(shared) == len(numbers)
    assert [row["number"] for row in shared if row["number"]] == ["+447700900123"]
