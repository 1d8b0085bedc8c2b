"""What links one child's case with others: gathered once, then told by child (linked_children) or by what is shared.

Four statements, whatever the size: the child's items with all they name; every item that names a connecting entity,
with the people in it; which of all those records are one; what those that are shown are called and are.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from graph.errors import NotFound
from graph.model.view import UNDATED
from graph.queries.filters import seen
from graph.queries.identity import Cluster, Clusters, fetch_clusters, joined_only, kind_of
from graph.queries.question import Asking, Statement
from graph.rules.roles import connects, of_concern
from graph.rules.strength import COMMON_PLACES, Connector, Support, Via

PERSON_SAID = frozenset({"child", "adult", "person"})


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
    """An item that names a connecting entity (`entity`), and the people that it names, in parallel lists."""

    entity: str
    own_role: str
    own_said: str
    place: str
    item: str
    ref: str
    grade: str
    origin: str
    start: int
    end: int
    people: list[str]
    components: list[str]
    saids: list[str]
    roles: list[str]
    children: list[bool]


SHARING_ITEMS = Statement(
    text=f"""
    UNWIND $components AS component
    MATCH (x:Entity {{component: component}})<-[own:MENTIONS]-(j:Item)
    WHERE {seen("j")}
    OPTIONAL MATCH (j)-[m:MENTIONS]->(p:Person)
    WITH x, own, j, collect(p.id) AS people, collect(p.component) AS components, collect(m.said) AS saids,
         collect(CASE WHEN p IS NULL THEN null ELSE coalesce(m.role, '') END) AS roles,
         collect(CASE WHEN p IS NULL THEN null ELSE 'Child' IN labels(p) END) AS children
    WITH collect(x.id) AS entity, collect(coalesce(own.role, '')) AS own_role, collect(own.said) AS own_said,
         collect(coalesce(own.premises_kind, '')) AS place, collect(j.id) AS item, collect(j.ref) AS ref,
         collect(j.grade) AS grade, collect(j.origin) AS origin,
         collect(coalesce(j.happened_from, $undated)) AS start, collect(coalesce(j.happened_to, $undated)) AS end,
         collect(people) AS people, collect(components) AS components, collect(saids) AS saids,
         collect(roles) AS roles, collect(children) AS children
    RETURN entity AS entity, own_role AS own_role, own_said AS own_said, place AS place, item AS item, ref AS ref,
           grade AS grade, origin AS origin, start AS start, end AS end, people AS people, components AS components,
           saids AS saids, roles AS roles, children AS children
    """,
    row=SharingRow,
    packed=True,
)


@dataclass
class ItemMet:
    """An item as linking needs it: its grade, origin and time, and the people it names with the parts they play."""

    id: str
    ref: str
    grade: str
    origin: str
    start: int | None
    end: int | None
    records: set[str] = field(default_factory=set[str])
    roles: set[str] = field(default_factory=set[str])

    @cached_property
    def concern(self) -> bool:
        """Whether it alleges concern about somebody."""
        return any(of_concern(role) for role in self.roles)

    @cached_property
    def support(self) -> Support:
        """The item as evidence for one half of a link."""
        return Support(self.id, self.origin, self.grade, len(self.records), self.start, self.end, self.concern)


@dataclass
class Sharing:
    """Who shares a connecting entity: the items of each person (by cluster id), and whether it is a common place."""

    common: bool = False
    people: dict[str, dict[str, ItemMet]] = field(default_factory=lambda: defaultdict(dict))

    @cached_property
    def of_concern(self) -> int:
        """How many people share it in items of concern."""
        return sum(any(item.concern for item in items.values()) for items in self.people.values())


@dataclass
class Meeting:
    """A connecting entity: the child's items that name it, and those of everybody who shares it."""

    cluster: Cluster
    sharing: Sharing
    own: dict[str, ItemMet] = field(default_factory=dict[str, ItemMet])
    own_roles: set[str] = field(default_factory=set[str])

    @property
    def common(self) -> bool:
        """Whether it is a common place."""
        return self.sharing.common

    @property
    def people(self) -> dict[str, dict[str, ItemMet]]:
        """The items of each person who shares it."""
        return self.sharing.people

    @cached_property
    def supports(self) -> frozenset[Support]:
        """The child's own half."""
        return _supports(self.own)

    def connector(self, kind: str) -> Connector:
        """What connects, with how many share it, and how many of them in items of concern."""
        return Connector(kind, self.common, len(self.people), self.sharing.of_concern)


