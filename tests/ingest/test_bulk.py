"""Only a bulk load discards the engine's query plans: after every row it made everybody's next question slower."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.ingest import run
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import load, table


def test_only_a_bulk_load_discards_the_query_plans(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[str] = []
    monkeypatch.setattr(embedded_store, "settle", lambda: settled.append("settled"))
    monkeypatch.setattr(run, "BULK", 8)
    rows = [
        {"report_ref": f"R{n}", "source_system": "S", "item_no": "1", "entity": "child", "local_ref": f"N{n}"}
        for n in range(3)
    ]

    load(embedded_store, sql, settings, table(tmp_path / "one.csv", rows[:1]))
    assert settled == [], "a report, its item, a mention and a child"
    load(embedded_store, sql, settings, table(tmp_path / "two.csv", rows[1:]), dry_run=True)
    assert settled == []
    load(embedded_store, sql, settings, table(tmp_path / "two.csv", rows[1:]))
    assert settled == ["settled"]
