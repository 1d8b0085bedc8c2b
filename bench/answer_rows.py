"""What each answer says, as rows. The first column of a row is what one line of the answer is about."""

from collections.abc import Iterable

from bench.compare import AnswerRows
from bench.handwritten_rows import Rows
from bench.memory import ALL_ITEMS, Memory
from graph.queries.charts.links_among import LinksAmong
from graph.queries.entities.cards import EntityCard
from graph.queries.entities.evidence import Evidence
from graph.queries.entities.find import NameMatches
from graph.queries.entities.items import ItemsCited
from graph.queries.entities.neighbours import Neighbours
from graph.queries.entities.report import ReportShown
from graph.queries.entities.timeline import Timeline
from graph.queries.entities.together import Together
from graph.queries.linking.case import Case
from graph.queries.linking.linked_cases import LinkedCases
from graph.queries.linking.linked_children import LinkedChild, LinkedChildren
from graph.queries.linking.paths import Paths
from graph.queries.linking.shared import Shared
from graph.queries.lists.children import NOT_ASSESSED, Children
from graph.queries.lists.concern import Concerns
from graph.queries.lists.new_since import NewSince


def _rows(rows: set[tuple[str | int, ...]]) -> Rows:
    return frozenset(rows)


def found_rows(memory: Memory, answer: NameMatches) -> AnswerRows:
    """The entities a word could mean."""
    return AnswerRows(_rows({(memory.entity_of[entity.id],) for entity in answer.entities}))


def card_rows(memory: Memory, answer: EntityCard) -> AnswerRows:
    """The items that state anything of an entity, and its relationships."""
    items = {(ref,) for stated in answer.stated for ref in stated.items}
    return AnswerRows(
        _rows({*items, *((each.type, each.item, memory.entity_of[each.other.id]) for each in answer.relations)})
    )


def report_rows(_: Memory, answer: ReportShown) -> AnswerRows:
    """The items of a report."""
    return AnswerRows(_rows({(item.ref,) for item in answer.items}))


def items_rows(_: Memory, answer: ItemsCited) -> AnswerRows:
    """The items cited, and the report of each."""
    return AnswerRows(_rows({(cited.item.id, cited.report) for cited in answer.items}))


def neighbours_rows(memory: Memory, answer: Neighbours) -> AnswerRows:
    """Each neighbour, and in how many items."""
    rows = _rows({(memory.entity_of[each.entity.id], len(each.items)) for each in answer.neighbours})
    return AnswerRows(rows, answer.total)


def links_among_rows(memory: Memory, answer: LinksAmong) -> AnswerRows:
    """Each pair with each item that names both, and with each kind of relationship stated between them."""
    rows: set[tuple[str | int, ...]] = set()
    for link in answer.links:
        start, end = sorted((memory.entity_of[link.start], memory.entity_of[link.end]))
        rows |= {(start, end, said) for said in (*link.items, *link.relations)}
    return AnswerRows(_rows(rows))


def linked_rows(memory: Memory, answer: LinkedChildren) -> AnswerRows:
    """Each linked child, and each connecting entity or item through which."""
    rows = {(memory.entity_of[linked.id], through) for linked in answer.linked for through in _through(memory, linked)}
    return AnswerRows(frozenset(rows), answer.total)


def _through(memory: Memory, linked: LinkedChild) -> Iterable[str]:
    return (via.id if via.kind == "item" else memory.entity_of[via.id] for via in linked.via)


def shared_rows(memory: Memory, answer: Shared) -> AnswerRows:
    """Each shared entity, and each child it is shared with."""
    rows = _rows(
        {
            (memory.entity_of[shared.entity.id], memory.entity_of[other.child.id])
            for shared in answer.shared
            for other in shared.children
        }
    )
    return AnswerRows(
        rows, answer.total, {memory.entity_of[shared.entity.id]: shared.total for shared in answer.shared}
    )


def case_rows(memory: Memory, answer: Case) -> AnswerRows:
    """Each linked child, and each entity that is shared; no line of one part is about what a line of another is."""
    parts = [
        linked_rows(memory, answer.linked),
        *(shared_rows(memory, part) for part in (answer.adults, answer.premises, answer.vehicles, answer.phones)),
    ]
    return AnswerRows(
        frozenset[tuple[str | int, ...]]().union(*(part.rows for part in parts)),
        _sum(parts),
        {line: many for part in parts for line, many in part.of_line.items()},
    )


def _sum(parts: Iterable[AnswerRows]) -> int:
    return sum(part.total or 0 for part in parts)


def linked_cases_rows(memory: Memory, answer: LinkedCases) -> AnswerRows:
    """Each linked child, its links with those asked about and what connects; each shared entity, its children.

    A link between two of the children asked about has rows for both.
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
    return AnswerRows(
        _rows({*linked, *sharing}), len(paired) + answer.total + sum(each.total for each in lists), of_line
    )


def children_rows(memory: Memory, answer: Children) -> AnswerRows:
    """Each child, and the category beside them."""
    rows = {
        (memory.entity_of[child.entity.id], NOT_ASSESSED if child.seraf is None else child.seraf.category)
        for child in answer.children
    }
    return AnswerRows(frozenset(rows), answer.total)


def new_since_rows(memory: Memory, answer: NewSince) -> AnswerRows:
    """How many items are new, in how many reports; each child, and each new item that names them."""
    children = {(memory.entity_of[child.entity.id], ref) for child in answer.children for ref in child.refs}
    return AnswerRows(_rows({(ALL_ITEMS, answer.items, answer.reports), *children}), 1 + answer.total)


def paths_rows(_: Memory, answer: Paths) -> AnswerRows:
    """How many hops the shortest path has."""
    return AnswerRows(_rows({(answer.length or 0,)}))


def concerns_rows(memory: Memory, answer: Concerns) -> AnswerRows:
    """Everybody or everywhere of concern, and each child named there."""
    rows = _rows(
        {
            (memory.entity_of[concern.entity.id], memory.entity_of[each.child.id])
            for concern in answer.concerns
            for each in concern.children
        }
    )
    return AnswerRows(
        rows, answer.total, {memory.entity_of[concern.entity.id]: concern.total for concern in answer.concerns}
    )


def evidence_rows(memory: Memory, answer: Evidence) -> AnswerRows:
    """The items that name both, and those of each half of what joins them."""
    direct = {("direct", "both", item.ref) for item in answer.direct}
    halves = {
        (memory.entity_of[via.entity.id], half, item.ref)
        for via in answer.via
        for half, items in (("first", via.first), ("second", via.second))
        for item in items
    }
    return AnswerRows(_rows({*direct, *halves}))


def together_rows(_: Memory, answer: Together) -> AnswerRows:
    """The items that name all of them."""
    return AnswerRows(_rows({(each.item.ref,) for each in answer.items}), answer.total)


def timeline_rows(_: Memory, answer: Timeline) -> AnswerRows:
    """The items about an entity."""
    return AnswerRows(_rows({(entry.item.ref,) for entry in answer.entries}), answer.total)
