"""Scripts that a unit wrote with py2neo still read its graph when Dolen keeps it on Neo4j."""

from py2neo import Graph, NodeMatcher

from graph.store import Store, Writer
from tests.support.neo4j.server import Neo4jServer


def test_py2neo_reads_a_dolen_graph(neo4j_store: Store, neo4j_server: Neo4jServer) -> None:
    def work(writer: Writer) -> None:
        writer.write("CREATE (:Item {id: 'i', text: 'Seen at Tŷ Gwyn', change: $change})")
        writer.write("CREATE (:Entity:Person:Child {id: 'p', component: 'p'})")
        writer.write(
            "MATCH (i:Item {id: 'i'}) MATCH (p:Entity {id: 'p'}) CREATE (i)-[:MENTIONS {role: 'child at risk'}]->(p)"
        )

    neo4j_store.write(work)
    graph = Graph(neo4j_server.uri, auth=("neo4j", neo4j_server.password))

    child = NodeMatcher(graph).match("Child", id="p").first()
    rows = graph.run("MATCH (i:Item)-[m:MENTIONS]->(p:Person) RETURN i.text AS text, m.role AS role, p.id AS id").data()

    assert child is not None
    assert set(child.labels) == {"Entity", "Person", "Child"}
    assert rows == [{"text": "Seen at Tŷ Gwyn", "role": "child at risk", "id": "p"}]
