"""What `dolen look` says of a file, and that the mapping which it writes loads the file. Needs no engine."""

import json
from pathlib import Path

from typer.testing import CliRunner

from api.cli.loading import loading_app
from graph.ingest.map.mapping import read_mapping
from graph.ingest.map.starter import look
from tests.ingest.test_cases import CASES, entities, mentions, seen

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


def test_look_prints_json_for_programs_and_the_mapping_alone() -> None:
    shown = CliRunner().invoke(loading_app, ["look", str(CASES / "formats" / "semicolon.csv"), "--json"])
    said = json.loads(shown.stdout)
    alone = CliRunner().invoke(loading_app, ["look", str(CASES / "formats" / "semicolon.csv"), "--mapping"])

    assert {"format", "encoding", "delimiter", "sheet", "header_row", "columns", "mapping"} <= said.keys()
    assert said["delimiter"] == ";"
    assert said["columns"][0] == {
        "name": "Ref", "target": "report_ref", "kind": "text", "samples": ["OCC2600", "OCC2601", "OCC2602"],
    }  # fmt: skip
    assert read_mapping("look", alone.stdout.encode()).name == "semicolon"
