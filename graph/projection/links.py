"""What links one child's case with others, in one View: everything that connects them, and how strongly.

A child's links go through what items name together with the child, both in roles that connect, and through items that
so name another child. They are gathered for several children at once, since these share what they share.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graph.model.kinds import KINDS
from graph.projection.search import beside
from graph.projection.strengths import Contributions, Halves, Readings
from graph.projection.vectors import (
    Floats,
    Ints,
    Mask,
    begins,
    distinct,
    distinct_pairs,
    first_of,
    products,
    rounded,
    spans,
    starts_of,
)
from graph.projection.visible import Visible
from graph.rules.bands import needs_both
from graph.rules.strength import PLACES, Connector

DIRECT = Connector("item", False, 2, 2)
"""The connector of two children named by one item: the item itself."""


@dataclass(frozen=True, eq=False)
class Sharings:
    """Who shares some connecting entities: the same whichever child asks.

    `rows`: a connecting entity (its place `at` in `entities`) with one of the `children` who share it, and the half
    that the child's items with it make; `concern` says whether it reports concern (`rules.bands`).
    """

    entities: Ints
    connectors: tuple[Connector, ...]
    at: Ints
    children: Ints
    halves: Halves
    halves_of_concern: Halves
    concern: Mask

    @classmethod
    def of(cls, visible: Visible, entities: Ints) -> "Sharings":
        """Who shares these."""
        derived, count = visible.derived, len(visible.records)
        at, items = visible.items_connecting(entities)
        row, people = visible.entities_in(items, derived.people_connecting)
        at, items = at[row], items[row]
        others = people != entities[at]
        at, people, items = at[others], people[others], items[others]
        order = np.lexsort((items, at * count + people))
        at, people, items = at[order], people[order], items[order]
        once = begins(at * count + people) | begins(items)
        at, people, items = at[once], people[once], items[once]
        heads = first_of(at * count + people)
        starts = np.append(heads, len(at))
        concern = np.maximum.reduceat(derived.concern[items], heads) if len(heads) else np.zeros(0, np.bool_)
        sharing = np.bincount(at[heads], minlength=len(entities))
        of_concern = np.bincount(at[heads][concern], minlength=len(entities))
        children = np.flatnonzero(visible.is_child(people[heads]))
        rows, half = spans(starts, children)
        halves = Halves.of(derived, starts_of(half, len(children)), items[rows])
        return cls(
            entities,
            _connectors(visible, entities, sharing, of_concern),
            at[heads][children],
            people[heads][children],
            halves,
            halves.of_concern,
            report_concern(visible, halves, entities[at[heads][children]]),
        )

    @cached_property
    def starts(self) -> Ints:
        """Where the rows of each entity start."""
        return starts_of(self.at, len(self.entities))


class ConnectedOthers(NamedTuple):
    """(place of a child, other, item): what items name beside some children, both in roles that connect, sorted."""

    at: Ints
    others: Ints
    items: Ints

    @classmethod
    def of(cls, visible: Visible, children: Ints) -> "ConnectedOthers":
        """Beside these."""
        count = len(visible.records)
        at, others, items = beside(visible, children)
        pairs, items = distinct_pairs(at * count + others, items, len(visible.passes))
        return cls(pairs // count, pairs % count, items)

    def only(self, rows: Mask | slice) -> "ConnectedOthers":
        """Some rows of it."""
        return ConnectedOthers(self.at[rows], self.others[rows], self.items[rows])


@dataclass(frozen=True, eq=False)
class Links:
    """All that links one child's case with others, or the cases of several children with one another.

    Link n is of child `ones[n]` with `linked[n]`; they are sorted by both. `entities` connect a child, each by the half
    of `own` at its place, which reports concern or not (`own_concern`); `places` says where they stand in `sharings`.
    `rows` are the rows of `sharings` by which another child shares one of them: the one at `via`, for the link `link`.
    Each item that names another child directly is by itself in `items`, for the link `direct_link`.
    """

    now: int
    ones: Ints
    linked: Ints
    entities: Ints
    own: Halves
    places: Ints
    own_concern: Mask
    sharings: Sharings
    rows: Ints
    via: Ints
    link: Ints
    items: Halves
    direct_link: Ints

    @cached_property
    def children(self) -> Ints:
        """The other child of each row."""
        return self.linked[self.link]

    @property
    def direct_connector(self) -> Connector:
        """The connector of the child with another child named by the same item."""
        return DIRECT

    def connector(self, place: int) -> Connector:
        """What connects, by its place in `entities`."""
        return self.sharings.connectors[int(self.places[place])]

    @cached_property
    def via_values(self) -> Floats:
        """The strength of the connection in each row."""
        values = self._whole.value
        values[self._read_twice] = np.maximum(values[self._read_twice], self._of_concern.value)
        return values

    @cached_property
    def values(self) -> Floats:
        """The strength of the link with each child of `linked` (`rules.strength.link_value`)."""
        link, direct = self.link, self.direct_link
        alone = Contributions.through(self.items, self._each_item, self._direct.factor)
        parts = [(self._whole.evidence(), link), (self._of_concern.evidence(), link[self._read_twice])]
        sides = [
            _together([*((evidence[side], of) for evidence, of in parts), (alone, direct)]).side(
                len(self.linked), len(self.own.derived.tables.pools["origin"])
            )
            for side in (0, 1)
        ]
        factors = self._whole.factor.copy()
        factors[self._read_twice] = np.maximum(factors[self._read_twice], self._of_concern.factor)
        factors, of = np.concatenate([factors, self._direct.factor]), np.concatenate([link, direct])
        order = np.lexsort((factors, of))
        ceiling = 1 - products(1 - factors[order], starts_of(of, len(self.linked)))
        return rounded(np.minimum(np.minimum(*sides), ceiling), PLACES)

    @cached_property
    def via_of_concern(self) -> Mask:
        """Whether the connection in each row is through somebody or somewhere reported as a concern."""
        both = np.array([needs_both(each) for each in self._connectors], dtype=np.bool_)[self.via]
        first, second = self.own_concern[self.via], self.sharings.concern[self.rows]
        return np.where(both, first & second, first | second)

    @cached_property
    def direct_of_concern(self) -> Mask:
        """Whether each item that names another child directly reports concern."""
        return self.own.derived.concern[self.items.items]

    @cached_property
    def of_concern(self) -> Mask:
        """Whether the link with each child of `linked` is through somebody or somewhere reported as a concern."""
        found = np.zeros(len(self.linked), dtype=np.bool_)
        found[self.link[self.via_of_concern]] = True
        found[self.direct_link[self.direct_of_concern]] = True
        return found

    def rows_through(self, place: int) -> range:
        """The rows, by their place in `rows`, of one connecting entity; they are sorted by it, then by child."""
        first, end = np.searchsorted(self.via, [place, place + 1]).tolist()
        return range(first, end)

    def rows_with(self, other: int) -> Ints:
        """The rows, by their place in `rows`, by which one other child is connected."""
        return np.flatnonzero(self.children == other)

    def items_with(self, other: int) -> list[tuple[int, bool]]:
        """The items that name one other child directly, each with whether it reports concern."""
        with_other = self.linked[self.direct_link] == other
        items, concern = self.items.items[with_other], self.direct_of_concern[with_other]
        return list(zip(items.tolist(), concern.tolist(), strict=True))

    def second_half(self, row: int) -> Ints:
        """The other child's items in a row."""
        return self.sharings.halves.of_half(int(self.rows[row]))

    # The ways to read each connection (`rules.strength`): a common place twice, where both halves hold concern.

    @cached_property
    def _whole(self) -> Readings:
        specific = np.array([each.specific for each in self._connectors], dtype=np.float64)[self.via]
        return Readings.of(self.own, self.sharings.halves, (self.via, self.rows), specific, self.now)

    @cached_property
    def _read_twice(self) -> Ints:
        common = np.array([each.common for each in self._connectors], dtype=np.bool_)
        both = self._own_of_concern.filled[self.via] & self.sharings.halves_of_concern.filled[self.rows]
        return np.flatnonzero(common[self.via] & both)

    @cached_property
    def _of_concern(self) -> Readings:
        specific = np.array([each.specific_of_concern for each in self._connectors], dtype=np.float64)
        via, rows = self.via[self._read_twice], self.rows[self._read_twice]
        halves = self._own_of_concern, self.sharings.halves_of_concern
        return Readings.of(*halves, (via, rows), specific[via], self.now)

    @cached_property
    def _direct(self) -> Readings:
        specific = np.full(len(self.direct_link), DIRECT.specific)
        return Readings.of(self.items, self.items, (self._each_item, self._each_item), specific, self.now)

    @cached_property
    def _each_item(self) -> Ints:
        return np.arange(len(self.direct_link), dtype=np.int64)

    @cached_property
    def _connectors(self) -> list[Connector]:
        return [self.sharings.connectors[place] for place in self.places.tolist()]

    @cached_property
    def _own_of_concern(self) -> Halves:
        return self.own.of_concern


