"""What a person types is found by an index, whatever it could mean: every command begins with that question."""

import pytest

from graph.model.ids import name_id
from graph.model.view import FOREVER
from graph.queries.entities.find import HITS
from graph.store import Store, Writer
from graph.store.bolt import BoltStore
from graph.store.migrations import MIGRATIONS, Migration, migrate
from tests.contract.viewing import CLEAR, item
from tests.support.plans import scanned, sought

BRANCHES = HITS.text.split("UNION ALL")
TYPED: dict[str, object] = {**CLEAR, "text": "n7", "values": ["n7"], "names": ["n7"], "name_keys": ["n7"]}


@pytest.mark.parametrize("branch", BRANCHES, ids=lambda branch: branch.split("MATCH ")[1].splitlines()[0])
def test_each_meaning_is_looked_up(store: Store, branch: str) -> None:
    store.write(everything_is_called_by_number)
    store.settle()

    assert scanned(store, branch, **TYPED) == set()
    assert len(sought(store, branch, **TYPED) & {"e", "n", "r"}) == 1


def test_together_they_are_looked_up_too(neo4j_store: Store) -> None:
    """Neo4j plans a UNION as a whole, so that it could plan its branches otherwise than each by itself."""
    neo4j_store.write(everything_is_called_by_number)
    neo4j_store.settle()

    assert scanned(neo4j_store, HITS.text, **TYPED) == set()


def test_the_names_of_an_earlier_graph_are_put_where_they_are_found(store: Store) -> None:
    """A graph of the first step calls people by their mentions alone, one of them by very many aliases."""
    assert isinstance(store, BoltStore)
    long = "taz " * 100
    store.write(lambda writer: mention(writer, {"a": ["evans, bo", "lee, bo"], "b": ["evans, bo"], "c": [long]}))

    [naming] = [each for each in MIGRATIONS if each.number == 2]
    try:
        migrate(store, (*MIGRATIONS, Migration(99, "again", data=naming.data)))

        rows = store.read("MATCH (e:Person)-[:NAMED]->(n:Name) RETURN e.id AS person, n.id AS name")
        assert sorted((row["person"], row["name"]) for row in rows) == [
            ("a", "evans, bo"),
            ("a", "lee, bo"),
            ("b", "evans, bo"),
            ("c", name_id(long)),
        ]
        assert store.read("MATCH (n:Name) RETURN count(*) AS n") == [{"n": 3}]
    finally:
        store.write(lambda writer: writer.write("MATCH (m:Migration {number: 99}) DELETE m"))


def everything_is_called_by_number(writer: Writer) -> None:
    """Five hundred children, each with an item, a report and a name of the same number."""
    numbers = [f"n{number}" for number in range(500)]
    mention(writer, {number: [number] for number in numbers})
    writer.write("UNWIND $ids AS id CREATE (:Report {id: id, ref: id})", ids=numbers)
    writer.write("UNWIND $ids AS id CREATE (:Name {id: id})", ids=numbers)
    writer.write(
        """
        UNWIND $ids AS id
        MATCH (r:Report {id: id}) MATCH (i:Item {id: id + ' ' + id}) MATCH (e:Entity {id: id}) MATCH (n:Name {id: id})
        CREATE (r)-[:CONTAINS]->(i) CREATE (e)-[:NAMED]->(n)
        """,
        ids=numbers,
    )


def mention(writer: Writer, called: dict[str, list[str]]) -> None:
    """People, each mentioned by an item for each name, and once more without one."""
    people = [{"id": person, "component": person, "local_ref": person} for person in called]
    named = [(person, name) for person, names in called.items() for name in names]
    items = [item(f"{person} {name}", "P", (100, FOREVER), "2C", "caller") for person, name in named]
    writer.write("UNWIND $rows AS row CREATE (e:Entity:Person:Child) SET e = row", rows=people)
    writer.write("UNWIND $rows AS row CREATE (i:Item) SET i = row", rows=items)
    writer.write(
        """
        UNWIND $rows AS row
        MATCH (i:Item {id: row.item}) MATCH (e:Entity {id: row.person})
        CREATE (i)-[:MENTIONS {id: row.item, local_ref: row.person, name_key: row.name}]->(e)
        CREATE (i)-[:MENTIONS {id: row.item + ' again'}]->(e)
        """,
        rows=[{"item": f"{person} {name}", "person": person, "name": name} for person, name in named],
    )
