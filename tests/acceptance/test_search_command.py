"""`dolen search` and `dolen index`, as an analyst types them at a terminal 80 columns wide."""

import pytest
from rich.cells import cell_len

from tests.acceptance.desk import Desk

pytestmark = pytest.mark.engine

HIT_FIELDS = {"id", "kind", "label", "refs", "possible", "score", "why", "found_in", "recorded_at"}


def named(desk: Desk) -> dict[str, str]:
    """The first row of the demo's child that has both names."""
    return next(row for row in desk.rows() if row["local_ref"] == desk.child and row["surname"])


def mistyped(name: str) -> str:
    """Two letters of a name changed over."""
    return f"{name[:1]}{name[2]}{name[1]}{name[3:]}"


def test_a_mistyped_name_finds_the_child_and_says_why(desk: Desk) -> None:
    row = named(desk)
    text = f"{row['given_name']} {mistyped(row['surname'])}"
    said = desk.analyst.dolen("search", *text.split(), "--json").json

    assert set(said) == {"understood", "hits", "shown", "total", "at_least", "counts", "counts_at_least"}
    assert all(set(hit) == HIT_FIELDS for hit in said["hits"])
    [child] = [hit for hit in said["hits"][:5] if desk.child in hit["refs"]]
    assert child["kind"] == "child"
    assert any("one letter away" in why for why in child["why"])
    assert "/" in child["found_in"]
    assert said["understood"][0].startswith("a name, in any order")


def test_hits_are_told_at_a_terminal_with_their_reasons(desk: Desk) -> None:
    row = named(desk)
    said = desk.analyst.dolen("search", row["given_name"], row["surname"], "--limit", "3")

    assert said.code == 0
    assert said.out.startswith("Found: ")
    assert "- a name, in any order" in said.out
    assert "1. " in said.out
    assert "- name: " in said.out
    assert "A connection is not responsibility." in said.out
    assert max(cell_len(line) for line in said.out.splitlines()) <= 80


def test_kinds_can_be_chosen(desk: Desk) -> None:
    row = named(desk)
    said = desk.analyst.dolen("search", row["surname"], "--kind", "child", "--kind", "report", "--json").json
    people = desk.analyst.dolen("search", row["surname"], "--kind", "people", "--json").json

    assert {hit["kind"] for hit in said["hits"]} == {"child", "report"}
    assert {hit["kind"] for hit in people["hits"]} <= {"child", "adult", "person"}
    assert people["total"] > sum(hit["kind"] == "child" for hit in said["hits"])


def test_a_kind_that_is_none_is_not_understood(desk: Desk) -> None:
    said = desk.analyst.dolen("search", "Jones", "--kind", "dog")

    assert (said.code, said.out) == (2, "")
    assert "people, child, adult" in said.err


def test_part_of_a_plate_and_the_last_of_a_number_are_found(desk: Desk) -> None:
    plate = next(row["vrm"] for row in desk.rows() if len(row["vrm"].replace(" ", "")) == 7 and "?" not in row["vrm"])
    phone = next(row["phone"] for row in desk.rows() if row["phone"].startswith("07700"))
    pattern = f"{plate[:2]}??{plate[4:]}"

    vehicles = desk.analyst.dolen("search", pattern, "--kind", "vehicle", "--json").json
    phones = desk.analyst.dolen("search", phone[-6:], "--json").json

    assert any(hit["label"].replace(" ", "") == plate.replace(" ", "") for hit in vehicles["hits"])
    assert phones["hits"][0]["label"].replace(" ", "") == phone.replace(" ", "")


def test_a_report_is_found_by_its_words_and_by_its_reference(desk: Desk) -> None:
    row = next(row for row in desk.rows() if row["report_ref"] and len(row["item_text"].split()) > 8)
    words = " ".join(row["item_text"].split()[3:7]).strip(".,;:")

    by_words = desk.analyst.dolen("search", f'"{words}"', "--kind", "report", "--json", "--limit", "100").json
    by_reference = desk.analyst.dolen("search", row["report_ref"], "--json").json

    assert any(hit["label"].startswith(row["report_ref"]) for hit in by_words["hits"])
    assert by_reference["hits"][0]["label"].startswith(row["report_ref"])


def test_what_was_not_known_then_is_not_found(desk: Desk) -> None:
    row = named(desk)
    said = desk.analyst.dolen("search", row["given_name"], row["surname"], "--known-at", "2001-01-01", "--json").json

    assert (said["hits"], said["total"], said["at_least"]) == ([], 0, False)
    assert said["understood"]


def test_too_little_is_said_so(desk: Desk) -> None:
    said = desk.analyst.dolen("search", "?")

    assert said.code == 0
    assert said.out.startswith("There is too little to look for in '?'.")


def test_a_text_that_nobody_would_type_is_refused(desk: Desk) -> None:
    said = desk.analyst.dolen("search", "long " * 100)

    assert (said.code, said.out) == (1, "")
    assert "at most 300" in said.err


@pytest.mark.parametrize(
    "text", ["[bold]x[/bold] [/]", "a\x1b[31mb", "' OR 1=1", "Jones AND *", "\\d+ [a-z]*", "ŵŷ́ 東京"]
)
def test_whatever_is_typed_is_only_text(desk: Desk, text: str) -> None:
    said = desk.analyst.dolen("search", text)

    assert said.code == 0
    assert "\x1b[31m" not in said.out


def test_a_search_is_entered_in_the_log_with_its_words(desk: Desk) -> None:
    before = desk.analyst.log_length()
    desk.analyst.dolen("search", "Zebedee", "Quux", "--reason", "Return interview")
    [entry] = desk.analyst.log_after(before)

    assert (entry.action, entry.question, entry.outcome) == ("search", "search", "allowed")
    assert (entry.words, entry.reason) == ("Zebedee Quux", "Return interview")


def test_somebody_who_does_not_read_intelligence_finds_nothing(desk: Desk) -> None:
    assert desk.analyst.dolen("user", "add", "s.auditor", "--role", "auditor", "--no-password").code == 0
    said = desk.analyst.dolen("search", "Jones", "--as", "s.auditor")

    assert (said.code, said.out) == (1, "")
    assert "does not read intelligence" in said.err


def test_the_index_is_made_anew_by_command(desk: Desk) -> None:
    row = named(desk)
    look = ("search", row["given_name"], row["surname"], "--json")
    before = desk.analyst.dolen(*look).out

    again = desk.analyst.dolen("index")
    rebuilt = desk.analyst.dolen("index", "--rebuild")

    assert again.out.startswith("The search index is up to date; 0 items were written.\nThe projection is up to date")
    assert rebuilt.code == 0
    assert int(rebuilt.out.split("; ")[1].split()[0].replace(",", "")) > 200
    assert desk.analyst.dolen(*look).out == before
