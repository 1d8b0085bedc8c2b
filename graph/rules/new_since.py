"""What counts as new for somebody who was here before: from which moment, and by what."""

from typing import Literal, NamedTuple

WEEK = 7 * 24 * 3600 * 1000
"""What is called new on a first visit, in milliseconds."""


class NewWindow(NamedTuple):
    """From which moment (epoch milliseconds) things are new. `until` is set in a View of an earlier moment.

    `by`: what was `loaded` since is new, or what its source `recorded` since.
    """

    since: int
    until: int | None
    by: Literal["loaded", "recorded"]


def new_window(now: int, known_at: int, here_before: int | None) -> NewWindow:
    """What is new is what was loaded since somebody was here, or in the week before where they never were.

    In a View of an earlier moment it is what sources recorded in the week before that moment.
    """
    if known_at < now:
        return NewWindow(known_at - WEEK, known_at, "recorded")
    return NewWindow(now - WEEK if here_before is None else here_before, None, "loaded")
