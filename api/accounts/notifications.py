"""Notifications to an account's owner about what others did: shown on Home and on the account page until read."""

import secrets
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import Connection, Engine, insert, select, update

from api.accounts.tables import NOTICES

Kind = Literal[
    "asked",  # somebody asks for membership of a compartment that you own
    "to grant",  # the owner of a compartment asks for somebody; a second person is to grant it
    "granted",  # you are a member of a compartment, or somebody is of yours
    "refused",  # a membership that you asked for was refused
    "ended",  # a membership of yours, or of your compartment, was ended
    "owner",  # you own a compartment, or no longer do
    "reset",  # your password was reset
    "role",  # your role was changed
    "confirmed",  # a manager confirmed your account
    "second factor",  # your second factor was reset
]


@dataclass(frozen=True)
class Notice:
    """One notification to an account's owner. `about` is the compartment or the member that it concerns."""

    id: str
    at: int
    kind: Kind
    by: str
    about: str


def notify(connection: Connection, account: str | None, now: int, kind: Kind, by: str, about: str = "") -> None:
    """Notify an account's owner of what somebody else did; nobody is notified of their own actions."""
    if account is not None and account != by:
        row = {"id": secrets.token_hex(8), "account": account, "at": now, "kind": kind, "by": by, "about": about}
        connection.execute(insert(NOTICES).values(row))


class Notices:
    """The notices kept in one SQL database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def unread(self, account: str) -> tuple[Notice, ...]:
        """What an account's owner has not marked as read, the newest first."""
        mine = (NOTICES.c.account == account) & NOTICES.c.read_at.is_(None)
        ordered = select(NOTICES).where(mine).order_by(NOTICES.c.at.desc(), NOTICES.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(ordered).mappings().all()
        return tuple(Notice(row["id"], row["at"], cast(Kind, row["kind"]), row["by"], row["about"]) for row in rows)

    def mark_read(self, account: str, now: int) -> None:
        """Mark all notifications up to `now` (UTC milliseconds) as read."""
        mine = (NOTICES.c.account == account) & NOTICES.c.read_at.is_(None) & (NOTICES.c.at <= now)
        with self._engine.begin() as connection:
            connection.execute(update(NOTICES).where(mine).values(read_at=now))
