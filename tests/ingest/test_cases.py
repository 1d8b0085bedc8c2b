"""Files that went wrong in other tools or here, each with what is right of it. Needs no engine.

`cases/faults` are invented inputs after faults reported in public, `cases/formats` one invented table in many formats
and encodings, `cases/calls` four call logs by the generator of github.com/masc2026/clan (MIT, (c) 2024 Markus Schmid).
`cases/extracts` are two packed public files: stops of South Wales Police, April 2019 (data.police.uk, Open Government
Licence v3.0), and call records of github.com/Vega-4n6/CDR_Analyzer (MIT, (c) 2023 Haider Ali).
"""

import codecs
import csv
import gzip
import io
from collections import Counter
from pathlib import Path

import pytest

from graph.errors import RunStopped
from graph.ingest.map.mapping import MappingFile, read_mapping
from graph.ingest.normalise.model import StatedMention
from graph.ingest.normalise.reports import Loading
from graph.ingest.preview import Preview, preview
from graph.search.document import SearchDocument
from graph.search.names import match_name, seek_name

CASES = Path(__file__).parent / "cases"
NOW = 1_798_761_600_000
"""1 January 2027: after every date of the cases."""
LOADING = Loading("analyst", NOW, frozenset({"pnc_id"}))


def seen(*paths: Path, mapping: MappingFile | None = None) -> Preview:
    """What a load of these files would state."""
    return preview(paths, LOADING, mapping=mapping)


def fault(name: str) -> Preview:
    """What a load of one case would state."""
    [path] = (CASES / "faults").glob(f"{name}.*")
    return seen(path)


def mapping_of(name: str) -> MappingFile:
    """A mapping written for the files."""
    return read_mapping(name, (CASES / "mappings" / f"{name}.toml").read_bytes())


def mentions(found: Preview) -> list[StatedMention]:
    """Every mention that would be loaded."""
    return [mention for item in found.items for mention in item.mentions]


def entities(found: Preview, label: str) -> set[str]:
    """The different entities of one label."""
    return {m.mention.entity.id for m in mentions(found) if m.mention.entity.label == label}


def warnings_of(found: Preview) -> set[tuple[str, str]]:
    """What is warned of and refused: column and the start of the reason."""
    warned = {(each.field, each.reason[:40]) for each in found.findings.warned}
    return warned | {(each.refusal.field, each.refusal.reason[:40]) for each in found.findings.refused}


def test_a_plate_that_became_a_date_is_refused() -> None:
    found = fault("01-plate-became-date")

    refused = [(each.refusal.field, each.refusal.reason) for each in found.findings.refused]
    assert [field for field, _ in refused] == ["vrm"] * len(refused)
    assert refused
    assert all("a spreadsheet has made a date of it" in reason for _, reason in refused)
    assert "vehicle:20260301" not in entities(found, "Vehicle")


def test_a_decimal_of_a_phone_number_is_that_number() -> None:
    found = fault("02-phone-dot-zero")

    assert entities(found, "Phone") == {"phone:+447700900123"}
    assert len([m for m in mentions(found) if m.mention.entity.label == "Phone"]) == 3
    assert ("phone", "a program made a decimal of a whole numb") in warnings_of(found)


def test_a_reference_padded_by_its_format_is_the_padded_reference() -> None:
    found = fault("04-reference-padded-by-format")

    assert {m.mention.entity.local_ref for m in mentions(found)} == {"00004711"}


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("05-item-one-point-ten", ["1.1", "1.10", "1.2"]), ("05b-one-ten-equal-text", ["1.1", "1.10"])],
)
def test_item_one_point_ten_is_not_item_one_point_one(name: str, numbers: list[str]) -> None:
    found = fault(name)

    assert sorted(item.item.item_no for item in found.items) == numbers
    assert all(len(item.mentions) == 1 for item in found.items)


@pytest.mark.parametrize("name", ["08-sep-line", "19-semicolons"])
def test_columns_parted_by_semicolons_are_read(name: str) -> None:
    found = fault(name)

    assert [m.mention.label for m in mentions(found)] == ["Mari Puw"]
    assert found.findings.refused == []


