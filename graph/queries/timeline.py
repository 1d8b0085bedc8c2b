"""The items about one entity, what happened last first: a reader who is shown a few must see last week's."""

from collections import defaultdict
from datetime import date

from pydantic import Field

from graph.model.schema import Event
from graph.queries.answers import Timeline, TimelineEntry
from graph.queries.evidence import nothing_recorded
from graph.queries.identity import DOSSIER, IDENTITY, fetch_clusters, fetch_dossiers, joined_only
from graph.queries.items import ITEMS, ItemRow, shown
from graph.queries.linked import DEFAULT_LIMIT, LARGEST_LIMIT
from graph.queries.met import OWN_ITEMS
from graph.queries.question import Asking, Parameters, Question
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


def ask_timeline(asking: Asking, parameters: TimelineOf) -> Timeline:
    """Dated items, what happened last first, then undated ones, the last recorded first."""
    rows = asking.rows(OWN_ITEMS, ids=[parameters.id])
    if parameters.id not in {row.record for row in rows}:
        raise nothing_recorded(parameters.id)
    clusters = fetch_clusters(asking, joined_only({row.component for row in rows}))
    me = clusters.of(parameters.id)
    roles: dict[str, set[str]] = defaultdict(set)
    named: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.record in me.records:
            roles[row.item].add(row.own_role)
            named[row.item].add(clusters.of(row.entity).id)
    found = asking.rows(ITEMS, items=sorted(roles))
    wanted = (item for item in found if not parameters.events or item.event in parameters.events)
    items = sorted(wanted, key=_newest_first)
    told = items[: parameters.limit]
    dossiers = fetch_dossiers(asking, clusters, {me.id}.union(*(named[item.id] for item in told)))
    return Timeline(
        entity=dossiers.ref(me.id),
        entries=tuple(
            TimelineEntry(
                item=shown(item),
                role=", ".join(sorted(role for role in roles[item.id] if role)),
                named=tuple(dossiers.ref(other) for other in sorted(named[item.id] - {me.id})),
            )
            for item in told
        ),
        undated=sum(item.start is None for item in items),
        shown=len(told),
        total=len(items),
    )


def missing_of(timeline: Timeline, day: date) -> MissingRecord:
    """The missing episodes of a child whose timeline was asked for `MISSING_EVENTS`, as of a day.

    An item that names the child only as somebody's family or the like is about another's absence.
    """
    events: list[MissingEvent] = []
    for entry in timeline.entries:
        roles = {role for role in entry.role.split(", ") if role}
        if roles and roles <= NOT_THE_ONE_MISSING:
            continue
        item = entry.item
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


def _newest_first(item: ItemRow) -> tuple[bool, int, str, str]:
    newest = item.recorded_at if item.start is None else item.start
    return item.start is None, -newest, item.ref, item.id


TIMELINE = Question(
    id="timeline",
    prose="What happened, the latest first, according to the items about this?",
    parameters=TimelineOf,
    answer=Timeline,
    statements=(OWN_ITEMS, IDENTITY, ITEMS, DOSSIER),
    work=ask_timeline,
    evidence=None,
)
