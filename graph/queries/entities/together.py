"""The items that name all of several entities."""

from pydantic import Field

from graph.errors import OutOfBounds
from graph.identity.seen_entities import entity_ref
from graph.queries.entities.evidence import visible_entity
from graph.reading.items import ITEMS, fetch_items
from graph.reading.parts import EntityRef, ItemShown, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question

MOST_TOGETHER = 20


class AllOf(Parameters):
    """Entities, each by the id of any of its records, and how many items to show."""

    ids: tuple[str, ...] = Field(min_length=2, max_length=MOST_TOGETHER)
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """All of them."""
        return self.ids


class ItemTogether(Part):
    """One item that names several entities, and the part that each plays in it, in their order."""

    item: ItemShown
    roles: tuple[str, ...]


class Together(Answer):
    """The items that name all of several entities, in the order in which things happened; undated ones last."""

    entities: tuple[EntityRef, ...]
    items: tuple[ItemTogether, ...]
    shown: int
    total: int


def ask_together(context: QueryContext, parameters: AllOf) -> Together:
    """Every item that names them all, in the order in which things happened; undated ones last.

    Raises `NotFound` for one that is not visible, `OutOfBounds` when they are all one and the same.
    """
    seen = context.seen
    entities = sorted({visible_entity(seen, record) for record in sorted(set(parameters.ids))})
    if len(entities) == 1:
        raise OutOfBounds("All of these are one and the same.", "Name at least two different entities.")
    naming_all = set[int].intersection(*(set(seen.items_of(each).tolist()) for each in entities))
    first = seen.in_order(sorted(naming_all))[: parameters.limit]
    items, mentioned = fetch_items(context, first.tolist()), seen.mentioned_in(first)
    return Together(
        entities=tuple(entity_ref(seen, entity) for entity in entities),
        items=tuple(
            ItemTogether(
                item=items[item],
                roles=tuple(", ".join(seen.roles(mentioned[item][entity])) for entity in entities),
            )
            for item in first.tolist()
        ),
        shown=len(first),
        total=len(naming_all),
    )


TOGETHER = Question(
    id="together",
    prose="Which items name all of these together?",
    parameters=AllOf,
    answer=Together,
    statements=(ITEMS,),
    work=ask_together,
    evidence=None,
    walks=True,
)
