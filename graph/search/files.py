"""The files of a search index, and up to which change it is written.

    HOME/search/<graph>/writing.lock     held by the one process that writes
                        stamp.json       which folder is the index, of which graph and version, up to which change
                        index-…/         the index; one that the stamp does not name is rubbish

The folder is its owner's alone: it holds names and words of every report. The stamp is written after what it speaks of,
so a process that is killed leaves an index that is at most further than its stamp says, and that catches up again from
there. One that was killed while it rebuilt the index leaves rubbish, which the next writer clears away.
"""

import json
import re
import secrets
import shutil
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

from graph.errors import StoreUnavailable
from graph.settings import Settings
from graph.store.files import locked, write_private

_PREFIX = "index-"


@dataclass(frozen=True)
class Stamp:
    """Which folder is the index, of what version and of which graph, and up to which change it is written."""

    version: int
    started: int
    change: int
    folder: str


@dataclass(frozen=True)
class IndexFolder:
    """The names of the files above, for one graph."""

    root: Path

    @classmethod
    def of(cls, settings: Settings) -> "IndexFolder":
        """The folder for the graph that the settings name: one for each, in the data folder."""
        named = f"{settings.store} {settings.store_database if settings.store != 'embedded' else ''}"
        return cls(settings.home / "search" / blake2b(named.encode(), digest_size=6).hexdigest())

    def prepare(self) -> None:
        """Make the folders, for their owner only. Raises `StoreUnavailable` where they cannot be made."""
        try:
            for folder in (self.root.parent.parent, self.root.parent, self.root):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.root.chmod(0o700)
        except OSError as error:
            raise StoreUnavailable(
                f"The folder of the search index {str(self.root)!r} cannot be written to: {error.strerror or error}.",
                "Set DOLEN_HOME to a folder of your own, or correct the folder's permissions.",
            ) from error

    def stamp(self) -> Stamp | None:
        """Up to which change the index is written; None where nothing readable says so."""
        try:
            stored = json.loads(self._stamp_file.read_text(encoding="utf-8"))
            stamp = Stamp(**stored)
        except (OSError, ValueError, TypeError):
            return None
        named = re.fullmatch(rf"{_PREFIX}[0-9a-f]+", stamp.folder)
        return stamp if named and (self.root / stamp.folder).is_dir() else None

    def put(self, stamp: Stamp) -> None:
        """Say up to which change the index is written, once it is written."""
        write_private(self._stamp_file, json.dumps(asdict(stamp)))

    def path(self, stamp: Stamp) -> Path:
        """Where the index is."""
        return self.root / stamp.folder

    def new(self) -> str:
        """An empty folder for an index that is rebuilt."""
        name = f"{_PREFIX}{secrets.token_hex(4)}"
        (self.root / name).mkdir(mode=0o700)
        return name

    def clear(self, but: str) -> None:
        """Remove every index but this one. Who still reads an old one keeps it open until they look again."""
        for folder in self.root.glob(f"{_PREFIX}*"):
            if folder.name != but:
                shutil.rmtree(folder, ignore_errors=True)
        for draft in self.root.glob("stamp.json.*"):
            with suppress(OSError):
                draft.unlink()

    def writing(self, seconds: float) -> AbstractContextManager[None]:
        """Hold the index for writing. Raises `StoreBusy` after so many seconds of waiting."""
        return locked(
            self.root / "writing.lock",
            seconds=seconds,
            busy="The search index is being brought up to date by another command.",
        )

    @property
    def _stamp_file(self) -> Path:
        return self.root / "stamp.json"
