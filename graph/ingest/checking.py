"""A table read once before any of it is loaded: for what only the whole of it tells.

Two rows that give one item differently under one `recorded_at` are one item mistyped or two under one number; which,
only a person can tell, and to load either would make a version of an item that nobody recorded. So the load stops.

Numbers that went through a spreadsheet may have lost their last figures (`4.477E+11`): they end in zeros. A column most
of whose numbers do so would join people who share nothing, so its numbers link nobody.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.errors import RunStopped
from graph.ingest.columns import ITEM_CELLS
from graph.ingest.rows import RawRow

LINKING = frozenset({"phone", "local_ref", "uprn", "handle"})
"""Columns whose numbers join rows to one another."""
FEWEST = 4
"""Different numbers of a column from which it is judged."""
MOST = 10_000
"""Different numbers of a column by which it is judged."""
FIGURES = 8
"""Figures of a number from which it is judged; a shorter one is kept whole by every spreadsheet."""
ZEROS = "000"
_POWER = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
"""How a spreadsheet writes a number that is too long for its cell."""
TOLD = 3
"""Pairs of rows that a message names."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the whole of a table tells: the columns whose numbers a spreadsheet rounded."""

    rounded: frozenset[str] = frozenset()

    def marked(self, rows: Iterable[RawRow]) -> Iterator[RawRow]:
        """The rows, with the rounded numbers in them marked."""
        if not self.rounded:
            yield from rows
            return
        for row in rows:
            odd = frozenset(column for column in self.rounded if is_round(row.cells.get(column, "")))
            yield replace(row, rounded=odd) if odd else row


def check(name: str, rows: Iterable[RawRow]) -> Checked:
    """Read a table's numbered rows. Raises `RunStopped` where one item is given differently, naming the rows."""
    items: dict[tuple[str, ...], tuple[int, tuple[str, ...]]] = {}
    report: tuple[str, str] | None = None
    different: list[str] = []
    numbers: dict[str, set[str]] = {column: set() for column in LINKING}
    for row in rows:
        if row.refusals:
            continue
        cells = row.cells
        for column in LINKING & cells.keys():
            if _is_long_number(cells[column]) and len(numbers[column]) < MOST:
                numbers[column].add(cells[column])
        if (now := (cells.get("source_system", ""), cells.get("report_ref", ""))) != report:
            report, items = now, {}
        key = (cells.get("item_no", ""), cells.get("recorded_at", ""))
        stated = tuple(cells.get(column, "") for column in ITEM_CELLS)
        line, earlier = items.setdefault(key, (row.place.line, stated))
        if earlier != stated:
            column = next(c for c, a, b in zip(ITEM_CELLS, earlier, stated, strict=True) if a != b)
            different.append(f"lines {line} and {row.place.line} (item {key[0]!r} of {now[1]!r}, {column})")
    if different:
        more = f" and {len(different) - TOLD} more" if len(different) > TOLD else ""
        raise RunStopped(
            f"{name}: rows give one item differently: {'; '.join(different[:TOLD])}{more}.",
            "A correction needs a later recorded_at, another item its own item_no. Nothing was loaded.",
        )
    odd = (c for c, said in numbers.items() if len(said) >= FEWEST and sum(map(is_round, said)) * 2 > len(said))
    return Checked(frozenset(odd))


def is_round(text: str) -> bool:
    """Whether a number ends as one does that a spreadsheet has rounded."""
    return _is_long_number(text) and (_POWER.search(text) is not None or _figures(text).endswith(ZEROS))


def _is_long_number(text: str) -> bool:
    figures = _figures(text)
    return (len(figures) >= FIGURES and figures.isdecimal()) or _POWER.fullmatch(text.strip()) is not None


def _figures(text: str) -> str:
    return "".join(text.split()).removeprefix("+").removesuffix(".0").replace("-", "")
