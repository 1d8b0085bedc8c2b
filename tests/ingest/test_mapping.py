"""Mapping files: a table renamed, what is refused in one, and how they are found. Needs no engine."""

from pathlib import Path

import pytest

from graph.errors import RunStopped
from graph.ingest.map.apply import mapped_tables
from graph.ingest.map.mapping import list_mappings, load_mapping, read_mapping, save_mapping
from graph.ingest.read.tables import open_tables

BOOK = b"""
name = "station-book"
title = "Station book"
ignore = ["Internal *"]
[columns]
"Ref No" = "report_ref"
"Graded" = "source_grade"
"Seen" = "happened_from"
"Who" = "name"
[constants]
source_system = "STATION"
entity = "adult"
[values.source_grade]
"1 - Reliable" = "1"
[dates]
happened_from = "%d/%m/%Y"
"""


def _rows(folder: Path, text: str) -> list[tuple[dict[str, str], list[tuple[str, str]]]]:
    (folder / "book.csv").write_text(text)
    [table] = mapped_tables(read_mapping("book", BOOK), open_tables([folder / "book.csv"]))
    return [(dict(row.cells), [(r.field, r.value) for r in row.refusals]) for row in table.rows()]


def test_a_table_is_renamed_and_its_values_read(tmp_path: Path) -> None:
    rows = _rows(tmp_path, "Ref No,Graded,Seen,Who,Internal id\n7,1 - RELIABLE,09/03/2024,Ann,x\n8,Great,2024,Al,y\n")

    constants = {"source_system": "STATION", "entity": "adult"}
    assert rows == [
        ({**constants, "report_ref": "7", "source_grade": "1", "happened_from": "2024-03-09", "name": "Ann"}, []),
        (
            {**constants, "report_ref": "8", "source_grade": "Great", "happened_from": "2024", "name": "Al"},
            [("source_grade", "Great"), ("happened_from", "2024")],
        ),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ref No,Graded,Seen,Who,Extra\n", "'Extra' is no column of the mapping 'station-book'"),
        ("Ref No,Graded,Seen\n", "needs the column 'Who', which is not there"),
    ],
)
def test_a_column_unknown_or_missing_stops_the_run(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(RunStopped, match=said):
        _rows(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"name = 'x'\n[columns]\na = 'vmr'\n", r"'vmr' \(did you mean 'vrm'\?\) is no column"),
        (b"name = 'x'\n", r"it needs either \[columns\]"),
        (b"name = 'x'\nfoo = 1\n[columns]\na = 'vrm'\n", "foo"),
        (b"name = ", "it is not TOML"),
        (b"name = 'x'\n[columns]\na = 'vrm'\nb = 'vrm'\n", "two columns would become the same one"),
    ],
)
def test_a_mapping_says_what_is_wrong_in_it(text: bytes, said: str) -> None:
    with pytest.raises(RunStopped, match=said):
        read_mapping("m.toml", text)


def test_mappings_are_saved_listed_and_found(tmp_path: Path) -> None:
    save_mapping(BOOK, tmp_path)

    assert [name for name, _ in list_mappings(tmp_path)] == [
        *("call-log", "edge-list", "followthemoney", "niche-like", "nominals", "pole", "station-book", "stix-people"),
    ]
    assert load_mapping("station-book", tmp_path).title == "Station book"
    with pytest.raises(RunStopped, match=r"There are: .*pole, station-book"):
        load_mapping("elsewhere", tmp_path)


JOINED = b"""
name = "station-files"
[files]
report = "report.csv"
named = "named.csv"
person = "person.csv"
[[items]]
each = "report"
cells = { report_ref = "{report.id}" }
[[items.mentions]]
join = ["each named.report = report.id", "one person.id = named.person"]
cells = { entity = "adult", local_ref = "{person.id}", name = "{person.name}" }
"""


def test_what_is_wrong_with_a_row_of_a_joined_file_is_told_and_never_taken_for_a_value(tmp_path: Path) -> None:
    (tmp_path / "report.csv").write_text("id\nR1\n")
    (tmp_path / "named.csv").write_text("report,person\nR1,P1\nR1,P2\nR1,P3,too many\n")
    (tmp_path / "person.csv").write_bytes(
        "id,name,note\nP1,Siôn,x\nP2,Ann,é\n".encode("latin-1") + "P3,Al,ŵ\n".encode()
    )
    tables = mapped_tables(read_mapping("files", JOINED), open_tables([tmp_path]))

    rows = [row for table in tables for row in table.rows()]
    assert [(dict(row.cells).get("name"), [(r.file, r.line, r.field) for r in row.refusals]) for row in rows] == [
        ("Si\\xf4n", [("person.csv", 2, "name")]),
        ("Ann", []),
        (None, [("named.csv", 4, "")]),
    ]
