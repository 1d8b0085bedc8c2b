"""The police information review: what the chair lacks, its outcome that no chair reads, the header that says who."""

import html
import json
import re
from datetime import date

import pytest

from graph.casework.writer import CaseWriter
from graph.errors import StoreBusy
from graph.model.view import Reader, View
from graph.queries import Actor
from graph.queries.casework.recorded import CASEWORK_QUESTION, CaseworkOf
from graph.rules.visibility import may_see
from graph.values.access import Access
from tests.pages.conftest import REASON, Office
from tests.pages.test_meetings import _made as meeting_made
from tests.pages.test_meetings import words

OPERATOR = Actor(Reader("operator", "operator"), "operator", REASON)


def test_what_the_chair_lacks_is_reviewed_and_the_header_says_only_who_and_when(office: Office) -> None:
    chair, analyst = office.person("chair"), office.person("analyst")
    meeting, parts = meeting_made(office, chair)
    place = f"/meetings/{meeting}/police-review"
    analyst.post("/reason", case=meeting, reason=REASON)
    typed = {"csrf": chair.csrf, "reviewed_by": "the chair", "was-reviewed_by": ""}
    by_hand = chair.browser.post(f"/meetings/{meeting}/save/{meeting}", data=typed, headers={"x-fieldwise": "1"})
    assert (by_hand.status_code, "set by the police information review" in by_hand.text) == (422, True)
    assert chair.get(place).status_code == 403

    page = analyst.get(place).text
    offered = re.findall(r'name="share" value="([^"]+)"', page)
    assert offered, "the demo force has items that no chair sees about these children"
    blank = analyst.post(place, outcome="nothing to add", reason=REASON)
    nothing = analyst.post(place, outcome="shared", justification="for the child's safety", reason=REASON)
    assert (blank.status_code, nothing.status_code) == (422, 422)
    assert ("Justification: it is blank." in words(blank.text), "no item is chosen" in words(nothing.text)) == (
        True,
        True,
    )
    form = {"outcome": "shared", "justification": "for the child's safety", "reason": REASON, "share": offered[0]}
    assert analyst.post(place, **form).status_code == 303

    header = words(chair.get(f"/meetings/{meeting}").text)
    assert "Police information reviewed by analyst on" in header
    wanted = CaseworkOf(kinds=("Disclosure",))
    readers = {role: Actor(Reader(role, role, frozenset()), role, REASON) for role in ("analyst", "chair")}
    today = View(today=date(2026, 11, 20))
    found = {
        role: office.installation.door.ask(each, today, CASEWORK_QUESTION, wanted) for role, each in readers.items()
    }
    assert found["chair"].recorded == ()
    [review] = found["analyst"].recorded
    assert {each.id for each in review.cites if each.code == ""} == {offered[0]}
    assert {each.id for each in review.cites if each.code} == set(offered) - {offered[0]}
    assert not may_see(Reader("chair", "chair", frozenset({"OPAL"})), Access.parse(review.access))
    state = re.findall(r'name="seen" value="([^"]+)"', chair.get(f"/meetings/{meeting}").text)[0]
    held = chair.post(f"/meetings/{meeting}/state", state="held", seen=state, reason=REASON)
    assert held.status_code == 303, "reviewed, so that it may be held"
    for each in (review.lineage, *parts, meeting):
        office.installation.casework.withdraw(OPERATOR, each, "the test is over")


def test_a_sanitised_item_is_read_by_the_chair_and_leads_them_to_nothing_hidden(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    chair, analyst = office.person("chair"), office.person("analyst")
    meeting, parts = meeting_made(office, chair)
    analyst.post("/reason", case=meeting, reason=REASON)
    links = re.findall(r'href="(/sanitise\?[^"]+)"', analyst.get(f"/meetings/{meeting}/police-review").text)
    forms = (html.unescape(analyst.browser.get(html.unescape(each)).text) for each in links)
    form = next(each for each in forms if each.count('for="name-') > 1)
    [item] = set(re.findall(r'name="item" value="([^"]+)"', form))
    ref = item.partition("#")[0]
    named = dict(re.findall(r'for="name-([^"]+)">([^<]+)</label>', form))
    child, label = next(
        (id, label)
        for id, label in named.items()
        if id.startswith("person:") and chair.look_at("child", id).status_code == 200
    )
    others = [label for id, label in named.items() if id != child]
    given = {
        "item": item,
        "meeting": meeting,
        "words": "Named with adults in a car.",
        f"name-{child}": label,
        "source": "2",
        "assessment": "B",
        "handling": "P",
        "recipient": "chair",
        "justification": "The chair has to know of the risk.",
    }
    before = chair.get("/api/v1/timeline", id=child, limit=1000).json()["total"]
    for field, text in (
        *(("words", f"As {ref} says."), ("words", f"With {others[0]}."), ("words", "long " * 1000)),
        *(("justification", ""), ("recipient", "a chair " * 100)),
    ):
        refused = analyst.post("/sanitise", **{**given, field: text})
        assert refused.status_code == 422, (field, text)
    assert chair.post("/sanitise", **given).status_code == 403

    def cut_off(*_: object) -> None:
        raise StoreBusy("The store is busy.", "Try again.")

    with monkeypatch.context() as patch:
        patch.setattr(CaseWriter, "record", cut_off)
        entered = office.log_length
        assert analyst.post("/sanitise", **given).status_code == 503
    intent, outcome = (each for each in office.entries_after(entered) if each.question == "sanitised item")
    assert (intent.outcome, outcome.outcome, outcome.closes) == ("intended", "failed", intent.number)
    [left] = [each for each in outcome.subjects if each.startswith("report:")]
    office.installation.casework.withdraw_report(OPERATOR, left, "it has no disclosure")
    assert analyst.post("/sanitise", **given).status_code == 303

    timeline = chair.get("/api/v1/timeline", id=child, limit=1000).json()
    [entry] = [each for each in timeline["entries"] if each["item"]["ref"].startswith("INF-")]
    new = entry["item"]
    of = chair.get("/api/v1/items", refs=[new["ref"]]).json()["items"][0]["report"]
    report = chair.get("/api/v1/report", id=of).json()
    own = [chair.get("/items", ref=new["ref"]).text, json.dumps(report), json.dumps(entry)]
    everywhere = [*own, chair.look_at("child", child).text, json.dumps(timeline)]
    assert (timeline["total"], new["text"], new["access"]) == (before + 1, given["words"], "P||")
    assert chair.get("/api/v1/rests_on", id=new["id"]).json()["rests"] == []
    hidden = analyst.get("/api/v1/items", refs=[ref]).json()["items"][0]
    old, of_report = hidden["item"], (hidden["report"], hidden["report_ref"])
    assert [text for text in (ref, old["id"], old["text"]) if any(text in page for page in everywhere)] == []
    assert [text for text in of_report if any(text in page for page in own)] == [], "other items of it may be visible"
    for role, states in (("analyst", ["sanitised"]), ("chair", [])):
        person = {"analyst": analyst, "chair": chair}[role]
        found = person.get("/api/v1/casework", kinds=["Disclosure"]).json()["recorded"]
        assert [each["state"] for each in found] == states
        for each in found:
            office.installation.casework.withdraw(OPERATOR, each["lineage"], "the test is over")
    office.installation.casework.withdraw_report(OPERATOR, report["id"], "the test is over")
    for each in (*parts, meeting):
        office.installation.casework.withdraw(OPERATOR, each, "the test is over")
