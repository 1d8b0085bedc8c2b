"""What rests on an item, a report or a judgement: what people decided because of it, as far as this reader sees it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Literal, LiteralString, NamedTuple

from pydantic import Field

from graph.errors import Ambiguous, NotFound
from graph.identity.clusters import IDENTITY, REPLACED, Clusters, Step, fetch_steps, joined_only
from graph.identity.labels import DOSSIER, Dossiers, fetch_dossiers
from graph.model.recorded import JudgementKind, standing
from graph.reading.parts import EntityRef, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question, Statement
from graph.view.cypher import held, seen


class RestsOn(Parameters):
    """An item, a report or a judgement, by id (of a judgement, also that of all its versions); an item that has ended
    also as it was cited (`REPORT_REF/ITEM_NO`)."""

    id: str
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """What is asked about."""
        return (self.id,)


class JudgementShown(Part):
    """A judgement that stands. `items` are the items asked about that it rests on, as they are cited."""

    id: str
    lineage: str
    kind: JudgementKind
    state: str
    about: tuple[EntityRef, ...]
    items: tuple[str, ...]
    author: str
    recorded_at: int
    reason: str


class Resting(Answer):
    """What rests on something. `items` are the items meant, as they are cited; `withdrawn` names who withdrew them.

    On a decision that two records are one rests what is judged of either, where nothing else makes them one.
    """

    id: str
    what: Literal["item", "report", "judgement"]
    items: tuple[str, ...]
    rests: tuple[JudgementShown, ...]
    withdrawn: tuple[JudgementShown, ...]
    shown: int
    total: int


class MeantRow(NamedTuple):
    """What the id means. `part` item: an item that passes the View; rest: one that a judgement rests on, which passes
    the clearance, from when on it had ended (`ended`); judgement: a version of one."""

    part: str
    item: str
    ref: str
    report: bool
    ended: int
    judgement: str
    lineage: str


MEANT = Statement(
    text=f"""
    UNWIND $ids AS id
    MATCH (i:Item {{id: id}})
    WHERE {seen("i")}
    RETURN 'item' AS part, i.id AS item, i.ref AS ref, false AS report, i.superseded_at AS ended, '' AS judgement,
           '' AS lineage
    UNION ALL
    UNWIND $ids AS id
    MATCH (:Report {{id: id}})-[:CONTAINS]->(i:Item)
    WHERE {seen("i")}
    RETURN 'item' AS part, i.id AS item, i.ref AS ref, true AS report, i.superseded_at AS ended, '' AS judgement,
           '' AS lineage
    UNION ALL
    UNWIND $ids AS id
    MATCH (rested:Item {{id: id}})
    WHERE {held("rested")}
    MATCH (rested)<-[:RESTS_ON]-(d:Judgement)
    WHERE {held("d")}
    RETURN 'rest' AS part, rested.id AS item, rested.ref AS ref, false AS report, rested.superseded_at AS ended,
           d.id AS judgement, d.lineage AS lineage
    UNION ALL
    UNWIND $ids AS id
    MATCH (:Report {{id: id}})-[:CONTAINS]->(one:Item)
    WHERE {held("one")}
    MATCH (one)<-[:RESTS_ON]-(d:Judgement)
    WHERE {held("d")}
    RETURN 'rest' AS part, one.id AS item, one.ref AS ref, true AS report, one.superseded_at AS ended,
           d.id AS judgement, d.lineage AS lineage
    UNION ALL
    UNWIND $ids AS id
    MATCH (d:Judgement {{id: id}})
    WHERE {held("d")}
    RETURN 'judgement' AS part, '' AS item, '' AS ref, false AS report, 0 AS ended, d.id AS judgement,
           d.lineage AS lineage
    UNION ALL
    UNWIND $ids AS id
    MATCH (d:Judgement {{lineage: id}})
    WHERE {held("d")}
    RETURN 'judgement' AS part, '' AS item, '' AS ref, false AS report, 0 AS ended, d.id AS judgement,
           d.lineage AS lineage
    """,
    row=MeantRow,
)
"""What somebody may ask about. An item that has ended is seen no more, but who reads a judgement on it may know."""


class EndedRow(NamedTuple):
    """An item, when it ended, and its report."""

    item: str
    ended: int
    report: str
    source_system: str


ENDED = Statement(
    text=f"""
    MATCH (i:Item {{ref: $ref}})
    WHERE {held("i")}
    MATCH (r:Report)-[:CONTAINS]->(i)
    RETURN i.id AS item, i.superseded_at AS ended, r.id AS report, r.source_system AS source_system
    """,
    row=EndedRow,
)
"""The items cited so, ended or not: no other question finds what has ended."""


class JudgementVersionRow(NamedTuple):
    """A version of a judgement that passes the clearance, once for each entity that it is about."""

    id: str
    lineage: str
    labels: list[str]
    state: str
    replaced: str
    author: str
    recorded_at: int
    reason: str
    entity: str
    component: str


_SAID: LiteralString = f"""
    WITH DISTINCT d
    OPTIONAL MATCH (d)-[:ABOUT]->(e:Entity)
    RETURN d.id AS id, d.lineage AS lineage, labels(d) AS labels, d.state AS state, {REPLACED} AS replaced,
           d.author AS author, d.recorded_at AS recorded_at, coalesce(d.reason, '') AS reason,
           coalesce(e.id, '') AS entity, coalesce(e.component, '') AS component
