"""The relationships between entities: what may start and end each, and how it reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import LiteralString

from graph.model.kinds import EntityLabel
from graph.wording import wording


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
    _of_people(LIVES_AT, ("Address",), wording("lives at"), wording("lived in by")),
    _of_people("FREQUENTS", ("Address",), wording("frequents"), wording("frequented by")),
    _of_people("WORKS_AT", ("Address",), wording("works at"), wording("workplace of")),
    _of_people("USES", ("Vehicle", "Phone", "Account"), wording("uses"), wording("used by")),
    _of_people("KEEPS", ("Vehicle",), wording("keeps"), wording("kept by")),
    _of_people("DRIVES", ("Vehicle",), wording("drives"), wording("driven by")),
    _of_people("ASSOCIATES_WITH", ("Person",), wording("associates with"), wording("associates with")),
    _of_people(RELATED_TO, ("Person",), wording("related to"), wording("related to")),
    _of_people("PARTNER_OF", ("Person",), wording("partner of"), wording("partner of")),
    _of_people("WORKS_FOR", ("Organisation",), wording("works for"), wording("employs")),
    RelationKind(
        "RUNS", frozenset(("Organisation",)), frozenset(("Address", "Vehicle")), wording("runs"), wording("run by")
    ),
    RelationKind("CALLED", frozenset(("Phone",)), frozenset(("Phone",)), wording("called"), wording("called by")),
)

RELATIONS: Mapping[str, RelationKind] = {each.type: each for each in _KINDS}
"""By the type of the relationship in the graph."""
