"""Files that people upload: kept aside, checked, then loaded, in threads of this process; what is known of them in SQL.

    waiting ──▶ checking ──▶ checked ──▶ waiting ──▶ loading ──▶ loaded
                   ├──────────────────────────────────┤
                   ├─▶ stopped      the file as a whole is wrong, or Dolen could not go on; where only its columns are
                   │                not known the files stay, and it is checked again once a mapping says what they are
                   └─▶ interrupted  Dolen ended, or loading was given up; the same files load the rest

Each person's imports follow one another, different people's run beside one another; in the graph the batches of all of
them take turns. The work goes on when the page is left. Uploads lie in the data folder, for its owner only
(`api.imports.upload_dir`), until they are loaded or given up, or for `DOLEN_UPLOAD_DAYS`.
"""

import logging
import re
import secrets
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import IO, Protocol

from api.imports.records import BUSY, ENDED, Import, ImportRecords, State
from api.imports.run_import import Bringing, bring_in
from api.imports.upload_dir import Incoming
from api.installation import Installation
from graph.errors import DolenError, LayoutUnknown, NotFound, RunCancelled, StoreError, ValueRefused
from graph.ingest.quarantine import QuarantinedRow, is_quarantine_file, write_corrected
from graph.ingest.run import IngestSummary, Progress

MOST_KEPT = 50
"""Imports of one person that are remembered; older ones that are done are forgotten."""
MOST_AT_ONCE = 8
"""People whose files one process works on at once."""
GIVEN_UP = "It was given up."
_DAY = 24 * 60 * 60 * 1000
_BEAT = 1.0
"""Seconds after which a process says again that it lives, and asks what was given up elsewhere."""
_LONGEST_STEM = 80
_log = logging.getLogger("dolen")

__all__ = ["BUSY", "Import", "Imports", "State", "Upload", "safe_name"]


@dataclass(frozen=True)
class Upload:
    """A file as a browser sends it: what it calls it, and what is in it."""

    name: str
    content: IO[bytes]


class Bring(Protocol):
    """How files are checked and loaded."""

    def __call__(
        self,
        installation: Installation,
        wanted: Bringing,
        progress: Callable[[Progress], None],
        stop: Callable[[], bool],
    ) -> IngestSummary: ...


def bring_and_index(
    installation: Installation, wanted: Bringing, progress: Callable[[Progress], None], stop: Callable[[], bool]
) -> IngestSummary:
    """Check or load files, and bring the search index up to date, so that the next search need not wait for it."""
    summary = bring_in(installation, wanted, progress, stop)
    if not wanted.dry_run:
        try:
            installation.index.catch_up()
        except StoreError as error:
            _log.warning("the search index will catch up at the next search: %s", error)
    return summary


