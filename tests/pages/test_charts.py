"""What is on the screen, taken away as files: just that, as its maker may see it, and entered in the log."""

import csv
import io
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from tests.pages.conftest import Office
from tests.pages.picturing import linked_child, seen_by_analyst_alone, send

KINDS = (
    *("svg", "png", "html", "pdf", "graphml", "gexf", "xlsx", "anx", "csv", "entities.csv", "links.csv"),
    *("timeline.svg", "timeline.csv", "places.pdf", "places.csv"),
)
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def on_screen(office: Office, count: int = 6) -> dict[str, Any]:
    """A child and those named most beside it, in a row, with every second link drawn."""
    person = office.person("analyst")
    child = linked_child(office)
    near = person.get("/api/v1/neighbours", id=child, limit=count).json()["neighbours"]
    ids = [child, *(each["entity"]["id"] for each in near)]
    links = [[link["start"], link["end"]] for link in send(person, "/api/v1/links_among", {"ids": ids}).json()["links"]]
    return {
        "title": "What joins them",
        "entities": [{"id": id, "at": [150.0 * at, 20.5]} for at, id in enumerate(ids)],
        "groups": [],
        "notes": [],
        "links": links[::2],
    }


def rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_file_that_is_entered_before_it_leaves(office: Office, kind: str) -> None:
    chart = on_screen(office)
    before = office.log_length
    answer = send(office.person("analyst"), f"/api/v1/chart/{kind}", chart)

    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith(f'.{kind.split(".")[-1]}"')
    entered = [(entry.action, entry.question, entry.outcome) for entry in office.entries_after(before)]
    assert entered[-2:] == [("expand", "links_among", "allowed"), ("export", f"chart as {kind}", "allowed")]
    assert office.entries_after(before)[-1].subjects == tuple(sorted(each["id"] for each in chart["entities"]))


def test_places_and_drawn_links_are_those_of_the_screen(office: Office) -> None:
    chart = on_screen(office)
    person = office.person("analyst")
    graph = ET.fromstring(send(person, "/api/v1/chart/graphml", chart).content)
    names = {key.get("id"): key.get("attr.name") for key in graph.iter(f"{GRAPHML}key")}
    placed = {
        node.get("id"): {names[data.get("key")]: data.text for data in node.iter(f"{GRAPHML}data")}
        for node in graph.iter(f"{GRAPHML}node")
    }

    assert {id: [float(each["x"]), float(each["y"])] for id, each in placed.items()} == {
        each["id"]: each["at"] for each in chart["entities"]
    }
    table = rows(send(person, "/api/v1/chart/links.csv", chart).content)
    assert {frozenset((row["from_id"], row["to_id"])) for row in table} == {frozenset(pair) for pair in chart["links"]}
    assert {row["marking"] for row in table} == {"OFFICIAL-SENSITIVE"}


def test_names_come_from_the_record_and_what_a_reader_may_not_see_is_in_no_file(office: Office) -> None:
    hidden = seen_by_analyst_alone(office)
    chart = on_screen(office)
    chart["entities"].append({"id": hidden, "at": [0, 300]})
    chart["links"].append([hidden, chart["entities"][0]["id"]])
    known = {
        row["id"]: row["name"]
        for row in rows(send(office.person("analyst"), "/api/v1/chart/entities.csv", chart).content)
    }
    seen = {row["id"] for row in rows(send(office.person("chair"), "/api/v1/chart/entities.csv", chart).content)}

    assert hidden in known
    assert hidden not in seen
    chair = office.person("chair")
    for kind in KINDS:
        content = send(chair, f"/api/v1/chart/{kind}", chart).content
        assert hidden.encode() not in content
        assert kind == "png" or known[hidden].encode() not in content
    chair.post("/reason", case=chart["entities"][0]["id"], reason="For the strategy meeting")
    for view in ("timeline", "places"):
        shown = send(chair, f"/explorer/view/{view}", chart)
        assert shown.status_code == 200
        assert known[hidden] not in shown.text


