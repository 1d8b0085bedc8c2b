"""What linking reads, and all that it meets there before it is known which records are one."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.model.people import NamedPerson, read_named
from graph.model.view import FOREVER, UNDATED
from graph.queries.identity import PERSON_SAID, DossierRow
from graph.queries.joining import Identified, Joining, join_met
from graph.queries.meeting import ItemMet, Part
from graph.queries.question import Statement
from graph.rules.roles import connects, of_concern
from graph.view.cypher import seen


class OwnRow(NamedTuple):
    """An item that names the entity asked about (`record`, in `own_role`), and one entity that it names.

    `labelled`: some item, perhaps hidden, calls that entity a child; `identified`: the ids of its identifiers here.
    """

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
    labelled: bool
    identified: list[str]


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
         collect(i.recorded_at) AS recorded_at, collect('Child' IN labels(x)) AS labelled,
         collect(coalesce(m.identified, [])) AS identified
    RETURN record AS record, own_role AS own_role, item AS item, ref AS ref, grade AS grade, origin AS origin,
           start AS start, end AS end, entity AS entity, component AS component, said AS said, role AS role,
           place AS place, recorded_at AS recorded_at, labelled AS labelled, identified AS identified
    """,
    row=OwnRow,
    packed=True,
)


class SharingRow(NamedTuple):
    """A connecting entity, one way in which items show it, when the first of these was recorded, and these items.

    Of each item, in lists of equal length: its reference, grade, origin and time, and whom it names
    (graph/model/people.py). Most of the thousands that name a school show it alike.
    """

    entity: str
    component: str
    said: str
    role: str
    label: str
    rank: int
    local_ref: str
    place: str
    first: int
    item: list[str]
    ref: list[str]
    grade: list[str]
    origin: list[str]
    start: list[int]
    end: list[int]
    people: list[list[str]]


SHARING_ITEMS = Statement(
    text=f"""
    UNWIND $components AS component
    MATCH (x:Entity {{component: component}})<-[own:MENTIONS]-(j:Item)
    WHERE {seen("j")}
    RETURN x.id AS entity, x.component AS component, own.said AS said, coalesce(own.role, '') AS role,
           coalesce(own.label, '') AS label, own.label_rank AS rank, coalesce(own.local_ref, '') AS local_ref,
           coalesce(own.premises_kind, '') AS place, min(j.recorded_at) AS first, collect(j.id) AS item,
           collect(j.ref) AS ref, collect(j.grade) AS grade, collect(j.origin) AS origin,
           collect(coalesce(j.happened_from, $undated)) AS start, collect(coalesce(j.happened_to, $undated)) AS end,
           collect(coalesce(j.people, [])) AS people
    """,
    row=SharingRow,
)


class Shown(NamedTuple):
    """How mentions show a connecting entity."""

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
    `naming` holds the items that name a connecting entity in a role that connects. `own_first` says when the earliest
    item was recorded that names a record of the child's.
    """

    identified: Identified
    items: dict[str, ItemMet] = field(default_factory=dict[str, ItemMet])
    components: dict[str, str] = field(default_factory=dict[str, str])
    shown: dict[str, dict[Shown, int]] = field(default_factory=lambda: defaultdict(dict))
    children: set[str] = field(default_factory=set[str])
    labelled: set[str] = field(default_factory=set[str])
    naming: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    own_first: dict[str, int] = field(default_factory=dict[str, int])
    _parts: dict[str, Part] = field(default_factory=dict[str, Part])

    def take_own(self, rows: Collection[OwnRow]) -> None:
        """The items that name the child, with all that they name."""
        parts: dict[str, list[Part]] = defaultdict(list)
        for row in rows:
            self.components[row.entity] = row.component
            self.own_first[row.record] = min(row.recorded_at, self.own_first.get(row.record, row.recorded_at))
            if row.said in PERSON_SAID:
                said = row.entity, row.component, row.said, row.role, row.labelled, tuple(row.identified)
                parts[row.item].append(self._part(NamedPerson(*said)))
        for row in rows:
            if row.item not in self.items:
                self._item(row.item, row.ref, row.grade, row.origin, row.start, row.end, parts[row.item])

    def take_sharing(self, row: SharingRow) -> None:
        """A connecting entity, one way in which items show it, and the people in them."""
        self.components[row.entity] = row.component
        shown, others = Shown(row.said, row.label, row.rank, row.local_ref, row.place), self.shown[row.entity]
        others[shown] = min(row.first, others.get(shown, row.first))
        if connects(row.role):
            self.naming[row.entity] += row.item
        known = self._parts
        for number, item in enumerate(row.item):
            if item not in self.items:
                facts = row.ref[number], row.grade[number], row.origin[number], row.start[number], row.end[number]
                self._item(item, *facts, [known.get(text) or self._first_named(text) for text in row.people[number]])

    def joining(self) -> Joining:
        """Which of the records met are one; those that only an item not met may call a child are in doubt."""
        maybe = self.labelled - self.children
        return join_met(self.components, self.identified, children=self.children, maybe=maybe, first=self._first)

    def _first(self, record: str) -> int:
        """When the earliest item that names a record was recorded: known only of the child's records and of connecting
        entities, whose every visible mention is met."""
        return min(self.shown[record].values()) if record in self.shown else self.own_first.get(record, FOREVER)

    def _item(self, id: str, ref: str, grade: str, origin: str, start: int, end: int, people: list[Part]) -> None:
        times = (None, None) if start == UNDATED else (start, end)
        self.items[id] = ItemMet.naming(people, id, ref, grade, origin, *times)

    def _first_named(self, text: str) -> Part:
        part = self._parts[text] = self._part(read_named(text))
        return part

    def _part(self, named: NamedPerson) -> Part:
        record = named.record
        self.components[record] = named.component
        if named.said == "child":
            self.children.add(record)
        if named.labelled:
            self.labelled.add(record)
        self.identified.take(record, named.identified)
        return Part(record, connects(named.role), of_concern(named.role))
