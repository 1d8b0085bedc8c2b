"""Every question says what a statement written by hand says, and what plain dictionaries say."""

from dataclasses import replace

import pytest

from api.bench.bench import Bench
from api.bench.comparing import Comparison, Told
from api.bench.comparisons import COMPARISONS, NOT_COMPARED
from api.bench.questions import MOST_STATEMENTS, chosen_subjects, measure
from graph.errors import RunStopped
from graph.queries import QUESTIONS
from graph.queries.linked import OfChild

EACH = 12


def compared(name: str) -> Comparison:
    """The comparison of this name."""
    return next(comparison for comparison in COMPARISONS if comparison.name == name)


def test_every_question_is_compared_or_named_as_not_compared() -> None:
    compared = {comparison.question.id for comparison in COMPARISONS}

    assert compared | NOT_COMPARED == set(QUESTIONS)
    assert compared & NOT_COMPARED == set()


@pytest.mark.engine
@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.name)
def test_the_three_row_sets_are_equal(bench: Bench, comparison: Comparison) -> None:
    chosen = chosen_subjects(bench, comparison)
    subjects = [subject for some in chosen.values() for subject in some[:EACH]]

    measured = measure(bench, comparison, "test", subjects)

    assert len(measured.samples) == len(subjects)
    if comparison.question.id != "paths":
        assert max(sample.statements for sample in measured.samples) <= MOST_STATEMENTS


@pytest.mark.engine
@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.name)
def test_rows_are_there_to_be_compared(bench: Bench, comparison: Comparison) -> None:
    subjects = [subject for some in chosen_subjects(bench, comparison).values() for subject in some]

    rows = [
        comparison.in_memory(bench.memory, comparison.parameters(bench.memory, subject)) for subject in subjects[:EACH]
    ]

    assert frozenset().union(*rows)


@pytest.mark.engine
def test_a_row_set_that_differs_stops_the_benchmark(bench: Bench) -> None:
    linked = compared("linked_children")
    subjects = chosen_subjects(bench, linked)["largest"]
    wrong = replace(linked, in_memory=lambda _, __: frozenset({("nobody", "nothing")}))

    with pytest.raises(RunStopped, match=r"by hand.*in memory.*such as"):
        measure(bench, wrong, "test", subjects[:1])


def test_an_answer_may_be_cut_but_neither_wrong_nor_miscounted() -> None:
    linked = compared("linked_children")
    asked = OfChild(child="person:1", limit=1)
    rows = frozenset({("b", "x"), ("c", "x"), ("c", "y")})

    linked.check(asked, Told(frozenset({("c", "x"), ("c", "y")}), 2), rows, rows)
    with pytest.raises(RunStopped, match="counts 3 lines"):
        linked.check(asked, Told(frozenset({("c", "x"), ("c", "y")}), 3), rows, rows)
    with pytest.raises(RunStopped, match="only the answer"):
        linked.check(asked, Told(frozenset({("d", "x")}), 2), rows, rows)
    with pytest.raises(RunStopped, match="only by hand"):
        linked.check(asked, Told(frozenset({("b", "x"), ("c", "x")}), 2), rows, rows)