def test_the_filters_of_the_chart_are_named_on_the_file_and_choose_the_items_of_a_timeline(office: Office) -> None:
    chart = on_screen(office, 30)
    person = office.person("analyst")
    items = rows(send(person, "/api/v1/chart/timeline.csv", chart).content)
    days = sorted(row["when"] for row in items if row["when"] != "not dated")
    chart["filters"] = {"from": days[len(days) // 2].split(" ")[0]}
    fewer = rows(send(person, "/api/v1/chart/timeline.csv", chart).content)

    assert 0 < len(fewer) < len(items)
    assert {row["filters"] for row in fewer} == {f"items from {chart['filters']['from']}"}
    assert (
        f"Filters of this chart: items from {chart['filters']['from']}" in send(person, "/api/v1/chart/svg", chart).text
    )


def test_a_view_holds_for_files_too(office: Office) -> None:
    chart = on_screen(office, 30)
    person = office.person("analyst")
    everything = rows(send(person, "/api/v1/chart/links.csv", chart).content)
    best = rows(send(person, "/api/v1/chart/links.csv", chart, min_grade="1A", graded_only="true").content)

    assert sum(int(row["items"]) for row in best) < sum(int(row["items"]) for row in everything)
    assert {row["view"] for row in everything} == {"everything known today; confirmed identities only"}
    assert {row["view"] for row in best} == {"everything known today; grades -A, 1-, 1A; confirmed identities only"}


def test_groups_are_one_and_notes_are_said(office: Office) -> None:
    chart = on_screen(office)
    first, second, *others = chart["entities"]
    members = [each["id"] for each in others]
    chart["entities"] = [first, second]
    chart["groups"] = [{"id": "group:1-2", "name": "The others", "members": members, "at": [400, 200]}]
    chart["notes"] = [{"id": "note:3-4", "text": "=Ask Gwent, ŷ", "about": [], "at": [0, -90]}]
    person = office.person("analyst")
    entities = rows(send(person, "/api/v1/chart/entities.csv", chart).content)
    links = rows(send(person, "/api/v1/chart/links.csv", chart).content)

    assert {row["name"] for row in entities} >= {f"The others ({len(members)})", "'=Ask Gwent, ŷ"}
    assert {row["from_id"] for row in links} | {row["to_id"] for row in links} <= {
        first["id"],
        second["id"],
        "group:1-2",
    }
    svg = send(person, "/api/v1/chart/svg", chart).text
    assert "The others" in svg
    assert "=Ask Gwent" in svg


@pytest.mark.parametrize("text", ["=1+1", "+44 1", "-1", "@x", "\t=1"])
def test_no_cell_is_taken_for_a_formula(office: Office, text: str) -> None:
    chart = {**on_screen(office, 2), "title": text}
    content = send(office.person("analyst"), "/api/v1/chart/entities.csv", chart).content

    assert {row["title"] for row in rows(content)} <= {f"'{text}", f"'{text.strip()}"}


def test_what_is_no_chart_is_refused(office: Office) -> None:
    person = office.person("analyst")

    assert send(person, "/api/v1/chart/exe", on_screen(office, 1)).status_code == 422
    assert send(person, "/api/v1/chart/svg", {"title": "Nothing"}).status_code == 404
    members = [[f"person:{half}{n}" for n in range(1500)] for half in "ab"]
    groups = [{"id": f"group:{at}", "name": "Half", "members": each, "at": [0, 0]} for at, each in enumerate(members)]
    assert send(person, "/api/v1/chart/svg", {"title": "Two halves", "groups": groups}).status_code == 400
    assert (
        send(person, "/api/v1/chart/svg", {"title": "x", "entities": [{"id": "x", "at": ["a", 1]}]}).status_code == 422
    )
    assert person.browser.post("/api/v1/chart/svg", json=on_screen(office, 1)).status_code == 403
