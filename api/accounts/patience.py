"""How long somebody waits after failed attempts to sign in. Pure functions of counts and times (epoch milliseconds).

The first few failures cost nothing: people mistype. Then each failure doubles the wait, up to a longest one. There is
no lock that only an administrator can open, since whoever knows a name could then keep its owner out for good. An
attempt made during the wait is not looked at and does not lengthen it. Failures are forgotten after a quiet time.

Known blind spot: somebody who keeps guessing at one account makes its owner wait too, at most `longest` at a time.
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


OF_ACCOUNT = Patience(free=3, first=SECOND, longest=5 * MINUTE, forget=24 * HOUR)
"""Guessing at one account: some 300 guesses a day at the most."""

OF_ADDRESS = Patience(free=20, first=SECOND, longest=MINUTE, forget=HOUR)
"""Trying names from one address. More lenient, since a whole office may come from one."""
