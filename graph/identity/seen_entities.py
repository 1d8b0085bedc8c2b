"""Entities of the projection as answers show them: what they are called, and the SERAF category beside them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.reading.assessed import Assessed, assessed
from graph.reading.parts import ChildCategory, EntityRef, SerafBeside

if TYPE_CHECKING:
    from graph.projection import Seen


def entity_ref(seen: "Seen", entity: int) -> EntityRef:
    """The entity as this View knows it."""
    named = seen.named(entity)
    return EntityRef(id=named.id, kind=named.kind, label=named.label, refs=named.refs, possible=named.possible)


def seraf_of(seen: "Seen", entity: int) -> SerafBeside | None:
    """The assessment of an entity that stands; None is "not assessed", which is not category 1."""
    found = seen.once(_assessed, entity)
    return None if found is None else found.beside


def assessed_until(seen: "Seen", entity: int) -> int | None:
    """Before when the assessment of an entity that stands was made (epoch milliseconds), None when not assessed."""
    found = seen.once(_assessed, entity)
    return None if found is None else found.standing.assessment.assessed_until


def decisions_of(seen: "Seen", entity: int) -> tuple[str, ...]:
    """What a person is asked to decide about the category of an entity, a sentence each."""
    found = seen.once(_assessed, entity)
    return () if found is None else found.standing.decisions


def _assessed(seen: "Seen", entity: int) -> Assessed | None:
    return assessed(seen.assessments(entity))


def category_of(seen: "Seen", entity: int) -> int | None:
    """The category alone, None when not assessed."""
    seraf = seraf_of(seen, entity)
    return None if seraf is None else seraf.category


def ceiling_of(seen: "Seen", entity: int) -> int | None:
    """The highest that the category may be, None when not assessed."""
    seraf = seraf_of(seen, entity)
    return None if seraf is None else seraf.ceiling


def categories(seen: "Seen", named: Iterable[EntityRef]) -> tuple[ChildCategory, ...]:
    """The category beside each child among these entities of the View, each once, by id."""
    found: dict[str, ChildCategory] = {}
    for id in sorted({each.id for each in named if each.kind == "child"}):
        if (record := seen.record(id)) is not None:
            child = seen.cluster(record)
            found[id] = ChildCategory(child=id, category=category_of(seen, child), ceiling=ceiling_of(seen, child))
    return tuple(found.values())
