"""Who looks, and through what: the Reader and the View.

A View has two halves. Its *clearance* says what the reader may see and as of when; it hides items, judgements and
decisions about identity alike. Its *lens* says what the reader wants counted; it hides items and what the machine
derived from them, while people's judgements stay. Hiding a record is the same as never having recorded it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

FOREVER = 9_007_199_254_740_991
"""The moment (epoch milliseconds) that never comes; also the largest whole number that JSON carries safely."""

LONG_AGO = -FOREVER

UNDATED = -FOREVER
"""What a column of times carries where there is none."""

Role = Literal["operator", "analyst", "chair", "manager", "auditor", "administrator", "partner", "recipient"]


@dataclass(frozen=True)
class Reader:
    """A person who asks. `operator` is the local operator of the command line, who sees everything.

    A `recipient` asks nothing: what is shared with them is asked for in their place, through what they may receive
    (`shareable`: handling P alone, or also C) and never beyond what the person reads who shares it (`within`).
    """

    name: str
    role: Role
    compartments: frozenset[str] = frozenset()
    shareable: Literal["P", "PC"] = "P"
    within: "Reader | None" = None


@dataclass(frozen=True)
class Lens:
    """What is counted.

    `start` and `end` are the period in which things happened (epoch milliseconds, half-open), or None for all time;
    with a period, undated items are left out. `grades` are the grade keys accepted, or None for all. `without` names
    origins to leave out. `with_possible` follows the machine's unconfirmed matches, and marks them.
    """

    start: int | None = None
    end: int | None = None
    grades: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    with_possible: bool = False

    @property
    def has_period(self) -> bool:
        """Whether only a period is counted."""
        return self.start is not None or self.end is not None


@dataclass(frozen=True)
class View:
    """The filters the reader asked for. `today` is the date on which ages and recency are computed."""

    today: date
    known_at: int = FOREVER - 1
    lens: Lens = field(default_factory=Lens)


@dataclass(frozen=True)
class BoundView:
    """A View bound to a reader's clearance: the access texts that the reader may see, sorted."""

    view: View
    access: tuple[str, ...]

    def parameters(self) -> dict[str, object]:
        """The values that every filter in a statement refers to."""
        lens = self.view.lens
        return {
            "access": list(self.access),
            "known_at": self.view.known_at,
            "any_grade": lens.grades is None,
            "grades": sorted(lens.grades or ()),
            "any_time": not lens.has_period,
            "period_start": LONG_AGO if lens.start is None else lens.start,
            "period_end": FOREVER if lens.end is None else lens.end,
            "without": sorted(lens.without),
            "undated": UNDATED,
        }
