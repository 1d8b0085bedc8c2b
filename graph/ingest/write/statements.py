"""Writing to the graph: one literal statement for each kind of record, many rows at a time.

Only here is the graph asked past the loader's clearance, and only whether an id is there, so that nothing is written
twice; for an entity also which component and labels it has, which narrow candidates and never answer.

Every match is by one label and its key; nodes are created with all their labels at once. Nothing is merged: what is
there has been looked up in the same transaction. An absent value is left out of its row, so that it stays absent.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import LiteralString, cast

from graph.model.columns import TEXTS
from graph.model.ids import name_id
from graph.model.kinds import LABELS
from graph.model.records import (
    EntityRecord,
    IdentifierRecord,
    ItemRecord,
    MentionRecord,
    RelationRecord,
    ReportRecord,
    WordsRecord,
)
from graph.model.relations import RELATIONS
from graph.model.view import FOREVER
from graph.store import Writer
from graph.store.supersede import touch_worded

Says = dict[str, object]
"""The properties of one node or relationship."""

_REPORTS_THERE: LiteralString = "UNWIND $ids AS id MATCH (r:Report {id: id}) RETURN r.id AS id"
_ITEMS_THERE: LiteralString = "UNWIND $ids AS id MATCH (i:Item {id: id}) RETURN i.id AS id"
_ENTITIES_THERE: LiteralString = """
UNWIND $ids AS id
MATCH (e:Entity {id: id})
RETURN e.id AS id, e.component AS component, labels(e) AS labels
"""
_MENTIONS_THERE: LiteralString = """
UNWIND $rows AS row
MATCH (i:Item {id: row.item})-[m:MENTIONS]->(:Entity)
WHERE m.id = row.id AND m.stated = row.stated
RETURN DISTINCT m.id AS id
"""

_REPORTS: LiteralString = "UNWIND $rows AS row CREATE (r:Report) SET r = row"
# (:Report)-[:WORDED]->(:Words)
_WORDS_THERE: LiteralString = "UNWIND $ids AS id MATCH (w:Words {id: id}) RETURN w.id AS id"
_WORDS: LiteralString = """
UNWIND $rows AS row
MATCH (r:Report {id: row.report})
CREATE (r)-[:WORDED]->(w:Words)
SET w = row
"""
_WORDS_WAITING: LiteralString = """
UNWIND $rows AS row
MATCH (w:Words {id: row.id})
SET w.waiting = row.waiting, w.change = $change
"""


# (:Report)-[:CONTAINS]->(:Item)
_ITEMS: LiteralString = """
UNWIND $rows AS row
MATCH (r:Report {id: row.report})
CREATE (r)-[:CONTAINS]->(i:Item)
SET i = row
"""

_TOUCH_ITEMS: LiteralString = "UNWIND $ids AS id MATCH (i:Item {id: id}) SET i.change = $change"


def _creating(*labels: LiteralString) -> tuple[frozenset[str], LiteralString]:
    return frozenset(labels), "UNWIND $rows AS row CREATE (e:Entity:" + ":".join(labels) + ") SET e = row"


_ENTITIES: dict[frozenset[str], LiteralString] = dict(
    [
        *(_creating(label) for label in LABELS),
        _creating("Person", "Adult"),
        _creating("Person", "Child"),
        _creating("Person", "Child", "Adult"),
    ]
)

# (:Item)-[:MENTIONS {role, as recorded}]->(:Entity)
_MENTIONS: LiteralString = """
UNWIND $rows AS row
MATCH (i:Item {id: row.start})
MATCH (e:Entity {id: row.end})
CREATE (i)-[r:MENTIONS]->(e)
SET r = row.says
"""

# (:Entity)-[:LIVES_AT|USES|… {item, its view fields, since, until, relation, at, seconds}]->(:Entity)
_BETWEEN: LiteralString = "UNWIND $rows AS row MATCH (a:Entity {id: row.start}) MATCH (b:Entity {id: row.end}) "

_RELATIONS: dict[str, LiteralString] = {
    each.type: _BETWEEN + "CREATE (a)-[r:" + each.type + "]->(b) SET r = row.says" for each in RELATIONS.values()
}

# (:Entity)-[:IDENTIFIED_BY {item, its view fields}]->(:Identifier)
_IDENTIFIERS_THERE: LiteralString = "UNWIND $ids AS id MATCH (x:Identifier {id: id}) RETURN x.id AS id"
_IDENTIFIERS: LiteralString = "UNWIND $rows AS row CREATE (x:Identifier) SET x = row"
_IDENTIFIED: LiteralString = """
UNWIND $rows AS row
MATCH (e:Entity {id: row.start})
MATCH (x:Identifier {id: row.end})
CREATE (e)-[r:IDENTIFIED_BY]->(x)
SET r = row.says
"""
_COMPONENTS_IDENTIFIED: LiteralString = """
UNWIND $ids AS id
MATCH (x:Identifier {id: id})<-[:IDENTIFIED_BY]-(e:Entity)
RETURN DISTINCT x.id AS identifier, e.component AS component
"""

# (:Person)-[:NAMED]->(:Name)
_NAMES_THERE: LiteralString = "UNWIND $ids AS id MATCH (n:Name {id: id}) RETURN n.id AS id"
_NAMES: LiteralString = "UNWIND $rows AS row CREATE (n:Name) SET n = row"
_NAMED_THERE: LiteralString = """
UNWIND $ids AS id
MATCH (e:Entity {id: id})-[:NAMED]->(n:Name)
RETURN e.id AS person, n.id AS name
"""
_NAMED: LiteralString = """
UNWIND $rows AS row
MATCH (e:Entity {id: row.start})
MATCH (n:Name {id: row.end})
CREATE (e)-[:NAMED]->(n)
"""


@dataclass(frozen=True, slots=True)
class TimedItem:
    """An item and until when it stands."""

    record: ItemRecord
    superseded_at: int = FOREVER

    def view_fields(self) -> Says:
        """What a relationship that it states repeats of it."""
        item = self.record
        return {
            "item": item.id,
            "access": item.access,
            "recorded_at": item.recorded_at,
            "superseded_at": self.superseded_at,
            "grade": item.grade,
            "origin": item.origin,
            "happened_from": item.happened_from,
            "happened_to": item.happened_to,
        }


@dataclass(frozen=True, slots=True)
class EntityThere:
    """An entity that is there: what narrows candidates."""

    component: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class NewEntity:
    """An entity to be written, the component it is in, and the narrowing labels that it carries."""

    record: EntityRecord
    component: str
    called: frozenset[str]


@dataclass(frozen=True, slots=True)
class StatedIdentifier:
    """What an item says identifies an entity."""

    id: str
    entity: str
    identifier: IdentifierRecord
    item: TimedItem


def create_reports(writer: Writer, reports: Iterable[ReportRecord]) -> None:
    """Those of these reports that are not there."""
    new = {report.id: report for report in reports}
    there = _ids(writer, _REPORTS_THERE, new)
    _write(writer, _REPORTS, [_node(writer, _all(each, _REPORT)) for id_, each in new.items() if id_ not in there])


def items_there(writer: Writer, ids: Iterable[str]) -> set[str]:
    """Those of these items that exist, whatever their access."""
    return _ids(writer, _ITEMS_THERE, ids)


def mentions_there(writer: Writer, mentions: Iterable[MentionRecord]) -> set[str]:
    """The ids of those of these mentions that exist and state the same, whatever their access."""
    rows: list[Says] = [{"item": each.item, "id": each.id, "stated": each.stated} for each in mentions]
    return {str(row["id"]) for row in writer.read(_MENTIONS_THERE, rows=rows)} if rows else set()


def entities_there(writer: Writer, ids: Iterable[str]) -> dict[str, EntityThere]:
    """Those of these entities that are there."""
    wanted = sorted(set(ids))
    rows = writer.read(_ENTITIES_THERE, ids=wanted) if wanted else []
    return {
        str(row["id"]): EntityThere(str(row["component"]), frozenset(map(str, cast("list[object]", row["labels"]))))
        for row in rows
    }


def words_there(writer: Writer, ids: Iterable[str]) -> set[str]:
    """Those of these words of reports that exist, whatever their access."""
    return _ids(writer, _WORDS_THERE, ids)


def create_words(writer: Writer, words: Iterable[WordsRecord]) -> None:
    """New words of existing reports; their items are stamped too, for readers of the change feed."""
    rows: list[Says] = []
    for each in words:
        waiting = {"waiting": list(each.waiting) or None, "superseded_at": FOREVER}
        rows.append(_node(writer, {**_all(each, _WORDS_SAY), **waiting}))
    _write(writer, _WORDS, rows)
    touch_worded(writer, [str(row["id"]) for row in rows])


def let_words_wait(writer: Writer, waiting: Mapping[str, Collection[str]]) -> None:
    """The numbers of the items that words which are there wait for."""
    _write(writer, _WORDS_WAITING, [{"id": each, "waiting": sorted(items)} for each, items in sorted(waiting.items())])
    touch_worded(writer, waiting)


def create_items(writer: Writer, items: Iterable[TimedItem]) -> None:
    """Items that are not there, in reports that are."""
    rows = [{**_all(item.record, _ITEM), "superseded_at": item.superseded_at} for item in items]
    _write(writer, _ITEMS, [_node(writer, row) for row in rows])


def touch_items(writer: Writer, items: Iterable[str]) -> None:
    """Stamp items that were there with this change, since they say more than before."""
    if ids := sorted(set(items)):
        writer.write(_TOUCH_ITEMS, ids=ids)


def create_entities(writer: Writer, entities: Iterable[NewEntity]) -> None:
    """Entities that are not there."""
    by_labels: dict[frozenset[str], list[Says]] = {}
    for new in entities:
        entity = new.record
        says: Says = {"id": entity.id, "component": new.component, "local_ref": entity.local_ref}
        rows = by_labels.setdefault(frozenset({entity.label}) | new.called, [])
        rows.append(_node(writer, {**says, "vrm": entity.vrm, "number": entity.number}))
    for labels, rows in sorted(by_labels.items(), key=lambda pair: sorted(pair[0])):
        writer.write(_ENTITIES[labels], rows=rows)


def create_mentions(writer: Writer, mentions: Iterable[MentionRecord]) -> None:
    """Mentions that are not there, of entities and in items that are."""
    _write(writer, _MENTIONS, [_edge(each.item, each.entity.id, _mention_says(each)) for each in mentions])


def name_people(writer: Writer, mentions: Iterable[MentionRecord]) -> None:
    """What these mentions call people, each name of each record once, so that records are found by it."""
    called = {(each.entity.id, name_id(each.name_key)) for each in mentions if each.name_key is not None}
    if not called:
        return
    known = writer.read(_NAMED_THERE, ids=sorted({person for person, _ in called}))
    new = sorted(called - {(str(row["person"]), str(row["name"])) for row in known})
    wanted = sorted({name for _, name in new})
    there = {row["id"] for row in writer.read(_NAMES_THERE, ids=wanted)}
    _write(writer, _NAMES, [_node(writer, {"id": name}) for name in wanted if name not in there])
    _write(writer, _NAMED, [{"start": person, "end": name} for person, name in new])


def create_relations(writer: Writer, relations: Iterable[tuple[RelationRecord, TimedItem]]) -> None:
    """Relationships that are not there, each with the item that states it."""
    by_kind: dict[str, list[Says]] = {}
    for relation, item in relations:
        says = _all(relation, _RELATION)
        rows = by_kind.setdefault(relation.kind, [])
        rows.append(_edge(relation.start, relation.end, {**item.view_fields(), **says}))
    for kind, rows in sorted(by_kind.items()):
        writer.write(_RELATIONS[kind], rows=rows)


def create_identified(writer: Writer, stated: Sequence[StatedIdentifier]) -> None:
    """What items say identifies their entities."""
    if not stated:
        return
    identifiers = {each.identifier.id: each.identifier for each in stated}
    there = {row["id"] for row in writer.read(_IDENTIFIERS_THERE, ids=sorted(identifiers))}
    new = [each for id_, each in sorted(identifiers.items()) if id_ not in there]
    _write(writer, _IDENTIFIERS, [_node(writer, {"id": each.id, "kind": each.kind}) for each in new])
    rows = [_edge(each.entity, each.identifier.id, {"id": each.id, **each.item.view_fields()}) for each in stated]
    _write(writer, _IDENTIFIED, rows)


def sharing_components(writer: Writer, identified: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs of components that share an identifier, among these (identifier, component) and what is there."""
    if not identified:
        return []
    rows = writer.read(_COMPONENTS_IDENTIFIED, ids=sorted({identifier for identifier, _ in identified}))
    there = [(str(row["identifier"]), str(row["component"])) for row in rows]
    first: dict[str, str] = {}
    pairs = ((first.setdefault(identifier, component), component) for identifier, component in [*there, *identified])
    return sorted({(a, b) for a, b in pairs if a != b})


