"""A mapping put to work: the rows of other systems' files as rows of the mention table.

A step of a join names new rows by a column of theirs and a column that is known already:

    each party_to.:END_ID = crime.:ID       none, one or several rows: a mention for each
    one person.:ID = party_to.:START_ID     exactly one; a key that leads nowhere is refused

Files that are joined are held in memory by their key; the file that an item rule goes through streams.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from graph.errors import RunStopped, ValueRefused
from graph.ingest.columns import MENTION_COLUMNS, check_repeated, described_unknown
from graph.ingest.mapping import ADVICE, ItemRule, MappingFile
from graph.ingest.reading import Table, held_rows
from graph.ingest.rows import Place, RawRow, Refusal
from graph.ingest.templates import (
    Cell,
    ColumnRef,
    Converter,
    ReadyCell,
    Rows,
    date_format,
    ready_cell,
    value_map,
)

_STEP = re.compile(r"(each|one)\s+(\S.*?)\s+=\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class _Join:
    new: ColumnRef
    known: ColumnRef
    many: bool


@dataclass(frozen=True, slots=True)
class _Mention:
    joins: tuple[_Join, ...]
    cells: tuple[tuple[str, ReadyCell], ...]


@dataclass(frozen=True, slots=True)
class _Item:
    each: str
    unless: tuple[_Join, ...]
    cells: tuple[tuple[str, ReadyCell], ...]
    mentions: tuple[_Mention, ...]

    def refs(self) -> Iterator[ColumnRef]:
        joins = [*self.unless, *(join for mention in self.mentions for join in mention.joins)]
        cells = [*self.cells, *(cell for mention in self.mentions for cell in mention.cells)]
        yield from (ref for join in joins for ref in (join.new, join.known))
        yield from (ref for _, cell in cells for ref in cell.refs())


def wanted_by(mapping: MappingFile, name: str) -> bool:
    """Whether this mapping reads a file of this name."""
    if mapping.columns:
        return True
    return any(fnmatchcase(name, pattern) for pattern in mapping.files.values())


def mapped_tables(mapping: MappingFile, tables: Sequence[Table]) -> list[Table]:
    """The tables as the mention table (or, renamed, the assessment table) that the mapping makes of them.

    Raises `RunStopped` where a file or a column that the mapping names is not there.
    """
    if mapping.columns:
        return [_renamed(mapping, table) for table in tables]
    found = {name: _table_named(mapping, name, pattern, tables) for name, pattern in mapping.files.items()}
    converters = _converters(mapping)
    items = [_ready(mapping, rule, converters, found) for rule in mapping.items]
    joined = _Joined(found)
    made = [_joined_table(item, found[item.each], joined) for item in items]
    gone_through = {item.each for item in items}
    return made + [_lost_table(table, _keys(items, name)) for name, table in found.items() if name not in gone_through]


# One table renamed


def _renamed(mapping: MappingFile, table: Table) -> Table:
    check_repeated(table.name, table.columns)
    known = [*mapping.columns, *mapping.ignore]
    if unknown := [c for c in table.columns if c not in mapping.columns and not _ignored(mapping, c)]:
        said = described_unknown(unknown, known)
        raise RunStopped(f"{table.name}: {said} of the mapping {mapping.name!r}.", "Map it, or name it under 'ignore'.")
    if missing := [column for column in mapping.columns if column not in table.columns]:
        listed = ", ".join(repr(column) for column in missing)
        raise RunStopped(f"{table.name}: the mapping {mapping.name!r} needs the column {listed}, which is not there.")
    converters = {
        source: value_map(target, mapping.values[target])
        for source, target in mapping.columns.items()
        if target in mapping.values
    }
    dates = {target: date_format(target, pattern) for target, pattern in mapping.dates.items()}
    converters.update({source: dates[target] for source, target in mapping.columns.items() if target in dates})

    def rows() -> Iterator[RawRow]:
        return (_rename(mapping, converters, row) for row in table.rows())

    columns = (*mapping.columns.values(), *mapping.constants)
    repeats = mapping.blank == "repeats"
    return Table(table.name, table.stem, columns, rows, blank_repeats=repeats, of_report=frozenset(mapping.of_report))


def _ignored(mapping: MappingFile, column: str) -> bool:
    return any(fnmatchcase(column, pattern) for pattern in mapping.ignore)


def _rename(mapping: MappingFile, converters: Mapping[str, Converter], row: RawRow) -> RawRow:
    cells = dict(mapping.constants)
    refusals: list[Refusal] = []
    for source, cell in row.cells.items():
        target = mapping.columns.get(source)
        if target is None:
            continue
        cells[target] = cell
        if source in converters:
            try:
                cells[target] = converters[source](cell)
            except ValueRefused as error:
                refusals.append(row.refuse(target, error.reason, error.value))
    kept = [Refusal(r.file, r.line, mapping.columns.get(r.field, r.field), r.value, r.reason) for r in row.refusals]
    return RawRow(row.place, cells, (*kept, *refusals))


# Several files joined


def _table_named(mapping: MappingFile, name: str, pattern: str, tables: Sequence[Table]) -> Table:
    fitting = [table for table in tables if fnmatchcase(PurePosixPath(table.name).name, pattern)]
    if len(fitting) != 1:
        said = "is not there" if not fitting else f"is there {len(fitting)} times"
        raise RunStopped(f"The mapping {mapping.name!r} needs the file {pattern!r} ({name}), which {said}.")
    check_repeated(fitting[0].name, fitting[0].columns)
    return fitting[0]


def _converters(mapping: MappingFile) -> dict[str, Converter]:
    maps = {name: value_map(name, values) for name, values in mapping.values.items()}
    return maps | {name: date_format(name, pattern) for name, pattern in mapping.dates.items()}


def _ready(
    mapping: MappingFile, rule: ItemRule, converters: Mapping[str, Converter], tables: Mapping[str, Table]
) -> _Item:
    try:
        item = _Item(
            rule.each,
            tuple(_join(step) for step in rule.unless),
            _cells(rule.cells, converters),
            tuple(_Mention(tuple(_join(step) for step in m.join), _cells(m.cells, converters)) for m in rule.mentions),
        )
        _check_files(item, tables)
    except ValueError as error:
        raise RunStopped(f"The mapping {mapping.name!r}, items of {rule.each!r}: {error}.", ADVICE) from None
    return item


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
        if ref.column not in tables[ref.file].columns:
            raise ValueError(f"{described_unknown([ref.column], tables[ref.file].columns)} of the file {ref.file!r}")
    _check_found(item.cells, {item.each})
    for mention in item.mentions:
        found = {item.each}
        for join in mention.joins:
            if join.known.file not in found:
                raise ValueError(f"a join uses {join.known.file!r} before a step has found it")
            found.add(join.new.file)
        _check_found(mention.cells, found)


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
    """The rows of a joined file that joins cannot find, as refused rows: each is told, none is dropped."""

    def rows() -> Iterator[RawRow]:
        for row in table.rows():
            if _is_lost(row, keys):
                yield RawRow(row.place, {}, tuple(replace(r, field="", reason=_whole(r)) for r in row.refusals))

    return Table(table.name, table.stem, MENTION_COLUMNS, rows, blank_repeats=False)


def _whole(refusal: Refusal) -> str:
    return f"{refusal.field}: {refusal.reason}" if refusal.field else refusal.reason


def _joined_table(item: _Item, table: Table, joined: _Joined) -> Table:
    def rows() -> Iterator[RawRow]:
        for row in table.rows():
            yield from _item_rows(item, row, joined)

    return Table(table.name, table.stem, MENTION_COLUMNS, rows, blank_repeats=False)


def _item_rows(item: _Item, row: RawRow, joined: _Joined) -> Iterator[RawRow]:
    """The mention rows of one item; a single row without a mention where there is none."""
    if any(joined.rows(join.new, row.cells.get(join.known.column, "")) for join in item.unless):
        return
    start: Rows = {item.each: row.cells}
    cells, refusals = _filled(item.cells, start, row.place)
    refusals = [*row.refusals, *refusals]
    mentioned = False
    for mention in item.mentions:
        for found in _follow(mention.joins, _Found(start), joined, row.place):
            mentioned = True
            if isinstance(found, Refusal):
                yield RawRow(row.place, cells, (*refusals, found))
                continue
            said, wrong = _filled(mention.cells, found.rows, row.place)
            yield RawRow(row.place, {**cells, **said}, (*refusals, *found.faults_in(mention.cells), *wrong))
    if not mentioned:
        yield RawRow(row.place, cells, tuple(refusals))


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows that joins have found so far, and what is wrong with those of joined files, by column."""

    rows: Rows
    faults: Mapping[ColumnRef, Refusal] = field(default_factory=dict[ColumnRef, Refusal])

    def also(self, name: str, row: RawRow) -> "_Found":
        """With a row of one more file."""
        faults = {ColumnRef(name, refusal.field): refusal for refusal in row.refusals}
        return _Found({**self.rows, name: row.cells}, {**self.faults, **faults})

    def faults_in(self, cells: Sequence[tuple[str, ReadyCell]]) -> list[Refusal]:
        """What is wrong with what these cells are filled from, told of the cell."""
        used = ((column, self.faults.get(ref)) for column, cell in cells for ref in cell.refs())
        return [replace(fault, field=column) for column, fault in used if fault is not None]


def _follow(joins: Sequence[_Join], start: _Found, joined: _Joined, place: Place) -> Iterator[_Found | Refusal]:
    """Every combination of rows that the joins find from here on, or a refusal where one leads nowhere."""
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
        yield from _follow(later, start.also(join.new.file, row), joined, place)


def _filled(cells: Sequence[tuple[str, ReadyCell]], rows: Rows, place: Place) -> tuple[dict[str, str], list[Refusal]]:
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
