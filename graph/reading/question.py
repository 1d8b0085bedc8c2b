"""A question as a frozen object that checks itself, and what it is asked with.

A `Question` names its prose, its parameters, its answer, its statements and its evidence twin: the question that gives
the items behind each line of its answer. A `Statement` is one Cypher text whose RETURN must name the columns of its row
model; building one that lacks a column, or that reads through no View, fails.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import repeat
from typing import TYPE_CHECKING, Any, Generic, LiteralString, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field

from graph.errors import StoreError
from graph.model.view import BoundView, Role
from graph.reading.mention_index import MentionIndex
from graph.store.protocol import Reading

if TYPE_CHECKING:
    from graph.projection import Seen

READERS: frozenset[Role] = frozenset({"operator", "analyst", "chair", "manager", "recipient"})
"""Roles that read intelligence; no account is a recipient (`graph.model.view`). Auditors read the log and
administrators keep accounts."""

DEFAULT_LIMIT = 25
LARGEST_LIMIT = 1000
"""How many entries of a list an answer shows where nothing is asked, and at most."""
MOST_AMONG = 2000
"""The most entities that one question is asked about."""

RowT = TypeVar("RowT", bound=tuple[Any, ...])
ParametersT = TypeVar("ParametersT", bound="Parameters", contravariant=True)
AnswerT = TypeVar("AnswerT", bound="Answer", covariant=True)


class Parameters(BaseModel):
    """What a question is asked about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def subjects(self) -> tuple[str, ...]:
        """The ids that this asks about, for the log."""
        return ()

    def words(self) -> str:
        """What was typed to search for, for the log; it can be erased from there."""
        return ""


class OfEntity(Parameters):
    """One entity, by the id of any of its records."""

    id: str

    def subjects(self) -> tuple[str, ...]:
        """The entity."""
        return (self.id,)


class Among(Parameters):
    """Entities, each by the id of any of its records."""

    ids: tuple[str, ...] = Field(min_length=1, max_length=MOST_AMONG)

    def subjects(self) -> tuple[str, ...]:
        """All of them."""
        return self.ids


class Answer(BaseModel):
    """What a question answers; the same question gives the same bytes on every engine."""

    model_config = ConfigDict(frozen=True)


@dataclass(frozen=True)
class Statement(Generic[RowT]):
    """One Cypher text and its rows.

    `packed` rows arrive as columns of equal length, which is many times faster; what is the same in all rows of a part
    of the text is given once, as a value instead of a column.
    """

    text: LiteralString
    row: type[RowT]
    packed: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it returns."""
        return self.row._fields  # type: ignore[attr-defined]  # since every row is a NamedTuple

    def __post_init__(self) -> None:
        columns = self.columns
        for part in self.text.split("UNION ALL"):
            returned = set(re.findall(r"\bAS (\w+)", part.rsplit("RETURN", 1)[-1]))
            if returned != set(columns):
                raise TypeError(f"a statement returns {sorted(returned)}, its rows are {sorted(columns)}: {part}")
            if "$access" not in part:
                raise TypeError(f"a statement reads through no View: {part}")


@dataclass(frozen=True)
class QueryContext:
    """One question being asked: the store, the View bound to its reader, and which identifiers make records one.

    `index` is what a search looks in; no other question needs it. `projected` is the View of the projection, for
    questions that walk links.
    """

    reads: Reading
    bound: BoundView
    identity_kinds: tuple[str, ...]
    index: MentionIndex | None = None
    projected: "Seen | None" = None

    @property
    def seen(self) -> "Seen":
        """What the View leaves visible of the projection. Raises `StoreError` where none was opened."""
        if self.projected is None:
            raise StoreError("This question was asked without the projection.", "Open it beside the graph.")
        return self.projected

    @property
    def now(self) -> int:
        """Midnight at the start of the View's day, in epoch milliseconds."""
        return int(datetime.combine(self.bound.view.today, time(), UTC).timestamp() * 1000)

    def rows(self, statement: Statement[RowT], **values: object) -> list[RowT]:
        """The rows of one statement, read through the View."""
        found = self.reads.read(statement.text, **{**self.bound.parameters(), **values})
        columns = statement.columns
        make: Callable[[Iterable[object]], RowT] = statement.row._make  # type: ignore[attr-defined]  # since every row is a NamedTuple
        if not statement.packed:
            return [make([row[column] for column in columns]) for row in found]
        return [make(values_of_row) for row in found for values_of_row in _unpacked([row[name] for name in columns])]


def _unpacked(columns: list[object]) -> Iterator[tuple[object, ...]]:
    """Columns of equal length as rows."""
    length = max(len(cast("list[object]", column)) for column in columns if isinstance(column, list))
    every = (cast("list[object]", each) if isinstance(each, list) else repeat(each, length) for each in columns)
    return zip(*every, strict=True)


@dataclass(frozen=True)
class Question(Generic[ParametersT, AnswerT]):
    """One analyst's question. `evidence` is the id of its twin, None where the answer is itself the evidence.

    `searches`: it asks the search index as well as the graph. `walks`: it is answered from the projection, and the
    statements fetch only what is shown. `each_case`: it opens the case of every child that it is asked about, so that
    each needs a reason; for other questions about several children one is enough.
    """

    id: str
    prose: str
    parameters: type[ParametersT]
    answer: type[AnswerT]
    statements: tuple[Statement[Any], ...]
    work: Callable[[QueryContext, ParametersT], AnswerT]
    evidence: str | None
    action: str = "consult"
    readers: frozenset[Role] = READERS
    searches: bool = False
    walks: bool = False
    each_case: bool = False

    def __post_init__(self) -> None:
        if not self.statements and not self.walks:
            raise TypeError(f"{self.id} asks nothing of the store")


@dataclass(frozen=True, eq=False)
class Ask(Generic[ParametersT, AnswerT]):
    """A question with what it is asked about, so that several can be asked together."""

    question: Question[ParametersT, AnswerT]
    parameters: ParametersT


class Answers:
    """The answers to questions that were asked together, by what asked for each."""

    def __init__(self, by_ask: Mapping[Ask[Any, Answer], Answer]) -> None:
        self._by_ask = by_ask

    def of(self, ask: Ask[Any, AnswerT]) -> AnswerT:
        """The answer to one of them."""
        return cast(AnswerT, self._by_ask[ask])

    def __iter__(self) -> Iterator[Answer]:
        return iter(self._by_ask.values())
