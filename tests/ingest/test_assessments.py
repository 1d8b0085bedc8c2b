"""The assessment table: recorded whole, as judged, with the access of what it cites."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.ingest.columns import ASSESSMENT_COLUMNS
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import NOW, load, read_table, table

Row = dict[str, str]


def _reports() -> list[Row]:
    child = {"source_system": "S", "item_no": "1", "entity": "child", "local_ref": "N1", "name": "Bo Lee"}
    return [
        {**child, "report_ref": "R1", "handling": "P"},
        {**child, "report_ref": "R2", "handling": "C", "conditions": "A1", "compartment": "OPAL"},
    ]


def _assessment(child_ref: str = "N1", **cells: str) -> list[Row]:
    head = {"child_ref": child_ref, "source_system": "S", "assessed_at": "2024-05-01", "assessor": "J Bell"}
    return [
        {**head, "code": "V1", "status": "present", "item_refs": "R1/1", **cells},
        {"code": "S4", "status": "suspected", "item_refs": "R1/1; R2/1"},
    ]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return table(tmp_path / "reports.csv", _reports())


def test_it_is_recorded_whole_and_once(
    store: Store, sql: Engine, settings: Settings, reports: Path, tmp_path: Path
) -> None:
    file = table(tmp_path / "a.csv", _assessment(), ASSESSMENT_COLUMNS)
    summary = load(store, sql, settings, file, reports)

    assert (summary.assessments, summary.quarantined) == (1, 0)
    [row] = store.read(
        "MATCH (a:Judgement:Assessment)-[:ABOUT]->(p:Person) RETURN a.category AS category, a.confirmed AS confirmed,"
        " a.codes AS codes, a.statuses AS statuses, a.access AS access, p.local_ref AS ref"
    )
    assert row == {
        "category": 4, "confirmed": 1, "codes": ["V1", "S4"], "statuses": ["present", "suspected"],
        "access": "C|A1|OPAL", "ref": "N1",
    }  # fmt: skip
    cited = store.read("MATCH (:Assessment)-[:RESTS_ON]->(i:Item) RETURN i.ref AS ref")
    assert {item["ref"] for item in cited} == {"R1/1", "R2/1"}

    again = load(store, sql, settings, file)
    assert (again.assessments, again.unchanged) == (0, 2)


@pytest.mark.parametrize(
    ("rows", "field", "said"),
    [
        (_assessment("N9"), "child_ref", "no record of this child is loaded"),
        (_assessment(code="V9"), "code", "no indicator has this code"),
        (_assessment(code="S4"), "code", "names this indicator twice"),
        (_assessment(status="closed"), "note", "needs a note that says why"),
        (_assessment(item_refs="R7/1"), "item_refs", "no item of this reference is loaded"),
        (_assessment(assessed_at="2031-01-01"), "assessed_at", "it is in the future"),
        (_assessment(recorded_at="2031-01-01"), "recorded_at", "nothing is recorded before it is known"),
        (_assessment(category_stated="5", method="form"), "category_stated", "a category is 1, 2, 3 or 4"),
        (_assessment(category_stated="3"), "method", "without the method"),
    ],
)
def test_one_wrong_row_refuses_the_whole(
    rows: list[Row],
    field: str,
    said: str,
    embedded_store: Store,
    sql: Engine,
    settings: Settings,
    reports: Path,
    tmp_path: Path,
) -> None:
    summary = load(embedded_store, sql, settings, reports, table(tmp_path / "a.csv", rows, ASSESSMENT_COLUMNS))

    refused = read_table(Path(summary.quarantine_file or ""))
    assert [row["field"] for row in refused] == [field, field]
    assert said in refused[0]["reason"]
    assert refused[1]["child_ref"] == rows[0]["child_ref"]
    assert (summary.assessments, summary.mentions) == (0, 2)


def test_a_stated_category_stands_beside_the_tables_with_its_method(
    embedded_store: Store, sql: Engine, settings: Settings, reports: Path, tmp_path: Path
) -> None:
    stated = {"category_stated": "2", "method": "scored form 3", "authority": "Gwent", "recorded_at": "2024-05-03"}
    file = table(tmp_path / "a.csv", _assessment(**stated), ASSESSMENT_COLUMNS)

    load(embedded_store, sql, settings, reports, file)

    [row] = embedded_store.read(
        "MATCH (a:Assessment) RETURN a.category AS category, a.category_stated AS stated, a.method AS method,"
        " a.authority AS authority, a.recorded_at AS recorded_at"
    )
    assert row == {
        "category": 4, "stated": 2, "method": "scored form 3", "authority": "Gwent", "recorded_at": 1_714_690_800_000,
    }  # fmt: skip
    assert load(embedded_store, sql, settings, file).unchanged == 2
    changed = table(tmp_path / "a.csv", _assessment(**stated | {"category_stated": "3"}), ASSESSMENT_COLUMNS)
    assert load(embedded_store, sql, settings, changed).quarantined == 2, "a changed judgement is a new assessment"


def test_without_a_time_of_recording_it_was_known_from_the_load(
    embedded_store: Store, sql: Engine, settings: Settings, reports: Path, tmp_path: Path
) -> None:
    """Loaded weeks after it was made, it was not known on the day after."""
    load(embedded_store, sql, settings, reports, table(tmp_path / "a.csv", _assessment(), ASSESSMENT_COLUMNS), now=NOW)

    [row] = embedded_store.read("MATCH (a:Assessment) RETURN a.recorded_at AS known, a.assessed_at_ms AS made")
    assert row == {"known": NOW, "made": 1_714_518_000_000}
