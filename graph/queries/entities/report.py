"""One report: its visible items, the entities they name, and its own words where all of these are visible."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, Protocol, cast

from graph.errors import NotFound
from graph.identity.clusters import IDENTITY, Clusters, fetch_clusters, joined_only
from graph.identity.labels import DOSSIER, Dossiers, fetch_dossiers
from graph.reading.items import ItemRow, shown
from graph.reading.parts import EntityRef, ItemShown, Part
from graph.reading.question import Answer, OfEntity, QueryContext, Question, Statement
from graph.view.cypher import seen, worded

WORDS = ("name", "given_name", "surname", "alias", "address", "postcode", "vrm", "phone", "handle")
"""What a mention states that may stand in a text, by the property's name."""


class ItemNamed(Part):
    """Somebody or something that one item (by id) names, as what, and in which words."""

    item: str
    entity: EntityRef
    category: int | None
    ceiling: int | None
    roles: tuple[str, ...]
    words: tuple[str, ...]


class ReportWords(Part):
    """A report's own words, as somebody else has recorded them under the same reference."""

    title: str | None
    text: str | None


class ReportShown(Answer):
    """A report. Its title and text are a record of their own, given only where the View shows them.

    `recorded_at` is when the first of its visible items was. `other_words` are further versions that stand, since those
    who recorded them did not see one another's.
    """

    id: str
    ref: str
    source_system: str
    recorded_at: int
    title: str | None
    text: str | None
    items: tuple[ItemShown, ...]
    named: tuple[ItemNamed, ...]
    other_words: tuple[ReportWords, ...] = ()


class PartRow(NamedTuple):
    """One version of one item of the report, and how the View takes it.

    `cleared`: its access is in the clearance; `passes`: it passes the View. What it says, and the report's words, come
    only with an item that passes. `titles` and `texts` are of each version of the words that passes the clearance.
    """

    id: str
    lineage: str
    item_no: str
    cleared: bool
    passes: bool
    ref: str
    happened: str | None
    start: int | None
    end: int | None
    recorded_at: int
    loaded_at: int | None
    event: str | None
    kind: str | None
    text: str | None
    grade: str
    access: str
    origin: str
    report_ref: str
    source_system: str
    worded: list[str]
    titles: list[str]
    texts: list[str]


PARTS = Statement(
    text=f"""
    MATCH (r:Report {{id: $id}})
    OPTIONAL MATCH (r)-[:WORDED]->(w:Words)
    WHERE {worded("w")}
    WITH r, collect(w.id) AS worded, collect(coalesce(w.title, '')) AS titles, collect(coalesce(w.text, '')) AS texts
    MATCH (r)-[:CONTAINS]->(i:Item)
    WITH r, i, worded, titles, texts, {seen("i")} AS passes
    RETURN i.id AS id, i.lineage AS lineage, i.item_no AS item_no, i.access IN $access AS cleared,
           passes AS passes,
           CASE WHEN passes THEN i.ref ELSE '' END AS ref,
           CASE WHEN passes THEN i.happened ELSE null END AS happened,
           CASE WHEN passes THEN i.happened_from ELSE null END AS start,
           CASE WHEN passes THEN i.happened_to ELSE null END AS end,
           CASE WHEN passes THEN i.recorded_at ELSE 0 END AS recorded_at,
           CASE WHEN passes THEN i.loaded_at ELSE null END AS loaded_at,
           CASE WHEN passes THEN i.event ELSE null END AS event,
           CASE WHEN passes THEN i.kind ELSE null END AS kind,
           CASE WHEN passes THEN i.text ELSE null END AS text,
           CASE WHEN passes THEN i.grade ELSE '' END AS grade,
           CASE WHEN passes THEN i.access ELSE '' END AS access,
           CASE WHEN passes THEN i.origin ELSE '' END AS origin,
           CASE WHEN passes THEN r.ref ELSE '' END AS report_ref,
           CASE WHEN passes THEN r.source_system ELSE '' END AS source_system,
           CASE WHEN passes THEN worded ELSE [] END AS worded, CASE WHEN passes THEN titles ELSE [] END AS titles,
           CASE WHEN passes THEN texts ELSE [] END AS texts
    """,
    row=PartRow,
)


