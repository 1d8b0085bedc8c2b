"""A column added to the table later is read, described and found by its declaration; a row without it is unchanged."""

from datetime import date

import pytest

from graph.errors import ValueRefused
from graph.ingest.columns import MENTION_CELLS
from graph.ingest.normalise.mentions import MentionReader
from graph.ingest.normalise.model import Findings
from graph.ingest.rows import RawRow, RowPlace
from graph.model import ids
from graph.model.columns import COLUMNS, REFERENCES, heading_of, looks_of
from graph.model.records import MentionRecord


def read(**cells: str) -> MentionRecord:
    row = RawRow(RowPlace("rows.csv", 2), {"mention_no": "1", **cells})
    stated = MentionReader(date(2026, 11, 29), frozenset(), Findings()).read(row, "item:1")
    assert stated is not None
    return stated.mention


def test_nationality_describes_a_person_and_the_device_number_a_phone() -> None:
    person = read(entity="adult", nationality="Irish")
    phone = read(entity="phone", phone="07700 900123", imei="490154203237518")

    assert (person.recorded.nationality, person.label) == ("Irish", "Irish")
    assert (phone.recorded.imei, phone.label) == ("490154203237518", "07700 900123")
    assert looks_of("Person") == ("sex", "age", "nationality", "description")
    assert "imei" in REFERENCES
    assert (heading_of("imei"), heading_of("nationality")) == ("IMEI", "nationality")


def test_a_row_without_it_is_the_row_that_was_loaded_before() -> None:
    before = [name for name in MENTION_CELLS if name not in COLUMNS or not COLUMNS[name].added]
    cells = {"mention_no": "1", "entity": "adult", "name": "Bo Lee"}

    assert read(entity="adult", name="Bo Lee").stated == ids.digest(*(cells.get(name, "") for name in before))
    assert read(entity="adult", name="Bo Lee", nationality="Irish").stated != read(entity="adult", name="Bo Lee").stated


def test_the_days_of_an_order_are_read_and_what_is_no_day_is_refused() -> None:
    order = {"entity": "child", "legal_status": "care-order", "legal_from": "2026-01-05", "legal_authority": "Powys"}
    stated = read(**order).recorded

    assert (stated.legal_from, stated.legal_until, stated.legal_authority) == ("2026-01-05", None, "Powys")
    with pytest.raises(ValueRefused, match="legal_until"):
        read(**order, legal_until="in June")
