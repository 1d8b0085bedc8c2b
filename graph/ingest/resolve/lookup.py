"""What the graph holds already of the reports, items and mentions of a batch, as far as its loader may see it.

Each statement here asks for the access of what it returns; what only the last stage of writing may ask (whether an id
exists, whatever its access) stands in graph/ingest/write/statements.py.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import LiteralString, cast

from graph.model.columns import TEXTS, AsRecorded
from graph.model.kinds import LABEL_OF_SAID, Said
from graph.model.records import EntityRecord
from graph.model.view import FOREVER, Reader
from graph.rules.visibility import may_see
from graph.store import Row, Writer
from graph.values.access import Access
from graph.view.clearance import access_in_use
from graph.view.cypher import cleared

_REPORTS: LiteralString = f"""
UNWIND $ids AS id
MATCH (r:Report {{id: id}})-[:CONTAINS]->(i:Item)
WHERE {cleared("i")}
RETURN r.id AS id, collect(DISTINCT i.access) AS access
"""

_WORDS: LiteralString = f"""
UNWIND $ids AS id
MATCH (r:Report {{id: id}})-[:WORDED]->(w:Words)
WHERE {cleared("w")}
RETURN r.id AS report, w.id AS id, w.title AS title, w.text AS text, w.access AS access, w.recorded_at AS recorded_at,
       w.loaded_at AS loaded_at, w.superseded_at AS superseded_at, w.waiting AS waiting
"""

_ITEMS: LiteralString = f"""
UNWIND $lineages AS lineage
MATCH (i:Item {{lineage: lineage}})
WHERE {cleared("i")}
RETURN i.id AS id, i.lineage AS lineage, i.recorded_at AS recorded_at,
       coalesce(i.loaded_at, i.recorded_at) AS loaded_at, i.superseded_at AS superseded_at
