"""Files of kinds that go wrong in other tools, beside those of `cases`: other signs, wrappings, values. No engine."""

import json
from pathlib import Path

import pytest

from graph.errors import RunStopped
from graph.ingest.map.mapping import read_mapping
from graph.ingest.map.starter import look
from graph.ingest.preview import Preview
from tests.ingest.support import table
from tests.ingest.test_cases import mentions, seen, warnings_of

HEAD = ("report_ref", "entity", "name", "happened_from")


def by_look(path: Path) -> Preview:
    """A file loaded by the mapping that `dolen look` writes."""
    [found] = look([path])
    return seen(path, mapping=read_mapping("look", found.mapping.encode()))


@pytest.mark.parametrize("sign", ["^", "~", ":", ";", "|", "\t"])
def test_whatever_parts_the_columns(tmp_path: Path, sign: str) -> None:
    (tmp_path / "a.csv").write_text("\n".join(map(sign.join, (HEAD, ("R1", "child", "Mari Puw", "2026-01-02")))))

    assert [m.mention.label for m in mentions(seen(tmp_path / "a.csv"))] == ["Mari Puw"]


def test_a_sep_line_that_names_another_sign_than_the_file_has_is_not_believed(tmp_path: Path) -> None:
    rows = map(";".join, (HEAD, ("R1", "child", "Mari Puw", "2026-01-02")))
    (tmp_path / "a.csv").write_text("\n".join(["sep=,", *rows]))

    assert [m.mention.label for m in mentions(seen(tmp_path / "a.csv"))] == ["Mari Puw"]


def test_the_line_of_columns_again_is_no_person(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name,Phone\nMari Puw,07700 900123\nName,Phone\nAl Rees,07700 900124\n")
    found = by_look(tmp_path / "a.csv")

    assert {m.mention.label for m in mentions(found) if m.mention.entity.label == "Person"} == {"Mari Puw", "Al Rees"}
    assert found.findings.refused == []


@pytest.mark.parametrize("wrapped", [["results", "rows"], ["data"], ["response", "body", "people"]])
def test_rows_within_objects_that_only_wrap_them_are_rows(tmp_path: Path, wrapped: list[str]) -> None:
    inner: object = [{"Name": "Mari Puw", "Phone": "07700 900123"}, {"Name": "Al Rees", "Phone": "07700 900124"}]
    for name in reversed(wrapped):
        inner = {name: inner, "count": 2}
    (tmp_path / "a.json").write_text(json.dumps(inner))

    assert len(by_look(tmp_path / "a.json").items) == 2


def test_one_person_with_several_phones_is_one_row(tmp_path: Path) -> None:
    one = {"Name": "Mari Puw", "contact": {"kind": "own", "phones": [{"number": "07700 900123"}]}}
    (tmp_path / "a.json").write_text(json.dumps(one))
    [found] = look([tmp_path / "a.json"])

    assert [each.column for each in found.columns] == ["Name", "contact.kind", "contact.phones.0.number"]


def test_names_of_columns_within_objects_are_recognised(tmp_path: Path) -> None:
    rows = [{"ref": "R1", "person": {"name": "Mari Puw", "dob": "2009-03-04"}}, {"ref": "R2", "person": {"name": "Al"}}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = by_look(tmp_path / "a.jsonl")

    assert [(m.mention.label, m.mention.recorded.date_of_birth) for m in mentions(found)] == [
        ("Mari Puw", "2009-03-04"),
        ("Al", None),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mari Puw,07700 900123\nAl Rees,07700 900124\n", "reads like a value"),
        ("Name      Phone\nMari Puw  07700 900123\n", "only one column was found"),
    ],
)
def test_look_says_where_the_line_of_columns_is_doubtful(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.csv").write_text(text)

    assert any(said in note for note in look([tmp_path / "a.csv"])[0].notes)


def test_a_web_page_under_a_workbook_s_name_is_named_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("<html><table><tr><td>Name</td></tr></table></html>")

    with pytest.raises(RunStopped, match="web page"):
        look([tmp_path / "a.xls"])


def test_what_a_program_did_to_a_reference_or_a_number_links_nobody_silently(tmp_path: Path) -> None:
    rows = [
        {"report_ref": "R1", "entity": "child", "name": f"Child {n}", "local_ref": ref}
        for n, ref in enumerate(("4711.0", "00004711", "4711,0"))
    ]
    rows += [{"report_ref": "R2", "entity": "phone", "phone": "447700900123.5"}]
    found = seen(table(tmp_path / "a.csv", rows, ("report_ref", "entity", "name", "local_ref", "phone")))

    assert [m.mention.entity.local_ref for m in mentions(found) if m.mention.entity.label == "Person"] == [
        None, "00004711", None,
    ]  # fmt: skip
    assert [m.mention.entity.number for m in mentions(found) if m.mention.entity.label == "Phone"] == [None]
    assert {column for column, _ in warnings_of(found)} >= {"local_ref", "phone"}


def test_a_name_that_names_nobody_keeps_the_rest_of_the_person(tmp_path: Path) -> None:
    row = {"report_ref": "R1", "entity": "adult", "name": "None None", "local_ref": "N1"}
    found = seen(table(tmp_path / "a.csv", [row], tuple(row)))

    assert [m.mention.entity.local_ref for m in mentions(found)] == ["N1"]
    assert found.findings.refused == []


def test_times_without_seconds_among_times_with_them_are_read(tmp_path: Path) -> None:
    times = ("25/12/2025 10:00:01", "26/12/2025 11:00:00", "27/12/2025 12:00:09", "28/12/2025 12:00")
    (tmp_path / "a.csv").write_text("\n".join(["Name,When", *(f"Ann Price,{when}" for when in times)]))
    found = by_look(tmp_path / "a.csv")

    assert found.findings.refused == []
    assert [item.item.happened for item in found.items][-1] == "2025-12-28T12:00"
