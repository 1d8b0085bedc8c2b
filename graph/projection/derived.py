"""What follows from the tables alone, whichever View asks: computed when first needed, and shared by all Views."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.model.kinds import PERSON_SAID
from graph.projection.tables import Column, Tables
from graph.projection.vectors import Floats, Ints, Mask, begins, looked_up, starts_of
from graph.rules.roles import connects, of_concern
from graph.rules.strength import COMMON_PLACES, trust

_OF_CATEGORY = ("Assessment", "Considered")
"""The kinds of judgement on which a SERAF category depends."""


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
        most = int(self.crowd.max(initial=0)) + 1
        keys = (self.of_items("grade", np.arange(len(self.crowd))) * most + self.crowd) * 2 + self.concern
        return looked_up(keys, lambda key: trust(grades[key // 2 // most], key // 2 % most, concern=bool(key % 2)))

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
    def people_of_concern(self) -> Grouped:
        """By item, the records of people reported in it as a concern, each once."""
        rows = np.flatnonzero(self._is_person & self._role(of_concern))
        return _once(self.mention("item")[rows], self.mention("record")[rows], len(self.tables.pools["item"]))

    @cached_property
    def at_common_places(self) -> Ints:
        """The mentions that call what they mention a common place."""
        places = np.array([place in COMMON_PLACES for place in self.tables.pools["place"]], dtype=np.bool_)
        return np.flatnonzero(places[self.mention("place")])

    # Assessments, and what was decided of them.

    @cached_property
    def assessments(self) -> Grouped:
        """By record, the rows of the assessments of it, and of what was considered of it."""
        judgements, about = self.tables.columns["judgements"], self.tables.columns["about"]
        kinds = [self.tables.pools["judgement_kind"].find(kind) for kind in _OF_CATEGORY]
        rows = np.full(len(self.tables.pools["judgement"]), -1, dtype=np.int64)
        assessed = np.flatnonzero(np.isin(judgements["kind"], [-1 if kind is None else kind for kind in kinds]))
        rows[judgements["judgement"][assessed]] = assessed
        of = rows[about["judgement"]]
        records, of = about["record"][of >= 0], of[of >= 0]
        order = np.argsort(records, kind="stable")
        return Grouped(starts_of(records, len(self.tables.pools["record"])), of[order])

    def header(self, judgement: int) -> Mapping[str, object]:
        """What is kept of a judgement, by its row: of an assessment, and of what was considered, every field but its
        words; of a common place its days; of others nothing."""
        says = self.tables.columns["judgements"]["says"]
        return json.loads(self.tables.pools["says"][int(says[judgement])] or "{}")

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
