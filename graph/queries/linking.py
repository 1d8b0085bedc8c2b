"""What links one child's case with others: gathered once, then told by child (linked_children) or by what is shared.

Three statements, whatever the size: the child's items with all they name; every item that names a connecting entity,
how it calls it, and the people in it; which records are one, where that is in doubt. What the children who are shown
are called and are is a fourth (graph/queries/naming.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from graph.errors import NotFound
from graph.model.schema import Kind
from graph.model.view import UNDATED
from graph.queries.filters import seen
from graph.queries.identity import KIND_OF_SAID, Cluster, Clusters, DossierRow, Dossiers, fetch_clusters
from graph.queries.meeting import ItemMet, Meeting, Sharing
from graph.queries.naming import fetch_names
from graph.queries.question import Asking, Statement
from graph.rules.roles import connects, of_concern
from graph.rules.strength import COMMON_PLACES, Connector, Via

PERSON_SAID = frozenset({"child", "adult", "person"})
CONNECTING: frozenset[Kind] = frozenset({"adult", "person", "premises", "vehicle", "phone", "account"})
"""What connects children's cases; a child who is named together with both is linked with either, and connects none."""


class OwnRow(NamedTuple):
    """An item that names the entity asked about (`record`, in `own_role`), and one entity that it names."""

    record: str
    own_role: str
    item: str
    ref: str
    grade: str
    origin: str
    start: int
    end: int
    entity: str
    component: str
    said: str
    role: str
    place: str
    recorded_at: int


OWN_ITEMS = Statement(
    text=f"""
    UNWIND $ids AS id
    MATCH (s:Entity {{id: id}})
    WITH DISTINCT s.component AS component
    MATCH (e:Entity {{component: component}})<-[own:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    MATCH (i)-[m:MENTIONS]->(x:Entity)
    WITH collect(e.id) AS record, collect(coalesce(own.role, '')) AS own_role, collect(i.id) AS item,
         collect(i.ref) AS ref, collect(i.grade) AS grade, collect(i.origin) AS origin,
         collect(coalesce(i.happened_from, $undated)) AS start, collect(coalesce(i.happened_to, $undated)) AS end,
         collect(x.id) AS entity, collect(x.component) AS component, collect(m.said) AS said,
         collect(coalesce(m.role, '')) AS role, collect(coalesce(m.premises_kind, '')) AS place,
         collect(i.recorded_at) AS recorded_at
    RETURN record AS record, own_role AS own_role, item AS item, ref AS ref, grade AS grade, origin AS origin,
           start AS start, end AS end, entity AS entity, component AS component, said AS said, role AS role,
           place AS place, recorded_at AS recorded_at
    """,
    row=OwnRow,
    packed=True,
)


class SharingRow(NamedTuple):
    """An item that names a connecting entity (`part` item), or a person whom such an item names (`part` person).

    Only the first part says how the item is graded and when it happened, and how it shows the entity; only the second
    whether anything, visible or not, calls the person a child.
    """

    part: str
    item: str
    entity: str
    component: str
    said: str
    role: str
    child: bool
    place: str
    ref: str
    grade: str
    origin: str
    start: int
    end: int
    label: str
    rank: int
    local_ref: str
    recorded_at: int


SHARING_ITEMS = Statement(
    text=f"""
    UNWIND $components AS component
    MATCH (x:Entity {{component: component}})<-[own:MENTIONS]-(j:Item)
    WHERE {seen("j")}
    WITH collect(j.id) AS item, collect(x.id) AS entity, collect(x.component) AS component, collect(own.said) AS said,
         collect(coalesce(own.role, '')) AS role, collect(coalesce(own.premises_kind, '')) AS place,
         collect(j.ref) AS ref, collect(j.grade) AS grade, collect(j.origin) AS origin,
         collect(coalesce(j.happened_from, $undated)) AS start, collect(coalesce(j.happened_to, $undated)) AS end,
         collect(coalesce(own.label, '')) AS label, collect(own.label_rank) AS rank,
         collect(coalesce(own.local_ref, '')) AS local_ref, collect(j.recorded_at) AS recorded_at
    RETURN 'item' AS part, item AS item, entity AS entity, component AS component, said AS said, role AS role,
           false AS child, place AS place, ref AS ref, grade AS grade, origin AS origin, start AS start, end AS end,
           label AS label, rank AS rank, local_ref AS local_ref, recorded_at AS recorded_at
    UNION ALL
    UNWIND $components AS component
    MATCH (x:Entity {{component: component}})<-[:MENTIONS]-(j:Item)
    WHERE {seen("j")}
    MATCH (j)-[m:MENTIONS]->(p:Person)
    WITH collect(j.id) AS item, collect(p.id) AS entity, collect(p.component) AS component, collect(m.said) AS said,
         collect(coalesce(m.role, '')) AS role, collect('Child' IN labels(p)) AS child
    RETURN 'person' AS part, item AS item, entity AS entity, component AS component, said AS said, role AS role,
           child AS child, '' AS place, '' AS ref, '' AS grade, '' AS origin, $undated AS start, $undated AS end,
           '' AS label, 0 AS rank, '' AS local_ref, 0 AS recorded_at
    """,
    row=SharingRow,
    packed=True,
)


