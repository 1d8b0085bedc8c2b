"""What of the graph goes when an item, a report, a judgement or an entity is erased, and the statements that delete it.

What is erased, and what goes with it:

    an item        every version of it, what it mentions and states; the words of its report, which may repeat it
    a report       each of its items, and its words
    a judgement    every version of it
    an entity      each item that mentions it, and each judgement about it

An entity that no item mentions any more goes too, with the judgements that are about nobody else, and so do names and
identifiers that nobody has any more. Judgements that only rested on an item stay, and are reported.

Who erases sees everything that is recorded (`api.services.erasure`), so nothing here asks for an access.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import LiteralString, cast

from graph.errors import Ambiguous, NotFound
from graph.model.ids import name_id
from graph.store import Reading, Row, Writer

_MEANT: LiteralString = """
MATCH (i:Item {id: $name}) RETURN i.lineage AS id, 'item' AS kind, i.ref AS label
UNION MATCH (i:Item {ref: $name}) RETURN i.lineage AS id, 'item' AS kind, i.ref AS label
UNION MATCH (r:Report {id: $name}) RETURN r.id AS id, 'report' AS kind, r.ref AS label
UNION MATCH (r:Report {ref: $name}) RETURN r.id AS id, 'report' AS kind, r.ref AS label
UNION MATCH (j:Judgement {id: $name}) RETURN j.lineage AS id, 'judgement' AS kind, j.record_kind AS label
UNION MATCH (j:Judgement {lineage: $name}) RETURN j.lineage AS id, 'judgement' AS kind, j.record_kind AS label
UNION MATCH (e:Entity {id: $name}) RETURN e.id AS id, 'entity' AS kind, e.id AS label
UNION MATCH (e:Person {local_ref: $name}) RETURN e.id AS id, 'entity' AS kind, e.id AS label
UNION MATCH (e:Vehicle {vrm: $name}) RETURN e.id AS id, 'entity' AS kind, e.id AS label
UNION MATCH (e:Phone {number: $name}) RETURN e.id AS id, 'entity' AS kind, e.id AS label
"""
# (:Item)-[:MENTIONS]->(:Entity)
_ITEMS_OF: LiteralString = """
UNWIND $ids AS id
MATCH (e:Entity {id: id})<-[:MENTIONS]-(i:Item)
RETURN DISTINCT i.lineage AS id
"""
_JUDGEMENTS_OF: LiteralString = """
UNWIND $ids AS id
MATCH (e:Entity {id: id})<-[:ABOUT]-(j:Judgement)
RETURN DISTINCT j.lineage AS id
"""
_ITEMS_OF_REPORT: LiteralString = """
UNWIND $ids AS id
MATCH (r:Report {id: id})-[:CONTAINS]->(i:Item)
RETURN DISTINCT i.lineage AS id
"""
_VERSIONS: LiteralString = """
UNWIND $ids AS lineage
MATCH (i:Item {lineage: lineage})
RETURN i.id AS id, i.report AS report, i.text AS text
"""
_JUDGEMENT_VERSIONS: LiteralString = """
UNWIND $ids AS lineage
MATCH (j:Judgement {lineage: lineage})
OPTIONAL MATCH (j)-[:ABOUT]->(e:Entity)
RETURN j.id AS id, j.lineage AS lineage, j.record_kind AS kind, e.id AS entity, properties(j) AS says
"""
_MENTIONS: LiteralString = """
UNWIND $ids AS id
MATCH (i:Item {id: id})-[m:MENTIONS]->(e:Entity)
RETURN e.id AS entity, m.label AS label, properties(m) AS says, e.local_ref AS local_ref,
       e.number AS number, e.vrm AS vrm
