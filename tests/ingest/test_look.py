"""What `dolen look` says of a file, and that the mapping which it writes loads the file. Needs no engine."""

import json
from datetime import date, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from api.cli.ingest import ingest_app
from graph.errors import RunStopped
from graph.ingest.map.guess import guess
from graph.ingest.map.mapping import read_mapping
from graph.ingest.map.starter import look
from graph.ingest.preview import row_outcomes
from graph.values.when import clock_of
from tests.ingest.test_cases import CASES, LOADING, entities, mentions, seen

CALLS = sorted((CASES / "calls").glob("*.csv"))


def test_four_call_logs_load_by_the_mapping_that_look_writes() -> None:
    [found] = look(CALLS)
    loaded = seen(*CALLS, mapping=read_mapping("look", found.mapping.encode()))

    assert (found.format, found.encoding, found.delimiter, found.header_row, found.region) == (
        "csv",
        "utf-8",
        ";",
        1,
        "DE",
    )
    assert [each.target for each in found.columns][:4] == ["happened_from", "time", "caller", "called"]
    assert len(loaded.items) == 393
    assert len(entities(loaded, "Phone")) == 34
    assert loaded.findings.refused == []
    assert len([m for m in mentions(loaded) if m.relations and m.relations[0].seconds]) == 393


def test_a_list_of_people_gets_phones_and_addresses_of_their_own() -> None:
    path = CASES / "formats" / "title.xlsx"
    [found] = look([path])
    loaded = seen(path, mapping=read_mapping("look", found.mapping.encode()))

    assert (found.format, found.sheet, found.header_row) == ("xlsx", "Export", 3)
    assert "'Reliable'" in found.mapping.replace('"', "'")
    people = [m for m in mentions(loaded) if m.mention.entity.label == "Person"]
    assert {relation.kind for person in people for relation in person.relations} == {"USES", "LIVES_AT"}
    assert "phone:+447700900100" in entities(loaded, "Phone")