def test_words_for_not_known_are_names_beside_another_name() -> None:
    found = fault("10-name-null")

    assert [m.mention.name_key for m in mentions(found)] == ["li, na", "null, christopher", "nil, christopher"]


def test_ranks_are_no_names_and_junior_no_surname() -> None:
    found = fault("11-rank-and-junior")

    by_ref = {m.mention.entity.local_ref: m.mention for m in mentions(found)}
    assert (by_ref["T11-2"].label, by_ref["T11-3"].label) == ("Bowen", "Davies")
    assert {by_ref["T11-4"].name_key, by_ref["T11-5"].name_key} == {"prosser, gareth"}
    assert by_ref["T11-4"].label != by_ref["T11-5"].label


def test_one_account_written_in_several_ways_is_one() -> None:
    found = fault("13-one-account-written-otherwise")

    assert entities(found, "Phone") == {"phone:+447700900155"}
    assert entities(found, "Account") == {"account:instagram/taz.99"}


@pytest.mark.parametrize(("typed", "ref"), [("Mohammed Ali", "T14-1"), ("Rustam Ivanov", "T14-2")])
def test_a_name_in_another_script_is_found_by_its_latin_form(typed: str, ref: str) -> None:
    [mention] = [m.mention for m in mentions(fault("14-other-scripts")) if m.mention.entity.local_ref == ref]
    given, _, surname = (mention.recorded.name or "").partition(" ")
    sought = seek_name(typed, None)
    assert sought is not None

    match = match_name(sought, SearchDocument("person", "p", "m", "i", "i", "r", 0, given=given, surname=surname))

    assert match is not None
    assert any("another script" in why for why in match.why)


def test_a_hidden_sheet_is_passed_over_with_a_word() -> None:
    found = fault("16-hidden-list-sheet")

    assert [m.mention.label for m in mentions(found)] == ["Mari Puw"]
    assert any("hidden sheet 'Lists'" in note for _, note in found.notes)


def test_line_ends_in_a_cell_make_no_other_item() -> None:
    one, other = fault("17-line-ends-a"), fault("17-line-ends-b")

    assert [item.item.id for item in one.items] == [item.item.id for item in other.items]


FORMATS = sorted(path.name for path in (CASES / "formats").iterdir())
DAMAGED = {"eaten.csv", "rounded.csv", "serials.csv"}
"""The same table after a spreadsheet went over it: fewer phones can be relied on."""
STOPPED = {"locked.zip": "locked with a password", "own-upper.csv": "Ref"}


@pytest.mark.parametrize("name", FORMATS)
def test_sixty_rows_are_one_table_in_every_format_or_one_clear_sentence(name: str) -> None:
    expected = seen(CASES / "formats" / "station.csv", mapping=mapping_of("station2"))
    if name in STOPPED:
        with pytest.raises(RunStopped) as stopped:
            seen(CASES / "formats" / name, mapping=mapping_of("station2"))
        assert STOPPED[name] in stopped.value.message
        return
    found = seen(CASES / "formats" / name, mapping=mapping_of("station2"))

    assert len(expected.items) == 60
    assert len(found.items) == 60
    if name not in DAMAGED | {"cp1252.csv"}:
        assert _said(found) == _said(expected)
    assert found.findings.refused == []


STATION = (CASES / "formats" / "station.csv").read_text(encoding="utf-8-sig").replace("\r\n", "\n")
LATIN = STATION.translate(str.maketrans("ŴŵŶŷ", "WwYy"))
"""The same without the letters that older sets do not have."""
BELOW = "Total,60,,,,,,,\nEnd of report,,,,,,,,\n"


def _quoted(text: str) -> str:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(csv.reader(io.StringIO(text)))
    return written.getvalue()


def _parted(text: str, sign: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=sign, lineterminator="\n").writerows(csv.reader(io.StringIO(text)))
    return written.getvalue()


