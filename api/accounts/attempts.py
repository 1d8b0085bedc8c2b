"""The failed attempts to sign in, kept in SQL, so that every process counts the same ones.

An attempt is counted as failed before its password is looked at, and taken back when it was right: so a hundred
attempts made at once are a hundred failures, not one. Names and addresses are kept under digests only: people type
their password into the wrong field, and a table of who mistyped when is nobody's business.
"""

import hashlib
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, case, delete, select, update

from api.accounts.errors import SignInDelayed
from api.accounts.patience import NONE, OF_ACCOUNT, OF_ADDRESS, Failures, Patience
from api.accounts.tables import FAILURES
from graph.store import insert_missing


@dataclass(frozen=True)
class Attempt:
    """One attempt that may be made at `at`: under which keys it is counted, and what was counted before."""

    at: int
    account: str
    address: str
    account_before: Failures
    address_before: Failures

    @property
    def failures(self) -> int:
        """Failed attempts at this account in a row, should this one fail too."""
        return OF_ACCOUNT.failed(self.account_before, self.at).count


class Attempts:
    """The attempts at one installation. `clock` gives UTC milliseconds."""

    def __init__(self, engine: Engine, clock: Callable[[], int]) -> None:
        self._engine = engine
        self._clock = clock

    def begin(self, name: str, address: str) -> Attempt:
        """Count an attempt at an account from an address, as failed for now. Raises `SignInDelayed` during a wait."""
        now = self._clock()
        keys = {_key("account", name): OF_ACCOUNT, _key("address", network_of(address)): OF_ADDRESS}
        with self._engine.begin() as connection:
            before = {key: _held(connection, key, keys[key], now) for key in sorted(keys)}
            for key, patience in keys.items():
                failed = patience.failed(before[key], now)
                counted = update(FAILURES).where(FAILURES.c.key == key)
                connection.execute(counted.values(failed=failed.count, last_at=failed.last_at))
        account, of_address = keys
        return Attempt(now, account, of_address, before[account], before[of_address])

    def succeeded(self, attempt: Attempt) -> None:
        """The attempt was right: the account's failures are forgotten, and the address has one fewer.

        The address keeps its others, or else somebody with one account of their own could guess at all the rest.
        """
        no_later = case((FAILURES.c.last_at == attempt.at, attempt.address_before.last_at), else_=FAILURES.c.last_at)
        taken_back = update(FAILURES).where(FAILURES.c.key == attempt.address, FAILURES.c.failed > 0)
        with self._engine.begin() as connection:
            connection.execute(delete(FAILURES).where(FAILURES.c.key == attempt.account))
            connection.execute(taken_back.values(failed=FAILURES.c.failed - 1, last_at=no_later))
        with self._engine.begin() as connection:
            connection.execute(delete(FAILURES).where(FAILURES.c.last_at <= attempt.at - OF_ACCOUNT.forget))


def network_of(address: str) -> str:
    """The address by which attempts are counted: of IPv6 its first 64 bits, since one person has all the rest."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _held(connection: Connection, key: str, patience: Patience, now: int) -> Failures:
    """What is counted under a key, its row held until the commit."""
    insert_missing(connection, FAILURES, {"key": key, "failed": NONE.count, "last_at": NONE.last_at})
    row = connection.execute(select(FAILURES).where(FAILURES.c.key == key).with_for_update()).one()
    failures = Failures(row.failed, row.last_at)
    if seconds := patience.seconds_left(failures, now):
        raise SignInDelayed(seconds)
    return patience.remembered(failures, now)


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}\0{value.strip().lower()}".encode("utf-8", "backslashreplace")).hexdigest()
