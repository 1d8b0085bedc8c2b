"""Case reviews, with their children and the accounts they are shared with; when each account was last here."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, String, Text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables. A review's number is never used again, since the log names it."""
    op.create_table(
        "case_reviews",
        Column("number", Integer, nullable=False),
        Column("title", Text, nullable=False),
        Column("owner", String(64), nullable=False),
        Column("view_options", Text, nullable=False),
        Column("since", String(10), nullable=False),
        Column("created_at", BigInteger, nullable=False),
        Column("changed_at", BigInteger, nullable=False),
        Column("version", Integer, nullable=False),
        PrimaryKeyConstraint("number", name="pk_case_reviews"),
        ForeignKeyConstraint(["owner"], ["accounts.name"], name="fk_case_reviews_owner_accounts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_case_reviews_owner", "case_reviews", ["owner"])
    _make_lists()
    op.create_table(
        "last_visits",
        Column("account", String(64), nullable=False),
        Column("session", String(32), nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("since", BigInteger, nullable=True),
        PrimaryKeyConstraint("account", name="pk_last_visits"),
        ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_last_visits_account_accounts"),
    )


def _make_lists() -> None:
    op.create_table(
        "case_review_children",
        Column("review", Integer, nullable=False),
        Column("child", Text, nullable=False),
        Column("place", Integer, nullable=False),
        PrimaryKeyConstraint("review", "child", name="pk_case_review_children"),
        ForeignKeyConstraint(
            ["review"], ["case_reviews.number"], name="fk_case_review_children_review_case_reviews", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "case_review_readers",
        Column("review", Integer, nullable=False),
        Column("account", String(64), nullable=False),
        PrimaryKeyConstraint("review", "account", name="pk_case_review_readers"),
        ForeignKeyConstraint(
            ["review"], ["case_reviews.number"], name="fk_case_review_readers_review_case_reviews", ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_case_review_readers_account_accounts"),
    )
    op.create_index("ix_case_review_readers_account", "case_review_readers", ["account"])
