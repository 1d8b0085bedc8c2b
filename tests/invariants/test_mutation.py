"""The proof proves something: take any one filter from any one question, and its answers differ from the truth.

On the embedded engine only. What is tried here is whether the proof would notice, and that is a matter of the forces,
the Views and the oracle, which are the same for both engines; the proof itself runs on both.
Each force is loaded once for all questions, and each statement read once about it. Where a mutant reads
the rows that its statement reads, the answer is the same; only where they differ is the question asked again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

import pytest

from graph.model.view import FOREVER, BoundView
from graph.projection.visible import AppliedClauses
from graph.queries import QUESTIONS
from graph.reading.mention_index import Fits, MentionIndex, SearchKind
from graph.store import Reading, Store
from graph.view.clauses import ACCESS as VIEW_ACCESS
from graph.view.clauses import HELD, SEEN
from tests.invariants.comparing import Said, store_says
from tests.invariants.crafted import crafted_cases
from tests.invariants.force import Asked, Case
from tests.invariants.indexing import LazyIndex
from tests.invariants.loading import load
from tests.invariants.making import ACCESS
from tests.invariants.mutating import Call, Mutant, Mutated, Remembering, mutants_of, view_words_left
from tests.invariants.parameter_sets import parameter_sets
from tests.invariants.pool import Oracle, pool

POOL = 60
"""Forces that Hypothesis makes, tried after the crafted ones."""
NOTED = 10
"""Of those, how many are asked to note every statement that is sent."""
SETS_NOTED = 6
"""About how many parameter sets of a question, taken evenly from all, are so asked about a force."""
MOST_ASKED = 12
"""Parameter sets tried on one mutant in one force; the first difference ends the search."""
ALL_ASKED = {"find": 100, "known_phrases": 100, "rests_on": 100, "same_name": 100, "what_if": 100}
"""The same where more are needed: the texts to find stand in their alphabet's order, the ids after all names; what
little rests on anything stands after the judgements themselves."""

NOT_SHOWN = "it fetches assessments beside entities, and this answer shows no category of theirs"
AGAIN = "it fetches by id what a filtered statement has just found: a second lock on the same door"
NONE_START = "no type of relationship starts at such an entity"
AGAIN_VERSIONS = "it only finds of which judgements the visible versions are read, by a filtered statement of its own"
RESTING_TWICE = (
    "(rested)<-[:RESTS_ON]-(d:Judgement)",
    "(one)<-[:RESTS_ON]-(d:Judgement)",
    "(d:Judgement {id: id})",
    "(d:Judgement {lineage: id})",
    "(j:Judgement {lineage: lineage})",
)
WHAT_IF_TWICE = (
    "(i:Item {id: id})",
    "(rested:Item {id: id})",
    "(:Report {id: id})-[:CONTAINS]->(i:Item)",
    "(:Report {id: id})-[:CONTAINS]->(one:Item)",
)
"""What_if asks about items that it found visible, and about decisions, never about a report."""
NAMES_ONLY = (
    "casework",
    "find",
    "known_phrases",
    "identity_decisions",
    "organisation",
    "phone",
    "premises",
    "rests_on",
    "same_name",
    "vehicle",
    "what_if",
)
SPARE: dict[tuple[str, str], str] = {
    **{(each, "(d:Assessment OR d:Considered)"): NOT_SHOWN for each in (*NAMES_ONLY, "search")},
    ("search", "(i:Item {id: item})"): AGAIN,
    **{
        (each, "(i:Item {id: id})"): AGAIN
        for each in ("evidence", "missing_together", "suggested", "timeline", "together")
    },
    ("report", "(i:Item {id: id})-[m:MENTIONS]->(e:Entity)"): AGAIN,
    **{(each, words): AGAIN_VERSIONS for each in ("rests_on", "what_if") for words in RESTING_TWICE},
    **{("what_if", words): AGAIN for words in WHAT_IF_TWICE},
    ("rests_on", "(i:Item {ref: $ref})"): AGAIN,
    **{(each, "(i:Item {id: id})"): AGAIN for each in ("duplicate_references", "links_among", "not_known_yet")},
    **{(each, "-[r]->(o:Entity)"): NONE_START for each in ("premises", "vehicle")},
}
"""Filters that no answer can miss, by question and words that stand before them, each with its reason."""


def _all_access(bound: BoundView) -> BoundView:
    return replace(bound, access=tuple(sorted({*ACCESS, *bound.access})))


def _now(bound: BoundView) -> BoundView:
    return replace(bound, view=replace(bound.view, known_at=FOREVER - 1))


def _lens(**open_: object) -> Callable[[BoundView], BoundView]:
    return lambda bound: replace(bound, view=replace(bound.view, lens=replace(bound.view.lens, **open_)))


CARELESS: dict[str, Callable[[BoundView], BoundView]] = {
    "access": _all_access,
    "known at": _now,
    "grades": _lens(grades=None),
    "period": _lens(start=None, end=None),
    "origins": _lens(without=frozenset()),
}
"""The View as a search index would have it that forgot one clause of its filter."""


class Careless:
    """An index asked with a View from which one thing is left out."""

    def __init__(self, reading: Reading, forgets: Callable[[BoundView], BoundView]) -> None:
        self._index = LazyIndex(reading)
        self._forgets = forgets

    def look(self, text: str, kinds: tuple[SearchKind, ...], bound: BoundView) -> Fits:
        """What fits, and more than the View shows."""
        return self._index.look(text, kinds, self._forgets(bound))


WALKING = sorted(id for id, question in QUESTIONS.items() if question.walks)
"""Questions that are answered from the projection."""
MISSING: dict[str, AppliedClauses] = {
    **{f"seen: {each.name}": AppliedClauses(seen=tuple(of for of in SEEN if of != each)) for each in SEEN},
    "held: access": AppliedClauses(held=tuple(of for of in HELD if of != VIEW_ACCESS)),
    "proposals": AppliedClauses(follows_lens=False),
}
"""The projection's filters with one clause taken away. That a decision was recorded by then makes a difference in no
force made here; tests/projection/test_seen.py has one."""


NO_PEOPLE = {"duplicate_references": {"held: access", "proposals"}}
"""Clauses that a question cannot miss, since it asks which items there are and not whose records are one."""


class Loaded:
    """One force in the store, and what is asked about it."""

    def __init__(self, case: Case, reading: Reading) -> None:
        self.case = case
        self.reading = Remembering(reading)
        self._oracle = Oracle(case)
        self._calls: dict[Asked, tuple[Call, ...]] = {}

    def truths(self, question: str) -> Iterator[tuple[Asked, Said]]:
        """What is asked of one question where hiding matters, each when it is wanted, with the oracle's answer."""
        return islice(self._oracle.where_hiding_matters(question), ALL_ASKED.get(question, MOST_ASKED))

    def calls(self, asked: Asked) -> tuple[Call, ...]:
        """What the question, as it is, sends."""
        if asked not in self._calls:
            with self.reading.noting() as calls:
                self._says(self.reading, asked)
            self._calls[asked] = tuple(calls)
        return self._calls[asked]

    def differs(
        self, asked: Asked, truth: Said, index: MentionIndex | None = None, filters: AppliedClauses | None = None
    ) -> bool:
        """Whether the answer differs from the truth."""
        return self._is_wrong(self.reading, asked, truth, index, filters)

    def shows(self, mutant: Mutant, asked: Asked, truth: Said) -> bool:
        """Whether the answer without this filter differs from the truth, which the answer with it is."""
        calls = [call for call in self.calls(asked) if call.statement == mutant.statement]
        reads_otherwise = any(self.reading.again(call) != self.reading.again(call.mutated(mutant)) for call in calls)
        return reads_otherwise and self._is_wrong(Mutated(self.reading, mutant), asked, truth)

    def _is_wrong(
        self,
        reading: Reading,
        asked: Asked,
        truth: Said,
        index: MentionIndex | None = None,
        filters: AppliedClauses | None = None,
    ) -> bool:
        """Whether this answer differs from the truth; what cannot be answered at all differs too."""
        try:
            return self._says(reading, asked, index, filters).what != truth.what
        except (LookupError, ValueError, AssertionError):
            return True

    def _says(
        self, reading: Reading, asked: Asked, index: MentionIndex | None = None, filters: AppliedClauses | None = None
    ) -> Said:
        return store_says(reading, self.case.bound, self.case.identity_kinds, asked, index, filters)


