"""Only a bulk load discards the engine's query plans: after every row it made everybody's next question slower."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.ingest import run
from graph.settings import Settings
from graph.store.embedded import EmbeddedStore
from tests.ingest.support import load, table


class CountingStore(EmbeddedStore):
    """The embedded engine, which also counts how often it was asked to plan its queries again."""

    settled = 0

    def settle(self) -> None:
        """As the engine does it, and counted."""
        super().settle()
        self.settled += 1


@pytest.mark.usefixtures("embedded_store")
def test_only_a_bulk_load_discards_the_query_plans(
    embedded_settings: Settings,
    sql: Engine,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "BULK", 8)
    rows = [
        {"report_ref": f"R{n}", "source_system": "S", "item_no": "1", "entity": "child", "local_ref": f"N{n}"}
        for n in range(3)
    ]
    counting = CountingStore(embedded_settings)

    load(counting, sql, settings, table(tmp_path / "one.csv", rows[:1]))
    assert counting.settled == 0, "a report, its item, a mention and a child"
    load(counting, sql, settings, table(tmp_path / "two.csv", rows[1:]), dry_run=True)
    assert counting.settled == 0
    load(counting, sql, settings, table(tmp_path / "two.csv", rows[1:]))
    assert counting.settled == 1
    counting.close()
