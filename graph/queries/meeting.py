"""What linking has met: items, the people they name, and the entities in which a child's case meets others."""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field
from functools import cached_property

from graph.queries.identity import Cluster, Clusters, kind_of
from graph.rules.strength import Connector, Half, Support, half


@dataclass
class ItemMet:
    """An item as linking needs it: its grade, origin and time, and the people it names.

    `people` holds their records, and whether the item names each in a role that connects; `concern` is whether it
    alleges concern about somebody.
    """

    id: str
    ref: str
    grade: str
    origin: str
    start: int | None
    end: int | None
    concern: bool = False
    people: dict[str, bool] = field(default_factory=dict[str, bool])
    _alone: Half | None = None

    @property
    def alone(self) -> Half:
        """A half that rests on this item alone, as most do."""
        if self._alone is None:
            self._alone = half((self._support(),))
        return self._alone

    def _support(self) -> Support:
        return Support(self.id, self.origin, self.grade, len(self.people), self.start, self.end, self.concern)


@dataclass
class Meeting:
    """A connecting entity: the child's items that name it, and those of the other children (by cluster id).

    `sharing` are the cluster ids of all people who share it, the child among them, and `of_concern` those of them whom
    an item of concern names with it.
    """

    cluster: Cluster
    said: set[str] = field(default_factory=set[str])
    common: bool = False
    own: dict[str, ItemMet] = field(default_factory=dict[str, ItemMet])
    own_roles: set[str] = field(default_factory=set[str])
    sharing: set[str] = field(default_factory=set[str])
    of_concern: set[str] = field(default_factory=set[str])
    children: dict[str, list[ItemMet]] = field(default_factory=lambda: defaultdict(list))
    _items: set[str] = field(default_factory=set[str])

    def meet(self, item: ItemMet, clusters: Clusters, children: Set[str]) -> None:
        """One more item that names the entity, and so joins it to everybody whom the item connects."""
        if item.id in self._items:
            return
        self._items.add(item.id)
        people = {clusters.id_of(record) for record, connects in item.people.items() if connects}
        people.discard(self.cluster.id)
        self.sharing |= people
        if item.concern:
            self.of_concern |= people
        for child in people & children:
            self.children[child].append(item)

    @cached_property
    def own_half(self) -> Half:
        """The child's own half."""
        return _half_of(list(self.own.values()))

    def half_of(self, child: str) -> Half:
        """Another child's half."""
        return _half_of(self.children[child])

    @cached_property
    def connector(self) -> Connector:
        """What connects, as link strength needs it."""
        return Connector(kind_of(self.said), self.common, len(self.sharing), len(self.of_concern))


def _half_of(items: list[ItemMet]) -> Half:
    return items[0].alone if len(items) == 1 else half(support for item in items for support in item.alone.supports)
