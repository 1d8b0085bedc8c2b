"""Entities of the projection as answers show them: what they are called, and the SERAF category beside them."""

from typing import TYPE_CHECKING

from graph.queries.answers import EntityRef, SerafBeside
from graph.queries.assessed import seraf_beside

if TYPE_CHECKING:
    from graph.projection import Seen


def entity_ref(seen: "Seen", entity: int) -> EntityRef:
    """The entity as this View knows it."""
    named = seen.named(entity)
    return EntityRef(id=named.id, kind=named.kind, label=named.label, refs=named.refs, possible=named.possible)


def seraf_of(seen: "Seen", entity: int) -> SerafBeside | None:
    """The assessment of an entity that stands; None is "not assessed", which is not category 1."""
    return seen.once(_seraf_of, entity)


def _seraf_of(seen: "Seen", entity: int) -> SerafBeside | None:
    return seraf_beside(seen.assessments(entity))


def category_of(seen: "Seen", entity: int) -> int | None:
    """The category alone, None when not assessed."""
    seraf = seraf_of(seen, entity)
    return None if seraf is None else seraf.category
