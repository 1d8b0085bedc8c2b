"""GraphML reads back to what was written."""

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import igraph
import networkx

from tests.viz.examples import example
from tests.viz.hostile import hostile
from viz.interchange import as_graphml
from viz.layout import lay_out


def test_entities_links_marking_and_caption_read_back():
    network = example(60)
    graph = networkx.read_graphml(BytesIO(as_graphml(network)), force_multigraph=True)
    assert {
        (name, data["kind"], data["label"], data.get("seraf_category")) for name, data in graph.nodes(data=True)
    } == {
        (node.id, node.kind, node.label, None if node.category is None else str(node.category))
        for node in network.nodes
    }
    read = {
        (frozenset((one, other)), data["label"], data["confirmed"], data["strength"], data["items"], data["evidence"])
        for one, other, data in graph.edges(data=True)
    }
    assert read == {
        (
            frozenset((edge.source, edge.target)),
            edge.label,
            edge.confirmed,
            edge.strength,
            edge.items,
            "; ".join(edge.evidence),
        )
        for edge in network.edges
    }
    assert graph.number_of_edges() == len(network.edges)
    assert graph.graph["marking"] == "OFFICIAL-SENSITIVE"
    assert graph.graph["view"] == network.caption.view
    assert graph.graph["made_by"] == network.caption.made_by
    assert graph.graph["reading"] == "A connection is not responsibility."


def test_igraph_reads_the_same_entities_links_and_places(tmp_path: Path):
    network = example(60)
    layout = lay_out(network)
    file = tmp_path / "map.graphml"
    file.write_bytes(as_graphml(network, layout))
    graph = igraph.Graph.Read_GraphML(str(file))

    names = graph.vs["id"]
    assert {name: (graph.vs[at]["x"], graph.vs[at]["y"]) for at, name in enumerate(names)} == {
        id: (float(x), float(y)) for id, (x, y) in layout.positions.items()
    }
    assert sorted(sorted((names[edge.source], names[edge.target])) for edge in graph.es) == sorted(
        sorted((edge.source, edge.target)) for edge in network.edges
    )


def test_hostile_text_stays_text():
    root = ElementTree.fromstring(as_graphml(hostile()))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {
        "graphml",
        "key",
        "graph",
        "data",
        "node",
        "edge",
    }
