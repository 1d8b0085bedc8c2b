"""One run from files to graph: look at every file, then read, map, fill, normalise, resolve and write by batches."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine

from graph.ingest.assessments import load_assessments, stated_assessments
from graph.ingest.columns import ASSESSMENT_COLUMNS, MENTION_COLUMNS, is_assessment_table
from graph.ingest.map.batches import batches
from graph.ingest.map.mapped_files import opened_tables, raw_rows, rows_of
from graph.ingest.map.mapping import MappingFile, load_mapping
from graph.ingest.normalise.check_table import Checked, check
from graph.ingest.normalise.model import Findings, StatedReport
from graph.ingest.normalise.reports import Loading, normalise
from graph.ingest.quarantine import Quarantine
from graph.ingest.read.sources import digest_of, unread_members
from graph.ingest.read.tables import Table, held_rows
from graph.ingest.reading_limits import Watch
from graph.ingest.refusals import Grouping, RefusalGroup
from graph.ingest.rows import Refusal, RowPlace, Warned
from graph.ingest.runs import Run, RunCounts, Runs
from graph.ingest.write.batch import Loaded, load_batch
from graph.model.kinds import SAID
from graph.model.view import Reader
from graph.settings import Settings
from graph.store import Store, Writer

T = TypeVar("T")

KINDS = (
    *("report", "item", "mention"),
    *SAID,
    "relationship",
)
"""What a summary counts as created."""

ASSESSMENTS_AT_ONCE = 200
"""Assessments written in one transaction."""

BULK = 1_000
"""New records in one load from which on the engine makes its query plans again. A smaller load changes no plan, and
discarding the plans makes everybody's next question slower."""

MAX_LISTED = 100
"""The most refusals that a summary lists one by one; the quarantine file has all."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a run: the table being read, its rows so far, and the rows of all tables so far."""

    table: str
    table_rows: int
    rows: int


