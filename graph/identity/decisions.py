"""What people have decided about an entity's records being one with others, or not: who, when, why, and what stands."""

from typing import Literal, NamedTuple

from pydantic import Field

from graph.errors import NotFound
from graph.identity.clusters import IDENTITY, REPLACED, fetch_clusters, joined_only
from graph.identity.labels import DOSSIER, Dossiers, fetch_dossiers
from graph.model.recorded import standing
from graph.reading.parts import EntityRef, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question, Statement
from graph.view.cypher import held, seen

DecisionState = Literal["same", "not same", "unsure", "withdrawn"]


class DecisionsOf(Parameters):
    """One entity, by the id of any of its records, and how many decisions to show."""

    id: str
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """The entity."""
        return (self.id,)


class RecordShown(Part):
    """One record by itself, as its own visible mentions call it."""

    id: str
    label: str
    refs: tuple[str, ...]


class DecisionShown(Part):
    """One version of a decision about two records. `stands`: no visible version replaces it."""

    id: str
    lineage: str
    state: DecisionState
    one: RecordShown
    two: RecordShown
    author: str
    recorded_at: int
    reason: str
    stands: bool


class IdentityDecisions(Answer):
    """Decisions about an entity's records, the newest first; `records` are those, the oldest first.

    `to_decide` are the lineages of which both "same" and "not same" stand, or whose two records are one all the same by
    a chain of others: somebody who sees both is asked for a decision.
    """

    entity: EntityRef
    records: tuple[RecordShown, ...]
    decisions: tuple[DecisionShown, ...]
    to_decide: tuple[str, ...]
    shown: int
    total: int


class DecisionRow(NamedTuple):
    """A visible version of a decision (`part` decision), or that the entity asked about is visible (`part` entity)."""

    part: str
    component: str
    id: str
    lineage: str
    replaced: str
    state: str
    one: str
    two: str
    author: str
    recorded_at: int
    reason: str


DECISIONS = Statement(
    text=f"""
    MATCH (s:Entity {{id: $id}})
    WITH s.component AS component
    MATCH (a:Entity {{component: component}})<-[:ABOUT]-(d:IdentityDecision)
    WHERE a.id = d.one AND {held("d")}
    RETURN 'decision' AS part, component AS component, d.id AS id, d.lineage AS lineage, {REPLACED} AS replaced,
           d.state AS state, d.one AS one, d.two AS two, d.author AS author, d.recorded_at AS recorded_at,
           coalesce(d.reason, '') AS reason
    UNION ALL
    MATCH (e:Entity {{id: $id}})<-[:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    WITH DISTINCT e.component AS component
    RETURN 'entity' AS part, component AS component, '' AS id, '' AS lineage, '' AS replaced, '' AS state, '' AS one,
           '' AS two, '' AS author, 0 AS recorded_at, '' AS reason
    """,
    row=DecisionRow,
)


class _Version(NamedTuple):
    id: str
    replaces: tuple[str, ...]
    state: str
    row: DecisionRow


def ask_decisions(context: QueryContext, parameters: DecisionsOf) -> IdentityDecisions:
    """Every visible version of a decision about a visible record of this entity and another visible record."""
    rows = context.rows(DECISIONS, id=parameters.id)
    if not any(row.part == "entity" for row in rows):
        raise NotFound(
            f"Nothing is recorded as {parameters.id!r} in what you may see.", "Look it up by name or reference."
        )
    clusters = fetch_clusters(context, joined_only({row.component for row in rows}))
    cluster = clusters.of(parameters.id)
    decided = [row for row in rows if row.part == "decision" and not {row.one, row.two}.isdisjoint(cluster.records)]
    dossiers = fetch_dossiers(context, clusters, {parameters.id, *(end for row in decided for end in row[6:8])})
    visible = [row for row in decided if dossiers.knows(row.one) and dossiers.knows(row.two)]
    stands = standing(_Version(row.id, tuple(row.replaced.split()), row.state, row) for row in visible)
    standing_ids = {version.id for version in stands}
    visible.sort(key=lambda row: (-row.recorded_at, row.id))
    return IdentityDecisions(
        entity=dossiers.ref(parameters.id),
        records=tuple(_record(record, dossiers) for record in cluster.records),
        decisions=tuple(_shown(row, dossiers, stands=row.id in standing_ids) for row in visible[: parameters.limit]),
        to_decide=tuple(sorted(_to_decide(stands, dossiers))),
        shown=len(visible[: parameters.limit]),
        total=len(visible),
    )


def _to_decide(stands: list[_Version], dossiers: Dossiers) -> set[str]:
    states: dict[str, set[str]] = {}
    for version in stands:
        states.setdefault(version.row.lineage, set()).add(version.state)
    joined = {
        version.row.lineage
        for version in stands
        if version.state == "not same" and dossiers.id_of(version.row.one) == dossiers.id_of(version.row.two)
    }
    return joined | {lineage for lineage, found in states.items() if {"same", "not same"} <= found}


def _shown(row: DecisionRow, dossiers: Dossiers, *, stands: bool) -> DecisionShown:
    return DecisionShown(
        id=row.id,
        lineage=row.lineage,
        state=row.state,  # type: ignore[arg-type]  # pydantic checks what the graph holds
        one=_record(row.one, dossiers),
        two=_record(row.two, dossiers),
        author=row.author,
        recorded_at=row.recorded_at,
        reason=row.reason,
        stands=stands,
    )


def _record(record: str, dossiers: Dossiers) -> RecordShown:
    label, refs = dossiers.record(record)
    return RecordShown(id=record, label=label, refs=refs)


IDENTITY_DECISIONS = Question(
    id="identity_decisions",
    prose="What have people decided about whether these records are one?",
    parameters=DecisionsOf,
    answer=IdentityDecisions,
    statements=(DECISIONS, IDENTITY, DOSSIER),
    work=ask_decisions,
    evidence=None,
)
