"""The links among the entities of one picture: which of them items name together, and what the items call it."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from pydantic import Field

from graph.model.view import UNDATED
from graph.queries.answers import EntityAmong, ItemBehind, LinkAmong, LinksAmong
from graph.queries.cards import first_day, last_day
from graph.queries.identity import DOSSIER, IDENTITY, Clusters, fetch_clusters, fetch_dossiers, joined_only
from graph.queries.question import Asking, Parameters, Question, Statement
from graph.rules.joining import pair_of
from graph.rules.roles import connects
from graph.rules.strength import weakest
from graph.view.cypher import seen

MOST_AMONG = 2000


class Among(Parameters):
    """Entities, each by the id of any of its records."""

    ids: tuple[str, ...] = Field(min_length=1, max_length=MOST_AMONG)

    def subjects(self) -> tuple[str, ...]:
        """All of them."""
        return self.ids


class MetRow(NamedTuple):
    """An item that mentions several of the records asked about, in parallel lists.

    Items that mention only one of them give one row without an item: it only shows that the record is visible.
    """

    item: str
    ref: str
    grade: str
    origin: str
    system: str
    start: int
    end: int
    records: list[str]
    components: list[str]
    roles: list[str]


MET = Statement(
    text=f"""
    UNWIND $ids AS id
    MATCH (s:Entity {{id: id}})
    WITH DISTINCT s.component AS component
    MATCH (e:Entity {{component: component}})<-[m:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    WITH i, collect(e.id) AS records, collect(e.component) AS components, collect(coalesce(m.role, '')) AS roles
    MATCH (r:Report)-[:CONTAINS]->(i)
    WITH DISTINCT CASE WHEN size(records) > 1 THEN i ELSE null END AS i, records, components,
         CASE WHEN size(records) > 1 THEN r.source_system ELSE '' END AS system,
         CASE WHEN size(records) > 1 THEN roles ELSE [''] END AS roles
    WITH collect(coalesce(i.id, '')) AS item, collect(coalesce(i.ref, '')) AS ref,
         collect(coalesce(i.grade, '')) AS grade, collect(coalesce(i.origin, '')) AS origin,
         collect(coalesce(system, '')) AS system,
         collect(coalesce(i.happened_from, $undated)) AS start, collect(coalesce(i.happened_to, $undated)) AS end,
         collect(records) AS records, collect(components) AS components, collect(roles) AS roles
    RETURN item AS item, ref AS ref, grade AS grade, origin AS origin, system AS system, start AS start, end AS end,
           records AS records, components AS components, roles AS roles
    """,
    row=MetRow,
    packed=True,
)


class StatedRow(NamedTuple):
    """Two records between which a visible relationship of one type is stated."""

    start: str
    end: str
    type: str


STATED_AMONG = Statement(
    text=f"""
    UNWIND $records AS id
    MATCH (e:Entity {{id: id}})-[r]->(o:Entity)
    WHERE r.item IS NOT NULL AND {seen("r")}
    WITH DISTINCT e.id AS start, o.id AS end, type(r) AS type
    WITH collect(start) AS start, collect(end) AS end, collect(type) AS type
    RETURN start AS start, end AS end, type AS type
    """,
    row=StatedRow,
    packed=True,
)


@dataclass
class _Link:
    """What is known of one pair; `connecting` are those of the two with a mention that connects."""

    refs: set[str] = field(default_factory=set[str])
    origins: set[str] = field(default_factory=set[str])
    grades: set[str] = field(default_factory=set[str])
    moments: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    connecting: set[str] = field(default_factory=set[str])
    relations: set[str] = field(default_factory=set[str])

    def count(self, row: MetRow, connecting: set[str]) -> None:
        """Count one item that names both."""
        self.refs.add(row.ref)
        self.origins.add(row.origin)
        self.grades.add(row.grade)
        self.connecting |= connecting
        if row.start != UNDATED:
            self.moments.append((row.start, row.end))


Pair = tuple[str, str]
"""Two cluster ids, the smaller first."""


def ask_links_among(asking: Asking, parameters: Among) -> LinksAmong:
    """Every pair of these entities that an item names together."""
    given = sorted(set(parameters.ids))
    rows = asking.rows(MET, ids=given)
    visible = visible_in(rows)
    clusters = fetch_clusters(asking, joined_only(visible.values()))
    asked: dict[str, list[str]] = defaultdict(list)
    for record in given:
        if record in visible:
            asked[clusters.of(record).id].append(record)
    entity_of = {record: entity for entity in asked for record in clusters.of(entity).records}
    links, behind = _links(entity_of, rows)
    if links:
        for stated in asking.rows(STATED_AMONG, records=sorted(entity_of)):
            pair = pair_of(entity_of[stated.start], entity_of.get(stated.end, stated.end))
            if pair in links:
                links[pair].relations.add(stated.type)
    dossiers = fetch_dossiers(asking, clusters, asked)
    return LinksAmong(
        entities=tuple(
            EntityAmong(entity=dossiers.ref(entity), category=dossiers.category(entity), asked=tuple(asked[entity]))
            for entity in sorted(asked)
        ),
        links=tuple(_shown(clusters, pair, links[pair]) for pair in sorted(links)),
        items=tuple(sorted(behind, key=_in_order)),
        gone=len(given) - sum(map(len, asked.values())),
    )


def visible_in(rows: list[MetRow]) -> dict[str, str]:
    """Every visible record, with its component."""
    return {record: component for row in rows for record, component in zip(row.records, row.components, strict=True)}


def _links(entity_of: dict[str, str], rows: list[MetRow]) -> tuple[dict[Pair, _Link], set[ItemBehind]]:
    """Every pair that an item names together, and the items that do."""
    links: dict[Pair, _Link] = defaultdict(_Link)
    behind: set[ItemBehind] = set()
    for row in rows:
        named: set[str] = set()
        connecting: set[str] = set()
        for record, role in zip(row.records, row.roles, strict=True):
            entity = entity_of.get(record)
            if entity is not None:
                named.add(entity)
                if connects(role):
                    connecting.add(entity)
        for one, other in combinations(sorted(named), 2):
            links[one, other].count(row, connecting & {one, other})
        if len(named) > 1:
            behind.add(_item_behind(row))
    return links, behind


def _item_behind(row: MetRow) -> ItemBehind:
    dated = row.start != UNDATED
    return ItemBehind(
        ref=row.ref,
        source_system=row.system,
        first=first_day([row.start]) if dated else None,
        last=last_day([row.end]) if dated else None,
    )


def _in_order(item: ItemBehind) -> tuple[str, str, str, str]:
    return item.ref, item.source_system, item.first or "", item.last or ""


def _shown(clusters: Clusters, pair: Pair, link: _Link) -> LinkAmong:
    start, end = pair
    return LinkAmong(
        start=start,
        end=end,
        items=tuple(sorted(link.refs)),
        origins=len(link.origins),
        relations=tuple(sorted(link.relations)),
        weakest=weakest(link.grades),
        first=first_day(begin for begin, _ in link.moments),
        last=last_day(finish for _, finish in link.moments),
        possible=clusters.of(start).possible or clusters.of(end).possible,
        working=len(link.connecting) < len(pair),
    )


LINKS_AMONG = Question(
    id="links_among",
    prose="Which of these do items name together, and how do they call it?",
    parameters=Among,
    answer=LinksAmong,
    statements=(MET, IDENTITY, STATED_AMONG, DOSSIER),
    work=ask_links_among,
    evidence="evidence",
    action="expand",
)
