"""The page of a child's SERAF: a second person confirms a file that would lower it; what is left open is decided."""

import html
import re
from collections.abc import Generator
from typing import Any

import pytest
from httpx import Response

from api.installation import Installation
from graph.casework.drafts import Draft
from graph.judgements.seraf import AssessmentBody
from graph.model.view import Reader
from graph.queries import Actor
from graph.rules.indicators import CATALOGUE
from tests.pages.conftest import Office, Person

LINEAGE = "assessment:by hand"
LATER = 1_800_000_000_000
"""After every assessment of the demo's force."""


@pytest.fixture
def waiting(office: Office) -> Generator[str]:
    """A child assessed as 2 at least; then a file, loaded by the analyst, says that every indicator is absent."""
    children = office.person("manager").get("/api/v1/children", categories=[2], limit=5).json()["children"]
    child = children[-1]["entity"]["id"]
    body = AssessmentBody.read(
        {
            "child": child,
            "child_ref": "by hand",
            "assessed_at": "2027-01-15",
            "assessed_at_ms": LATER,
            "assessed_until_ms": LATER + 1,
            "assessor": "Q. Jones",
            "indicators": [
                {"code": code, "status": "absent", "note": "asked"}
                for code, each in CATALOGUE.items()
                if not each.other
            ],
            "loaded": True,
        }
    )
    loader = Actor(Reader("analyst", "analyst"), "analyst", "a file of Social Services")
    draft = Draft(lineage=LINEAGE, state="recorded", about=(child,), body=body, agency="Social Services")
    office.installation.casework.record(loader, draft)
    yield child
    _withdraw(office.installation)


def _withdraw(installation: Installation) -> None:
    actor = Actor(Reader("operator", "operator"), "operator")
    installation.casework.withdraw(actor, LINEAGE, "the test is over")


def _standing(page: str) -> str:
    words = re.sub(r"\s+", " ", html.unescape(page))
    return words[words.index('id="standing"') :][:200]


def test_a_second_person_confirms_and_it_stands(office: Office, waiting: str) -> None:
    loader, chair = office.person("analyst"), office.person("chair")
    before = chair.look_at("child", waiting) and chair.get(f"/child/{waiting}/seraf").text
    loader.look_at("child", waiting)
    own = loader.get(f"/child/{waiting}/seraf").text
    [offered] = re.findall(r'name="assessment" value="([^"]+)"', before)
    assert "<strong>2: " in _standing(before)
    assert "waits until a second person confirms it" in own
    assert "Confirm it" not in own

    by_loader = loader.post(f"/child/{waiting}/seraf/confirm", assessment=offered, reason="it is right so")
    without = chair.post(f"/child/{waiting}/seraf/confirm", assessment=offered, reason=".")
    assert (by_loader.status_code, without.status_code) == (422, 422)
    assert "It gives no reason" in html.unescape(without.text)

    done = chair.post(f"/child/{waiting}/seraf/confirm", assessment=offered, reason="read with Social Services")
    after = chair.get(f"/child/{waiting}/seraf").text
    assert done.status_code == 303
    assert "<strong>1: " in _standing(after)
    assert "Loaded by analyst. Confirmed by chair." in re.sub(r"\s+", " ", after)
    assert "waits until" not in after


def test_a_program_confirms_as_a_second_person(office: Office, waiting: str) -> None:
    loader, chair = office.person("analyst"), office.person("chair")

    def confirm(person: Person, assessment: str, reason: str = "read with Social Services") -> Response:
        given = {"assessment": assessment, "reason": reason}
        return person.browser.post("/api/v1/confirm", json=given, headers={"X-CSRF-Token": person.csrf})

    [offered] = [each["id"] for each in _shown(chair, waiting)["beside"] if each["waiting"]]
    before = office.log_length
    refused = [confirm(loader, offered), confirm(chair, offered, "."), confirm(chair, "assessment:none")]
    assert [each.status_code for each in refused] == [400, 400, 404]
    assert _shown(chair, waiting)["standing"]["category"] == 2

    made = confirm(chair, offered).json()

    assert (made["about"], made["replaces"], made["state"]) == ([waiting], [offered], "recorded")
    standing = _shown(chair, waiting)["standing"]
    assert (standing["category"], standing["confirmed_by"]) == (1, "chair")
    entered = {(each.who, each.question, each.reason) for each in office.entries_after(before)}
    assert ("chair", "Assessment", "read with Social Services") in entered


