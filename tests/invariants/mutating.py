"""A question whose statement has lost one filter: found by the text that `seen` and `held` make, wherever it stands."""

import pickle
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString, cast

from graph.reading.question import Question
from graph.store import Reading
from graph.store.protocol import Row
from graph.view.cypher import held, seen, worded


def _pattern(filter_text: str) -> str:
    """The text of a filter, of whichever variable."""
    first, *rest = (re.escape(part) for part in filter_text.split("VARIABLE"))
    return f"{first}(?P<variable>\\w+)" + "(?P=variable)".join(rest)


VIEW_PARAMETERS = frozenset(
    ["access", "known_at", "any_grade", "grades", "any_time", "period_start", "period_end", "without", "with_possible"]
)
CLAUSES = (r"\w+\.access IN \$access", r"\w+\.recorded_at <= \$known_at", r"\$with_possible\b")
WHOLE = tuple(re.compile(_pattern(make("VARIABLE"))) for make in (seen, held, worded))
BARE = tuple(map(re.compile, CLAUSES))
"""What a statement may ask beside the two filters: is a report whole, and are proposals followed?"""


@dataclass(frozen=True)
class Mutant:
    """One filter of one statement of one question, taken away."""

    question: str
    statement: str
    start: int
    end: int

    @property
    def mutated(self) -> LiteralString:
        """The statement without it."""
        return cast(LiteralString, f"{self.statement[: self.start]}true{self.statement[self.end :]}")

    def stands_after(self, words: str) -> bool:
        """Whether it is the filter of the MATCH that these words are part of."""
        return words in self.statement[: self.start].rpartition("MATCH")[2]

    def __str__(self) -> str:
        """Where it stands: the filter's line and the one before it."""
        before = self.statement[: self.start].strip().splitlines()[-2:]
        taken = self.statement[self.start : self.end][:20]
        return f"{self.question}: {' '.join(line.strip() for line in before)} [{taken}…]"


def mutants_of(question: Question[Any, Any]) -> list[Mutant]:
    """Every way to take one filter from this question."""
    return [
        Mutant(question.id, statement.text, start, end)
        for statement in question.statements
        for start, end in sorted(filters_in(statement.text))
    ]


def filters_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the filters stand in a statement."""
    for pattern in WHOLE:
        for match in pattern.finditer(text):
            yield match.span()
    masked = without_filters(text)
    for pattern in BARE:
        for match in pattern.finditer(masked):
            yield match.span()


def without_filters(text: str) -> str:
    """A statement with its filters blanked out, everything else where it was."""
    for pattern in WHOLE:
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


def view_words_left(text: str) -> set[str]:
    """Parameters of the View that a statement refers to outside everything that a mutant takes away."""
    left = without_filters(text)
    for pattern in BARE:
        left = pattern.sub("", left)
    return {word for word in re.findall(r"\$(\w+)", left) if word in VIEW_PARAMETERS}


class Mutated:
    """A reading that sends one statement without one of its filters, and all else as it is."""

    def __init__(self, reading: Reading, mutant: Mutant) -> None:
        self.bare = reading
        self._mutant = mutant

    @property
    def statements(self) -> int:
        """How many statements have been sent."""
        return self.bare.statements

    def read(self, statement: LiteralString, /, **parameters: object) -> list[Row]:
        """The rows of the statement, or of its mutant."""
        sent = self._mutant.mutated if statement == self._mutant.statement else statement
        return self.bare.read(sent, **parameters)


@dataclass(frozen=True)
class Call:
    """One statement as it was sent."""

    statement: LiteralString
    parameters: dict[str, object]

    @property
    def key(self) -> tuple[str, str]:
        """The same for every call that asks the same."""
        return self.statement, repr(sorted(self.parameters.items()))

    def mutated(self, mutant: Mutant) -> "Call":
        """The mutant's statement, sent with the same parameters."""
        return Call(mutant.mutated, self.parameters)


class Remembering:
    """A reading of a graph that stays as it is: it reads each statement with the same parameters once."""

    def __init__(self, reading: Reading) -> None:
        self.bare = reading
        self._read: dict[tuple[str, str], list[Row]] = {}
        self._noted: list[Call] | None = None

    @property
    def statements(self) -> int:
        """How many statements have been sent."""
        return self.bare.statements

    def read(self, statement: LiteralString, /, **parameters: object) -> list[Row]:
        """The rows of the statement, a copy of its own for everyone who asks."""
        call = Call(statement, parameters)
        if self._noted is not None:
            self._noted.append(call)
        return pickle.loads(pickle.dumps(self.again(call)))

    def again(self, call: Call) -> list[Row]:
        """The rows of a call, which are not to be changed; it is not noted."""
        key = call.key
        if key not in self._read:
            self._read[key] = self.bare.read(call.statement, **call.parameters)
        return self._read[key]

    @contextmanager
    def noting(self) -> Iterator[list[Call]]:
        """Every call while this is open."""
        self._noted = calls = list[Call]()
        yield calls
        self._noted = None
