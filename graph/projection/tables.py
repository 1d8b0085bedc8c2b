"""What the projection holds, as tables of columns, in one canonical order: equal graphs have equal arrays.

A column holds whole numbers, or texts by their number in a list that may be shared by several columns (`TABLES` says
which). Every row belongs to one item or one judgement, its *owner* in the table's first column, so that what a change
wrote is replaced by replacing the rows of its owners. Numbers follow the order of the texts: what is sorted by id is
sorted by number.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.projection.texts import Texts
from graph.projection.vectors import Ints, Mask, Numbers, in_groups, starts_of

FORMAT = 5
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
        "loaded_at": WHOLE,
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
        "birth": "birth",
        "age": "age",
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
        """The same with the rows of these owners (items, judgements) replaced by others.

        Nothing is sorted again: all rows of an owner stand together, so that its new ones are put where its old ones
        stood, or would stand. Texts that no row refers to any longer are left out.
        """
        new = Tables.of(rows)
        pools: dict[str, Texts] = {}
        mine: dict[str, Numbers | None] = {}
        theirs: dict[str, Numbers | None] = {}
        for pool, texts in self.pools.items():
            pools[pool], mine[pool] = texts.with_more(new.pools[pool])
            theirs[pool] = _numbers_of(pools[pool], new.pools[pool])
        columns: dict[str, Mapping[str, Column]] = {}
        removed = {pool: np.zeros(len(texts), dtype=np.bool_) for pool, texts in pools.items()}
        for name, specs in TABLES.items():
            edits = self._edits(name, owners, new)
            spliced: dict[str, Column] = {}
            for column, pool in specs.items():
                old = _renumbered(self.columns[name][column], mine.get(pool))
                spliced[column] = _spliced(old, _renumbered(new.columns[name][column], theirs.get(pool)), edits)
                for edit in edits if pool else ():
                    removed[pool][old[edit.start : edit.end]] = True
            columns[name] = spliced
        return Tables(columns, pools)._without_unused(removed)

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
        return in_groups(records), starts_of(records, len(self.pools["record"]))

    def _edits(self, table: str, owners: Collection[str], new: "Tables") -> list["_Edit"]:
        """Where the rows of these owners stand, or would stand, and which rows of `new` come there."""
        owner, pool = next(iter(TABLES[table].items()))
        mine, theirs = self.columns[table][owner], new.columns[table][owner]
        edits: list[_Edit] = []
        for text in sorted({*owners, *new.pools[pool]}):
            place, arriving = bisect_left(self.pools[pool], text), new.pools[pool].find(text)
            start = int(np.searchsorted(mine, place))
            here = place < len(self.pools[pool]) and self.pools[pool][place] == text
            end = int(np.searchsorted(mine, place, side="right")) if here else start
            rows = [0, 0] if arriving is None else np.searchsorted(theirs, [arriving, arriving + 1]).tolist()
            if start < end or rows[0] < rows[1]:
                edits.append(_Edit(start, end, *rows))
        return edits

    def _without_unused(self, doubtful: Mapping[str, Mask]) -> "Tables":
        """The same without those of some texts that no row refers to."""
        for name, specs in TABLES.items():
            for column, pool in specs.items():
                if pool and doubtful[pool].any():
                    numbers = self.columns[name][column]
                    doubtful[pool][numbers[doubtful[pool][numbers]]] = False
        return self._with_texts({pool: ~unused for pool, unused in doubtful.items()})

    def _with_texts(self, used: Mapping[str, Mask]) -> "Tables":
        """The same with these texts alone."""
        kept = {pool: texts.kept(used[pool]) for pool, texts in self.pools.items()}
        columns: dict[str, Mapping[str, Column]] = {
            name: {
                column: _renumbered(self.columns[name][column], kept[pool][1] if pool else None)
                for column, pool in specs.items()
            }
            for name, specs in TABLES.items()
        }
        return Tables(columns, {pool: texts for pool, (texts, _) in kept.items()})

    def _in_order(self) -> "Tables":
        """Rows sorted by all their columns, the owner first, and no text that no row refers to."""
        columns: dict[str, Mapping[str, Column]] = {}
        for name, specs in TABLES.items():
            order = np.lexsort([self.columns[name][column] for column in reversed(list(specs))])
            columns[name] = {column: self.columns[name][column][order] for column in specs}
        every = {pool: np.ones(len(texts), dtype=np.bool_) for pool, texts in self.pools.items()}
        return Tables(columns, self.pools)._without_unused(every)


class _Edit(NamedTuple):
    """The rows from `start` up to `end` give way to those from `first` up to `last` of other tables."""

    start: int
    end: int
    first: int
    last: int


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


def _renumbered(column: Column, numbers: Numbers | None) -> Column:
    """A column of numbers of texts, renumbered; None where their numbers stay."""
    return column if numbers is None else numbers[column]


def _spliced(column: Column, other: Column, edits: Sequence[_Edit]) -> Column:
    """A column after some edits, which are in order of where they stand."""
    if not edits:
        return column
    pieces: list[Column] = []
    done = 0
    for edit in edits:
        pieces += [column[done : edit.start], other[edit.first : edit.last]]
        done = edit.end
    return np.concatenate([*pieces, column[done:]])
