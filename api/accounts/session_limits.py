"""How long a session lasts. Pure functions of times, in epoch milliseconds.

A session ends after a time without a look (the idle limit) and after a time whatever is done (the absolute limit).
Looks are noted once a minute, so that not every page is a write; the idle limit is kept to that minute.
"""

from dataclasses import dataclass

from graph.settings import Settings

MINUTE = 60_000
NOTED_EVERY = MINUTE


@dataclass(frozen=True)
class SessionLimits:
    """The two limits of a session, in milliseconds."""

    idle: int
    absolute: int

    @classmethod
    def of(cls, settings: Settings) -> "SessionLimits":
        """The limits that an installation sets."""
        return cls(settings.session_idle_minutes * MINUTE, settings.session_hours * 60 * MINUTE)

    def ends_at(self, started_at: int, last_seen_at: int) -> int:
        """The moment at which a session ends unless somebody looks before; never past the absolute limit."""
        return min(started_at + self.absolute, last_seen_at + self.idle)

    def over(self, started_at: int, last_seen_at: int, now: int) -> bool:
        """Whether the session has ended."""
        return now >= self.ends_at(started_at, last_seen_at)


def to_be_noted(last_seen_at: int, now: int) -> bool:
    """Whether a look at this moment moves the idle limit."""
    return now - last_seen_at >= NOTED_EVERY