MADE: dict[str, tuple[str, bytes]] = {
    "bom.csv": (STATION, codecs.BOM_UTF8 + STATION.encode()),
    "utf16be.csv": (STATION, codecs.BOM_UTF16_BE + STATION.encode("utf-16-be")),
    "utf16-no-mark.csv": (STATION, STATION.encode("utf-16-le")),
    "utf32.csv": (STATION, STATION.encode("utf-32")),
    "celtic.csv": (STATION, STATION.encode("iso8859_14")),
    "dos.csv": (LATIN, LATIN.encode("cp850")),
    "macintosh.csv": (LATIN, LATIN.encode("mac_roman")),
    "windows.csv": (LATIN, LATIN.encode("cp1252")),
    "old-line-ends.csv": (STATION, STATION.replace("\n", "\r").encode()),
    "windows-line-ends.csv": (STATION, STATION.replace("\n", "\r\n").encode()),
    "pipes.txt": (STATION, _parted(STATION, "|").encode()),
    "quoted.csv": (STATION, _quoted(STATION).encode()),
    "sep.csv": (STATION, f"sep=;\n{_parted(STATION, ';')}".encode()),
    "below.csv": (STATION, (STATION.rstrip("\n") + "\n" + BELOW).encode()),
    "packed.tsv.gz": (STATION, gzip.compress(_parted(STATION, "\t").encode())),
}
"""The same table written in further ways, and what it says as UTF-8."""


@pytest.mark.parametrize("name", sorted(MADE))
def test_sixty_rows_are_one_table_in_every_further_way_to_write_them(name: str, tmp_path: Path) -> None:
    text, written = MADE[name]
    (tmp_path / "plain.csv").write_text(text, encoding="utf-8")
    (tmp_path / name).write_bytes(written)
    expected = seen(tmp_path / "plain.csv", mapping=mapping_of("station2"))
    found = seen(tmp_path / name, mapping=mapping_of("station2"))

    assert len(FORMATS) + len(MADE) >= 30
    assert len(found.items) == 60
    assert _said(found) == _said(expected)
    below = [each for each in found.findings.refused if "below the table" in each.refusal.reason]
    assert len(below) == len(found.findings.refused) == (2 if name == "below.csv" else 0)


def _said(found: Preview) -> set[tuple[str, ...]]:
    return {
        (item.item.text or "", item.item.happened or "", m.mention.label, m.mention.entity.number or "")
        for item in found.items
        for m in item.mentions
    }


@pytest.mark.parametrize("name", sorted(DAMAGED))
def test_numbers_that_a_spreadsheet_rounded_link_nobody(name: str) -> None:
    right = _numbers(seen(CASES / "formats" / "station.csv", mapping=mapping_of("station2")))
    found = _numbers(seen(CASES / "formats" / name, mapping=mapping_of("station2")))

    assert len(found) == 60
    assert all(found[line] in (None, right[line]) for line in right)
    assert None in found.values()


def _numbers(found: Preview) -> dict[int, str | None]:
    """The number by which each row's phone is known, by line; None for a phone that is this mention alone."""
    phones = [m for m in mentions(found) if m.mention.entity.label == "Phone"]
    return {m.row.place.line: m.mention.entity.number for m in phones}


def test_four_call_logs_load_as_one_file_of_thirty_four_phones() -> None:
    of_germany = mapping_of("clan").model_copy(update={"region": "DE"})
    found = seen(*sorted((CASES / "calls").glob("*.csv")), mapping=of_germany)

    numbers: dict[str, set[str]] = {}
    for path in (CASES / "calls").glob("*.csv"):
        with path.open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream, delimiter=";"):
                numbers.setdefault(path.name, set()).update(map(german, (row["Anrufer"], row["Angerufener"])))
    assert entities(found, "Phone") == {f"phone:{number}" for number in set().union(*numbers.values())}
    assert len(entities(found, "Phone")) == 34
    assert found.findings.refused == []
    by_file: dict[str, set[str]] = {}
    for mention in mentions(found):
        by_file.setdefault(mention.row.place.file, set()).add(mention.mention.entity.number or "")
    assert {name: by_file[name] for name in numbers} == numbers


