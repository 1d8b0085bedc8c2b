"""What links one child's case with others: gathered once, then told by child (linked_children) or by what is shared.

Three statements, whatever the size: the child's items with all they name; every item that names a connecting entity,
and the people in it; which records are one, where that is in doubt. What those that are shown are called and are is a
fourth (graph/queries/naming.py).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from graph.errors import NotFound
from graph.model.schema import Kind
from graph.model.view import UNDATED
from graph.queries.filters import seen
from graph.queries.identity import KIND_OF_SAID, Cluster, Clusters, fetch_clusters
from graph.queries.meeting import ItemMet, Meeting
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
         collect(coalesce(m.role, '')) AS role, collect(coalesce(m.premises_kind, '')) AS place
    RETURN record AS record, own_role AS own_role, item AS item, ref AS ref, grade AS grade, origin AS origin,
           start AS start, end AS end, entity AS entity, component AS component, said AS said, role AS role,
           place AS place
    """,
    row=OwnRow,
    packed=True,
)


class SharingRow(NamedTuple):
    """An item that names a connecting entity (`part` item), or a person whom such an item names (`part` person).

    Only the first part says how the item is graded and when it happened, and only the second whether anything, visible
    or not, calls the person a child.
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


SHARING_ITEMS = Statement(
    text=f"""
    UNWIND $components AS component
    MATCH (x:Entity {{component: component}})<-[own:MENTIONS]-(j:Item)
    WHERE {seen("j")}
    WITH collect(j.id) AS item, collect(x.id) AS entity, collect(x.component) AS component, collect(own.said) AS said,
         collect(coalesce(own.role, '')) AS role, collect(coalesce(own.premises_kind, '')) AS place,
         collect(j.ref) AS ref, collect(j.grade) AS grade, collect(j.origin) AS origin,
         collect(coalesce(j.happened_from, $undated)) AS start, collect(coalesce(j.happened_to, $undated)) AS end
    RETURN 'item' AS part, item AS item, entity AS entity, component AS component, said AS said, role AS role,
           false AS child, place AS place, ref AS ref, grade AS grade, origin AS origin, start AS start, end AS end
    UNION ALL
    UNWIND $components AS component
    MATCH (x:Entity {{component: component}})<-[:MENTIONS]-(j:Item)
    WHERE {seen("j")}
    MATCH (j)-[m:MENTIONS]->(p:Person)
    WITH collect(j.id) AS item, collect(p.id) AS entity, collect(p.component) AS component, collect(m.said) AS said,
         collect(coalesce(m.role, '')) AS role, collect('Child' IN labels(p)) AS child
    RETURN 'person' AS part, item AS item, entity AS entity, component AS component, said AS said, role AS role,
           child AS child, '' AS place, '' AS ref, '' AS grade, '' AS origin, $undated AS start, $undated AS end
    """,
    row=SharingRow,
    packed=True,
)


@dataclass
class Met:
    """All that was met, by record, before it is known which records are one.

    `said` is what mentions call a connecting entity, `children` the records that a mention calls a child, and
    `labelled` those that some mention, perhaps hidden, calls so. `common` are common places; `naming` pairs each
    connecting entity with each item that names it in a role that connects.
    """

    items: dict[str, ItemMet] = field(default_factory=dict[str, ItemMet])
    components: dict[str, str] = field(default_factory=dict[str, str])
    said: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    children: set[str] = field(default_factory=set[str])
    labelled: set[str] = field(default_factory=set[str])
    common: set[str] = field(default_factory=set[str])
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
        self.said[row.entity].add(row.said)
        if row.place in COMMON_PLACES:
            self.common.add(row.entity)
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
class Gathered:
    """All that one child's links rest on.

    `clusters` says which of the records met are one, and `components` what else may be joined to them. `direct` holds
    the items that name another child together with this one, by that child's cluster id.
    """

    child: Cluster
    clusters: Clusters
    components: dict[str, str]
    meetings: dict[str, Meeting]
    direct: dict[str, list[ItemMet]]
    refs: dict[str, str]

    def vias(self, other: str) -> dict[str, Via]:
        """Every connection with one other child, by the id of the connecting entity or (direct) of the item."""
        found = {meeting.cluster.id: self.through(meeting, other) for meeting in self.shared_with.get(other, ())}
        for item in self.direct.get(other, ()):
            found[item.id] = Via(DIRECT, item.alone, item.alone)
        return found

    def through(self, meeting: Meeting, other: str) -> Via:
        """The connection with one other child through one connecting entity."""
        return Via(meeting.connector, meeting.own_half, meeting.half_of(other))

    def linked(self) -> set[str]:
        """The cluster ids of all other children whom anything connects with this one."""
        return {*self.shared_with, *self.direct}

    def components_of(self, entities: Iterable[str]) -> set[str]:
        """The components that hold all records of these entities."""
        records = (record for entity in entities for record in self.clusters.of(entity).records)
        return {self.components[record] for record in records if record in self.components}

    @cached_property
    def shared_with(self) -> dict[str, list[Meeting]]:
        """For each other child, the connecting entities shared with them."""
        shared: dict[str, list[Meeting]] = defaultdict(list)
        for meeting in self.meetings.values():
            for child in meeting.children:
                shared[child].append(meeting)
        return shared


DIRECT = Connector("item", False, 2, 2)
"""What connects two children whom one item names: the item itself."""


def gather(asking: Asking, child: str, kinds: frozenset[Kind] = CONNECTING) -> Gathered:
    """Everything of these kinds that connects this child with other children, in at most three statements.

    Raises `NotFound` when no visible item names this record, or none calls them a child.
    """
    own = asking.rows(OWN_ITEMS, ids=[child])
    if child not in {row.record for row in own}:
        raise not_a_child(child)
    connecting = [row for row in own if _both_connect(row) and KIND_OF_SAID[row.said] in kinds]
    met = _met(asking, own, {row.component for row in connecting})
    clusters = fetch_clusters(asking, met.in_doubt())
    children = {clusters.id_of(record) for record in met.children} | clusters.children
    me = clusters.of(child)
    if me.id not in children:
        raise not_a_child(child)
    others = children - {me.id}
    connecting = [row for row in connecting if row.record in me.records]
    own = [row for row in own if row.record in me.records and _both_connect(row)]
    return Gathered(
        me,
        clusters,
        met.components,
        _meetings(connecting, met, clusters, children, others),
        _direct(own, met, clusters, others),
        {item.id: item.ref for item in met.items.values()},
    )


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


def _meetings(
    connecting: list[OwnRow], met: Met, clusters: Clusters, children: set[str], others: set[str]
) -> dict[str, Meeting]:
    meetings: dict[str, Meeting] = {}
    for row in connecting:
        entity = clusters.id_of(row.entity)
        if entity not in children:
            meeting = meetings.setdefault(entity, Meeting(clusters.of(row.entity)))
            meeting.own[row.item] = met.items[row.item]
            meeting.own_roles.add(row.role)
    for meeting in meetings.values():
        for record in meeting.cluster.records:
            meeting.said |= met.said[record]
            meeting.common = meeting.common or record in met.common
    for record, item in met.naming:
        if (meeting := meetings.get(clusters.id_of(record))) is not None:
            meeting.meet(met.items[item], clusters, others)
    return meetings


def _direct(own: list[OwnRow], met: Met, clusters: Clusters, others: set[str]) -> dict[str, list[ItemMet]]:
    direct: dict[str, dict[str, ItemMet]] = defaultdict(dict)
    for row in own:
        other = clusters.id_of(row.entity)
        if other in others:
            direct[other][row.item] = met.items[row.item]
    return {other: list(items.values()) for other, items in direct.items()}
