"""The auditor's pages: what the log says, whether it is whole, and the log as a file."""

import csv
import io
import json
from dataclasses import replace

import pytest

from graph.audit import Entry
from tests.pages.conftest import REASON, Office
from tests.support.html_tree import Element, read_html


def rows(page: str) -> list[list[str]]:
    """The cells of each entry shown."""
    return [[cell.text for cell in line.inside if isinstance(cell, Element)] for line in read_html(page).find("tr")][1:]


def test_a_look_is_there_with_who_what_about_whom_and_why(office: Office) -> None:
    child = office.child_id(office.truth.demo_children[0])
    office.person("analyst").look_at("child", child)
    page = office.person("auditor", reason="").get("/audit", by="analyst", subject=child).text
    newest = next(row for row in rows(page) if row[3].startswith("consult: timeline"))

    assert newest[2] == "analyst"
    assert newest[4] == child
    assert newest[5] == REASON


def test_the_filters_hold_and_the_page_says_how_many(office: Office) -> None:
    for number in range(60):
        look = Entry(who="filter.tester", action="search", question="find", words=f"word {number}")
        office.installation.log.enter(replace(look, compartments=frozenset()))
    auditor = office.person("auditor", reason="")
    first = auditor.get("/audit", by="filter.tester", action="search")
    [older] = [link["href"] for link in read_html(first.text).find("a") if link.text == "Older entries"]
    second = auditor.browser.get(older)
    shown = [row[6] for row in (*rows(first.text), *rows(second.text))]

    assert "60 entries in all, 50 shown here, newest first." in read_html(first.text).text
    assert "60 entries in all, 10 shown here" in read_html(second.text).text
    assert shown == [f"word {number}" for number in range(59, -1, -1)]
    assert "Older entries" not in second.text
    assert "No entries match." in auditor.get("/audit", by="filter.tester", action="erase").text
    assert auditor.get("/audit", action="guess").status_code == 422


def test_reading_the_log_is_a_look_of_its_own(office: Office) -> None:
    auditor = office.person("auditor", reason="")
    before = office.log_length
    auditor.get("/audit", by="analyst", subject="per:1")

    assert [
        (entry.who, entry.action, entry.question, entry.subjects, entry.words) for entry in office.entries_after(before)
    ] == [("auditor", "consult", "audit", ("per:1",), "by analyst")]


def test_what_was_erased_says_so_and_who_acted_for_whom_is_shown(office: Office) -> None:
    entry = Entry(
        who="erasure.tester", action="consult", question="child", reason="a name", words="more", acting_for="chair"
    )
    number = office.installation.log.enter(entry)
    office.installation.log.erase_words((number,), who="tests", reason="mistyped")
    [row] = rows(office.person("auditor", reason="").get("/audit", by="erasure.tester").text)

    assert row[5:] == ["erased", "erased"]
    assert row[2] == "erasure.tester as chair would see it"


def test_a_whole_log_is_said_to_be_whole(office: Office) -> None:
    auditor = office.person("auditor", reason="")
    answer = auditor.post("/audit/verify")

    assert f"Yes: {office.log_length} entries, each in its place." in answer.text


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_log_leaves_as_a_file_that_ends_with_its_own_export(office: Office, form: str) -> None:
    auditor = office.person("auditor", reason="")
    refused = auditor.post("/audit/export", form=form, reason="  ")
    answer = auditor.post("/audit/export", form=form, reason="=monthly look")
    records = (
        list(csv.DictReader(io.StringIO(answer.text)))
        if form == "csv"
        else [json.loads(line) for line in answer.text.splitlines()][1:]
    )
    last = records[-1]

    assert refused.status_code == 422
    assert "Say why the log leaves as a file" in refused.text
    assert answer.headers["content-disposition"].endswith(f'.{form}"')
    assert len(records) == office.log_length
    assert (last["who"], last["action"], last["question"]) == ("auditor", "export", "audit")
    assert last["reason"] == ("'=monthly look" if form == "csv" else "=monthly look"), "no spreadsheet runs it"
    assert list(office.installation.settings.home.glob("outgoing-*")) == [], "nothing of it stays on the disk"


def test_the_words_of_a_compartment_are_shown_to_an_auditor_who_is_in_it(office: Office) -> None:
    """Two people let the auditor in; until then entry, ids and who are shown, and neither reason nor words."""
    manager, auditor = office.person("manager", reason=""), office.person("auditor", reason="")
    entry = Entry(who="w.reader", action="search", question="search", words="secret word", reason="Heron meeting 3")
    held = replace(entry, compartments=frozenset({"OPERATION TEIFI"}))
    assert manager.post("/access/make", name="Operation Teifi", owner="manager").status_code == 303
    number = office.installation.log.enter(held)
    shown = auditor.get("/audit", by="w.reader").text

    assert ("withheld: compartment" in shown, "secret word" in shown, "Heron meeting 3" in shown) == (
        True,
        False,
        False,
    )
    exported = auditor.post("/audit/export", form="jsonl", reason="Weekly check of the log").text
    assert "secret word" not in exported
    asked = {"compartment": "Operation Teifi", "until": "2026-12-31", "reason": "Audits the operation"}
    assert auditor.post("/access/ask", **asked).status_code == 303
    wanted = [
        field["value"]
        for field in read_html(manager.get("/access").text).find("input", name="membership")
        if "auditor" in field.within("tr").text
    ]
    assert manager.post("/access/grant", membership=wanted[0]).status_code == 303
    shown = auditor.get("/audit", by="w.reader").text
    assert ("secret word" in shown, "Heron meeting 3" in shown, str(number) in shown) == (True, True, True)
    assert manager.post("/access/end", membership=wanted[0]).status_code == 303
    assert "secret word" not in auditor.get("/audit", by="w.reader").text
