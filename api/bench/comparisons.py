"""The comparisons: for every question of Dolen whom it is asked about, and the same rows by hand and in memory."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from api.bench.by_hand import ADULTS, BY_NAME, BY_REFERENCE, ITEMS_OF, NEIGHBOURS, REPORT, Hand, Rows
from api.bench.comparing import Comparison, Told
from api.bench.memory import Memory
from graph.model.schema import Kind
from graph.queries import QUESTIONS
from graph.queries.answers import (
    Concerns,
    EntityCard,
    Evidence,
    Found,
    LinkedChildren,
    Neighbours,
    Paths,
    ReportShown,
    Shared,
    Timeline,
)
from graph.queries.cards import OfEntity
from graph.queries.concern import Most
from graph.queries.evidence import BetweenTwo
from graph.queries.find import Words
from graph.queries.identity import kind_of
from graph.queries.linked import DEFAULT_LIMIT, LARGEST_LIMIT, OfChild
from graph.queries.neighbours import NearEntity
from graph.queries.paths import BetweenEnds
from graph.queries.search import SearchFor
from graph.queries.timeline import TimelineOf
from graph.rules.roles import ROLES, may_rank

Sizes = Mapping[str, int]

EVERYTHING = ""
"""The one subject of a question that is asked about nobody in particular."""

LONGEST_PATH = 6


def _of_kind(*kinds: Kind) -> Callable[[Memory], Sizes]:
    """Every entity of these kinds (none named: of all), by how many items name it."""

    def sizes(memory: Memory) -> Sizes:
        entities = (entity for entity, said in memory.said.items() if not kinds or kind_of(said) in kinds)
        return {entity: len(memory.items[entity]) for entity in entities}

    return sizes


def _children(memory: Memory) -> Sizes:
    return memory.reach


def _counted(memory: Memory, named: Mapping[str, set[str]]) -> Sizes:
    """Each word by how many items name those whom it could mean."""
    return {word: sum(len(memory.items[entity]) for entity in entities) for word, entities in named.items()}


def _everything(_: Memory) -> Sizes:
    return {EVERYTHING: 1}


def _pair(memory: Memory, child: str) -> BetweenTwo:
    """The child and somebody to whom a third joins them, where there is anybody; otherwise somebody at random."""
    linked = sorted({other for other, _ in memory.linked(child)})
    return BetweenTwo(start=memory.record_of[child], end=memory.record_of[(linked or [_far(memory, child)])[0]])


def _far(memory: Memory, entity: str) -> str:
    """Another person, the same whenever asked."""
    other = Random(entity).choice(memory.people)
    return other if other != entity else memory.people[memory.people.index(other) - 1]


def _ends(memory: Memory, entity: str) -> BetweenEnds:
    return BetweenEnds(start=memory.record_of[entity], end=memory.record_of[_far(memory, entity)], longest=LONGEST_PATH)


def _rows(rows: set[tuple[str | int, ...]]) -> Rows:
    return frozenset(rows)


def _told_found(memory: Memory, answer: Found) -> Told:
    return Told(_rows({(memory.entity_of[entity.id],) for entity in answer.entities}))


def _told_card(memory: Memory, answer: EntityCard) -> Told:
    items = {(ref,) for stated in answer.stated for ref in stated.items}
    return Told(
        _rows({*items, *((each.type, each.item, memory.entity_of[each.other.id]) for each in answer.relations)})
    )


def _told_report(_: Memory, answer: ReportShown) -> Told:
    return Told(_rows({(item.ref,) for item in answer.items}))


def _told_neighbours(memory: Memory, answer: Neighbours) -> Told:
    rows = _rows({(memory.entity_of[each.entity.id], len(each.items)) for each in answer.neighbours})
    return Told(rows, answer.total)


def _told_linked(memory: Memory, answer: LinkedChildren) -> Told:
    rows = _rows(
        {
            (memory.entity_of[linked.id], via.id if via.kind == "item" else memory.entity_of[via.id])
            for linked in answer.linked
            for via in linked.via
        }
    )
    return Told(rows, answer.total)


def _told_shared(memory: Memory, answer: Shared) -> Told:
    rows = _rows(
        {
            (memory.entity_of[shared.entity.id], memory.entity_of[other.child.id])
            for shared in answer.shared
            for other in shared.children
        }
    )
    return Told(rows, answer.total)


def _told_paths(_: Memory, answer: Paths) -> Told:
    return Told(_rows({(answer.length or 0,)}))


def _told_concerns(memory: Memory, answer: Concerns) -> Told:
    rows = _rows(
        {
            (memory.entity_of[concern.entity.id], memory.entity_of[each.child.id])
            for concern in answer.concerns
            for each in concern.children
        }
    )
    return Told(rows, answer.total)


def _told_evidence(memory: Memory, answer: Evidence) -> Told:
    direct = {("direct", "both", item.ref) for item in answer.direct}
    halves = {
        (memory.entity_of[via.entity.id], half, item.ref)
        for via in answer.via
        for half, items in (("first", via.first), ("second", via.second))
        for item in items
    }
    return Told(_rows({*direct, *halves}))


def _told_timeline(_: Memory, answer: Timeline) -> Told:
    return Told(_rows({(entry.item.ref,) for entry in answer.entries}), answer.total)


def _refs(memory: Memory, items: set[str]) -> Rows:
    return frozenset((memory.ref_of[item],) for item in items)


def _find(
    way: str, by: Callable[[Memory], Mapping[str, set[str]]], by_hand: Callable[[Hand, Words], Rows]
) -> Comparison:
    return Comparison(
        question=QUESTIONS["find"],
        way=way,
        subjects=lambda memory: _counted(memory, by(memory)),
        parameters=lambda _, word: Words(text=word),
        told=_told_found,
        by_hand=by_hand,
        in_memory=lambda memory, words: frozenset((entity,) for entity in by(memory)[words.text]),
    )


def _search(
    way: str, by: Callable[[Memory], Mapping[str, set[str]]], by_hand: Callable[[Hand, Any], Rows]
) -> Comparison:
    """A search for what is written exactly so; what else it finds, in part or mistyped, has no row by hand."""
    return Comparison(
        question=QUESTIONS["search"],
        way=way,
        subjects=lambda memory: _counted(memory, by(memory)),
        parameters=lambda _, word: SearchFor(text=word, kinds=("child", "adult", "person"), limit=100),
        told=lambda memory, answer: Told(
            frozenset(
                (memory.entity_of[hit.id],) for hit in answer.hits if hit.score == 1 and hit.why[0].startswith(way)
            )
        ),
        by_hand=by_hand,
        in_memory=lambda memory, asked: frozenset((entity,) for entity in by(memory)[asked.text]),
    )


def _card(question: str, *kinds: Kind) -> Comparison:
    def in_memory(memory: Memory, of: OfEntity) -> Rows:
        entity = memory.entity_of[of.id]
        return _refs(memory, memory.items[entity]) | memory.relations[entity]

    return Comparison(
        question=QUESTIONS[question],
        way="",
        subjects=_of_kind(*kinds),
        parameters=lambda memory, entity: OfEntity(id=memory.record_of[entity]),
        told=_told_card,
        by_hand=lambda hand, of: hand.card(of.id),
        in_memory=in_memory,
    )


def _linked(limit: int, way: str) -> Comparison:
    return Comparison(
        question=QUESTIONS["linked_children"],
        way=way,
        subjects=_children,
        parameters=lambda memory, child: OfChild(child=memory.record_of[child], limit=limit),
        told=_told_linked,
        by_hand=lambda hand, of: hand.linked(of.child),
        in_memory=lambda memory, of: memory.linked(memory.entity_of[of.child]),
    )


def _shared(question: str, *said: str) -> Comparison:
    return Comparison(
        question=QUESTIONS[question],
        way="",
        subjects=_children,
        parameters=lambda memory, child: OfChild(child=memory.record_of[child], limit=LARGEST_LIMIT),
        told=_told_shared,
        by_hand=lambda hand, of: hand.shared(of.child, said),
        in_memory=lambda memory, of: memory.shared(memory.entity_of[of.child], said),
    )


def _of_concern(question: str, by_hand: Callable[[Hand], Rows], in_memory: Callable[[Memory], Rows]) -> Comparison:
    return Comparison(
        question=QUESTIONS[question],
        way="",
        subjects=_everything,
        parameters=lambda _, __: Most(limit=LARGEST_LIMIT),
        told=_told_concerns,
        by_hand=lambda hand, _: by_hand(hand),
        in_memory=lambda memory, _: in_memory(memory),
    )


def _hops(memory: Memory, ends: BetweenEnds) -> Rows:
    return frozenset({(memory.hops(memory.entity_of[ends.start], memory.entity_of[ends.end], ends.longest),)})


NOT_COMPARED = frozenset({"items", "links_among", "case", "children", "new_since", "linked_cases", "together"})
"""Questions that no statement written by hand stands beside yet; docs/performance.md says so."""

RANKED = tuple(role for role in ("", *ROLES) if may_rank(role))

COMPARISONS: tuple[Comparison, ...] = (
    _find("by reference", lambda memory: memory.by_reference, lambda hand, of: hand.rows(BY_REFERENCE, text=of.text)),
    _find("by name", lambda memory: memory.by_name, lambda hand, of: hand.rows(BY_NAME, name_key=of.text)),
    _search("reference", lambda memory: memory.by_reference, lambda hand, of: hand.rows(BY_REFERENCE, text=of.text)),
    _card("child", "child"),
    _card("adult", "adult", "person"),
    _card("premises", "premises"),
    _card("vehicle", "vehicle"),
    _card("phone", "phone", "account"),
    Comparison(
        question=QUESTIONS["report"],
        way="",
        subjects=lambda memory: {report: len(items) for report, items in memory.reports.items()},
        parameters=lambda _, report: OfEntity(id=report),
        told=_told_report,
        by_hand=lambda hand, of: hand.rows(REPORT, id=of.id),
        in_memory=lambda memory, of: _refs(memory, memory.reports[of.id]),
    ),
    Comparison(
        question=QUESTIONS["neighbours"],
        way="",
        subjects=_of_kind(),
        parameters=lambda memory, entity: NearEntity(id=memory.record_of[entity], limit=LARGEST_LIMIT),
        told=_told_neighbours,
        by_hand=lambda hand, of: hand.rows(NEIGHBOURS, id=of.id),
        in_memory=lambda memory, of: memory.neighbours(memory.entity_of[of.id]),
    ),
    _linked(DEFAULT_LIMIT, ""),
    _linked(LARGEST_LIMIT, "every line"),
    _shared("shared_adults", "adult", "person"),
    _shared("shared_premises", "address"),
    _shared("shared_vehicles", "vehicle"),
    _shared("shared_phones", "phone", "account"),
    Comparison(
        question=QUESTIONS["evidence"],
        way="",
        subjects=_children,
        parameters=_pair,
        told=_told_evidence,
        by_hand=lambda hand, of: hand.evidence(of.start, of.end),
        in_memory=lambda memory, of: memory.evidence(memory.entity_of[of.start], memory.entity_of[of.end]),
    ),
    Comparison(
        question=QUESTIONS["timeline"],
        way="",
        subjects=_of_kind(),
        parameters=lambda memory, entity: TimelineOf(id=memory.record_of[entity], limit=LARGEST_LIMIT),
        told=_told_timeline,
        by_hand=lambda hand, of: hand.rows(ITEMS_OF, id=of.id),
        in_memory=lambda memory, of: _refs(memory, memory.items[memory.entity_of[of.id]]),
    ),
    Comparison(
        question=QUESTIONS["paths"],
        way="",
        subjects=lambda memory: {person: len(memory.items[person]) for person in memory.people},
        parameters=_ends,
        told=_told_paths,
        by_hand=lambda hand, of: frozenset({(hand.hops(of.start, of.end, of.longest),)}),
        in_memory=_hops,
    ),
    _of_concern("premises_of_concern", Hand.premises_of_concern, Memory.premises_of_concern),
    _of_concern("adults_of_concern", lambda hand: hand.rows(ADULTS), lambda memory: memory.adults_of_concern(RANKED)),
)
