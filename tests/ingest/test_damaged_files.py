"""Files that were damaged on their way, or hold what is not text: a sentence, never a traceback. Needs no engine."""

import random
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.errors import RunStopped
from graph.ingest.columns import MENTION_COLUMNS
from graph.ingest.map.batches import numbered
from graph.ingest.quarantine import Quarantine, corrected
from graph.ingest.read.tables import open_tables
from graph.ingest.rows import RawRow, RefusedRow

ROWS = 400
PARTS = (
    *("[Content_Types].xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"),
    *("xl/styles.xml", "xl/worksheets/sheet1.xml"),
)
HARM: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "cut": lambda part: part[: len(part) // 2],
    "overwritten": lambda _: b"\x00" * 40,
    "of another kind": lambda _: b"<other/>",
}


def read(path: Path) -> list[RawRow]:
    """Every row of every table of a file; what is wrong with the file is raised as one sentence."""
    return [row for table in open_tables([path]) for row in table.rows()]


def outcome(path: Path) -> str:
    """What reading a file says: its rows counted, or why it cannot be read."""
    try:
        return f"{len(read(path))} rows"
    except RunStopped as stopped:
        return stopped.message if stopped.advice else f"{stopped.message} And nothing to do about it?"


def _zipped(path: Path) -> bytes:
    text = "report_ref,entity,name\n" + "".join(f"R{n},adult,Ann {n * 7919 % 1000}\n" for n in range(ROWS))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", text)
    return path.read_bytes()


def _damages(whole: bytes) -> Iterator[bytes]:
    chance = random.Random(7)
    for _ in range(60):
        harmed = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            harmed[chance.randrange(len(harmed))] = chance.randrange(256)
        yield bytes(harmed)


def test_a_damaged_zip_is_told_of(tmp_path: Path) -> None:
    whole = _zipped(tmp_path / "a.zip")
    said: set[str] = set()
    for harmed in _damages(whole):
        (tmp_path / "b.zip").write_bytes(harmed)
        said.add(outcome(tmp_path / "b.zip"))

    assert "b.zip/a.csv: it is not a whole ZIP file." in said


def test_a_zip_packed_in_another_way_is_told_of(tmp_path: Path) -> None:
    whole = bytearray(_zipped(tmp_path / "a.zip"))
    for at in (8, whole.find(b"PK\x01\x02") + 10):
        whole[at : at + 2] = struct.pack("<H", 99)
    (tmp_path / "a.zip").write_bytes(whole)

    assert outcome(tmp_path / "a.zip").startswith("a.zip/a.csv: it is packed in a way that Dolen does not read")


def test_a_zip_whose_members_lead_out_of_it_writes_nothing(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("../../out.csv", "/out.csv"):
            archive.writestr(name, "report_ref,entity,name\nR1,adult,Ann\n")

    assert outcome(tmp_path / "a.zip") == "2 rows"
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def _workbook(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["report_ref", "entity", "name", "date_of_birth"], *rows):
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("part", PARTS)
def test_a_damaged_workbook_is_told_of(tmp_path: Path, part: str, harm: str) -> None:
    whole = _workbook(tmp_path / "a.xlsx", *(["R1", "adult", f"Ann {n}", None] for n in range(20)))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for member in old.namelist():
            new.writestr(member, HARM[harm](old.read(member)) if member == part else old.read(member))
    with warnings.catch_warnings(action="error"):
        said = outcome(tmp_path / "b.xlsx")

    assert said == "20 rows" or said.startswith("b.xlsx: ")
    assert said != "20 rows" or (part, harm) not in {("xl/workbook.xml", "cut"), ("xl/worksheets/sheet1.xml", "cut")}


def test_a_spreadsheets_error_is_no_value(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", ["R1", "adult", "#N/A", None], ["R2", "adult", "Ann", 99_999_999])
    from openpyxl import load_workbook

    book = load_workbook(path)
    book.worksheets[0]["C2"].data_type = "e"
    book.worksheets[0]["D3"].number_format = "yyyy-mm-dd"
    book.save(path)

    assert [[(r.line, r.field, r.value) for r in row.refusals] for row in read(path)] == [
        [(2, "name", "#N/A")],
        [(3, "date_of_birth", "#VALUE!")],
    ]


NUL = b"report_ref,entity,name\n" + b"R0,adult,Al\n" * ROWS + b"R1,adult,A\x00nn\n"
NO_TEXT = {
    "a NUL in CSV": ("a.csv", NUL, "A\\x00nn"),
    "a NUL in JSON": ("a.jsonl", b'{"report_ref":"R1","entity":"adult","name":"A\\u0000nn"}', "A\\x00nn"),
    "half of a character": ("a.jsonl", b'{"report_ref":"R1","entity":"adult","name":"A\\ud800nn"}', "A\\ud800nn"),
}


@pytest.mark.parametrize("what", NO_TEXT)
def test_what_is_no_text_is_refused_and_stays_refused_until_corrected(tmp_path: Path, what: str) -> None:
    name, content, shown = NO_TEXT[what]
    (tmp_path / name).write_bytes(content)
    row = read(tmp_path / name)[-1]

    assert [(r.field, r.value) for r in row.refusals] == [("name", shown)]
    again = _through_quarantine(tmp_path, row)
    assert [(r.field, r.value) for r in again.refusals] == [("name", shown)]


def test_a_column_may_not_be_named_by_half_a_character(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"entity":"adult","name":"Ann"}\n{"entity":"adult","n\\ud800":"Ann"}\n')
    [refusal] = read(tmp_path / "a.jsonl")[1].refusals

    assert refusal.reason == "the name of a column holds a character that is not text"
    assert _through_quarantine(tmp_path, read(tmp_path / "a.jsonl")[0]).refusals == ()


def test_a_row_that_was_wrong_as_a_whole_leaves_nothing_to_load(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"entity,name\nadult," + b"x" * 5_000_000 + b"\n")
    [row] = numbered(read(tmp_path / "a.csv"), register="a")

    assert row.cells == {}
    assert row.refusals[0].reason == "the line is longer than 4 MiB"


def test_lines_that_end_as_on_an_old_mac_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"entity,name\radult,Ann\r")

    assert outcome(tmp_path / "a.csv") == "1 rows"


def _through_quarantine(folder: Path, row: RawRow) -> RawRow:
    """The row as it comes back from a quarantine file that nobody has corrected."""
    quarantine = Quarantine(folder / "quarantine", "run")
    refusal = row.refusals[0] if row.refusals else row.refuse("name", "try")
    quarantine.add(MENTION_COLUMNS, [RefusedRow(row, refusal)])
    [file] = quarantine.files()
    [again] = corrected(read(file))
    return again