def test_a_column_of_days_above_twelve_settles_which_comes_first(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name,DOB\nAnn Price,03/25/2009\nAl Rees,04/01/2009\n")
    [found] = look([tmp_path / "a.csv"])

    assert [each.form for each in found.columns] == ["", "%m/%d/%Y"]


def test_one_wrong_date_does_not_hide_how_the_others_are_written(tmp_path: Path) -> None:
    days = ("3 September 2026", "5 September 2026", "31 September 2026", "8 September 2026", "9 September 2026")
    (tmp_path / "a.csv").write_text("\n".join(["Name,Seen on", *(f"Ann Price,{day}" for day in days)]))
    [found] = look([tmp_path / "a.csv"])
    loaded = seen(tmp_path / "a.csv", mapping=read_mapping("look", found.mapping.encode()))

    assert [each.form for each in found.columns] == ["", "%d %B %Y"]
    assert [each.refusal.value for each in loaded.findings.refused] == ["31 September 2026"]


@pytest.mark.parametrize(
    ("days", "form"),
    [
        (("3 Mawrth 2009", "1af o Fai 2011", "21ain Rhagfyr 2012"), "%d %B %Y"),
        (("12 Chwefror 2026", "dydd Llun 2 Mawrth 2026"), "%d %B %Y|%a %d %B %Y"),
        (("3. März 2009", "12. Dez. 2025", "1. Juni 2026"), "%d. %B %Y"),
        (("3. März 2009", "14.06.1988"), "%d.%m.%Y|%d. %B %Y"),
        (("2nd March 2026", "3 Sept 2026"), "%d %B %Y"),
    ],
)
def test_dates_in_words_are_recognised_and_read(tmp_path: Path, days: tuple[str, ...], form: str) -> None:
    (tmp_path / "a.csv").write_text("\n".join(["Name;Date", *(f"Ann Price;{day}" for day in days)]), encoding="utf-8")
    [found] = look([tmp_path / "a.csv"])
    loaded = seen(tmp_path / "a.csv", mapping=read_mapping("look", found.mapping.encode()))

    assert found.columns[1].form == form
    assert len(loaded.items) == len(days)
    assert loaded.findings.refused == []


def test_look_says_where_no_row_shows_which_comes_first(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name,Date\nAnn Price,01/02/2026\nAl Rees,03/04/2026\n")
    (tmp_path / "b.csv").write_text("Name,Date\nAnn Price,01/02/2026\nAl Rees,25/04/2026\n")
    [doubtful], [settled] = look([tmp_path / "a.csv"]), look([tmp_path / "b.csv"])

    assert "no row shows whether the day or the month comes first" in doubtful.mapping
    assert "no row shows" not in settled.mapping


def test_a_table_under_dolen_s_own_names_that_lacks_one_gets_a_mapping_that_loads(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name,Phone\nAnn Price,07700 900123\n")
    [found] = look([tmp_path / "a.csv"])
    loaded = seen(tmp_path / "a.csv", mapping=read_mapping("look", found.mapping.encode()))

    assert {m.mention.label for m in mentions(loaded)} == {"Ann Price", "07700 900123"}


def test_two_columns_of_one_name_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name,Phone,Phone\nAnn Price,07700 900123,07700 900124\n")
    with pytest.raises(RunStopped, match="the column 'Phone' is there more than once"):
        look([tmp_path / "a.csv"])


def test_a_cover_sheet_is_passed_over_with_a_word(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Cover"
    book.worksheets[0].append(["OFFICIAL"])
    data = book.create_sheet("Data")
    for row in (["Nominal", "Seen on", "Time"], ["Ann Price", date(2026, 3, 1), time(14, 5)]):
        data.append(row)
    book.save(tmp_path / "a.xlsx")
    [found] = look([tmp_path / "a.xlsx"])
    loaded = seen(tmp_path / "a.xlsx", mapping=read_mapping("look", found.mapping.encode()))

    assert (found.sheet, found.notes) == (
        "Data",
        ("the sheet 'Cover' has no column that is known and was passed over",),
    )
    assert [item.item.happened for item in loaded.items] == ["2026-03-01T14:05:00"]


def test_names_are_not_taken_for_phones_that_call() -> None:
    assert [each.target for each in (guess("from", ["Ann", "Bo"]), guess("from", ["07700 900123", "withheld"]))] == [
        "",
        "caller",
    ]


def test_look_prints_json_for_programs_and_the_mapping_alone() -> None:
    shown = CliRunner().invoke(ingest_app, ["look", str(CASES / "formats" / "semicolon.csv"), "--json"])
    said = json.loads(shown.stdout)
    alone = CliRunner().invoke(ingest_app, ["look", str(CASES / "formats" / "semicolon.csv"), "--mapping"])

    assert {"format", "encoding", "delimiter", "sheet", "header_row", "columns", "mapping"} <= said.keys()
    assert said["delimiter"] == ";"
    assert said["columns"][0] == {
        "name": "Ref", "target": "report_ref", "kind": "text", "samples": ["OCC2600", "OCC2601", "OCC2602"],
    }  # fmt: skip
    assert read_mapping("look", alone.stdout.encode()).name == "semicolon"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("9:05", "09:05"), ("09.05", "09:05"), ("0905", "09:05"), ("0905 hrs", "09:05"), ("9.05 pm", "21:05"),
        ("12 am", "00:00"), ("14:05:33", "14:05:33"), ("24:00", None), ("13 pm", None), ("noon", None), ("9", None),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read_as_people_write_it(written: str, read: str | None) -> None:
    assert clock_of(written) == read


def test_a_time_in_a_column_of_its_own_goes_to_the_day_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "mail[1].csv"
    path.write_text(
        "Name,Date,Time,Info\nAnn Price,25/03/2026,9.05 pm,Seen.\nAl Rees,04/03/2026,1430,Seen.\n"
        "Bo Lee,05/03/2026,soon,Seen.\n"
    )
    [found] = look([path])
    loaded = seen(path, mapping=read_mapping("look", found.mapping.encode()))

    assert [item.item.happened for item in loaded.items] == ["2026-03-25T21:05", "2026-03-04T14:30"]
    assert [(each.refusal.value, each.refusal.reason) for each in loaded.findings.refused] == [
        ("soon", "it is not a time of day")
    ]


def test_choices_are_changed_and_the_outcome_of_each_row_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Who,Number,Part\nAnn Price,07700 900123,Victim\nAl Rees,123,Witness\n")
    [found] = look([path])
    assert found.draft is not None
    chosen = {"Who": "name", "Number": "USES:phone", "Part": "role"}
    draft = found.draft.model_copy(
        update={
            "columns": tuple(each.model_copy(update={"target": chosen[each.column]}) for each in found.draft.columns),
            "values": {"role": {"Victim": "child at risk", "Witness": "witness"}},
        }
    )
    first, second = row_outcomes([path], LOADING, read_mapping("chosen", draft.to_toml().encode()), 10)

    assert {(m.mention.label, m.mention.recorded.role) for item in first.items for m in item.mentions} == {
        ("Ann Price", "child at risk"),
        ("07700 900123", None),
    }
    assert [relation.kind for item in first.items for m in item.mentions for relation in m.relations] == ["USES"]
    assert {m.mention.entity.said for item in first.items for m in item.mentions} == {"child", "phone"}
    assert (first.refused, second.place.line) == ((), 3)
    assert {m.mention.label for item in second.items for m in item.mentions} == {"Al Rees", "123"}
    assert (second.refused, {(each.field, each.value) for each in second.warned}) == ((), {("phone", "123")})


def test_a_call_log_says_in_words_only_what_is_chosen() -> None:
    [found] = look(CALLS)
    assert found.draft is not None
    bare = found.draft.model_copy(
        update={
            "columns": tuple(
                each if each.column != "Typ" else each.model_copy(update={"target": ""}) for each in found.draft.columns
            )
        }
    )
    loaded = seen(*CALLS, mapping=read_mapping("look", bare.to_toml().encode()))

    assert found.draft.shape == "calls"
    assert not any("Typ:" in (item.item.text or "") for item in loaded.items)
    assert all("Richtung:" in (item.item.text or "") for item in loaded.items)


def test_rows_in_a_list_of_one_object_are_rows_however_it_is_written(tmp_path: Path) -> None:
    people = [{"name": "Ann Price", "mobile": "07700 900123"}, {"name": "Bo Lee", "mobile": "07700 900124"}]
    whole = {"exported": "2026-11-01", "data": people}
    (tmp_path / "line.json").write_text(json.dumps(whole))
    (tmp_path / "pretty.json").write_text(json.dumps(whole, indent=2))
    (tmp_path / "one.jsonl").write_text(json.dumps(people[0]))
    columns = [[each.column for each in look([tmp_path / name])[0].columns] for name in ("line.json", "pretty.json")]

    assert columns == [["name", "mobile"]] * 2
    assert len(look([tmp_path / "line.json"])[0].rows) == 2
    assert [each.column for each in look([tmp_path / "one.jsonl"])[0].columns] == ["name", "mobile"]
