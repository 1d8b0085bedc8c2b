"""Files of the data folder: locked among threads and processes of one machine, and written whole for their owner only.

A `flock` goes with the process that held it, so a killed process leaves nothing locked.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import DolenError, StoreBusy

RETRY_SECONDS = 0.02


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
def locked(path: Path, *, seconds: float, busy: str | DolenError, pause: float = RETRY_SECONDS) -> Generator[None]:
    """Hold the lock exclusively inside the block, tried again after each `pause`.

    After so many seconds of waiting raises `busy`, or `StoreBusy` that says it.
    """
    deadline = time.monotonic() + seconds
    while (descriptor := try_lock(path)) is None:
        if time.monotonic() > deadline:
            raise busy if isinstance(busy, DolenError) else StoreBusy(busy, "Try again in a moment.")
        time.sleep(pause)
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
