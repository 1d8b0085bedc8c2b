"""The items behind a link: those that name both, and those that join them through a third."""

from typing import TYPE_CHECKING

from graph.errors import NotFound, OutOfBounds
from graph.identity.seen_entities import entity_ref
from graph.reading.items import ITEMS, fetch_items
from graph.reading.parts import EntityRef, ItemShown, Part
from graph.reading.question import Answer, Parameters, QueryContext, Question

if TYPE_CHECKING:
    from graph.projection import Seen


class BetweenTwo(Parameters):
    """Two entities, each by the id of any of its records."""

    start: str
    end: str

    def subjects(self) -> tuple[str, ...]:
        """Both."""
        return (self.start, self.end)


class EvidenceVia(Part):
    """The items behind the two halves of one connection."""

    entity: EntityRef
    first: tuple[ItemShown, ...]
    second: tuple[ItemShown, ...]


class Evidence(Answer):
    """The items that name two entities together, and those that join them through a third."""

    start: EntityRef
    end: EntityRef
    direct: tuple[ItemShown, ...]
    via: tuple[EvidenceVia, ...]


def nothing_recorded(name: str) -> NotFound:
    """The same words whether there is nothing, or nothing visible."""
    return NotFound(f"Nothing is recorded as {name!r} in what you may see.", "Look it up by name or reference.")


def visible_entity(seen: "Seen", id: str) -> int:
    """The entity that a record belongs to. Raises `NotFound` for one that is not visible."""
    record = seen.record(id)
    if record is None:
        raise nothing_recorded(id)
    return seen.cluster(record)


def two_ends(seen: "Seen", start: str, end: str) -> tuple[int, int]:
    """The two entities asked about. Raises `NotFound` for one that is not visible, `OutOfBounds` if they are one."""
    first, second = visible_entity(seen, start), visible_entity(seen, end)
    if first == second:
        raise OutOfBounds(f"{start!r} and {end!r} are one and the same.", "Name two different entities.")
    return first, second


def ask_evidence(context: QueryContext, parameters: BetweenTwo) -> Evidence:
    """Everything that joins the two, item by item."""
    seen = context.seen
    start, end = two_ends(seen, parameters.start, parameters.end)
    direct = set(seen.items_of(start).tolist()) & set(seen.items_of(end).tolist())
    with_start, with_end = seen.connected(start), seen.connected(end)
    thirds = [
        (third, *(seen.in_order(near[third]).tolist() for near in (with_start, with_end)))
        for third in sorted(with_start.keys() & with_end.keys())
        if not seen.is_child(third)
    ]
    items = fetch_items(context, direct.union(*(half for _, *halves in thirds for half in halves)))
    return Evidence(
        start=entity_ref(seen, start),
        end=entity_ref(seen, end),
        direct=tuple(items[item] for item in seen.in_order(sorted(direct)).tolist()),
        via=tuple(
            EvidenceVia(
                entity=entity_ref(seen, third),
                first=tuple(items[item] for item in first),
                second=tuple(items[item] for item in second),
            )
            for third, first, second in thirds
        ),
    )


EVIDENCE = Question(
    id="evidence",
    prose="Which items of intelligence are behind the link between these two?",
    parameters=BetweenTwo,
    answer=Evidence,
    statements=(ITEMS,),
    work=ask_evidence,
    evidence=None,
    walks=True,
)
