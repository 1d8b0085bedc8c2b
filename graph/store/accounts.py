"""The accounts of one installation: who may ask, in which role, and in which compartments. There is no sign-in here.

An account is disabled, never deleted: the audit log and the records go on naming it. Who adds or disables accounts,
and that it was entered in the log, is for the caller to see to.
"""

import json
import re
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import Boolean, Column, Engine, RowMapping, String, Table, Text, insert, select, update
from sqlalchemy.exc import IntegrityError

from graph.errors import NotFound, NotPermitted, ValueRefused
from graph.model.view import Reader
from graph.store.sql import metadata
from graph.values.access import compartment_name

AccountRole = Literal["analyst", "chair", "manager", "auditor", "administrator"]
ACCOUNT_ROLES: tuple[AccountRole, ...] = get_args(AccountRole)

_ACCOUNTS = Table(
    "accounts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("compartments", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
)
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


@dataclass(frozen=True)
class Account:
    """A person who may use Dolen. `compartments` are those the person is a member of, as access texts write them."""

    name: str
    role: AccountRole
    compartments: frozenset[str] = frozenset()
    disabled: bool = False

    def reader(self) -> Reader:
        """The account as one who asks. Raises `NotPermitted` where it is disabled."""
        if self.disabled:
            raise NotPermitted(f"The account {self.name!r} is disabled.", "Ask an administrator.")
        return Reader(self.name, self.role, self.compartments)


class Accounts:
    """The accounts kept in the SQL database, whose tables exist (`open_sql` makes them).

    Names are lower case, so that `A.Price` and `a.price` are one person.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, role: str, compartments: frozenset[str] = frozenset()) -> Account:
        """Add an account. Raises `ValueRefused` for a name taken or unfit, an unknown role, a blank compartment."""
        account = Account(_clean_name(name), _known_role(role), _clean_compartments(compartments))
        row = {
            "name": account.name,
            "role": account.role,
            "compartments": json.dumps(sorted(account.compartments)),
            "disabled": False,
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(_ACCOUNTS).values(row))
        except IntegrityError:
            raise ValueRefused(
                "name", account.name, "there is an account of this name already, perhaps disabled.", "Choose another."
            ) from None
        return account

    def list(self) -> tuple[Account, ...]:
        """All accounts, disabled ones too, by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(_ACCOUNTS).order_by(_ACCOUNTS.c.name)).mappings()
            return tuple(_account_of(row) for row in rows)

    def get(self, name: str) -> Account:
        """The account of this name, disabled or not. Raises `NotFound`."""
        wanted = select(_ACCOUNTS).where(_ACCOUNTS.c.name == _folded(name))
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        if row is None:
            raise NotFound(f"There is no account {name!r}.", "`dolen user list` shows those there are.")
        return _account_of(row)

    def disable(self, name: str) -> Account:
        """Disable an account; one that is disabled stays so. Raises `NotFound`."""
        account = self.get(name)
        with self._engine.begin() as connection:
            connection.execute(update(_ACCOUNTS).where(_ACCOUNTS.c.name == account.name).values(disabled=True))
        return self.get(account.name)


def _account_of(row: RowMapping) -> Account:
    return Account(row["name"], row["role"], frozenset(json.loads(row["compartments"])), row["disabled"])


def _folded(name: str) -> str:
    return name.strip().lower()


def _clean_name(name: str) -> str:
    folded = _folded(name)
    if not _NAME.fullmatch(folded):
        raise ValueRefused(
            "name",
            name,
            "an account's name is 1 to 64 of a-z, 0-9, dot, hyphen, underscore and @, a letter or digit first.",
        )
    return folded


def _known_role(role: str) -> AccountRole:
    for known in ACCOUNT_ROLES:
        if known == role:
            return known
    raise ValueRefused("role", role, f"the roles are {', '.join(ACCOUNT_ROLES)}.")


def _clean_compartments(compartments: frozenset[str]) -> frozenset[str]:
    return frozenset(compartment_name(compartment) for compartment in compartments)
