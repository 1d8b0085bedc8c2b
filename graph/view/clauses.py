"""What a View lets pass, as data: each clause once, whichever form it takes.

A record passes when it meets every clause. `SEEN` is the whole View (clearance and lens), for items and for
relationships that repeat their item's view fields. `HELD` is the clearance alone, for people's judgements, which a lens
never hides; `CLEARED` asks only whether the reader may see a record at all. `WORDED` is for a report's own words.
"""

from dataclasses import dataclass
from typing import Literal, LiteralString

Test = Literal["in", "not in", "at most", "below", "above"]


@dataclass(frozen=True)
class Clause:
    """One condition: the record's `column` compared with the View's `value` (a key of `BoundView.parameters`).

    It does not apply where the View's parameter `unless` is true. What is not recorded meets no clause that applies.
    """

    name: str
    column: LiteralString
    test: Test
    value: LiteralString
    unless: LiteralString | None = None


ACCESS = Clause("access", "access", "in", "access")
RECORDED = Clause("recorded by then", "recorded_at", "at most", "known_at")
STANDING = Clause("standing then", "superseded_at", "above", "known_at")
GRADE = Clause("grade", "grade", "in", "grades", unless="any_grade")
STARTED = Clause("started before the period's end", "happened_from", "below", "period_end", unless="any_time")
ENDED = Clause("ended after the period's start", "happened_to", "above", "period_start", unless="any_time")
ORIGIN = Clause("origin", "origin", "not in", "without")

CLEARED: tuple[Clause, ...] = (ACCESS,)
HELD: tuple[Clause, ...] = (ACCESS, RECORDED)
WORDED: tuple[Clause, ...] = (ACCESS, RECORDED, STANDING)
SEEN: tuple[Clause, ...] = (ACCESS, RECORDED, STANDING, GRADE, STARTED, ENDED, ORIGIN)
