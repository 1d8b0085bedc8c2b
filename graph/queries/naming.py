"""What the entities that an answer shows are called and are, where a question has met only some of their records."""

from collections.abc import Iterable
from typing import LiteralString

from graph.queries.assessed import ASSESSMENTS, NO_JUDGEMENT
from graph.queries.identity import (
    DECIDED,
    IDENTIFIED,
    LABELS,
    POSSIBLY_SAME,
    Clusters,
    DossierRow,
    Dossiers,
    what_joins,
)
from graph.queries.question import Asking, Statement, Step

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
    asking: Asking, components: Iterable[str], met: Clusters, labels: Iterable[DossierRow] = ()
) -> Dossiers:
    """The dossiers of every entity of these components, by whichever of its visible records it was met.

    `met` says which records are one of what needs no looking up, and `labels` how mentions show it. Asks nothing where
    there are no components.
    """
    wanted = sorted(set(components))
    rows = asking.rows(NAMES, components=wanted, **what_joins(asking)) if wanted else []
    steps = [
        Step("record", row.record, row.said, row.first)
        if row.part == "label"
        else Step(row.part, row.record, row.other, 0, row.judgement, row.replaced, row.state)
        for row in rows
        if row.part != "assessment"
    ]
    return Dossiers(Clusters(steps) | met, [*rows, *labels])
