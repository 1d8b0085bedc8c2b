"""Ids are unique and quickly found across every label that a node has, and a label can come later, on both engines."""

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import StoreError, StoreOutOfStep
from graph.identity.clusters import IDENTITY
from graph.model.view import FOREVER, BoundView, View
from graph.settings import Settings
from graph.store import Store, Writer, changed_records, current_change, open_store
from graph.store.bolt import BoltStore
from graph.store.migrations import IDENTIFIED_LABELS, MIGRATIONS, Batched, Migration, Upgrade, migrate
from tests.support.plans import scanned, sought


@pytest.mark.parametrize("labels", [":Entity", ":Entity:Person", ":Entity:Person:Child", ":Entity:Address"])
def test_an_id_is_one_entity_s_whatever_its_labels(store: Store, labels: str) -> None:
    store.write(lambda writer: writer.write("CREATE (:Entity:Person:Adult {id: 'one'})"))

    with pytest.raises(StoreError, match="same id"):
        store.write(lambda writer: writer.write("CREATE (" + labels + " {id: 'one'})"))

    assert store.read("MATCH (e:Entity) RETURN count(*) AS n") == [{"n": 1}]


@pytest.mark.parametrize("label", [*IDENTIFIED_LABELS, "Name"])
def test_ids_of_every_kind_of_node_are_unique(store: Store, label: str) -> None:
    with pytest.raises(StoreError, match="same id"):
        store.write(lambda writer: writer.write("UNWIND [1, 2] AS n CREATE (:" + label + " {id: 'one'})"))


@pytest.mark.parametrize(
    ("statement", "variable"),
    [
        ("MATCH (e:Entity {id: $id}) RETURN e.id", "e"),
        ("UNWIND [$id] AS id MATCH (e:Entity {id: id})<-[:MENTIONS]-(i:Item) RETURN i.id", "e"),
        ("MATCH (e:Entity {component: $id}) RETURN e.id", "e"),
        ("UNWIND [$id] AS id MATCH (e:Entity {component: id})<-[:MENTIONS]-(i:Item) RETURN i.id", "e"),
        ("MATCH (e:Person {local_ref: $id}) RETURN e.id", "e"),
        ("MATCH (i:Item {id: $id}) RETURN i.id", "i"),
        ("MATCH (i:Item {lineage: $id}) RETURN i.id", "i"),
        ("UNWIND [$id] AS id MATCH (i:Item {ref: id}) RETURN i.id", "i"),
        ("MATCH (i:Item) WHERE i.change > $change RETURN i.id", "i"),
    ],
)
def test_what_is_looked_up_is_found_by_an_index(store: Store, statement: str, variable: str) -> None:
    store.write(people)
    store.settle()

    assert sought(store, statement, id="n7", change=0) == {variable}
    assert scanned(store, statement, id="n7", change=0) == set()


def test_joining_reads_from_what_it_met(store: Store) -> None:
    store.write(people)
    store.write(recorded_one_after_another)
    store.settle()
    view = BoundView(View(date(2025, 6, 1)), ("P||",)).parameters()
    met = {"components": ["n7"], "doubtful": [{"component": "n7", "known": ["n8"]}]}
    branch = IDENTITY.text.split("UNION ALL")[-1]

    assert "a" in sought(store, branch, **view, **met)
    # The embedded engine reports what a second MATCH has already like what it looks for.
    assert scanned(store, branch, **view, **met) <= {"a"}


@pytest.mark.parametrize("label", ["Person", "Child"])
def test_an_entity_s_other_labels_find_no_id(store: Store, label: str) -> None:
    """A known blind spot: ids are indexed for `:Entity`, so statements look up there; `:Person {id: …}` reads all."""
    store.write(people)
    store.settle()

    assert scanned(store, "MATCH (e:" + label + " {id: $id}) RETURN e.id", id="n7") == {"e"}


def people(writer: Writer) -> None:
    """Five hundred children, each mentioned by an item of the same number."""
    writer.write(
        """
        UNWIND range(1, 500) AS n
        CREATE (:Entity:Person:Child {id: 'n' + n, component: 'n' + n, local_ref: 'n' + n})
        """
    )
    writer.write(
        "UNWIND range(1, 500) AS n CREATE (:Item {id: 'n' + n, lineage: 'n' + n, ref: 'n' + n, change: $change})"
    )
    writer.write(
        """
        UNWIND range(1, 500) AS n
        MATCH (i:Item {id: 'n' + n}) MATCH (e:Entity {id: 'n' + n})
        CREATE (i)-[:MENTIONS {id: 'n' + n}]->(e)
        """
    )


def recorded_one_after_another(writer: Writer) -> None:
    """Those items as a View sees them."""
    writer.write(
        """
        UNWIND range(1, 500) AS n
        MATCH (i:Item {id: 'n' + n})
        SET i.recorded_at = n, i.superseded_at = $forever, i.access = 'P||', i.grade = '2B', i.origin = i.id
        """,
        forever=FOREVER,
    )


