"""Who and what is named in the same items as one entity."""

from collections import Counter

from pydantic import Field

from graph.identity.seen_entities import category_of, ceiling_of, entity_ref
from graph.model.kinds import Kind
from graph.queries.entities.cards import RELATIONS
from graph.queries.entities.evidence import visible_entity
from graph.reading.parts import EntityRef, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question


class NearEntity(Parameters):
    """One entity, the kinds of neighbour wanted (none named: all), and how many to show."""

    id: str
    kinds: tuple[Kind, ...] = ()
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """The entity."""
        return (self.id,)


class Neighbour(Part):
    """An entity named in the same items; `relations` says what the items call the link; `category` is a person's.

    `concern` counts those of the items that allege a concern about somebody; `common` is a common place; `relevance`,
    from 0 to 1, orders a picture (graph/rules/relevance.py).
    """

    entity: EntityRef
    category: int | None
    ceiling: int | None
    items: tuple[str, ...]
    concern: int
    common: bool
    relevance: float
    origins: int
    roles: tuple[str, ...]
    relations: tuple[str, ...]


class Neighbours(Answer):
    """The entities named in the same items as one entity, those with most items first."""

    entity: EntityRef
    category: int | None
    ceiling: int | None
    counts: dict[str, int]
    neighbours: tuple[Neighbour, ...]
    shown: int
    total: int


def ask_neighbours(context: QueryContext, parameters: NearEntity) -> Neighbours:
    """Everything named beside the entity, those with most items first."""
    seen = context.seen
    entity = visible_entity(seen, parameters.id)
    beside = seen.beside(entity)
    kinds = {other: seen.kind(other) for other in beside}
    wanted = [other for other in beside if not parameters.kinds or kinds[other] in parameters.kinds]
    wanted.sort(key=lambda other: (-len(beside[other].items), other))
    shown = wanted[: parameters.limit]
    relations = _relations(context, parameters.id, entity)
    ties = seen.ties(entity, {other: beside[other].items for other in shown})
    return Neighbours(
        entity=entity_ref(seen, entity),
        category=category_of(seen, entity),
        ceiling=ceiling_of(seen, entity),
        counts=dict(sorted(Counter(kinds.values()).items())),
        neighbours=tuple(
            Neighbour(
                entity=entity_ref(seen, other),
                category=category_of(seen, other),
                ceiling=ceiling_of(seen, other),
                items=seen.refs(beside[other].items),
                concern=ties[other].concern,
                common=seen.is_common(other),
                relevance=ties[other].relevance,
                origins=len(seen.origins(beside[other].items)),
                roles=seen.roles(beside[other].mentions),
                relations=tuple(sorted(relations.get(other, ()))),
            )
            for other in shown
        ),
        shown=len(shown),
        total=len(wanted),
    )


def _relations(context: QueryContext, id: str, entity: int) -> dict[int, set[str]]:
    """The types of relationship that items state between the entity and each other, by the other."""
    seen = context.seen
    found: dict[int, set[str]] = {}
    for row in context.rows(RELATIONS, id=id):
        record, other = seen.record(row.record), seen.record(row.other)
        if record is not None and other is not None and seen.cluster(record) == entity:
            found.setdefault(seen.cluster(other), set()).add(row.type)
    return found


NEIGHBOURS = Question(
    id="neighbours",
    prose="Who and what is named in the same items as this?",
    parameters=NearEntity,
    answer=Neighbours,
    statements=(RELATIONS,),
    work=ask_neighbours,
    evidence="evidence",
    action="expand",
    walks=True,
)
