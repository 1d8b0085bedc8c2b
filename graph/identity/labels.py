"""What entities are called and are, as their visible mentions and assessments state; no entity stores a label."""

from collections import defaultdict
from collections.abc import Iterable
from typing import LiteralString, NamedTuple

from graph.identity.clusters import DECIDED, IDENTIFIED, POSSIBLY_SAME, Cluster, Clusters, Step, what_joins
from graph.model.kinds import KIND_OF_SAID, Kind
from graph.reading.assessed import ASSESSMENTS, NO_JUDGEMENT, Properties, seraf_beside
from graph.reading.parts import EntityRef, SerafBeside
from graph.reading.question import QueryContext, Statement
from graph.view.cypher import seen


class DossierRow(NamedTuple):
    """How mentions show a record (`part` label), or one version of an assessment of it (`part` assessment).

    Where joining is asked for too (`NAMES`), a `part` named after a `Step` joins it to `other`.
    """

    part: str
    record: str
    other: str
    said: str
    label: str
    rank: int
    ref: str
    place: str
    first: int
    judgement: str = ""
    replaced: str = ""
    state: str = ""
    assessment: Properties | None = None


LABELS: LiteralString = f"""
    <-[m:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    WITH e.id AS one, m.said AS word, coalesce(m.label, '') AS shown, m.label_rank AS shown_rank,
         coalesce(m.local_ref, '') AS own_ref, coalesce(m.premises_kind, '') AS kind, min(i.recorded_at) AS earliest
    WITH collect(one) AS record, collect(word) AS said, collect(shown) AS label, collect(shown_rank) AS rank,
         collect(own_ref) AS ref, collect(kind) AS place, collect(earliest) AS first
    RETURN 'label' AS part, record AS record, '' AS other, said AS said, label AS label, rank AS rank, ref AS ref,
           place AS place, first AS first, {NO_JUDGEMENT}, null AS assessment
"""
"""What follows an entity `e`: how its mentions show it."""


DOSSIER = Statement(
    text=f"""
    UNWIND $records AS id
    MATCH (e:Entity {{id: id}}){LABELS}
    UNION ALL
    UNWIND $records AS id
    MATCH (e:Entity {{id: id}}){ASSESSMENTS}
    """,
    row=DossierRow,
    packed=True,
)


class Dossiers:
    """What each entity met is called and is, as its visible mentions and assessments say."""

    def __init__(self, clusters: Clusters, rows: Iterable[DossierRow]) -> None:
        self._clusters = clusters
        self._refs: dict[str, EntityRef] = {}
        self._rows: dict[str, list[DossierRow]] = defaultdict(list)
        for row in rows:
            self._rows[row.record].append(row)

    def id_of(self, record: str) -> str:
        """The id of the entity that this record belongs to."""
        return self._clusters.id_of(record)

    def ref(self, record: str) -> EntityRef:
        """The entity that this record belongs to, as it is shown."""
        cluster = self._clusters.of(record)
        if cluster.id not in self._refs:
            self._refs[cluster.id] = self._ref(cluster)
        return self._refs[cluster.id]

    def _ref(self, cluster: Cluster) -> EntityRef:
        rows = {row for each in cluster.records for row in self._rows[each] if row.part == "label"}
        order = {each: place for place, each in enumerate(cluster.records)}
        best = min(rows, key=lambda row: (row.rank, order[row.record], row.first, row.label))
        return EntityRef(
            id=cluster.id,
            kind=kind_of({row.said for row in rows}),
            label=best.label,
            refs=tuple(sorted({row.ref for row in rows if row.ref})),
            possible=cluster.possible,
        )

    def knows(self, record: str) -> bool:
        """Whether this record is visible by a mention of its own."""
        return any(row.part == "label" for row in self._rows[record])

    def record(self, record: str) -> tuple[str, tuple[str, ...]]:
        """What a record's own mentions call it, and its own references."""
        rows = [row for row in self._rows[record] if row.part == "label"]
        best = min(rows, key=lambda row: (row.rank, row.first, row.label))
        return best.label, tuple(sorted({row.ref for row in rows if row.ref}))

    def seraf(self, record: str) -> SerafBeside | None:
        """The assessment that stands; None is "not assessed", which is not category 1."""
        rows = [row for each in self._clusters.of(record).records for row in self._rows[each]]
        return seraf_beside(row.assessment for row in rows if row.assessment is not None)

    def category(self, record: str) -> int | None:
        """The category alone, None when not assessed."""
        seraf = self.seraf(record)
        return None if seraf is None else seraf.category

    def ceiling(self, record: str) -> int | None:
        """The highest that the category may be, None when not assessed."""
        seraf = self.seraf(record)
        return None if seraf is None else seraf.ceiling

    def first(self, record: str) -> int:
        """When the earliest visible item that mentions this entity was recorded."""
        rows = [row for each in self._clusters.of(record).records for row in self._rows[each]]
        return min(row.first for row in rows if row.part == "label")

    def premises_kinds(self, record: str) -> tuple[str, ...]:
        """The kinds of premises that visible mentions give, sorted."""
        rows = [row for each in self._clusters.of(record).records for row in self._rows[each]]
        return tuple(sorted({row.place for row in rows if row.place}))


def kind_of(said: set[str]) -> Kind:
    """What visible mentions make of an entity: one that any of them calls a child is a child."""
    return next(kind for word, kind in KIND_OF_SAID.items() if word in said)


def fetch_dossiers(context: QueryContext, clusters: Clusters, records: Iterable[str]) -> Dossiers:
    """The dossiers of the entities that these records belong to, in one statement."""
    wanted = sorted({each for record in records for each in clusters.of(record).records})
    return Dossiers(clusters, context.rows(DOSSIER, records=wanted) if wanted else ())


NOT_SHOWN: LiteralString = "'' AS said, '' AS label, 0 AS rank, '' AS ref, '' AS place, 0 AS first"

NAMES = Statement(
    text=f"""
    {DECIDED}
    RETURN 'decision' AS part, record AS record, other AS other, {NOT_SHOWN}, judgement AS judgement,
           replaced AS replaced, state AS state, null AS assessment
    UNION ALL
    {IDENTIFIED}
    RETURN 'identifier' AS part, record AS record, other AS other, {NOT_SHOWN}, {NO_JUDGEMENT}, null AS assessment
    UNION ALL
    {POSSIBLY_SAME}
    RETURN 'possible' AS part, record AS record, other AS other, {NOT_SHOWN}, {NO_JUDGEMENT}, null AS assessment
    UNION ALL
    UNWIND $components AS component
    MATCH (e:Entity {{component: component}}){LABELS}
    UNION ALL
    UNWIND $components AS component
    MATCH (e:Entity {{component: component}}){ASSESSMENTS}
    """,
    row=DossierRow,
    packed=True,
)
"""What joins all records of some components, and the dossier of each: both at once, since either needs the other."""


def fetch_names(
    context: QueryContext, components: Iterable[str], met: Clusters, labels: Iterable[DossierRow] = ()
) -> Dossiers:
    """The dossiers of every entity of these components, by whichever of its visible records it was met.

    `met` says which records are one of what needs no looking up, and `labels` how mentions show it. Asks nothing where
    there are no components.
    """
    wanted = sorted(set(components))
    rows = context.rows(NAMES, components=wanted, **what_joins(context)) if wanted else []
    steps = [
        Step("record", row.record, row.said, row.first)
        if row.part == "label"
        else Step(row.part, row.record, row.other, 0, row.judgement, row.replaced, row.state)
        for row in rows
        if row.part != "assessment"
    ]
    return Dossiers(Clusters(steps) | met, [*rows, *labels])