def test_a_label_that_comes_later_moves_nothing(store: Store) -> None:
    def before(writer: Writer) -> None:
        writer.write("CREATE (:Entity:Person {id: 'p', component: 'c', local_ref: 'N1'})")
        writer.write("CREATE (:Entity:Person {id: 'q', component: 'c'})")
        writer.write("CREATE (:Item {id: 'i'})")
        writer.write(
            """
            MATCH (i:Item {id: 'i'}) MATCH (p:Entity {id: 'p'}) MATCH (q:Entity {id: 'q'})
            CREATE (i)-[:MENTIONS {id: 'm'}]->(p) CREATE (p)-[:SAME {id: 's'}]->(q)
            """
        )

    store.write(before)
    store.write(lambda writer: writer.write("UNWIND $ids AS id MATCH (e:Entity {id: id}) SET e:Child", ids=["p"]))
    store.write(lambda writer: writer.write("UNWIND $ids AS id MATCH (e:Entity {id: id}) SET e:Child", ids=["p"]))

    assert store.read("MATCH (e:Child) RETURN e.id AS id, e.component AS c, e.local_ref AS ref") == [
        {"id": "p", "c": "c", "ref": "N1"}
    ]
    assert store.read("MATCH (e:Entity {id: 'p'}) RETURN size(labels(e)) AS n") == [{"n": 3}]
    assert store.read("MATCH (e:Person {local_ref: 'N1'}) RETURN e.id AS id") == [{"id": "p"}]
    assert store.read("MATCH (:Item {id: 'i'})-[m:MENTIONS]->(e:Child) RETURN m.id AS m, e.id AS e") == [
        {"m": "m", "e": "p"}
    ]
    assert store.read("MATCH (e:Entity {id: 'p'})-[s:SAME]->(o) RETURN s.id AS s, o.id AS o") == [{"s": "s", "o": "q"}]
    assert store.read("MATCH (e:Entity {id: 'q'})<-[s:SAME]-(o) RETURN s.id AS s, o.id AS o") == [{"s": "s", "o": "p"}]
    with pytest.raises(StoreError, match="same id"):
        store.write(lambda writer: writer.write("CREATE (:Entity:Person {id: 'p'})"))


def test_migrations_are_recorded_and_run_once(store: Store, store_settings: Settings) -> None:
    again = open_store(store_settings)
    again.close()

    rows = store.read("MATCH (m:Migration) RETURN m.number AS number, m.name AS name")
    assert {(row["number"], row["name"]) for row in rows} == {(step.number, step.name) for step in MIGRATIONS}


def test_a_later_step_is_applied_in_batches_of_its_data(store: Store) -> None:
    assert isinstance(store, BoltStore)
    store.write(lambda writer: writer.write("UNWIND range(1, 4500) AS n CREATE (:Item {id: 'old ' + toString(n)})"))
    marking = Batched(
        "MATCH (i:Item) RETURN i.id AS id", "UNWIND $ids AS id MATCH (i:Item {id: id}) SET i.at = $change"
    )
    added = Migration(99, "an example", data=(marking,))
    reached: list[Upgrade] = []
    try:
        assert migrate(store, (*MIGRATIONS, added), reached.append) == (99,)
        assert reached == [Upgrade("an example", done, 4500) for done in (0, 2000, 4000)]
        assert migrate(store, (*MIGRATIONS, added)) == ()
        [counted] = store.read("MATCH (i:Item) RETURN count(i.at) AS marked, count(DISTINCT i.at) AS batches")
        assert counted == {"marked": 4500, "batches": 3}

        with pytest.raises(StoreOutOfStep, match="step 99"):
            migrate(store)
    finally:
        store.write(lambda writer: writer.write("MATCH (m:Migration {number: 99}) DELETE m"))


def test_judgements_older_than_the_feed_are_in_it(store: Store) -> None:
    """Assessments of before versions get the number of the change that made versions of them."""
    assert isinstance(store, BoltStore)
    store.write(
        lambda writer: writer.write(
            """
            CREATE (c:Entity:Person:Child {id: 'c', component: 'c'})
            CREATE (a:Assessment {id: 'old', recorded_at: 1, assessed_at: '2024-03-01', assessed_at_ms: 1})
            CREATE (i:Item {id: 'i'})
            CREATE (a)-[:OF]->(c) CREATE (a)-[:RESTS_ON]->(i)
            """
        )
    )
    step = next(each for each in MIGRATIONS if each.name == "what people judge is kept in versions")
    before = current_change(store)
    try:
        migrate(store, (*MIGRATIONS, replace(step, number=99)))

        [found] = changed_records(store, before)
        assert (found.kind, found.id) == ("judgement", "old")
        [kept] = store.read(
            """
            MATCH (j:Judgement {id: 'old'})-[:ABOUT]->(e:Entity)
            MATCH (j)-[r:RESTS_ON]->(i:Item)
            RETURN e.id AS child, i.id AS item, r.code AS code, properties(j) AS said
            """
        )
        assert kept == {
            "child": "c",
            "item": "i",
            "code": "",
            "said": {
                "id": "old",
                "lineage": "old",
                "replaces": [],
                "state": "recorded",
                "recorded_at": 1,
                "loaded_at": 1,
                "assessed_at": "2024-03-01",
                "assessed_at_ms": 1,
                "assessed_until_ms": 86400001,
                "change": found.change,
            },
        }
    finally:
        store.write(lambda writer: writer.write("MATCH (m:Migration {number: 99}) DELETE m"))
