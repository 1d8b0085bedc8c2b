"""A table read once before any of it is loaded: for checks that need the whole table.

Two rows that give one item differently under one `recorded_at` are one item mistyped or two under one number; which,
only a person can tell, and to load either would make a version of an item that nobody recorded. So the load stops.

What a spreadsheet or another program did to the values of a column (`graph.values.damage`) shows in the column: that
most of its numbers end in noughts, that all of them are decimals, that some begin with noughts, or that a day above
twelve stands first. What is certain is repaired, with a warning; what is not links nobody.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from graph.errors import RunStopped
from graph.ingest.columns import ITEM_CELLS
from graph.ingest.rows import RawRow, Repair
from graph.model.columns import COLUMNS
from graph.values import damage
from graph.values.date_form import read_form

LINKING = frozenset(name for name, each in COLUMNS.items() if each.spoilt == "joins")
"""Columns whose numbers join rows to one another."""
NUMBERS = {name for name, each in COLUMNS.items() if each.spoilt} | {"report_ref", "item_no", "mention_no"}
"""Columns whose numbers a program may have changed."""
DATES = frozenset({"recorded_at", "happened_from", "happened_to", "date_of_birth"})
NEVER_DATES: dict[str, str] = {
    **dict.fromkeys(("item_no", "mention_no"), ""),
    **{name: each.never_date.replace("any", "") for name, each in COLUMNS.items() if each.never_date},
}
"""Columns whose cells a spreadsheet makes into dates, and of which kind of row such a cell is refused (blank: any)."""
FEWEST = 4
"""Different numbers of a column from which it is judged."""
MOST = 10_000
"""Different numbers of a column by which it is judged."""
LISTED = 3
"""Pairs of rows that a message names."""
DAY_FIRST = "the other rows of this column show that the day comes first: read so"
MONTH_FIRST = "the other rows of this column show that the month comes first: read so"
MIXED_COUNTRIES = (
    "it has no country's prefix and was read as a number of the United Kingdom, but most numbers of this column that"
    " have one are of another country: name the region in the mapping (region = 'DE')"
)
IN_WORDS = ("%d %B %Y", "%d-%b-%Y", "%d %B %Y %H:%M", "%A %d %B %Y", "%A, %d %B %Y")
"""Forms of dates whose month is in words, so that they can be read in one way only."""
_DECIMAL_NUMBER = re.compile(r"(\d+)\.(\d)")
_MARKERS, _ISO_DAY = ("'", "="), 10
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(?::00(?:\.0+)?)?")


@dataclass
class _Column:
    """What the cells of one column show, met so far."""

    numbers: set[str] = field(default_factory=set[str])
    decimals: set[str] = field(default_factory=set[str])
    whole: int = 0
    padded: set[str] = field(default_factory=set[str])
    day_first: bool = False
    month_first: bool = False
    abroad: int = 0
    at_home: int = 0

    def meet_number(self, cell: str) -> None:
        """One more cell of a column of numbers."""
        if damage.is_long_number(cell) and len(self.numbers) < MOST:
            self.numbers.add(cell)
        if damage.whole(cell) is not None:
            if len(self.decimals) < MOST:
                self.decimals.add(cell)
        elif cell[:1].isdigit():
            self.whole += 1
        if cell.startswith("0") and cell.isdecimal() and len(self.padded) < MOST:
            self.padded.add(cell)
        if cell.startswith(("+", "00")):
            home = cell.startswith(("+44", "0044"))
            self.at_home += home
            self.abroad += not home

    def meet_date(self, cell: str) -> None:
        """One more cell of a column of dates."""
        if cell[4:5] == "-":
            return
        if slashed := damage.SLASHED.fullmatch(cell):
            self.day_first |= int(slashed[1]) > 12
            self.month_first |= int(slashed[3]) > 12

    @property
    def rounded(self) -> bool:
        """Whether a spreadsheet has rounded its numbers."""
        return len(self.numbers) >= FEWEST and sum(map(damage.is_round, self.numbers)) * 2 > len(self.numbers)

    @property
    def all_decimals(self) -> bool:
        """Whether a program has made decimals of its whole numbers."""
        return len(self.decimals) > 1 and not self.whole


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings about a whole table: its columns, and the rows whose item number has lost a final zero."""

    columns: dict[str, _Column] = field(default_factory=dict[str, _Column])
    rounded: frozenset[str] = frozenset()
    decimals: frozenset[str] = frozenset()
    lost_nought: frozenset[tuple[str, int]] = frozenset()

    def marked(self, rows: Iterable[RawRow]) -> Iterator[RawRow]:
        """The rows with what is certain repaired, and what is damaged or refused marked."""
        for row in rows:
            yield self._marked(row)

    def _marked(self, row: RawRow) -> RawRow:
        repairs: dict[str, Repair] = {}
        damaged: dict[str, str] = {}
        for column, cell in row.cells.items():
            if column in NUMBERS:
                self._number(column, cell, repairs, damaged)
            elif column in DATES and (repair := self._date(column, cell)) is not None:
                repairs[column] = repair
            elif column == "vrm":
                if damage.day_of_serial(cell) is not None:
                    damaged[column] = damage.PLATE_OF_A_DAY
            elif cell.isascii():
                continue
            elif (right := damage.put_right(cell)) is not None:
                repairs[column] = Repair(right, damage.MISREAD)
            elif "\ufffd" in cell:
                repairs[column] = Repair(cell, damage.LOST_LETTER)
        refusals = [row.refuse(column, damage.BECAME_DATE) for column in _became_dates(row)]
        if (row.place.file, row.place.line) in self.lost_nought:
            refusals.append(row.refuse("item_no", damage.LOST_LAST_NOUGHT))
        if not (repairs or damaged or refusals):
            return row
        cells = {**row.cells, **{column: repair.cell for column, repair in repairs.items()}}
        return replace(
            row, cells=cells, repairs=repairs, damaged=damaged, refusals=(*row.refusals, *refusals), given=row.cells
        )

    def _number(self, column: str, cell: str, repairs: dict[str, Repair], damaged: dict[str, str]) -> None:
        if cell[:1] in _MARKERS and (bare := damage.unmarked(cell)) is not None:
            repairs[column] = Repair(bare, damage.MARKED)
            cell = bare
        if column in ("phone", "age") or column in LINKING or column in self.decimals:
            if (number := damage.whole(cell)) is not None:
                repairs[column] = Repair(number, damage.DECIMAL)
                cell = number
            elif (number := damage.from_power(cell)) is not None:
                repairs[column] = Repair(number, damage.POWER)
                cell = number
        if column in LINKING and (damage.is_surely_rounded(cell) or (column in self.rounded and damage.is_round(cell))):
            damaged[column] = damage.ROUNDED
            return
        if column == "phone" and damage.has_fraction(cell):
            damaged[column] = damage.FRACTION
            return
        met = self.columns.get(column)
        if met is None:
            return
        if column == "phone":
            if met.abroad > met.at_home and re.match(r"0?[1-9]", cell):
                repairs.setdefault(column, Repair(cell, MIXED_COUNTRIES))
        elif met.padded and cell.isdecimal() and not cell.startswith("0"):
            if any(other.lstrip("0") == cell for other in _padded_to(met.padded, cell)):
                damaged[column] = damage.LOST_NOUGHTS
            elif len({len(other) for other in met.padded}) == 1 and len(cell) < len(next(iter(met.padded))):
                repairs.setdefault(column, Repair(cell, damage.FEWER_FIGURES))

    def _date(self, column: str, cell: str) -> Repair | None:
        if cell[4:5] == "-" and len(cell) <= _ISO_DAY:
            return None
        if (day := damage.day_of_serial(cell)) is not None:
            return Repair(day, damage.SERIAL)
        if column == "date_of_birth" and (midnight := _MIDNIGHT.fullmatch(cell)):
            return Repair(midnight[1], "")
        if (day := read_form(cell, IN_WORDS)) is not None and day != cell:
            return Repair(day, "")
        met = self.columns.get(column)
        if met is None or met.day_first == met.month_first:
            return None
        day = damage.british_day(cell, day_first=met.day_first)
        return None if day is None else Repair(day, DAY_FIRST if met.day_first else MONTH_FIRST)


