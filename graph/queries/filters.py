"""The one filter, in its two forms. Every statement that a question sends reads through these and nothing else.

`seen` is the whole View (clearance and lens) and is for items, and for relationships that repeat their item's view
fields. `held` is the clearance alone and is for people's judgements, which a lens never hides.
"""

from typing import LiteralString


def seen(variable: LiteralString) -> LiteralString:
    """An item, or a relationship that one item states, passes the View."""
    return (
        f"({variable}.access IN $access AND {variable}.recorded_at <= $known_at"
        f" AND {variable}.superseded_at > $known_at"
        f" AND ($any_grade OR {variable}.grade IN $grades)"
        f" AND ($any_time OR ({variable}.happened_from < $period_end AND {variable}.happened_to > $period_start))"
        f" AND NOT {variable}.origin IN $without)"
    )


def held(variable: LiteralString) -> LiteralString:
    """A version of a judgement passes the clearance; which versions stand is computed from those that pass."""
    return f"({variable}.access IN $access AND {variable}.recorded_at <= $known_at)"
