"""Mapping files: how another system's files become the mention table, said in TOML. docs/files-in.md explains them.

Two forms. One table renamed:                    Several files joined by their keys:

    name = "station-book"                            [files]              a short name for each file
    [columns]                                        [values.NAME]        what a value there means here
    "Ref No" = "report_ref"                          [dates]              date formats
    [values.source_grade]                            [[items]]            one item for each row of a file
    "1 - Reliable" = "1"                             [[items.mentions]]   its mentions, found by joins
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from phonenumbers import SUPPORTED_REGIONS
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from graph.errors import RunStopped, ValueRefused
from graph.ingest.columns import (
    ASSESSMENT_COLUMNS,
    CLOCK,
    FILLED_DOWN,
    MENTION_CELLS,
    MENTION_COLUMNS,
    described_unknown,
)
from graph.ingest.map.templates import Cell
from graph.ingest.read.text import known_encoding
from graph.model.columns import COLUMNS
from graph.model.kinds import LABEL_OF_SAID
from graph.model.relations import RELATIONS

ADVICE = "docs/files-in.md explains mapping files."
MOST_NAME = 64
_NAME = r"^[a-z0-9][a-z0-9_-]*$"


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Condition = dict[str, str | tuple[str, ...]]
"""`{ "crime.type" = ["Theft", "Robbery"] }`: each column holds one of its values; "*" is any that is not blank."""


class Split(_Written):
    """One part of a text cut at a sign: `take` 1 is the first, -1 the last."""

    at: str = Field(min_length=1)
    take: int = 1

    @field_validator("take")
    @classmethod
    def _some_part(cls, take: int) -> int:
        if take == 0:
            raise ValueError("the first part is 1, the last -1")
        return take


class MentionRule(_Written):
    """Mentions of an item: one for every combination of rows that the joins find.

    `when` names what columns must hold; `else` is for what no rule before it in the item took since the last `when`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    join: tuple[str, ...] = ()
    when: Condition = {}
    otherwise: bool = Field(default=False, alias="else")
    cells: dict[str, Cell]

    @field_validator("cells")
    @classmethod
    def _mention_cells(cls, cells: dict[str, Cell]) -> dict[str, Cell]:
        _only(cells, MENTION_CELLS)
        return cells


