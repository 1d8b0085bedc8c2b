"""Columns found by name whatever their letter case, and several files of one layout read as one."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from graph.errors import RunStopped
from graph.ingest.read.tables import Table
from graph.ingest.rows import RawRow

ROW_NUMBER = "#"
"""The column of a mapping that is a row's own number in its file."""


def folded(column: str) -> str:
    """A column's name for comparing: letter case, underscores and doubled spaces say nothing."""
    return " ".join(column.casefold().replace("_", " ").split())


def named_as(table: Table, wanted: Collection[str]) -> Table:
    """The table with its columns under the names that are wanted, where only letter case or underscores differ."""
    by_fold = {folded(name): name for name in wanted}
    own = set(table.columns)
    renamed = {
        column: by_fold[folded(column)]
        for column in table.columns
        if column not in wanted and folded(column) in by_fold and by_fold[folded(column)] not in own
    }
    numbered = ROW_NUMBER in wanted and ROW_NUMBER not in own
    if not (renamed or numbered or table.named_by_row):
        return table

    def name_of(column: str) -> str:
        return renamed.get(column) or (by_fold.get(folded(column), column) if table.named_by_row else column)

    def rows() -> Iterator[RawRow]:
        for row in table.rows():
            cells = {name_of(column): cell for column, cell in row.cells.items()}
            if numbered:
                cells[ROW_NUMBER] = str(row.place.line)
            refusals = tuple(replace(refusal, field=name_of(refusal.field)) for refusal in row.refusals)
            yield replace(row, cells=cells, refusals=refusals, dates=frozenset(map(name_of, row.dates)))

    columns = tuple(dict.fromkeys(name_of(column) for column in table.columns))
    return replace(table, columns=(*columns, ROW_NUMBER) if numbered else columns, open_rows=rows)


def as_one(name: str, tables: Sequence[Table]) -> Table:
    """Tables of one layout, one after the other, as the table `name`. Raises `RunStopped` where columns differ."""
    first, *others = tables
    if not others:
        return first
    layout = set(map(folded, first.columns))
    for other in others:
        if not first.named_by_row and set(map(folded, other.columns)) != layout:
            differ = sorted(layout ^ set(map(folded, other.columns)))
            raise RunStopped(
                f"{other.name}: its columns are not those of {first.name}, and the mapping reads both as {name!r}.",
                f"They differ in {', '.join(map(repr, differ))}. Give such a file a pattern of its own under [files].",
            )
    alike = [first, *(named_as(other, first.columns) for other in others)]

    def rows() -> Iterator[RawRow]:
        for table in alike:
            yield from table.rows()

    columns = tuple(dict.fromkeys(column for table in alike for column in table.columns))
    return replace(first, name=f"{first.name} and {len(others)} more", stem=name, columns=columns, open_rows=rows)
