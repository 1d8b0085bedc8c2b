"""Refusals grouped as a person corrects them: a line for each column, value and reason, with how many rows it holds up.

Causes come before their consequences (a row that waits for a refused one), and what holds up most rows comes first.
What is wrong with a column of a whole file, such as its form of dates, is reported once, not for each of its values.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.ingest.map.mapping import MappingFile
from graph.ingest.rows import LOADED_WITHOUT, Refusal, RefusedRow, RowPlace

MOST_GROUPS = 1_000
"""Different refusals that are grouped separately; beyond them only rows are counted."""
_CONSEQUENCES = (
    "which this row repeats",
    "its own row is refused",
    "the row above, which this row may repeat",
    LOADED_WITHOUT,
)
_WORDS = ("it must be one of: ", "do not say what it means")
_LONGEST = 60
_MANY_VALUES = 25
"""Different values of a column, refused for one reason, above which they are one group."""


@dataclass(frozen=True, slots=True)
class RefusalGroup:
    """One reason that rows were refused: the column, the value, how many rows of the source, and the first of them.

    `add` is the line of a mapping that would take the value, where one would; else nothing. `values` is how many
    different values the group holds, of which `value` is the first.
    """

    field: str
    value: str
    reason: str
    rows: int
    file: str
    line: int
    add: str
    values: int = 1

    def __str__(self) -> str:
        what = f"{self.field} {self.value[:_LONGEST]!r}" if self.field else "row"
        if self.field and self.values > 1:
            what += f" and {self.values - 1:,} other values"
        add = f" Add {self.add}" if self.add else ""
        count = f"{self.rows:,} row{'' if self.rows == 1 else 's'}"
        return f"{what}: {count}, first {self.file}, line {self.line}: {self.reason.rstrip('.')}.{add}"


@dataclass(slots=True)
class _Group:
    first: Refusal
    rows: int = 0
    last: tuple[str, int] = ("", 0)

    def count(self, refusal: Refusal) -> None:
        """One more; the rows that a mapping makes of one source row stand together, and count once."""
        if self.last != (refusal.file, refusal.line):
            self.rows += 1
            self.last = (refusal.file, refusal.line)


@dataclass
class Grouping:
    """Groups refused rows as they come. `mapping` is that of the run; a remedy is worded in its terms."""

    mapping: MappingFile | None = None
    source_rows: int = 0
    """Rows of the source that are refused, in whole or in part; those that a mapping makes of one count once."""
    _last: frozenset[RowPlace] = frozenset()
    _groups: dict[tuple[str, str, str], _Group] = field(default_factory=dict[tuple[str, str, str], _Group])
    _of_reason: dict[tuple[str, str], _Group] = field(default_factory=dict[tuple[str, str], _Group])

    def add(self, refused: Iterable[RefusedRow]) -> None:
        """The refused rows of one batch; all that is wrong with one is grouped."""
        refused = list(refused)
        places = frozenset(each.row.place for each in refused)
        self.source_rows += len(places - self._last)
        self._last = places or self._last
        for each in refused:
            for refusal in (each.refusal, *each.also):
                key, why = (refusal.field, refusal.value, refusal.reason), (refusal.field, refusal.reason)
                if why in self._of_reason or len(self._of_reason) < MOST_GROUPS:
                    self._of_reason.setdefault(why, _Group(refusal)).count(refusal)
                if key in self._groups or len(self._groups) < MOST_GROUPS:
                    self._groups.setdefault(key, _Group(refusal)).count(refusal)

    def groups(self) -> tuple[RefusalGroup, ...]:
        """Causes first, then by how many rows they hold up."""
        found: list[RefusalGroup] = []
        for (column, reason), group in self._of_reason.items():
            values = [key for key in self._groups if (key[0], key[2]) == (column, reason)]
            first = group.first
            # Values that a mapping can take need a line each, so each is listed; a row as a whole has no value to list.
            together = not column or len(values) > _MANY_VALUES
            if together and not self._add(column, first.value, reason):
                value = first.value if column else ""
                found.append(RefusalGroup(column, value, reason, group.rows, first.file, first.line, "", len(values)))
                continue
            for key in values:
                group, first = self._groups[key], self._groups[key].first
                found.append(RefusalGroup(*key, group.rows, first.file, first.line, self._add(*key)))
        return tuple(sorted(found, key=lambda g: (_is_consequence(g.reason), -g.rows, g.file, g.line, g.field)))

    def _add(self, column: str, value: str, reason: str) -> str:
        """The line of the mapping that would take this value; nothing where no line would."""
        if self.mapping is None or not any(words in reason for words in _WORDS):
            return ""
        name = column
        if "the mapping's values '" in reason:
            name = reason.split("the mapping's values '")[1].partition("'")[0]
        return f'{_quoted(value)} = "…" under [values.{name}] of the mapping {self.mapping.name!r}.'


def _is_consequence(reason: str) -> bool:
    return any(words in reason for words in _CONSEQUENCES)


def _quoted(text: str) -> str:
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'