class ItemRule(_Written):
    """One item for each row of a file, but for those rows that an `unless` join finds elsewhere.

    `when` names what columns must hold; `else` is for the rows of the same file that no rule before it took.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    each: str
    when: Condition = {}
    otherwise: bool = Field(default=False, alias="else")
    unless: tuple[str, ...] = ()
    cells: dict[str, Cell]
    mentions: tuple[MentionRule, ...] = ()

    @field_validator("cells")
    @classmethod
    def _item_cells(cls, cells: dict[str, Cell]) -> dict[str, Cell]:
        _only(cells, FILLED_DOWN)
        return cells


class MappingFile(_Written):
    """A mapping as written. `ignore` names columns (first form) or files (second) that are left out on purpose.

    `of_report` names target columns that, given once for a report, hold for all its items where blank cells repeat.
    `encoding` is that of text files which are not UTF-8 or UTF-16, where it is recognised wrongly; `sheet` is a pattern
    for the sheets of a workbook that it reads. `region` is the country (`DE`) whose national form phone numbers without
    a prefix have. A column may be given a mention of its own beside the row's person: `"Tel No" = "USES:phone"`.
    """

    name: str = Field(pattern=_NAME, max_length=MOST_NAME)
    title: str = ""
    ignore: tuple[str, ...] = ()
    blank: Literal["missing", "repeats"] = "missing"
    region: str = "GB"
    encoding: str = ""
    sheet: str = ""
    of_report: tuple[str, ...] = ()
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    dates: dict[str, str | tuple[str, ...]] = {}
    replace: dict[str, dict[str, str]] = {}
    split: dict[str, Split] = {}
    files: dict[str, str] = {}
    items: tuple[ItemRule, ...] = ()

    @field_validator("encoding")
    @classmethod
    def _known(cls, encoding: str) -> str:
        return known_encoding(encoding) if encoding else ""

    @model_validator(mode="after")
    def _one_form(self) -> "MappingFile":
        if bool(self.columns) == bool(self.items):
            raise ValueError("it needs either [columns] (one table renamed) or [[items]] (several files joined)")
        if self.region not in SUPPORTED_REGIONS:
            raise ValueError(f"region {self.region!r} is not a country's two letters, such as 'GB' or 'DE'")
        own_rows = [target for target in self.columns.values() if ":" in target]
        for target in own_rows:
            own_row_of(target)
        targets = [*(target for target in self.columns.values() if ":" not in target), *self.constants]
        _only(targets, ASSESSMENT_COLUMNS if "child_ref" in targets else (*MENTION_COLUMNS, CLOCK))
        if CLOCK in targets and "happened_from" not in targets:
            raise ValueError(f"{CLOCK!r} is the time of day of 'happened_from', which no column is")
        _only(self.of_report, FILLED_DOWN)
        if self.of_report and self.blank != "repeats":
            raise ValueError("of_report needs blank = 'repeats': otherwise no cell passes from row to row")
        if len(set(targets)) < len(targets):
            raise ValueError("two columns would become the same one")
        return self


OWN_ROWS: Mapping[str, tuple[str, str]] = {
    name: (LABEL_OF_SAID[each.own_row], each.own_row) for name, each in COLUMNS.items() if each.own_row is not None
}
"""Columns that may stand in a row of their own: the label of such an entity, and what the row calls it."""


def own_row_of(target: str) -> tuple[str, str]:
    """The relation and the column of `USES:phone`. Raises `ValueError` where such a row cannot be."""
    relation, _, column = target.partition(":")
    if column not in OWN_ROWS:
        raise ValueError(described_unknown([column], list(OWN_ROWS)) + " that may have a row of its own")
    if relation not in RELATIONS or OWN_ROWS[column][0] not in RELATIONS[relation].ends:
        fitting = [name for name, each in RELATIONS.items() if OWN_ROWS[column][0] in each.ends]
        raise ValueError(f"{target!r}: a {OWN_ROWS[column][1]} is reached by {', '.join(fitting)}")
    return relation, column


def load_mapping(wanted: str, folder: Path) -> MappingFile:
    """The mapping of this name, saved in `folder` or built in; or the one in the file of this path.

    Raises `RunStopped` where there is none, or where it cannot be used, naming the place in it.
    """
    if wanted.endswith(".toml"):
        path = Path(wanted)
        if not path.is_file():
            raise RunStopped(f"There is no mapping file {wanted!r}.", ADVICE)
        return read_mapping(path.name, path.read_bytes())
    for found in _places(folder):
        if found.name == f"{wanted}.toml":
            return read_mapping(found.name, found.read_bytes())
    names = ", ".join(name for name, _ in list_mappings(folder))
    raise RunStopped(
        f"There is no mapping named {wanted!r}.", f"There are: {names}. Or give the path of a '.toml' file."
    )


def list_mappings(folder: Path) -> list[tuple[str, str]]:
    """Every mapping that can be named, with its title: those saved in `folder`, and those built in."""
    found = {place.name: read_mapping(place.name, place.read_bytes()) for place in reversed(_places(folder))}
    return sorted((mapping.name, mapping.title) for mapping in found.values())


def mapping_text(name: str, folder: Path) -> str:
    """The mapping of this name as it is written. Raises `RunStopped` where there is none."""
    for place in _places(folder):
        if place.name == f"{name}.toml":
            return place.read_text(encoding="utf-8")
    raise RunStopped(f"There is no mapping named {name!r}.", ADVICE)


def save_mapping(text: bytes, folder: Path, *, replace: bool = True) -> MappingFile:
    """Keep a mapping in `folder` under the name it gives itself.

    Raises `RunStopped` where it cannot be used; and `ValueRefused` where it is not to replace one, and there is one.
    """
    mapping = read_mapping("the mapping", text)
    if not replace and mapping.name in dict(list_mappings(folder)):
        raise ValueRefused("name", mapping.name, "there is a mapping of this name.", "Give another, or replace it.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / f"{mapping.name}.toml").write_bytes(text)
    return mapping


def delete_mapping(name: str, folder: Path) -> None:
    """Delete a mapping that is saved in `folder`; one that is built in stays. Raises `RunStopped` where none is saved.

    What was loaded through it stays as it is.
    """
    saved = {path.stem: path for path in folder.glob("*.toml")}
    if name not in saved:
        raise RunStopped(f"No mapping named {name!r} is saved here.", "Mappings that are built in cannot be deleted.")
    saved[name].unlink()


def read_mapping(place: str, text: bytes) -> MappingFile:
    """A mapping from its text. Raises `RunStopped` naming the place in the file and what is wrong there."""
    try:
        return MappingFile.model_validate(tomllib.loads(text.decode()))
    except UnicodeDecodeError:
        raise RunStopped(f"{place}: it is not UTF-8 text.", ADVICE) from None
    except tomllib.TOMLDecodeError as error:
        raise RunStopped(f"{place}: it is not TOML: {error}.", ADVICE) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        what = re.sub(r"^Value error, ", "", first["msg"])
        raise RunStopped(f"{place}{f', {where}' if where else ''}: {what}.", ADVICE) from None


def _places(folder: Path) -> list[Traversable]:
    """Saved mappings first, so that a force may change one that is built in."""
    saved = sorted(folder.glob("*.toml"))
    built_in = [
        place for place in files("graph.ingest.map").joinpath("mappings").iterdir() if place.name.endswith(".toml")
    ]
    return [*saved, *built_in]


def _only(given: Iterable[str], known: Sequence[str]) -> None:
    if unknown := [column for column in given if column not in known]:
        raise ValueError(described_unknown(unknown, known) + " that may stand here")
