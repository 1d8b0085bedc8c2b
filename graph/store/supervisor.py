"""The process that owns the embedded engine of one data folder: `python -m graph.store.supervisor HOME …`.

It is started by the first command that needs the engine and outlives it. It keeps no state but its locks:

    take running.lock ─ start the engine ─ write endpoint.json ─ tell the starter ─ watch ─┐
    leave  ←  remove endpoint.json  ←  stop the engine  ←  nobody holds a lease any more  ←┘   (or the engine died)

What it has to say to the command that started it is one line of JSON on its standard output.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Literal

from graph.errors import StoreUnavailable
from graph.store import engine
from graph.store.files import try_lock
from graph.store.lease import Endpoint, EngineFolder, write_endpoint

WATCH_SECONDS = 0.1
LOG_WATCH_SECONDS = 30.0


@dataclass(frozen=True)
class Started:
    """The supervisor's message to the process that started it: ready, held by another supervisor, or failed and why."""

    outcome: Literal["ready", "held", "failed"]
    message: str = ""
    advice: str = ""

    def as_line(self) -> bytes:
        """One line of JSON."""
        return json.dumps([self.outcome, self.message, self.advice]).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "Started":
        """Read it back. Raises `ValueError` for anything else."""
        outcome, message, advice = json.loads(line)
        return cls(outcome, message, advice)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until nobody needs the engine."""
    parser = argparse.ArgumentParser(prog="graph.store.supervisor", description="Owns the embedded graph engine.")
    parser.add_argument("home", type=Path)
    parser.add_argument("--memory", type=int, required=True, help="largest heap, MiB")
    parser.add_argument("--linger", type=float, required=True, help="seconds to stay after the last client has gone")
    parser.add_argument("--query-seconds", type=int, required=True)
    parser.add_argument("--options", default="", help="further options for Java, separated by spaces")
    given = parser.parse_args(arguments)
    _detach()
    folder = EngineFolder(given.home)
    running = try_lock(folder.lock_file("running"))
    if running is None:
        _tell(Started("held"))
        return 0
    folder.endpoint_file.unlink(missing_ok=True)  # of a supervisor that was killed: nobody may attach by it any more
    wish = _WishToEnd()
    try:
        started = engine.start(folder, given.memory, given.query_seconds, given.options.split())
    except StoreUnavailable as error:
        _tell(Started("failed", error.message, error.advice))
        return 1
    try:
        write_endpoint(folder, Endpoint(started.port, started.password, started.process.pid, os.getpid()))
        _tell(Started("ready"))
        starting = _watch(folder, started, given.linger, wish)
    finally:
        folder.endpoint_file.unlink(missing_ok=True)
        engine.stop(started.process)
        folder.pid_file.unlink(missing_ok=True)
    if starting is not None:
        os.close(starting)
    os.close(running)
    return 0


def _detach() -> None:
    """Go on as a process of nobody's, so that the starter need not wait for this one to know that it has ended."""
    if os.fork() > 0:
        os._exit(0)


class _WishToEnd:
    """Whether the operating system has asked this process to end."""

    def __init__(self) -> None:
        self.felt = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._feel)

    def _feel(self, _number: int, _frame: FrameType | None) -> None:
        self.felt = True


def _watch(folder: EngineFolder, started: engine.Engine, linger: float, wish: _WishToEnd) -> int | None:
    """Return when the engine has died, when asked to end, or when nobody has held a lease for `linger` seconds.

    In the last case starting.lock is held and returned, so that a client that comes now waits for the engine to be
    gone and starts a new one, instead of attaching to one that is leaving.
    """
    alone_since: float | None = None
    log_seen = time.monotonic()
    while started.process.poll() is None and not wish.felt:
        now = time.monotonic()
        if now - log_seen > LOG_WATCH_SECONDS:
            engine.bound_log(folder.engine_log)
            log_seen = now
        if _anyone(folder):
            alone_since = None
        elif alone_since is None:
            alone_since = now
        if alone_since is not None and now - alone_since >= linger:
            starting = try_lock(folder.lock_file("starting"))
            if starting is not None and not _anyone(folder):
                return starting
            if starting is not None:
                os.close(starting)
        time.sleep(WATCH_SECONDS)
    return None


def _anyone(folder: EngineFolder) -> bool:
    """Whether any client holds a lease. Asking takes the lock for an instant; clients wait that long."""
    lock = try_lock(folder.lock_file("leases"))
    if lock is None:
        return True
    os.close(lock)
    return False


def _tell(started: Started) -> None:
    """Tell the starter, which may be gone, and let go of its pipe."""
    try:
        os.write(sys.stdout.fileno(), started.as_line())
    except BrokenPipeError:
        pass
    finally:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


if __name__ == "__main__":
    raise SystemExit(main())
