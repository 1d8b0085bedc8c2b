"""Bringing files in, for the command line and for the page: the log's intent and outcome stand around each run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from api.house import House
from graph.audit import Entry
from graph.ingest.run import IngestSummary, Progress, ingest


@dataclass(frozen=True)
class Bringing:
    """Which files somebody brings in, through which mapping, and why. A dry run reads everything and writes nothing."""

    paths: tuple[Path, ...]
    author: str
    mapping: str | None = None
    reason: str = ""
    dry_run: bool = False


def bring_in(
    house: House,
    wanted: Bringing,
    progress: Callable[[Progress], None],
    stop: Callable[[], bool] = lambda: False,
) -> IngestSummary:
    """Load files, and report what came of it; `progress` is called with how far it is, `stop` asked whether to end.

    Raises `RunStopped` before anything is loaded where a file as a whole is wrong, `RunCancelled` after `stop`,
    `AuditUnavailable` where it cannot be entered in the log, and `StoreError`.
    """
    entry = Entry(who=wanted.author, action="alter", question="ingest", reason=wanted.reason)
    with house.log.change(entry) as change:
        summary = ingest(
            wanted.paths,
            house.store,
            house.sql,
            house.settings,
            author=wanted.author,
            mapping=wanted.mapping,
            dry_run=wanted.dry_run,
            progress=progress,
            stop=stop,
        )
        change.written = (f"run:{summary.run}",)
    return summary
