"""Entities of the projection as answers show them: what they are called, and the SERAF category beside them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from graph.queries.answers import EntityRef, SerafBeside
from graph.queries.assessed import ASSESSED, Properties, seraf_beside
from graph.queries.question import Asking

if TYPE_CHECKING:
    from graph.projection import Seen

Beside = Mapping[int, SerafBeside | None]
"""What stands beside some entities, by their numbers; None is "not assessed"."""


def entity_ref(seen: "Seen", entity: int) -> EntityRef:
    """The entity as this View knows it."""
    named = seen.named(entity)
    return EntityRef(id=named.id, kind=named.kind, label=named.label, refs=named.refs, possible=named.possible)


def fetch_seraf(asking: Asking, entities: Iterable[int]) -> Beside:
    """The assessment that stands of each of these, None where it is not assessed; one statement."""
    seen = asking.seen
    records = {seen.record_id(record): entity for entity in entities for record in seen.records(entity)}
    judged: dict[int, list[Properties]] = {entity: [] for entity in records.values()}
    for row in asking.rows(ASSESSED, records=sorted(records)) if records else ():
        judged[records[row.record]].append(row.assessment)
    return {entity: seraf_beside(versions) for entity, versions in judged.items()}


def category(beside: Beside, entity: int) -> int | None:
    """The category alone, None when not assessed."""
    seraf = beside[entity]
    return None if seraf is None else seraf.category
