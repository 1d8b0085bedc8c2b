"""Notices on pages: grounds, the steps and whose they are, the register, and words that reveal nothing else."""

import html
import re
from datetime import date
from urllib.parse import unquote

import pytest

from graph.model.ids import considered_lineage
from graph.model.view import Reader
from graph.queries import Actor
from tests.pages.conftest import REASON, Office, Person

OPERATOR = Actor(Reader("operator", "operator"), "operator")
SECRETS = {
    "status_source": "the team manager at Ysgol Lane children's home",
    "stated_by": "Q. Secretname",
    "advised": "counsel on 3 May, because her sister Ffion told us",
    "reason": "informant 7 saw them at the placement",
}


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.request_context.today_in_wales", lambda: date(2026, 11, 28))


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

    prepared = analyst.post("/notices/new", **form, signed="2025-11-20")
    at = unquote(prepared.headers["location"]).partition("?")[0]
    by_analyst = analyst.post(f"{at}/authorise", reason="grounds checked today")
    assert by_analyst.status_code == 422
    assert "The role 'analyst' does not decide this." in _words(by_analyst.text)
    past_the_checks = f"/casework/of/{at.removeprefix('/notices/of/')}"
    seen = {"state": "authorised", "case": child, "reason": REASON}
    assert manager.post(past_the_checks, **seen).status_code == 404
    assert 'name="state"' not in manager.get(past_the_checks).text
    assert manager.post(f"{at}/authorise", reason="grounds checked today").status_code == 303
    page = manager.get(at).text
    words = _words(page[page.index('id="notice-words"') : page.index('id="recorded"')])
    assert "You may commit an offence and may be arrested. This is a warning, not a court order." in words
    assert not [each for each in SECRETS.values() if each in words]
    assert "will be charged" not in words

    before = office.log_length
    served = analyst.post(f"{at}/serve", at="2025-11-21T18:00", by="PC Rees", how="in person", reason="as instructed")
    assert served.status_code == 303
    register = _words(analyst.get("/notices", about=child).text)
    assert "Served" in register
    assert "No holder of parental responsibility is recorded" in register
    page = analyst.get(at).text
    assert "Contact after service" in page
    reported = re.findall(r'<option value="([^"]+)"', page[page.index('name="items"') : page.index('name="state"')])
    assert reported, "the demo has items that name them together after that day"
    decision = {"items": reported[0], "state": "evidence held", "reason": "viewed today"}
    unheld = analyst.post(f"{at}/decide", **decision)
    assert (unheld.status_code, "an intelligence grade is not evidence" in unheld.text) == (422, True)
    assert analyst.post(f"{at}/decide", **decision, evidence="CCTV, exhibit 4").status_code == 303
    assert "Evidence held: 1." in _words(analyst.get(at).text)
    for form, starts in (("docx", b"PK"), ("pdf", b"%PDF-")):
        assert analyst.get(f"{at}/notice.{form}").content.startswith(starts)
    assert [each.question for each in office.entries_after(before) if each.action == "export"] == [
        "notice as docx",
        "notice as pdf",
    ]
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
    installation = manager.get("/api/v1/premises_of_concern", limit=1).json()["concerns"][0]["entity"]
    form = {"address": installation["id"], "reason": "children were seen there"}

    without = manager.post("/premises-of-concern/open", **form)
    assert without.status_code == 422
    assert "Name the officer who owns them." in _words(without.text)
    assert chair.post("/premises-of-concern/open", **form, owner="DS Lewis").status_code == 422
    assert manager.post("/premises-of-concern/open", **form, owner="DS Lewis", occupiers="A. Prys").status_code == 303
    register = _words(chair.get("/premises-of-concern/register").text)
    assert "<dt>Owner</dt> <dd>DS Lewis</dd>" in register
    assert "Record premises of concern" not in register
    assert manager.post("/premises-of-concern/close", **form).status_code == 303
    closed = _words(manager.get("/premises-of-concern/register").text)
    assert "DS Lewis" not in closed


