"""Items are immutable: what changes is given again, stands from then on, and nothing earlier is lost."""

from pathlib import Path

from sqlalchemy import Engine

from graph.model.view import FOREVER
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import NOW, dump, load, read_table, table


def _item(**cells: str) -> list[dict[str, str]]:
    head = {
        "report_ref": "R1",
        "source_system": "S",
        "item_no": "1",
        "recorded_at": "2024-03-01",
        "item_text": "First.",
    }
    first = {"mention_no": "1", "entity": "child", "local_ref": "N1", "name": "Bo Lee", "pnc_id": "2004/1234567F"}
    second = {"mention_no": "2", "entity": "address", "address": "12 Heol Fawr"}
    return [{**head, **cells, **first, "relations": "LIVES_AT:2"}, {**head, **cells, **second}]


def test_a_correction_ends_the_version_before_it(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    first = table(tmp_path / "a.csv", _item())
    load(store, sql, settings, first)
    load(store, sql, settings, table(tmp_path / "b.csv", _item(item_text="Second.", recorded_at="2024-04-01")))
    corrected = dump(store)

    [second] = store.read("MATCH (i:Item {text: 'Second.'}) RETURN i.recorded_at AS at")
    ends = {
        (row["text"], row["until"])
        for row in store.read("MATCH (i:Item) RETURN i.text AS text, i.superseded_at AS until")
    }
    assert ends == {("First.", second["at"]), ("Second.", FOREVER)}
    stated = store.read(
        "MATCH (:Person)-[r]->() WHERE r.item IS NOT NULL RETURN type(r) AS kind, r.superseded_at AS until"
    )
    kinds = ("LIVES_AT", "IDENTIFIED_BY")
    assert {(row["kind"], row["until"]) for row in stated} == {
        (k, until) for k in kinds for until in (second["at"], FOREVER)
    }

    again = load(store, sql, settings, first, now=NOW + 1)
    assert (sum(again.created.values()), again.unchanged) == (0, 2)
    assert dump(store) == corrected


def test_a_correction_without_a_later_time_holds_from_the_load(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", _item()))
    load(store, sql, settings, table(tmp_path / "b.csv", _item(item_text="Second.")), now=NOW + 5)

    [first] = store.read("MATCH (i:Item {text: 'First.'}) RETURN i.superseded_at AS until")
    assert first["until"] == NOW + 5


def test_two_versions_in_one_file_follow_their_times(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    later, earlier = _item(item_text="Second.", recorded_at="2024-04-01"), _item()
    load(store, sql, settings, table(tmp_path / "a.csv", [*later, *earlier]))

    rows = store.read("MATCH (i:Item) RETURN i.text AS text, i.superseded_at AS until")
    assert {row["text"] for row in rows if row["until"] == FOREVER} == {"Second."}


def test_another_mention_under_the_same_number_is_put_aside_with_advice(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", _item()))
    before = dump(store)
    changed = _item()
    changed[0]["name"] = "Bo Leigh"

    summary = load(store, sql, settings, table(tmp_path / "b.csv", changed))

    assert (summary.quarantined, summary.unchanged, sum(summary.created.values())) == (1, 1, 0)
    [row] = read_table(Path(summary.quarantine_file or ""))
    assert (row["field"], row["value"]) == ("name", "Bo Leigh")
    assert "already recorded and says something else" in row["reason"]
    assert "give the whole item again" in row["reason"]
    assert dump(store) == before


def test_a_report_is_kept_word_for_word(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", _item(report_text="As written.")))
    summary = load(store, sql, settings, table(tmp_path / "b.csv", _item(report_text="Rewritten.", item_no="2")))

    assert {(r.field, r.value) for r in summary.refusals} == {("report_text", "Rewritten.")}
    assert summary.quarantined == 2
    assert store.read("MATCH (w:Words) RETURN w.text AS text") == [{"text": "As written."}]
