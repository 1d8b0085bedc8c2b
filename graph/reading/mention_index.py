"""What a search needs of an index: candidates that the View shows, each with how well it fits and why.

The index itself is above this room. It holds mentions, so it can say what fits; what an entity is called and which
records are one is asked of the graph.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

from graph.model.kinds import KINDS, Kind, Thing
from graph.model.view import BoundView

SearchKind = Literal[Kind, "report"]
"""What can be found: an entity of a kind, or a report."""
SEARCH_KINDS: tuple[SearchKind, ...] = (*KINDS, "report")

MOST_RECORDS = 200
"""The most different records and reports that one search returns. Where more fit, the answer says so."""


@dataclass(frozen=True)
class Fit:
    """A record of a thing, or a report (`thing` None), that fits: how well, why, and through what.

    `item` is the visible item whose mention or text fits best, blank where the report fits as a whole; `ref` that
    item's reference, or the report's; `recorded_at` when that was recorded; `order` settles ties, the most recently
    recorded day first.
    """

    id: str
    thing: Thing | None
    item: str
    ref: str
    recorded_at: int
    score: float
    why: tuple[str, ...]
    order: int

    @property
    def is_report(self) -> bool:
        """Whether it is a report that fits."""
        return self.thing is None


@dataclass(frozen=True)
class Fits:
    """What a text was taken for; what fits it, the best first; and whether more may."""

    understood: tuple[str, ...]
    found: tuple[Fit, ...]
    at_least: bool


class MentionIndex(Protocol):
    """An index of what mentions, items and reports say. Safe to share between threads."""

    def catch_up(self) -> int:
        """Bring it up to the graph's newest change; how many items that took. Raises what `look` raises."""
        ...

    def look(self, text: str, kinds: tuple[SearchKind, ...], bound: BoundView) -> Fits:
        """What fits a text, of these kinds (none named: all), among what the View shows.

        An index that is behind the graph catches up first. What the View hides has no part in the answer: not in what
        is found, nor in its order, its scores, or what is left out. Raises `StoreBusy` where another process has been
        writing the index for too long, `StoreError` where it can be neither used nor rebuilt.
        """
        ...
