"""A report's own words are shown to nobody while an item of it is refused, since they may say what that item says."""

from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from graph.model.ids import report_id
from graph.model.view import Reader, View
from graph.queries import QUESTIONS
from graph.queries.door import bind
from graph.queries.entities.report import ReportShown
from graph.reading.question import QueryContext
from graph.search.index import open_search
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import NOW, load, read_table, table

DAY = 86_400_000
TODAY = date(2025, 1, 2)

WORDS = "Seen at the car park. A zebra was mentioned."
OPEN = {"report_ref": "R1", "source_system": "S", "report_text": WORDS, "handling": "P"}
FIRST = {**OPEN, "item_no": "1", "item_text": "Seen at the car park.", "entity": "child", "local_ref": "N1"}
SECOND = {**OPEN, "item_no": "2", "item_text": "A zebra.", "compartment": "OPAL", "entity": "adult", "local_ref": "N2"}
WRONG = {**SECOND, "happened_from": "the 31st of June"}


def shown(store: Store, known_at: int | None = None) -> ReportShown:
    """The report, to somebody of no compartment."""
    with store.reading() as reading:
        view = View(TODAY) if known_at is None else View(TODAY, known_at)
        bound = bind(reading, Reader("somebody", "analyst"), view)
        question = QUESTIONS["report"]
        answer = question.work(QueryContext(reading, bound, ("pnc_id",)), question.parameters(id=report_id("S", "R1")))
    assert isinstance(answer, ReportShown)
    return answer


def found(store: Store, settings: Settings) -> bool:
    """Whether somebody of no compartment finds the word that only the report says beside the refused item."""
    with store.reading() as reading:
        bound = bind(reading, Reader("somebody", "analyst"), View(TODAY))
    return bool(open_search(settings, store).look("zebra", (), bound).found)


def test_words_wait_for_an_item_that_is_refused(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    summary = load(store, sql, settings, table(tmp_path / "a.csv", [FIRST, WRONG]))

    assert (summary.items, summary.quarantined) == (1, 1)
    assert [(group.field, group.value) for group in summary.warnings] == [("report_ref", "R1")]
    assert [item.text for item in shown(store).items] == ["Seen at the car park."]
    assert shown(store).text is None
    assert not found(store, settings)


def test_they_are_shown_once_it_is_loaded_to_those_who_may_see_it(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    """Corrected in the quarantine file; of no compartment here."""
    summary = load(store, sql, settings, table(tmp_path / "a.csv", [FIRST, {**WRONG, "compartment": ""}]))
    assert not found(store, settings)
    [put_aside] = read_table(Path(summary.quarantine_file or ""))

    load(store, sql, settings, table(tmp_path / "b.csv", [{**put_aside, "happened_from": ""}], tuple(put_aside)))

    assert shown(store).text == WORDS
    assert found(store, settings)


def test_they_stay_hidden_where_the_item_turns_out_to_be(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", [FIRST, WRONG]))
    load(store, sql, settings, table(tmp_path / "b.csv", [SECOND]))

    assert shown(store).text is None
    assert not found(store, settings)


def test_they_wait_for_every_item_and_the_same_file_again_changes_nothing(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    third = {**FIRST, "item_no": "3", "item_text": "Another.", "local_ref": "N3"}
    rows = [FIRST, {**WRONG, "compartment": ""}, {**third, "happened_from": "never"}]
    load(store, sql, settings, table(tmp_path / "a.csv", rows))
    load(store, sql, settings, table(tmp_path / "b.csv", [third]))
    load(store, sql, settings, tmp_path / "a.csv", now=NOW + 1)
    assert shown(store).text is None

    load(store, sql, settings, table(tmp_path / "c.csv", [{**SECOND, "compartment": ""}]), now=NOW + 2)
    assert shown(store).text == WORDS


def test_two_versions_of_one_item_of_which_one_is_refused(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    """The second row may be another item, of a number that was mistyped."""
    mistyped = {**WRONG, "item_no": "1", "recorded_at": "2024-04-01"}
    path = table(tmp_path / "a.csv", [{**FIRST, "recorded_at": "2024-03-01"}, mistyped])
    assert load(store, sql, settings, path).quarantined == 1
    assert shown(store).text is None

    load(store, sql, settings, path, now=NOW + 1)
    assert shown(store).text is None


def test_a_row_that_cannot_be_read_may_be_of_the_report_before_it(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    whole = table(tmp_path / "a.csv", [FIRST, {**SECOND, "compartment": ""}])
    broken = tmp_path / "b.csv"
    broken.write_text(whole.read_text(encoding="utf-8").rstrip() + ",one cell too many\n", encoding="utf-8")
    load(store, sql, settings, broken)
    assert shown(store).text is None

    load(store, sql, settings, whole, now=NOW + 1)
    assert shown(store).text == WORDS


def test_words_that_were_found_are_found_no_more_once_they_wait(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", [FIRST]))
    assert found(store, settings)

    load(store, sql, settings, table(tmp_path / "b.csv", [WRONG]), now=NOW + 1)

    assert shown(store).text is None
    assert not found(store, settings)


def test_an_item_that_was_shown_with_them_may_be_refused_later(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", [FIRST]))
    assert load(store, sql, settings, table(tmp_path / "b.csv", [{**FIRST, "happened_from": "never"}])).quarantined == 1
    assert shown(store).text == WORDS


def test_of_a_report_that_takes_several_batches_words_wait_for_the_last(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    small = settings.model_copy(update={"batch_size": 2})
    rows = [{**FIRST, "item_no": str(number), "local_ref": f"N{number}"} for number in range(1, 8)]
    seen_texts: list[str | None] = []
    path = table(tmp_path / "a.csv", rows)

    load(store, sql, small, path, progress=lambda _: seen_texts.append(shown(store).text))

    assert seen_texts == [None, None, None, WORDS]


def test_words_that_came_later_were_not_known_before(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    wordless = {**FIRST, "report_text": ""}
    load(store, sql, settings, table(tmp_path / "a.csv", [wordless]), now=NOW - 8 * DAY)
    load(store, sql, settings, table(tmp_path / "b.csv", [FIRST]), now=NOW)

    assert shown(store, known_at=NOW - 6 * DAY).text is None
    assert shown(store, known_at=NOW).text == WORDS


def test_a_report_was_recorded_when_the_first_of_what_may_be_seen_of_it_was(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    earlier, later = {**SECOND, "recorded_at": "2024-01-01"}, {**FIRST, "recorded_at": "2024-02-10"}
    load(store, sql, settings, table(tmp_path / "a.csv", [earlier, later]))
    [item] = shown(store).items

    assert shown(store).recorded_at == item.recorded_at
