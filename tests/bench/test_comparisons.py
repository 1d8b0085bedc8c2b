"""Every question says what a statement written by hand says, and what plain dictionaries say."""

from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bench.bench import Bench
from bench.compare import AnswerRows, Comparison
from bench.comparisons import COMPARISONS, NOT_COMPARED
from bench.handwritten_rows import Rows
from bench.memory import ALL_ITEMS
from bench.questions import HEADING, HUBS, MOST_STATEMENTS, RANDOM, bench_questions, chosen_subjects, measure
from bench.run import run_benches
from demo.force import FEWEST
from graph.errors import NotFound, RunStopped
from graph.queries import QUESTIONS
from graph.queries.linking.linked_children import OfChild
from graph.queries.lists.children import NOT_ASSESSED

EACH = 12

NOBODY = ("nobody", "nothing")
"""A row that is true of no force."""

ABOUT_ALL = {"premises_of_concern", "adults_of_concern", "vehicles_of_concern", "phones_of_concern"}
"""Questions about the whole graph, which is one subject."""

each_comparison = pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.name)


def compared(name: str) -> Comparison:
    """The comparison of this name."""
    return next(comparison for comparison in COMPARISONS if comparison.name == name)


def subject_with_rows(bench: Bench, comparison: Comparison) -> str:
    """Somebody with rows to compare."""
    sizes = comparison.subjects(bench.memory)
    return next(
        subject
        for subject in sorted(sizes, key=lambda subject: (-sizes[subject], subject))
        if comparison.in_memory(bench.memory, comparison.parameters(bench.memory, subject))
    )


def test_every_question_is_compared() -> None:
    assert {comparison.question.id for comparison in COMPARISONS} == QUESTIONS.keys() - NOT_COMPARED.keys()
    assert NOT_COMPARED.keys() <= QUESTIONS.keys()


def test_no_two_comparisons_share_a_name() -> None:
    assert len({comparison.name for comparison in COMPARISONS}) == len(COMPARISONS)


@pytest.mark.engine
@each_comparison
def test_every_comparison_is_asked_about_random_subjects_and_the_largest(bench: Bench, comparison: Comparison) -> None:
    sizes = comparison.subjects(bench.memory)
    chosen = chosen_subjects(bench, comparison)

    if comparison.question.id in ABOUT_ALL:
        assert set(chosen) == {"all"}
    else:
        assert len(chosen["random"]) == min(RANDOM, len(sizes))
        assert len(chosen["largest"]) == min(HUBS, len(sizes))
        smallest = min(sizes[subject] for subject in chosen["largest"])
        assert all(sizes[subject] <= smallest for subject in set(sizes) - set(chosen["largest"]))


@pytest.mark.engine
@each_comparison
def test_the_three_row_sets_are_equal(bench: Bench, comparison: Comparison) -> None:
    chosen = chosen_subjects(bench, comparison)
    subjects = [subject for some in chosen.values() for subject in some[:EACH]]

    measured = measure(bench, comparison, "test", subjects)

    assert len(measured.samples) == len(subjects)
    if comparison.question.id != "paths":
        assert max(sample.statements for sample in measured.samples) <= MOST_STATEMENTS


@pytest.mark.engine
@each_comparison
def test_rows_are_there_to_be_compared(bench: Bench, comparison: Comparison) -> None:
    subjects = [subject for some in chosen_subjects(bench, comparison).values() for subject in some]

    rows = [
        comparison.in_memory(bench.memory, comparison.parameters(bench.memory, subject)) for subject in subjects[:EACH]
    ]

    assert frozenset().union(*rows)


def _asked(bench: Bench, name: str) -> set[tuple[str | int, ...]]:
    """The rows in memory of all subjects of a comparison."""
    comparison = compared(name)
    asked = (comparison.parameters(bench.memory, subject) for subject in comparison.subjects(bench.memory))
    return {row for parameters in asked for row in comparison.in_memory(bench.memory, parameters)}


@pytest.mark.engine
def test_every_kind_of_row_is_there_to_be_compared(bench: Bench) -> None:
    said = {row[2] for row in _asked(bench, "links_among")}
    assert said & set(bench.memory.cited_as), "no item names two of a picture"
    assert said - set(bench.memory.cited_as), "no relationship is stated of two of a picture"

    cases = _asked(bench, "linked_cases")
    assert {len(row) for row in cases} == {2, 3}, "children are not both linked, and sharing"
    assert {row[2] for row in cases if len(row) == 3} & set(bench.memory.recorded_at), "nobody is linked by one item"

    assert {row[1] for row in _asked(bench, "children")} == {NOT_ASSESSED, 1, 2, 3, 4}
    assert {row[0] for row in _asked(bench, "new_since")} == {ALL_ITEMS, *bench.memory.children}

    together = compared("together")
    named = {len(together.parameters(bench.memory, each).ids) for each in together.subjects(bench.memory)}
    assert named == {2, 3}


