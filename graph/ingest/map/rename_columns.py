"""The first form of a mapping put to work: one table, its columns renamed and its values read.

A column may be given a mention of its own beside the row's person: `"Tel No" = "USES:phone"` makes a phone of it, and
states that the person uses it. All rows that one source row becomes are one item.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from graph.errors import LayoutUnknown, ValueRefused
from graph.ingest.columns import CLOCK, FILLED_DOWN, check_repeated, described_unknown
from graph.ingest.map.column_names import named_as
from graph.ingest.map.mapping import OWN_ROWS, MappingFile, own_row_of
from graph.ingest.map.templates import CLOCK_AS, Converter, chain, clock, date_format, replacement, splitter, value_map
from graph.ingest.read.tables import Table
from graph.ingest.rows import RawRow, Refusal
from graph.model.ids import digest
from graph.values.damage import day_of_serial
from graph.values.phone import in_international_form

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def converters_of(mapping: MappingFile) -> dict[str, Converter]:
    """Every converter of a mapping by its name. Raises `ValueError` for a date form that no date can have."""
    found: dict[str, Converter] = {CLOCK_AS: clock}
    found |= {name: replacement(texts) for name, texts in mapping.replace.items()}
    found |= {name: splitter(split.at, split.take) for name, split in mapping.split.items()}
    found |= {name: value_map(name, values) for name, values in mapping.values.items()}
    for name, forms in mapping.dates.items():
        found[name] = date_format(name, (forms,) if isinstance(forms, str) else forms)
    return found


def with_region(mapping: MappingFile, cells: dict[str, str]) -> dict[str, str]:
    """The cells with a phone number of the mapping's region in its international form."""
    if mapping.region != "GB" and "phone" in cells:
        return {**cells, "phone": in_international_form(cells["phone"], mapping.region)}
    return cells


@dataclass(frozen=True, slots=True)
class _OwnRow:
    """A mention beside the row's person: its relation, its number, and its cells by source column."""

    relation: str
    number: str
    entity: str
    cells: Mapping[str, str]


def renamed_table(mapping: MappingFile, table: Table) -> Table:
    """The table under the names of the mention table. Raises `RunStopped` for a column that is unknown or not there."""
    check_repeated(table.name, table.columns)
    table = named_as(table, mapping.columns)
    known = [*mapping.columns, *mapping.ignore]
    if unknown := [c for c in table.columns if c not in mapping.columns and not _ignored(mapping, c)]:
        said = described_unknown(unknown, known)
        raise LayoutUnknown(
            f"{table.name}: {said} of the mapping {mapping.name!r}.", "Map it, or name it under 'ignore'."
        )
    missing = [column for column in mapping.columns if column not in table.columns]
    if missing and not table.named_by_row:
        listed = ", ".join(repr(column) for column in missing)
        raise LayoutUnknown(
            f"{table.name}: the mapping {mapping.name!r} needs the column {listed}, which is not there.",
            f"The file has {', '.join(map(repr, table.columns))}.",
        )
    converters = _by_source(mapping)
    own_rows = _own_rows(mapping)

    def rows() -> Iterator[RawRow]:
        for row in table.rows():
            yield from _renamed(mapping, converters, own_rows, row)

    targets = [target for target in mapping.columns.values() if ":" not in target]
    targets = [target for target in targets if target != CLOCK]
    columns = (*targets, *mapping.constants, *(("entity",) if own_rows and "entity" not in targets else ()))
    repeats = mapping.blank == "repeats"
    of_report = frozenset(mapping.of_report)
    return replace(
        table,
        columns=tuple(dict.fromkeys(columns)),
        open_rows=rows,
        named_by_row=False,
        blank_repeats=repeats,
        of_report=of_report,
    )


def _ignored(mapping: MappingFile, column: str) -> bool:
    return any(fnmatchcase(column.casefold(), pattern.casefold()) for pattern in mapping.ignore)


def _by_source(mapping: MappingFile) -> dict[str, Converter]:
    """What is done to the cells of each source column: replaced, split, then given its meaning or read as a date."""
    try:
        named = {
            "replace": {name: replacement(texts) for name, texts in mapping.replace.items()},
            "split": {name: splitter(split.at, split.take) for name, split in mapping.split.items()},
            "values": {name: value_map(name, values) for name, values in mapping.values.items()},
            "dates": {n: date_format(n, (f,) if isinstance(f, str) else f) for n, f in mapping.dates.items()},
        }
    except ValueError as error:
        raise LayoutUnknown(
            f"The mapping {mapping.name!r}: {error}.", "docs/files-in.md explains mapping files."
        ) from None
    found: dict[str, Converter] = {}
    for source, target in mapping.columns.items():
        column = target.rpartition(":")[2]
        if steps := [by_name[column] for by_name in named.values() if column in by_name]:
            found[source] = chain(steps)
    return found


