"""What is not known yet about those named with children: who, which vehicle, whose phone; and items without a grade.

Each is a lead that somebody can be asked to follow (`graph.judgements.enquiry`).
"""

from collections import defaultdict
from typing import TYPE_CHECKING

from pydantic import Field

from graph.identity.seen_entities import entity_ref
from graph.queries.linking.calls import USED_BY
from graph.reading.items import ITEMS, fetch_items
from graph.reading.parts import EntityRef, ItemShown, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question
from graph.values.when import day_of

if TYPE_CHECKING:
    from graph.projection import Ranked, Seen

SEVERAL = 2
"""From how many children on an unidentified adult is listed."""


class UpTo(Parameters):
    """How many of each list to show."""

    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)


class NotKnownEntity(Part):
    """Somebody or something that is not identified, with how many children, by how many items, and when last."""

    entity: EntityRef
    children: int
    items: int
    last: str | None


class NotKnownEntities(Part):
    """As the rankings of concern order them; the first `shown` of `total`."""

    entities: tuple[NotKnownEntity, ...]
    shown: int
    total: int


class UngradedItem(Part):
    """An item without any grade, and the children that it names, by id."""

    item: ItemShown
    children: tuple[EntityRef, ...]


class UngradedItems(Part):
    """The last recorded first; the first `shown` of `total`."""

    items: tuple[UngradedItem, ...]
    shown: int
    total: int


class NotKnownYet(Answer):
    """`people`: adults without a name, and those not known to be a child or an adult, named
    with two children or more. `vehicles` have no whole registration mark. `phones`, and accounts: no item says who uses
    them. `ungraded` items name a child."""

    people: NotKnownEntities
    vehicles: NotKnownEntities
    phones: NotKnownEntities
    ungraded: UngradedItems


def ask_not_known_yet(context: QueryContext, parameters: UpTo) -> NotKnownYet:
    """What is not known yet, as far as this View shows."""
    seen, limit = context.seen, parameters.limit
    people = [
        place for place in _places(context, "adults", SEVERAL) if _unidentified(seen, _entity(context, "adults", place))
    ]
    vehicles = [
        place for place in _places(context, "vehicles") if not seen.is_named(_entity(context, "vehicles", place))
    ]
    phones = _places(context, "phones")
    used = _used(context, [_entity(context, "phones", place) for place in phones])
    held_by_nobody = [place for place in phones if _entity(context, "phones", place) not in used]
    return NotKnownYet(
        people=_shown(context, "adults", people, limit),
        vehicles=_shown(context, "vehicles", vehicles, limit),
        phones=_shown(context, "phones", held_by_nobody, limit),
        ungraded=_ungraded(context, limit),
    )


def _places(context: QueryContext, what: "Ranked", least: int = 1) -> list[int]:
    """The places in a ranking of those that are named with so many children."""
    ranking = context.seen.of_concern(what, context.now)
    return [place for place in range(len(ranking.entities)) if len(ranking.rows_of(place)) >= least]


def _entity(context: QueryContext, what: "Ranked", place: int) -> int:
    return int(context.seen.of_concern(what, context.now).entities[place])


def _unidentified(seen: "Seen", entity: int) -> bool:
    return seen.kind(entity) == "person" or not seen.is_named(entity)


def _used(context: QueryContext, phones: list[int]) -> set[int]:
    """Those that some item says somebody uses."""
    seen = context.seen
    of = {seen.record_id(record): phone for phone in phones for record in seen.records(phone)}
    rows = context.rows(USED_BY, records=sorted(of)) if of else ()
    return {of[row.record] for row in rows}


def _shown(context: QueryContext, what: "Ranked", places: list[int], limit: int) -> NotKnownEntities:
    seen, ranking = context.seen, context.seen.of_concern(what, context.now)
    made: list[NotKnownEntity] = []
    for place in places[:limit]:
        items = seen.items_with(ranking.mentions_of(place))
        _, ends = seen.times(items)
        made.append(
            NotKnownEntity(
                entity=entity_ref(seen, int(ranking.entities[place])),
                children=len(ranking.rows_of(place)),
                items=len(items),
                last=day_of(int(ends.max()) - 1) if len(ends) else None,
            )
        )
    return NotKnownEntities(entities=tuple(made), shown=len(made), total=len(places))


def _ungraded(context: QueryContext, limit: int) -> UngradedItems:
    seen = context.seen
    ungraded = seen.ungraded_naming_children()
    wanted = ungraded[:limit]
    children: dict[int, list[int]] = defaultdict(list)
    for child, items in seen.children_in(wanted).items():
        for item in items.tolist():
            children[item].append(child)
    items = fetch_items(context, wanted.tolist())
    return UngradedItems(
        items=tuple(
            UngradedItem(item=items[item], children=tuple(entity_ref(seen, child) for child in sorted(children[item])))
            for item in wanted.tolist()
        ),
        shown=len(wanted),
        total=len(ungraded),
    )


NOT_KNOWN_YET = Question(
    id="not_known_yet",
    prose="Who, which vehicles and whose phones are not known yet, and which items are not graded?",
    parameters=UpTo,
    answer=NotKnownYet,
    statements=(USED_BY, ITEMS),
    work=ask_not_known_yet,
    evidence="items",
    walks=True,
)
