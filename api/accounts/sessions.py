"""Who is signed in. A session is known by a random token of 256 bits, of which only the SHA-256 is kept.

A token is made at each sign-in and never taken from the browser that asks, so that nobody can be made to use a session
that somebody else knows. With the session go its reasons; the audit log keeps them.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.accounts.account import Account
from api.accounts.accounts import account_of
from api.accounts.held_compartments import held_compartments
from api.accounts.session_limits import SessionLimits, to_be_noted
from api.accounts.tables import ACCOUNTS, REASONS, SESSIONS
from graph.errors import NotPermitted


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in, as of the latest look. Times are UTC milliseconds.

    `id` names the session to people and programs and opens nothing; `csrf` is the secret that each form of this session
    carries; `expires_at` is when it ends unless its owner looks again before. `must_choose`: it was opened with a
    password that somebody else gave, and opens nothing until its owner has chosen another.
    """

    id: str
    account: Account
    csrf: str = field(repr=False)
    address: str
    started_at: int
    last_seen_at: int
    expires_at: int
    must_choose: bool = False


@dataclass(frozen=True)
class OpenedSession:
    """A session just started, and the token for its cookie. The token is stored nowhere: it cannot be shown again.

    `device` is the token by which the browser is known from now on, where somebody signed in with a password.
    """

    token: str = field(repr=False)
    session: Session
    device: str = field(default="", repr=False)


class Sessions:
    """The sessions kept in one SQL database."""

    def __init__(self, engine: Engine, limits: SessionLimits) -> None:
        self._engine = engine
        self._limits = limits

    def open(self, account: Account, address: str, now: int, *, must_choose: bool = False) -> OpenedSession:
        """Begin a session under a new token; sessions that have ended are cleared away."""
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        ends_at = self._limits.ends_at(now, now)
        session = Session(secrets.token_hex(16), account, csrf, address, now, now, ends_at, must_choose)
        with self._engine.begin() as connection:
            self._clear(connection, now)
            connection.execute(
                insert(SESSIONS).values(
                    id=session.id,
                    token_digest=_digest(token),
                    account=account.name,
                    csrf=csrf,
                    address=address,
                    started_at=now,
                    last_seen_at=now,
                    must_choose=must_choose,
                )
            )
        return OpenedSession(token, session)

    def resume(self, token: str, now: int) -> Session | None:
        """The session of a token, its idle limit moved; None where there is none, it has ended or may not go on."""
        session = next(iter(self._where(SESSIONS.c.token_digest == _digest(token), now)), None)
        if session is None:
            return None
        if session.account.disabled or self._limits.over(session.started_at, session.last_seen_at, now):
            self.end(SESSIONS.c.id == session.id)
            return None
        if to_be_noted(session.last_seen_at, now):
            return self._note(session, now)
        return session

    def of(self, account: Account, now: int) -> tuple[Session, ...]:
        """The sessions of an account that have not ended, the newest first."""
        found = self._where(SESSIONS.c.account == account.name, now)
        lasting = [one for one in found if not self._limits.over(one.started_at, one.last_seen_at, now)]
        return tuple(sorted(lasting, key=lambda one: (-one.started_at, one.id)))

    def end(self, which: ColumnElement[bool]) -> None:
        """End the sessions that a condition on `sessions` names, and forget their reasons."""
        with self._engine.begin() as connection:
            connection.execute(delete(SESSIONS).where(which))

    def reasons(self, session: Session) -> Mapping[str, str]:
        """Why this session looks at each case of which it has been said."""
        wanted = select(REASONS.c.subject, REASONS.c.reason).where(REASONS.c.session == session.id)
        with self._engine.connect() as connection:
            return {row.subject: row.reason for row in connection.execute(wanted)}

    def keep_reason(self, session: Session, subject: str, reason: str) -> None:
        """Keep why this session looks at a case, in place of an earlier reason.

        Raises `NotPermitted` where the session has ended meanwhile.
        """
        same = (REASONS.c.session == session.id) & (REASONS.c.subject == subject)
        try:
            with self._engine.begin() as connection:
                connection.execute(delete(REASONS).where(same))
                connection.execute(insert(REASONS).values(session=session.id, subject=subject, reason=reason))
        except IntegrityError:
            raise NotPermitted("You have been signed out.", "Sign in again.") from None

    def _note(self, session: Session, now: int) -> Session | None:
        """The session with its latest look; None where it was ended a moment ago."""
        with self._engine.begin() as connection:
            self._clear(connection, now)
            noted = update(SESSIONS).where(SESSIONS.c.id == session.id).values(last_seen_at=now)
            if connection.execute(noted).rowcount == 0:
                return None
        return next(iter(self._where(SESSIONS.c.id == session.id, now)), None)

    def _clear(self, connection: Connection, now: int) -> None:
        """Delete all ended sessions, of every account: a reason is not kept longer than its session."""
        oldest = SESSIONS.c.started_at <= now - self._limits.absolute
        connection.execute(delete(SESSIONS).where(oldest | (SESSIONS.c.last_seen_at <= now - self._limits.idle)))

    def _where(self, condition: ColumnElement[bool], now: int) -> tuple[Session, ...]:
        both = select(SESSIONS, *ACCOUNTS.c).join(ACCOUNTS, ACCOUNTS.c.name == SESSIONS.c.account).where(condition)
        with self._engine.connect() as connection:
            rows = connection.execute(both).mappings().all()
            held = held_compartments(connection, {row["account"] for row in rows}, now)
        return tuple(self._session(row, held) for row in rows)

    def _session(self, row: RowMapping, held: Mapping[str, frozenset[str]]) -> Session:
        started_at, last_seen_at = row["started_at"], row["last_seen_at"]
        ends_at = self._limits.ends_at(started_at, last_seen_at)
        account, must_choose = account_of(row, held), row["must_choose"]
        return Session(row["id"], account, row["csrf"], row["address"], started_at, last_seen_at, ends_at, must_choose)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "backslashreplace")).hexdigest()
