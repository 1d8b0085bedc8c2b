"""What linking has met: items, the people they name, and the entities in which a child's case meets others."""

from collections import defaultdict
from collections.abc import Collection, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from graph.queries.identity import Cluster, Clusters, kind_of
from graph.rules.strength import Connector, Half, Support, Via, factor_at_most, half, trust


class Part(NamedTuple):
    """A person (`record`) in the part that an item gives them: whether it connects, and whether it is of concern."""

    record: str
    connects: bool
    concern: bool


@dataclass
class ItemMet:
    """An item as linking needs it: its grade, origin and time, and the people it names.

    `crowd` is how many it names, `connected` their records that it names in a role that connects; `concern` is whether
    it alleges concern about somebody, and `trust` what it contributes to a half of a link.
    """

    id: str
    ref: str
    grade: str
    origin: str
    start: int | None
    end: int | None
    crowd: int
    connected: set[str]
    concern: bool
    trust: float

    @classmethod
    def naming(
        cls, people: Collection[Part], id: str, ref: str, grade: str, origin: str, start: int | None, end: int | None
    ) -> "ItemMet":
        """An item that names these people."""
        named: set[str] = set()
        connected: set[str] = set()
        concern = False
        for record, connects, of_concern in people:
            named.add(record)
            if connects:
                connected.add(record)
            concern = concern or of_concern
        crowd = len(named)
        return cls(id, ref, grade, origin, start, end, crowd, connected, concern, trust(grade, crowd, concern=concern))

    @cached_property
    def support(self) -> Support:
        """The item as a half of a link rests on it."""
        return Support(self.id, self.origin, self.grade, self.crowd, self.start, self.end, self.concern)

    @cached_property
    def alone(self) -> Half:
        """A half that rests on this item alone, as most do."""
        return half((self.support,))


@dataclass
class Sharing:
    """A connecting entity and who shares it: the same whichever child asks.

    `people` are the cluster ids of all who share it, and `of_concern` those of them whom an item of concern names with
    it; `children` holds each child's items that name it, by cluster id.
    """

    cluster: Cluster
    said: set[str] = field(default_factory=set[str])
    common: bool = False
    people: set[str] = field(default_factory=set[str])
    of_concern: set[str] = field(default_factory=set[str])
    children: dict[str, list[ItemMet]] = field(default_factory=lambda: defaultdict(list))
    _items: set[str] = field(default_factory=set[str])
    _halves: dict[str, Half] = field(default_factory=dict[str, Half])

    def meet(self, item: ItemMet, clusters: Clusters, children: Set[str]) -> None:
        """One more item that names the entity, and so joins it to everybody whom the item connects."""
        if item.id in self._items:
            return
        self._items.add(item.id)
        people = clusters.ids_of(item.connected)
        people.discard(self.cluster.id)
        self.people |= people
        if item.concern:
            self.of_concern |= people
        for child in people & children:
            self.children[child].append(item)

    def half_of(self, child: str) -> Half:
        """The half of one of those children."""
        if child not in self._halves:
            self._halves[child] = half_of(self.children[child])
        return self._halves[child]

    def at_most(self, child: str, now: int) -> tuple[float, float]:
        """What this can carry to one of those children at most, and what the child's items are trusted, added up."""
        newest: int | None = None
        concern, trusted = False, 0.0
        for item in self.children[child]:
            concern = concern or item.concern
            trusted += item.trust
            if item.end is not None and (newest is None or item.end > newest):
                newest = item.end
        return factor_at_most(self.connector, newest, now, concern=concern), trusted

    @cached_property
    def connector(self) -> Connector:
        """What connects, as link strength needs it."""
        return Connector(kind_of(self.said), self.common, len(self.people), len(self.of_concern))


@dataclass
class Meeting:
    """A connecting entity as one child (`me`) meets it: who shares it, and the child's own items that name it."""

    me: Cluster
    sharing: Sharing
    own: dict[str, ItemMet] = field(default_factory=dict[str, ItemMet])
    own_roles: set[str] = field(default_factory=set[str])
    _vias: dict[str, Via] = field(default_factory=dict[str, Via])

    @property
    def id(self) -> str:
        """The cluster id of the entity."""
        return self.sharing.cluster.id

    @property
    def others(self) -> set[str]:
        """The other children who share it."""
        return self.sharing.children.keys() - {self.me.id}

    def via_to(self, other: str) -> Via:
        """The connection with one of them; the same object whenever it is asked for, since a Via keeps its readings."""
        if other not in self._vias:
            self._vias[other] = Via(self.sharing.connector, self.own_half, self.sharing.half_of(other))
        return self._vias[other]

    @cached_property
    def own_trust(self) -> float:
        """What the child's own items are trusted, added up as if none said what another does."""
        return sum(item.trust for item in self.own.values())

    @cached_property
    def own_half(self) -> Half:
        """The child's own half."""
        return half_of(list(self.own.values()))


def half_of(items: list[ItemMet]) -> Half:
    """One half of a link, of the items behind it."""
    return items[0].alone if len(items) == 1 else half([item.support for item in items])
