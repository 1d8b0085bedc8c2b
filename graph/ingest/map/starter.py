"""What a file is, and a mapping to begin with: the first step with a file that somebody sends.

Nothing is loaded. The mapping is text to be read and corrected: lines that need a person's eye say so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from glob import escape
from itertools import islice
from pathlib import Path

from graph.errors import RunStopped, ValueRefused
from graph.ingest.columns import CLOCK, MENTION_COLUMNS, check_repeated, missing_columns
from graph.ingest.map.column_names import folded
from graph.ingest.map.draft import CALLED, CALLER, SECONDS, WORDS, ColumnChoice, MappingDraft
from graph.ingest.map.guess import Guess, forms_of, guess, month_first, region_of
from graph.ingest.map.mapping import MOST_NAME, OWN_ROWS
from graph.ingest.read.tables import Table, open_tables
from graph.ingest.reading_limits import Watch
from graph.ingest.rows import RawRow
from graph.model.kinds import ENTITY_KINDS
from graph.rules.roles import ROLES
from graph.values.grade import Grade

OWN_COLUMNS = "# Its columns are Dolen's own: it needs no mapping.\n"
ROWS = 200
"""Rows that are looked at."""
SHOWN = 5
"""Rows that are shown."""
MOST_VALUES = 15
"""Different words of a column whose meaning is asked for; a mapping may give any number."""
_OWN_RELATION = {each.label: each.had_by for each in ENTITY_KINDS if each.had_by}


@dataclass(frozen=True)
class TableOverview:
    """What one table is: how it is written, its columns with likely targets, its first rows, and a mapping.

    `different` are the values of each column in the rows that were looked at, each once; `files` where they stand.
    """

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
    draft: MappingDraft | None
    different: Mapping[str, tuple[str, ...]]
    files: tuple[str, ...] = ()

    @property
    def mapping(self) -> str:
        """A mapping to begin with, as text."""
        return OWN_COLUMNS if self.draft is None else self.draft.to_toml()

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


def look(paths: Sequence[Path], watch: Watch | None = None, encoding: str = "") -> list[TableOverview]:
    """What each table of these files is; files of one layout are looked at as one. `encoding` is that of text, where
    it is stated. Raises `RunStopped`."""
    tables = open_tables(paths, watch=watch, encoding=encoding)
    by_layout: dict[tuple[str, ...], list[Table]] = {}
    for table in tables:
        by_layout.setdefault(tuple(map(folded, table.columns)), []).append(table)
    if len(by_layout) == 1:
        check_repeated(tables[0].name, tables[0].columns)
    found = [_looked_at(alike) for alike in by_layout.values() if len(set(alike[0].columns)) == len(alike[0].columns)]
    overviews = _by_sheet(_of_use(found)) if found else [_looked_at(tables)]
    return [_changed(each, encoding=encoding) for each in overviews] if encoding else overviews


def _by_sheet(found: list[TableOverview]) -> list[TableOverview]:
    """The tables, of which sheets of different layouts name theirs in their mapping, and the mapping after it."""
    sheets = [each for each in found if each.sheet]
    if len(sheets) < 2:
        return found
    names = [each.draft.name if each.draft else "" for each in found]
    return [
        _changed(each, sheet=each.sheet, name=_mapping_name(f"{name}-{each.sheet}")) if each.sheet else each
        for each, name in zip(found, names, strict=True)
    ]


def _changed(each: TableOverview, **choices: str) -> TableOverview:
    """The same with these choices in the mapping to begin with, where there is one."""
    return each if each.draft is None else replace(each, draft=each.draft.model_copy(update=choices))


def _mapping_name(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:MOST_NAME].strip("-") or "table"


def _of_use(found: list[TableOverview]) -> list[TableOverview]:
    """The tables without the sheets beside them that hold nothing known, such as a cover; each is named in a note."""
    known = [each for each in found if any(column.target for column in each.columns)]
    unknown = [each for each in found if each not in known and each.sheet]
    if not known or not unknown:
        return found
    said = tuple(f"the sheet {each.sheet!r} has no column that is known and was passed over" for each in unknown)
    rest = [each for each in found if each not in unknown]
    return [replace(rest[0], notes=(*rest[0].notes, *said)), *rest[1:]]


def _looked_at(tables: Sequence[Table]) -> TableOverview:
    first = tables[0]
    share = max(ROWS // len(tables), SHOWN)
    looked_at = [row for table in tables for row in islice(table.rows(), share)]
    rows = [dict(row.cells) for row in looked_at if not row.beside]
    below = [row for row in looked_at if row.beside]
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
        notes=(
            *(note for table in tables for note in table.notes),
            *map(_said_of, below),
            *_doubts(first.columns, guesses),
        ),
        columns=tuple(guesses),
        rows=tuple(rows[:SHOWN]),
        region=region,
        draft=_draft(tables, guesses, cells, region),
        different={column: tuple(dict.fromkeys(filter(None, held))) for column, held in cells.items()},
        files=tuple(dict.fromkeys(table.file for table in tables)),
    )


def _said_of(row: RawRow) -> str:
    """Of a row that is none, where it stands and why."""
    return f"line {row.place.line}: {row.refusals[0].value!r}: {row.refusals[0].reason}"


def _doubts(columns: Sequence[str], guesses: Sequence[Guess]) -> tuple[str, ...]:
    """What makes it doubtful that the columns were found."""
    if len(columns) == 1 and not guesses[0].target:
        return ("only one column was found: if it holds several, save the file with commas or tabs between them",)
    values = [column for column in columns if _VALUE.fullmatch(column)]
    if values:
        return (f"{values[0]!r} reads like a value, not like a name: if no line names the columns, add one at the top",)
    return ()


_VALUE = re.compile(r"\+?[\d ()/.:-]{6,}")


def _once_each(guesses: list[Guess]) -> list[Guess]:
    """The guesses with each target once; two columns of phones, without a name for either, are caller and called."""
    phones = [each for each in guesses if each.target == "phone"]
    dates = [each for each in guesses if each.kind == "date" and not each.target]
    if len(dates) == 1 and not any(each.target == "happened_from" for each in guesses):
        guesses = [replace(each, target="happened_from") if each in dates else each for each in guesses]
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


def _draft(
    tables: Sequence[Table], guesses: list[Guess], cells: dict[str, list[str]], region: str
) -> MappingDraft | None:
    """The choices to begin with; None for a table whose columns are Dolen's own."""
    targets = {each.target for each in guesses}
    own = {folded(each.column) for each in guesses}
    if own <= {folded(column) for column in MENTION_COLUMNS} | {""} and not missing_columns(
        {column for column in MENTION_COLUMNS if folded(column) in own}, assessments=False
    ):
        return None
    name = _mapping_name(tables[0].stem)
    calls = {CALLER, CALLED} <= targets
    person = bool(targets & {"name", "given_name", "surname", "date_of_birth", "local_ref"})
    return MappingDraft(
        name=name,
        title=f"Made from {tables[0].file}; read it before use",
        files=_pattern([table.file for table in tables]),
        columns=_call_log(guesses, cells) if calls else _one_table(guesses, cells, person=person),
        region=region,
        values={}
        if calls
        else {each.target: meant for each in guesses if (meant := values_of(each.target, cells[each.column]))},
    )


