"""Managing accounts, for the command line and for the page: each change is entered in the log before and after.

The caller checks who may manage accounts: on the page an administrator, on the command line anyone who can read the
data folder. A change by which an administrator would gain reading rights waits for a second person (`waits`): nobody
who manages accounts becomes a reader on their own authority.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Engine, delete

from api.accounts.account import Account, clean_display_name, clean_name, known_role
from api.accounts.account_keeper import AccountKeeper
from api.accounts.accounts import Accounts
from api.accounts.compartments import end_memberships
from api.accounts.known_devices import Devices
from api.accounts.notifications import Kind, notify
from api.accounts.password_rules import refuse_weak
from api.accounts.passwords import Passwords
from api.accounts.sealed_rows import sealed_account
from api.accounts.second_factor import forget_second_factor
from api.accounts.tables import SESSIONS
from graph.audit import AuditLog, Entry
from graph.errors import NotPermitted, ValueRefused

READS_NOTHING = "administrator"
"""The one role that opens neither intelligence nor the log, and so needs no second person."""


class Administration:
    """Changes to accounts, each made by somebody (`by`) for a `reason`, for the log. `clock` gives UTC milliseconds.

    Every method raises `AuditUnavailable` where it cannot be entered, and then changes nothing; and `NotFound` where
    there is no account of the name.
    """

    def __init__(
        self, sql: Engine, log: AuditLog, clock: Callable[[], int], passwords: Passwords | None = None
    ) -> None:
        self.accounts = Accounts(sql, clock)
        self._sql = sql
        self._log = log
        self._clock = clock
        self._given = passwords
        self._devices = Devices(sql)

    @cached_property
    def _passwords(self) -> Passwords:
        """Opened where a password is given: that computes a hash, and pages only ask who waits."""
        return self._given or Passwords(self._sql)

    def add(
        self,
        by: str,
        name: str,
        role: str,
        *,
        display_name: str = "",
        password: str | None = None,
        temporary: bool = False,
        waits: bool = False,
        reason: str = "",
    ) -> Account:
        """Add an account; without a password it signs in by the identity provider alone.

        `temporary`: the person did not choose the password, and is asked to choose one when they first sign in.
        `waits`: an administrator adds it, and its role opens nothing until a manager has confirmed it.

        Raises `ValueRefused` for a name taken or unfit, or an unknown role; `PasswordRefused`.
        """
        wanted = Account(clean_name(name), known_role(role), display_name=clean_display_name(display_name))
        if password is not None:
            refuse_weak(password, wanted)
        if self.accounts.find(wanted.name) is not None:
            raise ValueRefused("name", wanted.name, "there is an account of this name already, perhaps disabled.")
        waits_since = by if waits and wanted.role != READS_NOTHING else ""
        with self._entered(by, "user add", wanted.name, reason, f"role {wanted.role}"):
            added = self.accounts.add(wanted.name, wanted.role, wanted.display_name, waits_since=waits_since)
            if password is not None:
                self._passwords.choose(added, password, self._clock(), temporary=temporary)
        return added

    def disable(self, by: str, name: str, *, reason: str = "") -> Account:
        """Keep somebody out, and end their sessions at once. The account is never deleted."""
        account = self.accounts.get(name)
        with self._entered(by, "user disable", account.name, reason):
            return self.accounts.disable(account.name)

    def enable(self, by: str, name: str, *, reason: str = "") -> Account:
        """Let somebody in again who was kept out, with the password they had."""
        account = self.accounts.get(name)
        with self._entered(by, "user enable", account.name, reason):
            return self.accounts.enable(account.name)

    def reset(
        self, by: str, name: str, password: str, *, temporary: bool = False, waits: bool = False, reason: str = ""
    ) -> Account:
        """Give an account another password, and end its sessions at once; `temporary` and `waits` as in `add`.

        With `waits` its memberships of compartments end too: who has the password now may not be who was let in.
        Raises `PasswordRefused`.
        """
        account = self.accounts.get(name)
        refuse_weak(password, account)
        with self._entered(by, "user reset", account.name, reason):
            if waits:
                with self._sql.begin() as connection:
                    end_memberships(connection, account, by, self._clock())
                if account.role != READS_NOTHING:
                    self.accounts.alter(account.name, waits_since=by)
            self._passwords.choose(account, password, self._clock(), temporary=temporary)
            self._devices.forget(account)
            self._tell(account.name, "reset", by)
        return self.accounts.get(account.name)

    def reset_second_factor(self, by: str, name: str, *, waits: bool = False, reason: str = "") -> Account:
        """Ask no code of an account any more, because its owner lost their device, and end its sessions at once.

        `waits` as in `add`: an administrator who also resets the password becomes no reader by that.
        """
        account = self.accounts.get(name)
        with self._entered(by, "user reset second factor", account.name, reason):
            if waits and account.role != READS_NOTHING:
                self.accounts.alter(account.name, waits_since=by)
            with self._sql.begin() as connection:
                forget_second_factor(connection, account)
                connection.execute(delete(SESSIONS).where(SESSIONS.c.account == account.name))
            self._tell(account.name, "second factor", by)
        return self.accounts.get(account.name)

    def alter(
        self,
        by: str,
        name: str,
        *,
        role: str | None = None,
        display_name: str | None = None,
        waits: bool = False,
        reason: str = "",
    ) -> Account:
        """Change what is given; `waits` as in `add`, where the role changes.

        Raises `ValueRefused` for an unknown role, an unfit name.
        """
        account = self.accounts.get(name)
        waits_since = by if waits and role not in (None, READS_NOTHING) else ""
        with self._entered(by, "user alter", account.name, reason, f"role {role}" if role is not None else ""):
            altered = self.accounts.alter(account.name, role=role, display_name=display_name, waits_since=waits_since)
            if role is not None:
                self._tell(account.name, "role", by, role)
        return altered

    def confirm(self, by: AccountKeeper, name: str, *, reason: str = "") -> Account:
        """Let what an administrator did to an account have its effect: for a second person, who is a manager.

        Raises `NotPermitted` for anybody else; the local operator may do both.
        """
        account = self.accounts.get(name)
        if why := why_not_confirm(by, account):
            raise NotPermitted(why, "Ask another manager.")
        with self._entered(by.name, "user confirm", account.name, reason, f"role {account.role}"):
            confirmed = self.accounts.confirm(account.name)
            self._tell(account.name, "confirmed", by.name, account.role)
        return confirmed

    def waiting_for(self, by: AccountKeeper) -> tuple[Account, ...]:
        """The accounts that this person may confirm."""
        return tuple(each for each in self.accounts.list() if not each.confirmed and not why_not_confirm(by, each))

    def _tell(self, account: str, kind: Kind, by: str, about: str = "") -> None:
        with self._sql.begin() as connection:
            notify(connection, account, self._clock(), kind, by, about)

    @contextmanager
    def _entered(self, by: str, question: str, name: str, reason: str, words: str = "") -> Generator[None]:
        entry = Entry(who=by, action="administer", question=question, subjects=(name,), words=words, reason=reason)
        with self._log.change(entry, (sealed_account(name),)):
            yield


def why_not_confirm(by: AccountKeeper, account: Account) -> str:
    """Why somebody may not confirm an account, or nothing. A pure rule."""
    if account.confirmed:
        return "This account does not wait for anybody."
    if account.disabled:
        return "This account is disabled."
    if by.is_operator:
        return ""
    if not by.is_manager:
        return "A manager confirms accounts."
    return "Somebody else confirms this." if by.name in (account.name, account.altered_by) else ""
