"""What case reviews keep in the SQL database: ids and the owner's own title, never words taken from the graph.

case_reviews           one row a review: title, owner, the View it was saved through, what counts as new
case_review_children   which children it is about, in the owner's order
case_review_readers    the accounts it is shared with, apart from its owner, and since when
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text, text

from graph.store import metadata

REVIEWS = Table(
    "case_reviews",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("owner", String(64), ForeignKey("accounts.name"), nullable=False, index=True),
    Column("view_options", Text, nullable=False),
    Column("since", String(10), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_autoincrement=True,
)
"""A number is never used again, on SQLite either: the log names reviews by it."""

CHILDREN = Table(
    "case_review_children",
    metadata,
    Column("review", Integer, ForeignKey(REVIEWS.c.number, ondelete="CASCADE"), primary_key=True),
    Column("child", Text, primary_key=True),
    Column("place", Integer, nullable=False),
)

READERS = Table(
    "case_review_readers",
    metadata,
    Column("review", Integer, ForeignKey(REVIEWS.c.number, ondelete="CASCADE"), primary_key=True),
    Column("account", String(64), ForeignKey("accounts.name"), primary_key=True, index=True),
    Column("at", BigInteger, nullable=False, server_default=text("0")),
)
