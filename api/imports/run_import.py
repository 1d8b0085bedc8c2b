"""Bringing files in, for the command line and for the page: the log's intent and outcome stand around each run.

A load holds a file named after its intent, locked as long as its process lives. One that nobody holds is of a load that
was cut off: the next load or start of the pages on this machine enters that as its outcome.
"""

import fcntl
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.accounts import Accounts
from api.installation import Installation
from graph.audit import Entry
from graph.audit.entry import now_ms
from graph.errors import NotPermitted
from graph.ingest.run import IngestSummary, Progress, ingest
from graph.model.view import Reader, Role

UNDER_WAY = "loads"
"""The folder of the files that loads hold."""
LOADERS: frozenset[Role] = frozenset({"operator", "analyst", "manager"})
"""The roles that load files."""


@dataclass(frozen=True)
class Bringing:
    """Which files somebody uploads, through which mapping, and why. A dry run reads everything and writes nothing.

    `reader` is the author as one who reads; without it, the account of that name as it is when the run begins. `who`
    is entered in the log where somebody else acts for the author. `alerts`: what the load brings is found as soon as it
    is stored; who has more to record with it finds it afterwards.
    """

    paths: tuple[Path, ...]
    author: str
    reader: Reader | None = None
    who: str = ""
    mapping: str | None = None
    reason: str = ""
    dry_run: bool = False
    alerts: bool = True


def bring_in(
    installation: Installation,
    wanted: Bringing,
    progress: Callable[[Progress], None],
    stop: Callable[[], bool] = lambda: False,
    now: Callable[[], int] = now_ms,
) -> IngestSummary:
    """Load files, and report what came of it; `progress` is called with how far it is, `stop` asked whether to end.

    Raises `RunStopped` before anything is loaded where a file as a whole is wrong, `RunCancelled` after `stop`,
    `AuditUnavailable` where it cannot be entered in the log, `NotPermitted` where the author may not load, and
    `StoreError`.
    """
    reader = Accounts(installation.sql).get(wanted.author).reader() if wanted.reader is None else wanted.reader
    if reader.role not in LOADERS:
        raise NotPermitted(f"The role {reader.role!r} does not load files.", "An analyst or a manager does.")
    entry = Entry(
        who=wanted.who or wanted.author,
        action="alter",
        question="ingest",
        reason=wanted.reason,
        acting_for=wanted.author if wanted.who else None,
    )
    end_cut_off_loads(installation)
    with installation.log.change(entry) as change, _alive(installation.settings.home / UNDER_WAY, change.intent):
        summary = ingest(
            wanted.paths,
            installation.store,
            installation.sql,
            installation.settings,
            author=wanted.author,
            reader=reader,
            mapping=wanted.mapping,
            dry_run=wanted.dry_run,
            now=now,
            progress=progress,
            stop=stop,
        )
        change.written = (f"run:{summary.run}",)
    if wanted.alerts and not wanted.dry_run:
        installation.find_alerts()
    return summary


def end_cut_off_loads(installation: Installation) -> None:
    """Enter in the log that loads were cut off whose process on this machine ended without entering an outcome."""
    folder = installation.settings.home / UNDER_WAY
    for path in sorted(folder.glob("[0-9]*")) if folder.is_dir() else ():
        try:
            file = path.open("rb")
        except FileNotFoundError:  # it ended meanwhile
            continue
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            if path.name.isdecimal():
                installation.log.end_cut_off(int(path.name))
            path.unlink(missing_ok=True)


@contextmanager
def _alive(folder: Path, intent: int) -> Generator[None]:
    """Hold the file of a load until it ends; the kernel lets go of it when the process is killed."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / str(intent)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)
