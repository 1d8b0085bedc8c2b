"""What a picture marks: the part somebody plays in what is recorded of them, and what premises are used as.

A role belongs to a mention; of several roles the first of `MARKS` counts. A mark alleges nothing that no item states,
and no adult is marked for a role that only says that they are there (family, carer).
"""

from collections.abc import Collection

from graph.model.kinds import PEOPLE
from graph.rules.roles import CONCERN, NOT_CONNECTING
from viz.network import Kind, Mark

MARKS: dict[str, tuple[tuple[Mark, tuple[str, ...]], ...]] = {
    "people": (
        ("concern", tuple(sorted(CONCERN))),
        ("witness", ("witness",)),
        ("working", tuple(sorted(NOT_CONNECTING))),
    ),
    "premises": (
        ("care", ("care home", "placement", "hospital", "hostel")),
        ("lodging", ("hotel", "guest house", "bed and breakfast", "hmo")),
        ("food", ("takeaway", "restaurant", "cafe", "licensed premises", "pub", "bar", "nightclub")),
        ("shop", ("shop", "supermarket", "car wash", "nail bar")),
        ("school", ("school", "college")),
        ("transport", ("station", "bus station", "taxi office", "car park")),
        ("outdoors", ("park", "beach", "playground")),
    ),
}
"""Which words make which mark, the first that fits; premises of another use are drawn as a house."""


def mark_of(kind: Kind, roles: Collection[str], premises_kinds: Collection[str]) -> Mark:
    """How an entity is marked. A child has no mark but its category."""
    if kind == "child" or (kind not in PEOPLE and kind != "premises"):
        return ""
    stated = {each.casefold() for each in (roles if kind in PEOPLE else premises_kinds)}
    of = MARKS["people" if kind in PEOPLE else "premises"]
    for mark, words in of:
        if not stated.isdisjoint(words):
            return mark
    return ""
