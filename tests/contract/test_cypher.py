"""The Cypher that Dolen's questions are written in means the same on both engines.

Where the engines differ, questions keep to what they share. Known differences, each avoided everywhere:

- the order of rows, of `collect` and of `labels()` without ORDER BY: sort in Python;
- UNION needs the same columns in the same order on the embedded engine;
- after UNWIND a pattern begins with the node that is looked up, by `:Entity` and its key: written from the other end,
  the embedded engine looks at every node (and by another of an entity's labels both do);
- a node gets every label it is created with at once: on the embedded engine a label can be added in a later
  transaction, but not in the one that created the node, which is refused;
- an aggregate inside a map projection is refused by Neo4j and silently wrong on the embedded engine;
- `WHERE x.id IN $many` takes time with the length of the list for each node found on the embedded engine:
  `UNWIND $many AS id MATCH (x {id: id})` looks each up;
- `shortestPath()` is not used: under a filter the embedded engine finds none where one exists.
"""

from typing import LiteralString

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import StoreError
from graph.model.view import FOREVER, BoundView
from graph.store import Store, Writer
from graph.view.clauses import SEEN
from graph.view.cypher import seen
from tests.contract.viewing import CLEAR, item
from tests.invariants.force import Item
from tests.invariants.oracle.hiding import item_passes
from tests.support.profiles import PROFILE
from tests.view.random_records import records, views

MENTIONED: LiteralString = (
    "UNWIND $ids AS id MATCH (e:Entity {id: id})<-[m:MENTIONS]-(i:Item) WHERE "
    + seen("i")
    + " RETURN e.id AS entity, i.id AS item, m.role AS role"
)
EVERYBODY = ["child", "adult", "unknown", "house", "nobody"]


@pytest.fixture
def force(store: Store) -> Store:
    """Three items about a child, an adult, somebody unknown and a house; the second was superseded at 300."""

    def work(writer: Writer) -> None:
        writer.write(
            "UNWIND $rows AS row CREATE (i:Item) SET i = row",
            rows=[
                item("sighting", "P", (100, FOREVER), "2C", "caller") | {"happened_from": 10, "happened_to": 20},
                item("rumour", "C|A1", (200, 300), "--", "school"),
                item("visit", "P", (300, FOREVER), "1A", "caller") | {"happened_from": 30, "happened_to": 40},
            ],
        )
        writer.write("CREATE (:Entity:Person:Child {id: 'child', component: 'child'})")
        writer.write("CREATE (:Entity:Person:Adult {id: 'adult', component: 'joined'})")
        writer.write("CREATE (:Entity:Person {id: 'unknown', component: 'joined'})")
        writer.write("CREATE (:Entity:Address {id: 'house', component: 'house'})")
        mentions = [
            ("sighting", "child", "child at risk"),
            ("sighting", "adult", "suspected"),
            ("sighting", "house", None),
            ("rumour", "child", "child at risk"),
            ("rumour", "unknown", None),
            ("visit", "unknown", None),
            ("visit", "house", None),
        ]
        writer.write(
            """
            UNWIND $rows AS row
            MATCH (i:Item {id: row.item})
            MATCH (e:Entity {id: row.entity})
            CREATE (i)-[m:MENTIONS]->(e) SET m = row.kept
            """,
            rows=[
                {"item": item, "entity": entity, "kept": {"id": f"{item} {entity}", "role": role}}
                for item, entity, role in mentions
            ],
        )

    store.write(work)
    return store


def pairs(store: Store, **view: object) -> set[tuple[object, object]]:
    """The (entity, item) that pass a view, which is clear but for what is given."""
    return {(row["entity"], row["item"]) for row in store.read(MENTIONED, **{**CLEAR, "ids": EVERYBODY, **view})}


SIGHTING = {("child", "sighting"), ("adult", "sighting"), ("house", "sighting")}
RUMOUR = {("child", "rumour"), ("unknown", "rumour")}
VISIT = {("unknown", "visit"), ("house", "visit")}


