"""The failed attempts to sign in, kept in SQL, so that every process counts the same ones.

An attempt is counted for the account at its address (or, at a device that the account has signed in at before, at that
device), for the address, and for the account wherever it is tried. A known device passes the last of these.

An attempt is counted as failed before its password is looked at, and taken back when it was right: so a hundred
attempts made at once are a hundred failures, not one. Names and addresses are kept under digests only: people type
their password into the wrong field, and a table of who mistyped when is nobody's business.
"""

import hashlib
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, case, delete, select, update

from api.accounts.backoff import NONE, OF_ADDRESS, OF_EVERYWHERE, OF_PAIR, Failures
from api.accounts.errors import SignInDelayed
from api.accounts.tables import FAILURES
from graph.store import insert_missing


@dataclass(frozen=True)
class Attempt:
    """One attempt that may be made at `at`: under which keys it is counted, and what was counted before."""

    at: int
    pair: str
    address: str
    everywhere: str
    pair_before: Failures
    address_before: Failures

    @property
    def failures(self) -> int:
        """Failed attempts at this account from this place in a row, should this one fail too."""
        return OF_PAIR.failed(self.pair_before, self.at).count


class Attempts:
    """The attempts at one installation. `clock` gives UTC milliseconds."""

    def __init__(self, engine: Engine, clock: Callable[[], int]) -> None:
        self._engine = engine
        self._clock = clock

    def begin(self, name: str, address: str, device: str = "") -> Attempt:
        """Count an attempt at an account from an address, as failed for now. Raises `SignInDelayed` during a wait.

        `device` names a device that the account is known to have signed in at; the caller has seen to that.
        """
        now = self._clock()
        network = network_of(address)
        pair = _key("device", name, device) if device else _key("pair", name, network)
        of_address, everywhere = _key("address", network), _key("everywhere", name)
        keys = {pair: OF_PAIR, of_address: OF_ADDRESS} | ({} if device else {everywhere: OF_EVERYWHERE})
        with self._engine.begin() as connection:
            held = {key: _held(connection, key) for key in sorted(keys)}
            if seconds := max(keys[key].seconds_left(held[key], now) for key in keys):
                raise SignInDelayed(seconds)
            before = {key: keys[key].remembered(held[key], now) for key in keys}
            is_new = OF_PAIR.failed(before[pair], now).count <= OF_PAIR.free
            for key, patience in keys.items():
                if key == everywhere and not is_new:
                    continue
                failed = patience.failed(before[key], now)
                counted = update(FAILURES).where(FAILURES.c.key == key)
                connection.execute(counted.values(failed=failed.count, last_at=failed.last_at))
        return Attempt(now, pair, of_address, everywhere, before[pair], before[of_address])

    def succeeded(self, attempt: Attempt) -> None:
        """The attempt was right: what failed at the account from here and everywhere is forgotten.

        The address has one fewer. It keeps its others, or else somebody with one account of their own could guess at
        all the rest.
        """
        no_later = case((FAILURES.c.last_at == attempt.at, attempt.address_before.last_at), else_=FAILURES.c.last_at)
        taken_back = update(FAILURES).where(FAILURES.c.key == attempt.address, FAILURES.c.failed > 0)
        with self._engine.begin() as connection:
            connection.execute(delete(FAILURES).where(FAILURES.c.key.in_((attempt.pair, attempt.everywhere))))
            connection.execute(taken_back.values(failed=FAILURES.c.failed - 1, last_at=no_later))
        with self._engine.begin() as connection:
            connection.execute(delete(FAILURES).where(FAILURES.c.last_at <= attempt.at - OF_PAIR.forget))


def network_of(address: str) -> str:
    """The address by which attempts are counted: of IPv6 its first 64 bits, since one person has all the rest."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _held(connection: Connection, key: str) -> Failures:
    """What is counted under a key, its row held until the commit."""
    insert_missing(connection, FAILURES, {"key": key, "failed": NONE.count, "last_at": NONE.last_at})
    row = connection.execute(select(FAILURES).where(FAILURES.c.key == key).with_for_update()).one()
    return Failures(row.failed, row.last_at)


def _key(kind: str, *values: str) -> str:
    text = "\0".join((kind, *(value.strip().lower() for value in values)))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
