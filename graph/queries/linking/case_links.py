"""What links a child's case with others, from the projection: found for the questions that show it, in their words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import NotFound
from graph.reading.question import QueryContext
from graph.rules.strength import Half, Support, Via, half

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from graph.projection import Links, Seen

    Items = NDArray[np.int64]


@dataclass(frozen=True)
class Through:
    """One connection with another child: through an entity, or (None) one item that names both.

    `first` and `second` are the references of the items of each half, `id` that of the entity or item; `items` are
    those of both halves, and `of_concern` says whether it is through somebody or somewhere reported as a concern.
    """

    id: str
    entity: int | None
    via: Via
    first: tuple[str, ...]
    second: tuple[str, ...]
    items: frozenset[int]
    of_concern: bool


class Ranked(NamedTuple):
    """A linked child, and what the link is worth."""

    other: int
    concern: bool
    value: float

    @property
    def worth(self) -> tuple[bool, float]:
        """What sorts it: those through somebody or somewhere reported as a concern first, then the strongest."""
        return not self.concern, -self.value


@dataclass(frozen=True)
class CaseLinks:
    """One child's links, and how the items behind them read."""

    seen: "Seen"
    child: int
    links: "Links"

    @cached_property
    def ranked(self) -> list[Ranked]:
        """Every linked child, by number."""
        links = self.links
        found = zip(links.linked.tolist(), links.of_concern.tolist(), links.values.tolist(), strict=True)
        return [Ranked(*each) for each in found]

    def through(self, other: int) -> list[Through]:
        """Every connection with one other child."""
        links, seen = self.links, self.seen
        found: list[Through] = []
        for row in links.rows_with(other).tolist():
            place = int(links.via[row])
            items, entity = links.second_half(row), int(links.entities[place])
            via = Via(links.connector(place), self._own_half(place), self._half(items))
            both = frozenset((*links.own.of_half(place).tolist(), *items.tolist()))
            refs, concern = (self.own_refs(place), seen.refs(items)), bool(links.via_of_concern[row])
            found.append(Through(seen.record_id(entity), entity, via, *refs, both, concern))
        for item, concern in links.items_with(other):
            refs, support = seen.refs([item]), half(supports(seen, [item]))
            via = Via(links.direct_connector, support, support)
            found.append(Through(seen.item_id(item), None, via, refs, refs, frozenset((item,)), concern))
        return found

    def own_refs(self, place: int) -> tuple[str, ...]:
        """The references of the items by which the child meets a connecting entity, by its place."""
        return self.seen.refs(self.links.own.of_half(place))

    def roles(self, place: int) -> tuple[str, ...]:
        """The roles in which those items name the entity."""
        return self.seen.roles_connecting(self.links.own.of_half(place), int(self.links.entities[place]))

    def _own_half(self, place: int) -> Half:
        if place not in self._own_halves:
            self._own_halves[place] = self._half(self.links.own.of_half(place))
        return self._own_halves[place]

    @cached_property
    def _own_halves(self) -> dict[int, Half]:
        return {}

    def _half(self, items: "Items") -> Half:
        return half(supports(self.seen, items.tolist()))


def supports(seen: "Seen", items: Iterable[int]) -> list[Support]:
    """Items as halves of a link rest on them."""
    return [seen.support(item) for item in items]


def find_case(context: QueryContext, child: str) -> CaseLinks:
    """Everything that connects this child with other children.

    Raises `NotFound` when no visible item names this record, or none calls them a child.
    """
    found = find_cases(context, (child,))
    if child not in found:
        raise not_a_child(child)
    return found[child]


def find_cases(context: QueryContext, children: Collection[str]) -> dict[str, CaseLinks]:
    """The same for several children, by the ids given; what is no visible child is left out."""
    seen = context.seen
    entities: dict[str, int] = {}
    for id in children:
        record = seen.record(id)
        if record is not None and seen.is_child(entity := seen.cluster(record)):
            entities[id] = entity
    links = seen.links(sorted(set(entities.values())), context.now)
    return {id: CaseLinks(seen, entity, links[entity]) for id, entity in entities.items()}


def not_a_child(child: str) -> NotFound:
    """The same words whether there is nothing, nothing visible, or nothing that says child."""
    return NotFound(
        f"No child is recorded as {child!r} in what you may see.", "Look the child up by name or reference."
    )
