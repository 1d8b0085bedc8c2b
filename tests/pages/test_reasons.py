"""A program gives its reason as a person does: with the request, or once for a case."""

from urllib.parse import quote

import pytest

from tests.pages.conftest import Office

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
