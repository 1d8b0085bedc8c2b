"""What is recorded of one entity: what its mentions state, its relationships as items state them, its category."""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple, cast

from graph.errors import NotFound
from graph.identity.clusters import IDENTITY, Clusters, fetch_clusters, joined_only
from graph.identity.labels import DOSSIER, Dossiers, fetch_dossiers
from graph.model.columns import COLUMNS
from graph.model.kinds import ENTITY_KINDS, PEOPLE, EntityKind, Kind
from graph.reading.items import first_day, last_day
from graph.reading.parts import EntityRef, Part, SerafBeside
from graph.reading.question import Answer, OfEntity, QueryContext, Question, Statement
from graph.view.cypher import seen

STATED = ("said", *COLUMNS)
"""What a mention may state, by the property's name."""


class Stated(Part):
    """One thing that visible mentions state about an entity: the items that state it, and of which of its records."""

    what: str
    value: str
    items: tuple[str, ...]
    records: tuple[str, ...]


class RelationShown(Part):
    """One relationship as one item states it. `towards` is true when it starts at the entity asked about; `at` is the
    moment of a call in epoch milliseconds."""

    type: str
    towards: bool
    other: EntityRef
    relation: str
    since: str
    until: str
    at: int | None
    seconds: int | None
    item: str
    grade: str


class EntityCard(Answer):
    """What is recorded of one entity."""

    entity: EntityRef
    records: tuple[str, ...]
    stated: tuple[Stated, ...]
    relations: tuple[RelationShown, ...]
    seraf: SerafBeside | None
    items: int
    origins: int
    first: str | None
    last: str | None


class MentionRow(NamedTuple):
    """One visible mention of the entity, and the item it stands in."""

    record: str
    component: str
    item: str
    ref: str
    origin: str
    start: int | None
    end: int | None
    stated: dict[str, object]


MENTIONS = Statement(
    text=f"""
    MATCH (s:Entity {{id: $id}})
    WITH s.component AS component
    MATCH (e:Entity {{component: component}})<-[m:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    RETURN e.id AS record, e.component AS component, i.id AS item, i.ref AS ref, i.origin AS origin,
           i.happened_from AS start, i.happened_to AS end, properties(m) AS stated
    """,
    row=MentionRow,
)


class RelationRow(NamedTuple):
    """One relationship that one visible item states. `record` is the asked entity's end, `other` the other's."""

    record: str
    towards: bool
    type: str
    id: str
    item: str
    grade: str
    other: str
    component: str
    relation: str
    since: str
    until: str
    at: int | None
    seconds: int | None


RELATIONS = Statement(
    text=f"""
    MATCH (s:Entity {{id: $id}})
    WITH s.component AS component
    MATCH (e:Entity {{component: component}})-[r]->(o:Entity)
    WHERE r.item IS NOT NULL AND {seen("r")}
    WITH e, r, o, r.item AS stated_by
    MATCH (i:Item {{id: stated_by}})
    RETURN e.id AS record, true AS towards, type(r) AS type, r.id AS id, i.ref AS item, r.grade AS grade,
           o.id AS other, o.component AS component, coalesce(r.relation, '') AS relation,
           coalesce(r.since, '') AS since, coalesce(r.until, '') AS until, r.at AS at,
           r.seconds AS seconds
    UNION ALL
    MATCH (s:Entity {{id: $id}})
    WITH s.component AS component
    MATCH (e:Entity {{component: component}})<-[r]-(o:Entity)
    WHERE r.item IS NOT NULL AND {seen("r")}
    WITH e, r, o, r.item AS stated_by
    MATCH (i:Item {{id: stated_by}})
    RETURN e.id AS record, false AS towards, type(r) AS type, r.id AS id, i.ref AS item, r.grade AS grade,
           o.id AS other, o.component AS component, coalesce(r.relation, '') AS relation,
           coalesce(r.since, '') AS since, coalesce(r.until, '') AS until, r.at AS at,
           r.seconds AS seconds
    """,
    row=RelationRow,
)


