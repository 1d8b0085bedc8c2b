"""What a file is, and a mapping to begin with: the first step with a file that somebody sends.

Nothing is loaded. The mapping is text to be read and corrected: lines that need a person's eye say so.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from graph.errors import RunStopped, ValueRefused
from graph.ingest.columns import MENTION_COLUMNS
from graph.ingest.limits import Watch
from graph.ingest.map.column_names import folded
from graph.ingest.map.guess import Guess, guess, region_of
from graph.ingest.map.mapping import OWN_ROWS
from graph.ingest.read.tables import Table, open_tables
from graph.model.kinds import ENTITY_KINDS
from graph.rules.roles import ROLES
from graph.values.grade import Grade

ROWS = 200
"""Rows that are looked at."""
SHOWN = 5
"""Rows that are shown."""
_MOST_VALUES = 15
_OWN_RELATION = {each.label: each.had_by for each in ENTITY_KINDS if each.had_by}


@dataclass(frozen=True)
class TableOverview:
    """What one table is: how it is written, its columns with likely targets, its first rows, and a mapping."""

    name: str
    format: str
    encoding: str
    delimiter: str
    sheet: str
    header_row: int
    notes: tuple[str, ...]
    columns: tuple[Guess, ...]
    rows: tuple[dict[str, str], ...]
    region: str
    mapping: str

    def as_json(self) -> dict[str, object]:
        """As `dolen look --json` prints it."""
        return {
            "format": self.format,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "columns": [
                {"name": each.column, "target": each.target, "kind": each.kind, "samples": list(each.samples)}
                for each in self.columns
            ],
            "mapping": self.mapping,
            "region": self.region,
            "notes": list(self.notes),
        }


def look(paths: Sequence[Path], watch: Watch | None = None) -> list[TableOverview]:
    """What each table of these files is; files of one layout are looked at as one. Raises `RunStopped`."""
    tables = open_tables(paths, watch=watch)
    by_layout: dict[tuple[str, ...], list[Table]] = {}
    for table in tables:
        by_layout.setdefault(tuple(map(folded, table.columns)), []).append(table)
    return [_looked_at(alike) for alike in by_layout.values()]


def _looked_at(tables: Sequence[Table]) -> TableOverview:
    first = tables[0]
    share = max(ROWS // len(tables), SHOWN)
    rows = [dict(row.cells) for table in tables for row in islice(table.rows(), share)]
    if not first.columns:
        raise RunStopped(f"{first.name}: no columns are found in it.", "The first line must name the columns.")
    cells = {column: [row[column] for row in rows if column in row] for column in first.columns}
    guesses = _once_each([guess(column, cells[column]) for column in first.columns])
    numbers = [n for each in guesses if each.target in ("phone", "caller", "called") for n in cells[each.column]]
    region = region_of(numbers)
    shape = first.shape
    return TableOverview(
        name=first.name if len(tables) == 1 else f"{first.name} and {len(tables) - 1} more of this layout",
        format=shape.format,
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        sheet=shape.sheet,
        header_row=shape.header_row,
        notes=tuple(note for table in tables for note in table.notes),
        columns=tuple(guesses),
        rows=tuple(rows[:SHOWN]),
        region=region,
        mapping=_mapping(tables, guesses, cells, region),
    )


def _once_each(guesses: list[Guess]) -> list[Guess]:
    """The guesses with each target once; two columns of phones, without a name for either, are caller and called."""
    phones = [each for each in guesses if each.target == "phone"]
    seen: set[str] = set()
    done: list[Guess] = []
    for each in guesses:
        target = each.target
        if target == "phone" and len(phones) == 2 and not any(g.target in ("name", "surname") for g in guesses):
            target = "caller" if each is phones[0] else "called"
        if target in seen and target != "phone":
            target = ""
        seen.add(target)
        done.append(replace(each, target=target))
    return done


def _mapping(tables: Sequence[Table], guesses: list[Guess], cells: dict[str, list[str]], region: str) -> str:
    targets = {each.target for each in guesses}
    own = {folded(each.column) for each in guesses}
    if own <= {folded(column) for column in MENTION_COLUMNS} | {""}:
        return "# Its columns are Dolen's own: it needs no mapping.\n"
    name = re.sub(r"[^a-z0-9]+", "-", tables[0].stem.casefold()).strip("-") or "table"
    head = [
        f"name = {_quoted(name)}",
        f"title = {_quoted(f'Made from {tables[0].file}; read it before use')}",
    ]
    if region != "GB":
        head.append(f"region = {_quoted(region)}    # numbers without a prefix are of this country")
    if {"caller", "called"} <= targets:
        return "\n".join(head + _call_log(tables, guesses)) + "\n"
    return "\n".join(head + _one_table(guesses, cells)) + "\n"


def _call_log(tables: Sequence[Table], guesses: list[Guess]) -> list[str]:
    by_target = {each.target: each for each in guesses if each.target}
    lines = ["", "[files]", f"call = {_quoted(_pattern([table.file for table in tables]))}", ""]
    when = by_target.get("happened_from")
    clock = by_target.get("time")
    moment = ""
    if when is not None:
        form = f"|{_DAY}" if when.form else ""
        moment = f"{{call.{when.column}{form}}}" + (f"T{{call.{clock.column}}}" if clock is not None else "")
        if when.form:
            lines += ["[dates]", f"{_DAY} = {_quoted(when.form)}", ""]
    seconds = by_target.get("seconds")
    used = ("caller", "called", "happened_from", "time")
    said = [each for each in guesses if each.target not in used and each.kind != "blank"]
    details = f"|at={moment}" * bool(moment) + (f"|seconds={{call.{seconds.column}}}" if seconds else "")
    lines += [
        "[[items]]",
        'each = "call"',
        "[items.cells]",
        'source_system = "CALLS"    # where these records come from',
        'report_ref = "Call log"    # one report of all calls, or a column: "{call.Reference}"',
        'event = "call"',
    ]
    if moment:
        lines.append(f"happened_from = {_quoted(moment)}")
    if said:
        lines.append(f"item_text = [{', '.join(_quoted(f'{each.column}: {{call.{each.column}}}.') for each in said)}]")
    for number, target in (("a", "caller"), ("b", "called")):
        lines += ["[[items.mentions]]", "[items.mentions.cells]", f"mention_no = {_quoted(number)}", 'entity = "phone"']
        lines.append(f"phone = {_quoted(f'{{call.{by_target[target].column}}}')}")
        if number == "a":
            lines.append(f"relations = {_quoted(f'CALLED:b{details}')}")
    return lines


_DAY = "day"


def _one_table(guesses: list[Guess], cells: dict[str, list[str]]) -> list[str]:
    targets = {each.target for each in guesses}
    person = bool(targets & {"name", "given_name", "surname", "date_of_birth", "local_ref"})
    left_out: list[str] = []
    columns: list[str] = []
    dates: list[str] = []
    values: list[str] = []
    for each in guesses:
        if each.target not in MENTION_COLUMNS:
            left_out.append(each.column)
            continue
        target = each.target
        if person and target in OWN_ROWS and OWN_ROWS[target][0] in _OWN_RELATION:
            target = f"{_OWN_RELATION[OWN_ROWS[target][0]]}:{target}"
        columns.append(f"{_quoted(each.column)} = {_quoted(target)}")
        if each.kind == "date" and each.form:
            dates.append(f"{each.target} = {_quoted(each.form)}")
        values += _values(each, cells[each.column])
    lines = [f"ignore = [{', '.join(map(_quoted, left_out))}]    # left out; map what you need"] if left_out else []
    lines += [
        "",
        "[columns]",
        *columns,
        "",
        "[constants]",
        'source_system = "SOURCE"    # where these records come from',
    ]
    if "entity" not in targets:
        entity = "person" if person else next((OWN_ROWS[t][1] for t in targets if t in OWN_ROWS), "person")
        lines.append(f"entity = {_quoted(entity)}")
    if dates:
        lines += ["", "[dates]", *dates]
    return [*lines, *values]


def _values(each: Guess, cells: list[str]) -> list[str]:
    """A value map for a column whose values are words of another system."""
    different = sorted({cell for cell in cells if cell})[:_MOST_VALUES]
    if each.target == "role" and any(cell.casefold() not in ROLES for cell in different):
        meant = {cell: _ROLES.get(cell.casefold(), "other") for cell in different}
        about = f"    # one of: {', '.join(ROLES)}"
    elif each.target == "source_grade" and any(_is_no_grade(cell) for cell in different):
        meant = {cell: _grade(cell) for cell in different}
        about = "    # the source alone; a grade of the information needs a column of its own"
    else:
        return []
    return ["", f"[values.{each.target}]{about}", *(f"{_quoted(cell)} = {_quoted(meant[cell])}" for cell in different)]


_ROLES = {
    **dict.fromkeys(("suspect", "offender", "accused"), "suspected"),
    **dict.fromkeys(("child", "child at risk", "vulnerable child"), "child at risk"),
    "witness": "witness",
    "reporter": "reporter",
    "informant": "reporter",
    "caller": "reporter",
    **dict.fromkeys(("officer", "social worker", "professional"), "professional"),
    **dict.fromkeys(("parent", "mother", "father", "sibling", "family"), "family"),
}


def _is_no_grade(cell: str) -> bool:
    try:
        Grade.from_cells(cell, "")
    except ValueRefused:
        return True
    return False


def _grade(cell: str) -> str:
    """The grade of the source in a grading of several parts (`A1`, `2B P`), as a proposal."""
    return cell[:1].upper() if re.match("[A-Ea-e1-3]", cell) else cell


def _pattern(names: Sequence[str]) -> str:
    """A pattern that takes in these files: what they begin and end with alike."""
    if len(names) == 1:
        return names[0]
    begin = _alike(names)
    end = _alike([name[len(begin) :][::-1] for name in names])[::-1]
    return f"{begin}*{end}"


def _alike(names: Sequence[str]) -> str:
    """What all of these begin with."""
    first, last = min(names), max(names)
    length = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:length]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
