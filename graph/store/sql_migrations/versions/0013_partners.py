"""Forms that partner agencies send, and what is asked of them."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, ForeignKeyConstraint, PrimaryKeyConstraint, String, Text

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the tables; there are no partners yet."""
    op.create_table(
        "partner_requests",
        Column("id", String(16), nullable=False),
        Column("kind", String(16), nullable=False),
        Column("partner", String(64), nullable=False),
        Column("words", Text, nullable=False),
        Column("child", Text, nullable=False),
        Column("meeting", Text, nullable=False),
        Column("asked_by", String(64), nullable=False),
        Column("asked_at", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_partner_requests"),
        ForeignKeyConstraint(["partner"], ["accounts.name"], name="fk_partner_requests_partner_accounts"),
        ForeignKeyConstraint(["asked_by"], ["accounts.name"], name="fk_partner_requests_asked_by_accounts"),
    )
    op.create_index("ix_partner_requests_partner", "partner_requests", ["partner"])
    op.create_table(
        "partner_forms",
        Column("id", String(16), nullable=False),
        Column("kind", String(16), nullable=False),
        Column("sender", String(64), nullable=False),
        Column("sent_at", BigInteger, nullable=False),
        Column("body", Text, nullable=False),
        Column("immediate", Boolean, nullable=False),
        Column("request", String(16)),
        Column("state", String(16), nullable=False),
        Column("settled_by", Text),
        Column("settled_at", BigInteger),
        Column("outcome", Text),
        Column("referral", Text),
        PrimaryKeyConstraint("id", name="pk_partner_forms"),
        ForeignKeyConstraint(["sender"], ["accounts.name"], name="fk_partner_forms_sender_accounts"),
        ForeignKeyConstraint(["request"], ["partner_requests.id"], name="fk_partner_forms_request_partner_requests"),
    )
    op.create_index("ix_partner_forms_sender", "partner_forms", ["sender"])
    op.create_index("ix_partner_forms_state", "partner_forms", ["state"])