def gather(visible: Visible, children: Iterable[int], now: int) -> dict[int, Links]:
    """What links each of these children with others, at `now` (epoch milliseconds)."""
    asked = np.array(list(children), dtype=np.int64)
    named = ConnectedOthers.of(visible, asked)
    sharings = _shared(visible, named)
    starts = starts_of(named.at, len(asked)).tolist()
    return {
        child: _links(visible, asked, named.only(slice(starts[place], starts[place + 1])), sharings, now)
        for place, child in enumerate(asked.tolist())
    }


def gather_among(visible: Visible, children: Iterable[int], now: int) -> Links:
    """What links these children with one another, each two once, the smaller first: of all of them at once."""
    asked = distinct(np.array(list(children), dtype=np.int64))
    named = ConnectedOthers.of(visible, asked)
    return _links(visible, asked, named, _shared(visible, named), now, among=True)


def linked_with(visible: Visible, child: int) -> Ints:
    """The children linked with a child, sorted: those of `Links.linked`, without how strongly."""
    others, _ = visible.connected(child)
    others = distinct(others)
    children = visible.is_child(others)
    connecting = others[~children]
    at, items = visible.items_connecting(connecting)
    row, people = visible.entities_in(items, visible.derived.people_connecting)
    sharing = distinct(people[people != connecting[at[row]]])
    linked = distinct(np.concatenate([others[children], sharing[visible.is_child(sharing)]]))
    return linked[linked != child]


