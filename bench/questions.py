"""`dolen bench questions`: every question beside a statement written by hand and beside plain dictionaries.

All three are asked about the same entities in the same run, and each answer is compared before its time counts. So the
ratios say what the View, the names, the scores and the explanations cost, whatever the machine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from time import monotonic

from rich.console import Console

from bench.bench import Bench
from bench.compare import Comparison
from bench.comparisons import COMPARISONS
from bench.handwritten_rows import Hand, Rows
from bench.timing import Percentiles, Taken, taken
from graph.errors import NotFound, OutOfBounds, RunStopped
from graph.reading.question import Answer

RANDOM, HUBS = 60, 100
"""How many entities each question is asked about: drawn at random, and the largest."""

WARMING = 3
"""Entities asked about first, whose times do not count."""

AT_LEAST = 10
"""Entities that are always asked about for one line of the table, however long they take."""

TIMES = 3
"""How often a question about the whole graph is asked."""

MOST_STATEMENTS = 4
"""The statements of one question, whatever its size; a search for paths sends one a hop."""

BOUNDS = {("linked_children", "random"): 100.0, ("linked_children", "largest"): 500.0}
"""Promised 95th percentiles, in milliseconds."""


@dataclass(frozen=True)
class Sample:
    """One subject: what the question, the statement by hand and the dictionaries took, and the statements sent."""

    dolen: Taken
    by_hand: Taken
    memory: Taken
    statements: int


@dataclass(frozen=True)
class QuestionTimes:
    """One comparison about one choice of subjects; `too_wide` counts those that the question refuses as too wide."""

    name: str
    chosen: str
    samples: tuple[Sample, ...]
    too_wide: int

    def __str__(self) -> str:
        """One line of the table."""
        if not self.samples:
            return f"{self.name:<28}{self.chosen:<9}{0:>4}  too wide to answer: {self.too_wide}"
        dolen = Percentiles.of(sample.dolen.clock for sample in self.samples)
        here = Percentiles.of(sample.dolen.here for sample in self.samples)
        by_hand = Percentiles.of(sample.by_hand.clock for sample in self.samples)
        memory = Percentiles.of(sample.memory.clock for sample in self.samples)
        bound = BOUNDS.get((self.name, self.chosen))
        return (
            f"{self.name:<28}{self.chosen:<9}{len(self.samples):>4}"
            f"{dolen.p50:>10,.1f}{dolen.p95:>10,.1f}{here.p50:>9,.1f}"
            f"{by_hand.p50:>10,.1f}{by_hand.p95:>10,.1f}{memory.p50:>10,.2f}{memory.p95:>10,.2f}"
            f"{_ratio(dolen.p50, by_hand.p50):>9}{_ratio(dolen.p50, memory.p50):>9}"
            f"{max(sample.statements for sample in self.samples):>4}"
            + (f"  too wide: {self.too_wide}" if self.too_wide else "")
            + ("" if bound is None else f"  bound {bound:,.0f}: {'kept' if dolen.p95 < bound else 'MISSED'}")
        )


HEADING = (
    f"{'question':<28}{'about':<9}{'of':>4}{'dolen p50':>10}{'p95':>10}{'here':>9}"
    f"{'hand p50':>10}{'p95':>10}{'mem. p50':>10}{'p95':>10}{'÷ hand':>9}{'÷ mem.':>9}{'st.':>4}"
)

LEGEND = (
    "Milliseconds. here: the median of this process's own part, the rest being the engine's. hand: a statement written"
    " for the same rows. mem.: plain dictionaries, without View or store. ÷: medians. st.: most statements of one call."
)


def _ratio(one: float, other: float) -> str:
    ratio = one / max(other, 0.001)
    return f"{ratio:,.1f}" if ratio < 100 else f"{ratio:,.0f}"


def check_measured(names: Iterable[str]) -> None:
    """Raises `NotFound` for the first that is no question with a comparison."""
    known = sorted({comparison.question.id for comparison in COMPARISONS})
    for name in names:
        if name not in known:
            raise NotFound(f"No question called {name!r} is measured.", f"Choose from: {', '.join(known)}.")


def bench_questions(bench: Bench) -> None:
    """Every comparison of the questions wanted, a line each as it is measured."""
    memory = bench.memory
    mentions = sum(map(len, memory.named.values()))
    _print(
        bench.console,
        f"{len(memory.named):,} items, {mentions:,} mentions, {len(memory.items):,} entities,"
        f" {len(memory.children):,} children",
    )
    _print(bench.console, LEGEND)
    _print(bench.console, HEADING)
    for comparison in COMPARISONS:
        if bench.only and comparison.question.id not in bench.only:
            continue
        for chosen, subjects in chosen_subjects(bench, comparison).items():
            _print(bench.console, str(measure(bench, comparison, chosen, subjects)))


def _print(console: Console, line: str) -> None:
    console.print(line, highlight=False, soft_wrap=True)


def chosen_subjects(bench: Bench, comparison: Comparison) -> dict[str, list[str]]:
    """Some subjects at random, and the largest; for a question about the whole graph, that."""
    sizes = comparison.subjects(bench.memory)
    if len(sizes) == 1:
        return {"all": list(sizes) * TIMES}
    ordered = sorted(sizes, key=lambda subject: (-sizes[subject], subject))
    return {"random": Random(1).sample(ordered, min(RANDOM, len(ordered))), "largest": ordered[:HUBS]}


def measure(bench: Bench, comparison: Comparison, chosen: str, subjects: list[str]) -> QuestionTimes:
    """Ask about each subject all three ways, as many as the patience allows.

    Raises `RunStopped` where the three differ, or a question sends too many statements.
    """
    samples: list[Sample] = []
    too_wide = 0
    began = monotonic()
    warming = subjects[:WARMING] if len(set(subjects)) > WARMING else []
    with bench.console.status(f"{comparison.name}, {chosen}…") as status:
        for number, subject in enumerate([*warming, *subjects]):
            if monotonic() - began > bench.patience and len(samples) >= AT_LEAST:
                break
            status.update(f"{comparison.name}, {chosen}: {number} of {len(subjects)}…")
            try:
                sample = _sample(bench, comparison, subject)
            except OutOfBounds:
                too_wide += number >= len(warming)
                continue
            if number >= len(warming):
                samples.append(sample)
    return QuestionTimes(comparison.name, chosen, tuple(samples), too_wide)


def _sample(bench: Bench, comparison: Comparison, subject: str) -> Sample:
    asked = comparison.parameters(bench.memory, subject)

    def ask() -> Answer:
        return bench.ask(comparison.question, asked)

    def by_hand() -> Rows:
        with bench.store.reading() as reading:
            return comparison.by_hand(Hand(reading, bench.bound), asked)

    before = bench.store.statements
    answer, dolen = taken(ask)
    statements = bench.store.statements - before
    rows, hand = taken(by_hand)
    expected, memory = taken(lambda: comparison.in_memory(bench.memory, asked))
    comparison.check(asked, comparison.answered(bench.memory, answer), rows, expected)
    if statements > MOST_STATEMENTS and comparison.question.id != "paths":
        raise RunStopped(f"{comparison.name} ({asked}) sent {statements} statements; {MOST_STATEMENTS} are promised.")
    return Sample(dolen, hand, memory, statements)
