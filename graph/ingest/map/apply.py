"""A mapping put to work: the rows of other systems' files as rows of the mention table.

A step of a join names new rows by a column of theirs and a column that is known already:

    each party_to.:END_ID = crime.:ID       none, one or several rows: a mention for each
    one person.:ID = party_to.:START_ID     exactly one; a key that leads nowhere is refused

Files that are joined are held in memory by their key; the file that an item rule goes through streams.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TypeVar

from graph.errors import LayoutUnknown, ValueRefused
from graph.ingest.columns import MENTION_COLUMNS, check_repeated, described_unknown
from graph.ingest.map.column_names import as_one, named_as
from graph.ingest.map.mapping import ADVICE, Condition, ItemRule, MappingFile
from graph.ingest.map.rename_columns import converters_of, renamed_table, with_region
from graph.ingest.map.templates import Cell, ColumnRef, Converter, ReadyCell, Rows, ready_cell
from graph.ingest.read.sources import PACKED, is_workbook
from graph.ingest.read.tables import Table, held_rows
from graph.ingest.rows import RawRow, Refusal, RowPlace

T = TypeVar("T")
ANY = "*"
"""In a condition: any cell that is not blank."""
_STEP = re.compile(r"(each|one)\s+(\S.*?)\s+=\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class _Join:
    new: ColumnRef
    known: ColumnRef
    many: bool


@dataclass(frozen=True, slots=True)
class _When:
    """What columns must hold: one of these values each, letter case aside; and conditions of which none may apply."""

    holds: tuple[tuple[ColumnRef, frozenset[str]], ...] = ()
    none_of: tuple["_When", ...] = ()

    def applies(self, rows: Rows) -> bool:
        """Whether the rows at hand are such."""
        return all(self._held(rows, *each) for each in self.holds) and not any(w.applies(rows) for w in self.none_of)

    def refs(self) -> Iterator[ColumnRef]:
        """The columns it asks for."""
        yield from (ref for ref, _ in self.holds)
        for when in self.none_of:
            yield from when.refs()

    @staticmethod
    def _held(rows: Rows, ref: ColumnRef, values: frozenset[str]) -> bool:
        cell = rows[ref.file].get(ref.column, "").casefold()
        return cell in values or (ANY in values and cell != "")


@dataclass(frozen=True, slots=True)
class _Mention:
    joins: tuple[_Join, ...]
    cells: tuple[tuple[str, ReadyCell], ...]
    when: _When = _When()


@dataclass(frozen=True, slots=True)
class _Item:
    each: str
    unless: tuple[_Join, ...]
    cells: tuple[tuple[str, ReadyCell], ...]
    mentions: tuple[_Mention, ...]
    when: _When = _When()

    def refs(self) -> Iterator[ColumnRef]:
        joins = [*self.unless, *(join for mention in self.mentions for join in mention.joins)]
        cells = [*self.cells, *(cell for mention in self.mentions for cell in mention.cells)]
        yield from (ref for join in joins for ref in (join.new, join.known))
        yield from (ref for _, cell in cells for ref in cell.refs())
        for when in (self.when, *(mention.when for mention in self.mentions)):
            yield from when.refs()


def wanted_by(mapping: MappingFile, name: str) -> bool:
    """Whether this mapping reads a file of this name."""
    if mapping.columns:
        return True
    # A pattern may also name a sheet of a workbook, which is known only when that is open.
    return any(fits(name, pattern) or is_workbook(name) for pattern in mapping.files.values())


def columns_used(mapping: MappingFile) -> frozenset[str]:
    """The columns of other systems that a mapping reads. Raises `RunStopped` where it cannot be used."""
    if mapping.columns:
        return frozenset(mapping.columns)
    return frozenset(ref.column for item in _ready_items(mapping) for ref in item.refs())


def mapped_tables(mapping: MappingFile, tables: Sequence[Table]) -> list[Table]:
    """The tables as the mention table (or, renamed, the assessment table) that the mapping makes of them.

    Raises `RunStopped` where a file or a column that the mapping names is not there.
    """
    if mapping.columns:
        return [renamed_table(mapping, table) for table in tables]
    found = {name: _table_named(mapping, name, pattern, tables) for name, pattern in mapping.files.items()}
    items = _ready_items(mapping)
    found = {name: named_as(table, _columns_used(items, name)) for name, table in found.items()}
    for rule, item in zip(mapping.items, items, strict=True):
        _say_of(mapping, rule, lambda: _check_files(item, found))  # noqa: B023  # called before the next rule
    joined = _Joined(found)
    first = {item.each: item for item in reversed(items)}
    made = [_joined_table(mapping, item, found[item.each], joined, says=first[item.each] is item) for item in items]
    gone_through = {item.each for item in items}
    return made + [_lost_table(table, _keys(items, name)) for name, table in found.items() if name not in gone_through]


# Several files joined


def _table_named(mapping: MappingFile, name: str, pattern: str, tables: Sequence[Table]) -> Table:
    """The table that a pattern names; several files of one layout are read as one."""
    fitting = [table for table in tables if any(fits(called, pattern) for called in _called(table))]
    if not fitting:
        raise LayoutUnknown(
            f"The mapping {mapping.name!r} needs the file {pattern!r} ({name}), which is not there.",
            f"Given: {', '.join(table.name for table in tables)}. Change the pattern under [files].",
        )
    for table in fitting:
        check_repeated(table.name, table.columns)
    return as_one(name, fitting)


def _called(table: Table) -> set[str]:
    """What a pattern may call a table: its file, with or without the ending of a packed one, or its sheet."""
    names = {PurePosixPath(table.name).name, PurePosixPath(table.file).name}
    return names | {name.removesuffix(PACKED) for name in names}


def fits(name: str, pattern: str) -> bool:
    """Whether a pattern, letter case aside, takes in a name."""
    return fnmatchcase(name.casefold(), pattern.casefold())


def _ready_items(mapping: MappingFile) -> list[_Item]:
    """The item rules made ready; an `else` is for what no rule before it takes of the same file."""
    ready: list[_Item] = []
    try:
        converters = converters_of(mapping)
    except ValueError as error:
        raise LayoutUnknown(f"The mapping {mapping.name!r}: {error}.", ADVICE) from None
    for rule in mapping.items:
        before = [item.when for item in ready if item.each == rule.each]
        ready.append(_say_of(mapping, rule, lambda: _ready(rule, before, converters)))  # noqa: B023  # called before the next rule
    return ready


def _say_of(mapping: MappingFile, rule: ItemRule, work: Callable[[], T]) -> T:
    """What is wrong with a rule, with the mapping and the rule named."""
    try:
        return work()
    except ValueError as error:
        raise LayoutUnknown(f"The mapping {mapping.name!r}, items of {rule.each!r}: {error}.", ADVICE) from None


def _ready(rule: ItemRule, before: Sequence[_When], converters: Mapping[str, Converter]) -> _Item:
    mentions: list[_Mention] = []
    for mention in rule.mentions:
        when = _when(mention.when, [each.when for each in mentions] if mention.otherwise else [])
        joins = tuple(_join(step) for step in mention.join)
        mentions.append(_Mention(joins, _cells(mention.cells, converters), when))
    return _Item(
        rule.each,
        tuple(_join(step) for step in rule.unless),
        _cells(rule.cells, converters),
        tuple(mentions),
        _when(rule.when, before if rule.otherwise else []),
    )


def _when(condition: Condition, instead_of: Sequence[_When]) -> _When:
    given = ((ref, (held,) if isinstance(held, str) else held) for ref, held in condition.items())
    holds = tuple((ColumnRef.parse(ref), frozenset(each.casefold() for each in held)) for ref, held in given)
    return _When(holds, tuple(when for when in instead_of if when.holds))


def _columns_used(items: Sequence[_Item], name: str) -> frozenset[str]:
    return frozenset(ref.column for item in items for ref in item.refs() if ref.file == name)


def _cells(given: Mapping[str, Cell], converters: Mapping[str, Converter]) -> tuple[tuple[str, ReadyCell], ...]:
    return tuple((column, ready_cell(cell, converters)) for column, cell in given.items())


def _join(step: str) -> _Join:
    read = _STEP.fullmatch(step.strip())
    if read is None:
        raise ValueError(f"the join {step!r} cannot be read: write 'each new.column = known.column', or 'one …'")
    return _Join(ColumnRef.parse(read[2]), ColumnRef.parse(read[3]), read[1] == "each")


def _check_files(item: _Item, tables: Mapping[str, Table]) -> None:
    """Raises `ValueError` for a file or column that is not there, or is used before a join has found it."""
    if item.each not in tables:
        raise ValueError(described_unknown([item.each], list(tables)).replace("column", "file"))
    for ref in item.refs():
        if ref.file not in tables:
            raise ValueError(described_unknown([ref.file], list(tables)).replace("column", "file"))
        table = tables[ref.file]
        if ref.column not in table.columns and not table.named_by_row:
            raise ValueError(f"{described_unknown([ref.column], table.columns)} of the file {ref.file!r}")
    _check_found(item.cells, {item.each})
    _check_when(item.when, {item.each})
    for mention in item.mentions:
        found = {item.each}
        for join in mention.joins:
            if join.known.file not in found:
                raise ValueError(f"a join uses {join.known.file!r} before a step has found it")
            found.add(join.new.file)
        _check_found(mention.cells, found)
        _check_when(mention.when, found)


def _check_when(when: _When, found: set[str]) -> None:
    if lost := {ref.file for ref in when.refs()} - found:
        raise ValueError(f"a condition uses {sorted(lost)[0]!r}, which no join has found")


def _check_found(cells: Sequence[tuple[str, ReadyCell]], found: set[str]) -> None:
    for column, cell in cells:
        if lost := {ref.file for ref in cell.refs()} - found:
            raise ValueError(f"{column} uses {sorted(lost)[0]!r}, which no join of it has found")


def _keys(items: Sequence[_Item], name: str) -> frozenset[str]:
    """The columns of a file by which joins find its rows, or go on from them."""
    joins = [j for item in items for j in (*item.unless, *(j for mention in item.mentions for j in mention.joins))]
    return frozenset(ref.column for join in joins for ref in (join.new, join.known) if ref.file == name)


@dataclass
class _Joined:
    """The joined files by key, each read once, at its first use."""

    tables: Mapping[str, Table]
    _by_key: dict[ColumnRef, dict[str, list[RawRow]]] = field(default_factory=dict[ColumnRef, dict[str, list[RawRow]]])

    def rows(self, ref: ColumnRef, key: str) -> Sequence[RawRow]:
        """The rows whose column holds this key; what is wrong with one goes with it."""
        if ref not in self._by_key:
            index: dict[str, list[RawRow]] = {}
            for row in held_rows(self.tables[ref.file]):
                if ref.column in row.cells and not _is_lost(row, {ref.column}):
                    index.setdefault(row.cells[ref.column], []).append(row)
            self._by_key[ref] = index
        return self._by_key[ref].get(key, ())


def _is_lost(row: RawRow, keys: Collection[str]) -> bool:
    """Whether joins cannot find this row, or go on from it: it is wrong as a whole, or in one of these columns."""
    return any(not refusal.field or refusal.field in keys for refusal in row.refusals)


def _lost_table(table: Table, keys: frozenset[str]) -> Table:
    """The rows of a joined file that joins cannot find, as refused rows: each is reported, none is dropped."""

    def rows() -> Iterator[RawRow]:
        for row in table.rows():
            if _is_lost(row, keys):
                yield RawRow(row.place, {}, tuple(replace(r, field="", reason=_whole(r)) for r in row.refusals))

    return Table(table.name, table.stem, MENTION_COLUMNS, rows, blank_repeats=False)


def _whole(refusal: Refusal) -> str:
    return f"{refusal.field}: {refusal.reason}" if refusal.field else refusal.reason


def _joined_table(mapping: MappingFile, item: _Item, table: Table, joined: _Joined, *, says: bool) -> Table:
    """The rows of one item rule; `says`: it is the first of its file, which reports what stands below the table."""

    def rows() -> Iterator[RawRow]:
        for row in table.rows():
            if row.beside:
                yield from (row.as_beside(),) if says else ()
                continue
            for made in _item_rows(item, row, joined):
                yield replace(made, cells=with_region(mapping, dict(made.cells)))

    return Table(table.name, table.stem, MENTION_COLUMNS, rows, blank_repeats=False)


def _item_rows(item: _Item, row: RawRow, joined: _Joined) -> Iterator[RawRow]:
    """The mention rows of one item; a single row without a mention where there is none."""
    if any(joined.rows(join.new, row.cells.get(join.known.column, "")) for join in item.unless):
        return
    start: Rows = {item.each: row.cells}
    if not item.when.applies(start):
        return
    own_dates = frozenset(ColumnRef(item.each, column) for column in row.dates)
    cells, refusals = _filled(item.cells, start, row.place)
    refusals = [*row.refusals, *refusals]
    mentioned = False
    for mention in item.mentions:
        for found in _follow(mention, mention.joins, _Found(start, dates=own_dates), joined, row.place):
            mentioned = True
            if isinstance(found, Refusal):
                yield RawRow(row.place, cells, (*refusals, found))
                continue
            said, wrong = _filled(mention.cells, found.rows, row.place)
            faults = (*refusals, *found.faults_in(mention.cells), *wrong)
            dates = found.dates_in((*item.cells, *mention.cells))
            yield RawRow(row.place, {**cells, **said}, faults, dates=dates)
    if not mentioned:
        yield RawRow(row.place, cells, tuple(refusals))


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows that joins have found so far, and what is wrong with those of joined files, by column."""

    rows: Rows
    faults: Mapping[ColumnRef, Refusal] = field(default_factory=dict[ColumnRef, Refusal])
    dates: frozenset[ColumnRef] = frozenset()

    def also(self, name: str, row: RawRow) -> "_Found":
        """With a row of one more file."""
        faults = {ColumnRef(name, refusal.field): refusal for refusal in row.refusals}
        dates = self.dates | {ColumnRef(name, column) for column in row.dates}
        return _Found({**self.rows, name: row.cells}, {**self.faults, **faults}, dates)

    def dates_in(self, cells: Sequence[tuple[str, ReadyCell]]) -> frozenset[str]:
        """The cells that are filled from one that a spreadsheet holds as a date."""
        return frozenset(column for column, cell in cells if self.dates.intersection(cell.refs()))

    def faults_in(self, cells: Sequence[tuple[str, ReadyCell]]) -> list[Refusal]:
        """Errors in the values that these cells are filled from, reported for the cell."""
        used = ((column, self.faults.get(ref)) for column, cell in cells for ref in cell.refs())
        return [replace(fault, field=column) for column, fault in used if fault is not None]


