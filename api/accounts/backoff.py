"""How long somebody waits after failed attempts to sign in. Pure functions of counts and times (epoch milliseconds).

The first few failures cost nothing: people mistype. Then each failure doubles the wait, up to a longest one. There is
no lock that only an administrator can open, since anyone who knows a name could then keep its owner out for good. An
attempt made during the wait is not looked at and does not lengthen it. Failures are forgotten after a quiet time.

Failures are counted for an account at one address, so that guessing from one place keeps nobody out at another.
Guessing from many addresses is counted for the account as a whole as well (`OF_EVERYWHERE`), each address with its
first failures only; its owner passes that wait at a device that they have signed in at before.

Known blind spot: somebody who guesses from the address that the owner uses makes the owner wait there, at most
`longest` at a time, unless the owner's device is known.
"""

from dataclasses import dataclass

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
_MOST_DOUBLINGS = 32


@dataclass(frozen=True)
class Failures:
    """Failed attempts in a row, and when the last was."""

    count: int
    last_at: int


NONE = Failures(0, 0)


@dataclass(frozen=True)
class Patience:
    """`free` failures cost nothing, the next costs `first`, each further one twice as much, none more than `longest`.

    After `forget` without a failure the count begins again. Durations are in milliseconds; `forget` >= `longest`.
    """

    free: int
    first: int
    longest: int
    forget: int

    def remembered(self, failures: Failures, now: int) -> Failures:
        """The failures that still count at this moment."""
        return NONE if now - failures.last_at >= self.forget else failures

    def wait(self, count: int) -> int:
        """How long the next attempt waits after this many failures in a row."""
        if count <= self.free:
            return 0
        return min(self.longest, self.first * 2 ** min(count - self.free - 1, _MOST_DOUBLINGS))

    def seconds_left(self, failures: Failures, now: int) -> int:
        """Whole seconds, rounded up, until an attempt is looked at; no more than the wait if the clock went back."""
        counted = self.remembered(failures, now)
        wait = self.wait(counted.count)
        left = min(wait, max(0, counted.last_at + wait - now))
        return -(-left // SECOND)

    def failed(self, failures: Failures, now: int) -> Failures:
        """The failures after one more."""
        return Failures(self.remembered(failures, now).count + 1, now)


OF_PAIR = Patience(free=3, first=SECOND, longest=5 * MINUTE, forget=24 * HOUR)
"""Guessing at one account from one address, or at one known device: some 300 guesses a day at the most."""

OF_EVERYWHERE = Patience(free=60, first=SECOND, longest=5 * MINUTE, forget=24 * HOUR)
"""Guessing at one account from many addresses. Each adds its free failures only, so that it takes twenty of them."""

OF_ADDRESS = Patience(free=20, first=SECOND, longest=MINUTE, forget=HOUR)
"""Trying names from one address. More lenient, since a whole office may come from one."""
