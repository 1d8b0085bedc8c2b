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
from graph.model.people import read_named
from graph.model.schema import Kind
from graph.model.view import FOREVER, UNDATED
from graph.queries.filters import seen
from graph.queries.identity import KIND_OF_SAID, Cluster, Clusters, DossierRow, Dossiers, fetch_steps
from graph.queries.meeting import ItemMet, Meeting, Part, Sharing
from graph.queries.naming import fetch_names
from graph.queries.question import Asking, Statement, Step
from graph.rules.roles import connects, of_concern
from graph.rules.strength import COMMON_PLACES, Connector, Via, link_at_most

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
    """An item that names a connecting entity: how it shows the entity, and whom it names (graph/model/people.py)."""

    item: str
    entity: str
    component: str
    said: str
    role: str
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
    people: list[str]


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
         collect(coalesce(own.local_ref, '')) AS local_ref, collect(j.recorded_at) AS recorded_at,
         collect(coalesce(j.people, [])) AS people
    RETURN item AS item, entity AS entity, component AS component, said AS said, role AS role, place AS place,
           ref AS ref, grade AS grade, origin AS origin, start AS start, end AS end, label AS label, rank AS rank,
           local_ref AS local_ref, recorded_at AS recorded_at, people AS people
    """,
    row=SharingRow,
    packed=True,
)


class Shown(NamedTuple):
    """How mentions show a connecting entity: most of the thousands that name a school show it alike."""

    said: str
    label: str
    rank: int
    local_ref: str
    place: str

    def of(self, record: str, first: int) -> DossierRow:
        """The same of this record, first recorded so, for its dossier."""
        return DossierRow("label", record, "", self.said, self.label, self.rank, self.local_ref, self.place, first)


@dataclass
class Met:
    """All that was met, by record, before it is known which records are one.

    `shown` holds how the mentions of a connecting entity show it, each way with when it was first recorded; `children`
    are the records that a mention calls a child, and `labelled` those that some mention, perhaps hidden, calls so.
    `naming` pairs each connecting entity with each item that names it in a role that connects. `first` says when the
    earliest item was recorded that names a record of the child's or of a connecting entity, of which every visible
    mention is met.
    """

    items: dict[str, ItemMet] = field(default_factory=dict[str, ItemMet])
    components: dict[str, str] = field(default_factory=dict[str, str])
    shown: dict[str, dict[Shown, int]] = field(default_factory=lambda: defaultdict(dict))
    children: set[str] = field(default_factory=set[str])
    labelled: set[str] = field(default_factory=set[str])
    naming: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    first: dict[str, int] = field(default_factory=dict[str, int])
    _parts: dict[str, Part] = field(default_factory=dict[str, Part])

    def take_own(self, row: OwnRow) -> None:
        """One entity that an item of the child's names."""
        item = self._item(row)
        self.components[row.entity] = row.component
        if row.said in PERSON_SAID:
            item.take([_part(row.entity, row.role)])
            if row.said == "child":
                self.children.add(row.entity)
        self.first[row.record] = min(row.recorded_at, self.first.get(row.record, row.recorded_at))

    def take_connecting(self, row: SharingRow) -> None:
        """One connecting entity that an item names, and the people in that item."""
        item = self._item(row)
        self.components[row.entity] = row.component
        shown, others = Shown(row.said, row.label, row.rank, row.local_ref, row.place), self.shown[row.entity]
        others[shown] = min(row.recorded_at, others.get(shown, row.recorded_at))
        self.first[row.entity] = min(row.recorded_at, self.first.get(row.entity, row.recorded_at))
        if connects(row.role):
            self.naming.add((row.entity, row.item))
        parts = self._parts
        item.take([parts.get(text) or self._first_named(text) for text in row.people])

    def in_doubt(self) -> dict[str, list[str]]:
        """Components to look into, each with those of its records of which enough is met: of several records met,
        and those that only an item not met may call a child.

        One record met by itself is one entity, whatever it is joined to elsewhere; what it is called is seen to later.
        """
        joined: dict[str, list[str]] = defaultdict(list)
        for record, component in self.components.items():
            if record != component:
                joined[component].append(record)
        maybe = self.labelled - self.children
        doubtful = {component for component, records in joined.items() if len(records) > 1}
        doubtful |= {self.components[record] for record in maybe}
        return {component: [each for each in joined[component] if each not in maybe] for component in doubtful}

    def steps(self, records: Iterable[str]) -> Iterable[Step]:
        """What is known of these records without looking further."""
        return (
            Step("record", record, "child" if record in self.children else "", self.first.get(record, FOREVER))
            for record in records
        )

    def _item(self, row: OwnRow | SharingRow) -> ItemMet:
        found = self.items.get(row.item)
        if found is None:
            start, end = (None, None) if row.start == UNDATED else (row.start, row.end)
            found = self.items[row.item] = ItemMet(row.item, row.ref, row.grade, row.origin, start, end)
        return found

    def _first_named(self, text: str) -> Part:
        named = read_named(text)
        self.components[named.record] = named.component
        if named.said == "child":
            self.children.add(named.record)
        if named.labelled:
            self.labelled.add(named.record)
        part = self._parts[text] = _part(named.record, named.role)
        return part


def _part(record: str, role: str) -> Part:
    return Part(record, connects(role), of_concern(role))


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
    doubtful = met.in_doubt()
    known = met.steps(record for records in doubtful.values() for record in records)
    clusters = Clusters([*fetch_steps(asking, doubtful, doubtful), *known])
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
    for row in asking.rows(SHARING_ITEMS, components=sorted(connecting)) if connecting else ():
        met.take_connecting(row)
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
