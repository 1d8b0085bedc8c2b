"""A strategy meeting on its page: made by one press, typed field by field by two people, held, agreed."""

import html
import re

from tests.pages.conftest import REASON, Office, Person
from tests.pages.test_casework import _withdraw as withdraw

HELD = {"held_at": "2026-11-06T10:00", "chair": "M. Price", "reason": REASON}


def words(page: str) -> str:
    """A page as somebody reads it."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def _made(office: Office, person: Person, **more: str) -> tuple[str, list[str]]:
    """A meeting over two linked children, made from the form that a case review leads to, and the ids of its parts."""
    children = [office.child_id(ref) for ref in office.truth.networks[1].children[:2]]
    for child in children:
        person.post("/reason", case=child, reason=REASON)
    form = person.get("/meetings/new", child=children).text
    assert form.partition("<main")[2].count('name="child"') == 2
    place = person.browser.post("/meetings/new", data={"csrf": person.csrf, "child": children, **HELD, **more}).headers
    meeting = place["location"].removeprefix("/meetings/")
    page = person.get(f"/meetings/{meeting}").text
    return meeting, list(dict.fromkeys(re.findall(r'id="part-(meetingpart:[0-9a-f]+)"', page)))


def _save(person: Person, meeting: str, part: str, was: str, text: str) -> tuple[int, dict[str, object]]:
    form = {"csrf": person.csrf, "facts": text, "was-facts": was}
    answer = person.browser.post(f"/meetings/{meeting}/save/{part}", data=form, headers={"x-fieldwise": "1"})
    return answer.status_code, answer.json()


def test_two_type_and_neither_loses_a_word(office: Office) -> None:
    chair, taker = office.person("chair"), office.person("analyst")
    meeting, parts = _made(office, chair)
    taker.post("/reason", case=meeting, reason=REASON)
    assert len(parts) == 2
    assert _save(chair, meeting, parts[0], "", "a silver car <b>")[0] == 200
    lost, said = _save(taker, meeting, parts[0], "", "a blue car")
    assert (lost, said["stands"]) == (409, {"facts": "a silver car <b>"})
    assert "This field was changed by chair meanwhile" in str(said["message"])
    assert _save(taker, meeting, parts[0], "a silver car <b>", "a silver or blue car")[0] == 200
    other = {"csrf": chair.csrf, "wishes": "to go home", "was-wishes": ""}
    assert chair.browser.post(f"/meetings/{meeting}/save/{parts[0]}", data=other).status_code == 303

    page = words(chair.get(f"/meetings/{meeting}").text)
    assert ("a silver or blue car" in page, "to go home" in page) == (True, True)
    before = words(chair.get(f"/casework/of/{parts[0]}").text)
    assert "a silver car <b>" in before, "what stood before stays"
    too_long = _save(chair, meeting, parts[0], "a silver or blue car", "x" * 4001)
    assert (too_long[0], "too long" in str(too_long[1]["message"])) == (422, True)
    withdraw(office, *parts, meeting)


def test_what_stands_in_the_way_is_shown_and_refused_in_the_same_words(office: Office) -> None:
    chair = office.person("chair")
    meeting, parts = _made(office, chair)
    page = chair.get(f"/meetings/{meeting}").text
    [seen] = set(re.findall(r'name="seen" value="([^"]+)"', page))
    said = "Nobody has reviewed the police information for this meeting."
    refused = chair.post(f"/meetings/{meeting}/state", state="held", seen=seen, reason=REASON)

    assert said in words(page)
    assert refused.status_code == 422
    assert said in words(refused.text.partition('class="govuk-error-summary"')[2][:1500])
    assert chair.csrf not in re.sub(r'value="[^"]*"', "", page)
    withdraw(office, *parts, meeting)


def test_a_meeting_is_nobody_s_who_sees_none_of_it(office: Office) -> None:
    chair = office.person("chair")
    assert chair.post("/reason", case="meeting:0000", reason=REASON).status_code == 303
    none = chair.get("/meetings/meeting:0000")

    assert none.status_code == 404
    assert "No meeting is recorded as 'meeting:0000' in what you may see." in words(none.text)
    assert chair.post("/meetings/new", **HELD).status_code == 422
