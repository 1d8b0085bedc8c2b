"""Scripts that a unit wrote with py2neo or the official driver still read its graph when Dolen keeps it on Neo4j: the
notebooks of `docs/examples` are run as they stand."""

import json
from pathlib import Path
from typing import Any

import pytest
from py2neo import Graph, NodeMatcher

from graph.store import Store, Writer
from tests.support.neo4j.server import Neo4jServer

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture
def graph_of_two(neo4j_store: Store, neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> Neo4jServer:
    """Two children who are named with one man, one of them in an item that has ended."""

    def work(writer: Writer) -> None:
        writer.write("CREATE (:Item {id: 'i', ref: 'R1/1', text: 'Seen at Tŷ Gwyn', change: $change})")
        writer.write("CREATE (:Item {id: 'j', ref: 'R2/1', text: 'Seen again', superseded_at: 1, change: $change})")
        writer.write("CREATE (:Entity:Person:Child {id: 'p', component: 'p'})")
        writer.write("CREATE (:Entity:Person:Child {id: 'q', component: 'q'})")
        writer.write("CREATE (:Entity:Person:Adult {id: 'm', component: 'm'})")
        for item, person in (("i", "p"), ("i", "m"), ("j", "q"), ("j", "m")):
            writer.write(
                "MATCH (i:Item {id: $item}) MATCH (p:Entity {id: $person}) "
                "CREATE (i)-[:MENTIONS {role: 'child at risk'}]->(p)",
                item=item,
                person=person,
            )

    neo4j_store.write(work)
    monkeypatch.setenv("NEO4J_URI", neo4j_server.uri)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    return neo4j_server


def run(name: str) -> dict[str, Any]:
    """Everything that a notebook's cells name, once they were run in order."""
    notebook = json.loads((EXAMPLES / name).read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), name, "exec"), names)
    return names


@pytest.mark.parametrize("name", ["neo4j.ipynb", "py2neo.ipynb"])
def test_a_notebook_reads_who_is_named_with_each_child(graph_of_two: Neo4jServer, name: str) -> None:
    assert graph_of_two.uri
    names = run(name)

    assert names["pairs"] == [{"child": "p", "other": "m", "items": ["R1/1"]}]
    assert names["shared"] == {"m": 1}


def test_py2neo_reads_a_dolen_graph(graph_of_two: Neo4jServer) -> None:
    graph = Graph(graph_of_two.uri, auth=("neo4j", graph_of_two.password))

    child = NodeMatcher(graph).match("Child", id="p").first()
    rows = graph.run("MATCH (i:Item {id: 'i'})-[m:MENTIONS]->(p:Child) RETURN i.text AS text, m.role AS role").data()

    assert child is not None
    assert set(child.labels) == {"Entity", "Person", "Child"}
    assert rows == [{"text": "Seen at Tŷ Gwyn", "role": "child at risk"}]
