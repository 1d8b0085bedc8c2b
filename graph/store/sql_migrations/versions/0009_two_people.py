"""Compartments as records with owners and members, accounts that wait for a second person, entries that seal.

Memberships that accounts had are kept for 90 days, in compartments without an owner: a manager names one for each.
"""

import json
import secrets
import time
from typing import Any

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    text,
    true,
)

revision = "0009"
down_revision = "0008"

_DAYS_KEPT = 90
_BEFORE = "(before compartments had owners)"


def upgrade() -> None:
    """Make the tables, carry over who was a member of what, and add the columns."""
    op.add_column("audit_entries", Column("compartments", Text))
    op.add_column("audit_entries", Column("sealed", Text))
    op.add_column("accounts", Column("confirmed", Boolean, nullable=False, server_default=true()))
    op.add_column("accounts", Column("altered_by", Text, nullable=False, server_default=text("''")))
    op.create_table(
        "compartments",
        Column("id", String(16), nullable=False),
        Column("name", Text, nullable=False),
        Column("owner", String(64)),
        Column("made_by", Text, nullable=False),
        Column("made_at", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_compartments"),
        UniqueConstraint("name", name="uq_compartments_name"),
        ForeignKeyConstraint(["owner"], ["accounts.name"], name="fk_compartments_owner_accounts"),
    )
    op.create_table(
        "compartment_members",
        Column("id", String(16), nullable=False),
        Column("compartment", String(16), nullable=False),
        Column("account", String(64), nullable=False),
        Column("asked_by", Text, nullable=False),
        Column("asked_at", BigInteger, nullable=False),
        Column("reason", Text, nullable=False),
        Column("until", BigInteger, nullable=False),
        Column("granted_by", Text),
        Column("granted_at", BigInteger),
        Column("ended_by", Text),
        Column("ended_at", BigInteger),
        PrimaryKeyConstraint("id", name="pk_compartment_members"),
        ForeignKeyConstraint(
            ["compartment"], ["compartments.id"], name="fk_compartment_members_compartment_compartments"
        ),
        ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_compartment_members_account_accounts"),
    )
    op.create_index("ix_compartment_members_account", "compartment_members", ["account"])
    op.create_table(
        "account_notices",
        Column("id", String(16), nullable=False),
        Column("account", String(64), nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("kind", String(16), nullable=False),
        Column("by", Text, nullable=False),
        Column("about", Text, nullable=False),
        Column("read_at", BigInteger),
        PrimaryKeyConstraint("id", name="pk_account_notices"),
        ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_account_notices_account_accounts"),
    )
    op.create_index("ix_account_notices_account", "account_notices", ["account"])
    _carry_over(op.get_bind())
    op.drop_column("accounts", "compartments")


def _carry_over(connection: Connection) -> None:
    """Each compartment that somebody was a member of, and each of these memberships."""
    now = time.time_ns() // 1_000_000
    made: dict[str, str] = {}
    for name, held in connection.execute(text("SELECT name, compartments FROM accounts ORDER BY name")).all():
        for compartment in json.loads(held):
            if compartment not in made:
                made[compartment] = secrets.token_hex(8)
                _insert(
                    connection,
                    "INSERT INTO compartments (id, name, made_by, made_at) VALUES (:id, :name, :by, :now)",
                    id=made[compartment],
                    name=compartment,
                    by=_BEFORE,
                    now=now,
                )
            _insert(
                connection,
                "INSERT INTO compartment_members (id, compartment, account, asked_by, asked_at, reason, until,"
                " granted_by, granted_at) VALUES (:id, :compartment, :account, :by, :now, '', :until, :by, :now)",
                id=secrets.token_hex(8),
                compartment=made[compartment],
                account=name,
                by=_BEFORE,
                now=now,
                until=now + _DAYS_KEPT * 24 * 3_600_000,
            )


def _insert(connection: Connection, statement: str, **values: Any) -> None:
    connection.execute(text(statement), values)
