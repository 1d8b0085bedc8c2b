"""What links one child's case with others: gathered once, then told by child (linked_children) or by what is shared.

Three statements, whatever the size: the child's items with all they name; every item that names a connecting entity,
how it calls it, and the people in it; which records are one, where that is in doubt. What the children who are shown
are called and are is a fourth (graph/queries/naming.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from graph.errors import NotFound
from graph.model.schema import Kind
from graph.queries.identity import KIND_OF_SAID, Cluster, Clusters, Dossiers
from graph.queries.joining import Identified, settle
from graph.queries.meeting import ItemMet, Meeting, Sharing
from graph.queries.met import OWN_ITEMS, SHARING_ITEMS, Met, OwnRow, Shown
from graph.queries.naming import fetch_names
from graph.queries.question import Asking
from graph.rules.roles import connects
from graph.rules.strength import COMMON_PLACES, Connector, Via, link_at_most

CONNECTING: frozenset[Kind] = frozenset({"adult", "person", "premises", "vehicle", "phone", "account"})
"""What connects children's cases; a child who is named together with both is linked with either, and connects none."""


@dataclass(frozen=True)
class Surroundings:
    """All that was met around the children asked about, once it is known which of its records are one.

    `components` says what else may be joined to the records met, `sharings` who shares each connecting entity, by its
    cluster id, and `shown` how the items that name it show it, by record; `refs` are the references of items by their
    ids.
    """

    clusters: Clusters
    components: dict[str, str]
    sharings: dict[str, Sharing]
    shown: dict[str, dict[Shown, int]]
    refs: dict[str, str]

    def dossiers(self, asking: Asking, entities: Collection[str]) -> Dossiers:
        """What these entities, by their cluster ids, are called and are, in at most one statement.

        Every visible mention of a connecting entity was met, so that only children are looked up.
        """
        connecting = self.sharings.keys() & entities
        records = (record for each in connecting for record in self._records(each))
        labels = (shown.of(record, first) for record in records for shown, first in self.shown[record].items())
        people = (record for each in entities if each not in connecting for record in self._records(each))
        components = {self.components[record] for record in people if record in self.components}
        return fetch_names(asking, components, self.clusters, labels)

    def _records(self, entity: str) -> tuple[str, ...]:
        return self.clusters.of(entity).records


@dataclass(frozen=True)
class Gathered:
    """All that one child's links rest on.

    `meetings` are the connecting entities of the child, by their cluster ids. `direct` holds the items that name
    another child together with this one, by that child's cluster id. `own` are the rows of the items that name the
    child.
    """

    child: Cluster
    around: Surroundings
    meetings: dict[str, Meeting]
    direct: dict[str, list[ItemMet]]
    own: list[OwnRow]

    def vias(self, other: str) -> dict[str, Via]:
        """Every connection with one other child, by the id of the connecting entity or (direct) of the item."""
        found = {meeting.id: meeting.via_to(other) for meeting in self.shared_with.get(other, ())}
        for item in self.direct.get(other, ()):
            found[item.id] = Via(DIRECT, item.alone, item.alone)
        return found

    def linked(self) -> set[str]:
        """The cluster ids of all other children whom anything connects with this one."""
        return {*self.shared_with, *self.direct}

    def at_most(self, other: str, now: int) -> float:
        """What the link with one other child cannot exceed: a bound that holds, in a tenth of the time."""
        if other in self.direct:
            return 1.0
        meetings = self.shared_with[other]
        return link_at_most([(meeting.own_trust, *meeting.sharing.at_most(other, now)) for meeting in meetings])

    def named_with(self, others: Iterable[str]) -> set[str]:
        """Everybody and everything that telling of the links with these children names."""
        others = set(others)
        return {self.child.id, *others} | {meeting.id for each in others for meeting in self.shared_with.get(each, ())}

    @cached_property
    def shared_with(self) -> dict[str, list[Meeting]]:
        """For each other child, the connecting entities shared with them."""
        shared: dict[str, list[Meeting]] = defaultdict(list)
        for meeting in self.meetings.values():
            for child in meeting.others:
                shared[child].append(meeting)
        return shared


DIRECT = Connector("item", False, 2, 2)
"""What connects two children whom one item names: the item itself."""