_REPORT = ("id", "source_system", "ref")
_WORDS_SAY = tuple(field.name for field in fields(WordsRecord) if field.name != "waiting")
_ITEM = tuple(field.name for field in fields(ItemRecord))
_RELATION = ("id", "since", "until", "relation", "at", "seconds")


def _mention_says(mention: MentionRecord) -> Says:
    return {
        **_all(mention.recorded, TEXTS),
        "alias": list(mention.recorded.alias) or None,
        "id": mention.id,
        "mention_no": mention.mention_no,
        "said": mention.entity.said,
        "label": mention.label,
        "label_rank": mention.label_rank,
        "name_key": mention.name_key,
        "identified": sorted({each.id for each in mention.identifiers}) or None,
        "stated": mention.stated or None,
    }


def _all(record: object, names: Sequence[str]) -> Says:
    return {name: getattr(record, name) for name in names}


def _node(writer: Writer, says: Says) -> Says:
    """A node's row: what is present, and the change that wrote it."""
    return {**_present(says), "change": writer.change}


def _edge(start: str, end: str, says: Says) -> Says:
    return {"start": start, "end": end, "says": _present(says)}


def _present(says: Says) -> Says:
    return {name: value for name, value in says.items() if value is not None}


def _ids(writer: Writer, statement: LiteralString, ids: Iterable[str]) -> set[str]:
    wanted = sorted(set(ids))
    return {str(row["id"]) for row in writer.read(statement, ids=wanted)} if wanted else set()


def _write(writer: Writer, statement: LiteralString, rows: list[Says]) -> None:
    if rows:
        writer.write(statement, rows=rows)
