"""The View's filter for many records at once, kept as columns: one boolean for each record."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from graph.model.view import UNDATED, BoundView
from graph.view.clauses import Clause

Mask = NDArray[np.bool_]
Times = NDArray[np.int64]


@dataclass(frozen=True)
class Coded:
    """A column of texts: for each record the number of its text in `texts`, which are sorted, each once."""

    codes: NDArray[np.int32]
    texts: Sequence[str]

    def among(self, wanted: Collection[str]) -> Mask:
        """Which records have one of these texts."""
        among = np.zeros(len(self.texts), dtype=np.bool_)
        for text in wanted:
            at = bisect_left(self.texts, text)
            if at < len(self.texts) and self.texts[at] == text:
                among[at] = True
        return among[self.codes]


Columns = Mapping[str, Coded | Times]
"""The columns of some records, by the names that clauses give them; a time that is not recorded is `UNDATED`."""


def mask(columns: Columns, bound: BoundView, clauses: tuple[Clause, ...], count: int) -> Mask:
    """Which of so many records meet every one of these clauses of a View."""
    values = bound.parameters()
    passing = np.ones(count, dtype=np.bool_)
    for clause in clauses:
        if clause.unless is None or not values[clause.unless]:
            passing &= _meets(clause, columns[clause.column], values[clause.value])
    return passing


def _meets(clause: Clause, column: Coded | Times, value: object) -> Mask:
    if isinstance(column, Coded):
        among = column.among(frozenset(cast("list[str]", value)))
        return ~among if clause.test == "not in" else among
    moment = cast(int, value)
    match clause.test:
        case "at most":
            meets = column <= moment
        case "below":
            meets = column < moment
        case _:
            meets = column > moment
    return meets & (column != UNDATED)
