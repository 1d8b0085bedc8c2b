"""Alerts and watches on pages: shown to whoever may read them, closed with a reason, and gone from Home then."""

import html
import json
import re
from pathlib import Path

from sqlalchemy import select

from api.imports.run_import import Bringing, bring_in
from graph.alerts.tables import ALERTS
from graph.model.ids import person_id
from graph.model.view import Reader
from graph.queries import Actor
from tests.ingest.support import load, table
from tests.pages.conftest import Office

OPERATOR = Actor(Reader("operator", "operator"), "operator")
ITEM = {
    "source_system": "ALERTS",
    "item_no": "1",
    "handling": "C",
    "conditions": "S1",
    "recorded_at": "2025-01-01T09:00",
}
HOME_8 = {"entity": "address", "address": "8 Alert Row", "postcode": "CF99 1AA"}
HOME = {"entity": "address", "address": "4 Alert Row", "postcode": "CF99 1AA"}


def _load(office: Office, folder: Path, report: str, *rows: dict[str, str]) -> None:
    file = table(folder / f"{report}.csv", [{**ITEM, "report_ref": report, **row} for row in rows])
    load(office.installation.store, office.installation.sql, office.installation.settings, file)


def _alerts_on(page: str) -> set[str]:
    return set(re.findall(r"/alerts/(alert:[0-9a-f]+)/close", page))


def test_an_alert_is_shown_to_who_may_read_it_and_closed_with_a_reason(office: Office, tmp_path: Path) -> None:
    analyst, chair = office.person("analyst"), office.person("chair")
    before = [html.unescape(person.get("/alerts").text) for person in (analyst, chair)]
    assert not any("Ann Alert" in page for page in before)

    _load(office, tmp_path, "AL-1", {"entity": "child", "local_ref": "AL1", "name": "Ann Alert"}, HOME)
    _load(office, tmp_path, "AL-2", {"entity": "child", "local_ref": "AL2", "name": "Bea Alert"}, HOME)

    sentence = "Ann Alert (AL1) and Bea Alert (AL2) are newly linked"
    assert sentence in html.unescape(analyst.get("/").text)
    shown = html.unescape(analyst.get("/alerts").text)
    assert sentence in shown
    assert "AL-2/1" in shown
    assert sentence not in html.unescape(chair.get("/alerts").text + chair.get("/").text)

    [close] = _alerts_on(shown) - _alerts_on(before[0])  # other tests of this office leave alerts of theirs
    assert analyst.post(f"/alerts/{close}/assign", owner="D Officer").status_code == 303
    assert "for D Officer" in html.unescape(analyst.get("/alerts").text)
    without = analyst.post(f"/alerts/{close}/close", act="acknowledged", reason=".")
    assert (without.status_code, "Give at least two words" in html.unescape(without.text)) == (422, True)
    assert chair.post(f"/alerts/{close}/close", act="acknowledged", reason="not mine to see").status_code == 404
    assert analyst.post(f"/alerts/{close}/close", act="acted on", reason="referral made today").status_code == 303
    assert sentence not in html.unescape(analyst.get("/alerts").text + analyst.get("/").text)
    again = analyst.post(f"/alerts/{close}/close", act="acknowledged", reason="a second time")
    assert again.status_code == 422


def test_a_watch_is_added_fires_and_ends(office: Office, tmp_path: Path) -> None:
    analyst = office.person("analyst")
    refused = analyst.post("/watches", kind="area", what="nowhere", reason="seen there twice")
    assert (refused.status_code, "no postcode" in html.unescape(refused.text)) == (422, True)
    assert analyst.post("/watches", kind="plate", what="ZZ1? ??Q", reason="seen there twice").status_code == 303
    assert "ZZ1? ??Q" in analyst.get("/watches").text
    assert "ZZ1? ??Q" not in office.person("manager").get("/watches").text

    before = _alerts_on(analyst.get("/alerts").text)
    _load(office, tmp_path, "AL-3", {"entity": "vehicle", "vrm": "ZZ12 ABQ"})

    shown = html.unescape(analyst.get("/alerts").text)
    assert "A new item names what you watch: ZZ1? ??Q" in shown
    assert "ZZ1? ??Q" not in html.unescape(office.person("manager").get("/alerts").text)
    [close] = _alerts_on(shown) - before
    analyst.post(f"/alerts/{close}/close", act="acknowledged", reason="told the officer")
    [watch] = re.findall(r"/watches/(watch:[0-9a-f]+)/end", analyst.get("/watches").text)
    assert analyst.post(f"/watches/{watch}/end").status_code == 303
    assert "You watch nothing" in analyst.get("/watches").text


def test_a_load_is_compared_as_soon_as_it_is_stored(office: Office, tmp_path: Path) -> None:
    office.person("analyst").get("/alerts")
    rows = [{"entity": "child", "local_ref": ref, "name": f"Early {ref}"} for ref in ("AL8", "AL9")]
    files = [
        table(tmp_path / f"{number}.csv", [{**ITEM, "report_ref": f"AL-{number}", **each} for each in (row, HOME_8)])
        for number, row in enumerate(rows, 8)
    ]
    loads = [Bringing((file,), "analyst", reason="a weekly transfer") for file in files]
    for wanted in loads:
        bring_in(office.installation, wanted, lambda _: None)

    ends = {person_id(ITEM["source_system"], ref) for ref in ("AL8", "AL9")}
    assert _stored_of(office, ends) == {"link new"}, "before anybody opened the list"

    item = office.person("analyst").get("/api/v1/items", refs="AL-9/1").json()["items"][0]["item"]["id"]
    office.installation.casework.withdraw_item(OPERATOR, item, "entered by mistake")
    assert _stored_of(office, ends) == {"link new", "link lost"}, "nor what a judgement brings"


def _stored_of(office: Office, subjects: set[str]) -> set[str]:
    """The kinds of the stored alerts about exactly these, for whomever."""
    with office.installation.sql.connect() as connection:
        facts = [json.loads(fact) for fact in connection.execute(select(ALERTS.c.fact)).scalars()]
    return {fact["kind"] for fact in facts if set(fact["subjects"]) == subjects}
