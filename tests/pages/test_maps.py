"""A map of one child or of anything else by its address: as its reader may see it, and entered in the log."""

import re
import xml.etree.ElementTree as ET

import pytest

from tests.pages.conftest import Office
from tests.pages.picturing import linked_child, seen_by_analyst_alone

MAP = "/api/v1/exports/map"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
BEGINS = {"html": b"<!DOCTYPE html>", "svg": b"<", "png": b"\x89PNG", "graphml": b"<?xml", "pdf": b"%PDF-"}


def node_ids(content: bytes) -> set[str]:
    """The nodes of a GraphML file."""
    return {node.attrib["id"] for node in ET.fromstring(content).iter(f"{GRAPHML}node")}


@pytest.mark.parametrize("format", BEGINS)
def test_each_format_is_a_file_entered_before_it_leaves(office: Office, format: str) -> None:
    child = linked_child(office)
    before = office.log_length
    answer = office.person("analyst").get(MAP, id=child, format=format)

    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(BEGINS[format])
    assert re.search(rf'filename="dolen-map-[\d-]+\.{format}"$', answer.headers["content-disposition"])
    entered = [(each.action, each.question, each.subjects) for each in office.entries_after(before)][2:]
    assert entered == [
        ("expand", "links_among", (child,)),
        ("consult", "linked_children", (child,)),
        ("export", f"map as {format}", (child,)),
    ]


def test_a_child_s_map_holds_the_children_linked_with_it_and_others_what_is_beside_them(office: Office) -> None:
    person, child = office.person("analyst"), linked_child(office)
    linked = person.get("/api/v1/linked_children", child=child, limit=3).json()["linked"]
    installation = linked[0]["via"][-1]["id"]
    near = person.get("/api/v1/neighbours", id=installation, limit=5).json()["neighbours"]
    of_child = node_ids(person.get(MAP, id=child, format="graphml", limit=3).content)
    of_house = node_ids(person.get(MAP, id=installation, format="graphml", limit=5).content)

    assert {child, *(each["id"] for each in linked)} <= of_child
    assert of_house == {installation, *(each["entity"]["id"] for each in near)}


def test_the_view_and_the_role_hold_and_the_hidden_is_as_though_never_recorded(office: Office) -> None:
    hidden, chair = seen_by_analyst_alone(office), office.person("chair")
    refused, nobody = (chair.get(MAP, id=id) for id in (hidden, "person:nobody"))
    child = linked_child(office)

    assert office.person("analyst").get(MAP, id=hidden, format="svg").status_code == 200
    assert refused.status_code == nobody.status_code == 404
    assert refused.json()["detail"].replace(hidden, "ID") == nobody.json()["detail"].replace("person:nobody", "ID")
    assert chair.get(MAP, id=child, known_at="1990-01-01").status_code == 404
    assert office.person("auditor").get(MAP, id=child).status_code == 403


def test_what_is_no_map_is_refused_in_words(office: Office) -> None:
    person = office.person("analyst")
    for given in ({}, {"id": "x", "format": "exe"}, {"id": "x", "limit": 101}, {"id": ["x"] * 11}):
        assert person.get(MAP, **given).status_code == 422, given