"""

VERSIONS = Statement(
    text=f"""
    UNWIND $lineages AS lineage
    MATCH (d:Judgement {{lineage: lineage}})
    WHERE {held("d")}
    {_SAID}
    UNION ALL
    UNWIND $joined AS lineage
    MATCH (j:Judgement {{lineage: lineage}})-[:ABOUT]->(r:Entity)
    WHERE {held("j")}
    WITH DISTINCT r.component AS component
    MATCH (r:Entity {{component: component}})<-[:ABOUT]-(d:Judgement)
    WHERE {held("d")}
    {_SAID}
    """,
    row=JudgementVersionRow,
)
"""Every version of some judgements (`$lineages`); and of all that is judged of whatever others may join (`$joined`)."""


class _Version(NamedTuple):
    id: str
    replaces: tuple[str, ...]
    state: str
    row: JudgementVersionRow
    about: tuple[str, ...]


class Rested(NamedTuple):
    """What rests on some items, reports or judgements: the items meant, and what stands on them, the newest first.

    `own` are the ids of the visible versions of the judgements asked about.
    """

    what: Literal["item", "report", "judgement"]
    items: tuple[str, ...]
    own: frozenset[str]
    rests: tuple[JudgementShown, ...]
    withdrawn: tuple[JudgementShown, ...]


def ask_resting(context: QueryContext, parameters: RestsOn) -> Resting:
    """The judgements that stand on this, the newest first. Raises `NotFound` for what is hidden or never was, and
    `Ambiguous` for a reference that items of several reports had."""
    found = rested_on(context, (parameters.id,)) or _rested_on_ended(context, parameters.id)
    if found is None:
        raise NotFound(
            f"Nothing is recorded as {parameters.id!r} in what you may see.",
            "Give the id of an item, a report or a judgement, or cite an item as REPORT_REF/ITEM_NO.",
        )
    return Resting(
        id=parameters.id,
        what=found.what,
        items=found.items,
        rests=found.rests[: parameters.limit],
        withdrawn=found.withdrawn,
        shown=len(found.rests[: parameters.limit]),
        total=len(found.rests),
    )


def _rested_on_ended(context: QueryContext, ref: str) -> Rested | None:
    """What rests on the versions of an item of which all have ended, by how it was cited."""
    versions: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in context.rows(ENDED, ref=ref) if "/" in ref else ():
        if row.ended <= context.bound.view.known_at:
            versions[row.report, row.source_system].append(row.item)
    of_reports = {report: rested_on(context, sorted(items)) for report, items in sorted(versions.items())}
    found = {report: rested for report, rested in of_reports.items() if rested is not None}
    if len(found) > 1:
        raise Ambiguous(ref, tuple((versions[each][0], "item", each[1]) for each in found))
    return next(iter(found.values()), None)


def rested_on(context: QueryContext, ids: Sequence[str]) -> Rested | None:
    """What stands on these items, reports or judgements; None where none of them is visible."""
    meant = context.rows(MEANT, ids=list(ids))
    lineages = sorted({row.lineage for row in meant if row.lineage})
    joined = sorted({row.lineage for row in meant if row.part == "judgement"})
    versions = _versions(context.rows(VERSIONS, lineages=lineages, joined=joined) if lineages else ())
    components = {row.component for row in versions.rows if row.component}
    steps = fetch_steps(context, joined_only(components))
    clusters = Clusters(steps)
    dossiers = fetch_dossiers(context, clusters, {row.entity for row in versions.rows if row.entity})
    visible = [each for each in versions.every if all(dossiers.knows(entity) for entity in each.about)]
    known = {each.id for each in visible}
    items = _items(meant, known, context.bound.view.known_at)
    own = {row.lineage for row in meant if row.part == "judgement" and row.judgement in known}
    if not items and not own:
        return None
    stands = standing(visible)
    on: dict[str, set[str]] = defaultdict(set)
    for row in meant:
        if row.part == "rest" and row.item in items:
            on[row.judgement].add(row.ref)
    falling = [each for each in stands if each.id in on]
    versions_of_it = {each.id for each in visible if each.row.lineage in own}
    if own:
        of_lineages = {row.id for row in versions.rows if row.lineage in own}
        falling = _held_together(own, of_lineages, stands, steps, clusters)
    shown = [_shown(each, dossiers, on[each.id]) for each in sorted(falling, key=_newest_first)]
    return Rested(
        what="judgement" if own else "report" if any(row.report for row in meant) else "item",
        items=tuple(sorted(set(items.values()))),
        own=frozenset(versions_of_it),
        rests=tuple(each for each in shown if each.kind != "Withdrawal"),
        withdrawn=tuple(each for each in shown if each.kind == "Withdrawal"),
    )


def _items(meant: Iterable[MeantRow], known: Collection[str], known_at: int) -> dict[str, str]:
    """The items meant, by id, as they are cited: those that pass, and those that ended on which a judgement rests."""
    return {
        row.item: row.ref
        for row in meant
        if row.part == "item" or (row.part == "rest" and row.judgement in known and row.ended <= known_at)
    }


class _Versions(NamedTuple):
    rows: list[JudgementVersionRow]
    every: list[_Version]


def _versions(rows: Iterable[JudgementVersionRow]) -> _Versions:
    about: dict[str, set[str]] = defaultdict(set)
    by_id: dict[str, JudgementVersionRow] = {}
    every = list(rows)
    for row in every:
        by_id[row.id] = row
        about[row.id] |= {row.entity} - {""}
    return _Versions(
        every,
        [
            _Version(row.id, tuple(row.replaced.split()), row.state, row, tuple(sorted(about[row.id])))
            for row in by_id.values()
        ],
    )


def _held_together(
    own: Collection[str], versions: Collection[str], stands: list[_Version], steps: Iterable[Step], clusters: Clusters
) -> list[_Version]:
    """What is judged of records that only this decision (`versions`, of these lineages) makes one.

    Without it, each would be shown beside one of them alone. Decisions about which records are one are no part of it:
    they stand whatever else joins these.
    """
    pairs = {each.about for each in stands if each.row.lineage in own and each.state == "same"}
    without = Clusters(step for step in steps if step.judgement not in versions)
    parted = {clusters.id_of(one) for one, other in pairs if without.id_of(one) != without.id_of(other)}
    return [
        each
        for each in stands
        if "IdentityDecision" not in each.row.labels and parted.intersection(clusters.ids_of(each.about))
    ]


def _newest_first(version: _Version) -> tuple[int, str]:
    return -version.row.recorded_at, version.id


def _shown(version: _Version, dossiers: Dossiers, items: Collection[str]) -> JudgementShown:
    [kind] = set(version.row.labels) - {"Judgement"}
    return JudgementShown(
        id=version.id,
        lineage=version.row.lineage,
        kind=kind,  # type: ignore[arg-type]  # pydantic checks what the graph holds
        state=version.state,
        about=tuple({(ref := dossiers.ref(each)).id: ref for each in version.about}.values()),
        items=tuple(sorted(items)),
        author=version.row.author,
        recorded_at=version.row.recorded_at,
        reason=version.row.reason,
    )


RESTS_ON = Question(
    id="rests_on",
    prose="What have people decided that rests on this item, report or judgement?",
    parameters=RestsOn,
    answer=Resting,
    statements=(MEANT, ENDED, VERSIONS, IDENTITY, DOSSIER),
    work=ask_resting,
    evidence="items",
)
