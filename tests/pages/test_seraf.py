"""The page on which a second person confirms an assessment from a file that would lower what stands."""

import html
import re
from collections.abc import Generator
from typing import Any

import pytest

from api.house import House
from graph.casework.drafts import Draft
from graph.judgements.seraf import AssessmentBody
from graph.model.view import Reader
from graph.queries import Looking
from graph.rules.indicators import CATALOGUE
from tests.pages.conftest import Office

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
    loader = Looking(Reader("analyst", "analyst"), "analyst", "a file of Social Services")
    draft = Draft(lineage=LINEAGE, state="recorded", about=(child,), body=body, agency="Social Services")
    office.house.casework.record(loader, draft)
    yield child
    _withdraw(office.house)


def _withdraw(house: House) -> None:
    looking = Looking(Reader("operator", "operator"), "operator")
    house.casework.withdraw(looking, LINEAGE, "the test is over")


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
