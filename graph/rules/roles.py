"""The part a person plays in what an item reports (docs/domain.md, "Part played in the concern").

A role belongs to a mention, not to a person: the same man may be family in one item and reported as a concern in
another. A connection is not responsibility.
"""

from typing import Literal, get_args

Role = Literal[
    "child at risk",
    "family",
    "carer",
    "professional",
    "reporter",
    "witness",
    "reported as concern",
    "suspected",
    "convicted",
    "other",
]
ROLES: tuple[Role, ...] = get_args(Role)

NOT_RESPONSIBILITY = "A connection is not responsibility."
"""The sentence that stands on every page, list and picture that connects people."""

CHILD_AT_RISK: Role = "child at risk"
GRAVEST_FIRST: tuple[Role, ...] = ("convicted", "suspected", "reported as concern")
CONCERN: frozenset[str] = frozenset(GRAVEST_FIRST)
"""Roles by which an item alleges concern about a person."""

FAMILY: frozenset[str] = frozenset({"family", "carer"})
"""Roles of those at home with a child."""

IN_CHARGE: frozenset[str] = frozenset({"carer", "professional"})
"""Roles of those who look after a child or work with one."""

AROUND_A_CHILD: frozenset[str] = FAMILY | IN_CHARGE
"""Roles of those who are with a child because of their family or work."""

ONLY_REPORTING: frozenset[str] = frozenset({"reporter", "witness"})
"""Roles of those who only say what they saw."""

NOT_CONNECTING: frozenset[str] = frozenset({"professional", "reporter"})
"""Roles of those who are in many children's records because of their work."""

NEVER_RANKED: frozenset[str] = AROUND_A_CHILD | ONLY_REPORTING | {CHILD_AT_RISK}
"""Roles that do not make an adult of concern; an item that alleges concern gives a role of `CONCERN` instead."""

OF_UNNAMED: tuple[Role, ...] = (
    "reported as concern",
    "suspected",
    "other",
    "family",
    "carer",
    "professional",
    "witness",
)
"""Roles that a form offers for a person it describes, most likely first."""


def connects(role: str) -> bool:
    """Whether a person in this role links the cases of the children in the same item."""
    return role not in NOT_CONNECTING


def of_concern(role: str) -> bool:
    """Whether this role alleges concern."""
    return role in CONCERN


def may_rank(role: str) -> bool:
    """Whether a person in this role may be ranked among adults of concern; a blank role may (an unidentified man)."""
    return role not in NEVER_RANKED
