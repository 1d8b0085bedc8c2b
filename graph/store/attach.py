"""How a command comes to the embedded engine of its data folder: it attaches, and starts one where there is none.

A command first takes its lease, then looks. So an engine that is found cannot decide to leave between being found and
being used: either it sees the lease, or it is already leaving behind starting.lock and a new one is started.
"""

import os
import select
import socket
import subprocess
import sys
import time

from graph.errors import StoreUnavailable
from graph.settings import Settings
from graph.store.engine import READY_SECONDS, STOP_SECONDS, last_line
from graph.store.files import hold_shared, is_held, locked
from graph.store.lease import Endpoint, EngineFolder, read_endpoint
from graph.store.supervisor import Started

ATTACH_SECONDS = READY_SECONDS + STOP_SECONDS + 15


class Lease:
    """One client's share in the engine of a data folder, from construction until `release`.

    Raises `StoreUnavailable` where the data folder cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.folder = EngineFolder(settings.home.absolute())
        self.folder.prepare()
        self._descriptor: int | None = hold_shared(self.folder.lock_file("leases"))

    def release(self) -> None:
        """Let go; the engine ends a while after the last lease has gone. Twice does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def still(self, endpoint: Endpoint) -> bool:
        """Whether the engine that this client attached to still runs: it has its supervisor and was not replaced."""
        return read_endpoint(self.folder) == endpoint

    def endpoint(self) -> Endpoint:
        """Where the engine answers, started if need be. Raises `StoreUnavailable` saying why it cannot."""
        busy = "Another command is starting the graph engine and has not finished."
        with locked(self.folder.lock_file("starting"), seconds=ATTACH_SECONDS, busy=busy):
            deadline = time.monotonic() + ATTACH_SECONDS
            while time.monotonic() < deadline:
                found = read_endpoint(self.folder)
                if found is not None and _answers(found):
                    return found
                if not is_held(self.folder.lock_file("running")):
                    self._start()
                time.sleep(0.02)
        raise StoreUnavailable(
            f"The graph engine of {str(self.folder.home)!r} does not answer.",
            f"Its log is {str(self.folder.engine_log)!r}.",
        )

    def _start(self) -> None:
        """Start a supervisor that outlives this command, and wait for what it says."""
        started = _told_by(self._spawn(), self.folder)
        if started.outcome == "failed":
            raise StoreUnavailable(started.message, started.advice)

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = self._settings
        with self.folder.supervisor_log.open("wb") as log:
            return subprocess.Popen(
                (
                    *(sys.executable, "-P", "-m", "graph.store.supervisor", str(self.folder.home)),
                    *("--memory", str(settings.engine_memory)),
                    *("--linger", str(settings.engine_linger)),
                    *("--query-seconds", str(settings.query_seconds)),
                    f"--options={settings.engine_options}",
                ),
                cwd=self.folder.home,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )


def _told_by(supervisor: subprocess.Popen[bytes], folder: EngineFolder) -> Started:
    """The one line a supervisor says. Raises `StoreUnavailable` where it ends or stays silent instead."""
    assert supervisor.stdout is not None, "a pipe was asked for"
    with supervisor, supervisor.stdout as pipe:
        ready, _, _ = select.select([pipe], [], [], ATTACH_SECONDS)
        line = pipe.readline() if ready else b""
    try:
        return Started.from_line(line)
    except ValueError:
        said = last_line(folder.supervisor_log) or "it said nothing"
        raise StoreUnavailable(
            f"The graph engine's supervisor ended while starting: {said}.",
            f"Its log is {str(folder.supervisor_log)!r}.",
        ) from None


def _answers(endpoint: Endpoint) -> bool:
    """Whether anything listens where the engine should; a killed engine's endpoint stays for an instant."""
    try:
        with socket.create_connection(("127.0.0.1", endpoint.port), timeout=5):
            return True
    except OSError:
        return False
