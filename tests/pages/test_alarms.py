"""A manager's page of what the log gives cause to ask about."""

from dataclasses import replace

from api.accounts import Administration
from api.accounts.alarms import NAMED
from api.read_session import ReadSession
from graph.audit import Entry
from graph.model.view import Reader, View
from graph.queries import Actor
from graph.queries.entities.timeline import TIMELINE, TimelineOf
from graph.view.options import today_in_wales
from tests.pages.conftest import Office
from tests.support.html_tree import read_html

EXPORT = Entry(who="trawler", action="export", question="map", reason="Pack for a meeting")


def test_a_manager_sees_alarms_on_home_and_says_what_they_found(office: Office) -> None:
    for number in range(10):
        office.installation.log.enter(replace(EXPORT, subjects=(f"person:{number}",)))
    manager = office.person("manager", reason="")
    assert "from the audit log" in manager.get("/").text
    page = read_html(manager.get("/alarms").text)
    assert "trawler: exported 10 times within a day" in " ".join(page.text.split())
    [key] = {field["value"] for field in page.find("input", name="alarm") if "trawler" in field["value"]}
    refused = manager.post("/alarms/seen", alarm=key, reason=".")

    assert (
        refused.status_code,
        "Give at least two words" in refused.text or "give at least two words" in refused.text,
    ) == (
        422,
        True,
    )
    assert manager.post("/alarms/seen", alarm=key, reason="Pack for Tuesday's meeting").status_code == 303
    after = " ".join(read_html(manager.get("/alarms?done=seen").text).text.split())
    assert "Pack for Tuesday's meeting" in after
    assert key not in {field["value"] for field in read_html(manager.get("/alarms").text).find("input", name="alarm")}
    assert manager.post("/alarms/seen", alarm=key, reason="Once more please").status_code == 404


def test_nobody_but_a_manager_opens_it(office: Office) -> None:
    for role in ("analyst", "chair", "auditor", "administrator"):
        assert office.person(role, reason="").get("/alarms").status_code == 403
    assert "alarm" not in office.person("chair", reason="").get("/").text


def test_opening_a_record_that_bears_one_s_own_name_is_an_alarm_wherever_it_is_opened(office: Office) -> None:
    child = office.child_id(office.truth.demo_children[0])
    analyst, manager = office.person("analyst"), office.person("manager", reason="")
    shown = analyst.look_at("child", child)
    card = analyst.get("/api/v1/child", id=child).json()
    before = office.log_length
    keeping = Administration(office.installation.sql, office.installation.log, office.clock)
    keeping.alter("tests", "analyst", display_name=card["entity"]["label"])
    try:
        assert analyst.look_at("child", child).status_code == shown.status_code == 200
        assert analyst.get("/api/v1/child", id=child).status_code == 200
        assert analyst.get("/explorer/card", id=child).status_code == 200
        assert analyst.get("/api/v1/neighbours", id=child).status_code == 200
        at_terminal = Actor(Reader("analyst", "operator"), "analyst")
        ReadSession(office.installation, at_terminal, View(today=today_in_wales())).ask(TIMELINE, TimelineOf(id=child))
    finally:
        keeping.alter("tests", "analyst", display_name="")
    noted = [entry for entry in office.entries_after(before) if entry.question == NAMED]

    assert [(entry.who, entry.subjects, entry.words) for entry in noted] == [("analyst", (), "own")] * 5
    page = " ".join(read_html(manager.get("/alarms").text).text.split())
    assert "analyst: searched for their own name, or opened a record of that name" in page
    assert card["entity"]["label"] not in page
