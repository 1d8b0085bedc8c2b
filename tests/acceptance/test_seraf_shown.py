"""`dolen seraf show`: one child's assessments for programs and for people."""

import json
from pathlib import Path

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


def test_a_decision_ends_the_may_be_and_undoing_it_brings_it_back(desk: Desk) -> None:
    dolen = desk.analyst.dolen
    waiting = dolen("seraf", "to-decide", "--json", "--limit", "1000").json
    first = next(each for each in waiting["children"] if each["entity"]["refs"])
    child, before = first["entity"]["refs"][0], first["seraf"]
    assert before["ceiling"] > before["category"]
    assert any("a recorded decision is asked for" in said for said in first["decisions"])
    words = dolen("seraf", "to-decide", "--limit", "1000").out
    assert f"A decision is asked for ({waiting['total']} of {waiting['total']}):" in words

    made = dolen("seraf", "decide", child, "stays", "--reason", "read with Health", "--json").json

    shown = dolen("seraf", "show", child, "--json").json
    linked = dolen("linked", child, "--json").json["child"]
    category = before["category"]
    assert (shown["standing"]["category"], shown["standing"]["ceiling"], shown["decisions"]) == (category, category, [])
    assert (linked["category"], linked["ceiling"]) == (category, category)
    assert shown["standing"]["decided"] == made["id"]
    [stands] = [line for line in dolen("seraf", "show", child).out.splitlines() if line.startswith(f"SERAF {category}")]
    assert "may be" not in stands
    assert dolen("seraf", "to-decide", "--json").json["total"] == waiting["total"] - 1

    dolen("undo", made["id"], "--reason", "the other child was meant")
    assert dolen("seraf", "show", child, "--json").json["standing"]["ceiling"] == before["ceiling"]


def test_another_question_or_outcome_than_there_is_is_refused(desk: Desk) -> None:
    for question, outcome in (("ceiling", "lower"), ("a party", "held")):
        said = desk.analyst.dolen(
            "seraf", "decide", desk.child, outcome, "--question", question, "--reason", "as discussed"
        )
        assert said.code == 1
        assert "one of" in said.err


def test_what_items_suggest_and_a_file_that_answers_none_of_it(desk: Desk, tmp_path: Path) -> None:
    said = desk.analyst.dolen("seraf", "suggest", desk.child, "--json").json
    words = desk.analyst.dolen("seraf", "suggest", desk.child).out
    given = {"assessed_at": "2027-01-01", "assessor": "A", "indicators": [{"code": "V1", "status": "absent"}]}
    files = {
        "no-wishes.json": json.dumps(given),
        "unanswered.json": json.dumps({**given, "wishes": "to stay with her nan"}),
        "no-object.json": "[1",
        "unknown.json": json.dumps({**given, "mood": 3}),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def refused(name: str) -> str:
        answer = desk.analyst.dolen(
            "seraf", "assess", desk.child, str(tmp_path / name), "--reason", "to check the words"
        )
        assert answer.code == 1
        return " ".join(answer.err.split())

    assert all(each["code"] in words and each["items"] for each in said["suggestions"])
    assert "wishes and feelings are recorded" in refused("no-wishes.json")
    assert "it is not a JSON object" in refused("no-object.json")
    assert "mood" in refused("unknown.json")
    if said["suggestions"]:
        assert "is suggested by items and is not accepted" in refused("unanswered.json")


def test_the_figures_of_a_year_in_words_and_as_a_file(desk: Desk, tmp_path: Path) -> None:
    """No meeting was held in the demo's force."""
    year = ("--first", "2026-01-01", "--last", "2026-12-31")
    said = desk.analyst.dolen("monitoring", *year, "--json").json
    written = desk.analyst.dolen("monitoring", *year, "-o", str(tmp_path / "figures.csv"), "--reason", "the board")

    assert said["tables"][0]["rows"][0] == ["Strategy meetings held", 0]
    assert written.code == 0
    assert "Strategy meetings held,0" in (tmp_path / "figures.csv").read_text(encoding="utf-8-sig")
