"""The alarms of one installation: read from the log, kept nowhere; what is kept is who acknowledged one, and why.

Nobody is shown an alarm about themselves, nor acknowledges one. Words of searches are compared with people's names as
the log is read, and are not held on to.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from api.accounts.account import Account
from api.accounts.account_keeper import AccountKeeper
from api.accounts.accounts import Accounts
from api.accounts.reasons import clean_reason
from api.accounts.tables import ACCOUNTS, ALARMS_SEEN
from graph.audit import AuditLog, Entry, LoggedEntry
from graph.errors import NotFound, NotPermitted
from graph.queries.door import Actor
from graph.rules.alarms import DAY, Act, Alarm, AlarmLimits, alarms, whose_name
from graph.settings import Settings

KEPT_DAYS = 30
"""How far back the log is read for alarms."""
LOOKS = frozenset({"consult", "search", "expand"})
NAMED = "name of an account"
"""The entry beside that of a record which was opened, where it bears the reader's name or a colleague's."""


@dataclass(frozen=True)
class Acknowledged:
    """Who looked into an alarm, when (UTC milliseconds), and what they found."""

    by: str
    at: int
    reason: str


@dataclass(frozen=True)
class Raised:
    """An alarm, and who looked into it if anybody has."""

    alarm: Alarm
    seen: Acknowledged | None = None


class AlarmBook:
    """What the log raises, kept up with as it grows. Threads may share one; `clock` gives UTC milliseconds."""

    def __init__(self, sql: Engine, log: AuditLog, settings: Settings, clock: Callable[[], int]) -> None:
        self._sql = sql
        self._log = log
        self._clock = clock
        self._limits = AlarmLimits(settings.alarm_people, settings.alarm_exports, settings.alarm_sign_ins)
        self._acts: list[Act] = []
        self._read_to = 0
        self._lock = Lock()

    def raised(self, for_whom: AccountKeeper) -> tuple[Raised, ...]:
        """The alarms of the last thirty days that do not concern this person, the latest first."""
        if not (for_whom.is_operator or for_whom.is_manager):
            raise NotPermitted("A manager looks at alarms.", "Ask a manager.")
        with self._lock:
            self._catch_up()
            found = alarms(self._acts, self._limits)
        seen = self._seen()
        others = (alarm for alarm in found if for_whom.is_operator or alarm.who != for_whom.name)
        return tuple(Raised(alarm, seen.get(alarm.key)) for alarm in others)

    def acknowledge(self, by: AccountKeeper, key: str, reason: str) -> None:
        """Say that an alarm was looked into, and what was found. Raises `NotFound`, `ValueRefused`."""
        found = next((each for each in self.raised(by) if each.alarm.key == key), None)
        if found is None or found.seen is not None:
            raise NotFound("There is no such alarm, or somebody has looked into it already.", "Load the page again.")
        cleaned = clean_reason(reason)
        entry = Entry(who=by.name, action="administer", question="alarm seen", subjects=(key,), reason=cleaned)
        row = {"key": key, "by": by.name, "at": self._clock(), "reason": cleaned}
        try:
            with self._log.change(entry), self._sql.begin() as connection:
                connection.execute(insert(ALARMS_SEEN).values(row))
        except IntegrityError:
            raise NotFound("Somebody has looked into this alarm already.", "Load the page again.") from None

    def _catch_up(self) -> None:
        oldest = self._clock() - KEPT_DAYS * DAY
        accounts = Accounts(self._sql, self._clock).list()
        known = {account.name: account for account in accounts}
        for entry in self._log.since(self._read_to, oldest):
            act = act_of(entry, known)
            if act is not None:
                self._acts.append(act)
            self._read_to = entry.number
        self._acts = [act for act in self._acts if act.at >= oldest]

    def _seen(self) -> dict[str, Acknowledged]:
        with self._sql.connect() as connection:
            rows = connection.execute(select(ALARMS_SEEN)).mappings().all()
        return {row["key"]: Acknowledged(row["by"], row["at"], row["reason"]) for row in rows}


def enter_names(sql: Engine, log: AuditLog, actor: Actor, labels: Iterable[str]) -> None:
    """Enter that somebody opened records that bear their own name or a colleague's; of other names nothing.

    The reader is known by the account of their name; at the command line, of the operating system's user. The entry
    names neither the record nor the name. Raises `AuditUnavailable`.
    """
    with sql.connect() as connection:
        rows = connection.execute(select(ACCOUNTS.c.name, ACCOUNTS.c.display_name)).all()
    names: dict[str, str] = {row.name: row.display_name for row in rows}
    own = names.pop(actor.who, "")
    found = {whose_name(label, own, names.values()) for label in labels}
    for whose in sorted(found - {""}):
        entry = Entry(who=actor.who, action="consult", question=NAMED, words=whose, compartments=actor.compartments)
        log.enter(entry)


def act_of(entry: LoggedEntry, known: dict[str, Account]) -> Act | None:
    """What an entry is to the rules; None where they do not ask about it."""
    if entry.question == NAMED:
        named: Literal["own", "colleague"] = "own" if entry.words == "own" else "colleague"
        return Act(entry.number, entry.at, entry.who, names=named)
    if entry.action in LOOKS and entry.outcome == "allowed":
        people = frozenset(subject for subject in entry.subjects if subject.startswith("person:"))
        own = known.get(entry.who)
        colleagues = (account.display_name for account in known.values() if account.name != entry.who)
        words = (entry.words or "") if entry.action == "search" else ""
        names = whose_name(words, own.display_name if own else "", colleagues) if words else ""
        return Act(entry.number, entry.at, entry.who, people, names=names) if people or names else None
    if entry.action == "export" and entry.outcome == "allowed":
        return Act(entry.number, entry.at, entry.who, is_export=True)
    if entry.question == "sign-in" and entry.outcome == "refused":
        return Act(entry.number, entry.at, entry.who, is_failure=True)
    return None
