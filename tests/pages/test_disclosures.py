"""Sharing on pages and by the API: recorded with its justification, and listed once what was shared is withdrawn."""

import re

from graph.model.view import Reader
from graph.queries import Actor
from tests.pages.conftest import REASON, Office
from tests.pages.test_meetings import words

NEW = "/casework/new"
NURSE = {"name": "S. Hughes", "agency": "Health", "may_receive": "P", "reason": REASON}
SENT = {
    "what": "The car",
    "recipient": "s. hughes",
    "purpose": "to protect the child",
    "legal_basis": "Children Act 1989 s.47",
    "justification": "risk of significant harm",
    "sent_at": "2026-11-06",
    "reason": REASON,
}


def test_a_disclosure_is_recorded_for_a_recipient_whom_a_manager_recorded(office: Office) -> None:
    analyst, manager = office.person("analyst"), office.person("manager")
    assert "None is recorded." in words(analyst.get("/disclosures").text)
    assert "Your role does not record this." in words(analyst.get(f"{NEW}/Recipient").text)
    nobody = analyst.post(f"{NEW}/Disclosure", **SENT, state="shared")
    assert (nobody.status_code, "No recipient is recorded as 's. hughes'" in words(nobody.text)) == (422, True)
    recipient = manager.post(f"{NEW}/Recipient", **NURSE).headers["location"]

    bare = analyst.post(f"{NEW}/Disclosure", **{**SENT, "justification": ""}, state="shared")
    assert (bare.status_code, "Justification: it is not given." in words(bare.text)) == (422, True)
    item = office.truth.pairs[-1].through[0].first_items[0]
    before = office.log_length
    made = analyst.post(f"{NEW}/Disclosure", **SENT, state="shared", refs=item)
    assert made.status_code == 303, words(made.text)
    lineage = re.sub(r"^/casework/of/|\?.*$", "", made.headers["location"])
    page = words(analyst.get("/disclosures").text)
    assert ("S. Hughes: shared" in page, f"Rests on {item}" in page) == (True, True)

    why = {"kind": "Disclosure", "reason": REASON, "state": "refused"}
    said = {"what": "the school", "recipient": "a caller", "justification": "no lawful basis"}
    secret = {"x-csrf-token": analyst.csrf}
    refused = analyst.browser.post("/api/v1/record", json={**why, "fields": said}, headers=secret)
    assert refused.status_code == 200, refused.text
    other = analyst.browser.post("/api/v1/record", json={**why, "kind": "Meeting", "fields": {}}, headers=secret)
    assert other.status_code == 404
    entered = [each.action for each in office.entries_after(before) if each.question == "Disclosure"]
    assert {"disclose", "refuse"} <= set(entered), "the log says that something was shared, or refused"
    recipient_id = re.sub(r"^/casework/of/|\?.*$", "", recipient)
    operator = Actor(Reader("operator", "operator"), "operator")
    for each in (lineage, refused.json()["lineage"], recipient_id):
        office.installation.casework.withdraw(operator, each, "the test is over")
