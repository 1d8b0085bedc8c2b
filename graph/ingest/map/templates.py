"""Cells of a mapping: how the text of one mention-table cell is put together from the cells of other files.

    "{person.name}"                                 a column of a joined file
    "{crime.date|day_first}"                        through a value map or a date form of the mapping, or several
    "{crime.#}"                                     the number of the row in its file
    ["{person.name}", "{person.surname}"]           several parts with a space between
    { parts = ["Type: {crime.type}", …], between = "\\n" }
    { first = ["{person.nhs_no}", "record {person.:ID}"] }      the first that is not blank

A part in which a column is blank says nothing and is left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from graph.errors import ValueRefused
from graph.values.damage import day_of_serial
from graph.values.date_form import check_form, read_form
from graph.values.when import clock_of

Rows = Mapping[str, Mapping[str, str]]
"""The rows at hand while one item is put together: by the name of their file, their cells by column."""


class Parts(BaseModel):
    """Several parts, one after the other."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    parts: tuple[str, ...]
    between: str = " "


class First(BaseModel):
    """The first part that is not blank."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    first: tuple[str, ...]


Cell = str | tuple[str, ...] | Parts | First


Converter = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ColumnRef:
    """A column of a file of the mapping."""

    file: str
    column: str

    @staticmethod
    def parse(text: str) -> "ColumnRef":
        """From `file.column`; raises `ValueError` where there is no point between them."""
        file, point, column = text.strip().partition(".")
        if not point or not file or not column:
            raise ValueError(f"{text!r} is no column: write file.column")
        return ColumnRef(file, column)


@dataclass(frozen=True, slots=True)
class _Hole:
    ref: ColumnRef
    convert: Converter | None


@dataclass(frozen=True, slots=True)
class Template:
    """A part made ready: literal text and holes by turns."""

    pieces: tuple[str | _Hole, ...]

    def fill(self, rows: Rows) -> str:
        """The text, or nothing where a column it needs is blank. Raises `ValueRefused`."""
        said: list[str] = []
        for piece in self.pieces:
            if isinstance(piece, str):
                said.append(piece)
                continue
            value = rows[piece.ref.file].get(piece.ref.column, "")
            if not value:
                return ""
            value = value if piece.convert is None else piece.convert(value)
            if not value:
                return ""
            said.append(value)
        return "".join(said)

    def refs(self) -> Iterator[ColumnRef]:
        """The columns it needs."""
        return (piece.ref for piece in self.pieces if isinstance(piece, _Hole))


@dataclass(frozen=True, slots=True)
class ReadyCell:
    """A cell made ready; `between` is None where the first part that says anything is the cell."""

    templates: tuple[Template, ...]
    between: str | None

    def fill(self, rows: Rows) -> str:
        """The cell's text. Raises `ValueRefused`."""
        if self.between is None:
            return next((said for template in self.templates if (said := template.fill(rows))), "")
        return self.between.join(said for template in self.templates if (said := template.fill(rows)))

    def refs(self) -> Iterator[ColumnRef]:
        """The columns it needs."""
        return (ref for template in self.templates for ref in template.refs())


def ready_cell(cell: Cell, converters: Mapping[str, Converter]) -> ReadyCell:
    """A cell of a mapping made ready. Raises `ValueError` naming what it refers to and is not there."""
    match cell:
        case str():
            parts, between = (cell,), " "
        case Parts():
            parts, between = cell.parts, cell.between
        case First():
            parts, between = cell.first, None
        case _:
            parts, between = cell, " "
    return ReadyCell(tuple(_template(part, converters) for part in parts), between)


def value_map(name: str, values: Mapping[str, str]) -> Converter:
    """A converter that knows these values, letter case aside, and no other."""
    known = {given.casefold(): meant for given, meant in values.items()}

    def convert(value: str) -> str:
        meant = known.get(value.strip().casefold())
        if meant is None:
            raise ValueRefused("mapping", value, f"the mapping's values {name!r} do not say what it means")
        return meant

    return convert


def date_format(name: str, forms: Sequence[str]) -> Converter:
    """A converter to ISO text from these forms (as of `datetime.strptime`), tried in order; raises `ValueError`.

    A date that is ISO text already is left unchanged, as is a spreadsheet's number of a day, which is read later.
    """
    for form in forms:
        check_form(form)
    shown = ", ".join(forms)

    def convert(value: str) -> str:
        if day_of_serial(value.strip()) is not None:
            return value.strip()
        read = read_form(value, forms)
        if read is None:
            raise ValueRefused("mapping", value, f"it is not a date in the mapping's form {name!r} ({shown})")
        return read

    return convert


CLOCK_AS = "clock"
"""The converter of a time of day, which every mapping has."""


def clock(value: str) -> str:
    """A time of day as people write it, as `HH:MM[:SS]`. Raises `ValueRefused`."""
    read = clock_of(value)
    if read is None:
        raise ValueRefused("mapping", value, "it is not a time of day")
    return read


def replacement(texts: Mapping[str, str]) -> Converter:
    """A converter that puts each text in place of another, wherever it stands, in the order given."""

    def convert(value: str) -> str:
        for given, meant in texts.items():
            value = value.replace(given, meant)
        return value.strip()

    return convert


def splitter(at: str, take: int) -> Converter:
    """A converter that takes one part of a text cut at `at`: 1 is the first, -1 the last; nothing where it has none."""

    def convert(value: str) -> str:
        parts = value.split(at)
        number = take - 1 if take > 0 else len(parts) + take
        return parts[number].strip() if 0 <= number < len(parts) else ""

    return convert


def chain(converters: Sequence[Converter]) -> Converter:
    """One converter after the other; a blank is not passed on."""

    def convert(value: str) -> str:
        for each in converters:
            value = each(value) if value else ""
        return value

    return convert


def _template(text: str, converters: Mapping[str, Converter]) -> Template:
    pieces: list[str | _Hole] = []
    for number, piece in enumerate(re.split(r"\{([^{}]*)\}", text)):
        if number % 2 == 0:
            if piece:
                pieces.append(piece)
            continue
        column, *names = piece.split("|")
        # A column's own name may hold a bar: what is not the name of a converter belongs to it.
        while len(names) > 1 and names[0].strip() not in converters:
            column = f"{column}|{names.pop(0)}"
        if names and names[-1].strip() not in converters:
            raise ValueError(f"{{{piece}}}: there is no value map or date format named {names[-1].strip()!r}")
        convert = chain([converters[name.strip()] for name in names]) if names else None
        pieces.append(_Hole(ColumnRef.parse(column), convert))
    return Template(tuple(pieces))
