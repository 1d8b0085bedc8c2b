"""What normalising hands on: items with their mentions, and relations that still name mentions by their number."""

from dataclasses import dataclass, field

from graph.ingest.rows import RawRow, RefusedRow, Warned
from graph.model.records import ItemRecord, MentionRecord, ReportRecord

UNREAD = ""
"""Stands among item numbers for a row of which nothing can be read."""
REST = " "
"""Stands among item numbers for what comes in the next batch."""


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """A relation as its row states it: its type and the number of the mention it leads to. `text` is as written."""

    kind: str
    target_no: str
    text: str
    since: str | None = None
    until: str | None = None
    relation: str | None = None
    at: int | None = None
    seconds: int | None = None

    @property
    def detail(self) -> str:
        """What distinguishes two relations of one type between the same two."""
        return "|".join(str(part or "") for part in (self.since, self.until, self.relation, self.at, self.seconds))


@dataclass(frozen=True, slots=True)
class StatedMention:
    """One row's mention with what it states about others."""

    row: RawRow
    mention: MentionRecord
    relations: tuple[StatedRelation, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedItem:
    """One item with its mentions; `rows` are all of its rows, also one that mentions nobody."""

    item: ItemRecord
    rows: tuple[RawRow, ...]
    mentions: tuple[StatedMention, ...]


@dataclass(frozen=True, slots=True)
class StatedReport:
    """One report with its items, as far as one batch holds them.

    `missing` are the numbers of items that are refused, of which the report's words may speak; with `UNREAD`, `REST`.
    """

    report: ReportRecord
    items: tuple[StatedItem, ...]
    missing: frozenset[str] = frozenset()


@dataclass(slots=True)
class Findings:
    """What was found on the way: rows refused, and oddities kept."""

    refused: list[RefusedRow] = field(default_factory=list[RefusedRow])
    warned: list[Warned] = field(default_factory=list[Warned])

    def and_then(self, later: "Findings") -> "Findings":
        """These and later ones of the same rows, refusals in the order of lines."""
        refused = sorted([*self.refused, *later.refused], key=lambda each: each.refusal.line)
        return Findings(refused, [*self.warned, *later.warned])

    def refuse(self, row: RawRow, column: str, reason: str, value: str | None = None) -> None:
        """Refuse a row, for what stands in a column."""
        self.refused.append(RefusedRow(row, row.refuse(column, reason, value)))

    def warn(self, row: RawRow, column: str, value: str, reason: str) -> None:
        """Note something odd that is kept."""
        self.warned.append(Warned(row.place, column, value, reason))
