"""Passwords that an administrator gave, and sessions whose owner is to choose one of their own first."""

from alembic import op
from sqlalchemy import Boolean, Column, false

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the two marks; what is there already is nobody else's password as far as is known."""
    op.add_column("account_passwords", Column("temporary", Boolean, nullable=False, server_default=false()))
    op.add_column("sessions", Column("must_choose", Boolean, nullable=False, server_default=false()))
