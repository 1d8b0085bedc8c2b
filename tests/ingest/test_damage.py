"""What a spreadsheet or another program did to values, kind by kind. Needs no engine."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.ingest.preview import Preview
from tests.ingest.support import table
from tests.ingest.test_cases import entities, mentions, seen

S = {"source_system": "S", "handling": "P"}


def column(tmp_path: Path, entity: str, name: str, cells: Sequence[str]) -> Preview:
    """A table with a row, in a report of its own, for each of these cells."""
    rows = [{**S, "report_ref": f"R{number}", "entity": entity, name: cell} for number, cell in enumerate(cells)]
    return seen(table(tmp_path / "a.csv", rows, tuple(rows[0])))


def test_one_number_in_many_forms_is_one_phone_and_lost_figures_link_nobody(tmp_path: Path) -> None:
    whole = [
        "7700900123",
        "447700900123.0",
        "4.47700900123E+11",
        "'07700900123",
        '="07700900123"',
        "+44 (0)7700 900123",
    ]
    lost = ["4.477E+11", "4.477E+11", "447701000000", "447701000000"]
    found = column(tmp_path, "phone", "phone", whole + lost)

    assert {m.mention.entity.number for m in mentions(found)} == {"+447700900123", None}
    assert len(entities(found, "Phone")) == 1 + len(lost)


def test_plates_that_became_dates_and_numbers_join_nobody(tmp_path: Path) -> None:
    found = column(
        tmp_path, "vehicle", "vrm", ["01-Mar", "Mar-01", "2026-03-01", "01/03/2026", "5E+10", "46082", "46082"]
    )

    assert [each.refusal.line for each in found.findings.refused] == [2, 3, 4, 5, 6]
    assert all("a spreadsheet has made" in each.refusal.reason for each in found.findings.refused)
    assert len(entities(found, "Vehicle")) == 2


def test_references_that_lost_their_noughts_are_said_and_join_nobody(tmp_path: Path) -> None:
    found = column(tmp_path, "child", "local_ref", ["00004711", "4711", "4711", "00000012"])

    assert [m.mention.entity.local_ref for m in mentions(found)] == ["00004711", None, None, "00000012"]
    assert len(entities(found, "Person")) == 4


def test_decimals_of_a_whole_column_are_its_whole_numbers(tmp_path: Path) -> None:
    found = column(tmp_path, "child", "local_ref", ["4711.0", "4712.0", "4711.0"])

    assert [m.mention.entity.local_ref for m in mentions(found)] == ["4711", "4712", "4711"]


def test_item_one_point_one_that_comes_back_after_one_point_nine_is_refused(tmp_path: Path) -> None:
    numbers = [f"1.{number}" for number in range(1, 10)] + ["1.1", "1.11"]
    rows = [
        {**S, "report_ref": "R", "item_no": n, "entity": "child", "local_ref": f"N{at}"} for at, n in enumerate(numbers)
    ]
    found = seen(table(tmp_path / "a.csv", rows, tuple(rows[0])))

    assert [(each.refusal.field, each.refusal.line) for each in found.findings.refused] == [("item_no", 11)]
    assert len(found.items) == 10


def test_what_looks_the_same_is_the_same_item(tmp_path: Path) -> None:
    row = {
        **S,
        "report_ref": "R",
        "item_no": "1",
        "item_text": "Siân\u00a0came.\nTwo",
        "entity": "child",
        "name": "Siân",
    }
    other = {name: unicodedata.normalize("NFD", cell) for name, cell in row.items()}
    other["item_text"] = other["item_text"].replace("\u00a0", " ").replace("\n", " \r\n")
    one, two = (seen(table(tmp_path / f"{n}.csv", [each], tuple(row))) for n, each in enumerate((row, other)))

    assert [item.item.id for item in one.items] == [item.item.id for item in two.items]
    assert [m.mention.stated for m in mentions(one)] == [m.mention.stated for m in mentions(two)]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("46082", "2026-03-01"),
        ("46082.5", "2026-03-01T12:00"),
        ("1 Mawrth 2026", "2026-03-01"),
        ("01-Mar-2026", "2026-03-01"),
        ("Sonntag, 1 März 2026", "2026-03-01"),
    ],
)
def test_a_day_that_can_be_read_in_one_way_is_read(tmp_path: Path, given: str, read: str) -> None:
    found = column(tmp_path, "adult", "happened_from", [given])

    assert [item.item.happened for item in found.items] == [read]


def test_letters_read_in_the_wrong_encoding_are_put_right_and_said(tmp_path: Path) -> None:
    found = column(tmp_path, "adult", "name", ["Siân Gŵyl".encode().decode("cp1252"), "François Noël"])

    assert [m.mention.label for m in mentions(found)] == ["Siân Gŵyl", "François Noël"]
    assert [each.field for each in found.findings.warned] == ["name"]


def test_national_numbers_beside_another_countrys_are_warned_of(tmp_path: Path) -> None:
    found = column(tmp_path, "phone", "phone", ["+491722702462", "+491704935395", "01722702462"])

    assert [each.value for each in found.findings.warned if "region" in each.reason] == ["01722702462"]


@pytest.mark.parametrize(
    ("platform", "handle", "entity"),
    [
        ("WhatsApp", "0044 7700 900155", "phone:+447700900155"),
        ("", "https://wa.me/447700900155", "phone:+447700900155"),
        ("snap", "snapchat.com/add/Taz99", "account:snapchat/taz99"),
        ("FB", "https://www.facebook.com/profile.php?id=1000123", "account:facebook/1000123"),
        ("TikTok", "https://www.tiktok.com/@taz.99?lang=en", "account:tiktok/taz.99"),
        ("X", "@taz", "account:twitter/taz"),
        ("Telegram", "https://t.me/taz", "account:telegram/taz"),
    ],
)
def test_an_account_has_one_identity_however_it_is_written(
    tmp_path: Path, platform: str, handle: str, entity: str
) -> None:
    row = {**S, "report_ref": "R", "entity": "account", "platform": platform, "handle": handle}
    found = seen(table(tmp_path / "a.csv", [row], tuple(row)))

    assert [m.mention.entity.id for m in mentions(found)] == [entity]
