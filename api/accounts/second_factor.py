"""A second factor beside a password: a code of six digits that a device makes every 30 seconds (TOTP, RFC 6238).

The device and Dolen share a secret, which is stored only under the key of the file `accounts.key`. A code is accepted
once, and up to 30 seconds early or late. Ten recovery codes, of which only digests are stored, each let their owner in
once without the device.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update

from api.accounts.account import Account
from api.accounts.tables import RECOVERY_CODES, SECOND_FACTORS, USED_STEPS
from graph.errors import StoreUnavailable
from graph.settings import Settings
from graph.store import insert_missing
from graph.store.files import locked, write_private

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

# What makes codes, keys and QR codes is imported where it is used: every command imports the accounts.

STEP_SECONDS = 30
DRIFT = 1
"""Steps that a device's clock may be early or late."""
RECOVERY = 10
"""Recovery codes that are made at once."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and figures that nobody takes for one another."""


@dataclass(frozen=True)
class Enrolment:
    """What a device is given: the secret as text, and the address (`otpauth:`) that a QR code holds."""

    secret: str = field(repr=False)
    address: str = field(repr=False)

    @property
    def spaced(self) -> str:
        """The secret in groups of four, for typing."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))

    def picture(self) -> bytes:
        """The QR code as SVG, drawn on this machine."""
        import segno

        drawn = BytesIO()
        segno.make(self.address, error="m").save(drawn, kind="svg", scale=5, light="white")
        return drawn.getvalue()


def second_factor_key(settings: Settings) -> Path:
    """Where the key of the secrets lies: beside the audit log's, which may be apart from the data folder."""
    folder = settings.home if settings.audit_key is None else settings.audit_key.parent
    return folder / "accounts.key"