@dataclass
class Met:
    """All that was met, by record, before it is known which records are one.

    `shown` holds every mention of a connecting entity; `children` are the records that a mention calls a child, and
    `labelled` those that some mention, perhaps hidden, calls so. `naming` pairs each connecting entity with each item
    that names it in a role that connects.
    """

    items: dict[str, ItemMet] = field(default_factory=dict[str, ItemMet])
    components: dict[str, str] = field(default_factory=dict[str, str])
    shown: dict[str, list[SharingRow]] = field(default_factory=lambda: defaultdict(list))
    children: set[str] = field(default_factory=set[str])
    labelled: set[str] = field(default_factory=set[str])
    naming: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def take_own(self, row: OwnRow) -> None:
        """One entity that an item of the child's names."""
        self._item(row)
        if row.said in PERSON_SAID:
            self._person(row)
        self.components[row.entity] = row.component

    def take_connecting(self, row: SharingRow) -> None:
        """One connecting entity that an item names."""
        self._item(row)
        self.components[row.entity] = row.component
        self.shown[row.entity].append(row)
        if connects(row.role):
            self.naming.add((row.entity, row.item))

    def take_person(self, row: SharingRow) -> None:
        """One person whom such an item names, once the item was taken."""
        self._person(row)
        self.components[row.entity] = row.component
        if row.child:
            self.labelled.add(row.entity)

    def in_doubt(self) -> set[str]:
        """Components to look into: of several records met, and those that only an item not met may call a child.

        One record met by itself is one entity, whatever it is joined to elsewhere; what it is called is seen to later.
        """
        joined: dict[str, int] = defaultdict(int)
        for record, component in self.components.items():
            if record != component:
                joined[component] += 1
        several = {component for component, records in joined.items() if records > 1}
        return several | {self.components[record] for record in self.labelled - self.children}

    def _item(self, row: OwnRow | SharingRow) -> None:
        if row.item not in self.items:
            start, end = (None, None) if row.start == UNDATED else (row.start, row.end)
            self.items[row.item] = ItemMet(row.item, row.ref, row.grade, row.origin, start, end)

    def _person(self, row: OwnRow | SharingRow) -> None:
        item = self.items[row.item]
        item.people[row.entity] = connects(row.role) or item.people.get(row.entity, False)
        if of_concern(row.role):
            item.concern = True
        if row.said == "child":
            self.children.add(row.entity)


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
    shown: dict[str, list[SharingRow]]
    refs: dict[str, str]

    def dossiers(self, asking: Asking, entities: Collection[str]) -> Dossiers:
        """What these entities, by their cluster ids, are called and are, in at most one statement.

        Every visible mention of a connecting entity was met, so that only children are looked up.
        """
        connecting = self.sharings.keys() & entities
        labels = (label_of(row) for each in connecting for record in self._records(each) for row in self.shown[record])
        people = (record for each in entities if each not in connecting for record in self._records(each))
        components = {self.components[record] for record in people if record in self.components}
        return fetch_names(asking, components, self.clusters, labels)

    def _records(self, entity: str) -> tuple[str, ...]:
        return self.clusters.of(entity).records


def label_of(row: SharingRow) -> DossierRow:
    """How one mention shows a connecting entity."""
    return DossierRow(
        part="label",
        record=row.entity,
        other="",
        said=row.said,
        label=row.label,
        rank=row.rank,
        ref=row.local_ref,
        place=row.place,
        first=row.recorded_at,
    )


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
    clusters = fetch_clusters(asking, met.in_doubt())
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
    met = Met()
    for row in own:
        met.take_own(row)
    sharing = asking.rows(SHARING_ITEMS, components=sorted(connecting)) if connecting else []
    for row in sharing:
        if row.part == "item":
            met.take_connecting(row)
    for row in sharing:
        if row.part == "person":
            met.take_person(row)
    return met


def _both_connect(row: OwnRow) -> bool:
    return connects(row.own_role) and connects(row.role)


def _sharings(connecting: list[OwnRow], met: Met, clusters: Clusters, children: set[str]) -> dict[str, Sharing]:
    """Who shares each connecting entity, by its cluster id: the same whichever child asks."""
    found = {id: Sharing(clusters.of(id)) for id in {clusters.id_of(row.entity) for row in connecting} - children}
    for sharing in found.values():
        for record in sharing.cluster.records:
            sharing.said |= {row.said for row in met.shown[record]}
            sharing.common = sharing.common or any(row.place in COMMON_PLACES for row in met.shown[record])
    for record, item in met.naming:
        if (sharing := found.get(clusters.id_of(record))) is not None:
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
