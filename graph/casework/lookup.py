"""What a writer of judgements looks up: everything through its author's clearance, so that the hidden is not there.

Only one thing is asked past the clearance, by the last stage of writing: whether an id is taken.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import LiteralString, cast

from graph.judgements.body import Body, Properties
from graph.judgements.kinds import BODIES
from graph.model.recorded import JudgementKind, standing
from graph.model.view import FOREVER, BoundView
from graph.store import Reading, Row, Writer
from graph.values.access import Access
from graph.view.cypher import held, seen

NAMED_IN: LiteralString = f"""
UNWIND $ids AS id
MATCH (e:Entity {{id: id}})<-[:MENTIONS]-(i:Item)
WHERE {seen("i")}
WITH e.id AS id, i.access AS access, min(i.recorded_at) AS first
RETURN id AS id, access AS access, first AS first
"""
CITED: LiteralString = f"""
UNWIND $ids AS id
MATCH (i:Item {{id: id}})
WHERE {held("i")}
RETURN i.id AS id, i.access AS access
"""
# A judgement is visible where its access passes and each entity that it is about has a visible mention.
_ABOUT_SEEN: LiteralString = f"""
OPTIONAL MATCH (d)-[:ABOUT]->(e:Entity)
OPTIONAL MATCH (e)<-[:MENTIONS]-(i:Item) WHERE {seen("i")}
WITH d, e.id AS entity, count(i) AS mentions
WITH d, collect(entity) AS about, min(mentions) AS fewest
WHERE size(about) = 0 OR fewest > 0
"""
VERSIONS: LiteralString = f"""
UNWIND $lineages AS lineage
MATCH (d:Judgement {{lineage: lineage}})
WHERE {held("d")}
{_ABOUT_SEEN}
RETURN about AS about, properties(d) AS properties, labels(d) AS labels
"""
OF_KIND: LiteralString = f"""
MATCH (d:Judgement {{record_kind: $kind}})
WHERE {held("d")}
{_ABOUT_SEEN}
RETURN about AS about, properties(d) AS properties, labels(d) AS labels
"""
LINEAGE_OF: LiteralString = f"""
MATCH (d:Judgement {{id: $name}}) WHERE {held("d")} {_ABOUT_SEEN} RETURN d.lineage AS lineage
UNION ALL
MATCH (d:Judgement {{lineage: $name}}) WHERE {held("d")} {_ABOUT_SEEN} RETURN d.lineage AS lineage
"""
ITEM_MEANT: LiteralString = f"""
MATCH (i:Item {{id: $id}})
WHERE {held("i")}
RETURN i.id AS id, i.ref AS ref, i.superseded_at AS until
"""
ITEMS_OF_REFERENCE: LiteralString = f"""
MATCH (s:Item {{id: $id}})
WHERE {held("s")}
MATCH (i:Item {{lineage: s.lineage}})
WHERE {held("i")}
RETURN i.id AS id, i.ref AS ref, i.superseded_at AS until, i.report AS report
"""
"""Every version of the item that is meant, ended or not."""
ITEMS_OF_REPORT: LiteralString = f"""
MATCH (:Report {{id: $id}})-[:CONTAINS]->(i:Item)
WHERE {held("i")}
RETURN i.id AS id, i.ref AS ref, i.superseded_at AS until
"""
WORDS_OF_REPORT: LiteralString = f"""
MATCH (:Report {{id: $id}})-[:WORDED]->(w:Words)
WHERE {held("w")}
RETURN w.id AS id, '' AS ref, w.superseded_at AS until
"""
TAKEN: LiteralString = "UNWIND $ids AS id MATCH (j:Judgement {id: id}) RETURN j.id AS id"


@dataclass(frozen=True)
class StoredVersion:
    """A version of a judgement as it is stored."""

    id: str
    kind: JudgementKind
    lineage: str
    state: str
    replaces: tuple[str, ...]
    about: tuple[str, ...]
    access: str
    recorded_at: int
    author: str
    properties: Properties

    @classmethod
    def read(cls, row: Row) -> "StoredVersion":
        """The version of a row of `VERSIONS`."""
        stored = cast("Properties", row["properties"])
        [kind] = set(cast("list[str]", row["labels"])) - {"Judgement"}
        return cls(
            id=str(stored["id"]),
            kind=cast(JudgementKind, kind),
            lineage=str(stored["lineage"]),
            state=str(stored["state"]),
            replaces=tuple(cast("list[str]", stored["replaces"])),
            about=tuple(sorted(cast("list[str]", row["about"]))),
            access=str(stored["access"]),
            recorded_at=cast(int, stored["recorded_at"]),
            author=str(stored["author"]),
            properties=stored,
        )


@dataclass(frozen=True)
class Found:
    """What an author sees of that which some judgements are about, cite and replace.

    `subjects`: by entity, the access of each visible item that names it, the earliest recorded first. `items`: the
    access of each visible item, ended or not. `versions`: by lineage, every visible version.
    """

    subjects: Mapping[str, tuple[str, ...]]
    items: Mapping[str, str]
    versions: Mapping[str, tuple[StoredVersion, ...]]

    def standing(self, lineage: str) -> list[StoredVersion]:
        """The versions of a lineage that stand."""
        return standing(self.versions.get(lineage, ()))

    def default_access(self, about: Iterable[str], cites: Collection[str]) -> Access:
        """The access of a judgement unless its author narrows it: the union of what it cites.

        Without citations it is P for a subject that a P item names, otherwise that of the earliest item that names it.
        """
        if cites:
            return Access.union(Access.parse(self.items[item]) for item in cites)
        return Access.union(Access.parse(_of_subject(self.subjects[each])) for each in about)


OPEN = "P||"
"""The access of what may be shared with every reader."""


def _of_subject(accesses: tuple[str, ...]) -> str:
    return OPEN if OPEN in accesses else accesses[0]


def look_up(
    writer: Reading,
    bound: BoundView,
    *,
    about: Collection[str] = (),
    cites: Collection[str] = (),
    lineages: Collection[str] = (),
) -> Found:
    """What the author of this bound View can see of these entities, items and judgements."""
    view = bound.parameters()
    named: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in writer.read(NAMED_IN, ids=sorted(set(about)), **view) if about else ():
        named[str(row["id"])].append((cast(int, row["first"]), str(row["access"])))
    cited = writer.read(CITED, ids=sorted(set(cites)), **view) if cites else []
    return Found(
        subjects={id: tuple(access for _, access in sorted(found)) for id, found in named.items()},
        items={str(row["id"]): str(row["access"]) for row in cited},
        versions=versions_of(writer, bound, lineages),
    )


def versions_of(reading: Reading, bound: BoundView, lineages: Collection[str]) -> dict[str, tuple[StoredVersion, ...]]:
    """By lineage: the versions that this author sees, by id."""
    found: dict[str, list[StoredVersion]] = defaultdict(list)
    for row in reading.read(VERSIONS, lineages=sorted(set(lineages)), **bound.parameters()) if lineages else ():
        version = StoredVersion.read(row)
        found[version.lineage].append(version)
    return {lineage: tuple(sorted(versions, key=lambda each: each.id)) for lineage, versions in found.items()}


def bodies_standing(reading: Reading, bound: BoundView, kind: JudgementKind) -> list[Body]:
    """What stands of a kind of which there is little, as this author sees it."""
    versions = [StoredVersion.read(row) for row in reading.read(OF_KIND, kind=kind, **bound.parameters())]
    return [BODIES[kind].from_properties(each.properties) for each in standing(versions)]


def lineage_of(reading: Reading, bound: BoundView, name: str) -> str | None:
    """The lineage that this author sees by the id of a version or of all; None where there is none."""
    rows = reading.read(LINEAGE_OF, name=name, **bound.parameters())
    return str(rows[0]["lineage"]) if rows else None


@dataclass(frozen=True)
class Ending:
    """An item, or a report's words, that an author sees; `until` is FOREVER while it stands."""

    id: str
    ref: str
    until: int


