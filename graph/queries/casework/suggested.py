"""Which indicators of SERAF the items about a child suggest, and what a prompt to reassess needs to know."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from graph.identity.seen_entities import category_of, entity_ref
from graph.queries.entities.timeline import MISSING_EVENTS, TimelineOf, ask_timeline, missing_of
from graph.queries.linking.case_links import not_a_child
from graph.reading.items import ITEMS, fetch_items
from graph.reading.parts import EntityRef, ItemShown, Part
from graph.reading.question import LARGEST_LIMIT, Answer, OfEntity, QueryContext, Question
from graph.rules.indicators import CATALOGUE
from graph.rules.missing import MissingRecord
from graph.rules.prompts import Change
from graph.rules.seraf import AT_RISK
from graph.rules.suggestions import About, ItemAbout, NamedBeside, counts, suggestions, tied_directly
from graph.values.when import date_of
from graph.wording import Words

if TYPE_CHECKING:
    from graph.projection import Seen

PLACEMENT = "placement"


class ItemSuggesting(Part):
    """An item behind a suggestion, as it is cited, with its grade and when it happened as recorded."""

    id: str
    ref: str
    grade: str
    when: str | None


class IndicatorSuggested(Part):
    """An indicator that items suggest; `text` is what people read, `because` says why, `through` which entities."""

    code: str
    text: Words
    because: Words
    through: tuple[EntityRef, ...]
    items: tuple[ItemSuggesting, ...]


class ChildTied(Part):
    """Another child at Category 4 that an item names with this one, and those items as they are cited."""

    child: EntityRef
    items: tuple[str, ...]


class ChangeRecorded(Part):
    """A change that items record: the first day on which it may have happened, None where it is not dated."""

    what: Change
    on: date | None
    items: tuple[str, ...]


class Suggested(Answer):
    """What items suggest about one child, in the order of the catalogue. A suggestion is never an assessment."""

    child: EntityRef
    suggestions: tuple[IndicatorSuggested, ...]
    tied: tuple[ChildTied, ...]
    changes: tuple[ChangeRecorded, ...]


def ask_suggested(context: QueryContext, parameters: OfEntity) -> Suggested:
    """The indicators suggested by what this View shows. Raises `NotFound` for what is no visible child."""
    seen = context.seen
    record = seen.record(parameters.id)
    if record is None or not seen.is_child(child := seen.cluster(record)):
        raise not_a_child(parameters.id)
    entities: dict[str, int] = {}
    about = _items_about(seen, child, entities)
    missing = _missing(context, parameters.id)
    found = suggestions(
        About(
            items=about,
            missing=missing,
            of_concern=frozenset(
                id
                for id, entity in entities.items()
                if seen.kind(entity) in ("adult", "person") and seen.alleged(entity)
            ),
            at_risk_at={
                id: _at_risk_at(seen, entity, child)
                for id, entity in entities.items()
                if seen.kind(entity) == "premises" and not seen.is_common(entity)
            },
        )
    )
    tied = tied_directly(about)
    placed = [each.id for each in about if each.event == PLACEMENT and counts(each)]
    first = _first_missing(missing)
    wanted = {
        *placed,
        *first,
        *(item for each in found for item in each.items),
        *(item for items in tied.values() for item in items),
    }
    numbers = {seen.item_id(item): item for item in seen.items_of(child).tolist()}
    shown = {each.id: each for each in fetch_items(context, (numbers[id] for id in wanted)).values()}
    return Suggested(
        child=entity_ref(seen, child),
        suggestions=tuple(
            IndicatorSuggested(
                code=each.code,
                text=CATALOGUE[each.code].text,
                because=each.because,
                through=tuple(entity_ref(seen, entities[id]) for id in each.through),
                items=tuple(
                    ItemSuggesting(id=item.id, ref=item.ref, grade=item.grade, when=item.when)
                    for item in sorted((shown[id] for id in each.items), key=_cited_order)
                ),
            )
            for each in found
        ),
        tied=tuple(
            ChildTied(child=entity_ref(seen, entities[id]), items=_refs(shown[item] for item in items))
            for id, items in tied.items()
        ),
        changes=_changes([shown[id] for id in placed], [shown[id] for id in first]),
    )


def _items_about(seen: "Seen", child: int, entities: dict[str, int]) -> tuple[ItemAbout, ...]:
    """The items that name a child, by id; adds to `entities` everybody and everything they name beside, by id."""
    items = seen.items_of(child)
    mentioned, found = seen.mentioned_in(items), list[ItemAbout]()
    for item in items.tolist():
        support = seen.support(item)
        beside: list[NamedBeside] = []
        for other, mentions in mentioned[item].items():
            if other != child:
                id = seen.record_id(other)
                entities[id] = other
                kind = seen.kind(other)
                beside.append(
                    NamedBeside(
                        id=id,
                        kind=kind,
                        roles=frozenset(seen.roles(mentions)),
                        common=seen.is_common(other),
                        category=category_of(seen, other) if kind == "child" else None,
                    )
                )
        found.append(
            ItemAbout(
                id=support.item,
                origin=support.origin,
                event=seen.event(item),
                suspected_false=support.grade.endswith("E"),
                roles=frozenset(seen.roles(mentioned[item][child])),
                beside=tuple(sorted(beside, key=lambda each: each.id)),
            )
        )
    return tuple(found)


def _at_risk_at(seen: "Seen", place: int, child: int) -> frozenset[str]:
    """The other children assessed as Category 3 or 4 that an item, not suspected to be false, names with premises."""
    named = seen.children_in(seen.items_of(place))
    return frozenset(
        seen.record_id(other)
        for other, items in named.items()
        if other != child
        and category_of(seen, other) in AT_RISK
        and any(not seen.support(item).grade.endswith("E") for item in items.tolist())
    )


def _missing(context: QueryContext, id: str) -> MissingRecord:
    timeline = ask_timeline(context, TimelineOf(id=id, events=MISSING_EVENTS, limit=LARGEST_LIMIT))
    return missing_of(timeline, context.bound.view.today)


def _first_missing(missing: MissingRecord) -> tuple[str, ...]:
    """The items with which the first dated episode began."""
    dated = [each for each in missing.episodes if any(start.earliest is not None for start in each.starts)]
    return tuple(start.id for start in dated[-1].starts) if dated else ()


def _changes(placed: Iterable[ItemShown], missing: list[ItemShown]) -> tuple[ChangeRecorded, ...]:
    found = [ChangeRecorded(what="placement", on=_day(each), items=(each.ref,)) for each in placed]
    if missing:
        first = min(missing, key=lambda each: (each.happened_from is None, each.happened_from or 0, each.ref, each.id))
        found.append(ChangeRecorded(what="first missing episode", on=_day(first), items=_refs(missing)))
    return tuple(sorted(found, key=lambda each: (each.what, each.on or date.max, each.items)))


def _day(item: ItemShown) -> date | None:
    return None if item.happened_from is None else date_of(item.happened_from)


def _refs(items: Iterable[ItemShown]) -> tuple[str, ...]:
    return tuple(sorted({each.ref for each in items}))


def _cited_order(item: ItemShown) -> tuple[str, str]:
    return item.ref, item.id


SUGGESTED = Question(
    id="suggested",
    prose="Which indicators of SERAF do the items about this child suggest to an assessor?",
    parameters=OfEntity,
    answer=Suggested,
    statements=(ITEMS,),
    work=ask_suggested,
    evidence="items",
    walks=True,
)
