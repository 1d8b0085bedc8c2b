"""What is refused, and what is not because of one bad value; how refusals are reported. Needs no engine."""

from pathlib import Path

import pytest

from graph.errors import ValueRefused
from graph.ingest.map.mapping import read_mapping
from graph.ingest.refusals import Grouping
from graph.values.birth_date import BirthDate
from graph.values.when import Period
from tests.ingest.support import table
from tests.ingest.test_cases import mentions, seen

LIST = b"""
name = "list"
[columns]
"Name" = "name"
"Born" = "date_of_birth"
"Role" = "role"
"Tel" = "USES:phone"
"Home" = "LIVES_AT:address"
"Post" = "LIVES_AT:postcode"
[constants]
source_system = "LIST"
[values.role]
"Witness" = "witness"
"""
COLUMNS = ("Name", "Born", "Role", "Tel", "Home", "Post")


def test_one_bad_value_keeps_the_rest_of_the_person(tmp_path: Path) -> None:
    rows = [
        dict(
            zip(COLUMNS, ("Ann Price", "2031-01-01", "Witness", "07700 900101", "1 Heol Fawr", "CF10 1AA"), strict=True)
        ),
        dict(zip(COLUMNS, ("Al Rees", "1990-01-01", "Witness", "not a number", "2 Heol Fawr", "nowhere"), strict=True)),
    ]
    found = seen(table(tmp_path / "a.csv", rows, COLUMNS), mapping=read_mapping("list", LIST))

    people = {m.mention.label: m for m in mentions(found) if m.mention.entity.label == "Person"}
    assert people.keys() == {"Ann Price", "Al Rees"}
    assert people["Ann Price"].mention.recorded.date_of_birth is None
    assert [relation.kind for relation in people["Al Rees"].relations] == ["LIVES_AT"]
    assert {(each.refusal.field, each.refusal.value) for each in found.findings.refused} == {
        ("phone", "not a number"),
        ("relations", "USES"),
    }
    left_out = {(each.field, each.value) for each in found.findings.warned if each.reason.startswith("it was left out")}
    assert left_out == {("date_of_birth", "2031-01-01"), ("postcode", "nowhere")}


