"""The proof proves something: take any one filter from any one question, and its answers differ from the truth.

On the embedded engine only. What is tried here is whether the proof would notice, and that is a matter of the forces,
the Views and the oracle, which are the same for both engines; the proof itself runs on both.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from graph.model.view import FOREVER, BoundView
from graph.queries import QUESTIONS
from graph.queries.searching import Fits, MentionIndex, SearchKind
from graph.store import Reading, Store
from tests.invariants.comparing import Said, store_says, truth_says
from tests.invariants.crafted import crafted_cases
from tests.invariants.force import Asked, Case
from tests.invariants.indexing import LazyIndex
from tests.invariants.loading import load
from tests.invariants.making import ACCESS
from tests.invariants.mutating import Mutant, Mutated, Noting, mutants_of, view_words_left
from tests.invariants.oracle.asking import Truth
from tests.invariants.pool import hiding_matters, pool

POOL = 30
"""Forces that Hypothesis makes, tried after the crafted ones."""
MOST_ASKED = 12
"""Parameter sets tried on one mutant in one force; the first difference ends the search."""

NOT_SHOWN = "it fetches assessments beside entities, and this answer shows no category of theirs"
AGAIN = "it fetches by id what a filtered statement has just found: a second lock on the same door"
NONE_START = "no type of relationship starts at such an entity"
NAMES_ONLY = ("evidence", "find", "paths", "phone", "premises", "timeline", "together", "vehicle")
SPARE: dict[tuple[str, str], str] = {
    **{(each, "(a:Assessment)"): NOT_SHOWN for each in (*NAMES_ONLY, "search")},
    ("search", "(i:Item {id: item})"): AGAIN,
    **{(each, "(i:Item {id: id})"): AGAIN for each in ("evidence", "timeline", "together")},
    ("report", "(i:Item {id: id})-[m:MENTIONS]->(e:Entity)"): AGAIN,
    **{(each, "-[r]->(o:Entity)"): NONE_START for each in ("premises", "vehicle")},
}
"""Filters that no answer can miss, by question and words that stand before them, each with its reason."""


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_every_filter_is_needed(question: str, embedded_store: Store) -> None:
    mutants = mutants_of(QUESTIONS[question])
    unnoticed = set(mutants)
    spare = {each for each in mutants if any(each.stands_after(words) for of, words in SPARE if of == question)}
    for case in (*crafted_cases(), *pool(POOL)):
        if unnoticed <= spare:
            break
        expected = _truths(case, question)
        if expected:
            load(embedded_store, case.force)
            with embedded_store.reading() as reading:
                assert not _differs(reading, case, expected), "the proof itself fails here: see test_view.py"
                unnoticed -= {each for each in unnoticed if _differs(Mutated(reading, each), case, expected)}

    assert mutants, f"{question} has no filter that this test knows how to take away"
    assert not unnoticed - spare, "Nothing noticed that a filter was missing:\n" + _told(unnoticed - spare)
    assert unnoticed == spare, "Noticed after all, so no longer to be listed as spare:\n" + _told(spare - unnoticed)
    assert len(spare) == len([of for of, _ in SPARE if of == question])


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


@pytest.mark.parametrize("clause", sorted(CARELESS))
def test_every_clause_of_the_index_filter_is_needed(clause: str, embedded_store: Store) -> None:
    for case in (*crafted_cases(), *pool(POOL)):
        if CARELESS[clause](case.bound) == case.bound:
            continue
        expected = _truths(case, "search")
        load(embedded_store, case.force)
        with embedded_store.reading() as reading:
            if _differs(reading, case, expected, Careless(reading, CARELESS[clause])):
                return

    pytest.fail(f"Nothing noticed that the index forgot the View's {clause}.")


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_nothing_but_registered_statements_is_sent(question: str, embedded_store: Store) -> None:
    registered = {statement.text for statement in QUESTIONS[question].statements}
    sent: set[str] = set()

    for case in pool(POOL)[:10]:
        load(embedded_store, case.force)
        with embedded_store.reading() as reading:
            noting = Noting(reading)
            for asked in hiding_matters(case, question)[:MOST_ASKED]:
                store_says(noting, case.bound, case.identity_kinds, asked)
            sent |= noting.sent

    assert sent
    assert sent <= registered
    assert not any(view_words_left(text) for text in registered), "a filter that this test cannot take away"


def _truths(case: Case, question: str) -> dict[Asked, Said]:
    """What the oracle says where hiding matters, for some of what can be asked about a force."""
    truth = Truth(case.force, case.bound, case.identity_kinds)
    return {asked: truth_says(truth, asked) for asked in hiding_matters(case, question)[:MOST_ASKED]}


def _differs(reading: Reading, case: Case, expected: dict[Asked, Said], index: MentionIndex | None = None) -> bool:
    """Whether some answer differs from the truth; a mutant that cannot answer at all differs too."""
    for asked, truth in expected.items():
        try:
            said = store_says(reading, case.bound, case.identity_kinds, asked, index)
        except (LookupError, ValueError, AssertionError):
            return True
        if said.what != truth.what:
            return True
    return False


def _told(mutants: set[Mutant]) -> str:
    return "\n".join(sorted(map(str, mutants)))
