"""A gate with a clock that tests move, and passwords that are hashed quickly."""

from dataclasses import dataclass, field

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine

from api.accounts import Account, AccountKeeper, Administration, Compartments, SignIn
from api.accounts.membership import Membership
from api.accounts.passwords import Passwords
from graph.audit import AuditLog, LoggedEntry, prepare_audit
from graph.settings import Settings

NOON = 1_767_614_400_000
"""5 January 2026, 12:00 UTC, in milliseconds."""
SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
PASSWORD = "otter window kettle"
OTHER_PASSWORD = "bramble saddle lantern"
OFFICE = "192.0.2.7"


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: int = NOON

    def __call__(self) -> int:
        return self.now


@dataclass
class Lodge:
    """An installation with a gate, as tests use it."""

    sql: Engine
    log: AuditLog
    settings: Settings
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.passwords = Passwords(self.sql, quick_hasher())
        self.sign_ins = SignIn(self.sql, self.log, self.settings, self.clock, self.passwords)
        self.keeping = Administration(self.sql, self.log, self.clock, self.passwords)
        self.compartments = Compartments(self.sql, self.log, self.clock)

    def add(self, name: str = "a.price", role: str = "analyst", password: str | None = PASSWORD) -> Account:
        """Somebody who may sign in."""
        return self.keeping.add("tests", name, role, password=password)

    def actor(self, name: str) -> AccountKeeper:
        """The holder of an account, as one who acts."""
        return AccountKeeper.of(self.keeping.accounts.get(name))

    def entries(self) -> list[LoggedEntry]:
        """The log, oldest first."""
        return list(reversed(self.log.read(1000).entries))

    def entered(self) -> list[tuple[str, str, str]]:
        """(who, question, outcome) of the log, oldest first."""
        return [(entry.who, entry.question, entry.outcome) for entry in self.entries()]


def let_in(lodge: Lodge, name: str, compartment: str, days: int = 90) -> Membership:
    """A membership of a compartment, which is made where it is missing, by the local operator."""
    operator, kept = AccountKeeper("tests"), lodge.compartments
    made = kept.find(compartment)
    if made is None:
        if lodge.keeping.accounts.find("o.owner") is None:
            lodge.keeping.add("tests", "o.owner", "manager")
        made = kept.make(operator, compartment, "o.owner")
    asked = kept.ask(operator, made.id, name, lodge.clock.now + days * 24 * HOUR, "Works on the operation")
    return kept.grant(operator, asked.id)


def quick_hasher() -> PasswordHasher:
    """Argon2 at a cost that only a test would use."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def lodge(sql: Engine, sql_settings: Settings) -> Lodge:
    """An installation with a gate, on SQLite and on PostgreSQL."""
    prepare_audit(sql, sql_settings.home)
    return Lodge(sql, AuditLog(sql, sql_settings.home), sql_settings)
