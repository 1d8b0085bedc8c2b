"""The files of a projection.

    HOME/projection/<started>-<change>/   one version: of the graph started then, up to that change
                        meta.json         its format, counts and digest; written last
                        items.access.npy  … one file for each array
                    writing.lock          held by the one process that writes
                    pinned                the version that is kept although it is older, by its name

The folder is its owner's alone: it holds names. A version is written beside the others under a draft's name and
renamed when it is whole, so that a writer that is killed leaves the older version and rubbish, which the next writer
clears away. Who has mapped an older version keeps it.
"""

import json
import re
import secrets
import shutil
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from graph.errors import StoreUnavailable
from graph.projection.tables import FORMAT, POOLS, TABLES, Tables
from graph.projection.texts import Texts
from graph.settings import Settings
from graph.store.feed import GraphState
from graph.store.files import locked, write_private

_VERSION = re.compile(r"(\d+)-(\d+)")
_DRAFT = "draft-"
_PINNED = "pinned"
_KEPT = 2
"""Versions kept: the newest, and the one that a reader may be about to open."""


@dataclass(frozen=True)
class Meta:
    """What a version's files hold: its format, rows by table, and digest."""

    format: int
    rows: dict[str, int]
    digest: str


@dataclass(frozen=True)
class ProjectionFolder:
    """Where the versions are."""

    root: Path

    @classmethod
    def of(cls, settings: Settings) -> "ProjectionFolder":
        """The folder in the data folder."""
        return cls(settings.home / "projection")

    def newest(self, started: int) -> int | None:
        """Up to which change the newest version of this graph is written."""
        changes = [change for of, change in self._versions() if of == started]
        return max(changes, default=None)

    def open(self, state: GraphState) -> Tables | None:
        """A version, mapped into memory; None where it is missing, of another format, or not whole."""
        folder = self.root / f"{state.started}-{state.change}"
        try:
            meta = Meta(**json.loads((folder / "meta.json").read_text(encoding="utf-8")))
            if meta.format != FORMAT:
                return None
            arrays = {name: _mapped(folder / f"{name}.npy") for name in _names()}
        except (OSError, ValueError, TypeError, EOFError):
            return None
        columns = {table: {name: arrays[f"{table}.{name}"] for name in specs} for table, specs in TABLES.items()}
        pools = {pool: Texts(arrays[f"texts.{pool}.offsets"], arrays[f"texts.{pool}.data"]) for pool in POOLS}
        tables = Tables(columns, pools)
        return tables if _is_whole(tables, meta) else None

    def write(self, state: GraphState, tables: Tables) -> None:
        """Write a version; remove what is older than the one before it, and what is of a graph started otherwise, which
        holds what has been erased since, or of a later change, which this graph has not made: an earlier copy was put
        in its place. The caller holds the lock."""
        self._clear_drafts()
        draft = self.root / f"{_DRAFT}{secrets.token_hex(4)}"
        draft.mkdir(mode=0o700)
        for name, array in tables.arrays().items():
            np.save(draft / f"{name}.npy", array)
        meta = Meta(FORMAT, {table: tables.count(table) for table in TABLES}, tables.digest)
        write_private(draft / "meta.json", json.dumps(asdict(meta)))
        place = self.root / f"{state.started}-{state.change}"
        shutil.rmtree(place, ignore_errors=True)  # of the same change, and not whole
        draft.rename(place)
        pinned = self.pinned()
        older = self._versions()[:-_KEPT]
        for started, change in self._versions():
            kept = (started, change) not in older or GraphState(started, change) == pinned
            if started != state.started or change > state.change or not kept:
                shutil.rmtree(self.root / f"{started}-{change}", ignore_errors=True)

    def pin(self, state: GraphState) -> None:
        """Keep a version until another is pinned: alerts compare what is new with it. The caller holds the lock."""
        write_private(self.root / _PINNED, f"{state.started}-{state.change}")

    def pinned(self) -> GraphState | None:
        """The version that is pinned; None where there is none."""
        try:
            named = _VERSION.fullmatch((self.root / _PINNED).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return None if named is None else GraphState(int(named[1]), int(named[2]))

    def prepare(self) -> None:
        """Make the folder, for its owner only. Raises `StoreUnavailable` where it cannot be made."""
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.root.chmod(0o700)
        except OSError as error:
            raise StoreUnavailable(
                f"The folder of the projection {str(self.root)!r} cannot be written to: {error.strerror or error}.",
                "Set DOLEN_HOME to a folder of your own, or correct the folder's permissions.",
            ) from error

    def writing(self, seconds: float) -> AbstractContextManager[None]:
        """Hold the folder for writing. Raises `StoreBusy` after so many seconds of waiting."""
        busy = "The projection is being brought up to date by another command."
        return locked(self.root / "writing.lock", seconds=seconds, busy=busy)

    def _versions(self) -> list[tuple[int, int]]:
        """(started, change) of each version, the last written last."""
        found: list[tuple[int, int, int]] = []
        for folder in self.root.glob("*-*") if self.root.is_dir() else ():
            if (named := _VERSION.fullmatch(folder.name)) is not None:
                found.append((folder.stat().st_mtime_ns, int(named[1]), int(named[2])))
        return [(started, change) for _, started, change in sorted(found)]

    def _clear_drafts(self) -> None:
        for folder in self.root.glob(f"{_DRAFT}*"):
            shutil.rmtree(folder, ignore_errors=True)


def _names() -> list[str]:
    columns = [f"{table}.{column}" for table, specs in TABLES.items() for column in specs]
    return columns + [f"texts.{pool}.{part}" for pool in POOLS for part in ("offsets", "data")]


def _mapped(path: Path) -> np.ndarray:
    """An array mapped into memory; nothing can be mapped of an empty one."""
    return np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)


def _is_whole(tables: Tables, meta: Meta) -> bool:
    """Whether the arrays fit together; their content is compared with the digest only by `dolen doctor`."""
    of_table = ({len(array) for array in columns.values()} for columns in tables.columns.values())
    rows = {table: tables.count(table) for table in TABLES}
    texts = all(len(pool.offsets) and int(pool.offsets[-1]) == len(pool.data) for pool in tables.pools.values())
    return texts and rows == meta.rows and all(len(lengths) == 1 for lengths in of_table)
