"""Who looked into an alarm that the log raised, and what they found."""

from alembic import op
from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Text

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table; the alarms themselves are read from the log."""
    op.create_table(
        "alarms_seen",
        Column("key", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("reason", Text, nullable=False),
        PrimaryKeyConstraint("key", name="pk_alarms_seen"),
    )
