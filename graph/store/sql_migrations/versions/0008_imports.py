"""Imports: what each process knew of the files that people upload is kept for all of them."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Text

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "imports",
        Column("id", String(32), primary_key=True),
        Column("author", String(64), nullable=False, index=True),
        Column("mapping", String(256)),
        Column("reason", Text, nullable=False),
        Column("names", Text, nullable=False),
        Column("received_at", BigInteger, nullable=False),
        Column("changed_at", BigInteger, nullable=False),
        Column("state", String(16), nullable=False),
        Column("to_load", Boolean, nullable=False),
        Column("attempt", String(32), nullable=False),
        Column("held_until", BigInteger),
        Column("table_name", Text),
        Column("table_rows", Integer, nullable=False),
        Column("rows", Integer, nullable=False),
        Column("tried", Text),
        Column("summary", Text),
        Column("trouble", Text, nullable=False),
    )
