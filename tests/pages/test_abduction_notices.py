"""Notices on pages: grounds, the steps and whose they are, the register, and words that reveal nothing else."""

import html
import re
from datetime import date
from urllib.parse import unquote

import pytest

from tests.pages.conftest import REASON, Office, Person

SECRETS = {
    "status_source": "the team manager at Ysgol Lane children's home",
    "stated_by": "Q. Secretname",
    "advised": "counsel on 3 May, because her sister Ffion told us",
    "reason": "informant 7 saw them at the placement",
}


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.visit.today_in_wales", lambda: date(2026, 11, 28))


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(page))


def _people(office: Office, person: Person) -> tuple[str, str]:
    """A child for whom grounds by age appear to be met, and an adult named beside the child."""
    for ref in office.truth.demo_children:
        child = office.child_id(ref)
        person.post("/reason", case=child, reason=REASON)
        near = person.get("/api/v1/neighbours", id=child, limit=1000).json()["neighbours"]
        adult = next((each["entity"]["id"] for each in near if each["entity"]["kind"] == "adult"), "")
        if adult and "grounds appear to be met (s.2" in person.get("/notices/new", child=child, adult=adult).text:
            return child, adult
    raise AssertionError("no child of the demo is under 16")


def test_a_notice_from_its_form_to_its_service(office: Office) -> None:
    analyst, manager = office.person("analyst"), office.person("manager")
    child, adult = _people(office, analyst)
    manager.post("/reason", case=child, reason=REASON)
    form = {**SECRETS, "child": child, "adult": adult, "relation": "no relation", "basis": "s.2", "status": "none"}
    form["stated_as"] = "parental responsibility"

    unsigned = analyst.post("/notices/new", **form)
    assert unsigned.status_code == 303, _words(unsigned.text)
    at = unquote(unsigned.headers["location"]).partition("?")[0]
    without = manager.post(f"{at}/authorise", reason="grounds checked today")
    assert without.status_code == 422
    assert "not authorised without the signed statement" in _words(without.text)
    assert manager.post(f"{at}/withdraw", reason="prepared for a test").status_code == 303

    prepared = analyst.post("/notices/new", **form, signed="2026-11-20")
    at = unquote(prepared.headers["location"]).partition("?")[0]
    by_analyst = analyst.post(f"{at}/authorise", reason="grounds checked today")
    assert by_analyst.status_code == 422
    assert "The role 'analyst' does not decide this." in _words(by_analyst.text)
    assert manager.post(f"{at}/authorise", reason="grounds checked today").status_code == 303
    page = manager.get(at).text
    words = _words(page[page.index('id="notice-words"') : page.index('id="recorded"')])
    assert "You may commit an offence and may be arrested. This is a warning, not a court order." in words
    assert not [each for each in SECRETS.values() if each in words]
    assert "will be charged" not in words

    served = analyst.post(f"{at}/serve", at="2026-11-21T18:00", by="PC Rees", how="in person", reason="as instructed")
    assert served.status_code == 303
    register = _words(analyst.get("/notices", about=child).text)
    assert "Served" in register
    assert "No holder of parental responsibility is recorded" in register
    assert "Contact after service" in _words(analyst.get(at).text)
    assert manager.post(f"{at}/withdraw", reason="prepared for a test").status_code == 303
    assert "No notice that you may see is recorded." in _words(analyst.get("/notices", about=child).text)


def test_a_chair_prepares_none_and_a_blank_form_is_shown(office: Office) -> None:
    chair = office.person("chair")

    assert "Check grounds" in chair.get("/notices/new").text
    refused = chair.post("/notices/new", child="nobody of this name", adult="", reason="for the meeting")
    assert refused.status_code == 422
    assert "is recorded as 'nobody of this name'" in _words(refused.text)


def test_premises_of_concern_are_owned_changed_and_closed(office: Office) -> None:
    manager, chair = office.person("manager"), office.person("chair")
    house = manager.get("/api/v1/premises_of_concern", limit=1).json()["concerns"][0]["entity"]
    form = {"address": house["id"], "reason": "children were seen there"}

    without = manager.post("/premises-of-concern/open", **form)
    assert without.status_code == 422
    assert "Name the officer who owns them." in _words(without.text)
    assert chair.post("/premises-of-concern/open", **form, owner="DS Lewis").status_code == 422
    assert manager.post("/premises-of-concern/open", **form, owner="DS Lewis", occupiers="A. Prys").status_code == 303
    register = _words(chair.get("/premises-of-concern/register").text)
    assert "Owner: DS Lewis" in register
    assert "Record premises of concern" not in register
    assert manager.post("/premises-of-concern/close", **form).status_code == 303
    closed = _words(manager.get("/premises-of-concern/register").text)
    assert "Owner: DS Lewis" not in closed