class SecondFactors:
    """The second factors of the accounts in one SQL database. `key_file` is made when it is first needed."""

    def __init__(self, engine: Engine, key_file: Path) -> None:
        self._engine = engine
        self._key_file = key_file

    def has(self, account: Account) -> bool:
        """Whether codes are asked of this account."""
        wanted = select(SECOND_FACTORS.c.since).where(SECOND_FACTORS.c.account == account.name)
        with self._engine.connect() as connection:
            return connection.execute(wanted).scalar() is not None

    def begin(self, account: Account) -> None:
        """Make a secret for an account that has none in use; it counts once a code has confirmed it."""
        from pyotp import random_base32

        row = {"account": account.name, "secret": self._sealed(random_base32()), "since": None}
        with self._engine.begin() as connection:
            unconfirmed = (SECOND_FACTORS.c.account == account.name) & SECOND_FACTORS.c.since.is_(None)
            connection.execute(delete(SECOND_FACTORS).where(unconfirmed))
            insert_missing(connection, SECOND_FACTORS, row)

    def enrolment(self, account: Account) -> Enrolment | None:
        """What the account's device is to be given; None where nothing waits to be confirmed."""
        waiting = (SECOND_FACTORS.c.account == account.name) & SECOND_FACTORS.c.since.is_(None)
        with self._engine.connect() as connection:
            sealed = connection.execute(select(SECOND_FACTORS.c.secret).where(waiting)).scalar()
        if sealed is None:
            return None
        from pyotp.totp import TOTP

        secret = self._opened(sealed)
        return Enrolment(secret, TOTP(secret).provisioning_uri(name=account.name, issuer_name="Dolen"))

    def proves(self, account: Account, code: str, now: int) -> bool:
        """Whether this is a code of the device that was given the secret that waits to be confirmed."""
        enrolment = self.enrolment(account)
        if enrolment is None:
            return False
        with self._engine.begin() as connection:
            return self._accepted(connection, account, enrolment.secret, code, now)

    def put_into_use(self, account: Account, now: int) -> tuple[str, ...]:
        """Ask for codes from now on, and return recovery codes, which are not to be had again."""
        with self._engine.begin() as connection:
            mine = SECOND_FACTORS.c.account == account.name
            connection.execute(update(SECOND_FACTORS).where(mine).values(since=now))
            return _new_recovery_codes(connection, account)

    def fits(self, account: Account, code: str, now: int) -> bool:
        """Whether this is a code of the account's device that has not been used, in its time."""
        in_use = (SECOND_FACTORS.c.account == account.name) & SECOND_FACTORS.c.since.is_not(None)
        with self._engine.begin() as connection:
            sealed = connection.execute(select(SECOND_FACTORS.c.secret).where(in_use)).scalar()
            return sealed is not None and self._accepted(connection, account, self._opened(sealed), code, now)

    def is_recovery_code(self, account: Account, code: str) -> bool:
        """Whether a text is one of the account's recovery codes."""
        with self._engine.connect() as connection:
            return (
                connection.execute(select(RECOVERY_CODES.c.digest).where(_recovery(account, code))).first() is not None
            )

    def use_recovery_code(self, account: Account, code: str) -> bool:
        """Use up a recovery code; whether this call did."""
        with self._engine.begin() as connection:
            return connection.execute(delete(RECOVERY_CODES).where(_recovery(account, code))).rowcount == 1

    def recovery_codes_left(self, account: Account) -> int:
        """How many recovery codes an account still has."""
        with self._engine.connect() as connection:
            wanted = select(RECOVERY_CODES.c.digest).where(RECOVERY_CODES.c.account == account.name)
            return len(connection.execute(wanted).all())

    def remove(self, account: Account) -> None:
        """Ask no codes of the account any more."""
        with self._engine.begin() as connection:
            forget_second_factor(connection, account)

    def _accepted(self, connection: Connection, account: Account, secret: str, code: str, now: int) -> bool:
        """Accept a code once: of two requests that bring the same one, one alone moves the newest step."""
        from pyotp.totp import TOTP

        typed = "".join(code.split())
        step_now = now // 1000 // STEP_SECONDS
        totp = TOTP(secret)
        for step in range(step_now - DRIFT, step_now + DRIFT + 1):
            if secrets.compare_digest(totp.at(step * STEP_SECONDS).encode(), typed.encode("utf-8", "backslashreplace")):
                insert_missing(connection, USED_STEPS, {"account": account.name, "step": 0})
                unused = (USED_STEPS.c.account == account.name) & (USED_STEPS.c.step < step)
                return connection.execute(update(USED_STEPS).where(unused).values(step=step)).rowcount == 1
        return False

    def _sealed(self, secret: str) -> str:
        self._make_key()
        return self._fernet().encrypt(secret.encode()).decode()

    def _opened(self, sealed: str) -> str:
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise StoreUnavailable(
                f"The key {str(self._key_file)!r} does not open the secrets of second factors.",
                "Put the right key back; or reset each person's second factor: dolen user reset-second-factor NAME.",
            ) from error

    def _make_key(self) -> None:
        """Make the key where there is none; of two processes that begin at once, one makes it and both use it."""
        from cryptography.fernet import Fernet

        busy = "Another process is making the key of second factors and has not finished."
        with locked(self._key_file.with_name(f"{self._key_file.name}.lock"), seconds=10, busy=busy):
            if not self._key_file.exists():
                write_private(self._key_file, Fernet.generate_key().decode())

    def _fernet(self) -> "Fernet":
        from cryptography.fernet import Fernet

        try:
            return Fernet(self._key_file.read_bytes().strip())
        except (OSError, ValueError) as error:
            raise StoreUnavailable(
                f"The key of second factors {str(self._key_file)!r} is missing or cannot be read.",
                "Put it back; or reset each person's second factor: dolen user reset-second-factor NAME.",
            ) from error


def forget_second_factor(connection: Connection, account: Account) -> None:
    """Delete an account's secret and its recovery codes."""
    for table in (SECOND_FACTORS, RECOVERY_CODES, USED_STEPS):
        connection.execute(delete(table).where(table.c.account == account.name))


def _new_recovery_codes(connection: Connection, account: Account) -> tuple[str, ...]:
    codes = tuple(
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(RECOVERY)
    )
    connection.execute(delete(RECOVERY_CODES).where(RECOVERY_CODES.c.account == account.name))
    connection.execute(insert(RECOVERY_CODES), [{"account": account.name, "digest": _digest(code)} for code in codes])
    return codes


def _recovery(account: Account, code: str) -> ColumnElement[bool]:
    return (RECOVERY_CODES.c.account == account.name) & (RECOVERY_CODES.c.digest == _digest(code))


def _digest(code: str) -> str:
    plain = "".join(mark for mark in code.lower() if mark.isalnum())
    return hashlib.sha256(plain.encode("utf-8", "backslashreplace")).hexdigest()