def endings(reading: Reading, bound: BoundView, statement: LiteralString, id: str) -> list[Ending]:
    """What `ITEM_MEANT`, `ITEMS_OF_REPORT` or `WORDS_OF_REPORT` returns to this author, by id."""
    rows = reading.read(statement, id=id, **bound.parameters())
    return sorted(
        (Ending(str(row["id"]), str(row["ref"]), cast(int, row["until"])) for row in rows), key=lambda each: each.id
    )


@dataclass(frozen=True)
class UnderReference:
    """What an author sees of one report under one reference: each version of an item, by id."""

    report: str
    ref: str
    items: tuple[Ending, ...]

    @property
    def standing(self) -> set[str]:
        """The ids of those that have not ended."""
        return {each.id for each in self.items if each.until == FOREVER}


def under_reference(reading: Reading, bound: BoundView, item: str) -> UnderReference | None:
    """All that this author sees under the reference of an item; None where the item is not there for them."""
    rows = reading.read(ITEMS_OF_REFERENCE, id=item, **bound.parameters())
    if not rows:
        return None
    items = (Ending(str(row["id"]), str(row["ref"]), cast(int, row["until"])) for row in rows)
    found = tuple(sorted(items, key=lambda each: each.id))
    return UnderReference(str(rows[0]["report"]), found[0].ref, found)


def taken(writer: Writer, ids: Collection[str]) -> set[str]:
    """Those of these ids that a judgement has, whatever its access."""
    return {str(row["id"]) for row in writer.read(TAKEN, ids=sorted(set(ids)))} if ids else set()
