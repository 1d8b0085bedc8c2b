"""The items about one entity, what happened last first: a reader who is shown a few must see last week's."""

from collections import defaultdict

from pydantic import Field

from graph.model.schema import Event
from graph.queries.answers import Timeline, TimelineEntry
from graph.queries.evidence import nothing_recorded
from graph.queries.identity import DOSSIER, IDENTITY, fetch_clusters, fetch_dossiers, joined_only
from graph.queries.items import ITEMS, ItemRow, shown
from graph.queries.linked import DEFAULT_LIMIT, LARGEST_LIMIT
from graph.queries.met import OWN_ITEMS
from graph.queries.question import Asking, Parameters, Question


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
