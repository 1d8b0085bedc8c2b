"""References that mean two items: who sees both reads them side by side and decides; nobody else learns of them."""

import html
import re
from pathlib import Path

from graph.model.view import Reader
from tests.ingest.support import load, table
from tests.pages.conftest import Office
from tests.pages.uploading import ROW

REF = "IR-9800/1"
PAGE = "/duplicate-references"


def test_an_analyst_decides_which_of_two_items_stands_and_a_chair_sees_one_alone(
    office: Office, tmp_path: Path
) -> None:
    store, sql, settings = office.installation.store, office.installation.sql, office.installation.settings
    row, at = {**ROW, "report_ref": "IR-9800", "local_ref": "PI-T9800"}, {"now": office.clock()}
    restricted = {**row, "handling": "C", "conditions": "S1", "item_text": "Told in confidence."}
    load(store, sql, settings, table(tmp_path / "one.csv", [restricted]), reader=Reader("analyst", "analyst"), **at)
    load(store, sql, settings, table(tmp_path / "two.csv", [row]), reader=Reader("chair", "chair"), **at)
    analyst, chair, manager = (office.person(role) for role in ("analyst", "chair", "manager"))

    both = analyst.get(PAGE).text
    assert REF in both
    assert ("Told in confidence." in both, "Seen at the station." in both) == (True, True)
    assert "An analyst decides" in manager.get(PAGE).text
    assert REF not in chair.get(PAGE).text
    assert "means more than one item" in analyst.get("/items", ref=REF).text
    assert "means more than one item" not in chair.get("/items", ref=REF).text

    child = office.child_id("PI-T9800")
    cites = {"kind": "NetworkMember", "about": child, "fields": {"name": "Sian Hughes", "agency": "Health"}}
    secret = {"X-CSRF-Token": analyst.csrf}
    cited = analyst.browser.post(
        "/api/v1/record", json={**cites, "refs": [REF], "reason": "works with them"}, headers=secret
    )
    ids = list(dict.fromkeys(re.findall(r'name="item" value="([^"]+)"', both)))
    assert len(ids) == 2
    assert cited.status_code == 409
    assert "could be any of these 2" in cited.text

    [known] = [each["item"]["id"] for each in chair.get("/api/v1/items", refs=[REF]).json()["items"]]
    for given in ({"stands": known, "reason": "."}, {"stands": "", "reason": "typed twice"}):
        refused = analyst.post(PAGE, item=ids, **given)
        assert refused.status_code == 422
        assert 'class="govuk-error-summary' in refused.text
    assert analyst.post(PAGE, item=ids, stands=known, reason="typed <b>twice</b>").status_code == 303
    assert REF not in analyst.get(PAGE).text
    assert [each["item"]["id"] for each in analyst.get("/api/v1/items", refs=[REF]).json()["items"]] == [known]
    rests = html.unescape(analyst.get(f"/rests-on/{known}").text)
    assert "Decision about one reference" in rests
