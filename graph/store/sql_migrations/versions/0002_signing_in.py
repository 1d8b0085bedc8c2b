"""Signing in: names for the page, passwords, sessions with their reasons, failed attempts, the identity provider."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    text,
)

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the name for the page to accounts, and make the tables."""
    op.add_column("accounts", Column("display_name", Text, nullable=False, server_default=text("''")))
    op.create_table(
        "account_passwords",
        Column("account", String(64), nullable=False),
        Column("hash", Text, nullable=False),
        Column("set_at", BigInteger, nullable=False),
        PrimaryKeyConstraint("account", name="pk_account_passwords"),
        ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_account_passwords_account_accounts"),
    )
    _make_sessions()
    op.create_table(
        "sign_in_failures",
        Column("key", String(64), nullable=False),
        Column("failed", Integer, nullable=False),
        Column("last_at", BigInteger, nullable=False),
        PrimaryKeyConstraint("key", name="pk_sign_in_failures"),
    )
    op.create_table(
        "provider_sign_ins",
        Column("ticket_digest", String(64), nullable=False),
        Column("state", String(64), nullable=False),
        Column("nonce", String(64), nullable=False),
        Column("verifier", String(128), nullable=False),
        Column("redirect_uri", Text, nullable=False),
        Column("begun_at", BigInteger, nullable=False),
        PrimaryKeyConstraint("ticket_digest", name="pk_provider_sign_ins"),
    )


def _make_sessions() -> None:
    op.create_table(
        "sessions",
        Column("id", String(32), nullable=False),
        Column("token_digest", String(64), nullable=False),
        Column("account", String(64), nullable=False),
        Column("csrf", String(64), nullable=False),
        Column("address", Text, nullable=False),
        Column("started_at", BigInteger, nullable=False),
        Column("last_seen_at", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_sessions"),
        UniqueConstraint("token_digest", name="uq_sessions_token_digest"),
        ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_sessions_account_accounts"),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_table(
        "session_reasons",
        Column("session", String(32), nullable=False),
        Column("subject", Text, nullable=False),
        Column("reason", Text, nullable=False),
        PrimaryKeyConstraint("session", "subject", name="pk_session_reasons"),
        ForeignKeyConstraint(
            ["session"], ["sessions.id"], name="fk_session_reasons_session_sessions", ondelete="CASCADE"
        ),
    )