def check(name: str, rows: Iterable[RawRow]) -> Checked:
    """Read a table's numbered rows. Raises `RunStopped` where one item is given differently, naming the rows."""
    items: dict[tuple[str, ...], tuple[int, tuple[str, ...]]] = {}
    report: tuple[str, str] | None = None
    different: list[str] = []
    columns: dict[str, _Column] = {column: _Column() for column in NUMBERS | DATES}
    lost: set[tuple[str, int]] = set()
    before = ""
    met: set[str] = set()
    for row in rows:
        if any(not refusal.field for refusal in row.refusals):
            continue
        cells = row.cells
        for column in cells.keys() & columns.keys():
            if column in DATES:
                columns[column].meet_date(cells[column])
            else:
                columns[column].meet_number(cells[column])
        if row.refusals:
            continue
        if (now := (cells.get("source_system", ""), cells.get("report_ref", ""))) != report:
            report, items, met, before = now, {}, set[str](), ""
        number = cells.get("item_no", "")
        if number != before:
            if number in met and _comes_again_for_want_of_a_nought(before, number):
                lost.add((row.place.file, row.place.line))
            else:
                before = number
            met.add(number)
        if (row.place.file, row.place.line) in lost:
            continue
        key = (number, cells.get("recorded_at", ""))
        stated = tuple(cells.get(column, "") for column in ITEM_CELLS)
        line, earlier = items.setdefault(key, (row.place.line, stated))
        if earlier != stated:
            column = next(c for c, a, b in zip(ITEM_CELLS, earlier, stated, strict=True) if a != b)
            different.append(f"lines {line} and {row.place.line} (item {key[0]!r} of {now[1]!r}, {column})")
    if different:
        more = f" and {len(different) - LISTED} more" if len(different) > LISTED else ""
        nought = " A spreadsheet makes 1.1 of 1.10." if any(map(_DECIMAL_NUMBER.search, different[:LISTED])) else ""
        raise RunStopped(
            f"{name}: rows give one item differently: {'; '.join(different[:LISTED])}{more}.",
            f"A correction needs a later recorded_at, another item its own item_no.{nought} Nothing was loaded.",
        )
    rounded = frozenset(column for column in LINKING if columns[column].rounded)
    decimals = frozenset(column for column in NUMBERS if columns[column].all_decimals)
    return Checked(columns, rounded, decimals, frozenset(lost))


def _comes_again_for_want_of_a_nought(before: str, number: str) -> bool:
    """Whether an item number that was there before follows the one before its tenth: `1.1` after `1.9`."""
    read = _DECIMAL_NUMBER.fullmatch(number)
    return read is not None and before == f"{read[1]}.{int(read[2]) * 10 - 1}"


def _padded_to(padded: set[str], cell: str) -> Iterator[str]:
    """The numbers among these that would be this one with noughts before it."""
    widths = {len(other) for other in padded}
    return (padded_cell for width in widths if (padded_cell := cell.zfill(width)) in padded)


def _became_dates(row: RawRow) -> Iterator[str]:
    entity = row.cells.get("entity", "").casefold()
    for column, of in NEVER_DATES.items():
        if column in row.cells and (not of or of == entity):
            shaped = column in ("item_no", "vrm") and damage.became_date(row.cells[column])
            if column in row.dates or (shaped and not (column == "item_no" and row.cells[column][:4].isdigit())):
                yield column
