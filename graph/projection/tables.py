"""What the projection holds, as tables of columns, in one canonical order: equal graphs have equal arrays.

A column holds whole numbers, or texts by their number in a list that may be shared by several columns (`TABLES` says
which). Every row belongs to one item or one judgement, its *owner* in the table's first column, so that what a change
wrote is replaced by replacing the rows of its owners. Numbers follow the order of the texts: what is sorted by id is
sorted by number.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from graph.projection.texts import Texts
from graph.projection.vectors import Ints, Mask, Numbers, starts_of

FORMAT = 3
"""The form of the tables; files of another are made again."""

WHOLE = ""
"""A column of whole numbers."""

TABLES: Mapping[str, Mapping[str, str]] = {
    "items": {
        "item": "item",
        "ref": "ref",
        "report": "report",
        "access": "access",
        "grade": "grade",
        "origin": "origin",
        "event": "event",
        "recorded_at": WHOLE,
        "superseded_at": WHOLE,
        "happened_from": WHOLE,
        "happened_to": WHOLE,
    },
    "mentions": {
        "item": "item",
        "record": "record",
        "said": "said",
        "role": "role",
        "place": "place",
        "label": "label",
        "rank": WHOLE,
        "local_ref": "local_ref",
        "sex": "sex",
    },
    "identified": {"item": "item", "record": "record", "identifier": "identifier", "kind": "identifier_kind"},
    "possible": {"item": "item", "other_item": "item", "record": "record", "other": "record"},
    "judgements": {
        "judgement": "judgement",
        "kind": "judgement_kind",
        "access": "access",
        "recorded_at": WHOLE,
        "state": "state",
        "replaces": "replaces",
        "judged": WHOLE,
        "says": "says",
    },
    "about": {"judgement": "judgement", "record": "record"},
}
"""The columns of each table by name, each with the list of texts it refers to; the first is the owner."""

POOLS: tuple[str, ...] = tuple(sorted({pool for columns in TABLES.values() for pool in columns.values() if pool}))

Column = NDArray[np.int32] | NDArray[np.int64] | NDArray[np.int32 | np.int64]
Row = tuple[str | int, ...]
Rows = Mapping[str, Sequence[Row]]
"""Rows of each table, with their texts as texts."""


@dataclass(frozen=True, eq=False)
class Tables:
    """The columns by table and name, and the lists of texts that they refer to."""

    columns: Mapping[str, Mapping[str, Column]]
    pools: Mapping[str, Texts]

    @classmethod
    def of(cls, rows: Rows) -> "Tables":
        """Tables of these rows."""
        texts: dict[str, set[str]] = {pool: set() for pool in POOLS}
        for name, columns in TABLES.items():
            for place, pool in enumerate(columns.values()):
                if pool:
                    texts[pool].update(str(row[place]) for row in rows.get(name, ()))
        pools = {pool: Texts.of(each) for pool, each in texts.items()}
        return cls({name: _coded(name, rows.get(name, ()), pools) for name in TABLES}, pools)._in_order()

    def replaced(self, owners: Collection[str], rows: Rows) -> "Tables":
        """The same with the rows of these owners (items, judgements) replaced by others."""
        gone = {
            "item": _numbers_of(self.pools["item"], owners),
            "judgement": _numbers_of(self.pools["judgement"], owners),
        }
        new = Tables.of(rows)
        pools: dict[str, Texts] = {}
        renumbered: dict[str, tuple[Numbers, Numbers]] = {}
        for pool, mine in self.pools.items():
            pools[pool], old = mine.with_more(new.pools[pool])
            renumbered[pool] = old, _numbers_of(pools[pool], new.pools[pool])
        columns: dict[str, Mapping[str, Column]] = {}
        for name, specs in TABLES.items():
            owner = next(iter(specs))
            stays = ~np.isin(self.columns[name][owner], gone[owner])
            columns[name] = {
                column: np.concatenate(
                    [
                        _renumbered(self.columns[name][column][stays], pool, renumbered, 0),
                        _renumbered(new.columns[name][column], pool, renumbered, 1),
                    ]
                )
                for column, pool in specs.items()
            }
        return Tables(columns, pools)._in_order()

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return len(next(iter(self.columns[table].values())))

    def arrays(self) -> dict[str, Column | np.ndarray]:
        """Every array by name, for the files and the digest."""
        named: dict[str, Column | np.ndarray] = {
            f"{table}.{column}": array for table, columns in self.columns.items() for column, array in columns.items()
        }
        for pool, texts in self.pools.items():
            named[f"texts.{pool}.offsets"], named[f"texts.{pool}.data"] = texts.offsets, texts.data
        return named

    @cached_property
    def digest(self) -> str:
        """The same for equal graphs, on whichever engine they are and in whatever steps they were read."""
        made = blake2b(digest_size=16)
        for name, array in sorted(self.arrays().items()):
            made.update(f"{name} {len(array)} ".encode())
            made.update(np.ascontiguousarray(array).tobytes())
        return made.hexdigest()

    @cached_property
    def by_item(self) -> Ints:
        """Where the mentions of each item start."""
        return starts_of(self.columns["mentions"]["item"], len(self.pools["item"]))

    @cached_property
    def by_record(self) -> tuple[Ints, Ints]:
        """Mentions sorted by the record they mention, and where those of each record start."""
        records = self.columns["mentions"]["record"]
        return np.argsort(records, kind="stable"), starts_of(np.sort(records), len(self.pools["record"]))

    def _in_order(self) -> "Tables":
        """Rows sorted by all their columns, the owner first, and no text that no row refers to."""
        used: dict[str, Mask] = {pool: np.zeros(len(texts), dtype=np.bool_) for pool, texts in self.pools.items()}
        for name, specs in TABLES.items():
            for column, pool in specs.items():
                if pool:
                    used[pool][self.columns[name][column]] = True
        pools: dict[str, Texts] = {}
        renumbered: dict[str, tuple[Numbers, Numbers]] = {}
        for pool, texts in self.pools.items():
            pools[pool], new = texts.kept(used[pool])
            renumbered[pool] = new, new
        columns: dict[str, dict[str, Column]] = {}
        for name, specs in TABLES.items():
            order = np.lexsort([self.columns[name][column] for column in reversed(list(specs))])
            columns[name] = {
                column: _renumbered(self.columns[name][column][order], pool, renumbered, 0)
                for column, pool in specs.items()
            }
        return Tables(columns, pools)


def _coded(table: str, rows: Sequence[Row], pools: Mapping[str, Texts]) -> dict[str, Column]:
    """The columns of some rows."""
    columns: dict[str, Column] = {}
    for place, (column, pool) in enumerate(TABLES[table].items()):
        if pool:
            numbers = {text: number for number, text in enumerate(pools[pool])}
            columns[column] = np.array([numbers[str(row[place])] for row in rows], dtype=np.int32)
        else:
            columns[column] = np.array([row[place] for row in rows], dtype=np.int64)
    return columns


def _numbers_of(texts: Texts, wanted: Iterable[str]) -> Numbers:
    """The numbers of those of some texts that are there, in their order."""
    found = (texts.find(text) for text in wanted)
    return np.array([number for number in found if number is not None], dtype=np.int32)


def _renumbered(column: Column, pool: str, renumbered: Mapping[str, tuple[Numbers, Numbers]], which: int) -> Column:
    return renumbered[pool][which][column] if pool else column
