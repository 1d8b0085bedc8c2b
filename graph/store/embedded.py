"""The embedded engine as a store: attached to by lease, attached to again when the engine was lost."""

import contextlib
import threading
import time
from contextlib import AbstractContextManager

from graph.errors import StoreUnavailable
from graph.settings import Settings
from graph.store.attach import ATTACH_SECONDS, Lease
from graph.store.bolt import BoltStore, connect
from graph.store.driver import Driver, DriverError, Neo4jError
from graph.store.engine import DATABASE, USER
from graph.store.files import RETRY_SECONDS, locked
from graph.store.lease import Endpoint, EngineFolder
from graph.store.migrations import INDEXES_OF_WORDS


class EmbeddedStore(BoltStore):
    """The graph in the data folder.

    A long-running process keeps its store while the engine may be killed under it: each use first makes sure that the
    engine is still supervised, and attaches again where it is not.
    """

    engine = "embedded"

    def __init__(self, settings: Settings) -> None:
        super().__init__(DATABASE, settings.query_seconds, str(EngineFolder(settings.home).engine_log))
        self._connecting = threading.Lock()
        self._connected: tuple[Endpoint, Driver] | None = None
        self._closed = False
        self._lease = Lease(settings)
        try:
            self._driver()
        except BaseException:
            self._lease.release()
            raise

    def settle(self) -> None:
        """Nothing: this engine plans without measurements."""

    def forget_deleted(self) -> None:
        """Make the indexes again whose keys are words: a deleted key stays in them, marked as deleted.

        Records are overwritten when they are deleted. The engine's log of writes (`txlog_0.wal`) goes when it ends.
        """
        with self._turn_to_write():
            for drop, make in INDEXES_OF_WORDS:
                self.alter(drop)
                self.alter(make)

    def close(self) -> None:
        """Give the lease up; the engine ends a while after the last one has gone."""
        with self._connecting:
            self._closed = True
            self._disconnect()
            self._lease.release()

    def _driver(self) -> Driver:
        with self._connecting:
            if self._closed:
                raise StoreUnavailable("The graph has been closed by this command.")
            if self._connected is None or not self._lease.still(self._connected[0]):
                self._disconnect()
                self._connected = self._connect()
            return self._connected[1]

    def _connect(self) -> tuple[Endpoint, Driver]:
        """Where the engine answers, and a driver that it has let in.

        Beside a supervisor that replaces a killed one, what is read may be the endpoint of the old engine, or the old
        password for the new engine's port: then the new endpoint is about to be written, and is waited for.
        """
        deadline = time.monotonic() + ATTACH_SECONDS
        while True:
            endpoint = self._lease.endpoint()
            driver = connect(f"bolt://127.0.0.1:{endpoint.port}", USER, endpoint.password)
            try:
                driver.verify_connectivity()  # pyright: ignore[reportUnknownMemberType]  since its options are untyped
            except (DriverError, Neo4jError, OSError) as error:
                with contextlib.suppress(DriverError, OSError):
                    driver.close()
                if time.monotonic() > deadline:
                    raise StoreUnavailable("The graph engine does not answer.", "Try again in a moment.") from error
                time.sleep(RETRY_SECONDS)
            else:
                return endpoint, driver

    def _disconnect(self) -> None:
        if self._connected is not None:
            # What cannot be said to an engine that has gone need not be said.
            with contextlib.suppress(DriverError, OSError):
                self._connected[1].close()
            self._connected = None

    def _turn_to_write(self) -> AbstractContextManager[None]:
        """Writers queue at a lock of ours: the engine would let both run and send the slower one back to the start."""
        return locked(
            self._lease.folder.lock_file("writing"),
            seconds=self._query_seconds,
            busy=f"Another writer kept the graph for more than {self._query_seconds} seconds; nothing was written.",
        )
