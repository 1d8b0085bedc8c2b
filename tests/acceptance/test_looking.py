"""The commands that look, as an analyst types them at a terminal 80 columns wide."""

import getpass
from collections import defaultdict
from typing import Any

import pytest
from rich.cells import cell_len

from tests.acceptance.desk import Desk

pytestmark = pytest.mark.engine

LINKED_FIELDS = {
    "id", "refs", "name", "category", "ceiling", "strength", "parts", "via", "items", "origins", "first", "last",
    "possible", "band", "facts", "sentence",
}  # fmt: skip
VIA_FIELDS = {"id", "kind", "label", "common", "band", "items", "origins"}


@pytest.fixture(scope="module")
def linked(desk: Desk) -> dict[str, Any]:
    """Everything that is linked with the demo's child, as `dolen linked --json` says it."""
    return desk.analyst.dolen("linked", desk.child, "--limit", "1000", "--json").json


@pytest.fixture(scope="module")
def timeline(desk: Desk) -> list[dict[str, Any]]:
    """Every item about the demo's child."""
    said = desk.analyst.dolen("show", desk.child, "--timeline", "--limit", "1000", "--json").json
    return [entry["item"] for entry in said["entries"]]


def items_of(answer: dict[str, Any]) -> set[str]:
    """Every item that a `linked` answer rests on."""
    return {ref for child in answer["linked"] for via in child["via"] for half in via["items"] for ref in half}


def test_linked_says_what_it_promises_to_programs(desk: Desk, linked: dict[str, Any]) -> None:
    assert set(linked) == {"child", "linked", "shown", "total"}
    assert set(linked["child"]) == {"id", "refs", "name", "category", "ceiling"}
    assert desk.child in linked["child"]["refs"]
    assert linked["shown"] == linked["total"] == len(linked["linked"]) > 10
    for child in linked["linked"]:
        assert set(child) == LINKED_FIELDS
        assert all(set(via) >= VIA_FIELDS for via in child["via"])
    order = [(child["band"] == "no concern reported", -child["strength"]) for child in linked["linked"]]
    assert order == sorted(order)
    assert {of_concern for of_concern, _ in order} == {False, True}
    assert all(0 <= -strength < 1 for _, strength in order)
    assert all("reported as a concern" in child["sentence"] for child in linked["linked"] if "through" in child["band"])
    assert all("/" in ref for ref in items_of(linked))


def test_a_limit_says_how_many_there_are(desk: Desk, linked: dict[str, Any]) -> None:
    few = desk.analyst.dolen("linked", desk.child, "--limit", "2", "--json").json

    assert (few["shown"], few["total"]) == (2, linked["total"])
    assert few["linked"] == linked["linked"][:2]


PRINTED = [
    (["linked", "CHILD"], "A connection is not responsibility."),
    (["show", "CHILD"], "Relationships, as items state them"),
    (["show", "CHILD", "--timeline"], "Timeline of "),
    (["show", "REPORT"], "item"),
    (["shared", "CHILD", "adults"], "A connection is not responsibility."),
    (["shared", "CHILD", "phones"], "Shared phones"),
    (["paths", "CHILD", "OTHER"], "Shortest: "),
    (["evidence", "CHILD", "OTHER"], "behind this:"),
    (["premises"], "A connection is not responsibility."),
    (["adults"], "A connection is not responsibility."),
    (["phones"], "no action yet"),
]


@pytest.mark.parametrize(("words", "expected"), PRINTED, ids=[" ".join(words) for words, _ in PRINTED])
def test_what_is_told_fits_eighty_columns_and_cuts_nothing(
    desk: Desk, linked: dict[str, Any], words: list[str], expected: str
) -> None:
    names = {"CHILD": desk.child, "OTHER": linked["linked"][0]["refs"][0]}
    names["REPORT"] = min(items_of(linked)).partition("/")[0]
    said = desk.analyst.dolen(*(names.get(word, word) for word in words))

    assert (said.code, said.err) == (0, "")
    assert expected in said.out
    assert max(cell_len(line) for line in said.out.splitlines()) <= 80
    assert "…" not in said.out


def test_evidence_gives_every_item_whole_and_once(desk: Desk, linked: dict[str, Any]) -> None:
    other = linked["linked"][0]
    said = desk.analyst.dolen("evidence", desk.child, other["refs"][0])
    texts = {f"{row['report_ref']}/{row['item_no']}": row["item_text"] for row in desk.rows() if row["item_text"]}
    flowing = " ".join(said.out.split())

    behind = {ref for via in other["via"] for half in via["items"] for ref in half}
    assert behind
    for ref in behind:
        assert flowing.count(f" {ref} · ") == 1, ref
        assert " ".join(texts[ref].split()) in flowing
    assert " · loaded on " in flowing, "the force was recorded on days before it was loaded"


def test_known_at_shows_what_was_known_then(desk: Desk, timeline: list[dict[str, Any]]) -> None:
    said = desk.analyst.dolen(
        "show", desk.child, "--timeline", "--limit", "1000", "--json", "--known-at", "2025-12-31"
    ).json
    known = {entry["item"]["ref"] for entry in said["entries"]}

    assert known == {item["ref"] for item in timeline if item["recorded_at"] < 1_767_225_600_000}
    assert 0 < len(known) < len(timeline)