def _shown(person: Person, child: str) -> dict[str, Any]:
    return person.get("/api/v1/seraf", id=child).json()


@pytest.fixture
def open_ceiling(office: Office) -> Generator[str]:
    """A child who waits for a decision; whatever is decided is withdrawn again."""
    wanted = {"categories": [1, 2, 3, 4], "to_decide": True, "limit": 5}
    listed = office.person("chair").get("/api/v1/children", **wanted).json()
    child = listed["children"][0]["entity"]["id"]
    yield child
    store = office.installation.store
    made = store.read("MATCH (j:Considered) RETURN j.lineage AS lineage, j.state AS state")
    over = {str(row["lineage"]) for row in made if row["state"] == "withdrawn"}
    for lineage in {str(row["lineage"]) for row in made} - over:
        actor = Actor(Reader("operator", "operator"), "operator")
        office.installation.casework.withdraw(actor, lineage, "the test is over")


def test_a_decision_ends_the_may_be_on_every_page(office: Office, open_ceiling: str) -> None:
    chair, manager = office.person("chair"), office.person("manager")
    chair.look_at("child", open_ceiling)
    manager.look_at("child", open_ceiling)
    before = chair.get(f"/child/{open_ceiling}/seraf").text
    [assessment] = re.findall(r'name="assessment" value="([^"]+)"', before)
    assert "(may be " in _standing(before)
    assert "a decision has to be recorded" in chair.get(f"/child/{open_ceiling}").text
    assert 'name="outcome"' not in manager.get(f"/child/{open_ceiling}/seraf").text, "it is not a manager's to decide"

    path = f"/child/{open_ceiling}/seraf/decide"
    without = chair.post(path, assessment=assessment, outcome="stays", reason=".")
    unknown = chair.post(path, assessment=assessment, outcome="lower", reason="read with Health")
    by_manager = manager.post(path, assessment=assessment, outcome="stays", reason="read with Health")
    assert (without.status_code, unknown.status_code, by_manager.status_code) == (422, 422, 422)

    done = chair.post(path, assessment=assessment, outcome="stays", reason="read with <b>Health</b>")
    after = chair.get(f"/child/{open_ceiling}/seraf").text

    assert done.status_code == 303
    assert "may be" not in _standing(after)
    assert "The category stays as judged" in after
    assert "read with &lt;b&gt;Health&lt;/b&gt;" in after
    assert "Decide again" in after
    assert "a decision has to be recorded" not in chair.get(f"/child/{open_ceiling}").text
    waiting = chair.get("/api/v1/children", categories=[1, 2, 3, 4], to_decide=True, limit=1000).json()
    assert open_ceiling not in {each["entity"]["id"] for each in waiting["children"]}
    assert f"/child/{open_ceiling}/seraf" not in chair.get("/children", to_decide="true", limit=1000).text


