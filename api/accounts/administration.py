"""Keeping accounts, for the command line and for the page: each change is entered in the log before and after.

Whether somebody may keep accounts is for the face to see to: an administrator on the page, whoever can read the data
folder on the command line.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from sqlalchemy import Engine

from api.accounts.account import Account, clean_compartments, clean_display_name, clean_name, known_role
from api.accounts.accounts import Accounts
from api.accounts.devices import Devices
from api.accounts.password_rules import refuse_weak
from api.accounts.passwords import Passwords
from graph.audit import AuditLog, Entry
from graph.errors import ValueRefused


class Administration:
    """Changes to accounts, each made by somebody (`by`, for the log). `clock` gives UTC milliseconds.

    Every method raises `AuditUnavailable` where it cannot be entered, and then changes nothing; and `NotFound` where
    there is no account of the name.
    """

    def __init__(
        self, sql: Engine, log: AuditLog, clock: Callable[[], int], passwords: Passwords | None = None
    ) -> None:
        self.accounts = Accounts(sql)
        self._log = log
        self._clock = clock
        self._passwords = passwords or Passwords(sql)
        self._devices = Devices(sql)

    def add(
        self,
        by: str,
        name: str,
        role: str,
        *,
        compartments: frozenset[str] = frozenset(),
        display_name: str = "",
        password: str | None = None,
        temporary: bool = False,
    ) -> Account:
        """Add an account; without a password it signs in by the identity provider alone.

        `temporary`: the person did not choose the password, and is asked to choose one when they first sign in.

        Raises `ValueRefused` for a name taken or unfit, an unknown role, a blank compartment; `PasswordRefused`.
        """
        wanted = Account(
            clean_name(name),
            known_role(role),
            clean_compartments(compartments),
            display_name=clean_display_name(display_name),
        )
        if password is not None:
            refuse_weak(password, wanted)
        if self.accounts.find(wanted.name) is not None:
            raise ValueRefused("name", wanted.name, "there is an account of this name already, perhaps disabled.")
        with self._entered(by, "user add", wanted.name):
            added = self.accounts.add(wanted.name, wanted.role, wanted.compartments, wanted.display_name)
            if password is not None:
                self._passwords.choose(added, password, self._clock(), temporary=temporary)
        return added

    def disable(self, by: str, name: str) -> Account:
        """Keep somebody out, and end their sessions at once. The account is never deleted."""
        account = self.accounts.get(name)
        with self._entered(by, "user disable", account.name):
            return self.accounts.disable(account.name)

    def enable(self, by: str, name: str) -> Account:
        """Let somebody in again who was kept out, with the password they had."""
        account = self.accounts.get(name)
        with self._entered(by, "user enable", account.name):
            return self.accounts.enable(account.name)

    def reset(self, by: str, name: str, password: str, *, temporary: bool = False) -> Account:
        """Give an account another password, and end its sessions at once; `temporary` as in `add`.

        Raises `PasswordRefused`.
        """
        account = self.accounts.get(name)
        refuse_weak(password, account)
        with self._entered(by, "user reset", account.name):
            self._passwords.choose(account, password, self._clock(), temporary=temporary)
            self._devices.forget(account)
        return account

    def alter(
        self,
        by: str,
        name: str,
        *,
        role: str | None = None,
        compartments: frozenset[str] | None = None,
        display_name: str | None = None,
    ) -> Account:
        """Change what is given. Raises `ValueRefused` for an unknown role, a blank compartment, an unfit name."""
        account = self.accounts.get(name)
        said = [
            f"role {role}" if role is not None else "",
            f"compartments {', '.join(sorted(compartments)) or 'none'}" if compartments is not None else "",
        ]
        with self._entered(by, "user alter", account.name, "; ".join(part for part in said if part)):
            return self.accounts.alter(account.name, role=role, compartments=compartments, display_name=display_name)

    @contextmanager
    def _entered(self, by: str, question: str, name: str, words: str = "") -> Generator[None]:
        entry = Entry(who=by, action="administer", question=question, subjects=(name,), words=words)
        with self._log.change(entry):
            yield
