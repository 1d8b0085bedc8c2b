"""The columns of the two tables that Dolen takes in, and what is said about a column it does not know.

A file is a mention table, one row a mention, or an assessment table, one row an indicator; its columns tell which.
"""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from graph.errors import LayoutUnknown, RunStopped
from graph.model.columns import COLUMNS

REPORT_CELLS: tuple[str, ...] = ("report_ref", "source_system", "title", "report_text")
"""What a report says. Blank cells repeat the row above."""

ITEM_CELLS: tuple[str, ...] = (
    "item_no",
    "recorded_at",
    "happened_from",
    "happened_to",
    "event",
    "item_text",
    "source_grade",
    "assessment",
    "handling",
    "conditions",
    "compartment",
    "kind",
    "origin",
)
"""What an item says. Blank cells repeat the row above, within the same report."""

OF_ITEM: frozenset[str] = frozenset(
    {"handling", "conditions", "compartment", "source_grade", "assessment", "happened_from", "happened_to"}
)
"""What an item says of itself alone: it never passes to another item."""

MENTION_CELLS: tuple[str, ...] = ("mention_no", "entity", *COLUMNS, "relations")
"""What a mention says. A blank cell is nothing said."""

CLOCK = "time"
"""In a mapping: the time of day of `happened_from`, where it stands in a column of its own."""

FILLED_DOWN: tuple[str, ...] = (*REPORT_CELLS, *ITEM_CELLS)
MENTION_COLUMNS: tuple[str, ...] = (*FILLED_DOWN, *MENTION_CELLS)

ASSESSMENT_COLUMNS: tuple[str, ...] = (
    "child_ref",
    "source_system",
    "assessed_at",
    "assessor",
    "agency",
    "code",
    "status",
    "note",
    "item_refs",
    "access",
    "recorded_at",
    "category_stated",
    "method",
    "authority",
)

QUARANTINE_COLUMNS: tuple[str, ...] = ("file", "line", "field", "value", "reason")
"""What a quarantine file puts before a row: where it came from and why it was refused. Not read back."""

_REQUIRED_OF_ASSESSMENTS = frozenset({"child_ref", "source_system", "assessed_at", "assessor", "code", "status"})


def is_assessment_table(columns: Collection[str]) -> bool:
    """Whether these are the columns of an assessment table: only that one names a `child_ref`."""
    return "child_ref" in columns


def check_columns(file: str, columns: Collection[str], *, named_by_row: bool = False) -> None:
    """Raises `RunStopped` naming the columns of a file that are unknown, repeated or missing.

    Where each row names its own columns, one that the first row does not name is not missing.
    """
    assessments = is_assessment_table(columns)
    known = ASSESSMENT_COLUMNS if assessments else MENTION_COLUMNS
    table = "assessment table" if assessments else "mention table"
    check_repeated(file, columns)
    unknown = [column for column in columns if column not in known and column not in QUARANTINE_COLUMNS]
    if unknown:
        raise LayoutUnknown(
            f"{file}: {described_unknown(unknown, known)} of the {table}.",
            "Rename or remove such a column, or describe the file in a mapping (docs/files-in.md).",
        )
    if not named_by_row and (missing := missing_columns(columns, assessments=assessments)):
        raise LayoutUnknown(
            f"{file}: the {table} needs the column {_listed(missing)}, and the file has none so named.",
            "Add it, or describe the file in a mapping (docs/files-in.md).",
        )


def check_repeated(file: str, columns: Collection[str]) -> None:
    """Raises `RunStopped` where two columns have one name, or a column has none."""
    seen: set[str] = set()
    repeated = sorted({column for column in columns if column in seen or seen.add(column)})
    if repeated:
        named = _listed([column or "(blank)" for column in repeated])
        raise RunStopped(f"{file}: the column {named} is there more than once.", "Give each column its own name.")
    if "" in seen:
        raise RunStopped(f"{file}: a column has no name in the first line.", "Name it, or remove the column.")


def described_unknown(unknown: Iterable[str], known: Collection[str]) -> str:
    """The unknown columns in words, each with the nearest known one: `'vmr' (did you mean 'vrm'?) is no column`."""
    parts: list[str] = []
    for column in unknown:
        near = get_close_matches(column.strip().lower().replace(" ", "_"), list(known), n=1, cutoff=0.6)
        parts.append(f"{column!r}" + (f" (did you mean {near[0]!r}?)" if near else ""))
    return f"{', '.join(parts)} {'is no column' if len(parts) == 1 else 'are no columns'}"


def missing_columns(columns: Collection[str], *, assessments: bool) -> list[str]:
    """The columns a table cannot do without. Reports that come as text alone need none of the mention's columns."""
    if assessments:
        return sorted(_REQUIRED_OF_ASSESSMENTS.difference(columns))
    text_alone = not set(MENTION_CELLS).intersection(columns) and {"report_text", "item_text"}.intersection(columns)
    return [] if text_alone or "entity" in columns else ["entity"]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)
