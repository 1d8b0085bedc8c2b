"""The graph in a backup: whole, of one change number, the same on either engine, and never half of one."""

from collections.abc import Callable
from pathlib import Path
from typing import LiteralString, cast

import pytest
from sqlalchemy import Engine

from graph.backup import Archive, BackupSource, Contents, Opening, backup_lines, line_bytes, pack, read_backup
from graph.backup.check import differs_from
from graph.backup.restoring import finish_graph, restore_graph
from graph.errors import BackupUnusable, StoreError, StoreOutOfStep
from graph.settings import Settings
from graph.store import Store, Writer, current_change, open_sql
from graph.store.bolt import BoltStore
from graph.store.migrations import migrate
from tests.conftest import wiped
from tests.ingest.support import dump
from tests.invariants.crafted import crafted_cases
from tests.invariants.loading import load

OPENING = Opening("tests", "2026-11-18T12:00:00+00:00", "OFFICIAL", 1)


@pytest.fixture(scope="module")
def empty_sql(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An SQL database with tables and nothing in them."""
    return open_sql(Settings(home=tmp_path_factory.mktemp("sql")))


@pytest.fixture
def backed_up(empty_sql: Engine, tmp_path: Path) -> Callable[..., Archive]:
    """Takes a backup of a store's graph."""

    def take(store: Store, progress: Callable[[int, int], None] = lambda *_: None) -> Archive:
        lines = backup_lines(BackupSource(store, empty_sql, "key"), OPENING, progress)
        path = tmp_path / "backup"
        path.write_bytes(b"".join(pack(map(line_bytes, lines))))
        return Archive(path)

    return take


def restored(archive: Archive, store: Store) -> Contents:
    """The graph of a backup, in a store that holds nothing."""
    contents = read_backup(archive)
    restore_graph(archive, contents, cast(BoltStore, store), lambda *_: None)
    finish_graph(contents, store)
    return contents


def test_a_graph_comes_back_on_the_other_engine_and_from_there_again(
    embedded_store: Store, neo4j_store: Store, backed_up: Callable[..., Archive]
) -> None:
    forces = [case.force for case in crafted_cases()]
    load(embedded_store, max(forces, key=lambda force: len(force.possible) * 1000 + len(force.judgements)))
    before = dump(embedded_store)

    archive = backed_up(embedded_store)
    contents = restored(archive, neo4j_store)

    assert dump(neo4j_store) == before
    assert current_change(neo4j_store) == contents.closing.change
    assert differs_from(contents, neo4j_store) == ()

    restored(backed_up(neo4j_store), wiped(embedded_store))

    assert dump(embedded_store) == before


def test_pages_are_read_whole(
    neo4j_store: Store, backed_up: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.backup.graph_copy.PAGE", 3)
    names = ["a", "ab", "abc", "abcd", "abcde", "abd", "b", "bo", "bob", "☃", "☃☃", "öl"]
    neo4j_store.write(lambda w: w.write("UNWIND $names AS id CREATE (:Name {id: id, change: $change})", names=names))
    before = dump(neo4j_store)

    archive = backed_up(neo4j_store)
    restored(archive, wiped(neo4j_store))

    assert dump(neo4j_store) == before


def test_what_is_written_while_the_graph_is_read_is_in_the_backup_as_it_is_at_the_end(
    embedded_store: Store, neo4j_store: Store, backed_up: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Restored into the other engine it is the same graph, of which both engines answer every question alike."""
    monkeypatch.setattr("graph.backup.graph_copy.FEW", 2)  # so that there are rounds without the lock, too
    embedded_store.write(lambda writer: _add_item(writer, "item:1"))
    written = iter(("item:2", "item:3"))

    def meanwhile(done: int, of: int) -> None:
        if done < of:
            return
        for item in written:
            embedded_store.write(_end_items)
            embedded_store.write(lambda writer, item=item: _add_item(writer, item))

    archive = backed_up(embedded_store, meanwhile)
    contents = restored(archive, neo4j_store)

    assert dump(neo4j_store) == dump(embedded_store)
    assert contents.nodes["Item"] == contents.edges["CONTAINS"] == 3
    assert len(contents.latest) > 3


def _add_item(writer: Writer, item: str) -> None:
    """A report with an item that mentions the same person as every other, and says where she lives."""
    writer.write(
        "CREATE (r:Report {id: 'report of ' + $item, change: $change})-[:CONTAINS]->"
        "(i:Item {id: $item, superseded_at: 9, change: $change})",
        item=item,
    )
    for entity, labels in (("person", "Person:Child"), ("address", "Address")):
        if not writer.read("MATCH (e:Entity {id: $id}) RETURN e.id AS id", id=entity):
            create = cast("LiteralString", "CREATE (:Entity:" + labels + " {id: $id, component: $id, change: $change})")
            writer.write(create, id=entity)
        writer.write(
            "MATCH (i:Item {id: $item}) MATCH (e:Entity {id: $id}) CREATE (i)-[:MENTIONS {id: $item + $id}]->(e)",
            item=item,
            id=entity,
        )
    writer.write(
        "MATCH (a:Entity {id: 'person'}) MATCH (b:Entity {id: 'address'}) "
        "CREATE (a)-[:LIVES_AT {id: 'lives ' + $item, item: $item, superseded_at: 9}]->(b)",
        item=item,
    )


def _end_items(writer: Writer) -> None:
    """As items are ended: they are stamped, what they state is not; likewise a person, and what items say of them."""
    writer.write("MATCH (i:Item) WHERE i.id < 'item:3' SET i.superseded_at = $change, i.change = $change")
    writer.write("MATCH (:Entity)-[r:LIVES_AT]->(:Entity) WHERE r.item < 'item:3' SET r.superseded_at = $change")
    writer.write("MATCH (e:Entity {id: 'person'}) SET e.component = 'joined', e.change = $change")
    writer.write("MATCH (i:Item)-[:MENTIONS]->(:Entity {id: 'person'}) SET i.named_last = toString($change)")


def test_a_node_that_was_deleted_while_the_graph_was_read_is_noticed(
    neo4j_store: Store, backed_up: Callable[..., Archive]
) -> None:
    neo4j_store.write(lambda writer: _add_item(writer, "item:1"))

    def meanwhile(done: int, of: int) -> None:
        if done == of:
            neo4j_store.write(lambda writer: writer.write("MATCH (i:Item) DETACH DELETE i"))

    with pytest.raises(BackupUnusable, match="deletes from the graph"):
        read_backup(backed_up(neo4j_store, meanwhile))


def test_a_graph_with_nodes_of_another_kind_is_not_backed_up_in_part(
    neo4j_store: Store, backed_up: Callable[..., Archive]
) -> None:
    neo4j_store.write(lambda writer: writer.write("CREATE (:Holiday {id: 'x', change: $change})"))

    with pytest.raises(StoreError, match="1 nodes of a kind that a backup does not know"):
        backed_up(neo4j_store)


def test_a_graph_that_was_restored_in_part_is_opened_by_nobody_and_restored_again(
    neo4j_store: Store, backed_up: Callable[..., Archive]
) -> None:
    for number in range(3):
        neo4j_store.write(lambda writer, number=number: _add_item(writer, f"item:{number}"))
    before = dump(neo4j_store)
    archive = backed_up(neo4j_store)
    contents = read_backup(archive)
    store = cast(BoltStore, wiped(neo4j_store))

    class Killed(Exception):
        pass

    def killed(*_: int) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.backup.restoring.BATCH", 2)
        with pytest.raises(Killed):
            restore_graph(archive, contents, store, killed)
    try:
        with pytest.raises(StoreOutOfStep, match="has not finished"):
            migrate(store)
        assert dump(store) != before
    finally:
        restored(archive, store)

    assert migrate(store) == ()
    assert dump(store) == before