@pytest.mark.parametrize(
    ("view", "passing"),
    [
        ({}, SIGHTING | VISIT),
        ({"known_at": 250}, SIGHTING | RUMOUR),
        ({"known_at": 299}, SIGHTING | RUMOUR),
        ({"known_at": 300}, SIGHTING | VISIT),
        ({"known_at": 99}, set()),
        ({"known_at": 250, "access": ["P"]}, SIGHTING),
        ({"access": []}, set()),
        ({"any_grade": False, "grades": ["1A"]}, VISIT),
        ({"any_grade": False, "grades": []}, set()),
        ({"any_time": False, "period_start": 15, "period_end": 25}, SIGHTING),
        ({"any_time": False, "period_start": 20, "period_end": 30}, set()),
        ({"any_time": False, "period_start": 0, "period_end": 99, "known_at": 250}, SIGHTING),
        ({"without": ["caller"], "known_at": 250}, RUMOUR),
        ({"ids": []}, set()),
        ({"ids": ["nobody"]}, set()),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)
def test_the_view_s_filter(force: Store, view: dict[str, object], passing: set[tuple[str, str]]) -> None:
    assert pairs(force, **view) == passing


def test_the_view_s_filter_lets_pass_what_the_definition_lets_pass(store: Store) -> None:
    """The other forms are held to the same by tests/view/test_forms.py."""
    statement: LiteralString = f"UNWIND $rows AS i WITH i WHERE {seen('i')} RETURN i.number AS number"
    passing: list[int] = []

    @given(st.lists(records(), min_size=40, max_size=40), views())
    @PROFILE.settings(15)
    def holds(items: list[Item], bound: BoundView) -> None:
        rows = [{**_view_fields(each), "number": number} for number, each in enumerate(items)]
        truth = {number for number, each in enumerate(items) if item_passes(each, bound)}
        passing.append(len(truth))
        assert {row["number"] for row in store.read(statement, rows=rows, **bound.parameters())} == truth

    holds()
    assert len(set(passing)) > 3


def _view_fields(each: Item) -> dict[str, object]:
    fields = {clause.column: getattr(each, clause.column) for clause in SEEN}
    return {name: value for name, value in fields.items() if value is not None}


def test_a_missing_property_comes_back_as_none(force: Store) -> None:
    roles = {(row["entity"], row["role"]) for row in force.read(MENTIONED, **{**CLEAR, "ids": EVERYBODY})}

    assert roles == {("child", "child at risk"), ("adult", "suspected"), ("house", None), ("unknown", None)}


def test_comparing_with_what_is_missing_is_neither_true_nor_false(force: Store) -> None:
    def found(where: LiteralString) -> set[object]:
        return {row["id"] for row in force.read("MATCH (i:Item) WHERE " + where + " RETURN i.id AS id", gone=None)}

    assert found("i.happened_from IS NULL") == {"rumour"}
    assert found("i.happened_from <> 10") == {"visit"}
    assert found("NOT i.happened_from > 10") == {"sighting"}
    assert found("i.nothing IN ['a']") == set()
    assert found("NOT i.nothing IN ['a']") == set()
    assert found("NOT i.nothing IN []") == {"sighting", "rumour", "visit"}
    assert found("i.id = $gone") == set()
    assert found("$gone IS NULL OR i.id = $gone") == {"sighting", "rumour", "visit"}


def test_lists_gathered_in_steps_stay_parallel(force: Store) -> None:
    [row] = force.read(
        """
        UNWIND $components AS component
        MATCH (x:Entity {component: component})<-[own:MENTIONS]-(i:Item)
        OPTIONAL MATCH (i)-[m:MENTIONS]->(p:Person)
        WITH x, own, i, collect(p.id) AS people,
             collect(CASE WHEN p IS NULL THEN null ELSE coalesce(m.role, '') END) AS roles,
             collect(CASE WHEN p IS NULL THEN null ELSE 'Child' IN labels(p) END) AS children
        WITH collect(x.id) AS entity, collect(i.id) AS item, collect(coalesce(i.happened_from, $undated)) AS start,
             collect(people) AS people, collect(roles) AS roles, collect(children) AS children
        RETURN entity AS entity, item AS item, start AS start, people AS people, roles AS roles, children AS children
        """,
        components=["house", "joined"],
        undated=-1,
    )

    columns = [row[name] for name in ("entity", "item", "start", "people", "roles", "children")]
    assert all(isinstance(column, list) for column in columns)
    met = {
        (entity, item, start, frozenset(zip(people, roles, children, strict=True)))
        for entity, item, start, people, roles, children in zip(*columns, strict=True)
    }
    seen = frozenset({("child", "child at risk", True), ("adult", "suspected", False)})
    heard = frozenset({("child", "child at risk", True), ("unknown", "", False)})
    visited = frozenset({("unknown", "", False)})
    assert met == {
        ("house", "sighting", 10, seen),
        ("house", "visit", 30, visited),
        ("adult", "sighting", 10, seen),
        ("unknown", "rumour", -1, heard),
        ("unknown", "visit", 30, visited),
    }


def test_aggregates_of_nothing_make_one_row(force: Store) -> None:
    statement: LiteralString = """
    UNWIND $ids AS id MATCH (e:Entity {id: id})
    RETURN collect(e.id) AS ids, count(*) AS n, max(e.change) AS newest, sum(e.change) AS total
    """
    nothing = [{"ids": [], "n": 0, "newest": None, "total": 0}]

    assert force.read(statement, ids=[]) == nothing
    assert force.read(statement, ids=["nobody"]) == nothing


def test_an_optional_match_that_finds_nothing_keeps_the_row(force: Store) -> None:
    rows = force.read(
        """
        MATCH (e:Entity {id: 'child'})
        OPTIONAL MATCH (e)-[s:NEVER_USED]->(b:NeverUsed)
        RETURN e.id AS id, s.id AS link, b.id AS other, count(b) AS n, collect(b.id) AS others
        """
    )

    assert rows == [{"id": "child", "link": None, "other": None, "n": 0, "others": []}]


def test_branches_of_a_union_all_are_put_together(force: Store) -> None:
    rows = force.read(
        """
        UNWIND $ids AS id MATCH (e:Entity {id: id})
        RETURN 'entity' AS part, e.id AS entity, null AS item
        UNION ALL
        UNWIND $ids AS id MATCH (e:Entity {id: id})<-[:MENTIONS]-(i:Item)
        RETURN 'item' AS part, e.id AS entity, i.id AS item
        """,
        ids=["adult", "nobody"],
    )

    assert [tuple(row.values()) for row in rows] == [("entity", "adult", None), ("item", "adult", "sighting")]


def test_what_a_relationship_says_of_itself(force: Store) -> None:
    rows = force.read(
        """
        MATCH (e:Entity {id: 'adult'})<-[m:MENTIONS]-(i:Item)
        RETURN type(m) AS type, properties(m) AS kept, startNode(m).id AS start, endNode(m).id AS end,
               labels(e) AS labels
        """
    )

    assert [(row["type"], row["kept"], row["start"], row["end"]) for row in rows] == [
        ("MENTIONS", {"id": "sighting adult", "role": "suspected"}, "sighting", "adult")
    ]
    assert set(rows[0]["labels"]) == {"Entity", "Person", "Adult"}


def test_types_labels_and_patterns_narrow_alike(force: Store) -> None:
    def found(text: LiteralString) -> set[object]:
        return {row["id"] for row in force.read(text + " RETURN e.id AS id", types=["MENTIONS"])}

    assert found("MATCH (e:Person|Address)") == {"child", "adult", "unknown", "house"}
    assert found("MATCH (e:Entity) WHERE e:Person AND NOT e:Child") == {"adult", "unknown"}
    assert found("MATCH (e:Entity {component: 'joined'})") == {"adult", "unknown"}
    assert found("MATCH (e:Entity)<-[m]-(:Item {id: 'rumour'}) WHERE type(m) IN $types") == {"child", "unknown"}
    assert found("MATCH (e:Entity)<-[:MENTIONS|USES]-(:Item {id: 'rumour'})") == {"child", "unknown"}
    assert found("MATCH (e:Person) WHERE EXISTS { MATCH (e)<-[:MENTIONS]-(i:Item) WHERE i.grade = '1A' }") == {
        "unknown"
    }
    assert found("MATCH (e:Person) WHERE NOT EXISTS { (e)<-[:MENTIONS]-(:Item {grade: '2C'}) }") == {"unknown"}
    assert found("MATCH (e:NeverUsed {id: 'child'})") == set()


def test_a_walk_back_to_the_same_relationship_is_no_step(force: Store) -> None:
    rows = force.read(
        """
        MATCH (a:Person {id: 'child'})<-[:MENTIONS]-(i:Item)-[:MENTIONS]->(b:Entity)
        RETURN b.id AS other, count(DISTINCT i.id) AS items
        """
    )
    again = force.read(
        """
        MATCH (a:Person {id: 'child'})<-[:MENTIONS]-(i:Item)
        MATCH (i)-[:MENTIONS]->(b:Entity)
        RETURN b.id AS other, count(DISTINCT i.id) AS items
        """
    )

    others = {("adult", 1), ("house", 1), ("unknown", 1)}
    assert {(row["other"], row["items"]) for row in rows} == others
    assert {(row["other"], row["items"]) for row in again} == others | {("child", 2)}


def test_values_are_worked_out_alike(force: Store) -> None:
    [row] = force.read(
        """
        RETURN [x IN $names WHERE x STARTS WITH 's' | toUpper(x)] AS listed, size($names) AS size, $names[0] AS first,
               any(x IN $names WHERE x = 'visit') AS some, all(x IN [] WHERE x) AS every,
               CASE WHEN $late > 5 THEN 'late' ELSE 'early' END AS word, CASE WHEN false THEN 1 END AS none,
               coalesce(null, 'else') AS other, 7 / 2 AS whole, 7 % 2 AS rest, split('a|b', '|') AS parts,
               {id: 'x', rank: 1} AS map, $late + 1 > $late AS larger, toString(1) AS text, toLower('ŴY') AS lower
        """,
        names=["sighting", "visit"],
        late=FOREVER,
    )

    lists = {"listed": ["SIGHTING"], "parts": ["a", "b"], "map": {"id": "x", "rank": 1}}
    numbers = {"size": 2, "whole": 3, "rest": 1, "none": None}
    truths = {"some": True, "every": True, "larger": True}
    texts = {"first": "sighting", "word": "late", "other": "else", "text": "1", "lower": "ŵy"}
    assert row == lists | numbers | truths | texts


def test_order_and_limit(force: Store) -> None:
    rising = force.read("MATCH (i:Item) RETURN i.id AS id ORDER BY i.happened_from, i.id")
    falling = force.read("MATCH (i:Item) RETURN i.id AS id ORDER BY i.happened_from DESC, i.id LIMIT $n", n=2)
    distinct = force.read("MATCH (i:Item) WITH DISTINCT i.origin AS origin RETURN origin ORDER BY origin SKIP 1")

    assert [row["id"] for row in rising] == ["sighting", "visit", "rumour"], "what is missing comes last"
    assert [row["id"] for row in falling] == ["rumour", "visit"]
    assert [row["origin"] for row in distinct] == ["school"]


def test_merging_by_id_makes_one(force: Store) -> None:
    def work(writer: Writer) -> None:
        writer.write(
            """
            UNWIND $ids AS id MERGE (k:Identifier {id: id})
            ON CREATE SET k.made = true ON MATCH SET k.met = true
            """,
            ids=["new", "new", "newer"],
        )
        for _ in range(2):
            writer.write(
                """
                MATCH (e:Entity {id: 'child'}) MATCH (k:Identifier {id: 'new'})
                MERGE (e)-[r:IDENTIFIED_BY {id: 'link'}]->(k)
                """
            )

    force.write(work)

    identifiers = force.read("MATCH (k:Identifier) RETURN k.id AS id, k.made AS made, k.met AS met")
    assert {tuple(row.values()) for row in identifiers} == {("new", True, True), ("newer", True, None)}
    assert force.read("MATCH (:Entity)-[r:IDENTIFIED_BY]->() RETURN count(r) AS n") == [{"n": 1}]


def test_only_what_is_missing_is_created(force: Store) -> None:
    statement: LiteralString = """
    UNWIND $ids AS id
    OPTIONAL MATCH (i:Item {id: id})
    WITH id, i WHERE i IS NULL
    CREATE (made:Item {id: id, change: $change})
    RETURN made.id AS id
    """

    made = force.write(lambda writer: writer.write(statement, ids=["visit", "call"]))

    assert made == [{"id": "call"}]


def test_properties_are_set_and_taken_away(force: Store) -> None:
    def work(writer: Writer) -> None:
        writer.write(
            "MATCH (i:Item {id: 'visit'}) SET i.grade = null, i += $more", more={"origin": None, "kind": "fact"}
        )
        writer.write("MATCH (:Item {id: 'visit'})-[m:MENTIONS {id: 'visit house'}]->() SET m.superseded_at = 5")

    force.write(work)

    [item] = force.read("MATCH (i:Item {id: 'visit'}) RETURN keys(i) AS keys, i.kind AS kind")
    assert {"grade", "origin"}.isdisjoint(item["keys"])
    assert item["kind"] == "fact"
    assert force.read("MATCH ()-[m:MENTIONS]->() WHERE m.superseded_at = 5 RETURN m.id AS id") == [
        {"id": "visit house"}
    ]


def test_an_aggregate_inside_a_map_is_never_written(force: Store) -> None:
    """The shape that questions use instead; the banned one is refused by Neo4j."""
    rows = force.read("MATCH (i:Item)-[:MENTIONS]->(e) WITH i, count(e) AS n RETURN {item: i.id, n: n} AS found")

    assert {tuple(row["found"].values()) for row in rows} == {("sighting", 3), ("rumour", 2), ("visit", 2)}
    if force.engine == "neo4j":
        with pytest.raises(StoreError, match="refused"):
            force.read("MATCH (i:Item)-[:MENTIONS]->(e) RETURN {item: i.id, n: count(e)} AS found")
