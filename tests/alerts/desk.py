"""An installation whose alerts are asked about: it loads, decides, and lists what each audience is alerted to."""

from pathlib import Path

from sqlalchemy import Engine

from graph.alerts import AlertsFollower, Register
from graph.audit import AuditLog, prepare_audit
from graph.casework.drafts import Draft
from graph.casework.writer import CaseWriter
from graph.judgements.body import Body
from graph.model.ids import person_id
from graph.model.recorded import JudgementRecord
from graph.model.view import Reader
from graph.projection import Projection
from graph.projection.files import ProjectionFolder
from graph.queries import Actor
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import NOW, OPERATOR, load, table

ANN, BEA, CAL = (person_id("S", ref) for ref in ("N1", "N2", "N3"))
OPEN, OPAL = Reader("an analyst", "analyst"), Reader("another", "analyst", frozenset({"OPAL"}))
CHAIR, MANAGER = Reader("a chair", "chair"), Reader("a manager", "manager")
OWNERS = {each.name: each for each in (OPEN, OPAL, CHAIR)}
ANALYST = Actor(OPEN, "an analyst")
ITEM = {"source_system": "S", "item_no": "1", "handling": "P"}


class Desk:
    """One installation: loads, decides, and asks what each audience is alerted to."""

    def __init__(self, store: Store, sql: Engine, home: Path, quiet_load: int = 1000) -> None:
        self.store, self.sql, self.home = store, sql, home
        self.settings = Settings(home=home)
        prepare_audit(sql, home)
        self.casework = CaseWriter(store, AuditLog(sql, home), lambda: NOW + 1000)
        self.quiet_load = quiet_load
        self.follower = self.another()

    def another(self) -> AlertsFollower:
        """The follower of another process, which begins with the files."""
        projection = Projection(self.store, ProjectionFolder.of(self.settings), patience=10)
        return AlertsFollower(
            self.store, self.sql, projection, ("pnc_id",), self.quiet_load, OWNERS.get, lambda: NOW + 2000
        )

    def load(self, report: str, *named: tuple[str, str], address: str = "12 High St", **given: str) -> None:
        """An item that names these children (reference, name) at an address."""
        item = {**ITEM, "report_ref": report, **given}
        rows = [{**item, "entity": "child", "local_ref": ref, "name": name} for ref, name in named]
        rows.append({**item, "entity": "address", "address": address, "postcode": "CF10 1AA"})
        load(self.store, self.sql, self.settings, table(self.home / f"{report}.csv", rows))

    def alerts(self, reader: Reader = OPEN, follower: AlertsFollower | None = None) -> list[tuple[str, ...]]:
        """The kind of each alert of a reader's audience, and whom it is about."""
        audience = (follower or self.follower).audience(reader)
        found = Register(self.sql, lambda: NOW).of(audience, reader.name)
        return sorted((each.fact.kind, *sorted(each.fact.subjects)) for each in found)

    def withdraw(self, ref: str) -> None:
        """Withdraw an item."""
        [row] = self.store.read("MATCH (i:Item {ref: $ref}) RETURN i.id AS id", ref=ref)
        self.casework.withdraw_item(ANALYST, str(row["id"]), "of another child")

    def record(self, body: Body, state: str = "recorded", who: Actor = ANALYST) -> JudgementRecord:
        """Record a judgement."""
        return self.casework.record(who, Draft.of(body, state, reason="as reported"))

    def load_rows(self, report: str, *rows: dict[str, str], reader: Reader = OPERATOR, **given: str) -> None:
        """An item with these mentions, loaded by somebody."""
        item = {**ITEM, "report_ref": report, **given}
        file = table(self.home / f"{report}.csv", [{**item, **row} for row in rows])
        load(self.store, self.sql, self.settings, file, reader=reader)
