"""`dolen seraf show`: one child's assessments for programs and for people."""

import pytest

from tests.acceptance.desk import Desk

pytestmark = pytest.mark.engine


def test_it_says_what_it_promises_to_programs(desk: Desk) -> None:
    said = desk.analyst.dolen("seraf", "show", desk.child, "--json").json
    linked = desk.analyst.dolen("linked", desk.child, "--json").json["child"]

    assert {"standing", "beside", "indicators", "not_assessed", "actions", "age"} <= set(said)
    assert {"category", "ceiling", "assessed_at", "agency", "assessor", "provisional", "support"} <= set(
        said["standing"]
    )
    assert (said["standing"]["category"], said["standing"]["ceiling"]) == (linked["category"], linked["ceiling"])
    assert desk.child in said["child"]["refs"]
    for indicator in said["indicators"]:
        assert {"code", "text", "status", "note", "items"} <= set(indicator)
        assert all("/" in item["ref"] and len(item["grade"]) == 2 for item in indicator["items"])
    assert said["actions"]["child"]
    assert {"child", "adult"} <= set(said["actions"])


def test_it_says_it_to_people(desk: Desk) -> None:
    linked = desk.analyst.dolen("linked", desk.child, "--json").json["child"]

    words = " ".join(desk.analyst.dolen("seraf", "show", desk.child).out.split())

    assert linked["name"] in words
    assert f"SERAF {linked['category']}: " in words
    assert "As a child:" in words
    assert "Harm suspected now? Do not wait for a category: strategy discussion." in words
    assert "not at risk" not in words


def test_before_it_was_recorded_the_child_is_not_assessed(desk: Desk) -> None:
    """Nothing was known then, the child neither: it reads as one who was never there."""
    said = desk.analyst.dolen("seraf", "show", desk.child, "--known-at", "2001-01-01")

    assert said.code == 1
    assert "No child is recorded as" in said.err


def test_the_look_is_logged(desk: Desk) -> None:
    before = desk.analyst.log_length()

    desk.analyst.dolen("seraf", "show", desk.child, "--json", "--reason", "before the meeting")

    assert [entry.question for entry in desk.analyst.log_after(before) if entry.question == "seraf"] == ["seraf"]