def _follow(
    mention: _Mention, joins: Sequence[_Join], start: _Found, joined: _Joined, place: RowPlace
) -> Iterator[_Found | Refusal]:
    """Every combination of rows that the joins find from here on, or a refusal where one leads nowhere.

    The mention's condition is asked as soon as the rows that it speaks of are found: what it leaves out leads nowhere.
    """
    if all(ref.file in start.rows for ref in mention.when.refs()) and not mention.when.applies(start.rows):
        return
    if not joins:
        yield start
        return
    join, *later = joins
    key = start.rows[join.known.file].get(join.known.column, "")
    rows = joined.rows(join.new, key) if key else ()
    if not join.many and len(rows) != 1:
        found = "no row" if not rows else f"{len(rows)} rows"
        reason = f"it should lead to one row of {join.new.file!r} by {join.new.column!r}, and leads to {found}"
        yield Refusal(place.file, place.line, join.known.column, key, reason)
        return
    for row in rows:
        yield from _follow(mention, later, start.also(join.new.file, row), joined, place)


def _filled(
    cells: Sequence[tuple[str, ReadyCell]], rows: Rows, place: RowPlace
) -> tuple[dict[str, str], list[Refusal]]:
    said: dict[str, str] = {}
    refusals: list[Refusal] = []
    for column, cell in cells:
        try:
            text = cell.fill(rows)
        except ValueRefused as error:
            text = error.value
            refusals.append(Refusal(place.file, place.line, column, error.value, error.reason))
        if text:
            said[column] = text
    return said, refusals
