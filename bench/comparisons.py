"""The comparisons: for every question of Dolen its subjects, and the same rows by hand and in memory."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bench import answer_rows, question_subjects
from bench.compare import AnswerRows, Comparison
from bench.handwritten_rows import Hand, Rows
from bench.handwritten_statements import BY_NAME, BY_REFERENCE, CITED, ITEMS_OF, NEIGHBOURS, REPORT, things
from bench.memory import Memory
from graph.model.kinds import Kind
from graph.queries import QUESTIONS
from graph.queries.entities.find import Words
from graph.queries.entities.items import Citations
from graph.queries.entities.neighbours import NearEntity
from graph.queries.entities.search import SearchFor
from graph.queries.entities.timeline import TimelineOf
from graph.queries.linking.linked_children import OfChild
from graph.queries.linking.paths import BetweenEnds
from graph.queries.lists.concern import Most
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, OfEntity
from graph.rules.roles import ROLES, may_rank


def _refs(memory: Memory, items: set[str]) -> Rows:
    return frozenset((memory.ref_of[item],) for item in items)


def _find(
    way: str, by: Callable[[Memory], Mapping[str, set[str]]], by_hand: Callable[[Hand, Words], Rows]
) -> Comparison:
    return Comparison(
        question=QUESTIONS["find"],
        way=way,
        subjects=lambda memory: question_subjects.counted(memory, by(memory)),
        parameters=lambda _, word: Words(text=word),
        answered=answer_rows.found_rows,
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
        subjects=lambda memory: question_subjects.counted(memory, by(memory)),
        parameters=lambda _, word: SearchFor(text=word, kinds=("child", "adult", "person"), limit=100),
        answered=lambda memory, answer: AnswerRows(
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
        subjects=question_subjects.of_kind(*kinds),
        parameters=lambda memory, entity: OfEntity(id=memory.record_of[entity]),
        answered=answer_rows.card_rows,
        by_hand=lambda hand, of: hand.card(of.id),
        in_memory=in_memory,
    )


def _linked(limit: int, way: str) -> Comparison:
    return Comparison(
        question=QUESTIONS["linked_children"],
        way=way,
        subjects=question_subjects.children,
        parameters=lambda memory, child: OfChild(child=memory.record_of[child], limit=limit),
        answered=answer_rows.linked_rows,
        by_hand=lambda hand, of: hand.linked(of.child),
        in_memory=lambda memory, of: memory.linked(memory.entity_of[of.child]),
    )


def _shared(question: str, *said: str) -> Comparison:
    return Comparison(
        question=QUESTIONS[question],
        way="",
        subjects=question_subjects.children,
        parameters=lambda memory, child: OfChild(child=memory.record_of[child], limit=LARGEST_LIMIT),
        answered=answer_rows.shared_rows,
        by_hand=lambda hand, of: hand.shared(of.child, said),
        in_memory=lambda memory, of: memory.shared(memory.entity_of[of.child], said),
    )


def _case(limit: int, way: str) -> Comparison:
    return Comparison(
        question=QUESTIONS["case"],
        way=way,
        subjects=question_subjects.children,
        parameters=lambda memory, child: OfChild(child=memory.record_of[child], limit=limit),
        answered=answer_rows.case_rows,
        by_hand=lambda hand, of: hand.case(of.child),
        in_memory=lambda memory, of: memory.case(memory.entity_of[of.child]),
    )


def _linked_cases(limit: int, way: str) -> Comparison:
    return Comparison(
        question=QUESTIONS["linked_cases"],
        way=way,
        subjects=question_subjects.children,
        parameters=question_subjects.review(limit),
        answered=answer_rows.linked_cases_rows,
        by_hand=lambda hand, of: hand.linked_cases(of.children),
        in_memory=lambda memory, of: memory.linked_cases(_entities(memory, of.children)),
    )


def _entities(memory: Memory, records: Iterable[str]) -> list[str]:
    return [memory.entity_of[record] for record in records]


def _cited(memory: Memory, asked: Citations) -> Rows:
    return frozenset((item, memory.report_of[item]) for ref in asked.refs for item in memory.cited_as[ref])


def _of_concern(question: str, by_hand: Callable[[Hand], Rows], in_memory: Callable[[Memory], Rows]) -> Comparison:
    return Comparison(
        question=QUESTIONS[question],
        way="",
        subjects=question_subjects.everything,
        parameters=lambda _, __: Most(limit=LARGEST_LIMIT),
        answered=answer_rows.concerns_rows,
        by_hand=lambda hand, _: by_hand(hand),
        in_memory=lambda memory, _: in_memory(memory),
    )


def _hops(memory: Memory, ends: BetweenEnds) -> Rows:
    return frozenset({(memory.hops(memory.entity_of[ends.start], memory.entity_of[ends.end], ends.longest),)})


RANKED = tuple(role for role in ("", *ROLES) if may_rank(role))

NOT_COMPARED = {
    "missing_together": "timelines of one child and of the few who were missing then, read once more by pure rules",
    "connecting_network": "paths between several ends; the smallest network has no statement by hand that finds it",
    "case_groups": "linked_children of the children in two categories, put together by pure rules",
    "bridges": "what children in two categories are named with, put together by networkx",
    "calls": "a few relationships of the phones asked about; a made-up force has a handful of each phone",
    "origins_seen": "asked only where a saved picture leaves origins out, and bounded by how many it leaves out",
    "not_known_yet": "three rankings, which are compared, and who is stated to use a phone",
    "duplicate_references": "a made-up force has no item that collides with a hidden one",
    "identity_decisions": "a made-up force has no decisions by people, so there is nothing to measure",
    "seraf": "one child's assessments, of which a made-up force has a handful for each child",
    "suggested": "one child's items read once more by pure rules, of which timeline and linked_children are compared",
    "known_phrases": "find, asked once of the few phrases of one text",
    "same_name": "asked only about the people that one page lists",
    "casework": "what people recorded, of which a made-up force has none",
    "alerts_shown": "asked about the few alerts that one person's page lists",
    "organisation": "a card like that of a phone; the benchmark's forces record no organisation",
    "what_if": "linked_children, asked twice of the children that a report names",
    "rests_on": "what was decided because of one item or report, of which a made-up force has a handful",
}
"""Questions that are measured beside nothing, each with its reason."""

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
        subjects=question_subjects.reports,
        parameters=lambda _, report: OfEntity(id=report),
        answered=answer_rows.report_rows,
        by_hand=lambda hand, of: hand.rows(REPORT, id=of.id),
        in_memory=lambda memory, of: _refs(memory, memory.reports[of.id]),
    ),
    Comparison(
        question=QUESTIONS["neighbours"],
        way="",
        subjects=question_subjects.of_kind(),
        parameters=lambda memory, entity: NearEntity(id=memory.record_of[entity], limit=LARGEST_LIMIT),
        answered=answer_rows.neighbours_rows,
        by_hand=lambda hand, of: hand.rows(NEIGHBOURS, id=of.id),
        in_memory=lambda memory, of: memory.neighbours(memory.entity_of[of.id]),
    ),
    Comparison(
        question=QUESTIONS["items"],
        way="",
        subjects=question_subjects.of_kind(),
        parameters=question_subjects.citations,
        answered=answer_rows.items_rows,
        by_hand=lambda hand, asked: hand.rows(CITED, refs=list(asked.refs)),
        in_memory=_cited,
    ),
    Comparison(
        question=QUESTIONS["links_among"],
        way="",
        subjects=question_subjects.of_kind(),
        parameters=question_subjects.picture,
        answered=answer_rows.links_among_rows,
        by_hand=lambda hand, among: hand.links_among(among.ids),
        in_memory=lambda memory, among: memory.links_among(_entities(memory, among.ids)),
    ),
    Comparison(
        question=QUESTIONS["together"],
        way="",
        subjects=question_subjects.accompanied,
        parameters=question_subjects.company,
        answered=answer_rows.together_rows,
        by_hand=lambda hand, of: hand.together(of.ids),
        in_memory=lambda memory, of: _refs(memory, memory.together(_entities(memory, of.ids))),
    ),
    _linked(DEFAULT_LIMIT, ""),
    _linked(LARGEST_LIMIT, "every line"),
    _shared("shared_adults", "adult", "person"),
    _shared("shared_premises", "address"),
    _shared("shared_vehicles", "vehicle"),
    _shared("shared_phones", "phone", "account"),
    _case(DEFAULT_LIMIT, ""),
    _case(LARGEST_LIMIT, "every line"),
    _linked_cases(DEFAULT_LIMIT, ""),
    _linked_cases(LARGEST_LIMIT, "every line"),
    Comparison(
        question=QUESTIONS["evidence"],
        way="",
        subjects=question_subjects.children,
        parameters=question_subjects.pair,
        answered=answer_rows.evidence_rows,
        by_hand=lambda hand, of: hand.evidence(of.start, of.end),
        in_memory=lambda memory, of: memory.evidence(memory.entity_of[of.start], memory.entity_of[of.end]),
    ),
    Comparison(
        question=QUESTIONS["timeline"],
        way="",
        subjects=question_subjects.of_kind(),
        parameters=lambda memory, entity: TimelineOf(id=memory.record_of[entity], limit=LARGEST_LIMIT),
        answered=answer_rows.timeline_rows,
        by_hand=lambda hand, of: hand.rows(ITEMS_OF, id=of.id),
        in_memory=lambda memory, of: _refs(memory, memory.items[memory.entity_of[of.id]]),
    ),
    Comparison(
        question=QUESTIONS["paths"],
        way="",
        subjects=question_subjects.people,
        parameters=question_subjects.ends,
        answered=answer_rows.paths_rows,
        by_hand=lambda hand, of: frozenset({(hand.hops(of.start, of.end, of.longest),)}),
        in_memory=_hops,
    ),
    Comparison(
        question=QUESTIONS["children"],
        way="",
        subjects=question_subjects.choices,
        parameters=lambda _, words: question_subjects.CHOICES[words],
        answered=answer_rows.children_rows,
        by_hand=lambda hand, of: hand.children(of.categories, not_assessed=of.not_assessed),
        in_memory=lambda memory, of: memory.in_categories(question_subjects.wanted(of)),
    ),
    Comparison(
        question=QUESTIONS["new_since"],
        way="",
        subjects=question_subjects.moments,
        parameters=question_subjects.since,
        answered=answer_rows.new_since_rows,
        by_hand=lambda hand, since: hand.new_since(since.since_ms),
        in_memory=lambda memory, since: memory.new_since(since.since_ms),
    ),
    _of_concern("premises_of_concern", Hand.premises_of_concern, Memory.premises_of_concern),
    _of_concern(
        "adults_of_concern",
        Hand.adults_of_concern,
        lambda memory: memory.adults_of_concern(RANKED),
    ),
    _of_concern(
        "vehicles_of_concern",
        lambda hand: hand.rows(things("Vehicle")),
        lambda memory: memory.things_of_concern("vehicle"),
    ),
    _of_concern(
        "phones_of_concern",
        lambda hand: hand.rows(things("Phone")) | hand.rows(things("Account")),
        lambda memory: memory.things_of_concern("phone", "account"),
    ),
)