class NamedRow(NamedTuple):
    """One mention in one item, and what it states."""

    item: str
    record: str
    component: str
    stated: dict[str, object]


NAMED_IN = Statement(
    text=f"""
    UNWIND $items AS id
    MATCH (i:Item {{id: id}})-[m:MENTIONS]->(e:Entity)
    WHERE {seen("i")}
    RETURN i.id AS item, e.id AS record, e.component AS component, properties(m) AS stated
    """,
    row=NamedRow,
)


def ask_report(context: QueryContext, parameters: OfEntity) -> ReportShown:
    """The report as this View knows it. Raises `NotFound` when no item of it is visible."""
    parts = context.rows(PARTS, id=parameters.id)
    visible = sorted((part for part in parts if part.passes), key=lambda part: (part.item_no, part.id))
    if not visible:
        raise NotFound(f"No report is recorded as {parameters.id!r} in what you may see.", "Check its reference.")
    mentions = context.rows(NAMED_IN, items=[part.id for part in visible])
    clusters = fetch_clusters(context, joined_only({row.component for row in mentions}))
    dossiers = fetch_dossiers(context, clusters, {row.record for row in mentions})
    words = words_of(visible[0]) if is_whole(parts) else []
    return ReportShown(
        id=parameters.id,
        ref=visible[0].report_ref,
        source_system=visible[0].source_system,
        recorded_at=min(part.recorded_at for part in visible),
        title=(words[0][0] or None) if words else None,
        text=(words[0][1] or None) if words else None,
        other_words=tuple(ReportWords(title=title or None, text=text or None) for title, text in words[1:]),
        items=tuple(shown(_item(part)) for part in visible),
        named=_named(clusters, dossiers, mentions),
    )


def _item(part: PartRow) -> ItemRow:
    return ItemRow(*(getattr(part, column) for column in ItemRow._fields))


def _named(clusters: Clusters, dossiers: Dossiers, mentions: list[NamedRow]) -> tuple[ItemNamed, ...]:
    """Each entity once for each item that names it."""
    roles: dict[tuple[str, str], set[str]] = defaultdict(set)
    words: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in mentions:
        at = row.item, clusters.of(row.record).id
        roles[at] |= _said(row.stated.get("role"))
        words[at] = words[at].union(*(_said(row.stated.get(name)) for name in WORDS))
    return tuple(
        ItemNamed(
            item=item,
            entity=dossiers.ref(entity),
            category=dossiers.category(entity),
            ceiling=dossiers.ceiling(entity),
            roles=tuple(sorted(roles[item, entity])),
            words=tuple(sorted(words[item, entity])),
        )
        for item, entity in sorted(words)
    )


def _said(stated: object) -> set[str]:
    """What a property states: one text, each of several, or nothing."""
    several = cast("list[object]", stated) if isinstance(stated, list) else [stated]
    return {str(each) for each in several if each is not None and each != ""}


class ItemVersion(Protocol):
    """One version of one item of a report, and how the View takes it; see `PartRow`."""

    @property
    def lineage(self) -> str: ...

    @property
    def cleared(self) -> bool: ...

    @property
    def passes(self) -> bool: ...


def words_of(part: PartRow) -> list[tuple[str, str]]:
    """Each title with its text of a report's words, once, in one order; mostly there is one.

    `collect` leaves an absent id out and not an absent title, so a report without words has titles and no ids.
    """
    found = sorted(zip(part.worded, part.titles, part.texts, strict=False))
    return list(dict.fromkeys((title, text) for _, title, text in found if title or text))


def is_whole(parts: Iterable[ItemVersion]) -> bool:
    """Whether every item of the report that the clearance holds passes the View: one version of each.

    Its words speak of all of them, also of one that was recorded after the View's moment.
    """
    every = list(parts)
    return {part.lineage for part in every if part.cleared} == {part.lineage for part in every if part.passes}


REPORT = Question(
    id="report",
    prose="What does this report say?",
    parameters=OfEntity,
    answer=ReportShown,
    statements=(PARTS, NAMED_IN, IDENTITY, DOSSIER),
    work=ask_report,
    evidence=None,
)
