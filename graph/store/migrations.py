"""The numbered steps that bring a graph's schema to what this version of Dolen expects.

Each is recorded in the graph as (:Migration {id, name, applied, change}), when all of it is done. Its `schema`
statements may be run again without harm and are run by themselves, because an engine wants them outside any other
transaction. Its `data` is written in batches, since a graph may be too large for one transaction; a step that was cut
off begins again, so that what a batch writes may be written twice without harm.
"""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import LiteralString

from graph.errors import StoreError, StoreOutOfStep
from graph.store.bolt import BoltStore
from graph.store.migrate_assessments import ASSESSMENTS, GIVE_ID, MADE_AGAIN, make_judgements
from graph.store.migrate_report_words import REPORTS, set_words_apart
from graph.store.protocol import Writer
from graph.store.sql_upgrade import RESTORE_UNFINISHED, START_RESTORE_OVER

UNFINISHED_STEP = -1
"""The number of the step that marks a graph which a restore writes: every version refuses to open it."""
SCHEMA_TRIES = 5
BATCH = 2000
"""How many of what a step concerns are seen to in one transaction."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The progress of a step: its name, and how many of the records it concerns are done."""

    name: str
    done: int
    of: int


Upgrading = Callable[[Upgrade], None]
"""Called before each batch, since a step over a large graph takes minutes."""


@dataclass(frozen=True)
class Batched:
    """What is written to a graph that is there: `find` returns the ids that it concerns, and `write` sees to `$ids`.

    `write` is a statement, or what one alone cannot say.
    """

    find: LiteralString
    write: LiteralString | Callable[[Writer, Sequence[str]], None]


@dataclass(frozen=True)
class Migration:
    """One step. `number` orders it and never changes once it has been released."""

    number: int
    name: str
    schema: tuple[LiteralString, ...] = ()
    data: tuple[Batched, ...] = ()


IDENTIFIED_LABELS: tuple[LiteralString, ...] = (
    "Report",
    "Item",
    "Entity",
    "Identifier",
    "Access",
    "Change",
    "Migration",
    "Assessment",
)
"""Labels whose nodes have an id of their own."""

LOOKED_UP: tuple[tuple[LiteralString, LiteralString], ...] = (
    ("Entity", "component"),
    ("Person", "local_ref"),
    ("Vehicle", "vrm"),
    ("Phone", "number"),
    ("Item", "change"),
    ("Item", "lineage"),
    ("Item", "ref"),
    ("Report", "ref"),
    ("Assessment", "change"),
    ("Assessment", "child"),
)
"""(label, property) by which nodes are found otherwise than by id."""


def unique_id(label: LiteralString) -> LiteralString:
    """The constraint that no two nodes of a label share an id; it is also the index they are found by."""
    return "CREATE CONSTRAINT " + label.lower() + "_id IF NOT EXISTS FOR (n:" + label + ") REQUIRE n.id IS UNIQUE"


def index_on(label: LiteralString, name: LiteralString) -> LiteralString:
    """The index by which nodes of a label are found by a property."""
    return "CREATE INDEX " + label.lower() + "_" + name + " IF NOT EXISTS FOR (n:" + label + ") ON (n." + name + ")"


_KEPT_BY_WORDS: tuple[tuple[LiteralString, LiteralString], ...] = (
    *(("Report", "ref"), ("Item", "ref"), ("Person", "local_ref"), ("Vehicle", "vrm"), ("Phone", "number")),
    ("Entity", "component"),
)
_NAMED_BY_WORDS: tuple[LiteralString, ...] = ("Entity", "Identifier", "Name")
INDEXES_OF_WORDS: tuple[tuple[LiteralString, LiteralString], ...] = (
    *(
        ("DROP INDEX " + label.lower() + "_" + name + " IF EXISTS", index_on(label, name))
        for label, name in _KEPT_BY_WORDS
    ),
    *(("DROP CONSTRAINT " + label.lower() + "_id IF EXISTS", unique_id(label)) for label in _NAMED_BY_WORDS),
)
"""The indexes whose keys reveal something (names, references, numbers): how each is dropped, and made again."""

MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        1,
        "ids are unique, and what is looked up has an index",
        schema=(
            *(unique_id(label) for label in IDENTIFIED_LABELS),
            *(index_on(label, name) for label, name in LOOKED_UP),
        ),
    ),
    Migration(
        2,
        "people are found by what mentions call them",
        schema=(unique_id("Name"),),
        data=(
            Batched(
                "MATCH (e:Person) RETURN e.id AS id",
                """
                UNWIND $ids AS id
                MATCH (e:Entity {id: id})<-[m:MENTIONS]-(:Item)
                WHERE m.name_key IS NOT NULL
                WITH DISTINCT e, substring(m.name_key, 0, 200) AS name
                MERGE (n:Name {id: name})
                ON CREATE SET n.change = $change
                MERGE (e)-[:NAMED]->(n)
                """,
            ),
        ),
    ),
    Migration(3, "what is new is found by when it was recorded", schema=(index_on("Item", "recorded_at"),)),
    # What this step wrote is removed by step 9.
    Migration(4, "items list the people they name"),
    Migration(
        5,
        "mentions and items say by what identifier",
        data=(
            Batched(
                "MATCH (e:Entity) RETURN e.id AS id",
                """
                UNWIND $ids AS id
                MATCH (e:Entity {id: id})-[r:IDENTIFIED_BY]->(k:Identifier)
                WITH DISTINCT e, r.item AS item, k.id AS identifier ORDER BY identifier
                MATCH (i:Item {id: item})-[m:MENTIONS]->(e)
                WITH m, collect(identifier) AS identified
                SET m.identified = identified
                """,
            ),
        ),
    ),
    Migration(
        6,
        "what people judge is kept in versions",
        schema=(unique_id("Judgement"), index_on("Judgement", "lineage"), index_on("Judgement", "change")),
        data=(
            Batched(ASSESSMENTS, make_judgements),
            Batched(MADE_AGAIN, GIVE_ID),
        ),
    ),
    Migration(
        7,
        "a report's words are a record of their own, and items say when they were loaded",
        schema=(unique_id("Words"),),
        data=(
            Batched(REPORTS, set_words_apart),
            Batched(
                "MATCH (i:Item) WHERE i.loaded_at IS NULL RETURN i.id AS id",
                "UNWIND $ids AS id MATCH (i:Item {id: id}) SET i.loaded_at = i.recorded_at",
            ),
        ),
    ),
    Migration(
        8,
        "what people judge is found by its kind",
        schema=(index_on("Judgement", "record_kind"),),
        data=(
            Batched(
                "MATCH (j:Judgement) WHERE j.record_kind IS NULL RETURN j.id AS id",
                """
                UNWIND $ids AS id
                MATCH (j:Judgement {id: id})
                UNWIND labels(j) AS label
                WITH j, label WHERE label <> 'Judgement'
                SET j.record_kind = label
                """,
            ),
        ),
    ),
    Migration(
        9,
        "items no longer repeat the people they name, since links are read from the projection",
        data=(
            Batched(
                "MATCH (i:Item) WHERE i.people IS NOT NULL RETURN i.id AS id",
                "UNWIND $ids AS id MATCH (i:Item {id: id}) REMOVE i.people",
            ),
        ),
    ),
)


def migrate(
    store: BoltStore, migrations: tuple[Migration, ...] = MIGRATIONS, upgrading: Upgrading | None = None
) -> tuple[int, ...]:
    """Bring the graph up to date; the numbers of the steps applied by this call.

    Raises `StoreOutOfStep` where the graph has been written by a later version of Dolen.
    """
    done = _recorded(store)
    if UNFINISHED_STEP in done:
        raise StoreOutOfStep(RESTORE_UNFINISHED, START_RESTORE_OVER)
    known = {step.number for step in migrations}
    if unknown := done - known:
        raise StoreOutOfStep(
            f"A later version of Dolen wrote this graph: it is at step {max(unknown)}; this one knows {max(known)}.",
            "Use that version, or restore a backup made with this one.",
        )
    return tuple(step.number for step in migrations if step.number not in done and _apply(store, step, upgrading))


def make_schema(store: BoltStore, numbers: Collection[int]) -> None:
    """Constraints and indexes as these steps make them, for a graph that is written by a restore."""
    for step in MIGRATIONS:
        if step.number in numbers:
            for statement in step.schema:
                _alter(store, statement)


def record_steps(writer: Writer, numbers: Collection[int]) -> None:
    """Say that these steps, and no others, have been taken, as of now: the graph is another than the one backed up."""
    writer.write("MATCH (m:Migration) WHERE m.number <> $mark DELETE m", mark=UNFINISHED_STEP)
    taken = [step for step in MIGRATIONS if step.number in numbers]
    writer.write(
        "UNWIND $rows AS row CREATE (:Migration "
        "{id: row.id, number: row.number, name: row.name, applied: $applied, change: $change})",
        rows=[{"id": _id(step), "number": step.number, "name": step.name} for step in taken],
        applied=time.time_ns() // 1_000_000,
    )


def _recorded(store: BoltStore) -> set[int]:
    rows = store.read("MATCH (m:Migration) RETURN m.number AS number")
    return {number for row in rows if isinstance(number := row["number"], int)}


def _apply(store: BoltStore, step: Migration, upgrading: Upgrading | None) -> bool:
    """Whether this call applied the step; another command may have been quicker."""
    for statement in step.schema:
        _alter(store, statement)
    for each in step.data:
        _write_all(store, each, step.name, upgrading)

    def record(writer: Writer) -> bool:
        if writer.read("MATCH (m:Migration {id: $id}) RETURN m.id AS id", id=_id(step)):
            return False
        writer.write(
            "CREATE (:Migration {id: $id, number: $number, name: $name, applied: $applied, change: $change})",
            id=_id(step),
            number=step.number,
            name=step.name,
            applied=time.time_ns() // 1_000_000,
        )
        return True

    return store.write(record)


def _write_all(store: BoltStore, data: Batched, name: str, upgrading: Upgrading | None) -> None:
    ids = sorted(str(row["id"]) for row in store.read(data.find))
    for start in range(0, len(ids), BATCH):
        if upgrading:
            upgrading(Upgrade(name, start, len(ids)))
        batch = ids[start : start + BATCH]
        store.write(lambda writer, batch=batch: _see_to(writer, data, batch))


def _see_to(writer: Writer, data: Batched, ids: Sequence[str]) -> None:
    if callable(data.write):
        data.write(writer, ids)
    else:
        writer.write(data.write, ids=list(ids))


def _alter(store: BoltStore, statement: LiteralString) -> None:
    """Two commands that first open a graph at once may meet at the same statement; the second finds it done."""
    for attempt in range(SCHEMA_TRIES):
        try:
            store.alter(statement)
        except StoreError:
            if attempt == SCHEMA_TRIES - 1:
                raise
            time.sleep(0.2 * (attempt + 1))
        else:
            return


def _id(step: Migration) -> str:
    return f"migration:{step.number:04d}"
