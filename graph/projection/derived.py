"""What follows from the tables alone, whichever View asks: computed when first needed, and shared by all Views."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.projection.tables import Column, Tables
from graph.projection.vectors import Floats, Ints, Mask, begins, starts_of
from graph.rules.roles import connects, of_concern
from graph.rules.strength import COMMON_PLACES, trust

PERSON_SAID = frozenset({"child", "adult", "person"})
"""What a mention of a person says that they are."""


@dataclass(frozen=True, eq=False)
class Grouped:
    """Values group after group: those of group g stand from `starts[g]` up to `starts[g + 1]`."""

    starts: Ints
    values: Ints


@dataclass(frozen=True, eq=False)
class Derived:
    """The tables, and what linking needs of their items and mentions."""

    tables: Tables

    # Items, by number. A proposal may name an item that is not there: of it, every column is 0.

    @cached_property
    def row_of_item(self) -> Ints:
        """Where each item stands in its table."""
        rows = np.zeros(len(self.tables.pools["item"]), dtype=np.int64)
        numbers = self.tables.columns["items"]["item"]
        rows[numbers] = np.arange(len(numbers), dtype=np.int64)
        return rows

    def of_items(self, name: str, items: NDArray[np.integer]) -> Ints:
        """What a column says of some items."""
        return self.tables.columns["items"][name][self.row_of_item[items]].astype(np.int64, copy=False)

    @cached_property
    def crowd(self) -> Ints:
        """How many people each item names."""
        people = np.flatnonzero(self._is_person)
        items, records = self.mention("item")[people], self.mention("record")[people]
        once = begins(items) | begins(records)  # since mentions are sorted by item, then by record
        return np.bincount(items[once], minlength=len(self.tables.pools["item"])).astype(np.int64)

    @cached_property
    def concern(self) -> Mask:
        """Which items allege concern about somebody."""
        alleged = self._is_person & self._role(of_concern)
        concern = np.zeros(len(self.tables.pools["item"]), dtype=np.bool_)
        concern[self.mention("item")[alleged]] = True
        return concern

    @cached_property
    def trusted(self) -> Floats:
        """What each item contributes to a half of a link (`rules.strength.trust`)."""
        grades = self.tables.pools["grade"]
        if not len(grades):
            return np.zeros(0)
        most = int(self.crowd.max()) + 1 if len(self.crowd) else 1
        keys = (self.of_items("grade", np.arange(len(self.crowd))) * most + self.crowd) * 2 + self.concern
        kinds, which = np.unique(keys, return_inverse=True)
        weights = [trust(grades[key // 2 // most], key // 2 % most, concern=bool(key % 2)) for key in kinds.tolist()]
        return np.array(weights, dtype=np.float64)[which]

    # Mentions.

    def mention(self, name: str) -> Column:
        """A column of the mentions."""
        return self.tables.columns["mentions"][name]

    @cached_property
    def connecting(self) -> Mask:
        """Which mentions connect: of a person in a role that does, or of anything else."""
        return self._role(connects)

    @cached_property
    def items_connecting(self) -> Grouped:
        """By record, the items in which a mention of it connects, each once."""
        order, _ = self.tables.by_record
        rows = order[self.connecting[order]]
        return _once(self.mention("record")[rows], self.mention("item")[rows], len(self.tables.pools["record"]))

    @cached_property
    def records_connecting(self) -> Grouped:
        """By item, the records of which a mention in it connects, each once."""
        rows = np.flatnonzero(self.connecting)
        return _once(self.mention("item")[rows], self.mention("record")[rows], len(self.tables.pools["item"]))

    @cached_property
    def people_connecting(self) -> Grouped:
        """The same of people alone."""
        rows = np.flatnonzero(self.connecting & self._is_person)
        return _once(self.mention("item")[rows], self.mention("record")[rows], len(self.tables.pools["item"]))

    @cached_property
    def at_common_places(self) -> Ints:
        """The mentions that call what they mention a common place."""
        places = np.array([place in COMMON_PLACES for place in self.tables.pools["place"]], dtype=np.bool_)
        return np.flatnonzero(places[self.mention("place")])

    @cached_property
    def _is_person(self) -> Mask:
        said = np.array([word in PERSON_SAID for word in self.tables.pools["said"]], dtype=np.bool_)
        return said[self.mention("said")]

    def _role(self, passes: Callable[[str], bool]) -> Mask:
        roles = np.array([passes(role) for role in self.tables.pools["role"]], dtype=np.bool_)
        return roles[self.mention("role")]


def _once(groups: Column, values: Column, count: int) -> Grouped:
    """Values by group, of rows sorted by both, each value of a group once."""
    once = begins(groups) | begins(values)
    return Grouped(starts_of(groups[once], count), values[once].astype(np.int64, copy=False))
