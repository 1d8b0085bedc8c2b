"""The browsers that an account has signed in at before: there its owner passes the waits that a guesser causes.

A browser is known by a random token of 256 bits in a cookie, of which only the SHA-256 is kept. It opens nothing: who
has it may try passwords at the account no more often than anybody may from one address.
"""

import hashlib
import secrets

from sqlalchemy import Engine, delete, insert, select

from api.accounts.account import Account
from api.accounts.tables import KNOWN_DEVICES

DAYS = 400
"""How long a device is known without a sign-in; as long as browsers keep a cookie."""
MOST = 20
"""Devices of one account; the one used longest ago is forgotten first."""
_DAY = 24 * 3_600_000


class Devices:
    """The devices kept in one SQL database. Times are UTC milliseconds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def known(self, token: str, account: Account | None, now: int) -> str:
        """The digest of a token by which this account is known; blank where it is not."""
        if not token or account is None:
            return ""
        digest = digest_of(token)
        mine = (KNOWN_DEVICES.c.digest == digest) & (KNOWN_DEVICES.c.account == account.name)
        with self._engine.connect() as connection:
            last_at = connection.execute(select(KNOWN_DEVICES.c.last_at).where(mine)).scalar()
        return "" if last_at is None or now - last_at > DAYS * _DAY else digest

    def remember(self, token: str, account: Account, now: int) -> str:
        """Note that the account signed in at a device, and give the token for its cookie.

        The browser's own token stays where somebody is known by it already; any other is not taken from a browser.
        """
        of_account = KNOWN_DEVICES.c.account == account.name
        with self._engine.begin() as connection:
            is_ours = select(KNOWN_DEVICES.c.digest).where(KNOWN_DEVICES.c.digest == digest_of(token))
            if not token or connection.execute(is_ours).first() is None:
                token = secrets.token_urlsafe(32)
            digest = digest_of(token)
            connection.execute(delete(KNOWN_DEVICES).where(of_account & (KNOWN_DEVICES.c.digest == digest)))
            connection.execute(insert(KNOWN_DEVICES).values(digest=digest, account=account.name, last_at=now))
            latest = select(KNOWN_DEVICES.c.digest).where(of_account)
            ordered = latest.order_by(KNOWN_DEVICES.c.last_at.desc(), KNOWN_DEVICES.c.digest)
            kept = connection.scalars(ordered.limit(MOST)).all()
            connection.execute(delete(KNOWN_DEVICES).where(of_account & KNOWN_DEVICES.c.digest.not_in(kept)))
        return token

    def forget(self, account: Account) -> None:
        """Know none of the account's devices any more."""
        with self._engine.begin() as connection:
            connection.execute(delete(KNOWN_DEVICES).where(KNOWN_DEVICES.c.account == account.name))


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "backslashreplace")).hexdigest()
