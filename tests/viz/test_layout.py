"""Positions: the same each time, and nothing covers anything."""

from dataclasses import replace
from itertools import combinations

import pytest

from tests.viz.examples import CAPTION, example
from viz.labels import node_room
from viz.layout import BEND, lay_out, lay_out_around
from viz.network import Edge, Network, Node
from viz.positions import Layout


def covering(network: Network, layout: Layout) -> set[tuple[str, str]]:
    """Pairs whose icons or labels overlap."""
    boxes: dict[str, tuple[float, float, float, float]] = {}
    for node in network.nodes:
        (x, y), room = layout.positions[node.id], node_room(node)
        boxes[node.id] = (x - room.aside, y - room.above, x + room.aside, y + room.below)
    return {
        (a, b)
        for (a, one), (b, other) in combinations(boxes.items(), 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    }


@pytest.mark.parametrize("size", [1, 2, 3, 10, 60, 300])
def test_nothing_covers_anything(size):
    network = example(size)
    layout = lay_out(network)
    assert set(layout.positions) == {node.id for node in network.nodes}
    assert covering(network, layout) == set()


def test_entities_without_links_stand_beside_the_rest():
    network = example(10)
    alone = tuple(Node(f"alone:{number}", "premises", f"{number} Mill Street") for number in range(30))
    network = replace(network, nodes=(*network.nodes, *alone))
    assert covering(network, lay_out(network)) == set()


@pytest.mark.parametrize("size", [10, 60])
def test_the_same_network_is_laid_out_alike_in_whatever_order_it_comes(size):
    network = example(size)
    turned = replace(network, nodes=network.nodes[::-1], edges=network.edges[::-1])
    assert dict(lay_out(network).positions) == dict(lay_out(turned).positions) == dict(lay_out(network).positions)


def test_two_links_between_the_same_entities_bend_apart():
    nodes = (Node("a", "child", "Siân"), Node("b", "adult", "Rhys"), Node("c", "phone", "07700 900001"))
    edges = (Edge("a", "b", "seen", "SEEN"), Edge("b", "a", "called", "CALLED"), Edge("a", "c", "uses", "USES"))
    assert lay_out(Network(nodes, edges, "t", CAPTION)).bends == (-BEND / 2, BEND / 2, 0.0)


def test_what_has_a_place_keeps_it_and_the_others_stand_below_and_cover_nothing():
    network = example(10)
    first, second, *others = (node.id for node in network.nodes)
    kept = {first: (0.0, 0.0), second: (400.0, 10.0)}
    layout = lay_out_around(network, {**kept, "hidden": (5.0, 900.0)})

    assert {id: layout.positions[id] for id in kept} == kept
    assert list(layout.positions) == list(lay_out(network).positions)
    assert min(layout.positions[id][1] for id in others) > 10.0
    assert covering(network, layout) == set()
    assert lay_out_around(network, {"hidden": (5.0, 900.0)}) == lay_out(network)
    assert layout == lay_out_around(network, kept), "what is not in the network leaves no mark"


def test_an_empty_network_has_no_positions():
    assert lay_out(Network((), (), "Nothing", CAPTION)) == Layout({}, ())


def test_a_large_network_is_laid_out_whole():
    network = example(2000)
    assert set(lay_out(network).positions) == {node.id for node in network.nodes}
