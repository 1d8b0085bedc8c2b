"""What of accounts and compartments is sealed in the audit log, so that a row changed by something else is found.

Of an account: its row, its password's hash, its second factor, and its memberships. Of a compartment: its row. What
changes at each sign-in, such as sessions, is not part of it.
"""

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, select

from api.accounts.tables import ACCOUNTS, COMPARTMENTS, MEMBERSHIPS, PASSWORDS, RECOVERY_CODES, SECOND_FACTORS
from graph.audit import AuditLog, Entry
from graph.audit.sealed_rows import GONE, Sealed

_PARTS: tuple[tuple[Table, str], ...] = (
    (ACCOUNTS, "name"),
    (PASSWORDS, "account"),
    (SECOND_FACTORS, "account"),
    (RECOVERY_CODES, "account"),
    (MEMBERSHIPS, "account"),
)
"""The tables whose rows are an account's, and the column that names it."""


def sealed_account(name: str) -> Sealed:
    """An account, as an entry that changes it seals it."""
    subject = f"account:{name}"
    return Sealed(subject, lambda connection: _account_states(connection, (name,)).get(subject, GONE))


def sealed_compartment(id: str) -> Sealed:
    """A compartment's record, as an entry that changes it seals it."""
    subject = f"compartment:{id}"
    return Sealed(subject, lambda connection: _compartment_states(connection, (id,)).get(subject, GONE))


def present_states(connection: Connection) -> dict[str, str]:
    """The state of every account and compartment that there is."""
    return _account_states(connection, None) | _compartment_states(connection, None)


def seal_accounts(sql: Engine, log: AuditLog) -> None:
    """Seal the accounts and compartments of an installation from before they were sealed; once, and then nothing."""
    if log.has_seals:
        return
    with sql.connect() as connection:
        names = connection.scalars(select(ACCOUNTS.c.name).order_by(ACCOUNTS.c.name)).all()
        ids = connection.scalars(select(COMPARTMENTS.c.id).order_by(COMPARTMENTS.c.id)).all()
    seals = (*(sealed_account(name) for name in names), *(sealed_compartment(id) for id in ids))
    if seals:
        log.enter(Entry(who="dolen", action="administer", question="seal accounts"), seals)


def _account_states(connection: Connection, names: Collection[str] | None) -> dict[str, str]:
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for table, column in _PARTS:
        for row in _rows(connection, table, table.c[column], names):
            found.setdefault(str(row[column]), {}).setdefault(table.name, []).append(row)
    return {f"account:{name}": _text(parts) for name, parts in found.items()}


def _compartment_states(connection: Connection, ids: Collection[str] | None) -> dict[str, str]:
    rows = _rows(connection, COMPARTMENTS, COMPARTMENTS.c.id, ids)
    return {f"compartment:{row['id']}": _text(row) for row in rows}


def _rows(
    connection: Connection, table: Table, column: Column[Any], names: Collection[str] | None
) -> Iterable[dict[str, Any]]:
    wanted = select(table).order_by(*table.primary_key.columns)
    if names is not None:
        wanted = wanted.where(column.in_(names))
    return [dict(row) for row in connection.execute(wanted).mappings()]


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
