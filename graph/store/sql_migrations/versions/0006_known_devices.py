"""The browsers at which an account has signed in before."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, PrimaryKeyConstraint, String

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table; no device is known yet."""
    op.create_table(
        "known_devices",
        Column("digest", String(64), nullable=False),
        Column("account", String(64), nullable=False),
        Column("last_at", BigInteger, nullable=False),
        PrimaryKeyConstraint("digest", "account", name="pk_known_devices"),
        ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_known_devices_account_accounts"),
    )
