"""What is new: the visible items recorded after one moment, and the children they name."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import Field

from graph.model.ids import JOINED
from graph.model.view import FOREVER, LONG_AGO
from graph.queries.answers_lists import NewOfChild, NewSince
from graph.queries.identity import DOSSIER, IDENTITY, Clusters, Dossiers, fetch_clusters, fetch_dossiers, joined_only
from graph.queries.linked import DEFAULT_LIMIT, LARGEST_LIMIT
from graph.queries.question import Asking, Parameters, Question, Statement
from graph.view.cypher import seen


class SinceMoment(Parameters):
    """A moment (epoch milliseconds) after which things are new, and how many children to show."""

    since_ms: int = Field(ge=LONG_AGO, le=FOREVER)
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)


class NewRow(NamedTuple):
    """One new item."""

    item: str
    ref: str
    report: str
    recorded_at: int


NEW_ITEMS = Statement(
    text=f"""
    MATCH (i:Item)
    WHERE i.recorded_at > $since_ms AND {seen("i")}
    WITH collect(i.id) AS item, collect(i.ref) AS ref, collect(i.report) AS report,
         collect(i.recorded_at) AS recorded_at
    RETURN item AS item, ref AS ref, report AS report, recorded_at AS recorded_at
    """,
    row=NewRow,
    packed=True,
)


class NewlyNamedRow(NamedTuple):
    """A record in a new item that may be a child's: one that some item calls so, or one that something joins."""

    item: str
    record: str
    component: str
    said: str


NEWLY_NAMED = Statement(
    text=f"""
    MATCH (i:Item)-[m:MENTIONS]->(p:Person)
    WHERE i.recorded_at > $since_ms AND {seen("i")} AND ('Child' IN labels(p) OR p.component STARTS WITH $joined)
    WITH collect(i.id) AS item, collect(p.id) AS record, collect(p.component) AS component, collect(m.said) AS said
    RETURN item AS item, record AS record, component AS component, said AS said
    """,
    row=NewlyNamedRow,
    packed=True,
)
"""Apart from `NEW_ITEMS` because the embedded engine uses an index on a range only where a statement has one MATCH."""


@dataclass
class _New:
    """The new items about one child: their references, and when the latest of them was recorded."""

    refs: dict[str, str] = field(default_factory=dict[str, str])
    latest: int = 0


def ask_new_since(asking: Asking, parameters: SinceMoment) -> NewSince:
    """The children named in new items, those with the newest first."""
    items = {row.item: row for row in asking.rows(NEW_ITEMS, since_ms=parameters.since_ms)}
    named = asking.rows(NEWLY_NAMED, since_ms=parameters.since_ms, joined=JOINED) if items else []
    clusters = fetch_clusters(asking, _unsettled(named))
    new = _of_children(clusters, items, named)
    ordered = sorted(new, key=lambda child: (-new[child].latest, child))
    shown = ordered[: parameters.limit]
    dossiers = fetch_dossiers(asking, clusters, shown)
    return NewSince(
        items=len(items),
        reports=len({row.report for row in items.values()}),
        children=tuple(_shown(dossiers, child, new[child], parameters.since_ms) for child in shown),
        shown=len(shown),
        total=len(ordered),
    )


def _unsettled(named: list[NewlyNamedRow]) -> set[str]:
    """Components that must be looked into: those of several records, and those that no new item calls a child."""
    called = {row.record for row in named if row.said == "child"}
    components = {row.component for row in named if row.record not in called}
    return components | set(joined_only(row.component for row in named))


def _of_children(clusters: Clusters, items: dict[str, NewRow], named: list[NewlyNamedRow]) -> dict[str, _New]:
    children = {clusters.of(row.record).id for row in named if row.said == "child"}
    new: dict[str, _New] = defaultdict(_New)
    for row in named:
        cluster = clusters.of(row.record)
        if cluster.id in children or any(clusters.says_child(each) for each in cluster.records):
            new[cluster.id].refs[row.item] = items[row.item].ref
            new[cluster.id].latest = max(items[row.item].recorded_at, new[cluster.id].latest)
    return new


def _shown(dossiers: Dossiers, child: str, new: _New, since_ms: int) -> NewOfChild:
    return NewOfChild(
        entity=dossiers.ref(child),
        category=dossiers.category(child),
        items=len(new.refs),
        refs=tuple(sorted(set(new.refs.values()))),
        recorded_at=new.latest,
        new=dossiers.first(child) > since_ms,
    )


NEW_SINCE = Question(
    id="new_since",
    prose="What has been recorded since, and about which children?",
    parameters=SinceMoment,
    answer=NewSince,
    statements=(NEW_ITEMS, NEWLY_NAMED, IDENTITY, DOSSIER),
    work=ask_new_since,
    evidence="items",
)