def german(number: str) -> str:
    """A number by hand as one of Germany: `0049…`, `+49…` and `0…` are one."""
    if number.startswith("00"):
        return f"+{number[2:]}"
    return number if number.startswith("+") else f"+49{number[1:]}"


def test_every_stop_is_an_item_of_its_own() -> None:
    found = seen(CASES / "extracts" / "swp-stop-search-noid.csv.gz", mapping=mapping_of("swp-noid"))

    assert len({item.item.id for item in found.items}) == 1650
    assert len({m.mention.entity.id for m in mentions(found) if m.mention.entity.said == "child"}) == 175


def test_no_phone_links_through_a_rounded_number() -> None:
    found = seen(CASES / "extracts" / "CDR.csv.gz", mapping=mapping_of("vega"))

    assert len(found.items) == 700
    assert max(Counter(m.mention.entity.id for m in mentions(found)).values()) == 1


def _written_in(encoding: str, *, delimiter: str = ",", end: str = "\n", above: str = "", start: bytes = b"") -> bytes:
    """The table of sixty rows written otherwise; letters that an encoding has not lose their accent."""
    with (CASES / "formats" / "station.csv").open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    whole = above + text.getvalue()
    for letter, bare in zip("ŵŷŴŶŤ", "wyWYT", strict=True):
        try:
            letter.encode(encoding)
        except UnicodeEncodeError:
            whole = whole.replace(letter, bare)
    return start + whole.encode(encoding)


WRITTEN: dict[str, bytes] = {
    "utf-8.txt": _written_in("utf-8", delimiter="|"),
    "mark.csv": _written_in("utf-8-sig", end="\r\n"),
    "mark-semicolons.csv": _written_in("utf-8-sig", delimiter=";", end="\r\n"),
    "old-mac.csv": _written_in("utf-8", end="\r"),
    "sep-bar.csv": _written_in("utf-8", delimiter="|", above="sep=|\n"),
    "sep-tab.csv": _written_in("utf-8", delimiter="\t", above='"sep=\t"\n'),
    "titles.csv": _written_in("utf-8", above="OFFICIAL-SENSITIVE\nExport of 28/11/2026\n\n"),
    "titles-tabs.tsv": _written_in("utf-8", delimiter="\t", above="OFFICIAL-SENSITIVE\n\n"),
    "utf-16-le.csv": _written_in("utf-16-le"),
    "utf-16-be.txt": _written_in("utf-16-be", delimiter="\t", start=codecs.BOM_UTF16_BE),
    "utf-32.csv": _written_in("utf-32"),
    "celtic.csv": _written_in("iso8859_14"),
    "latin-1.csv": _written_in("latin-1"),
    "windows-semicolons.csv": _written_in("cp1252", delimiter=";", end="\r\n"),
    "titles-utf-16.csv": _written_in("utf-16", delimiter=";", above="OFFICIAL-SENSITIVE\n\n"),
    "tabs.tsv.gz": gzip.compress(_written_in("utf-8", delimiter="\t")),
    "lines.jsonl.gz": gzip.compress((CASES / "formats" / "lines.jsonl").read_bytes()),
    "book.ods.gz": gzip.compress((CASES / "formats" / "station.ods").read_bytes()),
}


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_the_same_rows_written_in_other_ways_are_the_same_rows(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(WRITTEN[name])
    found = seen(tmp_path / name, mapping=mapping_of("station2"))
    expected = seen(CASES / "formats" / "station.csv", mapping=mapping_of("station2"))

    assert found.findings.refused == []
    assert len(found.items) == 60
    if name.startswith(("latin-1", "windows")):
        assert {text for text, *_ in _said(found)} == {text for text, *_ in _said(expected)}
        assert any("Siân" in m.mention.label for m in mentions(found))
        assert any("was read as Windows-1252" in note for _, note in found.notes)
    else:
        assert _said(found) == _said(expected)
