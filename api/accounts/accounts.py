"""The accounts of one installation: who may ask, in which role, and in which compartments.

An account is disabled, never deleted: the audit log and the records go on naming it. Nothing here is entered in the
log; `Administration` does that for the person who manages accounts.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import Engine, RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.accounts.account import Account, clean_display_name, clean_name, folded_name, is_name, known_role
from api.accounts.held_compartments import held_compartments
from api.accounts.tables import ACCOUNTS, SESSIONS
from graph.audit.entry import now_ms
from graph.errors import NotFound, ValueRefused


class Accounts:
    """The accounts kept in the SQL database, whose tables exist (`open_sql` makes them).

    `clock` gives UTC milliseconds: memberships of compartments end on a day.
    """

    def __init__(self, engine: Engine, clock: Callable[[], int] = now_ms) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, name: str, role: str, display_name: str = "", *, waits_since: str = "") -> Account:
        """Add an account; one that an administrator adds waits for a manager (`waits_since` names the administrator).

        Raises `ValueRefused` for a name taken or unfit, or an unknown role.
        """
        account = Account(
            clean_name(name),
            known_role(role),
            display_name=clean_display_name(display_name),
            confirmed=not waits_since,
            altered_by=waits_since,
        )
        row = {
            "name": account.name,
            "role": account.role,
            "disabled": False,
            "display_name": account.display_name,
            "confirmed": account.confirmed,
            "altered_by": account.altered_by,
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
            held = held_compartments(connection, None, self._clock())
            rows = connection.execute(select(ACCOUNTS)).mappings()
            return tuple(sorted((account_of(row, held) for row in rows), key=lambda account: account.name))

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
            held = held_compartments(connection, (folded,), self._clock())
        return None if row is None else account_of(row, held)

    def disable(self, name: str) -> Account:
        """Disable an account and end its sessions; one that is disabled stays so. Raises `NotFound`."""
        return self._change(name, {"disabled": True}, ends_sessions=True)

    def enable(self, name: str) -> Account:
        """Enable a disabled account; its owner has to sign in again. Raises `NotFound`."""
        return self._change(name, {"disabled": False}, ends_sessions=True)

    def alter(
        self,
        name: str,
        *,
        role: str | None = None,
        display_name: str | None = None,
        waits_since: str = "",
    ) -> Account:
        """Change what is given; sessions go on, with the new role from their next look. `waits_since` as in `add`.

        Raises `NotFound`, and `ValueRefused` as `add` does.
        """
        changed: dict[str, object] = {}
        if role is not None:
            changed["role"] = known_role(role)
        if waits_since:
            changed |= {"confirmed": False, "altered_by": waits_since}
        if display_name is not None:
            changed["display_name"] = clean_display_name(display_name)
        return self._change(name, changed)

    def confirm(self, name: str) -> Account:
        """Let what an administrator did to an account have its effect. Raises `NotFound`."""
        return self._change(name, {"confirmed": True})

    def _change(self, name: str, changed: dict[str, object], *, ends_sessions: bool = False) -> Account:
        """Write those columns alone: what somebody else changes at the same moment stands."""
        account = self.get(name)
        with self._engine.begin() as connection:
            if changed:
                connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == account.name).values(changed))
            if ends_sessions:
                connection.execute(delete(SESSIONS).where(SESSIONS.c.account == account.name))
        return self.get(account.name)


def account_of(row: RowMapping, held: Mapping[str, frozenset[str]]) -> Account:
    """The account that a row of `accounts` holds, with the compartments that it is in."""
    return Account(
        row["name"],
        row["role"],
        held.get(row["name"], frozenset()),
        row["disabled"],
        row["display_name"],
        row["confirmed"],
        row["altered_by"],
    )