def _own_rows(mapping: MappingFile) -> list[_OwnRow]:
    """The mentions of their own, in the order of the columns; a column met again begins another of its kind."""
    found: list[_OwnRow] = []
    for source, target in mapping.columns.items():
        if ":" not in target:
            continue
        relation, column = own_row_of(target)
        entity = OWN_ROWS[column][1]
        last = next((n for n, r in enumerate(found) if r.relation == relation and r.entity == entity), None)
        for number, own in enumerate(found):
            if own.relation == relation and own.entity == entity:
                last = number
        if last is not None and column not in found[last].cells.values():
            found[last] = replace(found[last], cells={**found[last].cells, source: column})
            continue
        of_kind = sum(own.entity == entity for own in found)
        name = f"{entity} {of_kind + 1}" if of_kind else entity
        found.append(_OwnRow(relation, name, entity, {source: column}))
    return found


def _renamed(
    mapping: MappingFile, converters: Mapping[str, Converter], own_rows: list[_OwnRow], row: RawRow
) -> Iterator[RawRow]:
    if row.beside:
        yield row.as_beside()
        return
    cells = dict(mapping.constants)
    own: dict[str, str] = {}
    refusals: list[Refusal] = []
    for source, cell in row.cells.items():
        target = mapping.columns.get(source)
        if target is None:
            continue
        held, name = (own, source) if ":" in target else (cells, target)
        held[name] = cell
        if source in converters:
            try:
                held[name] = converters[source](cell)
            except ValueRefused as error:
                refusals.append(row.refuse(name, error.reason, error.value))
            if not held[name]:
                del held[name]
    _put_clock(cells, row, refusals)
    if mapping.constants.get("entity") == "person" and cells.get("role", "").casefold() == "child at risk":
        cells["entity"] = "child"
    kept = [replace(refusal, field=_target(mapping, refusal.field)) for refusal in row.refusals]
    everything = [*kept, *refusals]
    own_sources = {source for each in own_rows for source in each.cells}
    dates = frozenset(mapping.columns[source] for source in row.dates if source in mapping.columns)
    main = tuple(refusal for refusal in everything if refusal.field not in own_sources)
    if not own_rows:
        yield RawRow(row.place, with_region(mapping, cells), main, dates=dates)
        return
    cells.setdefault("entity", "person")
    person = (
        cells.get("mention_no") or f"person {digest(*(part for cell in sorted(row.cells.items()) for part in cell))}"
    )
    cells["mention_no"] = person
    of_item = {column: cell for column, cell in cells.items() if column in FILLED_DOWN}
    beside: list[RawRow] = []
    relations: list[str] = [cells["relations"]] if "relations" in cells else []
    for each in own_rows:
        filled = {column: own[source] for source, column in each.cells.items() if source in own}
        if not filled:
            continue
        number = f"{person}, {each.number}"
        relations.append(f"{each.relation}:{number}")
        wrong = tuple(
            replace(refusal, field=each.cells[refusal.field]) for refusal in everything if refusal.field in each.cells
        )
        of_dates = frozenset(each.cells[source] for source in row.dates if source in each.cells)
        beside.append(
            RawRow(
                row.place,
                with_region(mapping, {**of_item, "mention_no": number, "entity": each.entity, **filled}),
                (*(refusal for refusal in main if refusal.field in FILLED_DOWN), *wrong),
                dates=of_dates,
            )
        )
    if relations:
        cells["relations"] = "; ".join(relations)
    yield RawRow(row.place, cells, main, dates=dates)
    yield from beside


def _put_clock(cells: dict[str, str], row: RawRow, refusals: list[Refusal]) -> None:
    """Put a time of day from a column of its own to the day of `happened_from`."""
    said = cells.pop(CLOCK, "")
    day = cells.get("happened_from", "")
    if not said or not day:
        return
    try:
        read = clock(said)
    except ValueRefused as error:
        refusals.append(row.refuse("happened_from", error.reason, said))
        return
    if (of_serial := day_of_serial(day)) is not None:
        day = of_serial
    cells["happened_from"] = f"{day}T{read}" if _ISO_DAY.fullmatch(day) else f"{day} {read}"


def _target(mapping: MappingFile, source: str) -> str:
    target = mapping.columns.get(source, source)
    return source if ":" in target else target