def _ask_card(kinds: frozenset[Kind], word: str) -> Callable[[QueryContext, OfEntity], EntityCard]:
    def ask(context: QueryContext, parameters: OfEntity) -> EntityCard:
        mentions = context.rows(MENTIONS, id=parameters.id)
        if parameters.id not in {row.record for row in mentions}:
            raise not_recorded(parameters.id, word)
        relations = context.rows(RELATIONS, id=parameters.id)
        components = {row.component for row in (*mentions, *relations)}
        clusters = fetch_clusters(context, joined_only(components))
        cluster = clusters.of(parameters.id)
        mentions = [row for row in mentions if row.record in cluster.records]
        relations = [row for row in relations if row.record in cluster.records]
        dossiers = fetch_dossiers(context, clusters, {cluster.id, *(row.other for row in relations)})
        entity = dossiers.ref(cluster.id)
        if entity.kind not in kinds:
            raise not_recorded(parameters.id, word)
        return EntityCard(
            entity=entity,
            records=cluster.records,
            stated=_stated(mentions),
            relations=_relations(clusters, dossiers, relations),
            seraf=dossiers.seraf(cluster.id) if entity.kind in PEOPLE else None,
            items=len({row.item for row in mentions}),
            origins=len({row.origin for row in mentions}),
            first=first_day(row.start for row in mentions),
            last=last_day(row.end for row in mentions),
        )

    return ask


def not_recorded(name: str, word: str) -> NotFound:
    """What a question raises of an id that is no entity of the kind asked for in this View."""
    return NotFound(f"No {word} is recorded as {name!r} in what you may see.", "Look it up by name or reference.")


def _stated(mentions: list[MentionRow]) -> tuple[Stated, ...]:
    stating: dict[tuple[str, str], list[MentionRow]] = defaultdict(list)
    for row in mentions:
        for what in STATED:
            for value in _values(row.stated.get(what)):
                stating[what, value].append(row)
    return tuple(
        Stated(
            what=what,
            value=value,
            items=tuple(sorted({row.ref for row in rows})),
            records=tuple(sorted({row.record for row in rows})),
        )
        for (what, value), rows in sorted(stating.items())
    )


def _values(stated: object) -> list[str]:
    """What a mention's property states, as text: one value, each of several, or nothing."""
    several = cast("list[object]", stated) if isinstance(stated, list) else [stated]
    return [str(each) for each in several if each is not None and each != ""]


def _relations(clusters: Clusters, dossiers: Dossiers, rows: list[RelationRow]) -> tuple[RelationShown, ...]:
    """Each relationship once; one whose both ends are this entity is given as starting here."""
    once: dict[str, RelationRow] = {}
    for row in sorted(rows, key=lambda row: row.towards):
        once[row.id] = row
    ordered = sorted(once.values(), key=lambda row: (row.type, clusters.of(row.other).id, row.item, row.id))
    return tuple(
        RelationShown(
            type=row.type,
            towards=row.towards,
            other=dossiers.ref(row.other),
            relation=row.relation,
            since=row.since,
            until=row.until,
            at=row.at,
            seconds=row.seconds,
            item=row.item,
            grade=row.grade,
        )
        for row in ordered
    )


def _question(name: str, prose: str, kinds: frozenset[Kind]) -> Question[OfEntity, EntityCard]:
    return Question(
        id=name,
        prose=prose,
        parameters=OfEntity,
        answer=EntityCard,
        statements=(MENTIONS, RELATIONS, IDENTITY, DOSSIER),
        work=_ask_card(kinds, name),
        evidence="timeline",
    )


def _cards() -> dict[str, Question[OfEntity, EntityCard]]:
    asked: dict[str, list[EntityKind]] = defaultdict(list)
    for each in ENTITY_KINDS:
        asked[each.card].append(each)
    return {
        name: _question(
            name,
            f"What is recorded of this {' or '.join(each.one for each in kinds)}?",
            frozenset(each.kind for each in kinds),
        )
        for name, kinds in asked.items()
    }


CARDS = _cards()
"""The question about one entity, by its id; `graph.model.kinds` says which kinds each is about."""
CHILD, ADULT = CARDS["child"], CARDS["adult"]
