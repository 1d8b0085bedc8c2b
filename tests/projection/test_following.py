"""The projection of a real graph: followed through loads, corrections, decisions, undoing and withdrawal.

After each it must be, bit by bit, what reading everything again gives, and say at once what the change says.
"""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.audit import AuditLog, prepare_audit
from graph.casework.writer import CaseWriter
from graph.model.ids import person_id
from graph.model.view import BoundView, Reader, View
from graph.projection import Projection, Seen
from graph.projection.files import ProjectionFolder
from graph.queries import Actor
from graph.settings import Settings
from graph.store import Store, open_sql
from tests.ingest.support import NOW, load, table

ANN, BEA, CAL = (person_id("S", ref) for ref in ("N1", "N2", "N3"))
ANALYST = Actor(Reader("an analyst", "analyst"), "an analyst")
OPEN = BoundView(View(date(2025, 1, 2)), ("P||",))
OPAL = BoundView(View(date(2025, 1, 2)), ("P||", "P||OPAL"))
CHILD = {"source_system": "S", "item_no": "1", "entity": "child", "handling": "P"}
ROWS = [
    {**CHILD, "report_ref": "R1", "local_ref": "N1", "name": "Ann Rees", "pnc_id": "2004/1234567X"},
    {**CHILD, "report_ref": "R2", "local_ref": "N2", "name": "Bea Rees", "pnc_id": "2004/1234567X"},
    {**CHILD, "report_ref": "R3", "local_ref": "N3", "name": "Cal Rees", "compartment": "OPAL"},
]


@pytest.fixture
def sql(tmp_path: Path) -> Engine:
    return open_sql(Settings(home=tmp_path))


def entities(seen: Seen) -> set[tuple[str, ...]]:
    """The records of each visible entity."""
    return {
        tuple(sorted(seen.record_id(record) for record in seen.clusters.records(entity).tolist()))
        for entity in seen.entities.tolist()
    }


def test_every_change_is_followed_and_seen_at_once(store: Store, sql: Engine, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    folder = ProjectionFolder.of(settings)
    load(store, sql, settings, table(tmp_path / "a.csv", ROWS))
    projection = Projection(store, folder, patience=10)
    prepare_audit(sql, tmp_path)
    casework = CaseWriter(store, AuditLog(sql, tmp_path), lambda: NOW + 1000)

    def shown(bound: BoundView = OPEN) -> set[tuple[str, ...]]:
        assert projection.digest == projection.as_stored()
        assert Projection(store, folder, patience=10).digest == projection.digest, "another process, from the files"
        return entities(projection.seen(bound, ("pnc_id",)))

    assert projection.behind() is None
    assert shown() == {tuple(sorted((ANN, BEA)))}
    assert shown(OPAL) == {tuple(sorted((ANN, BEA))), (CAL,)}
    assert projection.behind() == 0

    apart = casework.decide_identity(ANALYST, ANN, BEA, "not same", "sisters, one number by mistake")
    assert projection.behind() == 1
    assert shown() == {(ANN,), (BEA,)}

    casework.withdraw(ANALYST, apart.id, "not sisters after all")
    assert shown() == {tuple(sorted((ANN, BEA)))}

    later = {**ROWS[0], "name": "Anne Rees", "pnc_id": "", "recorded_at": "2025-01-01T14:00"}
    load(store, sql, settings, table(tmp_path / "b.csv", [later]), now=NOW + 7_200_000)
    assert shown() == {(ANN,), (BEA,)}
    seen = projection.seen(OPEN, ("pnc_id",))
    assert {seen.named(entity).label for entity in seen.entities.tolist()} == {"Anne Rees", "Bea Rees"}

    [row] = store.read("MATCH (i:Item {ref: 'R2/1'}) RETURN i.id AS id")
    CaseWriter(store, AuditLog(sql, tmp_path), lambda: NOW + 9_000_000).withdraw_item(
        ANALYST, str(row["id"]), "of another person"
    )
    assert shown() == {(ANN,)}

    assert projection.rebuild() == 4
    assert shown(OPAL) == {(ANN,), (CAL,)}
