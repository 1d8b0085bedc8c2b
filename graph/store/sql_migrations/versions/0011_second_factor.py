"""A second factor of accounts: codes from a device, and codes for when it is lost."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, PrimaryKeyConstraint, String, Text

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables; nobody has a second factor yet."""
    op.create_table(
        "second_factors",
        Column("account", String(64), nullable=False),
        Column("secret", Text, nullable=False),
        Column("since", BigInteger),
        PrimaryKeyConstraint("account", name="pk_second_factors"),
        ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_second_factors_account_accounts"),
    )
    op.create_table(
        "recovery_codes",
        Column("account", String(64), nullable=False),
        Column("digest", String(64), nullable=False),
        PrimaryKeyConstraint("account", "digest", name="pk_recovery_codes"),
        ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_recovery_codes_account_accounts"),
    )
    op.create_table(
        "used_steps",
        Column("account", String(64), nullable=False),
        Column("step", BigInteger, nullable=False),
        PrimaryKeyConstraint("account", name="pk_used_steps"),
        ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_used_steps_account_accounts"),
    )
