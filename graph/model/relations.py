"""The relationships between entities: what may start and end each, and how it reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import LiteralString

from graph.model.kinds import EntityLabel


@dataclass(frozen=True, slots=True)
class RelationKind:
    """One type of relationship. `towards` is how it reads from its start, `back` from its end."""

    type: LiteralString
    starts: frozenset[EntityLabel]
    ends: frozenset[EntityLabel]
    towards: str
    back: str


def _of_people(type: LiteralString, ends: tuple[EntityLabel, ...], towards: str, back: str) -> RelationKind:
    return RelationKind(type, frozenset(("Person",)), frozenset(ends), towards, back)


LIVES_AT: LiteralString = "LIVES_AT"
RELATED_TO: LiteralString = "RELATED_TO"

_KINDS = (
    _of_people(LIVES_AT, ("Address",), "lives at", "lived in by"),
    _of_people("FREQUENTS", ("Address",), "frequents", "frequented by"),
    _of_people("WORKS_AT", ("Address",), "works at", "workplace of"),
    _of_people("USES", ("Vehicle", "Phone", "Account"), "uses", "used by"),
    _of_people("KEEPS", ("Vehicle",), "keeps", "kept by"),
    _of_people("DRIVES", ("Vehicle",), "drives", "driven by"),
    _of_people("ASSOCIATES_WITH", ("Person",), "associates with", "associates with"),
    _of_people(RELATED_TO, ("Person",), "related to", "related to"),
    _of_people("PARTNER_OF", ("Person",), "partner of", "partner of"),
    _of_people("WORKS_FOR", ("Organisation",), "works for", "employs"),
    RelationKind("RUNS", frozenset(("Organisation",)), frozenset(("Address", "Vehicle")), "runs", "run by"),
    RelationKind("CALLED", frozenset(("Phone",)), frozenset(("Phone",)), "called", "called by"),
)

RELATIONS: Mapping[str, RelationKind] = {each.type: each for each in _KINDS}
"""By the type of the relationship in the graph."""
