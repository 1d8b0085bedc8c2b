"""What saved pictures keep in the SQL database.

saved_views         a picture under a name; `picture` is JSON of ids, places and the maker's own words
saved_view_readers  the accounts a picture is shared with

A reader is shown only times of their own saves: the time of another person's save would reveal that something changed,
even where the reader sees no change.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text, text

from api.accounts.tables import ACCOUNTS
from graph.store import metadata

SAVED_VIEWS = Table(
    "saved_views",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("owner", String(64), ForeignKey(ACCOUNTS.c.name), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("saved_by", String(64), ForeignKey(ACCOUNTS.c.name), nullable=False),
    Column("saved_at", BigInteger, nullable=False),  # by its owner
    Column("picture", Text, nullable=False),
    sqlite_autoincrement=True,  # so that the number of a deleted one, which the log names, is never another's
)

READERS = Table(
    "saved_view_readers",
    metadata,
    Column("view", Integer, ForeignKey(SAVED_VIEWS.c.number, ondelete="CASCADE"), primary_key=True),
    Column("account", String(64), ForeignKey(ACCOUNTS.c.name), primary_key=True, index=True),
    Column("at", BigInteger, nullable=False, server_default=text("0")),  # when it was shared with, or saved by, them
)