def _lacking(rows: Rows) -> Rows:
    return frozenset(sorted(rows, key=str)[1:])


def _too_many(rows: Rows) -> Rows:
    return rows | {NOBODY}


@pytest.mark.engine
@each_comparison
@pytest.mark.parametrize("wrong", [_lacking, _too_many])
def test_a_twin_that_differs_stops_the_benchmark(
    bench: Bench, comparison: Comparison, wrong: Callable[[Rows], Rows]
) -> None:
    subject = subject_with_rows(bench, comparison)
    in_memory = replace(comparison, in_memory=lambda memory, asked: wrong(comparison.in_memory(memory, asked)))
    by_hand = replace(comparison, by_hand=lambda hand, asked: wrong(comparison.by_hand(hand, asked)))

    for twin in (in_memory, by_hand):
        with pytest.raises(RunStopped, match=r"only (in memory|by hand), such as"):
            measure(bench, twin, "test", [subject])


@pytest.mark.engine
@each_comparison
def test_an_answer_that_differs_stops_the_benchmark(bench: Bench, comparison: Comparison) -> None:
    subject = subject_with_rows(bench, comparison)

    def answered(memory: Any, answer: Any) -> AnswerRows:
        true = comparison.answered(memory, answer)
        return replace(true, rows=true.rows | {NOBODY})

    with pytest.raises(RunStopped, match=r"only the answer, such as .*nobody"):
        measure(bench, replace(comparison, answered=answered), "test", [subject])


@pytest.mark.engine
def test_a_line_of_the_table_says_what_its_heading_names(bench: Bench) -> None:
    comparison = compared("case")
    measured = measure(bench, comparison, "test", chosen_subjects(bench, comparison)["largest"][:1])

    line = str(measured)

    assert line.startswith("case ")
    assert len(line) == len(HEADING)
    assert line.endswith(f" {measured.samples[0].statements}")


def test_an_answer_may_be_cut_but_neither_wrong_nor_miscounted() -> None:
    linked = compared("linked_children")
    asked = OfChild(child="person:1", limit=1)
    rows = frozenset({("b", "x"), ("c", "x"), ("c", "y")})

    linked.check(asked, AnswerRows(frozenset({("c", "x"), ("c", "y")}), 2), rows, rows)
    with pytest.raises(RunStopped, match="counts 3 lines"):
        linked.check(asked, AnswerRows(frozenset({("c", "x"), ("c", "y")}), 3), rows, rows)
    with pytest.raises(RunStopped, match="only the answer"):
        linked.check(asked, AnswerRows(frozenset({("d", "x")}), 2), rows, rows)
    with pytest.raises(RunStopped, match="only by hand"):
        linked.check(asked, AnswerRows(frozenset({("b", "x"), ("c", "x")}), 2), rows, rows)


def test_a_line_may_be_cut_but_neither_wrong_nor_miscounted() -> None:
    shared = compared("shared_adults")
    asked = OfChild(child="person:1", limit=1)
    rows = frozenset({("adult", "x"), ("adult", "y")})

    shared.check(asked, AnswerRows(frozenset({("adult", "y")}), 1, {"adult": 2}), rows, rows)
    with pytest.raises(RunStopped, match="counts 3 of adult, by hand 2"):
        shared.check(asked, AnswerRows(frozenset({("adult", "y")}), 1, {"adult": 3}), rows, rows)
    with pytest.raises(RunStopped, match="only the answer"):
        shared.check(asked, AnswerRows(frozenset({("adult", "z")}), 1, {"adult": 2}), rows, rows)
    with pytest.raises(RunStopped, match="only by hand"):
        shared.check(asked, AnswerRows(frozenset({("adult", "y")}), 1), rows, rows)


@pytest.mark.engine
def test_only_the_questions_named_are_measured(bench: Bench) -> None:
    printed = StringIO()
    console = Console(file=printed, width=200)

    bench_questions(replace(bench, console=console, only=("phone",), patience=0))

    lines = [line.split() for line in printed.getvalue().splitlines()[3:]]
    assert [line[:2] for line in lines] == [["phone", "random"], ["phone", "largest"]]


def test_a_question_that_is_not_measured_is_refused_before_a_force_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="No question called 'phones' is measured"):
        run_benches(["questions"], FEWEST, tmp_path, Console(file=StringIO()), 1, ("phones",))

    assert not list(tmp_path.iterdir())
