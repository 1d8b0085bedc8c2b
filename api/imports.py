"""Files that people bring in on the page: kept aside, tried, then loaded; one at a time, in a thread of this process.

    waiting ──▶ checking ──▶ checked ──▶ waiting ──▶ loading ──▶ loaded
                   └──────────┬────────────────────────┘
                           stopped           the file as a whole is wrong, or Dolen could not go on

The work goes on when the page is left. Uploads lie in the data folder, for its owner only, in this process's part of it
(`api.incoming`); they are deleted when they are loaded, given up, or found at the next start. A load that is cut off by
the end of the process goes on where it was when the same person brings the same files again.
"""

import logging
import re
import secrets
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from threading import RLock
from typing import IO, Literal

from api.house import House
from api.importing import Bringing, bring_in
from api.incoming import Incoming
from graph.errors import DolenError, NotFound, StoreError, ValueRefused
from graph.ingest.quarantine import QuarantinedRow, write_corrected
from graph.ingest.run import IngestSummary, Progress

State = Literal["waiting", "checking", "checked", "loading", "loaded", "stopped"]
BUSY: frozenset[State] = frozenset({"waiting", "checking", "loading"})
MOST_KEPT = 50
"""Imports of one person that are remembered; older ones that are done are forgotten."""
_LONGEST_STEM = 80
_log = logging.getLogger("dolen")


@dataclass(frozen=True)
class Upload:
    """A file as a browser sends it: what it calls it, and what is in it."""

    name: str
    content: IO[bytes]


@dataclass(frozen=True)
class Import:
    """One set of files on its way in, as of now. `trouble` says why it was stopped."""

    id: str
    wanted: Bringing
    names: tuple[str, ...]
    received_at: int
    state: State = "waiting"
    progress: Progress | None = None
    tried: IngestSummary | None = None
    summary: IngestSummary | None = None
    trouble: str = ""

    @property
    def busy(self) -> bool:
        """Whether something is still to come without anybody doing anything."""
        return self.state in BUSY


class Imports:
    """The imports of one running application. Threads may share it; `clock` gives UTC milliseconds."""

    def __init__(self, house: House, clock: Callable[[], int]) -> None:
        self._house = house
        self._clock = clock
        self._known: dict[str, Import] = {}
        self._lock = RLock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")
        self._incoming = Incoming(house.settings.home)

    def close(self) -> None:
        """Let what is under way come to its end; what waits is given up."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        self._incoming.close()

    def receive(self, author: str, uploads: Sequence[Upload], mapping: str | None, reason: str) -> Import:
        """Keep uploaded files aside, and try them. Raises `ValueRefused` where there is none."""
        if not uploads:
            raise ValueRefused("files", "", "no file was chosen.", "Choose a CSV, XLSX, JSON Lines or ZIP file.")
        id = secrets.token_hex(8)
        paths: list[Path] = []
        for number, upload in enumerate(uploads, 1):
            path = self._aside(id, number, upload.name)
            path.touch(mode=0o600)
            with path.open("wb") as file:
                shutil.copyfileobj(upload.content, file)
            paths.append(path)
        return self._begin(id, Bringing(tuple(paths), author, mapping=mapping, reason=reason))

    def correct(self, earlier: Import, name: str, columns: tuple[str, ...], rows: Sequence[QuarantinedRow]) -> Import:
        """Try the rows of a quarantine file again, as somebody has corrected them on the page."""
        id = secrets.token_hex(8)
        path = self._aside(id, 1, name)
        write_corrected(path, columns, rows)
        wanted = replace(earlier.wanted, paths=(path,), mapping=None)
        return self._begin(id, wanted)

    def of(self, author: str, id: str) -> Import:
        """An import of this person's. Raises `NotFound`, for another person's too."""
        with self._lock:
            found = self._known.get(id)
        if found is None or found.wanted.author != author:
            raise NotFound("There is no such import of yours.", "Look at the list of imports, or bring the files anew.")
        return found

    def all_of(self, author: str) -> tuple[Import, ...]:
        """This person's imports, the newest first."""
        with self._lock:
            return tuple(each for each in reversed(self._known.values()) if each.wanted.author == author)

    def load(self, author: str, id: str) -> Import:
        """Load what was checked; once, however often it is asked. Raises `NotFound`."""
        with self._lock:
            found = self.of(author, id)
            if found.state != "checked":
                return found
            waiting = self._keep(replace(found, state="waiting", progress=None))
        self._worker.submit(self._run, id, dry_run=False)
        return waiting

    def give_up(self, author: str, id: str) -> None:
        """Forget files that were checked or could not be, and delete them. Raises `NotFound`."""
        with self._lock:
            found = self.of(author, id)
            if found.state in ("checked", "stopped"):
                self._known.pop(id)
                self._delete(id)

    def _aside(self, id: str, number: int, name: str) -> Path:
        folder = self._incoming.path / id / str(number)
        for each in (folder.parent, folder):
            each.mkdir(exist_ok=True, mode=0o700)
        return folder / safe_name(name)

    def _begin(self, id: str, wanted: Bringing) -> Import:
        names = tuple(path.name for path in wanted.paths)
        with self._lock:
            begun = self._keep(Import(id, wanted, names, self._clock()))
            done = [each for each in self.all_of(wanted.author) if not each.busy][MOST_KEPT:]
            for each in done:
                self._known.pop(each.id)
                self._delete(each.id)
        self._worker.submit(self._run, id, dry_run=True)
        return begun

    def _keep(self, changed: Import) -> Import:
        with self._lock:
            self._known[changed.id] = changed
        return changed

    def _run(self, id: str, *, dry_run: bool) -> None:
        """Try or load one import; whatever happens is kept for its owner to see."""
        begun = self._keep(replace(self._known[id], state="checking" if dry_run else "loading"))

        def reached(progress: Progress) -> None:
            self._keep(replace(begun, progress=progress))

        try:
            summary = bring_in(self._house, replace(begun.wanted, dry_run=dry_run), reached)
        except DolenError as error:
            self._stop(begun, str(error))
        except Exception as error:  # noqa: BLE001  since whatever it was, its owner is told that it is over
            _log.error("an import failed", exc_info=error)
            self._stop(begun, "Something went wrong in Dolen itself. Tell whoever keeps Dolen for you.")
        else:
            if dry_run:
                self._keep(replace(begun, state="checked", tried=summary))
            else:
                self._make_findable()
                self._keep(replace(begun, state="loaded", summary=summary))
                self._delete(id)

    def _make_findable(self) -> None:
        """Bring the search index up to date now, so that the next search need not wait for it."""
        try:
            self._house.index.catch_up()
        except StoreError as error:
            _log.warning("the search index will catch up at the next search: %s", error)

    def _stop(self, begun: Import, trouble: str) -> None:
        self._keep(replace(begun, state="stopped", trouble=trouble))
        self._delete(begun.id)

    def _delete(self, id: str) -> None:
        shutil.rmtree(self._incoming.path / id, ignore_errors=True)


def safe_name(name: str) -> str:
    """What a browser calls a file, as the name of a file in a folder of its own: no folder, no sign, not too long.

    The name is kept where it can be, because messages name the file, and reports without a reference are numbered
    after it.
    """
    own = PurePosixPath(name.replace("\\", "/")).name
    cleaned = re.sub(r"[^\w. -]", "_", own).strip(". ")
    stem, ending = PurePosixPath(cleaned or "file").stem, PurePosixPath(cleaned).suffix
    return f"{stem.encode()[:_LONGEST_STEM].decode(errors='ignore')}{ending[:10]}"
