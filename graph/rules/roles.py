"""The part a person plays in what an item reports (docs/domain.md, "Part played in the concern").

A role belongs to a mention, not to a person: the same man may be family in one item and reported as a concern in
another. A connection is not responsibility.
"""

ROLES = (
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
)

CONCERN = frozenset({"reported as concern", "suspected", "convicted"})
"""Roles by which an item alleges concern about a person."""

NOT_CONNECTING = frozenset({"professional", "reporter"})
"""Roles of those who are in many children's records because of their work."""

NEVER_RANKED = frozenset({"child at risk", "family", "carer", "professional", "reporter", "witness"})
"""Roles that do not make an adult of concern; an item that alleges concern gives a role of `CONCERN` instead."""


def connects(role: str) -> bool:
    """Whether a person in this role links the cases of the children in the same item."""
    return role not in NOT_CONNECTING


def of_concern(role: str) -> bool:
    """Whether this role alleges concern."""
    return role in CONCERN


def may_rank(role: str) -> bool:
    """Whether a person in this role may be ranked among adults of concern; a blank role may (an unidentified man)."""
    return role not in NEVER_RANKED
