"""Bringing files in, for the command line and for the page: the log's intent and outcome stand around each run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from api.accounts import Accounts
from api.house import House
from graph.audit import Entry
from graph.errors import NotPermitted
from graph.ingest.run import IngestSummary, Progress, ingest
from graph.model.view import Reader, Role

LOADERS: frozenset[Role] = frozenset({"operator", "analyst", "manager"})
"""The roles that load files."""


@dataclass(frozen=True)
class Bringing:
    """Which files somebody uploads, through which mapping, and why. A dry run reads everything and writes nothing.

    `reader` is the author as one who reads; without it, the account of that name as it is when the run begins. `who`
    is entered in the log where somebody else acts for the author.
    """

    paths: tuple[Path, ...]
    author: str
    reader: Reader | None = None
    who: str = ""
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
    `AuditUnavailable` where it cannot be entered in the log, `NotPermitted` where the author may not load, and
    `StoreError`.
    """
    reader = Accounts(house.sql).get(wanted.author).reader() if wanted.reader is None else wanted.reader
    if reader.role not in LOADERS:
        raise NotPermitted(f"The role {reader.role!r} does not load files.", "An analyst or a manager does.")
    entry = Entry(
        who=wanted.who or wanted.author,
        action="alter",
        question="ingest",
        reason=wanted.reason,
        acting_for=wanted.author if wanted.who else None,
    )
    with house.log.change(entry) as change:
        summary = ingest(
            wanted.paths,
            house.store,
            house.sql,
            house.settings,
            author=wanted.author,
            reader=reader,
            mapping=wanted.mapping,
            dry_run=wanted.dry_run,
            progress=progress,
            stop=stop,
        )
        change.written = (f"run:{summary.run}",)
    return summary