@dataclass(frozen=True)
class Gathered:
    """All that one child's links rest on. `said` is what visible mentions call each entity (by cluster id).

    `refs` are the references of items by their ids; `own` are the rows of the items that name the child.
    """

    child: Cluster
    clusters: Clusters
    said: dict[str, set[str]]
    meetings: dict[str, Meeting]
    direct: dict[str, dict[str, ItemMet]]
    refs: dict[str, str]
    own: list[OwnRow]

    def vias(self, other: str) -> dict[str, Via]:
        """Every connection with one other child, by the id of the connecting entity or (direct) of the item."""
        found = {entity: self.through(self.meetings[entity], other) for entity in self.shared_with[other]}
        for item in self.direct.get(other, {}).values():
            only = frozenset({item.support})
            found[item.id] = Via(Connector("item", False, 2, 2), only, only)
        return found

    def through(self, meeting: Meeting, other: str) -> Via:
        """The connection with one other person through one connecting entity."""
        return Via(self.connectors[meeting.cluster.id], meeting.supports, _supports(meeting.people[other]))

    def linked(self) -> set[str]:
        """The cluster ids of all other children whom anything connects with this one."""
        return {person for person in set(self.shared_with) | set(self.direct) if "child" in self.said[person]} - {
            self.child.id
        }

    @cached_property
    def shared_with(self) -> dict[str, list[str]]:
        """For each other person, the connecting entities shared with them."""
        shared: dict[str, list[str]] = defaultdict(list)
        for entity, meeting in self.meetings.items():
            for person in meeting.people:
                shared[person].append(entity)
        return shared

    @cached_property
    def connectors(self) -> dict[str, Connector]:
        """Every connecting entity as link strength needs it."""
        return {entity: meeting.connector(kind_of(self.said[entity])) for entity, meeting in self.meetings.items()}


def gather(asking: Asking, child: str) -> Gathered:
    """Everything that connects this child with anybody, in at most three statements.

    Raises `NotFound` when no visible item names this record, or none calls them a child.
    """
    gathered = gather_each(asking, (child,)).get(child)
    if gathered is None:
        raise not_a_child(child)
    return gathered


def gather_each(asking: Asking, children: Collection[str]) -> dict[str, Gathered]:
    """The same for several children, by the ids given, in no more statements; what is no visible child is left out."""
    own = asking.rows(OWN_ITEMS, ids=sorted(set(children)))
    connecting = sorted({row.component for row in own if row.said != "child"})
    shared = asking.rows(SHARING_ITEMS, components=connecting) if connecting else []
    clusters = fetch_clusters(asking, _unsettled(own, shared))
    said = _said(own, shared, clusters)
    items = _items(own, shared)
    sharing = _sharing(shared, items, clusters)
    refs = {item.id: item.ref for item in items.values()}
    rows_of: dict[str, list[OwnRow]] = defaultdict(list)
    for row in own:
        rows_of[clusters.of(row.record).id].append(row)
    found: dict[str, Gathered] = {}
    for child in {row.record for row in own}.intersection(children):
        me = clusters.of(child)
        if "child" in said[me.id]:
            mine = rows_of[me.id]
            meetings = _meetings(me, mine, sharing, items, clusters, said)
            found[child] = Gathered(me, clusters, said, meetings, _direct(me, mine, items, clusters), refs, mine)
    return found


def not_a_child(child: str) -> NotFound:
    """The same words whether there is nothing, nothing visible, or nothing that says child."""
    return NotFound(
        f"No child is recorded as {child!r} in what you may see.", "Look the child up by name or reference."
    )


