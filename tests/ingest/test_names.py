"""People are found by every name that a mention has ever given them; a shared name joins nobody."""

from pathlib import Path

from sqlalchemy import Engine

from graph.model.ids import LONGEST_NAME
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import dump, load, table


def _row(no: str, **cells: str) -> dict[str, str]:
    head = {"report_ref": "R1", "source_system": "S", "item_no": no, "item_text": no}
    return {**head, "mention_no": "1", "entity": "adult", **cells}


def _called(store: Store) -> list[tuple[object, object]]:
    rows = store.read("MATCH (e:Person)-[:NAMED]->(n:Name) RETURN e.local_ref AS ref, n.id AS name")
    return sorted((row["ref"], row["name"]) for row in rows)


def test_each_record_has_each_of_its_names_once(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    first = [_row("1", local_ref="7", name="Bo Lee"), _row("2", local_ref="7", name="BO LEE")]
    later = [_row("3", local_ref="7", name="Bo Evans"), _row("4", local_ref="8", name="Lee, Bo")]
    load(store, sql, settings, table(tmp_path / "a.csv", first))
    summary = load(store, sql, settings, table(tmp_path / "b.csv", [*later, _row("5", local_ref="7", name="Bo Lee")]))

    assert _called(store) == [("7", "evans, bo"), ("7", "lee, bo"), ("8", "lee, bo")]
    assert store.read("MATCH (n:Name) RETURN count(*) AS n") == [{"n": 2}]
    assert summary.created["relationship"] == 0
    apart = store.read("MATCH (e:Person) WHERE e.component = e.id RETURN count(*) AS n")
    assert apart == [{"n": 2}], "a name that two records share joins nobody"

    before = dump(store)
    load(store, sql, settings, tmp_path / "a.csv")
    load(store, sql, settings, tmp_path / "b.csv")
    assert dump(store) == before


def test_only_people_are_found_by_name(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    premises = _row("1", entity="address", name="The Old Mill", address="12 Heol Fawr")
    account = _row("2", entity="account", name="Bo Lee", platform="Snapchat", handle="bo")
    load(store, sql, settings, table(tmp_path / "a.csv", [premises, account, _row("3", description="tall")]))

    assert store.read("MATCH (n:Name) RETURN count(*) AS n") == [{"n": 0}]


def test_a_name_of_very_many_aliases_is_kept(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    aliases = ";".join(f"taz {number}" for number in range(2_000))
    summary = load(store, sql, settings, table(tmp_path / "a.csv", [_row("1", local_ref="7", alias=aliases)]))

    assert summary.created["mention"] == 1
    [(_, name)] = _called(store)
    assert isinstance(name, str)
    assert len(name) == LONGEST_NAME
    [mention] = store.read("MATCH (:Item)-[m:MENTIONS]->(:Person) RETURN m.name_key AS key")
    assert str(mention["key"]).startswith(name)
