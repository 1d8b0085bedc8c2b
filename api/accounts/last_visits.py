"""When somebody was last here: what a start page calls new is what came since, and it stays new for a whole session."""

from sqlalchemy import BigInteger, Column, Engine, ForeignKey, String, Table, select, update

from api.accounts.sessions import Session
from graph.store import insert_missing, metadata

LAST_VISITS = Table(
    "last_visits",
    metadata,
    Column("account", String(64), ForeignKey("accounts.name"), primary_key=True),
    Column("session", String(32), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("since", BigInteger),
)
"""One row an account: in which session it was last here and when, and when it was last here before that session."""


class LastVisits:
    """The last visits kept in one SQL database."""

    def __init__(self, sql: Engine) -> None:
        self._sql = sql

    def visit(self, session: Session, now: int) -> int | None:
        """Note that somebody is here at `now` (UTC milliseconds), and give when they were before this session.

        None on a first visit.
        """
        account = session.account.name
        mine = LAST_VISITS.c.account == account
        with self._sql.begin() as connection:
            insert_missing(connection, LAST_VISITS, {"account": account, "session": session.id, "at": now})
            row = connection.execute(select(LAST_VISITS).where(mine)).mappings().one()
            since = row["since"] if row["session"] == session.id else row["at"]
            connection.execute(update(LAST_VISITS).where(mine).values(session=session.id, at=now, since=since))
        return since
