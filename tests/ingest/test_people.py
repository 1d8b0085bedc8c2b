"""An item repeats the people it names (graph/model/people.py), and is rewritten when something about them changes."""

from collections import defaultdict
from pathlib import Path

from sqlalchemy import Engine

from graph.model.people import NamedPerson, read_named
from graph.settings import Settings
from graph.store import Store
from graph.store.bolt import BoltStore
from graph.store.components import join_decided
from graph.store.migrations import MIGRATIONS, Migration, migrate
from tests.ingest.support import load, table

PNC = "2004/1234567F"


def _row(item: str, entity: str, ref: str, **cells: str) -> dict[str, str]:
    head = {"report_ref": item, "source_system": "S", "item_no": "1", "item_text": item, "mention_no": "1"}
    return {**head, "entity": entity, "local_ref": ref, "name": f"Bo {ref}", **cells}


def _told(store: Store) -> dict[object, set[NamedPerson]]:
    """What each item repeats of the people it names."""
    found: dict[object, set[NamedPerson]] = {}
    for row in store.read("MATCH (i:Item) WHERE i.people IS NOT NULL RETURN i.ref AS item, i.people AS people"):
        people = row["people"]
        assert isinstance(people, list)
        found[row["item"]] = {read_named(str(text)) for text in people}
        assert len(found[row["item"]]) == len(people)
    return found


def _there(store: Store) -> dict[object, set[NamedPerson]]:
    """The same read from the mentions and the records themselves."""
    rows = store.read(
        "MATCH (i:Item)-[m:MENTIONS]->(p:Person) OPTIONAL MATCH (p)-[r:IDENTIFIED_BY]->(k) WHERE r.item = i.id"
        " WITH i, m, p, k.id AS identifier ORDER BY identifier"
        " RETURN i.ref AS item, p.id AS record, p.component AS component, m.said AS said, m.role AS role,"
        " labels(p) AS labels, collect(identifier) AS identified"
    )
    found: dict[object, set[NamedPerson]] = defaultdict(set)
    for row in rows:
        labels, identified = row["labels"], row["identified"]
        assert isinstance(labels, list)
        assert isinstance(identified, list)
        record, component, said, role = (str(row[name] or "") for name in ("record", "component", "said", "role"))
        found[row["item"]].add(
            NamedPerson(record, component, said, role, "Child" in labels, tuple(map(str, identified)))
        )
    return found


def test_an_item_says_whom_it_names(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    rows = [
        _row("R1", "child", "N1", role="child at risk"),
        _row("R1", "adult", "N2", role="suspected", mention_no="2"),
        _row("R1", "phone", "", phone="07700 900123", name="", mention_no="3"),
        _row("R2", "phone", "", phone="07700 900123", name=""),
    ]
    load(store, sql, settings, table(tmp_path / "a.csv", rows))

    [(item, named)] = _told(store).items()
    assert item == "R1/1"
    said = {(each.said, each.role, each.labelled, each.component == each.record) for each in named}
    assert said == {("child", "child at risk", True, True), ("adult", "suspected", False, True)}


def test_it_is_told_when_a_record_is_joined_or_called_a_child(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", [_row("R1", "person", "N1", pnc_id=PNC)]))
    assert not any(each.component.startswith("joined:") for each in _told(store)["R1/1"])

    load(store, sql, settings, table(tmp_path / "b.csv", [_row("R2", "person", "N2", pnc_id=PNC)]))
    assert all(each.component.startswith("joined:") for named in _told(store).values() for each in named)
    assert _told(store) == _there(store)

    load(store, sql, settings, table(tmp_path / "c.csv", [_row("R3", "child", "N2")]))
    assert {item: [each.labelled for each in named] for item, named in _told(store).items()} == {
        "R1/1": [True],
        "R2/1": [True],
        "R3/1": [True],
    }
    assert _told(store) == _there(store)


def test_it_is_told_when_an_item_says_more(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", [_row("R1", "child", "N1")]))
    load(store, sql, settings, table(tmp_path / "b.csv", [_row("R1", "adult", "N2", mention_no="2")]))

    assert {each.said for each in _told(store)["R1/1"]} == {"child", "adult"}
    assert _told(store) == _there(store)


def test_it_is_told_when_a_person_decides(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    rows = [_row("R1", "child", "N1"), _row("R2", "person", "N2"), _row("R3", "adult", "N3")]
    load(store, sql, settings, table(tmp_path / "a.csv", rows))
    one, other = (next(iter(_told(store)[item])).record for item in ("R1/1", "R2/1"))

    store.write(lambda writer: join_decided(writer, [(one, other)]))

    repeated = _told(store)
    assert {each.component for item in ("R1/1", "R2/1") for each in repeated[item]} == {
        f"joined:decided:{min(one, other)}"
    }
    assert [each.labelled for each in repeated["R2/1"]] == [True]
    assert repeated == _there(store)


def test_the_items_of_an_earlier_graph_are_told(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    assert isinstance(store, BoltStore)
    both = {"pnc_id": PNC, "name": "Bo Evans", "date_of_birth": "1980-05-04"}
    rows = [_row("R1", "child", "N1"), _row("R1", "adult", "N2", mention_no="2", **both), _row("R2", "adult", "N2")]
    strict = settings.model_copy(update={"identifiers": ("pnc_id", "name_and_birth_date")})
    load(store, sql, strict, table(tmp_path / "a.csv", rows))
    before = _told(store)
    assert {len(each.identified) for named in before.values() for each in named} == {0, 2}
    store.write(lambda writer: writer.write("MATCH (i:Item)-[m:MENTIONS]->() REMOVE i.people, m.identified"))
    assert _told(store) == {}

    [telling] = [each for each in MIGRATIONS if each.number == 5]
    try:
        migrate(store, (*MIGRATIONS, Migration(99, "again", data=telling.data)))
        assert _told(store) == _there(store) == before
    finally:
        store.write(lambda writer: writer.write("MATCH (m:Migration {number: 99}) DELETE m"))
