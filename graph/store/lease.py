"""The files through which several commands share one embedded engine.

    HOME/engine/leases.lock     each client holds it shared; nobody left means the engine may stop
                starting.lock   held while an engine is being started or stopped, and while a client attaches
                running.lock    held by the supervisor as long as it lives
                engine.lock     held by the engine process itself (inherited), so an orphan is known for certain
                writing.lock    held by the one writer
                engine.pid      the engine's process id, only meaningful while engine.lock is held
                endpoint.json   port and password, 0600, there only while the engine answers
    HOME/logs/engine.log, supervisor.log

A `flock` goes with the process that held it, so a killed process leaves nothing to clear up: files that outlive it
are stale by definition, and the process that finds the lock free may overwrite them.
"""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import StoreBusy, StoreUnavailable

RETRY_SECONDS = 0.02


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


def open_lock(path: Path) -> int:
    """A file descriptor of its own on a lock file: two of them exclude each other even inside one process."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(path: Path) -> int | None:
    """The descriptor that now holds the lock exclusively, or None where somebody else holds it."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock exclusively. Asking takes it for an instant, so who tries must try again."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def hold_shared(path: Path) -> int:
    """A descriptor that holds the lock together with others; closing it lets go."""
    descriptor = open_lock(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


@contextmanager
def locked(path: Path, *, seconds: float, busy: str) -> Generator[None]:
    """Hold the lock exclusively inside the block. Raises `StoreBusy` saying `busy` after so many seconds of waiting."""
    deadline = time.monotonic() + seconds
    while (descriptor := try_lock(path)) is None:
        if time.monotonic() > deadline:
            raise StoreBusy(busy, "Try again in a moment.")
        time.sleep(RETRY_SECONDS)
    try:
        yield
    finally:
        os.close(descriptor)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, so that no reader ever sees half of it."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


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