@dataclass
class Tried:
    """What is left to be noticed after some forces, and what the questions sent."""

    unnoticed: dict[str, set[Mutant]]
    forgotten: set[str]
    """Clauses of the index filter whose absence nothing has noticed."""
    walked: dict[str, set[str]]
    """Clauses of the projection's filter whose absence nothing has noticed, by question."""
    sent: dict[str, set[str]]
    broken: set[str] = field(default_factory=set)
    """Questions that fail the proof with all their filters in place."""

    def is_open(self, question: str) -> bool:
        """Whether a mutant of this question is left that a force may still show."""
        return bool(self.unnoticed[question] - spare_of(question)) and question not in self.broken

    @property
    def anything_open(self) -> bool:
        """Whether another force may still show something."""
        walked = any(self.walked.values())
        return bool(self.forgotten) or walked or any(map(self.is_open, self.unnoticed))

    def try_mutants(self, loaded: Loaded) -> None:
        """Every mutant that is left, asked about one force until none is."""
        for question in filter(self.is_open, self.unnoticed):
            for asked, truth in loaded.truths(question):
                if loaded.differs(asked, truth):
                    self.broken.add(question)
                else:
                    left = self.unnoticed[question]
                    left -= {each for each in left if loaded.shows(each, asked, truth)}
                if not self.is_open(question):
                    break

    def try_clauses(self, loaded: Loaded) -> None:
        """An index that forgets one clause, asked about one force."""
        hiding = {each for each in self.forgotten if CARELESS[each](loaded.case.bound) != loaded.case.bound}
        for asked, truth in loaded.truths("search") if hiding else ():
            assert not loaded.differs(asked, truth), "the proof itself fails here: see test_view.py"
            careless = {each: Careless(loaded.reading, CARELESS[each]) for each in hiding & self.forgotten}
            self.forgotten -= {each for each, index in careless.items() if loaded.differs(asked, truth, index)}
            if not hiding & self.forgotten:
                break

    def try_walks(self, loaded: Loaded) -> None:
        """The projection without each clause that is left, asked about one force."""
        for question, left in self.walked.items():
            for asked, truth in loaded.truths(question) if left else ():
                assert not loaded.differs(asked, truth), "the proof itself fails here: see test_view.py"
                left -= {each for each in left if loaded.differs(asked, truth, filters=MISSING[each])}

    def note(self, loaded: Loaded) -> None:
        """The statements that each question sends about one force."""
        sets = parameter_sets(loaded.case.force)
        for question, sent in self.sent.items():
            every = max(1, len(sets[question]) // SETS_NOTED)
            sent |= {call.statement for asked in sets[question][::every] for call in loaded.calls(asked)}


@cache
def spare_of(question: str) -> frozenset[Mutant]:
    """The mutants of a question that no answer can show."""
    words = [stands for of, stands in SPARE if of == question]
    return frozenset(each for each in mutants_of(QUESTIONS[question]) if any(map(each.stands_after, words)))


@pytest.fixture(scope="module")
def tried(request: pytest.FixtureRequest, embedded_engine: Store) -> Tried:
    """Each force loaded once, and every mutant that is still unnoticed asked about it; of what this run asks for."""
    wanted = _wanted(request)
    tried = Tried(
        {question: set(mutants_of(QUESTIONS[question])) for question in wanted["test_every_filter_is_needed"]},
        set(wanted["test_every_clause_of_the_index_filter_is_needed"]),
        {
            question: set(MISSING) - NO_PEOPLE.get(question, set())
            for question in wanted["test_every_clause_of_the_projection_is_needed"]
        },
        {question: set() for question in wanted["test_nothing_but_registered_statements_is_sent"]},
    )
    made = pool(POOL)
    for number, case in enumerate((*made[:NOTED], *crafted_cases(), *made[NOTED:])):
        noted = number < NOTED
        if tried.anything_open or (noted and tried.sent):
            load(embedded_engine, case.force)
            with embedded_engine.reading() as reading:
                loaded = Loaded(case, reading)
                tried.try_mutants(loaded)
                tried.try_clauses(loaded)
                tried.try_walks(loaded)
                if noted:
                    tried.note(loaded)
    return tried


def _wanted(request: pytest.FixtureRequest) -> dict[str, list[str]]:
    """The cases of this module's tests that the run has chosen, by test."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for item in request.session.items:
        if isinstance(item, pytest.Function) and item.module is request.module:
            wanted[item.originalname].extend(item.callspec.params.values())
    return wanted


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_every_filter_is_needed(question: str, tried: Tried) -> None:
    unnoticed, spare = tried.unnoticed[question], spare_of(question)

    assert mutants_of(QUESTIONS[question]) or question in WALKING, f"{question} has no filter to take away"
    assert question not in tried.broken, "the proof itself fails here: see test_view.py"
    assert not unnoticed - spare, "Nothing noticed that a filter was missing:\n" + _told(unnoticed - spare)
    assert unnoticed == spare, "Noticed after all, so no longer to be listed as spare:\n" + _told(spare - unnoticed)
    assert len(spare) == len([of for of, _ in SPARE if of == question])


@pytest.mark.parametrize("clause", sorted(CARELESS))
def test_every_clause_of_the_index_filter_is_needed(clause: str, tried: Tried) -> None:
    assert clause not in tried.forgotten, f"Nothing noticed that the index forgot the View's {clause}."


@pytest.mark.parametrize("question", WALKING)
def test_every_clause_of_the_projection_is_needed(question: str, tried: Tried) -> None:
    assert not tried.walked[question], f"Nothing noticed that {question} forgot {sorted(tried.walked[question])}."


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_nothing_but_registered_statements_is_sent(question: str, tried: Tried) -> None:
    registered = {statement.text for statement in QUESTIONS[question].statements}

    assert tried.sent[question] or question in WALKING
    assert tried.sent[question] <= registered
    assert not any(view_words_left(text) for text in registered), "a filter that this test cannot take away"


def _told(mutants: set[Mutant]) -> str:
    return "\n".join(sorted(map(str, mutants)))