def gather(asking: Asking, child: str, kinds: frozenset[Kind] = CONNECTING) -> Gathered:
    """Everything of these kinds that connects this child with other children, in at most three statements.

    Raises `NotFound` when no visible item names this record, or none calls them a child.
    """
    _, found = gather_each(asking, (child,), kinds)
    if child not in found:
        raise not_a_child(child)
    return found[child]


def gather_each(
    asking: Asking, children: Collection[str], kinds: frozenset[Kind] = CONNECTING
) -> tuple[Surroundings, dict[str, Gathered]]:
    """The same for several children, by the ids given, in no more statements; what is no visible child is left out.

    All of them share their surroundings.
    """
    own = asking.rows(OWN_ITEMS, ids=sorted(set(children)))
    connecting = [row for row in own if _both_connect(row) and KIND_OF_SAID[row.said] in kinds]
    met = _met(asking, own, {row.component for row in connecting})
    clusters = settle(asking, met.joining())
    every = {clusters.id_of(record) for record in met.children} | clusters.children
    sharings = _sharings(connecting, met, clusters, every)
    refs = {item.id: item.ref for item in met.items.values()}
    around = Surroundings(clusters, met.components, sharings, met.shown, refs)
    rows_of: dict[str, list[OwnRow]] = defaultdict(list)
    for row in own:
        rows_of[clusters.id_of(row.record)].append(row)
    found: dict[str, Gathered] = {}
    for child in {row.record for row in own}.intersection(children):
        me = clusters.of(child)
        if me.id in every:
            rows = rows_of[me.id]
            connected = [row for row in rows if _both_connect(row)]
            meetings = _meetings(me, connected, met, clusters, sharings)
            direct = _direct(connected, met, clusters, every - {me.id})
            found[child] = Gathered(me, around, meetings, direct, rows)
    return around, found


def not_a_child(child: str) -> NotFound:
    """The same words whether there is nothing, nothing visible, or nothing that says child."""
    return NotFound(
        f"No child is recorded as {child!r} in what you may see.", "Look the child up by name or reference."
    )


def _met(asking: Asking, own: list[OwnRow], connecting: set[str]) -> Met:
    met = Met(Identified.nothing(asking))
    met.take_own(own)
    for row in asking.rows(SHARING_ITEMS, components=sorted(connecting)) if connecting else ():
        met.take_sharing(row)
    return met


def _both_connect(row: OwnRow) -> bool:
    return connects(row.own_role) and connects(row.role)


def _sharings(connecting: list[OwnRow], met: Met, clusters: Clusters, children: set[str]) -> dict[str, Sharing]:
    """Who shares each connecting entity, by its cluster id: the same whichever child asks."""
    found = {id: Sharing(clusters.of(id)) for id in {clusters.id_of(row.entity) for row in connecting} - children}
    for sharing in found.values():
        for record in sharing.cluster.records:
            sharing.said |= {shown.said for shown in met.shown[record]}
            sharing.common = sharing.common or any(shown.place in COMMON_PLACES for shown in met.shown[record])
    for record, items in met.naming.items():
        if (sharing := found.get(clusters.id_of(record))) is not None:
            for item in items:
                sharing.meet(met.items[item], clusters, children)
    return found


def _meetings(
    me: Cluster, connected: list[OwnRow], met: Met, clusters: Clusters, sharings: dict[str, Sharing]
) -> dict[str, Meeting]:
    meetings: dict[str, Meeting] = {}
    for row in connected:
        if (sharing := sharings.get(clusters.id_of(row.entity))) is not None:
            meeting = meetings.setdefault(sharing.cluster.id, Meeting(me, sharing))
            meeting.own[row.item] = met.items[row.item]
            meeting.own_roles.add(row.role)
    return meetings


def _direct(connected: list[OwnRow], met: Met, clusters: Clusters, others: set[str]) -> dict[str, list[ItemMet]]:
    direct: dict[str, dict[str, ItemMet]] = defaultdict(dict)
    for row in connected:
        other = clusters.id_of(row.entity)
        if other in others:
            direct[other][row.item] = met.items[row.item]
    return {other: list(items.values()) for other, items in direct.items()}
