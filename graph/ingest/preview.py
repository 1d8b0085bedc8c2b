"""What files would become, read to its end without a store: the items and mentions they state, and what is refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from graph.ingest.columns import is_assessment_table
from graph.ingest.limits import Watch
from graph.ingest.map.batches import batches
from graph.ingest.map.mapped_files import opened_tables, rows_of
from graph.ingest.map.mapping import MappingFile
from graph.ingest.normalise.check_table import check
from graph.ingest.normalise.model import Findings, StatedItem, StatedReport
from graph.ingest.normalise.reports import Loading, normalise

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