def _unsettled(own: list[OwnRow], sharing: list[SharingRow]) -> set[str]:
    """Components that must be looked into: those of several records, and those that only elsewhere may say child."""
    components = {row.component for row in own}
    says_child = {row.entity for row in own if row.said == "child"}
    candidates: dict[str, str] = {}
    for row in sharing:
        for record, component, said, child in zip(row.people, row.components, row.saids, row.children, strict=True):
            components.add(component)
            if said == "child":
                says_child.add(record)
            elif child:
                candidates[record] = component
    elsewhere = {component for record, component in candidates.items() if record not in says_child}
    return set(joined_only(components)) | elsewhere


def _said(own: list[OwnRow], sharing: list[SharingRow], clusters: Clusters) -> dict[str, set[str]]:
    said: dict[str, set[str]] = defaultdict(set)

    def hear(record: str, word: str) -> None:
        cluster = clusters.of(record)
        said[cluster.id].add(word)
        if any(clusters.says_child(each) for each in cluster.records):
            said[cluster.id].add("child")

    for row in own:
        hear(row.entity, row.said)
    for row in sharing:
        hear(row.entity, row.own_said)
        for record, word in zip(row.people, row.saids, strict=True):
            hear(record, word)
    return said


def _items(own: list[OwnRow], sharing: list[SharingRow]) -> dict[str, ItemMet]:
    items: dict[str, ItemMet] = {}

    def met(row: OwnRow | SharingRow) -> ItemMet:
        start, end = (None, None) if row.start == UNDATED else (row.start, row.end)
        return items.setdefault(row.item, ItemMet(row.item, row.ref, row.grade, row.origin, start, end))

    for row in own:
        item = met(row)
        if row.said in PERSON_SAID:
            item.records.add(row.entity)
            item.roles.add(row.role)
    for row in sharing:
        item = met(row)
        item.records.update(row.people)
        item.roles.update(row.roles)
    return items


def _sharing(rows: list[SharingRow], items: dict[str, ItemMet], clusters: Clusters) -> dict[str, Sharing]:
    """Who shares each connecting entity, by its cluster id: the same whichever child asks."""
    sharing: dict[str, Sharing] = defaultdict(Sharing)
    for row in rows:
        entity = clusters.of(row.entity).id
        each = sharing[entity]
        each.common = each.common or row.place in COMMON_PLACES
        if not connects(row.own_role):
            continue
        for record, role in zip(row.people, row.roles, strict=True):
            person = clusters.of(record).id
            if connects(role) and person != entity:
                each.people[person][row.item] = items[row.item]
    return sharing


def _meetings(
    me: Cluster,
    own: list[OwnRow],
    sharing: dict[str, Sharing],
    items: dict[str, ItemMet],
    clusters: Clusters,
    said: dict[str, set[str]],
) -> dict[str, Meeting]:
    meetings: dict[str, Meeting] = {}
    for row in own:
        cluster = clusters.of(row.entity)
        if cluster.id == me.id or "child" in said[cluster.id] or not (connects(row.own_role) and connects(row.role)):
            continue
        meeting = meetings.setdefault(cluster.id, Meeting(cluster, sharing[cluster.id]))
        meeting.own[row.item] = items[row.item]
        meeting.own_roles.add(row.role)
    return meetings


def _direct(
    me: Cluster, own: list[OwnRow], items: dict[str, ItemMet], clusters: Clusters
) -> dict[str, dict[str, ItemMet]]:
    direct: dict[str, dict[str, ItemMet]] = defaultdict(dict)
    for row in own:
        other = clusters.of(row.entity).id
        if row.said in PERSON_SAID and other != me.id and connects(row.own_role) and connects(row.role):
            direct[other][row.item] = items[row.item]
    return direct


def _supports(items: dict[str, ItemMet]) -> frozenset[Support]:
    return frozenset(item.support for item in items.values())
