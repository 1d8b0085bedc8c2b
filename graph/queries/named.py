"""Entities of the projection as answers show them: what they are called, and the SERAF category beside them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.queries.answers import EntityRef
from graph.queries.assessed import ASSESSED, Properties, seraf_beside
from graph.queries.question import Asking

if TYPE_CHECKING:
    from graph.projection import Seen


def entity_ref(seen: "Seen", entity: int) -> EntityRef:
    """The entity as this View knows it."""
    named = seen.named(entity)
    return EntityRef(id=named.id, kind=named.kind, label=named.label, refs=named.refs, possible=named.possible)


def fetch_categories(asking: Asking, entities: Iterable[int]) -> dict[int, int | None]:
    """The category of the assessment that stands of each of these, None where it is not assessed; one statement."""
    seen = asking.seen
    records = {seen.record_id(record): entity for entity in entities for record in seen.records(entity)}
    judged: dict[int, list[Properties]] = {entity: [] for entity in records.values()}
    for row in asking.rows(ASSESSED, records=sorted(records)) if records else ():
        judged[records[row.record]].append(row.assessment)
    beside = {entity: seraf_beside(versions) for entity, versions in judged.items()}
    return {entity: None if seraf is None else seraf.category for entity, seraf in beside.items()}
