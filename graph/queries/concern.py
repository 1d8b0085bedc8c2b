"""Which premises, and which adults, join most children, on the best evidence. A connection is not responsibility."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import prod
from typing import NamedTuple

from pydantic import Field

from graph.queries.answers import Concern, ConcernChild, Concerns
from graph.queries.identity import (
    DOSSIER,
    IDENTITY,
    PERSON_SAID,
    Clusters,
    Dossiers,
    fetch_clusters,
    fetch_dossiers,
    joined_only,
)
from graph.queries.linked import DEFAULT_LIMIT, LARGEST_LIMIT
from graph.queries.question import Asking, Parameters, Question, Statement
from graph.rules.roles import connects, may_rank, of_concern
from graph.rules.strength import COMMON_PLACES, PLACES, TRUST, item_weight
from graph.view.cypher import seen

WITHOUT_CONCERN = 0.3
"""What an item counts that alleges no concern; at a common place it counts nothing."""


class Most(Parameters):
    """How many to show."""

    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)


class CastRow(NamedTuple):
    """One item that may name a child (a record that no item calls so may be one with a child's), and all it names."""

    item: str
    ref: str
    grade: str
    origin: str
    entities: list[str]
    components: list[str]
    saids: list[str]
    roles: list[str]
    children: list[bool]


CASTS = Statement(
    text=f"""
    MATCH (c:Child)
    WITH DISTINCT c.component AS component
    MATCH (e:Entity {{component: component}})<-[:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    WITH DISTINCT i
    MATCH (i)-[m:MENTIONS]->(x:Entity)
    WITH i, collect(x.id) AS entities, collect(x.component) AS components, collect(m.said) AS saids,
         collect(coalesce(m.role, '')) AS roles, collect('Child' IN labels(x)) AS children
    WITH collect(i.id) AS item, collect(i.ref) AS ref, collect(i.grade) AS grade, collect(i.origin) AS origin,
         collect(entities) AS entities, collect(components) AS components, collect(saids) AS saids,
         collect(roles) AS roles, collect(children) AS children
    RETURN item AS item, ref AS ref, grade AS grade, origin AS origin, entities AS entities,
           components AS components, saids AS saids, roles AS roles, children AS children
    """,
    row=CastRow,
    packed=True,
)


class CommonRow(NamedTuple):
    """One record of a common place."""

    entity: str
    component: str


COMMON = Statement(
    text=f"""
    MATCH (x:Address)<-[m:MENTIONS]-(i:Item)
    WHERE m.premises_kind IN $common AND {seen("i")}
    RETURN DISTINCT x.id AS entity, x.component AS component
    """,
    row=CommonRow,
)


@dataclass
class _With:
    """One child named with one premises or adult: the heaviest item of each origin, and all items that count."""

    heaviest: dict[str, float] = field(default_factory=dict[str, float])
    refs: set[str] = field(default_factory=set[str])

    @property
    def strength(self) -> float:
        return round(1 - prod(1 - TRUST * weight for _, weight in sorted(self.heaviest.items())), PLACES)


@dataclass
class _Ranked:
    children: dict[str, _With] = field(default_factory=lambda: defaultdict(_With))
    roles: set[str] = field(default_factory=set[str])

    @property
    def score(self) -> float:
        return round(sum(sorted(each.strength for each in self.children.values())), PLACES)


@dataclass(frozen=True)
class _Member:
    entity: str
    said: str
    role: str


def _members(row: CastRow, clusters: Clusters) -> list[_Member]:
    return [
        _Member(clusters.of(entity).id, said, role)
        for entity, said, role in zip(row.entities, row.saids, row.roles, strict=True)
    ]


Factor = Callable[[_Member, bool], float]
"""What an item counts for one of those it names, given whether the item alleges concern."""


def _premises_factor(common: set[str]) -> Factor:
    def factor(member: _Member, concern: bool) -> float:
        if member.said != "address" or not connects(member.role):
            return 0.0
        if concern:
            return 1.0
        return 0.0 if member.entity in common else WITHOUT_CONCERN

    return factor


def _adult_factor(children: set[str]) -> Factor:
    def factor(member: _Member, concern: bool) -> float:  # noqa: ARG001 since what counts is this adult's own role
        if member.said not in PERSON_SAID or member.entity in children or not may_rank(member.role):
            return 0.0
        return 1.0 if of_concern(member.role) else WITHOUT_CONCERN

    return factor


def ask_premises_of_concern(asking: Asking, parameters: Most) -> Concerns:
    """Premises by the children named with them, in items of concern above all."""
    rows = asking.rows(CASTS)
    common_rows = asking.rows(COMMON, common=sorted(COMMON_PLACES))
    clusters = fetch_clusters(asking, _unsettled(rows) | set(joined_only(row.component for row in common_rows)))
    common = {clusters.of(row.entity).id for row in common_rows}
    ranked = _rank(rows, clusters, _children(rows, clusters), _premises_factor(common))
    for each in ranked.values():
        each.roles.clear()
    return _answer(asking, clusters, ranked, common, parameters.limit)


def ask_adults_of_concern(asking: Asking, parameters: Most) -> Concerns:
    """Adults, and people not yet known to be either, by the children named with them."""
    rows = asking.rows(CASTS)
    clusters = fetch_clusters(asking, _unsettled(rows))
    children = _children(rows, clusters)
    ranked = _rank(rows, clusters, children, _adult_factor(children))
    return _answer(asking, clusters, ranked, set(), parameters.limit)


def _unsettled(rows: list[CastRow]) -> set[str]:
    """Components of several records, and of those that only an item not fetched here may call a child."""
    components: set[str] = set()
    candidates: dict[str, str] = {}
    says_child: set[str] = set()
    for row in rows:
        components.update(row.components)
        for entity, component, said, child in zip(row.entities, row.components, row.saids, row.children, strict=True):
            if said == "child":
                says_child.add(entity)
            elif child:
                candidates[entity] = component
    elsewhere = {component for entity, component in candidates.items() if entity not in says_child}
    return set(joined_only(components)) | elsewhere


def _children(rows: list[CastRow], clusters: Clusters) -> set[str]:
    return {
        clusters.of(entity).id
        for row in rows
        for entity, said in zip(row.entities, row.saids, strict=True)
        if said == "child" or clusters.says_child(entity)
    }


def _rank(rows: list[CastRow], clusters: Clusters, children: set[str], factor_of: Factor) -> dict[str, _Ranked]:
    ranked: dict[str, _Ranked] = defaultdict(_Ranked)
    for row in rows:
        members = _members(row, clusters)
        people = {entity for entity, said in zip(row.entities, row.saids, strict=True) if said in PERSON_SAID}
        weight = item_weight(row.grade, len(people))
        concern = any(of_concern(member.role) for member in members if member.said in PERSON_SAID)
        named = {member.entity for member in members if member.entity in children and connects(member.role)}
        for member in members:
            factor = factor_of(member, concern)
            if factor > 0:
                for child in named - {member.entity}:
                    _count(ranked[member.entity], child, member.role, row, weight * factor)
    return ranked


def _count(ranked: _Ranked, child: str, role: str, row: CastRow, weight: float) -> None:
    each = ranked.children[child]
    each.refs.add(row.ref)
    each.heaviest[row.origin] = max(weight, each.heaviest.get(row.origin, 0.0))
    if role:
        ranked.roles.add(role)


def _answer(asking: Asking, clusters: Clusters, ranked: dict[str, _Ranked], common: set[str], limit: int) -> Concerns:
    ordered = sorted(ranked, key=lambda entity: (-ranked[entity].score, entity))
    shown = ordered[:limit]
    records = set(shown).union(*(ranked[entity].children for entity in shown))
    dossiers = fetch_dossiers(asking, clusters, records)
    return Concerns(
        concerns=tuple(_shown(dossiers, entity, ranked[entity], entity in common) for entity in shown),
        shown=len(shown),
        total=len(ordered),
    )


def _shown(dossiers: Dossiers, entity: str, ranked: _Ranked, common: bool) -> Concern:
    children = sorted(ranked.children.items(), key=lambda pair: (-pair[1].strength, pair[0]))
    return Concern(
        entity=dossiers.ref(entity),
        premises_kinds=dossiers.premises_kinds(entity),
        common=common,
        roles=tuple(sorted(ranked.roles)),
        children=tuple(
            ConcernChild(
                child=dossiers.ref(child),
                category=dossiers.category(child),
                items=tuple(sorted(each.refs)),
                strength=each.strength,
            )
            for child, each in children
        ),
        score=ranked.score,
    )


PREMISES_OF_CONCERN = Question(
    id="premises_of_concern",
    prose="Which premises join most children, on the best evidence?",
    parameters=Most,
    answer=Concerns,
    statements=(CASTS, COMMON, IDENTITY, DOSSIER),
    work=ask_premises_of_concern,
    evidence="evidence",
)
ADULTS_OF_CONCERN = Question(
    id="adults_of_concern",
    prose="Which adults are named with most children, on the best evidence?",
    parameters=Most,
    answer=Concerns,
    statements=(CASTS, IDENTITY, DOSSIER),
    work=ask_adults_of_concern,
    evidence="evidence",
)
