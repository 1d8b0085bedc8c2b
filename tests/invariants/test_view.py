"""Hiding a record is the same as never having recorded it: for every registered question, on both engines.

Hypothesis makes small forces and Views. What a store answers through the View must be, byte for byte, what an oracle
answers that knows nothing of Views: it deletes the hidden from the force first. Names, labels, report text, totals and
errors are all part of an answer here. Each force is loaded into both engines at once, so that the oracle is asked once,
and what one engine says, an error's words with it, is held against what the other says: of visible and hidden ids.

How many forces are made beside the crafted ones: tests/support/profiles.py.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

from hypothesis import example, given

from graph.queries import QUESTIONS
from graph.store import Store
from tests.invariants.comparing import Said, about_nobody, store_says, truth_says, without_ids
from tests.invariants.crafted import crafted_cases
from tests.invariants.force import Asked, Case, Force, open_view
from tests.invariants.loading import load
from tests.invariants.making import TODAY, cases
from tests.invariants.oracle.asking import ORACLES, Truth
from tests.invariants.packing import pack_through, texts_of
from tests.invariants.parameter_sets import ASKED
from tests.invariants.pool import Oracle, pool
from tests.invariants.profile import in_parts
from tests.support.profiles import PROFILE
from viz.pack.model import Pack

EXAMPLES, SECOND_GRAPHS, MOST_ASKED = PROFILE.forces, PROFILE.forces, 2
EVERY = 20
"""Of what a crafted case can be asked, one in so many is asked although hiding changes nothing: each time others."""
FILES = 3
"""Packs of which the files are made too, and searched."""
FEWEST_LETTERS = 4
"""Shorter values, such as `male`, stand in any text."""
HIDING_MATTERS = 0.3
"""The least share of examples in which the View changes an answer; without it the proof would prove little."""
OF_ONE_QUESTION = 0.2
"""The same of each question by itself; which examples are made shifts with every question that is registered."""
OF_FEW = {"duplicate_references": 0.1, "same_name": 0.1}
"""The same of questions whose answers are mostly empty: few records of a small force bear the same name, and
few items of it one reference."""


@cache
def crafted_where_hiding_matters() -> tuple[Case, ...]:
    """Every crafted case, asked a few of the questions that its View answers otherwise than the open View, and some
    that it answers alike."""
    return tuple(
        replace(case, asked=tuple(dict.fromkeys((*_where_hiding_matters(Oracle(case)), *alike))))
        for number, case in enumerate(crafted_cases())
        for alike in (case.asked[number % EVERY :: EVERY],)
    )


def _where_hiding_matters(oracle: Oracle) -> Iterator[Asked]:
    for question in sorted(QUESTIONS):
        yield from (asked for asked, _ in islice(oracle.where_hiding_matters(question), MOST_ASKED))


def crafted(property_: Callable[[], None]) -> Callable[[], None]:
    """The property, held for every crafted case too."""
    for case in crafted_where_hiding_matters():
        property_ = example(case)(property_)
    return property_


@dataclass
class Tally:
    """How many examples were asked, and for how many of them the View changed an answer to each question."""

    examples: int = 0
    changed: int = 0
    by_question: Counter[str] = field(default_factory=Counter)

    def count(self, case: Case, true: Mapping[Asked, Said]) -> None:
        """Count one example, by the oracle alone, which has said what is true through its View."""
        openly = Truth(case.force, open_view(case.force, TODAY), case.identity_kinds)
        changed = {each.question for each in case.asked if true[each] != truth_says(openly, each)}
        self.examples += 1
        self.changed += bool(changed)
        self.by_question.update(changed)


def test_every_registered_question_has_an_oracle() -> None:
    missing = sorted(QUESTIONS.keys() - ORACLES.keys())
    unasked = sorted(QUESTIONS.keys() - ASKED.keys())

    assert not missing, f"No oracle, so nothing proves that these questions hide: {missing}; see oracle/asking.py"
    assert not unasked, f"No parameters to ask these questions with: {unasked}; see parameter_sets.py"
    assert ORACLES.keys() == ASKED.keys() == QUESTIONS.keys(), "an oracle of a question no longer registered"


@in_parts
def test_hiding_equals_never_having_recorded(embedded_store: Store, neo4j_store: Store, part: str) -> None:
    tally = Tally()

    @PROFILE.settings(EXAMPLES)
    @crafted
    @given(cases())
    def holds(case: Case) -> None:
        truth = Truth(case.force, case.bound, case.identity_kinds)
        true = {question: truth_says(truth, question) for question in case.asked}
        tally.count(case, true)
        said = [_answers(store, case, truth, true) for store in (embedded_store, neo4j_store)]
        assert said[0] == said[1], "the engines' words differ"

    holds()
    assert tally.examples >= EXAMPLES, part
    assert tally.changed >= HIDING_MATTERS * tally.examples
    for question in QUESTIONS:
        least = OF_FEW.get(question, OF_ONE_QUESTION) * tally.examples
        assert tally.by_question[question] >= least, f"hiding seldom changes {question}"


def test_asking_again_gives_the_same_bytes(store: Store) -> None:
    def answers(case: Case) -> list[Said]:
        load(store, case.force)
        with store.reading() as reading:
            return [store_says(reading, case.bound, case.identity_kinds, question) for question in case.asked]

    for case in pool(5):
        assert answers(case) == answers(case)


@in_parts
def test_a_graph_without_the_hidden_answers_the_same(store: Store, part: str) -> None:
    compared: list[int] = []
    packed: list[tuple[Pack, list[str]]] = []

    @PROFILE.settings(SECOND_GRAPHS)
    @given(cases())
    def holds(case: Case) -> None:
        load(store, case.force)
        with store.reading() as reading:
            through = [store_says(reading, case.bound, case.identity_kinds, question) for question in case.asked]
            pack = pack_through(reading, case.bound, case.identity_kinds)
        reduced = Truth(case.force, case.bound, case.identity_kinds).reduced
        load(store, reduced)
        with store.reading() as reading:
            bound = open_view(reduced, TODAY)
            openly = [store_says(reading, bound, case.identity_kinds, question) for question in case.asked]
            without = pack_through(reading, bound, case.identity_kinds)
        compared.append(len(through))
        assert through == openly
        assert pack == without, "a pack through a View is that of a graph without the hidden"
        if pack is not None and len(packed) < FILES and (hidden := _said_of_hidden(case.force, reduced)):
            packed.append((pack, hidden))

    holds()
    assert len(compared) >= SECOND_GRAPHS, part
    assert len(packed) == FILES, "too few packs to search their files"
    for pack, hidden in packed:
        text = texts_of(pack)
        assert [each for each in hidden if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text)] == []


def _said_of_hidden(force: Force, reduced: Force) -> list[str]:
    """What the items and entities that are hidden state, and the visible ones do not: references, words and keys."""
    return sorted({*_said(force)} - {*_said(reduced)} - {""})


def _said(force: Force) -> Iterator[str]:
    for item in force.items:
        yield from (item.id, item.ref, item.text)
    for entity in force.entities:
        yield from (entity.id, entity.key)
    for mention in force.mentions:
        yield mention.local_ref
        for _, value in mention.stated:
            yield from (each for each in ((value,) if isinstance(value, str) else value) if len(each) > FEWEST_LETTERS)


def _answers(store: Store, case: Case, truth: Truth, true: Mapping[Asked, Said]) -> list[Said]:
    """What an engine answers about a case: the truth, and about a hidden id what it says of one that never was."""
    load(store, case.force)
    answers: list[Said] = []
    with store.reading() as reading:
        for question in case.asked:
            said = store_says(reading, case.bound, case.identity_kinds, question)
            assert replace(said, words="") == true[question], (store.engine, question)
            nobody = about_nobody(truth, question)
            if said.words and nobody != question:
                absent = store_says(reading, case.bound, case.identity_kinds, nobody)
                words = _words(absent, nobody)
                assert _words(said, question) == words, (store.engine, "a hidden id reads unlike an absent one")
            answers.append(said)
    return answers


def _words(said: Said, question: Asked) -> str:
    return without_ids(said.words, question)
