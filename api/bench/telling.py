"""What each answer says, as rows. The first column of a row is what one line of the answer is about."""

from collections.abc import Iterable

from api.bench.by_hand import Rows
from api.bench.comparing import Told
from api.bench.memory import ALL_ITEMS, Memory
from graph.queries.answers import (
    Case,
    Concerns,
    EntityCard,
    Evidence,
    Found,
    LinkedChild,
    LinkedChildren,
    LinksAmong,
    Neighbours,
    Paths,
    ReportShown,
    Shared,
    Timeline,
)
from graph.queries.answers_cases import LinkedCases
from graph.queries.answers_lists import Children, ItemsCited, NewSince, Together
from graph.queries.children import NOT_ASSESSED


def _rows(rows: set[tuple[str | int, ...]]) -> Rows:
    return frozenset(rows)


def told_found(memory: Memory, answer: Found) -> Told:
    """Whom a word could mean."""
    return Told(_rows({(memory.entity_of[entity.id],) for entity in answer.entities}))


def told_card(memory: Memory, answer: EntityCard) -> Told:
    """The items that state anything of an entity, and its relationships."""
    items = {(ref,) for stated in answer.stated for ref in stated.items}
    return Told(
        _rows({*items, *((each.type, each.item, memory.entity_of[each.other.id]) for each in answer.relations)})
    )


def told_report(_: Memory, answer: ReportShown) -> Told:
    """The items of a report."""
    return Told(_rows({(item.ref,) for item in answer.items}))


def told_items(_: Memory, answer: ItemsCited) -> Told:
    """The items cited, and the report of each."""
    return Told(_rows({(cited.item.id, cited.report) for cited in answer.items}))


def told_neighbours(memory: Memory, answer: Neighbours) -> Told:
    """Each neighbour, and in how many items."""
    rows = _rows({(memory.entity_of[each.entity.id], len(each.items)) for each in answer.neighbours})
    return Told(rows, answer.total)


def told_links_among(memory: Memory, answer: LinksAmong) -> Told:
    """Each pair with each item that names both, and with each kind of relationship stated between them."""
    rows: set[tuple[str | int, ...]] = set()
    for link in answer.links:
        start, end = sorted((memory.entity_of[link.start], memory.entity_of[link.end]))
        rows |= {(start, end, said) for said in (*link.items, *link.relations)}
    return Told(_rows(rows))


def told_linked(memory: Memory, answer: LinkedChildren) -> Told:
    """Each linked child, and each connecting entity or item through which."""
    rows = {(memory.entity_of[linked.id], through) for linked in answer.linked for through in _through(memory, linked)}
    return Told(frozenset(rows), answer.total)


def _through(memory: Memory, linked: LinkedChild) -> Iterable[str]:
    return (via.id if via.kind == "item" else memory.entity_of[via.id] for via in linked.via)


def told_shared(memory: Memory, answer: Shared) -> Told:
    """Each entity that is shared, and each child with whom."""
    rows = _rows(
        {
            (memory.entity_of[shared.entity.id], memory.entity_of[other.child.id])
            for shared in answer.shared
            for other in shared.children
        }
    )
    return Told(rows, answer.total, {memory.entity_of[shared.entity.id]: shared.total for shared in answer.shared})


def told_case(memory: Memory, answer: Case) -> Told:
    """Each linked child, and each entity that is shared; no line of one part is about what a line of another is."""
    parts = [
        told_linked(memory, answer.linked),
        *(told_shared(memory, part) for part in (answer.adults, answer.premises, answer.vehicles, answer.phones)),
    ]
    return Told(
        frozenset[tuple[str | int, ...]]().union(*(part.rows for part in parts)),
        _sum(parts),
        {line: many for part in parts for line, many in part.of_line.items()},
    )


def _sum(parts: Iterable[Told]) -> int:
    return sum(part.total or 0 for part in parts)


def told_linked_cases(memory: Memory, answer: LinkedCases) -> Told:
    """Each linked child with whom of those asked about, and through what; and each entity that is shared, and by whom.

    A link between two of those asked about is told of both.
    """
    linked: set[tuple[str | int, ...]] = set()
    paired: set[str] = set()
    for pair in answer.pairs:
        start, end = memory.entity_of[pair.start], memory.entity_of[pair.linked.id]
        paired |= {start, end}
        for through in _through(memory, pair.linked):
            linked |= {(start, end, through), (end, start, through)}
    for other in answer.others:
        for link in other.links:
            ends = memory.entity_of[other.child.id], memory.entity_of[link.start]
            linked |= {(*ends, through) for through in _through(memory, link.linked)}
    lists = (answer.adults, answer.premises, answer.vehicles, answer.phones)
    sharing = {
        (memory.entity_of[shared.entity.id], memory.entity_of[by.child.id])
        for each in lists
        for shared in each.shared
        for by in (*shared.children, *shared.others)
    }
    of_line = {
        memory.entity_of[shared.entity.id]: len(shared.children) + shared.total
        for each in lists
        for shared in each.shared
    }
    return Told(_rows({*linked, *sharing}), len(paired) + answer.total + sum(each.total for each in lists), of_line)


def told_children(memory: Memory, answer: Children) -> Told:
    """Each child, and the category beside them."""
    rows = {
        (memory.entity_of[child.entity.id], NOT_ASSESSED if child.seraf is None else child.seraf.category)
        for child in answer.children
    }
    return Told(frozenset(rows), answer.total)


def told_new_since(memory: Memory, answer: NewSince) -> Told:
    """How many items are new, in how many reports; each child, and each new item that names them."""
    children = {(memory.entity_of[child.entity.id], ref) for child in answer.children for ref in child.refs}
    return Told(_rows({(ALL_ITEMS, answer.items, answer.reports), *children}), 1 + answer.total)


def told_paths(_: Memory, answer: Paths) -> Told:
    """How many hops the shortest path has."""
    return Told(_rows({(answer.length or 0,)}))


def told_concerns(memory: Memory, answer: Concerns) -> Told:
    """Everybody or everywhere of concern, and each child named there."""
    rows = _rows(
        {
            (memory.entity_of[concern.entity.id], memory.entity_of[each.child.id])
            for concern in answer.concerns
            for each in concern.children
        }
    )
    return Told(rows, answer.total)


def told_evidence(memory: Memory, answer: Evidence) -> Told:
    """The items that name both, and those of each half of what joins them."""
    direct = {("direct", "both", item.ref) for item in answer.direct}
    halves = {
        (memory.entity_of[via.entity.id], half, item.ref)
        for via in answer.via
        for half, items in (("first", via.first), ("second", via.second))
        for item in items
    }
    return Told(_rows({*direct, *halves}))


def told_together(_: Memory, answer: Together) -> Told:
    """The items that name all of them."""
    return Told(_rows({(each.item.ref,) for each in answer.items}), answer.total)


def told_timeline(_: Memory, answer: Timeline) -> Told:
    """The items about an entity."""
    return Told(_rows({(entry.item.ref,) for entry in answer.entries}), answer.total)
