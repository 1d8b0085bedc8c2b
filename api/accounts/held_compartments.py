"""Which compartments accounts are members of at a moment."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from api.accounts.tables import ACCOUNTS, COMPARTMENTS, MEMBERSHIPS
from graph.audit.entry import ALL_COMPARTMENTS

NOBODY = "(no account)"
"""Who is entered where the name has no account; no account can have this one."""
NOT_A_READER = frozenset({NOBODY, "dolen"})


def held_compartments(
    connection: Connection, accounts: Collection[str] | None, now: int
) -> Mapping[str, frozenset[str]]:
    """The compartments in which accounts (None: all) are members at this moment, by account."""
    in_force = MEMBERSHIPS.c.granted_at.is_not(None) & MEMBERSHIPS.c.ended_at.is_(None) & (MEMBERSHIPS.c.until > now)
    if accounts is not None:
        in_force &= MEMBERSHIPS.c.account.in_(accounts)
    both = select(MEMBERSHIPS.c.account, COMPARTMENTS.c.name).join(
        COMPARTMENTS, COMPARTMENTS.c.id == MEMBERSHIPS.c.compartment
    )
    held: dict[str, set[str]] = {}
    for account, name in connection.execute(both.where(in_force)):
        held.setdefault(account, set()).add(name)
    return {account: frozenset(names) for account, names in held.items()}


def compartments_of_name(connection: Connection, name: str, now: int) -> frozenset[str]:
    """The compartments of the person a log entry names: an account's own, none where no account was signed in, and all
    for the local operator."""
    if name in NOT_A_READER:
        return frozenset()
    if connection.execute(select(ACCOUNTS.c.name).where(ACCOUNTS.c.name == name)).first() is None:
        return frozenset({ALL_COMPARTMENTS})
    return held_compartments(connection, (name,), now).get(name, frozenset())
