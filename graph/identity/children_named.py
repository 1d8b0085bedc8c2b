"""Which of some ids are children in a View: each child is a case, and a case has a reason of its own."""

from collections.abc import Iterable
from typing import NamedTuple

from graph.identity.clusters import fetch_clusters, joined_only
from graph.model.kinds import KINDS, PEOPLE
from graph.reading.question import QueryContext, Statement
from graph.view.cypher import seen

NO_PERSON = (*(f"{kind}:" for kind in KINDS if kind not in PEOPLE), "report:", "item:", "judgement:")
"""How an id starts that is no person's: it need not be looked up."""


class SaidRow(NamedTuple):
    """What the visible mentions of one record say that it is."""

    record: str
    component: str
    said: str


SAID = Statement(
    text=f"""
    UNWIND $ids AS id
    MATCH (e:Entity {{id: id}})<-[m:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    WITH DISTINCT e.id AS one, e.component AS whole, m.said AS word
    WITH collect(one) AS record, collect(whole) AS component, collect(word) AS said
    RETURN record AS record, component AS component, said AS said
    """,
    row=SaidRow,
    packed=True,
)


def perhaps_people(ids: Iterable[str]) -> tuple[str, ...]:
    """Those ids, each once, that could be a person's."""
    return tuple(id for id in dict.fromkeys(ids) if not id.startswith(NO_PERSON))


def children_named(context: QueryContext, wanted: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The visible records of each child among these ids, the oldest first, in the order of the ids.

    A child hidden by the View is not among them, as if never recorded.
    """
    rows = context.rows(SAID, ids=list(wanted))
    clusters = fetch_clusters(context, joined_only(row.component for row in rows))
    children = clusters.children | {clusters.id_of(row.record) for row in rows if row.said == "child"}
    visible = {row.record for row in rows}
    found = (clusters.of(id) for id in wanted if id in visible and clusters.id_of(id) in children)
    return tuple(dict.fromkeys(cluster.records for cluster in found))
