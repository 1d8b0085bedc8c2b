"""The items behind a link: those that name both, and those that join them through a third."""

from collections import defaultdict
from collections.abc import Iterable

from graph.errors import NotFound, OutOfBounds
from graph.queries.answers import Evidence, EvidenceVia, ItemShown
from graph.queries.identity import DOSSIER, IDENTITY, Cluster, Clusters, fetch_clusters, fetch_dossiers, joined_only
from graph.queries.items import ITEMS, in_order, shown
from graph.queries.met import OWN_ITEMS, OwnRow
from graph.queries.question import Asking, Parameters, Question
from graph.rules.roles import connects


class BetweenTwo(Parameters):
    """Two entities, each by the id of any of its records."""

    start: str
    end: str

    def subjects(self) -> tuple[str, ...]:
        """Both."""
        return (self.start, self.end)


def nothing_recorded(name: str) -> NotFound:
    """The same words whether there is nothing, or nothing visible."""
    return NotFound(f"Nothing is recorded as {name!r} in what you may see.", "Look it up by name or reference.")


def two_ends(clusters: Clusters, start: str, end: str, visible: Iterable[str]) -> tuple[Cluster, Cluster]:
    """The two entities asked about. Raises `NotFound` for one that is not visible, `OutOfBounds` if they are one."""
    known = set(visible)
    for name in (start, end):
        if name not in known:
            raise nothing_recorded(name)
    first, second = clusters.of(start), clusters.of(end)
    if first.id == second.id:
        raise OutOfBounds(f"{start!r} and {end!r} are one and the same.", "Name two different entities.")
    return first, second


def ask_evidence(asking: Asking, parameters: BetweenTwo) -> Evidence:
    """Everything that joins the two, item by item."""
    rows = asking.rows(OWN_ITEMS, ids=sorted({parameters.start, parameters.end}))
    clusters = fetch_clusters(asking, joined_only({row.component for row in rows}))
    start, end = two_ends(clusters, parameters.start, parameters.end, (row.record for row in rows))
    naming_start, naming_end = _named_with(clusters, start, rows), _named_with(clusters, end, rows)
    direct = {row.item for row in rows if row.record in start.records} & {
        row.item for row in rows if row.record in end.records
    }
    thirds = sorted((set(naming_start) & set(naming_end)) - {start.id, end.id})
    dossiers = fetch_dossiers(asking, clusters, {start.id, end.id, *thirds})
    thirds = [third for third in thirds if dossiers.ref(third).kind != "child"]
    wanted = direct.union(*(naming_start[third] | naming_end[third] for third in thirds))
    items = {row.id: shown(row) for row in asking.rows(ITEMS, items=sorted(wanted))} if wanted else {}
    return Evidence(
        start=dossiers.ref(start.id),
        end=dossiers.ref(end.id),
        direct=_ordered(items, direct),
        via=tuple(
            EvidenceVia(
                entity=dossiers.ref(third),
                first=_ordered(items, naming_start[third]),
                second=_ordered(items, naming_end[third]),
            )
            for third in thirds
        ),
    )


def _named_with(clusters: Clusters, one: Cluster, rows: list[OwnRow]) -> dict[str, set[str]]:
    """For each other entity, the items that name it together with this one, where both mentions connect."""
    named: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.record in one.records and connects(row.own_role) and connects(row.role):
            named[clusters.of(row.entity).id].add(row.item)
    return named


def _ordered(items: dict[str, ItemShown], wanted: set[str]) -> tuple[ItemShown, ...]:
    return in_order(items[item] for item in wanted)


EVIDENCE = Question(
    id="evidence",
    prose="Which items of intelligence are behind the link between these two?",
    parameters=BetweenTwo,
    answer=Evidence,
    statements=(OWN_ITEMS, IDENTITY, DOSSIER, ITEMS),
    work=ask_evidence,
    evidence=None,
)
