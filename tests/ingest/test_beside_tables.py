"""What stands in a file beside its rows: totals and notes below, merged cells, further sheets; and older sets of
letters. Such as spreadsheets, chart programs and exports of phones write it. No engine."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from graph.errors import RunStopped
from graph.ingest.map.mapping import read_mapping
from graph.ingest.map.starter import look
from graph.ingest.preview import Preview
from graph.ingest.read.below_table import without_what_is_below
from graph.ingest.read.merged_cells import Row, filled_down
from graph.ingest.read.tables import open_tables
from graph.ingest.read.text import known_encoding
from graph.ingest.rows import RawRow, RowPlace
from tests.ingest.test_cases import mentions, seen
from tests.ingest.test_odd_files import by_look

HEAD = "Ref,Name,Phone,Area\n"
ROWS = "R1,Mari Puw,07700 900123,North\nR2,Al Rees,07700 900124,South\n"
ACCENTS = "Siân Môn;Hélène Küng;Owain Tŷ;Ffïon Dafŷdd;Llŷr Pêr".replace("ŷ", "y").replace("Ŷ", "Y")


def names(found: Preview) -> set[str]:
    return {m.mention.label for m in mentions(found) if m.mention.entity.label == "Person" and m.mention.label}


def reasons(found: Preview) -> list[str]:
    return [each.refusal.reason for each in found.findings.refused]


@pytest.mark.parametrize(
    "below",
    [
        "Total,2,,\n",
        "Total:,,,2\n",
        ",,,\nTotal,2\n",
        "Grand total,,,2\n",
        "Cyfanswm,2,,\n",
        "Summe,,,2\n",
        "End of report\n",
        "*** END OF REPORT ***,,,\n",
        "2 rows selected.\n",
        "(2 rows affected)\n",
        "North Total,,,2\n",
        "(2 records)\n",
        "Number of records: 2,,,\n",
        "Printed on 3 November 2026 by PC 1234\n",
        "Report generated: 2026-11-03 10:15,,,\n",
        "Page 1 of 1\n",
        "OFFICIAL-SENSITIVE\n",
        "Note: phones are as recorded,,,\n",
        "Source: extraction of a handset,,,\n",
        "\nMari was spoken to at home; see the file.,,,\n",
        ",,,\nMari was spoken to at home; see the file.\nAl was not in.\n",
        "\nPrepared for the meeting\nTotal,2\n",
    ],
)
def test_what_stands_below_a_table_is_refused_in_a_sentence_and_is_no_person(tmp_path: Path, below: str) -> None:
    (tmp_path / "a.csv").write_text(HEAD + ROWS + below, encoding="utf-8")
    [found] = look([tmp_path / "a.csv"])
    loaded = by_look(tmp_path / "a.csv")

    assert names(loaded) == {"Mari Puw", "Al Rees"}
    assert len(loaded.items) == 2
    assert reasons(loaded)
    assert all("below the table and was not loaded" in each for each in reasons(loaded))
    assert any("below the table" in note for note in found.notes)


@pytest.mark.parametrize(
    "row",
    ["R3,Total Garage,07700 900125,North\n", "R3,,,\n", "\nR3,Ben End,,\n", "Total,Ann Price,07700 900125,North\n"],
)
def test_a_row_that_only_looks_a_little_like_it_is_a_row(tmp_path: Path, row: str) -> None:
    (tmp_path / "a.csv").write_text(HEAD + row + ROWS, encoding="utf-8")

    assert not any("below the table" in each for each in reasons(by_look(tmp_path / "a.csv")))


def test_totals_below_a_note_are_not_held_without_end() -> None:
    note = RawRow(RowPlace("a.csv", 9), {"Ref": "As recorded"}, after_blank=True)
    total = RawRow(RowPlace("a.csv", 10), {"Ref": "Total", "Area": "2"})
    rows = iter([note, *[total] * 1_000])

    assert next(without_what_is_below(rows, 4)).cells == note.cells
    assert len(list(rows)) > 900


def _merged(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Area", "Name", "Phone"),
        ("North", "Mari Puw", "07700 900123"),
        (None, "Al Rees", "07700 900124"),
        (None, "Ben Hill", "07700 900125"),
        ("South", "Cai Wyn", "07700 900126"),
        (None, "Dai Puw", "07700 900127"),
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A4")
    book.save(path)
    return path


AREAS = 'name = "areas"\n[columns]\nArea = "description"\nName = "name"\nPhone = "USES:phone"\n[constants]\n'
AREAS += 'entity = "person"\nsource_system = "S"\n'


def described(found: Preview) -> dict[str | None, str | None]:
    return {m.mention.label: m.mention.recorded.description for m in mentions(found) if m.mention.recorded.name}


def test_merged_cells_hold_for_all_their_rows_where_the_file_merges_them_and_it_is_said(tmp_path: Path) -> None:
    file = _merged(tmp_path / "a.xlsx")
    found = seen(file, mapping=read_mapping("areas", AREAS.encode()))

    assert described(found) == {
        "Mari Puw": "North", "Al Rees": "North", "Ben Hill": "North", "Cai Wyn": "South", "Dai Puw": None,
    }  # fmt: skip
    [said] = [note for note in look([file])[0].notes if "merged" in note]
    assert "a group of merged cells was filled down, as the file merges them (A2:A4)" in said


def test_a_blank_row_of_merged_cells_stays_blank() -> None:
    filled = (2, ["North", "Mari Puw"], ["North", "Mari Puw"], [])
    blank: Row = (0, (), [], [])
    rows: list[Row] = [filled, blank, (2, [None, "Al Rees"], ["", "Al Rees"], []), blank]

    assert [cells for _, _, cells, _ in filled_down(rows, {1: [(0, 1_048_576)]})] == [
        ["North", "Mari Puw"], [], ["North", "Al Rees"], [],
    ]  # fmt: skip


def test_the_merged_cells_of_each_sheet_are_its_own(tmp_path: Path) -> None:
    book = Workbook()
    people, areas = book.active, book.create_sheet("Areas")
    assert people is not None
    for sheet, head in ((people, "People"), (areas, "Areas")):
        for row in (("Area", "Name", head), ("North", "Mari Puw", "x"), (None, "Al Rees", "y")):
            sheet.append(row)
    areas.merge_cells("A2:A3")
    book.save(tmp_path / "a.xlsx")
    first, second = open_tables([tmp_path / "a.xlsx"])

    assert [any("merged" in note for note in table.notes) for table in (first, second)] == [False, True]
    assert [[row.cells.get("Area") for row in table.rows()] for table in (first, second)] == [
        ["North", None], ["North", "North"],
    ]  # fmt: skip


def test_merged_cells_of_an_open_document_are_read_alike(tmp_path: Path) -> None:
    cells = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    spanned = cells.replace("table-cell office", 'table-cell table:number-rows-spanned="2" office', 1)
    rows = [
        "".join(map(cells.format, ("Area", "Name", "Phone"))),
        spanned.format("North") + "".join(map(cells.format, ("Mari Puw", "07700 900123"))),
        "<table:covered-table-cell/>" + "".join(map(cells.format, ("Al Rees", "07700 900124"))),
    ]
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
    )
    content = f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="S">{table}'
    content += "</table:table></office:spreadsheet></office:body></office:document-content>"
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    (tmp_path / "a.ods").write_bytes(packed.getvalue())
    found = seen(tmp_path / "a.ods", mapping=read_mapping("areas", AREAS.encode()))

    assert described(found) == {"Mari Puw": "North", "Al Rees": "North"}


def _two_layouts(path: Path) -> Path:
    book = Workbook()
    people, cars = book.active, book.create_sheet("Cars")
    assert people is not None
    people.title = "People"
    for row in (("Ref", "Name", "Phone"), ("R1", "Mari Puw", "07700 900123")):
        people.append(row)
    for row in (("Ref", "Registration", "Colour"), ("R2", "AB12 CDE", "silver")):
        cars.append(row)
    book.save(path)
    return path


def test_sheets_of_different_layouts_have_a_mapping_each_that_names_its_sheet(tmp_path: Path) -> None:
    file = _two_layouts(tmp_path / "a.xlsx")
    people, cars = look([file])

    assert [each.draft.sheet for each in (people, cars) if each.draft] == ["People", "Cars"]
    assert names(seen(file, mapping=read_mapping("look", people.mapping.encode()))) == {"Mari Puw"}
    loaded = seen(file, mapping=read_mapping("look", cars.mapping.encode()))
    assert [m.mention.label for m in mentions(loaded)] == ["AB12 CDE"]
    with pytest.raises(RunStopped, match="which is not there"):
        seen(file, mapping=read_mapping("look", people.mapping.replace('"People"', '"Persons"').encode()))


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("cp1252", "Windows-1252"),
        ("mac_roman", "Mac Roman"),
        ("cp850", "CP850"),
        ("iso8859_14", "ISO 8859-14 (Celtic)"),
        ("cp1250", "cp1250"),
        ("cp1251", "cp1251"),
    ],
)
def test_an_older_set_of_letters_is_recognised_by_its_words_and_said(tmp_path: Path, encoding: str, said: str) -> None:
    other = {
        "iso8859_14": ["Llŷr Tŵr", "Siân Wŷn", "Gŵyr Môn"],
        "cp1250": ["Łukasz Wójcik", "Michał Gębski", "Agnieszka Źdźbło", "Paweł Śliwiński", "Żaneta Kość"],
        "cp1251": ["Иван Петров", "Мария Смирнова", "Сергей Кузнецов", "Ольга Иванова", "Дмитрий Соколов"],
    }
    written = other.get(encoding, ACCENTS.split(";"))
    text = HEAD + "".join(f"R{n},{name},07700 900{n:03},North\n" for n, name in enumerate(written))
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    [found] = look([tmp_path / "a.csv"])

    assert names(by_look(tmp_path / "a.csv")) == set(written)
    assert any(f"was read as {said}" in note for note in found.notes)


def test_an_encoding_that_is_stated_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes((HEAD + "R1,Ann Ørsted,07700 900123,North\n").encode("cp850"))
    [found] = look([tmp_path / "a.csv"], encoding="cp850")

    assert 'encoding = "cp850"' in found.mapping
    assert names(seen(tmp_path / "a.csv", mapping=read_mapping("look", found.mapping.encode()))) == {"Ann Ørsted"}
    with pytest.raises(RunStopped, match="there is no encoding 'klingon'"):
        read_mapping("m", b'name = "m"\nencoding = "klingon"\n[columns]\nA = "name"\n')


@pytest.mark.parametrize("encoding", ["utf-16", "idna", "raw_unicode_escape"])
def test_an_encoding_that_is_stated_wrongly_is_refused_in_a_sentence(tmp_path: Path, encoding: str) -> None:
    row = "R1,Siân Puw \\ud800,07700 900123,North\n"
    (tmp_path / "a.csv").write_bytes((HEAD + row).encode("cp1252"))

    with pytest.raises(RunStopped, match=r"a\.csv: it is not text in the encoding .*, which is stated"):
        look([tmp_path / "a.csv"], encoding=known_encoding(encoding))


@pytest.mark.parametrize("encoding", ["base64", "rot13", "zlib", "undefined", "a\0b"])
def test_what_is_no_encoding_of_text_cannot_be_stated(encoding: str) -> None:
    with pytest.raises(ValueError, match=r"there is no encoding|null character"):
        known_encoding(encoding)


def test_lines_that_a_program_drew_are_no_rows(tmp_path: Path) -> None:
    rows = " ref | name     | phone\n-----+----------+------\n R1  | Mari Puw | 07700 900123\n(1 row)\n"
    (tmp_path / "a.txt").write_text(rows, encoding="utf-8")

    assert names(by_look(tmp_path / "a.txt")) == {"Mari Puw"}
    assert len(reasons(by_look(tmp_path / "a.txt"))) == 2


def test_what_stands_above_a_table_of_twice_as_many_columns_is_passed_over(tmp_path: Path) -> None:
    above = "Account,12345678\nHolder,Al Rees\n\n"
    (tmp_path / "a.csv").write_text(above + HEAD + ROWS, encoding="utf-8")

    assert names(by_look(tmp_path / "a.csv")) == {"Mari Puw", "Al Rees"}


def test_the_program_in_which_a_contact_was_found_is_no_grade(tmp_path: Path) -> None:
    text = "Name,Source,Birthday\nMari Puw,WhatsApp,2009-03-04\nAl Rees,SIM,\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    [found] = look([tmp_path / "a.csv"])

    assert [each.target for each in found.columns] == ["name", "", "date_of_birth"]
    assert names(by_look(tmp_path / "a.csv")) == {"Mari Puw", "Al Rees"}
