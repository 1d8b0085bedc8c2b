"""The page shows everything twice (map and tables), and asks for nothing."""

import base64
import hashlib
import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest

from tests.viz.examples import CAPTION, example
from tests.viz.hostile import hostile
from viz.interactive import as_html
from viz.network import Edge, Network, Node
from viz.style import legend
from viz.text_metrics import printable


class Reading(HTMLParser):
    """Collects tags with attributes, and the text of scripts, styles, rows and list entries."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append((self.tags[-1][0] if self.tags else "", data))


def map_data(page: str) -> dict[str, list[dict[str, object]]]:
    found = re.search(r'<template id="network">(.*?)</template>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize("size", [1, 10, 60])
def test_map_and_tables_hold_the_same_entities_and_links(size):
    network = example(size)
    page = as_html(network)
    data, tags = map_data(page), Reading(page).tags
    rows = [attrs for tag, attrs in tags if tag == "tr"]
    assert {node["id"] for node in data["nodes"]} == {node.id for node in network.nodes}
    assert sorted(row["data-id"] or "" for row in rows if "data-id" in row) == sorted(node.id for node in network.nodes)
    asked = sorted(tuple(sorted((edge.source, edge.target))) for edge in network.edges)
    assert sorted((edge["from"], edge["to"]) for edge in data["edges"]) == asked
    tabled = [(row["data-source"] or "", row["data-target"] or "") for row in rows if "data-source" in row]
    assert sorted(tuple(sorted(ends)) for ends in tabled) == asked


def test_two_links_between_the_same_entities_are_both_kept():
    nodes = (Node("a", "child", "Siân"), Node("b", "adult", "Rhys"))
    edges = (Edge("a", "b", "seen", "SEEN"), Edge("b", "a", "called", "CALLED", confirmed=False))
    drawn = map_data(as_html(Network(nodes, edges, "t", CAPTION)))["edges"]
    assert [(edge["label"], edge["confirmed"]) for edge in drawn] == [("seen", True), ("called", False)]
    assert drawn[0]["bend"] != drawn[1]["bend"]


def test_the_page_names_no_other_address_and_forbids_itself_every_request():
    page = as_html(example(10))
    reading = Reading(page)
    addresses = [
        value or "" for _, attrs in reading.tags for name, value in attrs.items() if name in ("src", "href", "action")
    ]
    assert addresses == ["data:,"]
    policy = next(
        attrs["content"] for tag, attrs in reading.tags if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_policy_names_the_hash_of_every_script_that_runs_and_of_the_style():
    page = as_html(hostile())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    inline = re.findall(r"<(script|style)>(.*?)</\1>", page, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for _, text in inline}
    assert [name for name, _ in inline] == ["style", "script", "script"]
    assert hashes == set(re.findall(r"'sha256-([^']+)'", unescape(policy[1])))


def test_the_page_says_its_language_title_marking_caption_and_legend():
    network = example(10)
    page = as_html(network)
    assert '<html lang="en-GB">' in page
    assert f"<title>OFFICIAL-SENSITIVE – {network.title}</title>" in page
    assert page.count('<p class="marking">OFFICIAL-SENSITIVE</p>') == 2
    assert "A connection is not responsibility." in page
    for line in (*network.caption_lines, *(entry.text for entry in legend(network))):
        assert line in page


def test_the_category_stands_beside_each_childs_name():
    network = example(60)
    nodes = {node["id"]: node for node in map_data(as_html(network))["nodes"]}
    children = [node for node in network.nodes if node.kind == "child"]
    assert {nodes[child.id]["label"] for child in children} == {f"{c.label} · SERAF {c.category}" for c in children}


def test_hostile_text_adds_no_tag_and_no_attribute():
    tame = Network((Node("a", "child", "A", 4, "n"), Node("b", "adult", "B", None, "n")), (), "t", CAPTION)
    tame = Network(tame.nodes, (Edge("a", "b", "l", "K", False, 0.5, 1, ("R/1",)),), "t", CAPTION)

    def shape(network: Network) -> list[tuple[str, tuple[str, ...]]]:
        return [(tag, tuple(attrs)) for tag, attrs in Reading(as_html(network)).tags]

    assert shape(hostile()) == shape(tame)
    assert {node["label"] for node in map_data(as_html(hostile()))["nodes"]} == {
        printable(node.full_label) for node in hostile().nodes
    }


def test_the_same_network_gives_the_same_page():
    assert as_html(example(60)) == as_html(example(60))
