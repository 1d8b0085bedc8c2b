"""What a View leaves of the items, as numbers in the order of their ids: half of `graph.projection.seen.Seen`.

Which items there are, how people cite them, when they happened and were recorded, and what a link rests on.
"""

from collections.abc import Collection

import numpy as np
from numpy.typing import ArrayLike

from graph.model.view import FOREVER, UNDATED
from graph.projection.derived import Derived
from graph.projection.tables import Column
from graph.projection.vectors import Ints, begins, distinct
from graph.projection.visible import Visible
from graph.rules.strength import Support


class SeenItems:
    """The items of one View of the projection."""

    def __init__(self, derived: Derived, visible: Visible) -> None:
        self._derived = derived
        self._tables = derived.tables
        self._visible = visible

    # Numbers and ids.

    def item_id(self, item: int) -> str:
        """The id of an item."""
        return self._tables.pools["item"][item]

    def item(self, id: str) -> int | None:
        """The number of a visible item, None for any other."""
        number = self._tables.pools["item"].find(id)
        return number if number is not None and self._visible.passes[number] else None

    def report_id(self, item: int) -> str:
        """The id of the report that an item stands in."""
        return self._tables.pools["report"][int(self._derived.of_items("report", np.array([item]))[0])]

    # Which there are.

    @property
    def items(self) -> Ints:
        """Every visible item."""
        return np.flatnonzero(self._visible.passes)

    def items_of(self, entity: int) -> Ints:
        """The visible items that mention an entity, each once."""
        mentions, _ = self._visible.mentions_of(entity)
        return distinct(self._column("item")[mentions].astype(np.int64))

    def items_of_report(self, report: str) -> Ints:
        """The visible items of a report, by its id."""
        return self._items_with("report", report)

    def items_of_origin(self, origin: str) -> Ints:
        """The visible items of an origin, by its mark."""
        return self._items_with("origin", origin)

    def recorded_after(self, moment: int) -> Ints:
        """The visible items that their sources recorded after a moment (epoch milliseconds)."""
        return self.items[self.recorded_at(self.items) > moment]

    def loaded_after(self, moment: int) -> Ints:
        """The visible items that were loaded after a moment; recorded after it, where no time of loading is kept."""
        return self.items[self._derived.of_items("loaded_at", self.items) > moment]

    def under_one_reference(self) -> list[Ints]:
        """The visible items of one report that are cited alike: each group of two or more."""
        items = self.items
        keys = (self._derived.of_items("report", items) << 32) | self._derived.of_items("ref", items)
        order = np.argsort(keys, kind="stable")
        starts = np.flatnonzero(begins(keys[order]))
        return [group for group in np.split(items[order], starts[1:]) if len(group) > 1]

    def cited_alike(self, item: int) -> Ints:
        """The visible items of the report of an item that are cited as it is, itself among them."""
        of = np.array([item], dtype=np.int64)
        columns, tables = ("report", "ref"), self._tables.columns["items"]
        wanted = [int(self._derived.of_items(name, of)[0]) for name in columns]
        alike = (tables["report"] == wanted[0]) & (tables["ref"] == wanted[1])
        items = tables["item"][alike].astype(np.int64)
        return items[self._visible.passes[items]]

    def count_reports(self, items: Ints) -> int:
        """In how many reports some items stand."""
        return len(distinct(self._derived.of_items("report", items)))

    def refs(self, items: ArrayLike) -> tuple[str, ...]:
        """Items as people cite them, sorted, each once."""
        refs = self._tables.pools["ref"]
        found = self._derived.of_items("ref", np.asarray(items, dtype=np.int64))
        return tuple(refs[number] for number in sorted(set(found.tolist())))

    def refs_of(self, mentions: Ints) -> tuple[str, ...]:
        """The items in which some mentions stand, as people cite them, sorted, each once."""
        return self.refs(self._column("item")[mentions])

    def items_with(self, mentions: Ints) -> Ints:
        """The items in which some mentions stand, each once."""
        return distinct(self._column("item")[mentions].astype(np.int64))

    def origins(self, items: Ints) -> set[int]:
        """The origins of some items."""
        return set(self._derived.of_items("origin", items).tolist())

    def times(self, items: Ints) -> tuple[Ints, Ints]:
        """When some items began and ended, of those of which it is known."""
        start, end = self._derived.of_items("happened_from", items), self._derived.of_items("happened_to", items)
        known = start != UNDATED
        return start[known], end[known]

    def starts(self, items: Ints) -> Ints:
        """When some items began, `UNDATED` where it is not known."""
        return self._derived.of_items("happened_from", items)

    def recorded_at(self, items: Ints) -> Ints:
        """When some items were recorded."""
        return self._derived.of_items("recorded_at", items)

    def of_events(self, items: ArrayLike, events: Collection[str]) -> Ints:
        """Those of some items that tell of one of these kinds of event."""
        items = np.asarray(items, dtype=np.int64)
        wanted = np.array([event in events for event in self._tables.pools["event"]], dtype=np.bool_)
        return items[wanted[self._derived.of_items("event", items)]]

    def event(self, item: int) -> str:
        """The kind of event that an item reports, blank for none."""
        return self._tables.pools["event"][int(self._derived.of_items("event", np.array([item]))[0])]

    def in_order(self, items: ArrayLike) -> Ints:
        """By when they happened, undated ones last, then as they are cited."""
        items = np.asarray(items, dtype=np.int64)
        start, refs = self._derived.of_items("happened_from", items), self._derived.of_items("ref", items)
        return items[np.lexsort((items, refs, np.where(start == UNDATED, FOREVER, start)))]

    def newest_first(self, items: Ints) -> Ints:
        """What happened last first; then undated ones, the last recorded first."""
        start, refs = self._derived.of_items("happened_from", items), self._derived.of_items("ref", items)
        undated = start == UNDATED
        newest = np.where(undated, self.recorded_at(items), start)
        return items[np.lexsort((items, refs, -newest, undated))]

    def support(self, item: int) -> Support:
        """An item as a half of a link rests on it."""
        row, items, pools = int(self._derived.row_of_item[item]), self._tables.columns["items"], self._tables.pools
        start, end = int(items["happened_from"][row]), int(items["happened_to"][row])
        dated = start != UNDATED
        return Support(
            item=pools["item"][item],
            origin=pools["origin"][int(items["origin"][row])],
            grade=pools["grade"][int(items["grade"][row])],
            people=int(self._derived.crowd[item]),
            start=start if dated else None,
            end=end if dated else None,
            concern=bool(self._derived.concern[item]),
        )

    def _items_with(self, column: str, text: str) -> Ints:
        number = self._tables.pools[column].find(text)
        return self.items[self._derived.of_items(column, self.items) == (-1 if number is None else number)]

    def _column(self, name: str) -> Column:
        return self._derived.mention(name)