def _call_log(guesses: list[Guess], cells: Mapping[str, Sequence[str]]) -> tuple[ColumnChoice, ...]:
    """All that a log says of a call beside its phones and its time goes into the words of its item."""
    used = (CALLER, CALLED, SECONDS, "happened_from", CLOCK)
    return tuple(
        ColumnChoice(
            column=each.column,
            target=each.target if each.target in used else "" if each.kind == "blank" else "item_text",
            form=each.form if each.target == "happened_from" else "",
            doubtful=bool(each.form) and month_first(each.form) in forms_of(cells[each.column]),
        )
        for each in guesses
    )


def _one_table(guesses: list[Guess], cells: Mapping[str, Sequence[str]], *, person: bool) -> tuple[ColumnChoice, ...]:
    dated = any(each.target == "happened_from" for each in guesses)
    chosen: list[ColumnChoice] = []
    for each in guesses:
        target = each.target if each.target in MENTION_COLUMNS or (each.target == CLOCK and dated) else ""
        if person and target in OWN_ROWS and OWN_ROWS[target][0] in _OWN_RELATION:
            target = f"{_OWN_RELATION[OWN_ROWS[target][0]]}:{target}"
        form = each.form if each.kind == "date" and target else ""
        doubtful = bool(form) and month_first(form) in forms_of(cells[each.column])
        chosen.append(ColumnChoice(column=each.column, target=target, form=form, doubtful=doubtful))
    return tuple(chosen)


def values_of(target: str, cells: Sequence[str]) -> dict[str, str]:
    """What each word of a column probably means, where some of its words are those of another system."""
    different = sorted({cell for cell in cells if cell})[:MOST_VALUES]
    match target:
        case "role" if any(cell.casefold() not in ROLES for cell in different):
            return {cell: _ROLES.get(cell.casefold(), "other") for cell in different}
        case "source_grade" if any(_is_no_grade(cell) for cell in different):
            return {cell: _grade(cell) for cell in different}
        case "entity" | "assessment" | "handling" | "event" | "kind":
            known = {word.casefold(): word for word in WORDS[target]}
            if all(cell.casefold() in known for cell in different):
                return {}
            return {cell: known.get(cell.casefold(), _OTHERWISE.get(target, "")) for cell in different}
        case _:
            return {}


_OTHERWISE = {"entity": "person", "event": "other"}
_ROLES = {
    **{role: role for role in ROLES},
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
        return escape(names[0])
    begin = _alike(names)
    end = _alike([name[len(begin) :][::-1] for name in names])[::-1]
    return f"{escape(begin)}*{escape(end)}"


def _alike(names: Sequence[str]) -> str:
    """What all of these begin with."""
    first, last = min(names), max(names)
    length = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:length]
