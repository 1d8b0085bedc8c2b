"""An organisation is loaded from a file, found, shown with its card and page, in the explorer, and exported."""

import html
from pathlib import Path
from urllib.parse import quote

from tests.ingest.support import load, table
from tests.pages.conftest import Office

ITEM = {"source_system": "ORGANISATIONS", "handling": "P", "recorded_at": "2024-01-05T09:00", "source_grade": "2"}


def _load(office: Office, folder: Path) -> None:
    rows = [
        {"report_ref": "ORG-1", "item_no": "1", "mention_no": "1", "entity": "child", "local_ref": "ORG-A"},
        {"report_ref": "ORG-1", "item_no": "1", "mention_no": "2", "entity": "organisation", "name": "Pontcanna Cabs"},
        {"report_ref": "ORG-2", "item_no": "1", "mention_no": "1", "entity": "child", "local_ref": "ORG-B"},
        {"report_ref": "ORG-2", "item_no": "1", "mention_no": "2", "entity": "organisation", "name": "Pontcanna  Cabs"},
        {"report_ref": "ORG-2", "item_no": "1", "mention_no": "3", "entity": "adult", "local_ref": "ORG-C"},
    ]
    rows[-1]["relations"] = "WORKS_FOR:2|since=2023"
    names = {"ORG-A": "Ann Orgtest", "ORG-B": "Bea Orgtest", "ORG-C": "Cai Orgtest"}
    rows = [{**ITEM, **row, **({"name": names[row["local_ref"]]} if "local_ref" in row else {})} for row in rows]
    installation = office.installation
    file = table(folder / "organisations.csv", rows)
    assert load(installation.store, installation.sql, installation.settings, file).refusals == ()


def test_an_organisation_is_found_shown_charted_and_exported(office: Office, tmp_path: Path) -> None:
    _load(office, tmp_path)
    person = office.person("manager")

    [hit] = person.get("/api/v1/search", text="pontcanna cabs", kinds=["organisation"]).json()["hits"]
    assert (hit["kind"], hit["why"]) == ("organisation", ["name: Pontcanna Cabs"])

    card = person.get("/api/v1/organisation", id=hit["id"]).json()
    assert [each["type"] for each in card["relations"]] == ["WORKS_FOR"]
    page = html.unescape(person.look_at("organisation", hit["id"]).text)
    for shown in ("Organisation", "Pontcanna Cabs", "Cai Orgtest", "employs", "ORG-1/1", "ORG-2/1"):
        assert shown in page
    assert "/options/" not in page, "the law gives no option about an organisation as such"

    ann = office.child_id("ORG-A")
    [link] = person.get("/api/v1/linked_children", child=ann).json()["linked"]
    assert [(via["kind"], via["id"]) for via in link["via"]] == [("organisation", hit["id"])]

    explorer = person.get("/explorer", add=hit["id"])
    assert explorer.status_code == 200
    on_screen = {
        "title": "Cabs",
        "entities": [{"id": each, "at": [0, 100 * n]} for n, each in enumerate((ann, hit["id"]))],
    }
    answer = person.browser.post(
        "/api/v1/chart/entities.csv",
        json=on_screen,
        headers={"X-CSRF-Token": person.csrf, "X-Dolen-Reason": quote("Strategy meeting 12")},
    )
    assert answer.status_code == 200, answer.text
    assert "organisation" in answer.text
    assert "Pontcanna Cabs" in answer.text