def test_a_period_counts_what_happened_in_it(desk: Desk, timeline: list[dict[str, Any]]) -> None:
    said = desk.analyst.dolen(
        "show", desk.child, "--timeline", "--limit", "1000", "--json", "--from", "2026-06-01", "--to", "2026-06-30"
    ).json
    start, end = 1_780_268_400_000, 1_782_860_400_000  # both midnights are in summer time
    within = {
        item["ref"]
        for item in timeline
        if item["happened_from"] is not None and item["happened_from"] < end and item["happened_to"] > start
    }

    assert {entry["item"]["ref"] for entry in said["entries"]} == within
    assert 0 < len(within) < len(timeline)


def test_a_period_says_how_many_items_it_leaves_out_undated(desk: Desk, timeline: list[dict[str, Any]]) -> None:
    undated = sum(item["happened_from"] is None for item in timeline)
    said = desk.analyst.dolen("show", desk.child, "--timeline", "--from", "2026-06-01")
    always = desk.analyst.dolen("show", desk.child, "--timeline")

    assert undated > 0
    assert f"The period leaves out {undated} item{'s' * (undated != 1)} not dated." in said.out
    assert "leaves out" not in always.out


def test_grades_can_be_asked_for(desk: Desk, timeline: list[dict[str, Any]]) -> None:
    look = ["show", desk.child, "--timeline", "--limit", "1000", "--json", "--min-grade", "2B"]
    passing = {ref for item in timeline if item["grade"] in ("1A", "1B", "2A", "2B") for ref in [item["ref"]]}
    ungraded = {item["ref"] for item in timeline if item["grade"] == "--"}

    with_ungraded = desk.analyst.dolen(*look).json
    graded_only = desk.analyst.dolen(*look, "--graded-only").json

    assert {entry["item"]["ref"] for entry in with_ungraded["entries"]} == passing | ungraded
    assert {entry["item"]["ref"] for entry in graded_only["entries"]} == passing
    assert passing
    assert ungraded


def test_an_origin_can_be_left_out(desk: Desk, timeline: list[dict[str, Any]], linked: dict[str, Any]) -> None:
    strongest = linked["linked"][0]["via"][0]["items"][0]
    [origin] = {item["origin"] for item in timeline if item["ref"] == strongest[0]}
    of_origin = {item["ref"] for item in timeline if item["origin"] == origin}
    said = desk.analyst.dolen("linked", desk.child, "--limit", "1000", "--json", "--without", origin).json

    assert not items_of(said) & of_origin
    assert items_of(linked) & of_origin


def test_a_preview_shows_what_a_colleague_may_see_and_is_logged_as_one(
    desk: Desk, timeline: list[dict[str, Any]]
) -> None:
    analyst = desk.analyst
    assert analyst.dolen("user", "add", "c.hughes", "--role", "chair", "--no-password").code == 0
    before = analyst.log_length()
    said = analyst.dolen("show", desk.child, "--timeline", "--limit", "1000", "--json", "--as", "c.hughes").json
    entries = analyst.log_after(before)

    seen = {entry["item"]["ref"] for entry in said["entries"]}
    parts = {item["ref"]: item["access"].split("|") for item in timeline}
    assert seen == {ref for ref, (handling, conditions, _) in parts.items() if handling and "S" not in conditions}
    assert seen < set(parts)
    assert {(entry.who, entry.acting_for) for entry in entries} == {(getpass.getuser(), "c.hughes")}


def test_possible_matches_are_not_offered_and_asking_for_them_is_answered(desk: Desk) -> None:
    said = desk.analyst.dolen("linked", desk.child, "--with-possible")

    assert (said.code, said.out) == (1, "")
    assert "nothing proposes possible matches yet" in " ".join(said.err.split())
    assert "possible" not in desk.analyst.dolen("linked", "--help").out


def test_a_name_that_several_answer_to_lists_them_and_does_nothing(desk: Desk) -> None:
    name = _shared_name(desk)
    said = desk.analyst.dolen("show", name)
    lines = said.err.splitlines()

    assert (said.code, said.out) == (2, "")
    assert sum(1 for line in lines if line.startswith("  person:")) >= 2
    assert all(name.split()[-1] in line for line in lines if line.startswith("  person:"))


def _shared_name(desk: Desk) -> str:
    """A full name that two adults of different records have, without anything that joins them."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in desk.rows():
        if row["entity"] == "adult" and row["surname"] and row["local_ref"] and not row["pnc_id"]:
            bearers[f"{row['given_name']} {row['surname']}"].add(row["local_ref"])
    return min(name for name, refs in bearers.items() if len(refs) > 1)


def test_a_name_that_nobody_bears_is_one_sentence(desk: Desk) -> None:
    said = desk.analyst.dolen("linked", "Nobody Atall")

    assert (said.code, said.out) == (1, "")
    assert " ".join(said.err.split()) == (
        "No child is recorded as 'Nobody Atall' in what you may see. Look it up by another name or reference."
    )


@pytest.mark.parametrize("ending", ["html", "svg", "png", "graphml"])
def test_a_map_is_written_by_its_ending(desk: Desk, ending: str) -> None:
    home = desk.analyst.settings.home
    said = desk.analyst.dolen("map", desk.child, "-o", f"net.{ending}")
    starts = {"html": b"<!DOCTYPE html>", "svg": b"<", "png": b"\x89PNG", "graphml": b"<?xml"}

    assert said.out.startswith(f"net.{ending} (")
    assert (home / f"net.{ending}").read_bytes().startswith(starts[ending])