@pytest.mark.parametrize(
    ("column", "wrong", "shown"),
    [
        ("pnc_id", "12/99", "Ann Price"), ("pnc_id", "2004/12345678901F", "Ann Price"), ("age", "900", "Ann Price"),
        ("date_of_birth", "1990-02-30", "Ann Price"), ("uprn", "abc", "1 Heol Fawr"), ("uprn", "0", "1 Heol Fawr"),
        ("postcode", "nowhere", "1 Heol Fawr"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_left_out_and_its_row_is_loaded(tmp_path: Path, column: str, wrong: str, shown: str) -> None:
    of_place = column in ("uprn", "postcode")
    row = {"report_ref": "R1", "entity": "address" if of_place else "adult", column: wrong}
    row |= {"address": shown} if of_place else {"name": shown}
    found = seen(table(tmp_path / "a.csv", [row], tuple(row)))

    [mention] = mentions(found)
    assert mention.mention.label == shown
    assert getattr(mention.mention.recorded, column) is None
    assert mention.mention.identifiers == ()
    assert [(each.field, each.value) for each in found.findings.warned] == [(column, wrong)]
    assert found.findings.refused == []


def test_two_wrong_values_of_one_row_are_both_left_out(tmp_path: Path) -> None:
    row = {"report_ref": "R1", "entity": "address", "address": "1 Heol Fawr", "uprn": "x", "postcode": "nowhere"}
    found = seen(table(tmp_path / "a.csv", [row], tuple(row)))

    assert [m.mention.label for m in mentions(found)] == ["1 Heol Fawr"]
    assert {each.field for each in found.findings.warned} == {"uprn", "postcode"}


def test_a_person_is_loaded_without_the_phone_that_is_refused_and_counts_as_one_source_row(tmp_path: Path) -> None:
    rows = [{"Name": f"Ann {n}", "Role": "Witness", "Born": "", "Tel": tel} for n, tel in enumerate(("x", "y", ""))]
    found = seen(table(tmp_path / "a.csv", rows, COLUMNS), mapping=read_mapping("list", LIST))
    grouping = Grouping()
    grouping.add(found.findings.refused)

    assert {m.mention.label for m in mentions(found)} == {"Ann 0", "Ann 1", "Ann 2"}
    assert len(found.findings.refused) == 4
    assert grouping.source_rows == 2
    assert [(group.field, group.rows) for group in grouping.groups()] == [("phone", 1), ("phone", 1), ("relations", 2)]


@pytest.mark.parametrize("item_no", ["1", ""])
def test_a_person_of_the_mention_table_is_loaded_without_the_phone_that_is_refused(
    tmp_path: Path, item_no: str
) -> None:
    rows = [
        {
            "report_ref": "R1",
            "item_no": item_no,
            "mention_no": "1",
            "entity": "adult",
            "name": "Ann Price",
            "relations": "USES:2; USES:3",
        },
        {"mention_no": "2", "entity": "phone", "phone": "not a number"},
        {"mention_no": "3", "entity": "phone", "phone": "07700 900101"},
    ]
    columns = ("report_ref", "item_no", "mention_no", "entity", "name", "phone", "relations")
    found = seen(table(tmp_path / "a.csv", rows, columns))

    [ann] = [m for m in mentions(found) if m.mention.label == "Ann Price"]
    assert [relation.target_no for relation in ann.relations] == ["3"]
    assert [(each.refusal.line, each.refusal.field) for each in found.findings.refused] == [
        (3, "phone"),
        (2, "relations"),
    ]


def test_all_that_is_wrong_with_a_row_is_said_at_once(tmp_path: Path) -> None:
    row = {"report_ref": "R1", "entity": "phone", "phone": "Ann", "role": "ringmaster", "relations": "X:1"}
    [refused] = seen(table(tmp_path / "a.csv", [row], tuple(row))).findings.refused

    assert [each.field for each in (refused.refusal, *refused.also)] == ["phone", "role", "relations"]
    assert "also role 'ringmaster'" in refused.reason


def test_refusals_are_grouped_with_the_line_that_would_take_them(tmp_path: Path) -> None:
    values = (("Ann", "Victim"), ("Al", "Suspect"), ("Bo", "Victim"))
    rows = [{"Name": name, "Role": role, "Born": "", "Tel": "07700 900101"} for name, role in values]
    mapping = read_mapping("list", LIST)
    found = seen(table(tmp_path / "a.csv", rows, COLUMNS), mapping=mapping)
    grouping = Grouping(mapping)
    grouping.add(found.findings.refused)

    groups = [(group.field, group.value, group.rows) for group in grouping.groups() if group.field == "role"]
    assert groups == [("role", "Victim", 2), ("role", "Suspect", 1)]
    assert grouping.groups()[0].add == '"Victim" = "…" under [values.role] of the mapping \'list\'.'


def test_a_fault_of_a_whole_file_is_reported_once(tmp_path: Path) -> None:
    header, rows = "report_ref,entity,name,recorded_at", range(40)
    dates = [header, *(f"R{n},adult,Ann {n},{n % 28 + 1}/{n // 28 + 1}/26" for n in rows)]
    commas = [header, *(f"R{n},adult,Ann,2026-01-01,seen {n} times" for n in rows)]
    few = [header, *(f"R{n},adult,Ann {n},{n % 5 + 1}/1/26" for n in rows)]

    assert _groups(tmp_path, dates) == [("recorded_at", "1/1/26", 40, 40)]
    assert _groups(tmp_path, commas) == [("", "", 40, 40)]
    assert [group[2:] for group in _groups(tmp_path, few)] == [(8, 1)] * 5


def _groups(folder: Path, lines: list[str]) -> list[tuple[str, str, int, int]]:
    """What a file's refusals come to: column, first value, rows, values."""
    path = folder / "a.csv"
    path.write_text("\n".join(lines))
    grouping = Grouping()
    grouping.add(seen(path).findings.refused)
    return [(group.field, group.value, group.rows, group.values) for group in grouping.groups()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31/11/2026", "there is no such day"),
        ("25/12/2025", "Write 2025-12-25"),
        ("12/25/2025", "Write 2025-12-25"),
        ("01/03/2026", "Write 2026-03-01 if the day comes first"),
    ],
)
def test_advice_about_a_date_is_never_impossible(text: str, said: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        Period.parse(text)

    assert said in f"{refused.value.reason} {refused.value.advice}"


def test_the_order_of_day_and_month_is_settled_by_the_other_rows(tmp_path: Path) -> None:
    columns = ("report_ref", "entity", "name", "date_of_birth")
    born = ("25/12/2009", "01/03/2009")
    rows = [dict(zip(columns, (f"R{n}", "adult", f"Ann {n}", day), strict=True)) for n, day in enumerate(born)]
    settled = seen(table(tmp_path / "a.csv", rows, columns))
    alone = seen(table(tmp_path / "b.csv", rows[1:], columns))

    assert [m.mention.recorded.date_of_birth for m in mentions(settled)] == ["2009-12-25", "2009-03-01"]
    assert BirthDate.recorded("2009-03-01").exact
    assert [m.mention.recorded.date_of_birth for m in mentions(alone)] == [None]
