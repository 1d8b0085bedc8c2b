"""Saved pictures of the explorer, and the accounts that each is shared with."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, String, Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "saved_views",
        Column("number", Integer, autoincrement=True, nullable=False),
        Column("owner", String(64), nullable=False),
        Column("name", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("saved_by", String(64), nullable=False),
        Column("saved_at", BigInteger, nullable=False),
        Column("picture", Text, nullable=False),
        PrimaryKeyConstraint("number", name="pk_saved_views"),
        ForeignKeyConstraint(["owner"], ["accounts.name"], name="fk_saved_views_owner_accounts"),
        ForeignKeyConstraint(["saved_by"], ["accounts.name"], name="fk_saved_views_saved_by_accounts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_saved_views_owner", "saved_views", ["owner"])
    op.create_table(
        "saved_view_readers",
        Column("view", Integer, nullable=False),
        Column("account", String(64), nullable=False),
        PrimaryKeyConstraint("view", "account", name="pk_saved_view_readers"),
        ForeignKeyConstraint(
            ["view"], ["saved_views.number"], name="fk_saved_view_readers_view_saved_views", ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_saved_view_readers_account_accounts"),
    )
    op.create_index("ix_saved_view_readers_account", "saved_view_readers", ["account"])