"""
_LEFT: LiteralString = """
UNWIND $ids AS id
MATCH (e:Entity {id: id})
OPTIONAL MATCH (e)<-[m:MENTIONS]-(i:Item)
RETURN e.id AS entity, i.id AS item, m.name_key AS name_key, m.label AS label
"""
_IDENTIFIED: LiteralString = """
UNWIND $ids AS id
MATCH (e:Entity {id: id})-[:IDENTIFIED_BY]->(n:Identifier)
RETURN DISTINCT n.id AS identifier
"""
_RESTING: LiteralString = """
UNWIND $ids AS id
MATCH (i:Item {id: id})<-[:RESTS_ON]-(j:Judgement)
RETURN DISTINCT j.lineage AS lineage, j.record_kind AS kind
"""
_WORDS: LiteralString = """
UNWIND $ids AS id
MATCH (r:Report {id: id})-[:WORDED]->(w:Words)
RETURN w.id AS id, w.title AS title, w.text AS text
"""
_PEOPLE: LiteralString = """
UNWIND $ids AS id
MATCH (i:Item {id: id})-[:MENTIONS]->(e:Person)
RETURN DISTINCT i.lineage AS lineage, e.id AS entity
"""
_CONTAINED: LiteralString = """
UNWIND $ids AS id
MATCH (r:Report {id: id})
OPTIONAL MATCH (r)-[:CONTAINS]->(i:Item)
RETURN r.id AS report, i.id AS item
"""

# (:Entity)-[:LIVES_AT|…|IDENTIFIED_BY {item}]->(): what an item states
_DELETE_STATED: LiteralString = """
UNWIND $ids AS id
MATCH (i:Item {id: id})-[:MENTIONS]->(e:Entity)-[r]-(x)
WHERE r.item = id OR r.item_a = id OR r.item_b = id
WITH DISTINCT r
DELETE r
"""
_DELETE: Mapping[str, LiteralString] = {
    "items": "UNWIND $ids AS id MATCH (n:Item {id: id}) DETACH DELETE n",
    "words": "UNWIND $ids AS id MATCH (n:Words {id: id}) DETACH DELETE n",
    "judgements": "UNWIND $ids AS id MATCH (n:Judgement {id: id}) DETACH DELETE n",
    "reports": "UNWIND $ids AS id MATCH (n:Report {id: id}) DETACH DELETE n",
    "entities": "UNWIND $ids AS id MATCH (n:Entity {id: id}) DETACH DELETE n",
    "identifiers": "UNWIND $ids AS id MATCH (n:Identifier {id: id}) DETACH DELETE n",
    "names": "UNWIND $ids AS id MATCH (n:Name {id: id}) DETACH DELETE n",
}
# (:Person)-[:NAMED]->(:Name)
_NAMED: LiteralString = """
UNWIND $ids AS id
MATCH (e:Entity {id: id})-[:NAMED]->(n:Name)
RETURN e.id AS entity, n.id AS name
"""
_DELETE_NAMED: LiteralString = """
UNWIND $rows AS row
MATCH (e:Entity {id: row.entity})-[r:NAMED]->(n:Name {id: row.name})
DELETE r
"""
_STILL_NAMED: LiteralString = (
    "UNWIND $ids AS id MATCH (n:Name {id: id})<-[:NAMED]-(e:Entity) RETURN DISTINCT n.id AS id"
)
_STILL_IDENTIFYING: LiteralString = (
    "UNWIND $ids AS id MATCH (n:Identifier {id: id})<-[:IDENTIFIED_BY]-(e:Entity) RETURN DISTINCT n.id AS id"
)
_ANOTHER_GRAPH: LiteralString = "MATCH (m:Migration) WHERE m.number > 0 SET m.applied = $now"
"""What is derived (search index, projection) is of a graph that was started at a moment: so all of it is made again."""

_DISTINGUISHING = ("name", "address", "phone", "vrm", "handle", "pnc_id", "uprn", "imei", "local_ref", "description")
"""What a mention says that distinguishes one entity by itself; a surname or a colour does not."""
_OF_ITEMS = frozenset({"Withdrawal", "VersionDecision"})
"""Judgements that are about items alone, and go with them."""
SHORTEST = 5
"""Shorter words are not searched for in what is kept beside the graph: they say nothing by themselves."""


@dataclass(frozen=True)
class ErasedIds:
    """The records to be erased, by ids that reveal nothing: lineages of items and of judgements, and reports' words.

    `versions` are the judgements' versions, by which the log names them.
    """

    items: tuple[str, ...] = ()
    judgements: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.judgements or self.reports)

    @property
    def all(self) -> tuple[str, ...]:
        """Every id."""
        return (*self.items, *self.judgements, *self.reports)


@dataclass(frozen=True)
class RestingJudgement:
    """A judgement that rested on what is erased, and stays."""

    lineage: str
    kind: str


@dataclass(frozen=True)
class Erasable:
    """What would be erased, and who else is concerned.

    `others` are people and things that the items name besides, which stay; `shared` how many items and judgements also
    concern others of them. `content` is everything that can be searched for in what is kept beside the graph.
    """

    ids: ErasedIds
    item_ids: tuple[str, ...]
    words: tuple[str, ...]
    judgements: tuple[str, ...]
    gone: tuple[str, ...]
    stays: tuple[tuple[str, str], ...]
    shared: int
    resting: tuple[RestingJudgement, ...]
    content: frozenset[str]


def meant_by(reading: Reading, name: str) -> tuple[str, str]:
    """What a person means by an id or a reference: its kind and its id. Raises `NotFound` and `Ambiguous`."""
    found = {(str(row["kind"]), str(row["id"])): str(row["label"]) for row in reading.read(_MEANT, name=name)}
    if not found:
        raise NotFound(f"Nothing is recorded as {name!r}.", "Give an id, or a reference as it is recorded.")
    if len(found) > 1:
        raise Ambiguous(name, tuple(sorted((id_, kind, label) for (kind, id_), label in found.items())))
    return next(iter(found))


def ids_to_erase(reading: Reading, kind: str, id_: str) -> ErasedIds:
    """The records that go with what is meant."""
    match kind:
        case "judgement":
            return ErasedIds(judgements=(id_,))
        case "item":
            return _with_reports(reading, (id_,), ())
        case "report":
            return _with_reports(reading, _ids(reading, _ITEMS_OF_REPORT, [id_]), ())
        case _:
            return _with_reports(reading, _ids(reading, _ITEMS_OF, [id_]), _ids(reading, _JUDGEMENTS_OF, [id_]))


def erasable(reading: Reading, ids: ErasedIds, subject: str = "") -> Erasable:
    """What of these records is in the graph; `subject` is the entity that is erased with them, if one is."""
    versions = _rows(reading, _VERSIONS, ids.items)
    items = tuple(sorted({str(row["id"]) for row in versions}))
    mentions = _rows(reading, _MENTIONS, items)
    named = sorted({str(row["entity"]) for row in mentions} | ({subject} - {""}))
    left = [row for row in _rows(reading, _LEFT, named) if row["item"] is not None and row["item"] not in items]
    stays = {str(row["entity"]): str(row["label"]) for row in left}
    gone = tuple(each for each in named if each not in stays)
    resting = {str(row["lineage"]): str(row["kind"]) for row in _rows(reading, _RESTING, items)}
    of_items = {lineage for lineage, kind in resting.items() if kind in _OF_ITEMS}
    lineages = tuple(sorted({*ids.judgements, *of_items, *_about_nobody_else(reading, gone)}))
    judged = _rows(reading, _JUDGEMENT_VERSIONS, lineages)
    words = _rows(reading, _WORDS, ids.reports)
    shared = {str(row["lineage"]) for row in judged if row["entity"] in stays}
    if subject:
        people = _rows(reading, _PEOPLE, items)
        shared |= {str(row["lineage"]) for row in people if row["entity"] != subject}
    return Erasable(
        ids=ErasedIds(ids.items, lineages, ids.reports),
        item_ids=items,
        words=tuple(sorted(str(row["id"]) for row in words)),
        judgements=tuple(sorted({str(row["id"]) for row in judged})),
        gone=gone,
        stays=tuple(sorted(stays.items())),
        shared=len(shared),
        resting=tuple(RestingJudgement(*each) for each in sorted(resting.items()) if each[0] not in lineages),
        content=_content(versions, words, mentions, judged, frozenset(stays)),
    )


def delete_records(writer: Writer, found: Erasable, now: int) -> None:
    """Delete it in this transaction. `now` (epoch milliseconds) makes it another graph, so that what is derived is made
    again."""
    stay = tuple(entity for entity, _ in found.stays)
    touched = sorted({*found.gone, *stay})
    identifiers = {str(row["identifier"]) for row in _rows(writer, _IDENTIFIED, touched)}
    names = {str(row["name"]) for row in _rows(writer, _NAMED, touched)}
    if found.item_ids:
        writer.write(_DELETE_STATED, ids=list(found.item_ids))
    _delete(writer, "items", found.item_ids)
    _delete(writer, "words", found.words)
    _delete(writer, "judgements", found.judgements)
    reports = {str(row["report"]): row["item"] is not None for row in _rows(writer, _CONTAINED, found.ids.reports)}
    _delete(writer, "reports", (each for each, holds in reports.items() if not holds))
    _drop_names(writer, stay)
    _delete(writer, "entities", found.gone)
    _delete(writer, "identifiers", identifiers - _ids(writer, _STILL_IDENTIFYING, identifiers))
    _delete(writer, "names", names - _ids(writer, _STILL_NAMED, names))
    writer.write(_ANOTHER_GRAPH, now=now)


def _with_reports(reading: Reading, items: Iterable[str], judgements: Iterable[str]) -> ErasedIds:
    reports = {str(row["report"]) for row in _rows(reading, _VERSIONS, items)}
    return ErasedIds(tuple(sorted(items)), tuple(sorted(judgements)), tuple(sorted(reports)))


def _about_nobody_else(reading: Reading, gone: tuple[str, ...]) -> set[str]:
    """The judgements that are about these entities and no other."""
    about = _rows(reading, _JUDGEMENT_VERSIONS, _ids(reading, _JUDGEMENTS_OF, gone))
    others = {str(row["lineage"]) for row in about if row["entity"] not in gone}
    return {str(row["lineage"]) for row in about} - others


def _content(
    versions: Iterable[Row],
    words: Iterable[Row],
    mentions: Iterable[Row],
    judged: Iterable[Row],
    stays: frozenset[str],
) -> frozenset[str]:
    """The texts of what is erased, but for what names somebody who stays."""
    texts: set[object] = {row["text"] for row in versions} | {row[key] for row in words for key in ("title", "text")}
    for row in mentions:
        if row["entity"] not in stays:
            says = cast("Mapping[str, object]", row["says"])
            texts |= {says.get(name) for name in _DISTINGUISHING} | {
                row[key] for key in ("label", "local_ref", "number", "vrm")
            }
            texts |= set(cast("list[object]", says.get("alias") or []))
    for row in judged:
        texts |= {text for text in _texts_in(row["says"]) if " " in text}
    return frozenset(text for text in texts if isinstance(text, str) and len(text) >= SHORTEST)


def _texts_in(value: object) -> Iterator[str]:
    """Every text in the properties of a judgement, whose body may be JSON."""
    if isinstance(value, Mapping):
        for each in cast("Mapping[str, object]", value).values():
            yield from _texts_in(each)
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            yield from _texts_in(each)
    elif isinstance(value, str):
        if value.startswith("{"):
            with suppress(ValueError):
                yield from _texts_in(json.loads(value))
        yield value


def _drop_names(writer: Writer, entities: Iterable[str]) -> None:
    """Let nobody who stays be found any more by a name that only what was erased called them."""
    left = [row for row in _rows(writer, _LEFT, entities) if row["name_key"] is not None]
    called = {(str(row["entity"]), name_id(str(row["name_key"]))) for row in left}
    named = {(str(row["entity"]), str(row["name"])) for row in _rows(writer, _NAMED, entities)}
    rows = [{"entity": entity, "name": name} for entity, name in sorted(named - called)]
    if rows:
        writer.write(_DELETE_NAMED, rows=rows)


def _delete(writer: Writer, kind: str, ids: Iterable[str]) -> None:
    if wanted := sorted(ids):
        writer.write(_DELETE[kind], ids=wanted)


def _ids(reading: Reading, statement: LiteralString, ids: Iterable[str]) -> set[str]:
    return {str(row["id"]) for row in _rows(reading, statement, ids)}


def _rows(reading: Reading, statement: LiteralString, ids: Iterable[str]) -> list[Row]:
    wanted = sorted(ids)
    return reading.read(statement, ids=wanted) if wanted else []
