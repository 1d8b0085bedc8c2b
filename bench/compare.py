"""Every question beside the same row set by hand and in memory, so that nothing is timed that is not right.

A row set is what an answer says, without names, scores and order. Where an answer is cut at its limit, the rows that
it shows must be among those by hand, and its total must be theirs.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.handwritten_rows import Hand, Rows
from bench.memory import Memory
from graph.errors import RunStopped
from graph.reading.question import Question


@dataclass(frozen=True)
class AnswerRows:
    """What an answer says: the rows it shows, and how many lines it says there are (None where nothing is cut).

    `of_line` is how many rows it says a line has, by the line's first column, where lines can be cut too.
    """

    rows: Rows
    total: int | None = None
    of_line: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True)
class Comparison:
    """One question, asked one way, and the same rows by hand and in memory.

    `subjects` gives what it can be asked about, each with a size by which the largest are the hardest;
    `parameters` what is asked about one of them. The first column of a row is what a line of the answer is about.
    """

    question: Question[Any, Any]
    way: str
    subjects: Callable[[Memory], Mapping[str, int]]
    parameters: Callable[[Memory, str], Any]
    answered: Callable[[Memory, Any], AnswerRows]
    by_hand: Callable[[Hand, Any], Rows]
    in_memory: Callable[[Memory, Any], Rows]

    @property
    def name(self) -> str:
        """The question and the way it is asked."""
        return f"{self.question.id}, {self.way}" if self.way else self.question.id

    def check(self, parameters: Any, answered: AnswerRows, by_hand: Rows, in_memory: Rows) -> None:
        """Raises `RunStopped` where the three do not say the same."""
        asked = f"{self.name} ({parameters})"
        advice = "Nothing is timed that is not right: one of the three is wrong about this force."
        if by_hand != in_memory:
            raise RunStopped(f"{asked}: {_difference('by hand', by_hand, 'in memory', in_memory)}.", advice)
        of_line = Counter(row[0] for row in by_hand)
        lines = len(of_line)
        cut = answered.total is not None and len({row[0] for row in answered.rows}) < answered.total
        cut = cut or sum(answered.of_line.values()) > sum(row[0] in answered.of_line for row in answered.rows)
        for line, many in answered.of_line.items():
            if many != of_line[line]:
                raise RunStopped(f"{asked}: the answer counts {many} of {line}, by hand {of_line[line]}.", advice)
        if answered.total is not None and answered.total != lines:
            raise RunStopped(f"{asked}: the answer counts {answered.total} lines, by hand there are {lines}.", advice)
        if not (answered.rows <= by_hand if cut else answered.rows == by_hand):
            raise RunStopped(f"{asked}: {_difference('the answer', answered.rows, 'by hand', by_hand)}.", advice)


def _difference(one: str, rows: Rows, other: str, others: Rows) -> str:
    """In which rows two row sets differ, a few of them."""
    only = [
        f"{len(extra)} rows only {where}, such as {sorted(map(str, extra))[0]}"
        for where, extra in ((one, rows - others), (other, others - rows))
        if extra
    ]
    return "; ".join(only)