def test_an_agreement_between_authorities_is_recorded_on_the_page_by_who_assesses(
    office: Office, open_ceiling: str
) -> None:
    chair, manager = office.person("chair"), office.person("manager")
    chair.look_at("child", open_ceiling)
    manager.look_at("child", open_ceiling)
    ours = chair.get(f"/child/{open_ceiling}/seraf").text
    assert "Agreement between authorities" not in ours, "there is no assessment of another authority"
    operator, writer = Actor(Reader("operator", "operator"), "operator", "a test"), office.installation.casework
    given = {
        "child": open_ceiling,
        "child_ref": "",
        "assessed_at": "2027-01-15",
        "assessed_at_ms": LATER,
        "assessed_until_ms": LATER + 1,
        "assessor": "B. Worker",
        "authority": "Bristol City Council",
        "indicators": [{"code": code, "status": "absent"} for code, each in CATALOGUE.items() if not each.other],
    }
    body, about = AssessmentBody.read(given), (open_ceiling,)
    draft = Draft(lineage="assessment:theirs", state="recorded", about=about, body=body, agency="Social Services")
    theirs = writer.record(operator, draft)
    path = f"/child/{open_ceiling}/seraf/agree"
    form = {"assessment": theirs.id, "agreed": "agreed", "reason": "their manager, by phone"}
    before = _shown(chair, open_ceiling)["standing"]["category"]

    without = chair.post(path, **{**form, "reason": "."})
    by_manager = manager.post(path, **form)
    done = chair.post(path, **form)

    shown = _shown(chair, open_ceiling)
    after = chair.get(f"/child/{open_ceiling}/seraf").text
    assert (without.status_code, by_manager.status_code, done.status_code) == (422, 422, 303)
    assert "Agreement between authorities" in without.text
    assert "Agreement between authorities" not in by_manager.text
    assert (before, shown["standing"]["category"]) == (before, 1)
    assert before > 1, "their later assessment answered ours before they agreed"
    assert "Agreed between the authorities" in after
    assert "(Bristol City Council)" in after
    writer.withdraw(operator, theirs.id, "the test is over")


def test_what_was_considered_is_recorded_by_whose_question_it_is(office: Office, open_ceiling: str) -> None:
    chair, analyst = office.person("chair"), office.person("analyst")
    chair.look_at("child", open_ceiling)
    analyst.look_at("child", open_ceiling)
    path = f"/child/{open_ceiling}/seraf/consider"

    refused = analyst.post(path, considered="no meeting/not held", reason="nothing new since June")
    nothing = chair.post(path, considered="ceiling/stays", reason="nothing new since June")
    done = chair.post(path, considered="no meeting/not held", reason="nothing new since June")

    assert (refused.status_code, nothing.status_code, done.status_code) == (422, 422, 303)
    said = re.sub(r"\s+", " ", analyst.get(f"/child/{open_ceiling}/seraf").text)
    assert "<strong>No meeting is held</strong>: nothing new since June" in said
    assert "no meeting/" not in said, "an analyst is not offered a chair's question"


def test_an_item_behind_an_indicator_is_cited_once_with_its_grade(office: Office) -> None:
    chair = office.person("chair")
    listed = chair.get("/api/v1/children", categories=[2, 3, 4], limit=50).json()["children"]
    indicators: list[dict[str, Any]] = []
    for child in (each["entity"]["id"] for each in listed):
        chair.look_at("child", child)
        indicators = chair.get("/api/v1/seraf", id=child).json()["indicators"]
        if any(item["grade"] == "--" for each in indicators for item in each["items"]):
            break
    page = html.unescape(chair.get(f"/child/{child}/seraf").text)

    cells = re.findall(r"<td>\s*<details.*?</td>", page, re.DOTALL)
    cited = [each for each in indicators if each["items"]]
    assert len(cells) == len(cited) > 0
    for cell, each in zip(cells, cited, strict=True):
        on_screen = re.sub(
            r"<[^>]+>", "", re.sub(r'<span class="dolen-on-paper">.*?</span>', "", cell, flags=re.DOTALL)
        )
        for item in each["items"]:
            grade = "not graded" if item["grade"] == "--" else f"grade {item['grade']}"
            assert on_screen.count(f"{item['ref']} ({grade})") == on_screen.count(f"{item['ref']} (") == 1
    assert "Grade not graded" not in page
    ref = cited[0]["items"][0]["ref"]
    [item] = chair.get("/api/v1/items", refs=[ref]).json()["items"]
    assert item["item"]["loaded_at"] > item["item"]["recorded_at"]
    assert ", loaded on " in chair.get("/items", ref=ref).text
