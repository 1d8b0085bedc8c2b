"""Who is a caller from outside at a child's placement (casework: "a placement watch fires on callers, collecting adults
and cars outside the child's network").

Inside is who is family, carer or a professional to the child by the items, and a car that items name beside such
people. Reporters and witnesses saw it, and are no callers. The address is never part of what is said.
"""

from collections.abc import Iterable

from graph.model.kinds import Kind
from graph.rules.roles import AROUND_A_CHILD, ONLY_REPORTING

LEAST_CATEGORY = 3
"""The placement of every child at this category or above is watched."""
CALLERS: frozenset[Kind] = frozenset({"adult", "person", "vehicle"})
NOT_CALLING = AROUND_A_CHILD | ONLY_REPORTING


def is_outside(kind: Kind, now: Iterable[str], before: Iterable[str]) -> bool:
    """Whether somebody, or a car, is a caller from outside.

    `now`: the roles that the new item gives them; of a car, none. `before`: the roles that other items give them beside
    the child; of a car, those of the people named beside it.
    """
    return kind in CALLERS and NOT_CALLING.isdisjoint(now) and AROUND_A_CHILD.isdisjoint(before)
