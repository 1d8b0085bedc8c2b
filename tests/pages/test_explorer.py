"""The explorer's page, the card beside the picture, and what is asked for it."""

import json
import re

from tests.pages.conftest import REASON, Office
from tests.pages.picturing import linked_child, send


def block(page: str, name: str) -> dict[str, object]:
    """What the page hands to its scripts under a name."""
    found = re.search(rf'<template id="{name}">(.*?)</template>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_without_anything_the_explorer_says_how_to_begin(office: Office) -> None:
    person = office.person("manager")
    kept = person.get("/api/v1/saved_views").json()
    page = person.get("/explorer").text

    assert "Start with" in page
    assert ("None yet. Pictures that you save" in page) == (kept == [])
    assert "explorer-setting" not in page


def test_a_reference_begins_a_picture_and_what_is_not_recorded_says_so(office: Office) -> None:
    person = office.person("analyst")
    child = linked_child(office)
    opened = person.get("/explorer", begin=office.truth.demo_children[0])

    assert opened.headers["location"] == f"/explorer?id={child}"
    assert "No results with your access and current filters." in person.get("/explorer", begin="Qqqqq").text
    assert "The search text is too short" in person.get("/explorer", begin="?").text


def test_a_reason_is_asked_for_before_the_picture(office: Office) -> None:
    person = office.person("analyst", reason="")
    sent = person.get("/explorer", id=linked_child(office))

    assert sent.status_code == 303
    case = linked_child(office).replace(":", "%3A")
    assert sent.headers["location"].startswith(f"/reason?case={case}&next=%2Fexplorer%3Fid%3D")


def test_the_page_holds_no_intelligence_and_no_script_of_its_own(office: Office) -> None:
    person, child = office.person("analyst"), linked_child(office)
    person.post("/reason", case=child, reason=REASON)
    before = office.log_length
    page = person.get("/explorer", id=child).text
    scripts = re.findall(r"<script([^>]*)>", page)

    assert office.entries_after(before) == [], "what it shows is asked for by its scripts"
    assert all("src=" in script for script in scripts)
    assert ' style="' not in page
    assert '<link id="__________cytoscape_stylesheet" rel="stylesheet"' in page
    setting = block(page, "explorer-setting")
    assert setting["ids"] == [child]
    assert set(setting["kinds"]) <= set(setting["icons"])


def test_the_page_has_every_word_that_its_scripts_say(office: Office) -> None:
    page = office.person("analyst").get("/explorer", id="person:x").text
    words = set(block(page, "explorer-words"))
    fetch = office.visitor().get
    parts = re.findall(r'from "\./(\w+)\.js"', fetch("/static/dolen/explorer/main.js").text)
    scripts = "".join(fetch(f"/static/dolen/explorer/{name}.js").text for name in ("main", *parts))
    said = set(re.findall(r'\bsay\(\s*"(\w+)"', scripts))

    assert len(said) > 80
    assert said - words == set()


def test_many_ids_are_taken_by_post_and_answered_alike(office: Office) -> None:
    person = office.person("analyst")
    child = linked_child(office)
    near = [each["entity"]["id"] for each in person.get("/api/v1/neighbours", id=child).json()["neighbours"]]
    ids = [child, *near]
    by_address = person.get("/api/v1/links_among", ids=ids, min_grade="2C")
    by_post = send(person, "/api/v1/links_among", {"ids": ids}, min_grade="2C")

    assert by_post.json() == by_address.json()
    assert by_post.json()["links"]
    assert send(person, "/api/v1/links_among", {"ids": ["person:x"] * 2001}).status_code == 422
    assert person.browser.post("/api/v1/links_among", json={"ids": ids}).status_code == 403


def test_each_item_behind_a_link_is_told_once_with_its_agency_and_days(office: Office) -> None:
    person = office.person("analyst")
    child = linked_child(office)
    near = [each["entity"]["id"] for each in person.get("/api/v1/neighbours", id=child).json()["neighbours"]]
    answer = person.get("/api/v1/links_among", ids=[child, *near]).json()
    refs = [item["ref"] for item in answer["items"]]
    cited = person.get("/api/v1/items", refs=refs[:20]).json()["items"]

    assert sorted(refs) == sorted({ref for link in answer["links"] for ref in link["items"]})
    assert {(each["item"]["ref"], each["source_system"]) for each in cited} == {
        (item["ref"], item["source_system"]) for item in answer["items"][:20]
    }
    for link in answer["links"]:
        behind = [item for item in answer["items"] if item["ref"] in link["items"]]
        assert link["first"] == min((item["first"] for item in behind if item["first"]), default=None)
        assert link["last"] == max((item["last"] for item in behind if item["last"]), default=None)


def test_a_card_tells_the_items_about_one_entity_with_their_grades(office: Office) -> None:
    person = office.person("analyst")
    child = linked_child(office)
    person.post("/reason", case=child, reason=REASON)
    before = office.log_length
    card = person.get("/explorer/card", id=child)
    timeline = person.get("/api/v1/timeline", id=child, limit=20).json()

    assert "<html" not in card.text
    assert {entry["item"]["ref"] for entry in timeline["entries"]} == set(
        re.findall(r"<strong><a [^>]+>(\S+/\d+)</a></strong>", card.text)
    )
    assert office.entries_after(before)[0].question == "timeline"
    assert office.entries_after(before)[0].subjects == (child,)
    assert person.get("/explorer/card", id="person:nobody").status_code == 404
