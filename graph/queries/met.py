"""What linking reads, and all that it meets there before it is known which records are one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.model.people import read_named
from graph.model.view import FOREVER, UNDATED
from graph.queries.filters import seen
from graph.queries.identity import DossierRow
from graph.queries.meeting import ItemMet, Part
from graph.queries.question import Statement, Step
from graph.rules.roles import connects, of_concern

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
    `naming` pairs each connecting entity with each item that names it in a role that connects. `own_first` says when
    the earliest item was recorded that names a record of the child's.
    """

    items: dict[str, ItemMet] = field(default_factory=dict[str, ItemMet])
    components: dict[str, str] = field(default_factory=dict[str, str])
    shown: dict[str, dict[Shown, int]] = field(default_factory=lambda: defaultdict(dict))
    children: set[str] = field(default_factory=set[str])
    labelled: set[str] = field(default_factory=set[str])
    naming: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    own_first: dict[str, int] = field(default_factory=dict[str, int])
    _parts: dict[str, Part] = field(default_factory=dict[str, Part])

    def take_own(self, row: OwnRow) -> None:
        """One entity that an item of the child's names."""
        item = self._item(row)
        self.components[row.entity] = row.component
        if row.said in PERSON_SAID:
            item.take([_part(row.entity, row.role)])
            if row.said == "child":
                self.children.add(row.entity)
        self.own_first[row.record] = min(row.recorded_at, self.own_first.get(row.record, row.recorded_at))

    def take_connecting(self, row: SharingRow) -> None:
        """One connecting entity that an item names, and the people in that item."""
        item = self._item(row)
        self.components[row.entity] = row.component
        shown, others = Shown(row.said, row.label, row.rank, row.local_ref, row.place), self.shown[row.entity]
        others[shown] = min(row.recorded_at, others.get(shown, row.recorded_at))
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
        """What is known of these records without looking further: when the earliest item that names them was recorded
        only for the child's and those of connecting entities, whose every visible mention is met."""
        return (
            Step("record", record, "child" if record in self.children else "", self._first(record))
            for record in records
        )

    def _first(self, record: str) -> int:
        return min(self.shown[record].values()) if record in self.shown else self.own_first.get(record, FOREVER)

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
