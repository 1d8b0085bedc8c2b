"""What files would become, read to its end without a store: the items and mentions they state, and what is refused."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from graph.ingest.columns import is_assessment_table
from graph.ingest.map.batches import batches
from graph.ingest.map.mapped_files import opened_tables, rows_of
from graph.ingest.map.mapping import MappingFile
from graph.ingest.map.starter import ROWS
from graph.ingest.normalise.check_table import check
from graph.ingest.normalise.model import Findings, StatedItem, StatedReport
from graph.ingest.normalise.reports import Loading, normalise
from graph.ingest.reading_limits import Watch
from graph.ingest.rows import Refusal, RowPlace, Warned

_AT_ONCE = 2_000


@dataclass(frozen=True)
class Preview:
    """What files state. `notes` say what to know of a file: (file, note)."""

    reports: list[StatedReport] = field(default_factory=list[StatedReport])
    findings: Findings = field(default_factory=Findings)
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def items(self) -> list[StatedItem]:
        """Every item, in the order of the files."""
        return [item for report in self.reports for item in report.items]


def preview(
    paths: Sequence[Path],
    loading: Loading,
    *,
    mapping: MappingFile | None = None,
    watch: Watch | None = None,
    most: int | None = None,
) -> Preview:
    """Read files as a load would, up to `most` rows of each table as they stand in the mention table.

    Assessments are not read. Raises `RunStopped` for what is wrong with a file as a whole, or with the mapping.
    """
    opened = opened_tables(paths, mapping, watch or Watch())
    found = Preview(notes=opened.notes)
    for table in opened.tables:
        if is_assessment_table(table.columns):
            continue
        checked = check(table.name, islice(rows_of(table), most))
        for batch in batches(checked.marked(islice(rows_of(table), most)), _AT_ONCE):
            found.reports.extend(normalise(batch, loading, found.findings))
    return found


@dataclass(frozen=True)
class RowOutcome:
    """What one row of a file would become: the items that it states, why it is refused, and what is odd about it."""

    place: RowPlace
    items: tuple[StatedItem, ...]
    refused: tuple[Refusal, ...]
    warned: tuple[Warned, ...]


def row_outcomes(
    paths: Sequence[Path], loading: Loading, mapping: MappingFile | None, lines: int, *, watch: Watch | None = None
) -> tuple[RowOutcome, ...]:
    """What the first so many rows of files would become, read beside `ROWS` others. Raises `RunStopped`."""
    found = preview(paths, loading, mapping=mapping, watch=watch, most=ROWS)
    items: dict[RowPlace, list[StatedItem]] = defaultdict(list)
    for item in found.items:
        for place in dict.fromkeys(row.place for row in item.rows):
            mentions = (mention for mention in item.mentions if mention.row.place == place)
            in_order = tuple(sorted(mentions, key=lambda mention: mention.mention.mention_no))
            items[place].append(replace(item, mentions=in_order))
    refused: dict[RowPlace, dict[Refusal, None]] = defaultdict(dict)
    for row in found.findings.refused:
        refused[row.row.place].update(dict.fromkeys((row.refusal, *row.also)))
    warned: dict[RowPlace, dict[Warned, None]] = defaultdict(dict)
    for each in found.findings.warned:
        warned[each.place][each] = None
    files = list(dict.fromkeys(place.file for place in (*items, *refused)))
    places = sorted({*items, *refused}, key=lambda place: (files.index(place.file), place.line))
    return tuple(
        RowOutcome(place, tuple(items[place]), tuple(refused[place]), tuple(warned[place])) for place in places[:lines]
    )