class Imports:
    """The imports of one installation, some of which this process works on. Threads may share it.

    `clock` gives UTC milliseconds; `bring` checks and loads.
    """

    def __init__(self, installation: Installation, clock: Callable[[], int], bring: Bring = bring_and_index) -> None:
        self._house = installation
        self._clock = clock
        self._bring = bring
        self._records = ImportRecords(installation.sql)
        self._incoming = Incoming(installation.settings.home)
        self._lock = Lock()
        self._workers: dict[str, ThreadPoolExecutor] = {}
        self._attempts: dict[str, Event] = {}
        self._room = BoundedSemaphore(MOST_AT_ONCE)
        self._closing = Event()
        self._clear()
        self._beating = Thread(target=self._beat, name="imports", daemon=True)
        self._beating.start()

    def close(self) -> None:
        """Stop what is under way between two batches; it is shown as interrupted, and can be loaded again."""
        self._closing.set()
        with self._lock:
            workers = list(self._workers.values())
        for worker in workers:
            worker.shutdown(wait=True, cancel_futures=True)
        self._beating.join()
        for attempt in list(self._attempts):
            self._records.end(attempt, "interrupted", self._clock(), trouble=ENDED)

    def receive(self, author: str, uploads: Sequence[Upload], mapping: str | None, reason: str) -> Import:
        """Keep uploaded files aside, and check them. Raises `ValueRefused` where there is none."""
        if not uploads:
            raise ValueRefused("files", "", "no file was chosen.", "Choose a CSV, XLSX, JSON Lines or ZIP file.")
        id = secrets.token_hex(8)
        names: list[str] = []
        for number, upload in enumerate(uploads, 1):
            path = self._incoming.aside(id, number, safe_name(upload.name))
            path.touch(mode=0o600)
            with path.open("wb") as file:
                shutil.copyfileobj(upload.content, file)
            names.append(path.name)
        return self._add(Import(id, author, mapping, reason, tuple(names), self._clock()))

    def correct(self, earlier: Import, name: str, columns: tuple[str, ...], rows: Sequence[QuarantinedRow]) -> Import:
        """Check the rows of a quarantine file again, as somebody has corrected them on the page."""
        id = secrets.token_hex(8)
        path = self._incoming.aside(id, 1, safe_name(name))
        write_corrected(path, columns, rows)
        return self._add(Import(id, earlier.author, None, earlier.reason, (path.name,), self._clock()))

    def to_correct_again(self, found: Import) -> Path | None:
        """The file of corrected rows that were checked and some of them refused again; None where it is another."""
        if found.state != "checked" or found.tried is None or not found.tried.quarantined:
            return None
        paths = self._incoming.paths(found.id)
        return paths[0] if len(paths) == 1 and is_quarantine_file(paths[0]) else None

    def files(self, found: Import) -> tuple[Path, ...]:
        """The files of an import as long as they are kept, to choose what their columns are; none once it is loaded."""
        paths = self._incoming.paths(found.id) if found.state in ("checked", "stopped") else ()
        return () if any(map(is_quarantine_file, paths)) else paths

    def mapping_of(self, found: Import) -> str:
        """The text of the mapping that was made for an import; nothing where none was."""
        path = self._incoming.mapping(found.id)
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def choices_of(self, found: Import) -> str:
        """The choices behind that mapping, as they were given; nothing where it was written as text."""
        path = self._incoming.choices(found.id)
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def map_by(self, author: str, id: str, mapping: str, choices: str) -> Import:
        """Check an import's files again through a mapping of its own, given as text with the choices behind it.

        Raises `NotFound`.
        """
        found = self.of(author, id)
        if not self.files(found):
            raise NotFound("The files of this import are not kept any more.", "Upload them again.")
        self._incoming.mapping(id).write_text(mapping, encoding="utf-8")
        self._incoming.choices(id).write_text(choices, encoding="utf-8")
        attempt = secrets.token_hex(8)
        if self._records.take(id, ("checked", "stopped"), attempt, self._clock(), to_load=False):
            self._submit(author, id, attempt, to_load=False)
        return self.of(author, id)

    def divide(self, author: str, id: str, groups: Sequence[Sequence[str]]) -> tuple[Import, ...]:
        """Make an import of each group of an import's files, by their names, and check each. Raises `NotFound`."""
        found = self.of(author, id)
        paths = self.files(found)
        if not paths:
            raise NotFound("The files of this import are not kept any more.", "Upload them again.")
        made: list[Import] = []
        for names in groups:
            own = secrets.token_hex(8)
            mine = [path for path in paths if path.name in names]
            for number, path in enumerate(mine, 1):
                path.rename(self._incoming.aside(own, number, path.name))
            names = tuple(path.name for path in mine)
            made.append(self._add(Import(own, author, None, found.reason, names, self._clock())))
        self._forget(id)
        return tuple(made)

    def of(self, author: str, id: str) -> Import:
        """An import of this person's. Raises `NotFound`, for another person's too."""
        self._records.interrupt_lost(self._clock())
        found = self._records.of(author, id)
        if found is None:
            raise NotFound("You have no such import.", "Look at the list of imports, or upload the files again.")
        return found

    def all_of(self, author: str) -> tuple[Import, ...]:
        """This person's imports, the newest first."""
        self._records.interrupt_lost(self._clock())
        return self._records.all_of(author)

    def load(self, author: str, id: str) -> Import:
        """Load what was checked, or go on with what was interrupted; once, however often it is asked.

        Raises `NotFound`.
        """
        found = self.of(author, id)
        to_load = found.state == "checked" or found.to_load
        attempt = secrets.token_hex(8)
        if self._records.take(id, ("checked", "interrupted"), attempt, self._clock(), to_load=to_load):
            self._submit(author, id, attempt, to_load=to_load)
        return self.of(author, id)

    def give_up(self, author: str, id: str) -> Import | None:
        """Give an import up, at once, whatever it is doing: forget it, and delete its files.

        What is being loaded is interrupted between two batches: what was loaded stays, and so do the files, until the
        rest is loaded or given up too. Gives the import where it is still there. Raises `NotFound`.
        """
        found = self.of(author, id)
        if found.state == "loaded":
            return found
        if found.busy and found.to_load:
            self._records.interrupt(id, GIVEN_UP, self._clock())
        else:
            self._records.forget(id)
            self._incoming.delete(id)
        self._stop_lost()
        return self._records.of(author, id)

    def _add(self, new: Import) -> Import:
        attempt = secrets.token_hex(8)
        self._records.add(new, attempt, self._clock())
        for each in [each for each in self._records.all_of(new.author) if not each.busy][MOST_KEPT:]:
            self._forget(each.id)
        self._submit(new.author, new.id, attempt, to_load=False)
        return new

    def _submit(self, author: str, id: str, attempt: str, *, to_load: bool) -> None:
        with self._lock:
            self._attempts[attempt] = Event()
            if author not in self._workers:
                self._workers[author] = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")
            self._workers[author].submit(self._run, author, id, attempt, to_load=to_load)

    def _run(self, author: str, id: str, attempt: str, *, to_load: bool) -> None:
        """Check or load one import; whatever happens is kept for its owner to see."""
        with self._room:
            try:
                found = self._records.of(author, id)
                began = self._records.begin(attempt, "loading" if to_load else "checking", self._clock())
                if found is not None and began and not self._closing.is_set():
                    self._attempt(found, attempt, to_load=to_load)
            finally:
                if not self._closing.is_set():
                    self._attempts.pop(attempt, None)

    def _attempt(self, found: Import, attempt: str, *, to_load: bool) -> None:
        given_up = self._attempts[attempt]
        paths = self._incoming.paths(found.id)
        if len(paths) != len(found.names):
            self._stop(found, attempt, "Its files are not on this machine any more. Upload them again.")
            return
        own = self._incoming.mapping(found.id)
        mapping = str(own) if own.is_file() else found.mapping
        wanted = Bringing(paths, found.author, mapping=mapping, reason=found.reason, dry_run=not to_load)

        def reached(progress: Progress) -> None:
            self._records.reached(attempt, progress, self._clock())

        try:
            summary = self._bring(self._house, wanted, reached, lambda: given_up.is_set() or self._closing.is_set())
        except RunCancelled:
            self._records.end(attempt, "interrupted", self._clock(), trouble=ENDED)
        except LayoutUnknown as error:
            self._records.end(attempt, "stopped", self._clock(), trouble=str(error))
        except DolenError as error:
            self._stop(found, attempt, str(error))
        except Exception as error:  # noqa: BLE001  since the import's owner has to see that it ended, whatever the cause
            _log.error("an import failed", exc_info=error)
            self._stop(found, attempt, "Something went wrong in Dolen itself. Tell your administrator.")
        else:
            if not to_load:
                self._records.end(attempt, "checked", self._clock(), tried=summary)
            elif self._records.end(attempt, "loaded", self._clock(), summary=summary):
                self._incoming.delete(found.id)

    def _stop(self, found: Import, attempt: str, trouble: str) -> None:
        if self._records.end(attempt, "stopped", self._clock(), trouble=trouble):
            self._incoming.delete(found.id)

    def _beat(self) -> None:
        """Say that this process lives, end what was given up elsewhere, and clear what has been kept long enough."""
        cleared = self._clock()
        while not self._closing.wait(_BEAT):
            try:
                self._stop_lost()
                if self._clock() - cleared > _DAY // 24:
                    cleared = self._clock()
                    self._clear()
            except Exception as error:  # noqa: BLE001  since the next beat may succeed
                _log.warning("the imports cannot be noted: %s", error)

    def _stop_lost(self) -> None:
        """End the attempts whose import is not theirs any more."""
        with self._lock:
            attempts = dict(self._attempts)
        if not attempts:
            return
        held = self._records.hold(attempts, self._clock())
        for attempt, given_up in attempts.items():
            if attempt not in held:
                given_up.set()

    def _clear(self) -> None:
        self._records.interrupt_lost(self._clock())
        self._records.forget_older(self._clock() - self._house.settings.upload_days * _DAY)
        self._incoming.clear(self._records.ids())

    def _forget(self, id: str) -> None:
        self._records.forget(id)
        self._incoming.delete(id)


def safe_name(name: str) -> str:
    """What a browser calls a file, as the name of a file in a folder of its own: no folder, no sign, not too long.

    The name is kept where it can be, because messages name the file, and reports without a reference are numbered
    after it.
    """
    own = PurePosixPath(name.replace("\\", "/")).name
    cleaned = re.sub(r"[^\w. -]", "_", own).strip(". ")
    stem, ending = PurePosixPath(cleaned or "file").stem, PurePosixPath(cleaned).suffix
    return f"{stem.encode()[:_LONGEST_STEM].decode(errors='ignore')}{ending[:10]}"
