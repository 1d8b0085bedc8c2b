"""The accounts of one installation: who may ask, in which role, and in which compartments.

An account is disabled, never deleted: the audit log and the records go on naming it. Nothing here is entered in the
log; `Administration` does that for whoever keeps accounts.
"""

import json

from sqlalchemy import Engine, RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.accounts.account import (
    Account,
    clean_compartments,
    clean_display_name,
    clean_name,
    folded_name,
    is_name,
    known_role,
)
from api.accounts.tables import ACCOUNTS, SESSIONS
from graph.errors import NotFound, ValueRefused


class Accounts:
    """The accounts kept in the SQL database, whose tables exist (`open_sql` makes them)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, role: str, compartments: frozenset[str] = frozenset(), display_name: str = "") -> Account:
        """Add an account. Raises `ValueRefused` for a name taken or unfit, an unknown role, a blank compartment."""
        account = Account(
            clean_name(name),
            known_role(role),
            clean_compartments(compartments),
            display_name=clean_display_name(display_name),
        )
        row = {
            "name": account.name,
            "role": account.role,
            "compartments": _compartments_text(account.compartments),
            "disabled": False,
            "display_name": account.display_name,
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(ACCOUNTS).values(row))
        except IntegrityError:
            raise ValueRefused(
                "name", account.name, "there is an account of this name already, perhaps disabled.", "Choose another."
            ) from None
        return account

    def list(self) -> tuple[Account, ...]:
        """All accounts, disabled ones too, by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(ACCOUNTS)).mappings()
            return tuple(sorted((account_of(row) for row in rows), key=lambda account: account.name))

    def get(self, name: str) -> Account:
        """The account of this name, disabled or not. Raises `NotFound`."""
        account = self.find(name)
        if account is None:
            raise NotFound(f"There is no account {name!r}.", "`dolen user list` shows those there are.")
        return account

    def find(self, name: str) -> Account | None:
        """The account of this name, disabled or not, or None."""
        folded = folded_name(name)
        if not is_name(folded):
            return None
        wanted = select(ACCOUNTS).where(ACCOUNTS.c.name == folded)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else account_of(row)

    def disable(self, name: str) -> Account:
        """Disable an account and end its sessions; one that is disabled stays so. Raises `NotFound`."""
        return self._change(name, {"disabled": True}, ends_sessions=True)

    def enable(self, name: str) -> Account:
        """Let an account in again, by signing in anew. Raises `NotFound`."""
        return self._change(name, {"disabled": False}, ends_sessions=True)

    def alter(
        self,
        name: str,
        *,
        role: str | None = None,
        compartments: frozenset[str] | None = None,
        display_name: str | None = None,
    ) -> Account:
        """Change what is given; sessions go on, with the new role and compartments from their next look.

        Raises `NotFound`, and `ValueRefused` as `add` does.
        """
        changed: dict[str, object] = {}
        if role is not None:
            changed["role"] = known_role(role)
        if compartments is not None:
            changed["compartments"] = _compartments_text(clean_compartments(compartments))
        if display_name is not None:
            changed["display_name"] = clean_display_name(display_name)
        return self._change(name, changed)

    def _change(self, name: str, changed: dict[str, object], *, ends_sessions: bool = False) -> Account:
        """Write those columns alone: what somebody else changes at the same moment stands."""
        account = self.get(name)
        with self._engine.begin() as connection:
            if changed:
                connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == account.name).values(changed))
            if ends_sessions:
                connection.execute(delete(SESSIONS).where(SESSIONS.c.account == account.name))
        return self.get(account.name)


def account_of(row: RowMapping) -> Account:
    """The account that a row of `accounts` holds."""
    return Account(
        row["name"], row["role"], frozenset(json.loads(row["compartments"])), row["disabled"], row["display_name"]
    )


def _compartments_text(compartments: frozenset[str]) -> str:
    return json.dumps(sorted(compartments))
