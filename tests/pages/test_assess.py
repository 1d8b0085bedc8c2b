"""The page on which a child is assessed: suggestions answered by a person, one writer, nothing counted by itself."""

import html
from collections.abc import Generator
from contextlib import suppress
from typing import Any

import pytest

from graph.errors import NotFound
from graph.model.ids import assessment_lineage
from graph.model.view import Reader
from graph.queries import Actor
from graph.rules.indicators import CATALOGUE
from tests.pages.conftest import Office, Person

DAY, ASSESSOR = "2027-03-01", "A. Tester"


@pytest.fixture
def suggested(office: Office) -> Generator[dict[str, Any]]:
    """What items suggest about a child of whom they suggest something; what is recorded here is withdrawn again."""
    analyst = office.person("analyst")
    listed = analyst.get("/api/v1/children", categories=[1, 2, 3, 4], limit=50).json()["children"]
    answers = (analyst.get("/api/v1/suggested", id=each["entity"]["id"]).json() for each in listed)
    answer = next(each for each in answers if each["suggestions"])
    yield answer
    actor = Actor(Reader("operator", "operator"), "operator")
    with suppress(NotFound):
        lineage = assessment_lineage(answer["child"]["id"], DAY, ASSESSOR)
        office.installation.casework.withdraw(actor, lineage, "the test is over")


def _send(person: Person, child: str, **given: str) -> tuple[int, str]:
    """All absent but what is given by code; the status, and the page or where it leads."""
    form = {"assessed_at": DAY, "assessor": ASSESSOR, "agency": "Social Services", "reason": "a home visit"}
    form |= {f"status-{code}": "absent" for code, each in CATALOGUE.items() if not each.other}
    answer = person.post(f"/child/{child}/assess", **{**form, **given})
    return answer.status_code, html.unescape(answer.text) or answer.headers["location"]


def test_a_suggestion_is_answered_by_a_person(office: Office, suggested: dict[str, Any]) -> None:
    child, codes = suggested["child"]["id"], [each["code"] for each in suggested["suggestions"]]
    chair = office.person("chair")
    chair.look_at("child", child)
    before = chair.get("/api/v1/seraf", id=child).json()
    page = html.unescape(chair.get(f"/child/{child}/assess").text)
    notes = {f"note-{code}": "asked; the item is about another evening" for code in codes[1:]}

    for each in suggested["suggestions"]:
        assert each["because"] in page
        assert all(item["ref"] in page for item in each["items"])
    assert chair.get("/api/v1/seraf", id=child).json() == before, "looking at suggestions counts for nothing"

    unanswered, said = _send(chair, child, wishes="She wants to stay with her nan.")
    assert unanswered == 422
    assert f"{codes[0]} is suggested by items and is not accepted" in said
    not_asked, said = _send(chair, child, **notes, **{f"status-{codes[0]}": "present"})
    assert (not_asked, "The child's wishes and feelings are recorded" in said) == (422, True)

    given = {
        "child": child,
        "assessed_at": DAY,
        "assessor": "C. Price",
        "indicators": [{"code": "R1", "status": "absent"}],
    }
    by_program = chair.browser.post(
        "/api/v1/assess",
        json={"assessment": {**given, "wishes": "To stay."}, "reason": "a home visit"},
        headers={"X-CSRF-Token": chair.csrf},
    )
    assert (by_program.status_code, f"{codes[0]} is suggested" in by_program.text) == (400, True)

    accepted = {f"status-{codes[0]}": "present", f"cite-{codes[0]}": "yes", "wishes_not_sought": "she was asleep"}
    done, _ = _send(chair, child, **notes, **accepted)
    after = chair.get("/api/v1/seraf", id=child).json()
    judged = {each["code"]: each for each in after["indicators"]}
    assert done == 303
    assert after["standing"]["assessed_at"] == DAY
    assert after["standing"]["wishes_not_sought"] == "she was asleep"
    assert "she was asleep" in chair.get(f"/child/{child}/seraf").text
    assert (judged[codes[0]]["status"], len(judged[codes[0]]["items"])) == (
        "present",
        len(suggested["suggestions"][0]["items"]),
    )
    assert all(judged[code]["status"] == "absent" and judged[code]["items"] == [] for code in codes[1:])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"refs-R1": "R-0/none"}, "No item is recorded as 'R-0/none'"),
        ({"assessed_at": "one day"}, "one day"),
        ({"category_stated": "4"}, "a category above the table's is recorded with its reason"),
        ({"status-R13": "closed"}, "this is recorded with its reason"),
        ({"reason": "."}, "It gives no reason"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_written(
    office: Office, suggested: dict[str, Any], given: dict[str, str], said: str
) -> None:
    child = suggested["child"]["id"]
    analyst = office.person("analyst")
    analyst.look_at("child", child)
    before = analyst.get("/api/v1/seraf", id=child).json()
    notes = {f"note-{each['code']}": "looked into" for each in suggested["suggestions"]}

    status, page = _send(analyst, child, **{"wishes": "none yet", **notes, **given})

    assert status == 422
    assert said.casefold() in page.casefold()
    assert "looked into" in page, "what was typed stands there again"
    assert analyst.get("/api/v1/seraf", id=child).json() == before


def test_a_manager_does_not_assess(office: Office, suggested: dict[str, Any]) -> None:
    manager, child = office.person("manager"), suggested["child"]["id"]
    manager.look_at("child", child)

    assert "Your role does not record this." in manager.get(f"/child/{child}/assess").text
    notes = {f"note-{each['code']}": "looked into" for each in suggested["suggestions"]}
    assert "does not decide this" in _send(manager, child, wishes="none yet", **notes)[1]


def test_the_blank_form_lists_every_indicator_in_both_wordings(office: Office) -> None:
    page = html.unescape(office.person("chair").get("/seraf/form").text)

    assert all(each.text in page and each.wording in page for each in CATALOGUE.values())