@dataclass(frozen=True, slots=True)
class WarningGroup:
    """One oddity that was kept: the column, the reason, how often, and where it was first met."""

    field: str
    reason: str
    count: int
    file: str
    line: int
    value: str


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What came of a run.

    `assessments` counts those newly recorded, `unchanged`, `quarantined`, `repeated` and `unseen` rows: `repeated` ones
    equal an earlier row of their file; `unseen` ones are stored, the loader may not read them, and nothing else is
    reported of these. `quarantined` are rows of the source: where a mapping makes several of one, they count once.
    `seconds` are of this attempt.
    """

    run: str
    reports: int
    items: int
    mentions: int
    assessments: int
    created: Mapping[str, int]
    unchanged: int
    quarantined: int
    quarantine_files: tuple[str, ...]
    alerts: int
    seconds: float
    dry_run: bool
    resumed: bool
    unseen: int = 0
    repeated: int = 0
    warnings: tuple[WarningGroup, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    refusal_groups: tuple[RefusalGroup, ...] = ()

    @property
    def quarantine_file(self) -> str | None:
        """The quarantine file, or the first of two; None where every row was loaded."""
        return self.quarantine_files[0] if self.quarantine_files else None

    def as_json(self) -> dict[str, object]:
        """The summary as `dolen ingest --json` prints it."""
        return {
            "run": self.run,
            "reports": self.reports,
            "items": self.items,
            "mentions": self.mentions,
            "created": {kind: self.created.get(kind, 0) for kind in KINDS},
            "unchanged": self.unchanged,
            "unseen": self.unseen,
            "quarantined": self.quarantined,
            "quarantine_file": self.quarantine_file,
            "alerts": self.alerts,
            "seconds": self.seconds,
        }


def ingest(
    paths: Sequence[Path],
    store: Store,
    sql: Engine,
    settings: Settings,
    *,
    author: str,
    reader: Reader,
    mapping: str | None = None,
    dry_run: bool = False,
    now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> IngestSummary:
    """Load these files into the graph.

    `mapping` names a mapping or gives the path of one; `author` is who loads, and `reader` the loader as one who reads:
    whatever is looked up is read through their clearance. `now` gives epoch milliseconds. A dry run reads everything
    and writes neither graph nor quarantine. `stop` is asked while reading and before each batch, from several threads:
    once it says yes, what was written stays, and the same files go on from there. Raises `RunStopped` before anything
    is loaded where a file as a whole, or the mapping, is wrong, and `RunCancelled`.
    """
    began = time.monotonic()
    watch = Watch(stop, settings.reading_seconds)
    written = None if mapping is None else load_mapping(mapping, settings.home / "mappings")
    opened = opened_tables(paths, written, watch)
    tables = opened.tables
    checked = {table: check(table.name, rows_of(table)) for table in tables if not is_assessment_table(table.columns)}
    runs = Runs(sql)
    load_time = now()
    run = Run("dry-run", "", "", author, load_time, None, 0, RunCounts())
    if not dry_run:
        run = runs.begin(digest_of(paths), "" if written is None else written.name, author, load_time)
    loading = Loading(author, run.started, frozenset(settings.identifiers), reader)
    work = _Work(store, settings, run, loading, checked, None if dry_run else runs, progress, watch, written)
    for name in unread_members(paths) if mapping is None else ():
        work.warn(Warned(RowPlace(name, 1), "", "", "this file in a ZIP is no table and was not read"))
    for name, note in opened.notes:
        work.warn(Warned(RowPlace(name, 1), "", "", note))
    for table in sorted(tables, key=lambda table: is_assessment_table(table.columns)):
        work.load(table)
    if not dry_run:
        runs.finish(run, max(now(), run.started))
        if work.is_bulk:
            store.settle()
    return work.summary(round(time.monotonic() - began, 1))


class _Tried(Exception):
    """Undoes the transaction of a batch that is only tried, and carries what would have come of it."""

    def __init__(self, loaded: Loaded) -> None:
        super().__init__()
        self.loaded = loaded


class _Work:
    """One run at work."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        run: Run,
        loading: Loading,
        checked: Mapping[Table, Checked],
        runs: Runs | None,
        progress: Callable[[Progress], None] | None,
        watch: Watch,
        mapping: MappingFile | None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._run = run
        self._runs = runs
        self._progress = progress
        self._watch = watch
        self._loading = loading
        self._checked = checked
        self._counts = run.counts
        self._batches = 0
        self._rows = 0
        self._quarantine = None if runs is None else Quarantine(settings.home / "quarantine", run.id)
        self._tried: set[str] | None = set() if runs is None else None
        self._refused: list[Refusal] = []
        self._grouping = Grouping(mapping)
        self._warned: dict[tuple[str, str], WarningGroup] = {}

    def load(self, table: Table) -> None:
        """Load one table, a batch a transaction."""
        if is_assessment_table(table.columns):
            self._load_assessments(table)
            return
        read = 0
        for rows, stated, findings in _ahead(self._stated(table)):
            loaded = self._write(lambda writer: load_batch(writer, stated, self._loading, self._tried))  # noqa: B023  # called before the next batch
            self._count(loaded)
            self._note(findings.and_then(loaded.findings), MENTION_COLUMNS)
            read += rows
            self._tell(table, read, rows)

    def _stated(self, table: Table) -> Iterator[tuple[int, list[StatedReport], Findings]]:
        """A table's batches as read: how many rows, what they state, and what was refused or odd."""
        rows = self._checked[table].marked(rows_of(table))
        for batch in batches(rows, self._settings.batch_size):
            findings = Findings()
            stated = normalise(batch, self._loading, findings)
            yield len(batch.rows), stated, findings

    def _load_assessments(self, table: Table) -> None:
        """Load an assessment table; its rows are held together, since those of one assessment may stand apart."""
        findings = Findings()
        rows = raw_rows(replace(table, open_rows=lambda: held_rows(table)), ASSESSMENT_COLUMNS)
        stated = list(stated_assessments(rows, self._loading, findings))
        self._note(findings, ASSESSMENT_COLUMNS)
        read = 0
        for start in range(0, len(stated), ASSESSMENTS_AT_ONCE):
            batch = stated[start : start + ASSESSMENTS_AT_ONCE]
            loaded = self._write(lambda writer: load_assessments(writer, batch, self._loading))  # noqa: B023  # called before the next batch
            self._count(loaded)
            self._note(loaded.findings, ASSESSMENT_COLUMNS)
            rows_read = sum(len(each.rows) for each in batch)
            read += rows_read
            self._tell(table, read, rows_read)

    def _tell(self, table: Table, read: int, more: int) -> None:
        self._rows += more
        if self._progress is not None:
            self._progress(Progress(table.name, read, self._rows))

    @property
    def is_bulk(self) -> bool:
        """Whether the load is large, this attempt and any that was cut off before taken together."""
        return self._counts.created.total() + self._counts.unseen >= BULK

    def summary(self, seconds: float) -> IngestSummary:
        """What came of it."""
        counts = self._counts
        files = () if self._quarantine is None else self._quarantine.files()
        return IngestSummary(
            run=self._run.id,
            reports=counts.reports,
            items=counts.items,
            mentions=counts.mentions,
            assessments=counts.assessments,
            created={kind: counts.created[kind] for kind in KINDS},
            unchanged=counts.unchanged,
            unseen=counts.unseen,
            repeated=counts.repeated,
            quarantined=self._grouping.source_rows,
            quarantine_files=tuple(str(file) for file in files),
            alerts=0,
            seconds=seconds,
            dry_run=self._runs is None,
            resumed=self._run.batches > 0,
            warnings=tuple(sorted(self._warned.values(), key=lambda group: (group.field, group.reason))),
            refusals=tuple(self._refused),
            refusal_groups=self._grouping.groups(),
        )

    def _write(self, work: Callable[[Writer], Loaded]) -> Loaded:
        """Do a batch's work in one transaction; of a dry run, undo it."""
        self._watch.check_given_up()
        if self._runs is not None:
            return self._store.write(work)

        def tried(writer: Writer) -> None:
            raise _Tried(work(writer))

        try:
            self._store.write(tried)
        except _Tried as done:
            return done.loaded
        raise AssertionError("a dry run undoes what it tries")

    def _count(self, loaded: Loaded) -> None:
        """Add up, but for batches that were counted before the run was cut off."""
        self._batches += 1
        if self._batches <= self._run.batches:
            return
        counts = self._counts
        counts.reports += loaded.reports
        counts.items += loaded.items
        counts.mentions += loaded.mentions
        counts.assessments += loaded.assessments
        counts.unchanged += loaded.unchanged
        counts.unseen += loaded.unseen
        counts.repeated += loaded.repeated
        counts.created.update(loaded.created)
        if self._runs is not None:
            self._runs.committed(self._run, self._batches, counts)

    def _note(self, findings: Findings, columns: tuple[str, ...]) -> None:
        """Put refused rows into quarantine, and group what is odd."""
        room = MAX_LISTED - len(self._refused)
        self._grouping.add(findings.refused)
        self._refused += [each.refusal for each in findings.refused[:room]]
        if self._quarantine is not None:
            self._quarantine.add(columns, findings.refused)
        for warned in findings.warned:
            self.warn(warned)

    def warn(self, warned: Warned) -> None:
        """Group what is odd by what is odd about it."""
        key = (warned.field, warned.reason)
        group = self._warned.get(key)
        place = warned.place
        self._warned[key] = (
            WarningGroup(*key, 1, place.file, place.line, warned.value)
            if group is None
            else replace(group, count=group.count + 1)
        )


def _ahead(source: Iterator[T]) -> Iterator[T]:
    """The same, one ahead: the next batch is read while the engine writes this one."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(next, source, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, source, None)
            yield batch
