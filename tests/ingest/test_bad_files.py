"""A bad file of each kind: a clear sentence; good rows loaded, bad rows in quarantine, corrected rows loaded."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine

from graph.errors import RunStopped
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import load, read_table, table

GOOD = {"report_ref": "R1", "item_no": "1", "mention_no": "1", "entity": "adult", "name": "Ann Price"}


def _bytes(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


def _workbook(path: Path) -> None:
    Workbook().save(path.with_suffix(".xlsx"))
    path.with_suffix(".xlsx").rename(path)


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.txt", "no table")


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("empty.csv", _bytes(b""), "empty.csv: the file is empty"),
        ("blank.csv", _bytes(b"\n\n"), "blank.csv: the file is empty"),
        ("wide.csv", _bytes("entity,vmr\n".encode("utf-16")), "wide.csv: 'vmr' (did you mean 'vrm'?) is no column"),
        ("latin.csv", _bytes("entity,enw Siôn\n".encode("latin-1")), "latin.csv: 'enw Siôn' is no column"),
        ("bytes.csv", _bytes(bytes(range(256)) * 20), "bytes.csv: it is not text"),
        ("sheet.csv", _workbook, "sheet.csv: it is named CSV and is a spreadsheet or a ZIP"),
        ("text.xlsx", _bytes(b"entity,name\n"), "text.xlsx: it is named XLSX and is no workbook"),
        ("part.xlsx", _bytes(b"PK\x03\x04 cut off"), "part.xlsx: it is not a whole workbook"),
        ("part.zip", _bytes(b"PK\x03\x04 cut off"), "part.zip: it is not a whole ZIP file"),
        ("none.zip", _zip, "none.zip: there is no table to load here"),
        ("old.doc", _bytes(b"words"), "old.doc: Dolen does not read this kind of file"),
        ("typo.csv", _bytes(b"entity,vmr\nvehicle,AB12CDE\n"), "typo.csv: 'vmr' (did you mean 'vrm'?) is no column"),
        ("twice.csv", _bytes(b"entity,name,name\n"), "twice.csv: the column 'name' is there more than once"),
        ("lacks.csv", _bytes(b"name,vrm\n"), "lacks.csv: the mention table needs the column 'entity'"),
        (
            "open.csv",
            _bytes(b'entity,name\nadult,"Ann\n' + b"x,y\n" * 1_100_000),
            "open.csv, line 2: the row that begins",
        ),
    ],
)
def test_a_file_wrong_as_a_whole_stops_before_anything_is_loaded(
    name: str,
    make: Callable[[Path], None],
    said: str,
    embedded_store: Store,
    sql: Engine,
    settings: Settings,
    tmp_path: Path,
) -> None:
    make(tmp_path / name)
    good = table(tmp_path / "good.csv", [GOOD])

    with pytest.raises(RunStopped) as stopped:
        load(embedded_store, sql, settings, good, tmp_path / name)

    assert stopped.value.message.startswith(said)
    assert stopped.value.advice
    wrote = embedded_store.read("MATCH (r:Report) RETURN r.ref AS ref")
    assert wrote == [] or name == "open.csv"


def _row(ref: str, **cells: str) -> dict[str, str]:
    return {**GOOD, "report_ref": ref, **cells}


def test_bad_rows_go_to_quarantine_and_load_once_corrected(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    rows = [
        _row("R1"),
        _row("R2", happened_from="2024-02-30"),
        _row("R3", source_grade="9"),
        _row("R4", relations="LIVES_AT:7"),
        _row("R5", age="900"),
        _row("R6", recorded_at="2030-01-01"),
        _row("R7", entity="dog"),
        _row("R8", role="ringmaster"),
        _row("R9"),
    ]
    summary = load(store, sql, settings, table(tmp_path / "a.csv", rows))

    quarantine = Path(summary.quarantine_file or "")
    refused = read_table(quarantine)
    assert [(row["line"], row["field"], row["value"]) for row in refused] == [
        ("3", "happened_from", "2024-02-30"),
        ("4", "source_grade", "9"),
        ("5", "relations", "LIVES_AT:7"),
        ("7", "recorded_at", "2030-01-01"),
        ("8", "entity", "dog"),
        ("9", "role", "ringmaster"),
    ]
    assert {row["file"] for row in refused} == {"a.csv"}
    assert all(row["reason"] for row in refused)
    assert (summary.quarantined, summary.created["report"]) == (6, 3)

    right = {"happened_from": "2024-02-29", "source_grade": "2", "relations": "",
             "recorded_at": "2024-01-01", "entity": "adult", "role": "witness"}  # fmt: skip
    for row in refused:
        row[row["field"]] = right[row["field"]]
    again = load(store, sql, settings, table(tmp_path / "corrected.csv", refused, list(refused[0])))
    assert (again.quarantined, again.created["report"], again.created["item"]) == (0, 6, 6)
    assert {row["ref"] for row in store.read("MATCH (r:Report) RETURN r.ref AS ref")} == {f"R{n}" for n in range(1, 10)}


def test_rows_that_rest_on_a_refused_row_wait_with_it(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    rows = [
        _row("R1", source_system="S", handling="P", item_text="One.", relations="LIVES_AT:2"),
        {"mention_no": "2", "entity": "address", "address": "12 Heol Fawr", "role": "nobody"},
        {"mention_no": "3", "entity": "adult", "name": "Al Rees"},
    ]
    summary = load(embedded_store, sql, settings, table(tmp_path / "a.csv", rows))

    refused = read_table(Path(summary.quarantine_file or ""))
    assert [(row["line"], row["field"]) for row in refused] == [("2", "relations"), ("3", "role")]
    assert [(row["handling"], row["item_text"], row["origin"]) for row in refused] == [("P", "One.", "-")] * 2
    assert (summary.quarantined, summary.created["item"], summary.created["relationship"]) == (2, 1, 0)

    refused[1]["role"] = ""
    again = load(embedded_store, sql, settings, table(tmp_path / "b.csv", refused, list(refused[0])))
    assert (again.quarantined, again.created["item"], again.created["relationship"]) == (0, 0, 1)


def test_text_that_is_not_utf_8_is_refused_cell_by_cell(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    lines = ("report_ref,entity,name\nR2,adult,Gŵyl\n".encode(), "R1,adult,Siôn\n".encode("latin-1"))
    (tmp_path / "a.csv").write_bytes(b"".join(lines))
    summary = load(embedded_store, sql, settings, tmp_path / "a.csv")

    assert [(r.line, r.field, r.value) for r in summary.refusals] == [(3, "name", "Si\\xf4n")]
    assert summary.created["report"] == 1
    uncorrected = load(embedded_store, sql, settings, Path(summary.quarantine_file or ""))
    assert (uncorrected.quarantined, uncorrected.created["report"]) == (1, 0)


def test_formulas_are_refused_and_text_like_them_is_kept(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["report_ref", "entity", "name", "description"])
    sheet.append(["R1", "adult", '=UPPER("ann")', "tall"])
    sheet.append(["R2", "adult", "Al Rees", "short"])
    book.save(tmp_path / "a.xlsx")
    table(tmp_path / "b.csv", [_row("R3", name="Jo Bell", description="=1+1"), _row("R4", phone="+44 7700 900123")])

    summary = load(embedded_store, sql, settings, tmp_path / "a.xlsx", tmp_path / "b.csv")

    assert [(r.file, r.line, r.field, r.value) for r in summary.refusals] == [("a.xlsx", 2, "name", '=UPPER("ann")')]
    described = embedded_store.read("MATCH ()-[m:MENTIONS]->() RETURN m.description AS said")
    assert {row["said"] for row in described} == {"short", "=1+1", None}
    [row] = read_table(Path(summary.quarantine_file or ""))
    assert row["name"].startswith("'=")
    assert load(embedded_store, sql, settings, Path(summary.quarantine_file or "")).quarantined == 1


def test_a_line_without_end_is_passed_over_in_bounded_memory(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    with (tmp_path / "a.csv").open("wb") as stream:
        stream.write(b"report_ref,entity,name\nR1,adult,Ann\nR2,adult,")
        stream.write(b"x" * 9_000_000)
        stream.write(b"\nR3,adult,Al\n")
    summary = load(embedded_store, sql, settings, tmp_path / "a.csv")

    assert [(r.line, r.reason) for r in summary.refusals] == [(3, "the line is longer than 4 MiB")]
    assert summary.created["report"] == 2


def test_rows_of_a_register_repeat_nothing_and_so_outlive_an_unreadable_one(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("entity,name\nadult,Ann\nadult,Bo,too many\nadult,Al\nadult,Cy\n")
    summary = load(embedded_store, sql, settings, tmp_path / "a.csv")

    assert [refusal.line for refusal in summary.refusals] == [3]
    assert summary.created["adult"] == 3


def test_a_quotation_mark_that_is_never_closed_swallows_nothing_silently(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text('report_ref,entity,description\nR1,adult,tall\nR2,adult,"short\nR3,adult,old\n')
    summary = load(embedded_store, sql, settings, tmp_path / "a.csv")

    [refusal] = summary.refusals
    assert (refusal.line, summary.created["report"]) == (3, 1)
    assert "lines 3 to 4 are lost" in refusal.reason
