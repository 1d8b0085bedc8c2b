"""Alerts: what each audience is alerted to, who dealt with it and why; and what people watch."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Text

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "alert_state",
        Column("id", Integer, primary_key=True),
        Column("started", BigInteger, nullable=False),
        Column("change", BigInteger, nullable=False),
    )
    op.create_table(
        "alert_audiences",
        Column("id", String(40), primary_key=True),
        Column("clearance", Text, nullable=False, unique=True),
        Column("began", BigInteger, nullable=False),
    )
    op.create_table(
        "alerts",
        Column("id", String(40), primary_key=True),
        Column("audience", String(40), ForeignKey("alert_audiences.id"), nullable=False, index=True),
        Column("watch", String(40)),
        Column("fact", Text, nullable=False),
        Column("raised_at", BigInteger, nullable=False),
    )
    op.create_table(
        "alert_acts",
        Column("id", String(40), primary_key=True),
        Column("alert", String(40), ForeignKey("alerts.id"), nullable=False, index=True),
        Column("act", String(16), nullable=False),
        Column("who", String(64), nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("assigned_to", String(64)),
        Column("reason", Text),
    )
    op.create_table(
        "watches",
        Column("id", String(40), primary_key=True),
        Column("owner", String(64), nullable=False, index=True),
        Column("kind", String(16), nullable=False),
        Column("pattern", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("began", BigInteger, nullable=False),
        Column("made_at", BigInteger, nullable=False),
        Column("ended_at", BigInteger),
    )
