"""The items that name an entity, with all that they name."""

from typing import NamedTuple

from graph.queries.question import Statement
from graph.view.cypher import seen


class OwnRow(NamedTuple):
    """An item that names the entity asked about (`record`, in `own_role`), and one entity that it names.

    `labelled`: some item, perhaps hidden, calls that entity a child; `identified`: the ids of its identifiers here.
    """

    record: str
    own_role: str
    item: str
    ref: str
    grade: str
    origin: str
    start: int
    end: int
    entity: str
    component: str
    said: str
    role: str
    place: str
    recorded_at: int
    labelled: bool
    identified: list[str]


OWN_ITEMS = Statement(
    text=f"""
    UNWIND $ids AS id
    MATCH (s:Entity {{id: id}})
    WITH DISTINCT s.component AS component
    MATCH (e:Entity {{component: component}})<-[own:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    MATCH (i)-[m:MENTIONS]->(x:Entity)
    WITH collect(e.id) AS record, collect(coalesce(own.role, '')) AS own_role, collect(i.id) AS item,
         collect(i.ref) AS ref, collect(i.grade) AS grade, collect(i.origin) AS origin,
         collect(coalesce(i.happened_from, $undated)) AS start, collect(coalesce(i.happened_to, $undated)) AS end,
         collect(x.id) AS entity, collect(x.component) AS component, collect(m.said) AS said,
         collect(coalesce(m.role, '')) AS role, collect(coalesce(m.premises_kind, '')) AS place,
         collect(i.recorded_at) AS recorded_at, collect('Child' IN labels(x)) AS labelled,
         collect(coalesce(m.identified, [])) AS identified
    RETURN record AS record, own_role AS own_role, item AS item, ref AS ref, grade AS grade, origin AS origin,
           start AS start, end AS end, entity AS entity, component AS component, said AS said, role AS role,
           place AS place, recorded_at AS recorded_at, labelled AS labelled, identified AS identified
    """,
    row=OwnRow,
    packed=True,
)
