"""The two tables of a demo force, as Dolen's ingest reads them: one row a mention, one row an assessed indicator.

A report has items, an item has mentions. `report_ref` and `item_no` stand on every row; the other report and item
cells stand on the first row of their report or item and are blank below it. When an item was recorded and when it
happened are cells of the item. A blank cell on an item's first row is a missing value. Items are put so that a missing
value never follows a present one within a report: then a reader that fills every blank from the row above reads the
same.
"""

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import NamedTuple, TextIO

from graph.ingest.columns import MENTION_CELLS
from graph.model.columns import COLUMNS as RECORDED
from graph.model.columns import AsRecorded

PREMISES_KINDS = (
    "home",
    "placement",
    "care home",
    "school",
    "hospital",
    "station",
    "hotel",
    "takeaway",
    "taxi office",
    "park",
    "shop",
    "licensed premises",
    "other",
)
"""What an address is used as, as `premises_kind` says it. `home` is a private address, `placement` a foster or
supported home in which a child has been placed, `other` anything that the rest does not name."""

REPORT_COLUMNS = ("report_ref", "source_system", "recorded_at", "happened_from", "happened_to", "title", "report_text")
ITEM_COLUMNS = (
    "item_no", "event", "item_text", "source_grade", "assessment", "handling", "conditions", "compartment", "kind",
    "origin",
)  # fmt: skip
ASSESSMENT_COLUMNS = (
    "child_ref", "source_system", "assessed_at", "assessor", "agency", "code", "status", "note", "item_refs", "access",
    "recorded_at",
)  # fmt: skip


class Mention(NamedTuple):
    """Somebody or something that an item names, and what the row says of it. `mention_no` is unique in the report."""

    mention_no: int
    entity: str
    recorded: AsRecorded
    relations: str = ""

    def cells(self) -> tuple[str | int, ...]:
        """The cells of its row, in the order of `MENTION_CELLS`."""
        said = {**asdict(self.recorded), "alias": "; ".join(self.recorded.alias)}
        texts = (str(said[name] or "") for name in RECORDED)
        return self.mention_no, self.entity, *texts, self.relations


COLUMNS = (*REPORT_COLUMNS, *ITEM_COLUMNS, *MENTION_CELLS)
"""The columns of the mention table, in order."""


@dataclass(frozen=True, slots=True)
class Marking:
    """How an item is graded and who may have it: 3x5x2 letters (blank: not graded), handling, `;`-separated conditions,
    compartment (blank: none)."""

    source_grade: str = ""
    assessment: str = ""
    handling: str = "P"
    conditions: str = ""
    compartment: str = ""

    @property
    def filled(self) -> tuple[bool, bool]:
        """Which of the cells that may be missing are not; items stand in this order."""
        return self.compartment != "", self.conditions != ""


@dataclass(frozen=True, slots=True)
class Item:
    """One graded item of a report. `origin` is an opaque mark of a common source; blank: the report is its own.

    `happened_from` is blank where nobody could say when it happened.
    """

    item_no: int
    event: str
    text: str
    marking: Marking
    kind: str
    origin: str
    mentions: tuple[Mention, ...]
    happened_from: str = ""


@dataclass(frozen=True, slots=True)
class AssessedIndicator:
    """One SERAF indicator as an assessor judged it, with the items (`REPORT_REF/ITEM_NO`) it rests on."""

    code: str
    status: str
    note: str
    item_refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A SERAF assessment of one child: `child_ref` is the child's reference within `source_system`.

    It is recorded when it is made.
    """

    child_ref: str
    source_system: str
    assessed_at: str
    assessor: str
    agency: str
    indicators: tuple[AssessedIndicator, ...]
    access: str = "P||"

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The assessment's rows, one an indicator, in the order of `ASSESSMENT_COLUMNS`."""
        whose = (self.child_ref, self.source_system, self.assessed_at, self.assessor, self.agency)
        for each in self.indicators:
            refs = ";".join(each.item_refs)
            yield (*whose, each.code, each.status, each.note, refs, self.access, self.assessed_at)


@dataclass(frozen=True, slots=True)
class Report:
    """One report with its items and, where it records one, the assessment made that day. Times are ISO, local."""

    ref: str
    source_system: str
    recorded_at: str
    title: str
    items: tuple[Item, ...]
    assessment: Assessment | None = None

    @property
    def text(self) -> str:
        """The whole text; a report of several items numbers them."""
        if len(self.items) == 1:
            return self.items[0].text
        return " ".join(f"{item.item_no}. {item.text}" for item in self.items)

    @property
    def mentions(self) -> int:
        """How many rows the report takes in the mention table."""
        return sum(len(item.mentions) for item in self.items)

    def rows(self) -> Iterator[tuple[str | int, ...]]:
        """The report's rows, in the order of `COLUMNS`."""
        title, text, source = self.title, self.text, self.source_system
        for item in self.items:
            graded = item.marking
            when, until = (self.recorded_at, item.happened_from), ""
            item_cells: tuple[str, ...] = (
                item.event, item.text, graded.source_grade, graded.assessment, graded.handling, graded.conditions,
                graded.compartment, item.kind, item.origin,
            )  # fmt: skip
            for mention in item.mentions:
                yield (self.ref, source, *when, until, title, text, item.item_no, *item_cells, *mention.cells())
                title, text, source = "", "", ""
                when, item_cells = ("", ""), ("",) * len(item_cells)


class ForceTables:
    """The two tables being written, report by report."""

    def __init__(self, mentions: TextIO, assessments: TextIO) -> None:
        self._mentions = csv.writer(mentions, lineterminator="\n")
        self._assessments = csv.writer(assessments, lineterminator="\n")
        self._mentions.writerow(COLUMNS)
        self._assessments.writerow(ASSESSMENT_COLUMNS)

    def write(self, report: Report) -> None:
        """The report's mentions, and its assessment where it has one."""
        self._mentions.writerows(report.rows())
        if report.assessment is not None:
            self._assessments.writerows(report.assessment.rows())