"""

_MENTIONS: LiteralString = (
    "UNWIND $ids AS id MATCH (i:Item {id: id})-[m:MENTIONS]->(e:Entity) WHERE "
    + cleared("i")
    + " RETURN i.id AS item, i.superseded_at AS superseded_at, e.id AS entity, properties(m) AS says"
)

_ELSEWHERE: LiteralString = (
    "MATCH (r:Report {id: $report})-[:CONTAINS]->(i:Item)-[m:MENTIONS]->(e:Entity) WHERE m.mention_no IN $numbers AND "
    + cleared("i")
    + " RETURN i.id AS item, i.superseded_at AS superseded_at, e.id AS entity, properties(m) AS says"
)

_ENTITIES: LiteralString = f"""
UNWIND $ids AS id
MATCH (e:Entity {{id: id}})<-[:MENTIONS]-(i:Item)
WHERE {cleared("i")}
RETURN DISTINCT e.id AS id
"""

_RELATIONS: LiteralString = f"""
UNWIND $rows AS row
MATCH (a:Entity {{id: row.start}})-[r]->(b:Entity {{id: row.end}})
WHERE r.id = row.id AND {cleared("r")}
RETURN r.id AS id
"""


@dataclass(frozen=True, slots=True)
class Cleared:
    """A write transaction as its author may read it: every statement is given the access texts that they may see."""

    writer: Writer
    reader: Reader
    access: tuple[str, ...]

    @classmethod
    def of(cls, writer: Writer, reader: Reader) -> "Cleared":
        """Bound to the access texts in use now."""
        return cls(writer, reader, access_in_use(writer, reader))

    def read(self, statement: LiteralString, /, **parameters: object) -> list[Row]:
        """The rows of a statement that asks for `$access`."""
        return self.writer.read(statement, access=list(self.access), **parameters)

    def may_see(self, access: str) -> bool:
        """Whether the author may see what is recorded with this access text."""
        return may_see(self.reader, Access.parse(access))


@dataclass(frozen=True, slots=True)
class KnownWords:
    """A version of a report's own words that is there, and the numbers of the items that it waits for."""

    id: str
    title: str | None
    text: str | None
    access: str
    recorded_at: int
    loaded_at: int
    superseded_at: int
    waiting: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownReport:
    """A report that is there: the access texts of its items, and its words."""

    access: frozenset[str]
    words: tuple[KnownWords, ...]

    @property
    def standing(self) -> list[KnownWords]:
        """Its words that have not ended."""
        return [words for words in self.words if words.superseded_at == FOREVER]


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A version of an item that is there."""

    id: str
    lineage: str
    recorded_at: int
    loaded_at: int
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


def known_reports(author: Cleared, ids: Sequence[str]) -> dict[str, KnownReport]:
    """Those of these reports that are there: of which the author may see an item."""
    words: dict[str, list[KnownWords]] = {}
    for row in author.read(_WORDS, ids=ids):
        words.setdefault(_text(row["report"]), []).append(_words(row))
    return {
        (id_ := _text(row["id"])): KnownReport(
            frozenset(_texts(row["access"])), tuple(sorted(words.get(id_, ()), key=lambda each: each.id))
        )
        for row in author.read(_REPORTS, ids=ids)
    }


def known_items(author: Cleared, lineages: Sequence[str]) -> list[KnownItem]:
    """Every version that is there of these lineages."""
    if not lineages:
        return []
    return [
        KnownItem(
            _text(r["id"]),
            _text(r["lineage"]),
            _number(r["recorded_at"]),
            _number(r["loaded_at"]),
            _number(r["superseded_at"]),
        )
        for r in author.read(_ITEMS, lineages=lineages)
    ]


def known_mentions(author: Cleared, items: Sequence[str]) -> list[KnownMention]:
    """Every mention that is there in these items."""
    return [_mention(row) for row in author.read(_MENTIONS, ids=items)] if items else []


def mentions_elsewhere(author: Cleared, report: str, numbers: Collection[str]) -> list[KnownMention]:
    """The mentions with these numbers in any item of a report that is there."""
    return [_mention(row) for row in author.read(_ELSEWHERE, report=report, numbers=sorted(numbers))]


def known_entities(author: Cleared, ids: Sequence[str]) -> set[str]:
    """Those of these entities that an item which the author may see mentions."""
    return {_text(row["id"]) for row in author.read(_ENTITIES, ids=ids)} if ids else set()


def known_relations(author: Cleared, rows: Sequence[dict[str, object]]) -> set[str]:
    """The ids of those relationships (id, start, end) that are there."""
    return {_text(row["id"]) for row in author.read(_RELATIONS, rows=rows)} if rows else set()


def _words(row: Row) -> KnownWords:
    return KnownWords(
        id=_text(row["id"]),
        title=_optional(row["title"]),
        text=_optional(row["text"]),
        access=_text(row["access"]),
        recorded_at=_number(row["recorded_at"]),
        loaded_at=_number(row["loaded_at"]),
        superseded_at=_number(row["superseded_at"]),
        waiting=frozenset(_texts(row["waiting"])),
    )


def _mention(row: Row) -> KnownMention:
    says = cast("dict[str, object]", row["says"])
    said = _text(says["said"])
    recorded = {name: _optional(says.get(name)) for name in TEXTS}
    return KnownMention(
        id=_text(says["id"]),
        item=_text(row["item"]),
        superseded_at=_number(row["superseded_at"]),
        mention_no=_text(says["mention_no"]),
        entity=_text(row["entity"]),
        said=next(known for known in LABEL_OF_SAID if known == said),
        label=_text(says["label"]),
        label_rank=_number(says["label_rank"]),
        name_key=_optional(says.get("name_key")),
        recorded=AsRecorded(**recorded, alias=tuple(_texts(says.get("alias")))),  # pyright: ignore[reportArgumentType]  # alias is not among the texts
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
    return [str(part) for part in value] if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # a list from the engine
