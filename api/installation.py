"""One installation as its faces use it: the settings, the graph, the log and the door, opened when first needed."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.accounts.held_compartments import compartments_of_name
from api.accounts.sealed_rows import present_states, seal_accounts
from graph.audit import AuditLog, VerifyReport, prepare_audit
from graph.audit.checkpoint import HeadCopy
from graph.erasure.ledger import Ledger, ledger_of
from graph.errors import StoreError, StoreUnavailable
from graph.queries import Door
from graph.settings import Settings, read_settings
from graph.store import Store, Upgrading, open_sql, open_store
from viz.export import Exit

if TYPE_CHECKING:
    from graph.alerts import AlertsFollower
    from graph.casework.writer import CaseWriter
    from graph.projection import Projection
    from graph.search import SearchIndex

_LOGGER = logging.getLogger("dolen")

DEMO_MARK = "this-is-the-demo-force"
DEMO_NOTE = "All data is fictional."


@dataclass
class Installation:
    """One installation. Safe to share between threads. `upgrading` receives the progress of upgrading the graph."""

    settings: Settings
    upgrading: Upgrading | None = None

    def __post_init__(self) -> None:
        self._opening = RLock()

    @property
    def sql(self) -> Engine:
        """What is not graph."""
        with self._opening:
            return self._sql

    @property
    def log(self) -> AuditLog:
        """Who looked at what; made ready on first use."""
        with self._opening:
            return self._log

    def verify_log(self) -> VerifyReport:
        """Whether the log is whole, and accounts and compartments are as it last sealed them."""
        return self.log.verify(present_states)

    @property
    def store(self) -> Store:
        """The graph."""
        with self._opening:
            return self._store

    @property
    def index(self) -> "SearchIndex":
        """What a search looks in; opened, and caught up, when somebody searches."""
        with self._opening:
            return self._index

    @property
    def projection(self) -> "Projection":
        """The graph as arrays; opened, and caught up, when something is asked of it."""
        with self._opening:
            return self._projection

    @property
    def alerts(self) -> "AlertsFollower":
        """What each change brought for each audience; brought up to date when alerts are read."""
        with self._opening:
            return self._alerts

    @property
    def door(self) -> Door:
        """The only way to read the graph."""
        return Door(self.store, self.log, self.settings.identifiers, lambda: self.index, lambda: self.projection)

    @property
    def exit(self) -> Exit:
        """The only way out for what leaves as a file."""
        note = DEMO_NOTE if self.is_demo else ""
        return Exit(self.log, self.settings.marking, self.settings.home, note)

    @property
    def casework(self) -> "CaseWriter":
        """The only writer of what people decide."""
        from graph.casework.writer import CaseWriter  # only where somebody decides

        return CaseWriter(self.store, self.log, stored=self.find_alerts)

    def find_alerts(self) -> None:
        """Find what was stored brings for everybody who uses alerts. It stands whatever comes of it."""
        try:
            self.alerts.follow()
        except (StoreError, SQLAlchemyError) as error:
            _LOGGER.warning("alerts will be found when somebody next opens them: %s", error)

    @property
    def erasures(self) -> Ledger:
        """The list of what was erased, apart from the graph."""
        return ledger_of(self.settings)

    @property
    def is_demo(self) -> bool:
        """Whether this data folder holds nothing but the demo force."""
        return (self.settings.home / DEMO_MARK).exists()

    def close(self) -> None:
        """Let go of whatever was opened."""
        with self._opening:
            if "_store" in self.__dict__:
                self.__dict__.pop("_store").close()
            if "_sql" in self.__dict__:
                self.__dict__.pop("_sql").dispose()
            for name in ("_log", "_index", "_projection", "_alerts"):
                self.__dict__.pop(name, None)

    @cached_property
    def _sql(self) -> Engine:
        make_home(self.settings.home)
        return open_sql(self.settings)

    @cached_property
    def _log(self) -> AuditLog:
        home, key_file = self.settings.home, self.settings.audit_key
        prepare_audit(self.sql, home, key_file)
        copy = HeadCopy(self.settings.audit_head_copy)
        log = AuditLog(self.sql, home, compartments_of=compartments_of_name, key_file=key_file, copy=copy)
        seal_accounts(self.sql, log)
        return log

    @cached_property
    def _index(self) -> "SearchIndex":
        from graph.search import open_search  # only where somebody searches

        return open_search(self.settings, self.store)

    @cached_property
    def _projection(self) -> "Projection":
        from graph.projection import open_projection  # numpy is expensive to import

        return open_projection(self.settings, self.store)

    @cached_property
    def _alerts(self) -> "AlertsFollower":
        from api.accounts.watch_owners import reader_of_owner  # only where alerts are found or read
        from graph.alerts import AlertsFollower

        settings = self.settings
        return AlertsFollower(
            self.store,
            self.sql,
            self.projection,
            settings.identifiers,
            settings.alerts_quiet_load,
            lambda owner: reader_of_owner(self.sql, owner),
        )

    @cached_property
    def _store(self) -> Store:
        return open_store(self.settings, self.upgrading)


def make_home(home: Path) -> None:
    """Make the data folder, for its owner only. Raises `StoreUnavailable` where it cannot be made."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreUnavailable(
            f"The data folder {str(home)!r} cannot be used: {error.strerror or error}.",
            "Set DOLEN_HOME to a folder of your own, or correct the folder's permissions.",
        ) from error


@contextmanager
def installation(upgrading: Upgrading, **given: object) -> Generator[Installation]:
    """The installation that the settings name, closed when the work is done."""
    opened = Installation(read_settings(**given), upgrading)
    try:
        yield opened
    finally:
        opened.close()
