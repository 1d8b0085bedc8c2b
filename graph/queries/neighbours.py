"""Who and what is named in the same items as one entity."""

from collections import defaultdict
from dataclasses import dataclass, field

from pydantic import Field

from graph.model.schema import Kind
from graph.queries.answers import Neighbour, Neighbours
from graph.queries.cards import RELATIONS
from graph.queries.evidence import nothing_recorded
from graph.queries.identity import DOSSIER, IDENTITY, Clusters, Dossiers, fetch_clusters, fetch_dossiers, joined_only
from graph.queries.linked import DEFAULT_LIMIT, LARGEST_LIMIT
from graph.queries.met import OWN_ITEMS, OwnRow
from graph.queries.question import Asking, Parameters, Question


class NearEntity(Parameters):
    """One entity, the kinds of neighbour wanted (none named: all), and how many to show."""

    id: str
    kinds: tuple[Kind, ...] = ()
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """The entity."""
        return (self.id,)


@dataclass
class _Near:
    items: dict[str, str] = field(default_factory=dict[str, str])
    origins: set[str] = field(default_factory=set[str])
    roles: set[str] = field(default_factory=set[str])
    relations: set[str] = field(default_factory=set[str])


def ask_neighbours(asking: Asking, parameters: NearEntity) -> Neighbours:
    """Everything named beside the entity, those with most items first."""
    rows = asking.rows(OWN_ITEMS, ids=[parameters.id])
    if parameters.id not in {row.record for row in rows}:
        raise nothing_recorded(parameters.id)
    relations = asking.rows(RELATIONS, id=parameters.id)
    clusters = fetch_clusters(asking, joined_only({row.component for row in rows}))
    me = clusters.of(parameters.id)
    near = _near(clusters, me.id, [row for row in rows if row.record in me.records])
    for relation in relations:
        other = clusters.of(relation.other).id
        if relation.record in me.records and other in near:
            near[other].relations.add(relation.type)
    dossiers = fetch_dossiers(asking, clusters, {me.id, *near})
    return _told(dossiers, me.id, near, parameters)


def _near(clusters: Clusters, me: str, rows: list[OwnRow]) -> dict[str, _Near]:
    near: dict[str, _Near] = defaultdict(_Near)
    for row in rows:
        other = clusters.of(row.entity).id
        if other == me:
            continue
        near[other].items[row.item] = row.ref
        near[other].origins.add(row.origin)
        if row.role:
            near[other].roles.add(row.role)
    return near


def _told(dossiers: Dossiers, me: str, near: dict[str, _Near], parameters: NearEntity) -> Neighbours:
    refs = {other: dossiers.ref(other) for other in near}
    counts: dict[str, int] = {}
    for ref in refs.values():
        counts[ref.kind] = counts.get(ref.kind, 0) + 1
    wanted = [other for other in near if not parameters.kinds or refs[other].kind in parameters.kinds]
    wanted.sort(key=lambda other: (-len(near[other].items), other))
    shown = wanted[: parameters.limit]
    return Neighbours(
        entity=dossiers.ref(me),
        category=dossiers.category(me),
        counts=dict(sorted(counts.items())),
        neighbours=tuple(
            Neighbour(
                entity=refs[other],
                category=dossiers.category(other),
                items=tuple(sorted(set(near[other].items.values()))),
                origins=len(near[other].origins),
                roles=tuple(sorted(near[other].roles)),
                relations=tuple(sorted(near[other].relations)),
            )
            for other in shown
        ),
        shown=len(shown),
        total=len(wanted),
    )


NEIGHBOURS = Question(
    id="neighbours",
    prose="Who and what is named in the same items as this?",
    parameters=NearEntity,
    answer=Neighbours,
    statements=(OWN_ITEMS, RELATIONS, IDENTITY, DOSSIER),
    work=ask_neighbours,
    evidence="evidence",
    action="expand",
)
