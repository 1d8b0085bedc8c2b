"""The SVG shows everything, distinguishes the unconfirmed, and can carry nothing that runs."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.viz.examples import CAPTION, example
from tests.viz.hostile import hostile
from viz.labels import node_lines
from viz.network import Network, Node
from viz.print_sheet import PAPERS
from viz.style import legend
from viz.svg import as_svg
from viz.text_metrics import printable

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "defs", "g", "use", "rect", "circle", "path", "text"}


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("size", [1, 10, 60])
def test_every_entity_and_every_link_is_drawn(size):
    network = example(size)
    root = ElementTree.fromstring(as_svg(network))
    entities = [g for g in root.iter(f"{SVG}g") if (g.get("class") or "").startswith("entity")]
    drawn = sorted(tuple(text.text for text in g.iter(f"{SVG}text")) for g in entities)
    assert drawn == sorted(tuple(line.text for line in node_lines(node)) for node in network.nodes)
    links = [path for path in root.iter(f"{SVG}path") if (path.get("class") or "").startswith("link")]
    assert len(links) == len(network.edges)


def test_only_unconfirmed_links_are_dashed():
    network = example(60)
    root = ElementTree.fromstring(as_svg(network))
    links = [path for path in root.iter(f"{SVG}path") if (path.get("class") or "").startswith("link")]
    dashed = [path.get("stroke-dasharray") is not None for path in links]
    assert dashed == [not edge.confirmed for edge in network.edges]
    assert True in dashed
    assert False in dashed


def test_marking_title_legend_and_caption_are_on_the_picture():
    network = example(10)
    root = ElementTree.fromstring(as_svg(network))
    written = texts(root)
    assert written.count("OFFICIAL-SENSITIVE") == 2
    assert "A connection is not responsibility." in written
    assert network.title in written
    assert {entry.text for entry in legend(network)} <= set(written)
    caption = " ".join(written)
    for line in network.caption_lines:
        assert line in caption


def test_a_picture_without_people_says_nothing_of_responsibility():
    network = Network((Node("v", "vehicle", "CA12 ABC"),), (), "One vehicle", CAPTION)
    assert "responsibility" not in as_svg(network)


def test_text_stays_text():
    network = hostile()
    root = ElementTree.fromstring(as_svg(network))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
    references = [value for element in root.iter() for name, value in element.items() if name.endswith("href")]
    assert all(value.startswith("#") for value in references)
    assert root.findtext(f"{SVG}title") == printable(network.title)


def test_the_same_network_gives_the_same_bytes():
    assert as_svg(example(60)) == as_svg(example(60))


def test_the_sheet_grows_with_the_picture_and_at_its_largest_says_when_labels_are_small():
    sizes = {size: ElementTree.fromstring(as_svg(example(size))).get("width") for size in (10, 60, 500)}
    assert sizes == {10: "297mm", 60: "420mm", 500: f"{PAPERS[-1].millimetres[0]}mm"}
    assert "enlarge this picture" in as_svg(example(500))
    assert "enlarge this picture" not in as_svg(example(60))


def test_a_picture_of_nothing_still_carries_its_marking():
    svg = as_svg(replace(example(1), nodes=(), edges=()))
    assert texts(ElementTree.fromstring(svg)).count("OFFICIAL-SENSITIVE") == 2
