"""The items about one entity, what happened last first: a reader who is shown a few must see last week's."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from graph.identity.seen_entities import entity_ref
from graph.model.schema import Event
from graph.queries.entities.evidence import visible_entity
from graph.reading.items import ITEMS, fetch_items
from graph.reading.parts import EntityRef, ItemShown, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question
from graph.rules.missing import NOT_THE_ONE_MISSING, MissingEvent, MissingRecord, known_times, missing_record

MISSING_EVENTS: tuple[Event, ...] = ("missing", "found", "returned", "located", "unauthorised-absence")
"""The events of which missing episodes are made (docs/domain.md, "Missing episodes")."""
_STATED_ORIGIN = "origin:"


class TimelineOf(Parameters):
    """One entity, the kinds of event wanted (none named: all, and items that are no event), and how many to show."""

    id: str
    events: tuple[Event, ...] = ()
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """The entity."""
        return (self.id,)


class TimelineEntry(Part):
    """One item on a timeline, and who and what else it names."""

    item: ItemShown
    role: str
    named: tuple[EntityRef, ...]


class Timeline(Answer):
    """The items about one entity, what happened last first; undated ones last."""

    entity: EntityRef
    entries: tuple[TimelineEntry, ...]
    undated: int
    shown: int
    total: int


def ask_timeline(context: QueryContext, parameters: TimelineOf) -> Timeline:
    """Dated items, what happened last first, then undated ones, the last recorded first."""
    seen = context.seen
    me = visible_entity(seen, parameters.id)
    items = seen.items_of(me)
    if parameters.events:
        items = seen.of_events(items, parameters.events)
    newest = seen.newest_first(items)[: parameters.limit]
    shown, mentioned = fetch_items(context, newest.tolist()), seen.mentioned_in(newest)
    return Timeline(
        entity=entity_ref(seen, me),
        entries=tuple(
            TimelineEntry(
                item=shown[item],
                role=", ".join(seen.roles(mentioned[item][me])),
                named=tuple(entity_ref(seen, other) for other in sorted(mentioned[item].keys() - {me})),
            )
            for item in newest.tolist()
        ),
        undated=len(items) - len(seen.times(items)[0]),
        shown=len(newest),
        total=len(items),
    )


def missing_of(timeline: Timeline, day: date) -> MissingRecord:
    """The missing episodes of a child whose timeline was asked for `MISSING_EVENTS`, as of a day.

    An item that names the child only as somebody's family or the like is about another's absence.
    """
    return missing_in(((entry.item, entry.role.split(", ")) for entry in timeline.entries), day)


def missing_in(items: Iterable[tuple[ItemShown, Iterable[str]]], day: date) -> MissingRecord:
    """The same of items of `MISSING_EVENTS`, each with the child's roles in it."""
    events: list[MissingEvent] = []
    for item, given in items:
        roles = {role for role in given if role}
        if roles and roles <= NOT_THE_ONE_MISSING:
            continue
        earliest, latest = known_times(item.event, item.when, item.happened_from, item.happened_to)
        events.append(
            MissingEvent(
                id=item.id,
                event=item.event,
                earliest=earliest,
                latest=latest,
                origin=item.origin,
                stated=item.origin.startswith(_STATED_ORIGIN),
                suspected_false=item.grade.endswith("E"),
            )
        )
    return missing_record(events, day)


TIMELINE = Question(
    id="timeline",
    prose="What happened, the latest first, according to the items about this?",
    parameters=TimelineOf,
    answer=Timeline,
    statements=(ITEMS,),
    work=ask_timeline,
    evidence=None,
    walks=True,
)
