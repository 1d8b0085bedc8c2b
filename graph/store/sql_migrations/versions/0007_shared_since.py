"""Since when a picture or a review is shared with somebody, since its latest save may be of what they do not see."""

from alembic import op
from sqlalchemy import BigInteger, Column, text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the times; of what is shared already the latest known one is taken, which its readers were shown so far."""
    for readers in ("saved_view_readers", "case_review_readers"):
        op.add_column(readers, Column("at", BigInteger, nullable=False, server_default=text("0")))
    op.execute(
        "UPDATE saved_view_readers SET at = "
        "(SELECT saved_at FROM saved_views WHERE saved_views.number = saved_view_readers.view)"
    )
    op.execute(
        "UPDATE case_review_readers SET at = "
        "(SELECT changed_at FROM case_reviews WHERE case_reviews.number = case_review_readers.review)"
    )