def report_concern(visible: Visible, halves: Halves, entities: Ints) -> Mask:
    """Whether each of some halves reports concern; `entities` is what connects, of each."""
    half = np.repeat(np.arange(len(halves), dtype=np.int64), np.diff(halves.starts))
    items, connects = halves.items, entities[half]
    reports = visible.derived.concern[items]
    people = np.flatnonzero(visible.is_person(connects))
    at, named = visible.entities_in(items[people], visible.derived.people_of_concern)
    reports[people] = False
    reports[people[at[named == connects[people][at]]]] = True
    return np.bincount(half[reports], minlength=len(halves)) > 0


def _connectors(visible: Visible, entities: Ints, sharing: Ints, of_concern: Ints) -> tuple[Connector, ...]:
    found: list[Connector] = []
    for place, entity in enumerate(entities.tolist()):
        kind = KINDS[int(visible.kinds[entity])]
        found.append(Connector(kind, bool(visible.common[entity]), int(sharing[place]), int(of_concern[place])))
    return tuple(found)


def _shared(visible: Visible, named: ConnectedOthers) -> Sharings:
    """Who shares what is named beside some children, but for other children."""
    return Sharings.of(visible, distinct(named.others[~visible.is_child(named.others)]))


def _links(
    visible: Visible, asked: Ints, named: ConnectedOthers, sharings: Sharings, now: int, *, among: bool = False
) -> Links:
    """What links the children asked about, by what is `named` beside them; `among`: with one another, each two once."""
    children = visible.is_child(named.others)
    meeting, direct = named.only(~children), named.only(children)
    heads = first_of(meeting.at * len(visible.records) + meeting.others)
    entities = meeting.others[heads]
    places = np.searchsorted(sharings.entities, entities)
    own = Halves.of(visible.derived, np.append(heads, len(meeting.items)), meeting.items)
    rows, via = spans(sharings.starts, places)
    ones, others = asked[meeting.at[heads][via]], sharings.children[rows]
    kept = _kept(asked, ones, others, among=among)
    rows, via, ones, others = rows[kept], via[kept], ones[kept], others[kept]
    direct = direct.only(_kept(asked, asked[direct.at], direct.others, among=among))
    count = len(visible.records)
    pairs, pairs_direct = ones * count + others, asked[direct.at] * count + direct.others
    links = distinct(np.concatenate([pairs, pairs_direct]))
    return Links(
        now=now,
        ones=links // count,
        linked=links % count,
        entities=entities,
        own=own,
        places=places,
        own_concern=report_concern(visible, own, entities),
        sharings=sharings,
        rows=rows,
        via=via,
        link=np.searchsorted(links, pairs),
        items=Halves.of(visible.derived, np.arange(len(direct.items) + 1, dtype=np.int64), direct.items),
        direct_link=np.searchsorted(links, pairs_direct),
    )


def _kept(asked: Ints, ones: Ints, others: Ints, *, among: bool) -> Mask:
    return (others > ones) & np.isin(others, asked) if among else others != ones


def _together(parts: list[tuple[Contributions, Ints]]) -> Contributions:
    """Contributions from several sets of readings, each with the link that every reading belongs to."""
    return Contributions(
        np.concatenate([of[each.link] for each, of in parts]),
        np.concatenate([each.origin for each, _ in parts]),
        np.concatenate([each.weight for each, _ in parts]),
    )
