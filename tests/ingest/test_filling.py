"""Blank report and item cells, and what they repeat. Needs no engine."""

from graph.ingest.map.fill_down import fill_down, without_nothing
from graph.ingest.rows import RawRow, Refusal, RowPlace


def _filled(*rows: dict[str, str] | None) -> list[dict[str, str] | str]:
    """Each row's cells, or why it was refused; None stands for a row that could not be read."""
    raw = [
        RawRow(RowPlace("f", line), row or {}, () if row else (Refusal("f", line, "", "", "unreadable"),))
        for line, row in enumerate(rows, start=2)
    ]
    return [r.refusals[0].reason if r.refusals else dict(r.cells) for r in without_nothing(fill_down(raw))]


def test_blank_cells_repeat_the_row_above_until_the_report_changes() -> None:
    first = {"report_ref": "R1", "source_system": "S", "item_no": "1", "handling": "P", "name": "Ann"}

    assert _filled(first, {"name": "Al"}, {"item_no": "2"}, {"report_ref": "R2", "item_no": "1"}) == [
        first,
        {**first, "name": "Al"},
        {"report_ref": "R1", "source_system": "S", "item_no": "2"},
        {"report_ref": "R2", "source_system": "S", "item_no": "1"},
    ]


def test_a_row_that_names_its_report_and_another_item_starts_anew() -> None:
    rows = ({"report_ref": "R1", "item_no": "1", "handling": "P"}, {"report_ref": "R1", "item_no": "2"})

    assert _filled(*rows) == list(rows)


def test_when_a_report_was_recorded_holds_for_its_items_and_what_an_item_says_of_itself_for_none() -> None:
    first = {
        "report_ref": "R1", "item_no": "1", "recorded_at": "2024-03-01", "event": "sighting", "handling": "P",
        "compartment": "OPAL", "source_grade": "2", "happened_from": "2024-02-01",
    }  # fmt: skip
    kept = {"report_ref": "R1", "recorded_at": "2024-03-01"}

    assert _filled(first, {"item_no": "2"}, {"report_ref": "R1", "item_no": "3"}, {"report_ref": "R2"})[1:] == [
        {**kept, "item_no": "2", "event": "sighting"},
        {**kept, "item_no": "3"},
        {"report_ref": "R2"},
    ]


def test_a_column_that_a_mapping_declares_to_be_the_report_s_holds_for_all_its_items() -> None:
    first = {"report_ref": "R1", "item_no": "1", "handling": "P", "compartment": "OPAL"}
    raw = [RawRow(RowPlace("f", 2), first), RawRow(RowPlace("f", 3), {"report_ref": "R1", "item_no": "2"})]

    filled = [dict(row.cells) for row in fill_down(raw, frozenset({"compartment"}))]

    assert filled[1] == {"report_ref": "R1", "item_no": "2", "compartment": "OPAL"}


def test_a_dash_says_that_nothing_is_recorded() -> None:
    rows = ({"report_ref": "R1", "item_no": "1", "handling": "P"}, {"item_no": "2", "handling": "-"}, {"name": "Al"})

    assert _filled(*rows)[1:] == [
        {"report_ref": "R1", "item_no": "2"},
        {"report_ref": "R1", "item_no": "2", "name": "Al"},
    ]


def test_rows_after_an_unreadable_one_do_not_guess() -> None:
    first = {"report_ref": "R1", "item_no": "1"}

    unreadable, guess, named = _filled(first, None, {"name": "Al"}, {"report_ref": "R2", "item_no": "1"})[1:]
    assert unreadable == "unreadable"
    assert isinstance(guess, str)
    assert "could not be read" in guess
    assert named == {"report_ref": "R2", "item_no": "1"}


def test_a_row_after_an_unreadable_one_does_not_take_the_item_above_for_its_own() -> None:
    first = {"report_ref": "R1", "item_no": "1", "item_text": "Seen.", "name": "Ann"}
    rows = (first, None, {"report_ref": "R1", "name": "Al"}, {"report_ref": "R1", "item_no": "3", "name": "Jo"})

    guess, named = _filled(*rows)[2:]
    assert isinstance(guess, str)
    assert "could not be read" in guess
    assert named == {"report_ref": "R1", "item_no": "3", "name": "Jo"}


def test_a_row_that_gives_its_whole_item_is_not_lost_after_an_unreadable_one() -> None:
    whole = {"report_ref": "R1", "item_no": "1", "item_text": "Seen.", "name": "Ann"}

    assert _filled(whole, None, {**whole, "name": "Al"}, {"name": "Jo"})[2:] == [
        {**whole, "name": "Al"},
        {**whole, "name": "Jo"},
    ]
