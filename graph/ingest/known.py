"""What the graph holds already of the reports, items and mentions of a batch: one read for each kind of record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import LiteralString

from graph.model.records import LABEL_OF_SAID, AsRecorded, EntityRecord, Said
from graph.store import Row, Writer

_REPORTS: LiteralString = """
UNWIND $ids AS id
MATCH (r:Report {id: id})
RETURN r.id AS id, r.title AS title, r.text AS text, r.waiting AS waiting
"""

_ITEMS: LiteralString = """
UNWIND $lineages AS lineage
MATCH (i:Item {lineage: lineage})
RETURN i.id AS id, i.lineage AS lineage, i.recorded_at AS recorded_at, i.superseded_at AS superseded_at
"""

_RECORDED: LiteralString = """
m.id AS id, m.mention_no AS mention_no, m.said AS said, m.label AS label, m.label_rank AS label_rank,
m.name_key AS name_key, m.role AS role, m.legal_status AS legal_status, m.local_ref AS local_ref, m.name AS name,
m.given_name AS given_name, m.surname AS surname, m.alias AS alias, m.date_of_birth AS date_of_birth, m.age AS age,
m.sex AS sex, m.description AS description, m.pnc_id AS pnc_id, m.address AS address, m.postcode AS postcode,
m.uprn AS uprn, m.premises_kind AS premises_kind, m.vrm AS vrm, m.make AS make, m.model AS model, m.colour AS colour,
m.phone AS phone, m.platform AS platform, m.handle AS handle
"""

_MENTIONS: LiteralString = (
    "UNWIND $ids AS id MATCH (i:Item {id: id})-[m:MENTIONS]->(e:Entity)"
    " RETURN i.id AS item, i.superseded_at AS superseded_at, e.id AS entity," + _RECORDED
)

_ELSEWHERE: LiteralString = (
    "MATCH (r:Report {id: $report})-[:CONTAINS]->(i:Item)-[m:MENTIONS]->(e:Entity) WHERE m.mention_no IN $numbers"
    " RETURN i.id AS item, i.superseded_at AS superseded_at, e.id AS entity," + _RECORDED
)

_ENTITIES: LiteralString = """
UNWIND $ids AS id
MATCH (e:Entity {id: id})
RETURN e.id AS id, e.component AS component, labels(e) AS labels
"""

_RELATIONS: LiteralString = """
UNWIND $rows AS row
MATCH (a:Entity {id: row.start})-[r]->(b:Entity {id: row.end})
WHERE r.id = row.id
RETURN r.id AS id
"""


@dataclass(frozen=True, slots=True)
class KnownReport:
    """A report that is there: its title, its text, and the numbers of the items that its words wait for."""

    title: str | None
    text: str | None
    waiting: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A version of an item that is there."""

    id: str
    lineage: str
    recorded_at: int
    superseded_at: int


@dataclass(frozen=True, slots=True)
class KnownMention:
    """A mention that is there, with all that it says."""

    id: str
    item: str
    superseded_at: int
    mention_no: str
    entity: str
    said: Said
    label: str
    label_rank: int
    name_key: str | None
    recorded: AsRecorded

    @property
    def entity_record(self) -> EntityRecord:
        """Its entity, as far as a second mention of it needs."""
        return EntityRecord(self.entity, LABEL_OF_SAID[self.said], self.said)


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """An entity that is there."""

    component: str
    labels: frozenset[str]


def known_reports(writer: Writer, ids: Sequence[str]) -> dict[str, KnownReport]:
    """Those of these reports that are there."""
    rows = writer.read(_REPORTS, ids=ids)
    return {
        _text(r["id"]): KnownReport(_optional(r["title"]), _optional(r["text"]), frozenset(_texts(r["waiting"])))
        for r in rows
    }


def known_items(writer: Writer, lineages: Sequence[str]) -> list[KnownItem]:
    """Every version that is there of these lineages."""
    if not lineages:
        return []
    return [
        KnownItem(_text(r["id"]), _text(r["lineage"]), _number(r["recorded_at"]), _number(r["superseded_at"]))
        for r in writer.read(_ITEMS, lineages=lineages)
    ]


def known_mentions(writer: Writer, items: Sequence[str]) -> list[KnownMention]:
    """Every mention that is there in these items."""
    return [_mention(row) for row in writer.read(_MENTIONS, ids=items)] if items else []


def mentions_elsewhere(writer: Writer, report: str, numbers: Collection[str]) -> list[KnownMention]:
    """The mentions with these numbers in any item of a report that is there."""
    return [_mention(row) for row in writer.read(_ELSEWHERE, report=report, numbers=sorted(numbers))]


def known_entities(writer: Writer, ids: Sequence[str]) -> dict[str, KnownEntity]:
    """Those of these entities that are there."""
    if not ids:
        return {}
    return {
        _text(r["id"]): KnownEntity(_text(r["component"]), frozenset(_texts(r["labels"])))
        for r in writer.read(_ENTITIES, ids=ids)
    }


def known_relations(writer: Writer, rows: Sequence[dict[str, object]]) -> set[str]:
    """The ids of those relationships (id, start, end) that are there."""
    return {_text(row["id"]) for row in writer.read(_RELATIONS, rows=rows)} if rows else set()


_AS_RECORDED = tuple(field.name for field in fields(AsRecorded) if field.name != "alias")


def _mention(row: Row) -> KnownMention:
    said = _text(row["said"])
    recorded = {name: _optional(row[name]) for name in _AS_RECORDED}
    return KnownMention(
        id=_text(row["id"]),
        item=_text(row["item"]),
        superseded_at=_number(row["superseded_at"]),
        mention_no=_text(row["mention_no"]),
        entity=_text(row["entity"]),
        said=next(known for known in LABEL_OF_SAID if known == said),
        label=_text(row["label"]),
        label_rank=_number(row["label_rank"]),
        name_key=_optional(row["name_key"]),
        recorded=AsRecorded(**recorded, alias=tuple(_texts(row["alias"]))),  # pyright: ignore[reportArgumentType]  alias is not among the texts
    )


def _text(value: object) -> str:
    assert isinstance(value, str), "a text is kept as text"
    return value


def _number(value: object) -> int:
    assert isinstance(value, int), "a whole number is kept as one"
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)


def _texts(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  a list from the engine
