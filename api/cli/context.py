"""What one command works with: the settings, the graph, the log and the door, opened when first needed."""

import getpass
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rich.console import Console
from rich.prompt import Prompt
from sqlalchemy import Engine

from graph.audit import AuditLog, prepare_audit
from graph.errors import StoreUnavailable
from graph.model.view import Reader
from graph.queries import Door, Looking
from graph.search import SearchIndex, open_search
from graph.settings import Settings, read_settings
from graph.store import Store, create_tables, open_sql, open_store
from graph.store.accounts import Accounts

out = Console()
err = Console(stderr=True)


@dataclass
class House:
    """One installation, as the command line uses it."""

    settings: Settings

    @cached_property
    def sql(self) -> Engine:
        """What is not graph."""
        make_home(self.settings.home)
        engine = open_sql(self.settings)
        create_tables(engine)
        return engine

    @cached_property
    def log(self) -> AuditLog:
        """Who looked at what; made ready on first use."""
        prepare_audit(self.sql, self.settings.home)
        return AuditLog(self.sql, self.settings.home)

    @cached_property
    def store(self) -> Store:
        """The graph."""
        return open_store(self.settings)

    @cached_property
    def index(self) -> SearchIndex:
        """What a search looks in; opened, and caught up, when somebody searches."""
        return open_search(self.settings, self.store)

    @cached_property
    def door(self) -> Door:
        """The only way to read the graph."""
        return Door(self.store, self.log, self.settings.identifiers, self.index)

    def close(self) -> None:
        """Let go of whatever was opened."""
        for name in ("store", "sql"):
            opened = self.__dict__.pop(name, None)
            if opened is not None:
                opened.dispose() if name == "sql" else opened.close()


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
def house(**given: object) -> Generator[House]:
    """The installation that the settings name, closed when the command ends."""
    opened = House(read_settings(**given))
    try:
        yield opened
    finally:
        opened.close()


def operator() -> str:
    """The operating system's user, under whose name every look is logged."""
    return getpass.getuser()


def looking(opened: House, as_user: str | None, reason: str) -> Looking:
    """As whom the graph is read: the local operator, or (a preview) an account.

    On a terminal a missing reason is asked for, unless this is the demo force; elsewhere the log says it is missing.
    """
    reader = Reader(operator(), "operator") if as_user is None else Accounts(opened.sql).get(as_user).reader()
    if not reason and sys.stdin.isatty() and sys.stdout.isatty() and not is_demo(opened):
        reason = Prompt.ask("Why are you looking? (goes into the log)", console=err, default="")
    return Looking(reader, operator(), reason)


def is_demo(opened: House) -> bool:
    """Whether this data folder holds nothing but the demo force."""
    return (opened.settings.home / DEMO_MARK).exists()


DEMO_MARK = "this-is-the-demo-force"
