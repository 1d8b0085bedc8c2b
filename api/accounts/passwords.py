"""Passwords as they are kept: argon2id hashes with the library's recommended cost (RFC 9106, low memory).

A hash with an older cost is replaced when its owner signs in. Whether a name has no account, has no password, or has
another password takes the same time, since one hash is computed in each case. Few are computed at a time, since each
takes 64 MiB: somebody who sends a thousand passwords at once makes others wait but does not fill the memory.
"""

import secrets
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from sqlalchemy import Engine, delete, insert, select, update

from api.accounts.account import Account
from api.accounts.password_rules import LONGEST, normal_form, refuse_weak
from api.accounts.tables import PASSWORDS, SESSIONS

if TYPE_CHECKING:
    from argon2 import PasswordHasher

AT_A_TIME = 4


class Passwords:
    """The passwords of the accounts in one SQL database."""

    def __init__(self, engine: Engine, hasher: "PasswordHasher | None" = None) -> None:
        from argon2 import PasswordHasher  # only where somebody signs in or gets a password

        self._engine = engine
        self._hasher = hasher or PasswordHasher()
        self._turn = BoundedSemaphore(AT_A_TIME)
        self._nobodys = self._hasher.hash(secrets.token_hex(16))

    def choose(
        self, account: Account, password: str, now: int, *, keep_session: str = "", temporary: bool = False
    ) -> None:
        """Give the account this password, and end its sessions but the one whose id is given.

        `temporary`: set by somebody else; its owner has to choose a new one at sign-in before doing anything else.
        Raises `PasswordRefused` where it is too easily guessed.
        """
        refuse_weak(password, account)
        row = {
            "account": account.name,
            "hash": self._hasher.hash(_octets(password)),
            "set_at": now,
            "temporary": temporary,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(PASSWORDS).where(PASSWORDS.c.account == account.name))
            connection.execute(insert(PASSWORDS).values(row))
            others = (SESSIONS.c.account == account.name) & (SESSIONS.c.id != keep_session)
            connection.execute(delete(SESSIONS).where(others))
            kept = update(SESSIONS).where(SESSIONS.c.id == keep_session)
            connection.execute(kept.values(must_choose=temporary))

    def is_temporary(self, account: Account) -> bool:
        """Whether somebody else gave the account its password, and so knows it."""
        wanted = select(PASSWORDS.c.temporary).where(PASSWORDS.c.account == account.name)
        with self._engine.connect() as connection:
            return bool(connection.execute(wanted).scalar())

    def fits(self, account: Account | None, password: str) -> bool:
        """Whether this is the account's password; no, after the same time, where there is no account or no password."""
        from argon2.exceptions import InvalidHashError, VerificationError

        kept = None if account is None else self._hash_of(account)
        try:
            with self._turn:
                right = self._hasher.verify(kept or self._nobodys, _octets(password[: LONGEST + 1]))
        except (VerificationError, InvalidHashError):
            return False
        return right and kept is not None

    def has(self, account: Account) -> bool:
        """Whether the account signs in with a password."""
        return self._hash_of(account) is not None

    def is_outdated(self, account: Account) -> bool:
        """Whether the cost of hashing has changed since the account's password was hashed."""
        kept = self._hash_of(account)
        return kept is not None and self._hasher.check_needs_rehash(kept)

    def keep_up(self, account: Account, password: str) -> None:
        """Replace the hash of a correct password by one at the present cost."""
        kept = self._hash_of(account)
        if kept is not None:
            with self._engine.begin() as connection:
                replace = PASSWORDS.update().where(PASSWORDS.c.account == account.name, PASSWORDS.c.hash == kept)
                connection.execute(replace.values(hash=self._hasher.hash(_octets(password))))

    def _hash_of(self, account: Account) -> str | None:
        with self._engine.connect() as connection:
            return connection.execute(select(PASSWORDS.c.hash).where(PASSWORDS.c.account == account.name)).scalar()


def _octets(password: str) -> bytes:
    return normal_form(password).encode("utf-8", "surrogatepass")
