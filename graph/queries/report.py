"""One report: its visible items and whom they name, and its own words where the whole of it is visible."""

from collections import defaultdict
from collections.abc import Iterable
from typing import LiteralString, NamedTuple, Protocol, cast

from graph.errors import NotFound
from graph.queries.answers import ItemNamed, ReportShown
from graph.queries.cards import OfEntity
from graph.queries.filters import seen
from graph.queries.identity import DOSSIER, IDENTITY, Clusters, Dossiers, fetch_clusters, fetch_dossiers, joined_only
from graph.queries.items import ItemRow, shown
from graph.queries.question import Asking, Question, Statement

WORDS = ("name", "given_name", "surname", "alias", "address", "postcode", "vrm", "phone", "handle")
"""What a mention states that may stand in a text, by the property's name."""


READY: LiteralString = "size(coalesce(r.waiting, [])) = 0"
"""A report's words wait for no item that was refused."""
WORDED: LiteralString = f"(r.recorded_at <= $known_at AND {READY})"
"""A report's words were recorded by then, and wait for no item that was refused."""


class PartRow(NamedTuple):
    """One version of one item of the report, and how the View takes it.

    `cleared`: its access is in the clearance; `known`: it was recorded by then; `passes`: it passes the View. What it
    says, and the report's words, come only with an item that passes; the words (`worded`) also by `WORDED`.
    """

    id: str
    lineage: str
    item_no: str
    cleared: bool
    known: bool
    passes: bool
    worded: bool
    ref: str
    happened: str | None
    start: int | None
    end: int | None
    recorded_at: int
    event: str | None
    kind: str | None
    text: str | None
    grade: str
    access: str
    origin: str
    report_ref: str
    source_system: str
    report_title: str
    report_text: str


PARTS = Statement(
    text=f"""
    MATCH (r:Report {{id: $id}})-[:CONTAINS]->(i:Item)
    WITH r, i, {seen("i")} AS passes
    RETURN i.id AS id, i.lineage AS lineage, i.item_no AS item_no, i.access IN $access AS cleared,
           i.recorded_at <= $known_at AS known, passes AS passes, {WORDED} AS worded,
           CASE WHEN passes THEN i.ref ELSE '' END AS ref,
           CASE WHEN passes THEN i.happened ELSE null END AS happened,
           CASE WHEN passes THEN i.happened_from ELSE null END AS start,
           CASE WHEN passes THEN i.happened_to ELSE null END AS end,
           CASE WHEN passes THEN i.recorded_at ELSE 0 END AS recorded_at,
           CASE WHEN passes THEN i.event ELSE null END AS event,
           CASE WHEN passes THEN i.kind ELSE null END AS kind,
           CASE WHEN passes THEN i.text ELSE null END AS text,
           CASE WHEN passes THEN i.grade ELSE '' END AS grade,
           CASE WHEN passes THEN i.access ELSE '' END AS access,
           CASE WHEN passes THEN i.origin ELSE '' END AS origin,
           CASE WHEN passes THEN r.ref ELSE '' END AS report_ref,
           CASE WHEN passes THEN r.source_system ELSE '' END AS source_system,
           CASE WHEN passes THEN coalesce(r.title, '') ELSE '' END AS report_title,
           CASE WHEN passes THEN coalesce(r.text, '') ELSE '' END AS report_text
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


def ask_report(asking: Asking, parameters: OfEntity) -> ReportShown:
    """The report as this View knows it. Raises `NotFound` when no item of it is visible."""
    parts = asking.rows(PARTS, id=parameters.id)
    visible = sorted((part for part in parts if part.passes), key=lambda part: (part.item_no, part.id))
    if not visible:
        raise NotFound(f"No report is recorded as {parameters.id!r} in what you may see.", "Check its reference.")
    mentions = asking.rows(NAMED_IN, items=[part.id for part in visible])
    clusters = fetch_clusters(asking, joined_only({row.component for row in mentions}))
    dossiers = fetch_dossiers(asking, clusters, {row.record for row in mentions})
    worded = is_whole(parts) and visible[0].worded
    return ReportShown(
        id=parameters.id,
        ref=visible[0].report_ref,
        source_system=visible[0].source_system,
        recorded_at=min(part.recorded_at for part in visible),
        title=(visible[0].report_title or None) if worded else None,
        text=(visible[0].report_text or None) if worded else None,
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
            roles=tuple(sorted(roles[item, entity])),
            words=tuple(sorted(words[item, entity])),
        )
        for item, entity in sorted(words)
    )


def _said(stated: object) -> set[str]:
    """What a property states: one text, each of several, or nothing."""
    several = cast("list[object]", stated) if isinstance(stated, list) else [stated]
    return {str(each) for each in several if each is not None and each != ""}


class Version(Protocol):
    """One version of one item of a report, and how the View takes it; see `PartRow`."""

    @property
    def lineage(self) -> str: ...

    @property
    def cleared(self) -> bool: ...

    @property
    def known(self) -> bool: ...

    @property
    def passes(self) -> bool: ...


def is_whole(parts: Iterable[Version]) -> bool:
    """Whether every item of the report is visible: each lineage wholly within the clearance, and one version passing.

    A correction that came after the View's moment does not count, unless its item has no earlier version.
    """
    lineages: dict[str, list[Version]] = defaultdict(list)
    for part in parts:
        lineages[part.lineage].append(part)
    for versions in lineages.values():
        by_then = [part for part in versions if part.known] or versions
        if not all(part.cleared for part in by_then) or not any(part.passes for part in by_then):
            return False
    return True


REPORT = Question(
    id="report",
    prose="What does this report say?",
    parameters=OfEntity,
    answer=ReportShown,
    statements=(PARTS, NAMED_IN, IDENTITY, DOSSIER),
    work=ask_report,
    evidence=None,
)
