"""A program gives its reason as a person does: with the request, or once for a case."""

from urllib.parse import quote

import pytest

from tests.pages.conftest import Office
from tests.pages.picturing import linked_child, seen_by_analyst_alone, send

ASKED = "/api/v1/premises_of_concern"


def test_without_a_reason_a_program_is_refused_in_a_sentence_that_says_how(office: Office) -> None:
    analyst = office.person("analyst", reason="")
    before = office.log_length
    answer = analyst.get(ASKED)

    assert answer.status_code == 428
    problem = answer.json()
    assert (problem["detail"], problem["case"]) == ("No reason for looking has been given yet.", "any")
    assert "X-Dolen-Reason" in problem["advice"]
    assert office.log_length == before, "nothing was asked"


def test_a_reason_sent_with_a_request_is_entered_with_it_and_not_kept(office: Office) -> None:
    analyst = office.person("analyst", reason="")
    before = office.log_length
    said = "Cyfarfod strategaeth ŵyth"
    answer = analyst.browser.get(ASKED, headers={"X-Dolen-Reason": quote(said)})

    assert answer.status_code == 200
    assert [(entry.question, entry.reason) for entry in office.entries_after(before)] == [("premises_of_concern", said)]
    assert analyst.get(ASKED).status_code == 428


@pytest.mark.parametrize("said", [".", "", "x", "asdf"])
def test_what_says_nothing_is_no_reason(office: Office, said: str) -> None:
    analyst = office.person("analyst")
    answer = analyst.browser.get(ASKED, headers={"X-Dolen-Reason": said})

    assert answer.status_code == 400
    assert "reason" in answer.json()["detail"]


def test_a_person_is_asked_again_for_what_says_nothing(office: Office) -> None:
    analyst = office.person("analyst", reason="")
    answer = analyst.post("/reason", case="any", reason=".")

    assert (answer.status_code, "for example: strategy meeting" in answer.text) == (422, True)


def test_a_child_has_a_reason_of_its_own_for_programs_and_the_explorer(office: Office) -> None:
    child, person = linked_child(office), office.person("analyst", reason="")
    assert person.post("/reason", case="any", reason="Daily review of concerns").status_code == 303
    asked = (
        ("/api/v1/timeline", {"id": child}),
        ("/api/v1/neighbours", {"id": child}),
        ("/api/v1/linked_children", {"child": child}),
        ("/api/v1/exports/map", {"id": child, "format": "svg"}),
        ("/explorer/card", {"id": child}),
        ("/paths", {"start": child, "end": "phone:+447700900001", "case": "any"}),
    )
    before = office.log_length
    refused = [person.browser.get(path, params=given, headers={"Accept": "application/json"}) for path, given in asked]
    picture = send(person, "/api/v1/links_among", {"ids": [child]})
    chart = send(person, "/api/v1/chart/svg", {"title": "One", "entities": [{"id": child, "at": [0, 0]}]})

    assert [(each.status_code, each.json()["case"]) for each in (*refused, picture, chart)] == [(428, child)] * 8
    assert office.log_length == before, "nothing was asked"

    why = "Missing since Tuesday"
    assert send(person, "/api/v1/reason", {"case": child, "reason": why}).status_code == 200
    before = office.log_length
    assert all(person.get(path, **given).status_code == 200 for path, given in asked[:5])
    assert send(person, "/api/v1/links_among", {"ids": [child]}).status_code == 200
    assert {entry.reason for entry in office.entries_after(before)} == {why}


def test_of_children_asked_about_together_one_has_a_reason_but_each_whose_case_is_opened(office: Office) -> None:
    person = office.person("analyst", reason="")
    one, other = (office.child_id(ref) for ref in office.truth.demo_children[:2])
    assert person.post("/reason", case="any", reason="Daily review of concerns").status_code == 303
    assert person.post("/reason", case=one, reason="Missing since Tuesday").status_code == 303

    assert send(person, "/api/v1/links_among", {"ids": [other, one]}).status_code == 200
    refused = person.get("/api/v1/linked_cases", children=[one, other])
    assert (refused.status_code, refused.json()["case"]) == (428, other)
    assert person.get("/api/v1/exports/map", id=[one, other]).json()["case"] == other


def test_of_whom_a_reader_sees_nothing_no_reason_of_their_own_is_asked(office: Office) -> None:
    hidden, chair = seen_by_analyst_alone(office), office.person("chair", reason="")
    assert chair.post("/reason", case="any", reason="Daily review of concerns").status_code == 303
    refused, nobody = (chair.get("/api/v1/timeline", id=id) for id in (hidden, "person:nobody"))

    assert refused.status_code == nobody.status_code == 404
    before_all = chair.get("/api/v1/timeline", id=linked_child(office), known_at="1990-01-01")
    assert before_all.status_code == 404, "a child whom the View hides is no case"
    assert refused.text.replace(hidden, "ID") == nobody.text.replace("person:nobody", "ID")


def test_a_saved_picture_is_opened_for_a_child_in_it(office: Office) -> None:
    owner, child = office.person("analyst"), linked_child(office)
    number = send(owner, "/api/v1/saved_views", {"name": "For a reason", "picture": {"ids": [child]}}).json()["number"]
    person = office.person("analyst", reason="")
    assert person.post("/reason", case="any", reason="Daily review of concerns").status_code == 303

    assert person.get(f"/api/v1/saved_views/{number}").json()["case"] == child
    assert person.get("/explorer", saved=number).headers["location"].startswith("/reason?case=person%3A")
    assert person.post("/reason", case=child, reason="Missing since Tuesday").status_code == 303
    before = office.log_length
    assert person.get(f"/api/v1/saved_views/{number}").status_code == 200
    assert {entry.reason for entry in office.entries_after(before)} == {"Missing since Tuesday"}
    assert send(owner, f"/api/v1/saved_views/{number}", {}, method="DELETE").status_code == 204
