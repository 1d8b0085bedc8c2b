"""The files through which several commands share one embedded engine.

    HOME/engine/leases.lock     each client holds it shared; nobody left means the engine may stop
                starting.lock   held while an engine is being started or stopped, and while a client attaches
                running.lock    held by the supervisor as long as it lives
                engine.lock     held by the engine process itself (inherited), so an orphan is known for certain
                writing.lock    held by the one writer
                engine.pid      the engine's process id, only meaningful while engine.lock is held
                endpoint.json   port and password, 0600, there only while the engine answers
    HOME/logs/engine.log, supervisor.log

A killed process leaves nothing to clear up (`graph.store.files`): files that outlive it are stale by definition,
and the process that finds the lock free may overwrite them.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import StoreUnavailable
from graph.store.files import is_held, open_lock, write_private


@dataclass(frozen=True)
class Endpoint:
    """Where a running engine answers, on loopback, and the password made for this one run of it."""

    port: int
    password: str
    engine_pid: int
    supervisor_pid: int


@dataclass(frozen=True)
class EngineFolder:
    """The names of the files above, for one data folder."""

    home: Path

    @property
    def root(self) -> Path:
        """Everything the engine writes."""
        return self.home / "engine"

    @property
    def logs(self) -> Path:
        """What the engine and its supervisor say."""
        return self.home / "logs"

    @property
    def engine_log(self) -> Path:
        """What the engine says."""
        return self.logs / "engine.log"

    @property
    def supervisor_log(self) -> Path:
        """What the supervisor says; normally empty."""
        return self.logs / "supervisor.log"

    @property
    def endpoint_file(self) -> Path:
        """Port and password, for the owner of the data folder only."""
        return self.root / "endpoint.json"

    @property
    def pid_file(self) -> Path:
        """The engine's process id."""
        return self.root / "engine.pid"

    def lock_file(self, name: str) -> Path:
        """One of the locks above."""
        return self.root / f"{name}.lock"

    def prepare(self) -> None:
        """Make the folders, for their owner only. Raises `StoreUnavailable` where they cannot be made."""
        try:
            for folder in (self.home, self.root, self.logs):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(open_lock(self.lock_file("leases")))
        except OSError as error:
            raise StoreUnavailable(
                f"The data folder {str(self.home)!r} cannot be written to: {error.strerror or error}.",
                "Set DOLEN_HOME to a folder of your own, or correct the folder's permissions.",
            ) from error


def write_endpoint(folder: EngineFolder, endpoint: Endpoint) -> None:
    """Tell clients where the engine answers."""
    write_private(folder.endpoint_file, json.dumps(asdict(endpoint)))


def read_endpoint(folder: EngineFolder) -> Endpoint | None:
    """Where the engine answers; None where no supervisor stands behind what is written, or nothing is."""
    if not is_held(folder.lock_file("running")):
        return None
    try:
        return Endpoint(**json.loads(folder.endpoint_file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
