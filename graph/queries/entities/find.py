"""What a name, reference, plate, number or id could mean: how a person's words become an id."""

from contextlib import suppress
from typing import NamedTuple

from graph.errors import ValueRefused
from graph.identity.clusters import IDENTITY, fetch_clusters, joined_only
from graph.identity.labels import DOSSIER, fetch_dossiers
from graph.model.ids import name_id, phone_id, vehicle_id
from graph.reading.parts import EntityRef, Part
from graph.reading.question import Answer, Parameters, QueryContext, Question, Statement
from graph.values.name import PersonName
from graph.values.phone import Phone
from graph.values.vrm import Vrm
from graph.view.cypher import seen


class Words(Parameters):
    """What somebody typed."""

    text: str

    def words(self) -> str:
        """What was typed."""
        return self.text


class ReportRef(Part):
    """One report, with what distinguishes it from others of the same reference."""

    id: str
    ref: str
    source_system: str


class NameMatches(Answer):
    """What one name, reference, plate or number could mean."""

    entities: tuple[EntityRef, ...]
    reports: tuple[ReportRef, ...]


class HitRow(NamedTuple):
    """One record (in a component), or one report (with its reference and source system), that the words could mean."""

    what: str
    id: str
    component: str
    ref: str
    source_system: str


HITS = Statement(
    text=f"""
    MATCH (e:Entity {{id: $text}})<-[:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    RETURN DISTINCT 'entity' AS what, e.id AS id, e.component AS component, '' AS ref, '' AS source_system
    UNION ALL
    MATCH (e:Person {{local_ref: $text}})<-[m:MENTIONS]-(i:Item)
    WHERE m.local_ref = $text AND {seen("i")}
    RETURN DISTINCT 'entity' AS what, e.id AS id, e.component AS component, '' AS ref, '' AS source_system
    UNION ALL
    UNWIND $values AS value
    MATCH (e:Entity {{id: value}})<-[:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    RETURN DISTINCT 'entity' AS what, e.id AS id, e.component AS component, '' AS ref, '' AS source_system
    UNION ALL
    UNWIND $names AS name
    MATCH (n:Name {{id: name}})<-[:NAMED]-(e:Person)<-[m:MENTIONS]-(i:Item)
    WHERE m.name_key IN $name_keys AND {seen("i")}
    RETURN DISTINCT 'entity' AS what, e.id AS id, e.component AS component, '' AS ref, '' AS source_system
    UNION ALL
    MATCH (r:Report {{ref: $text}})-[:CONTAINS]->(i:Item)
    WHERE {seen("i")}
    RETURN DISTINCT 'report' AS what, r.id AS id, '' AS component, r.ref AS ref, r.source_system AS source_system
    UNION ALL
    MATCH (r:Report {{id: $text}})-[:CONTAINS]->(i:Item)
    WHERE {seen("i")}
    RETURN DISTINCT 'report' AS what, r.id AS id, '' AS component, r.ref AS ref, r.source_system AS source_system
    """,
    row=HitRow,
)


def ask_find(context: QueryContext, parameters: Words) -> NameMatches:
    """Every entity and report that the words could mean, by id."""
    text = parameters.text.strip()
    keys = name_keys(text)
    names = [name_id(key) for key in keys]
    hits = context.rows(HITS, text=text, values=value_ids(text), names=names, name_keys=keys)
    entities = [hit for hit in hits if hit.what == "entity"]
    clusters = fetch_clusters(context, joined_only({hit.component for hit in entities}))
    reports = {(hit.id, hit.ref, hit.source_system) for hit in hits if hit.what == "report"}
    found = sorted({clusters.of(hit.id).id for hit in entities})
    dossiers = fetch_dossiers(context, clusters, found)
    return NameMatches(
        entities=tuple(dossiers.ref(entity) for entity in found),
        reports=tuple(ReportRef(id=id, ref=ref, source_system=system) for id, ref, system in sorted(reports)),
    )


def value_ids(text: str) -> list[str]:
    """The ids of the vehicle and the phone that the words would be, where they could be either."""
    found: list[str] = []
    with suppress(ValueRefused):
        found.append(vehicle_id(Vrm.parse(text).key))
    with suppress(ValueRefused):
        found.append(phone_id(Phone.parse(text).key))
    return found


def name_keys(text: str) -> list[str]:
    """The folded name that the words would be, where they could be one."""
    with suppress(ValueRefused):
        return [PersonName.parse(text).key]
    return []


FIND = Question(
    id="find",
    prose="What could this name, reference, plate, number or id mean?",
    parameters=Words,
    answer=NameMatches,
    statements=(HITS, IDENTITY, DOSSIER),
    work=ask_find,
    evidence="timeline",
    action="search",
)
