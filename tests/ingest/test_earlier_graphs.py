"""Steps that bring an earlier graph up to date with what mentions and items repeat."""

from pathlib import Path

from sqlalchemy import Engine

from graph.settings import Settings
from graph.store import Store
from graph.store.bolt import BoltStore
from graph.store.migrations import MIGRATIONS, Migration, migrate
from tests.ingest.support import load, table

ALL_IDENTIFIERS = "MATCH (:Item)-[m:MENTIONS]->(p:Person) RETURN p.local_ref AS ref, size(m.identified) AS count"


def test_an_earlier_graph_gets_identifiers_at_its_mentions_and_loses_the_people_of_its_items(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    assert isinstance(store, BoltStore)
    head = {"source_system": "S", "item_no": "1", "item_text": "Bo", "mention_no": "1"}
    both = {"pnc_id": "2004/1234567F", "name": "Bo Evans", "date_of_birth": "1980-05-04"}
    rows = [
        {**head, "report_ref": "R1", "entity": "child", "local_ref": "N1", "name": "Ann"},
        {**head, "report_ref": "R2", "entity": "adult", "local_ref": "N2", **both},
    ]
    strict = settings.model_copy(update={"identifiers": ("pnc_id", "name_and_birth_date")})
    load(store, sql, strict, table(tmp_path / "a.csv", rows))
    store.write(lambda writer: writer.write("MATCH (i:Item)-[m:MENTIONS]->() REMOVE m.identified SET i.people = ['x']"))

    again = [
        Migration(90 + number, "again", data=step.data)
        for number, step in enumerate(each for each in MIGRATIONS if each.number in (5, 9))
    ]
    try:
        migrate(store, (*MIGRATIONS, *again))
        assert {row["ref"]: row["count"] for row in store.read(ALL_IDENTIFIERS)} == {"N1": None, "N2": 2}
        assert store.read("MATCH (i:Item) WHERE i.people IS NOT NULL RETURN i.id AS id") == []
    finally:
        store.write(lambda writer: writer.write("MATCH (m:Migration) WHERE m.number >= 90 DELETE m"))
