"""The log on pages: a text is read, what it mentions is accepted or marked, and what it changes is shown."""

import html
import re
from pathlib import Path

from tests.ingest.support import load, table
from tests.pages.conftest import Office

TEXT = "Gwen Logtest (LG1) was dropped at 9 Log Lane by LG12 ABC."


def _ticked(page: str, words: str) -> dict[str, str]:
    """The box of the proposal that reads so."""
    boxes = re.findall(r'name="(take-\d+)" value="([^"]*)".*?</label>', html.unescape(page).replace("\n", " "))
    [box] = [(name, value) for name, value in boxes if words in value]
    return dict([box])


def test_an_entry_is_read_accepted_stored_and_says_what_it_changes(office: Office, tmp_path: Path) -> None:
    item = {"source_system": "LOGS", "item_no": "1", "handling": "P"}
    rows = [
        {**item, "report_ref": "LG-1", "entity": "child", "local_ref": "LG1", "name": "Gwen Logtest"},
        {**item, "report_ref": "LG-2", "entity": "child", "local_ref": "LG2", "name": "Huw Logtest"},
        {**item, "report_ref": "LG-2", "entity": "address", "address": "9 Log Lane", "postcode": "CF99 1AB"},
    ]
    installation = office.installation
    load(installation.store, installation.sql, installation.settings, table(tmp_path / "known.csv", rows))
    analyst = office.person("analyst")

    empty = analyst.post("/log", text=" ", do="propose")
    assert (empty.status_code, "Write or paste what is reported" in html.unescape(empty.text)) == (422, True)
    read = analyst.post("/log", text=TEXT, do="propose").text
    box = _ticked(read, "Gwen Logtest")
    [ref] = re.findall(r'name="entry" value="([^"]+)"', read)
    entry = {"entry": ref, "text": TEXT, "handling": "P", "reason": "rung in by the home", "do": "store"}
    marked = {"entity-0": "address", "value-0": "9 Log Lane, CF99 1AB", "item-0": "1"}

    refused = analyst.post("/log", **{**entry, **box, "handling": "Z"})
    assert refused.status_code == 422
    assert "checked" in refused.text, "what was ticked stays ticked"
    stored = analyst.post("/log", **entry, **box, **marked)
    assert stored.status_code == 303
    again = analyst.post("/log", **entry, **box, **marked)
    assert again.headers["location"] == stored.headers["location"], "sent twice, it is one entry"
    shown = html.unescape(analyst.get(stored.headers["location"]).text)
    assert "What it changes (1)" in shown
    assert "are newly linked, through 9 Log Lane" in shown
    assert "Huw Logtest (LG2)" in shown
    assert "Gwen Logtest" in shown

    assert office.person("chair").get("/log").status_code == 403
    assert analyst.get("/log/LOG-none").status_code == 404