def test_a_search_without_all_points_goes_to_a_manager_and_a_repeat_needs_its_reasons(office: Office) -> None:
    analyst, manager = office.person("analyst"), office.person("manager")
    place = manager.get("/api/v1/premises_of_concern", limit=2).json()["concerns"][1]["entity"]["id"]
    at, send = f"/premises-of-concern/of/{place}", "/premises-of-concern/search"
    planned = {"address": place, "purpose": "to look for the child", "extent": "all rooms", "reason": REASON}
    planned |= {
        "state": "ready",
        "route": "consent",
        "who-1": "A. Prys",
        "capacity-1": "tenant",
        "answer-1": "asked for",
    }

    before = _words(analyst.get(at).text)
    assert "Children are named here, and the premises have no owner and no action." in before
    unready = analyst.post(send, **{**planned, "extent": ""})
    assert (unready.status_code, "Its extent is missing." in _words(unready.text)) == (422, True)
    done = {
        **planned,
        "state": "done",
        "at": "2026-11-26T23:30",
        "point-purpose": "done",
        "point-in-writing": "not done",
    }
    assert analyst.post(send, **{**done, "found": "two phones"}).status_code == 303
    page = analyst.get(at).text
    assert "Incomplete: take advice before relying on it." in _words(page)
    assert "Not done: consent was given in writing." in _words(page)
    [lineage] = set(re.findall(r"why-(premisessearch:[0-9a-f]+)", manager.get(at).text))
    assert "Record the review" not in page
    assert "Review of the search on 26 November 2026: incomplete" in _words(manager.get("/due").text)

    form = manager.get(f"{send}/{place}").text
    assert ("This is a repeat, within twelve months" in form, "two phones" in form) == (True, True)
    by_analyst = analyst.post(send, **planned)
    assert (by_analyst.status_code, "role" in by_analyst.text) == (422, True)
    unwelcome = manager.post(send, **planned, repeat_reasons="to make the child unwelcome")
    assert (unwelcome.status_code, "never the only one" in _words(unwelcome.text)) == (422, True)
    assert manager.post(send, **planned, repeat_reasons="a child was seen there again").status_code == 303
    assert manager.post("/premises-of-concern/review", address=place, search=lineage, reason=REASON).status_code == 303
    assert "Review of the search" not in _words(manager.get("/due").text)
    for each in {lineage, *re.findall(r"of=(premisessearch%3A[0-9a-f]+)", manager.get(at).text)}:
        office.installation.casework.withdraw(OPERATOR, unquote(each), "the test is over")


def test_options_of_an_adult_name_grounds_and_gaps_and_what_a_manager_decided(office: Office) -> None:
    analyst, chair, manager = office.person("analyst"), office.person("chair"), office.person("manager")
    child, adult = _people(office, analyst)
    page = analyst.get(f"/options/{adult}").text
    assert "Abduction notice" in page
    assert "grounds appear to be recorded; legal advice needed (check with legal)" in page.casefold()
    assert "the signed statement of who may state" in page
    assert ("Referral to MAPPA" in page, "MAPPA" in chair.get(f"/options/{adult}").text) == (True, False)

    for each in (analyst, manager):
        each.post("/reason", case=adult, reason=REASON)
    form = {"about": adult, "option": "sexual-risk-order", "officer": "DS Lewis", "reason": "no evidence is held"}
    assert analyst.post("/casework/new/Disruption", **form, state="not pursued").status_code == 422
    made = manager.post("/casework/new/Disruption", **form, state="not pursued").headers["location"]
    lineage = unquote(made).removeprefix("/casework/of/").partition("?")[0]
    assert "Because: no evidence is held" in _words(chair.get(f"/options/{adult}").text)
    assert analyst.post(f"/options/{adult}/no-action", outcome="none", reason="he left").status_code == 422
    assert manager.post(f"/options/{adult}/no-action", outcome="none", reason="").status_code == 422
    assert manager.post(f"/options/{adult}/no-action", outcome="none", reason="he left the area").status_code == 303
    not_acted = _words(chair.get(f"/options/{adult}").text)
    assert "No further action: decided by" in not_acted
    assert "because: he left the area" in not_acted
    secret = manager.post(
        "/casework/new/Disruption", **{**form, "option": "mappa", "officer": "DS Hidden"}, state="open"
    )
    hidden = unquote(secret.headers["location"]).removeprefix("/casework/of/").partition("?")[0]
    assert "DS Hidden" in manager.get(f"/options/{adult}").text
    assert chair.get(f"/casework/of/{hidden}").status_code == 404
    analyst.post("/reason", case=child, reason=REASON)
    of_child = analyst.get(f"/options/{child}").text
    assert "National Referral Mechanism" in of_child
    assert "Sexual Risk Order" not in of_child
    for each in (lineage, hidden, considered_lineage("no action", adult)):
        office.installation.casework.withdraw(OPERATOR, each, "the test is over")
