"""Accounts, the audit log and the record of each loading.

Databases that are older than these steps hold some or all of these tables already, made in just this form: a table
that is there is left as it is, and so such a database is taken up.
"""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, PrimaryKeyConstraint, String, Text

revision = "0001"
down_revision = None

NUMBER = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make what is missing."""
    op.create_table(
        "accounts",
        Column("name", String(64), nullable=False),
        Column("role", String(16), nullable=False),
        Column("compartments", Text, nullable=False),
        Column("disabled", Boolean, nullable=False),
        PrimaryKeyConstraint("name", name="pk_accounts"),
        if_not_exists=True,
    )
    _make_audit()
    op.create_table(
        "ingest_runs",
        Column("id", String(32), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("mapping", String(64), nullable=False),
        Column("author", String(64), nullable=False),
        Column("started", BigInteger, nullable=False),
        Column("finished", BigInteger),
        Column("batches", Integer, nullable=False),
        Column("counts", Text, nullable=False),
        PrimaryKeyConstraint("id", name="pk_ingest_runs"),
        if_not_exists=True,
    )
    op.create_index("ix_ingest_runs_digest", "ingest_runs", ["digest"], if_not_exists=True)


def _make_audit() -> None:
    op.create_table(
        "audit_entries",
        Column("number", NUMBER, autoincrement=False, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("who", Text, nullable=False),
        Column("acting_for", Text),
        Column("action", String(16), nullable=False),
        Column("question", Text, nullable=False),
        Column("subjects", Text, nullable=False),
        Column("recipients", Text, nullable=False),
        Column("view", Text, nullable=False),
        Column("outcome", String(16), nullable=False),
        Column("closes", BigInteger),
        Column("commitment", String(64), nullable=False),
        Column("previous", String(64), nullable=False),
        Column("mac", String(64), nullable=False),
        PrimaryKeyConstraint("number", name="pk_audit_entries"),
        if_not_exists=True,
    )
    op.create_index("ix_audit_entries_who", "audit_entries", ["who"], if_not_exists=True)
    op.create_index("ix_audit_entries_action", "audit_entries", ["action"], if_not_exists=True)
    op.create_table(
        "audit_words",
        Column("number", NUMBER, autoincrement=False, nullable=False),
        Column("salt", String(32)),
        Column("reason", Text),
        Column("words", Text),
        PrimaryKeyConstraint("number", name="pk_audit_words"),
        if_not_exists=True,
    )
    op.create_table(
        "audit_turn",
        Column("id", Integer, autoincrement=False, nullable=False),
        Column("turns", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_audit_turn"),
        if_not_exists=True,
    )
