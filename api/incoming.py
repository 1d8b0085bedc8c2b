"""Where files lie that people bring in, until they are loaded: for each process a folder of its own.

    HOME/incoming/clearing.lock     held while a process makes its folder and clears what is nobody's
                  NAME.lock         held by the process that NAME belongs to, as long as it lives
                  NAME/             its uploads, each in a folder under a name that Dolen chose

Several processes may serve one data folder. A lock goes with the process that held it, so what a killed one left is
known for certain, and is deleted when the next one starts.
"""

import fcntl
import os
import secrets
import shutil
from pathlib import Path

FOLDER = "incoming"


class Incoming:
    """One process's folder for uploads. Only its owner may read what lies in it."""

    def __init__(self, home: Path) -> None:
        self._root = home / FOLDER
        self._root.mkdir(exist_ok=True, mode=0o700)
        turn = _opened(self._root / "clearing.lock")
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            self._clear()
            name = secrets.token_hex(8)
            self.path = self._root / name
            self._lock = _opened(self._lock_of(name))
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            self.path.mkdir(mode=0o700)
        finally:
            os.close(turn)

    def close(self) -> None:
        """Delete what is still there, and let go."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock_of(self.path.name).unlink(missing_ok=True)
        os.close(self._lock)

    def _clear(self) -> None:
        """Delete the folders of processes that live no longer, and what an earlier version left without a lock."""
        for folder in [each for each in self._root.iterdir() if each.is_dir()]:
            lock_file = self._lock_of(folder.name)
            lock = _opened(lock_file)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            else:
                shutil.rmtree(folder, ignore_errors=True)
                lock_file.unlink(missing_ok=True)
            finally:
                os.close(lock)

    def _lock_of(self, name: str) -> Path:
        return self._root / f"{name}.lock"


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
