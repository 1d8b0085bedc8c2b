"""What the rest of Dolen may expect of a graph engine, whichever it is.

    Store ─┬─ reading() ─→ Reading.read(statement, **parameters) ─→ rows
           └─ write(work) ─→ work(Writer) ─→ whatever the work returns

A statement is a `LiteralString` and every value travels as a parameter, so no value can ever become Cypher.
Rows hold plain values (text, numbers, booleans, lists, maps, None); statements return properties, never whole nodes,
because an engine's internal identity means nothing outside it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import LiteralString, Protocol, TypeVar

Row = dict[str, object]
"""One row of an answer: the column's name as written after RETURN, and its value."""

T = TypeVar("T")


class Reading(Protocol):
    """Something statements can be read from: a store, or one read transaction of it."""

    @property
    def statements(self) -> int:
        """How many statements have been sent through this object."""
        ...

    def read(self, statement: LiteralString, /, **parameters: object) -> list[Row]:
        """Every row that the statement returns.

        Raises `OutOfBounds` when it takes longer than `query_seconds`, `StoreUnavailable` when the engine is gone,
        `StoreError` when the engine refuses the statement.
        """
        ...


class Writer(Reading, Protocol):
    """One write transaction: the only author of the graph.

    `read` sees what this transaction has written. Both `read` and `write` hand `$change` to the statement.
    """

    @property
    def change(self) -> int:
        """The number of this change; larger than that of every change committed before it."""
        ...

    def write(self, statement: LiteralString, /, **parameters: object) -> list[Row]:
        """Run a statement that writes; `$change` is given, so that what is written can be stamped with it.

        Rows for a batch go in one list parameter: `UNWIND $rows AS row CREATE …`.
        """
        ...


class Store(Reading, Protocol):
    """An open graph, as the rest of Dolen sees it. Safe to share between threads."""

    @property
    def engine(self) -> str:
        """`embedded` or `neo4j`."""
        ...

    def reading(self) -> AbstractContextManager[Reading]:
        """One read transaction, shared by the statements of one question."""
        ...

    def write(self, work: Callable[[Writer], T]) -> T:
        """Run `work` in one write transaction and return what it returns, once committed.

        Writers follow one another. On a conflict the transaction is undone and `work` called again, so it must do
        nothing outside its transaction. An exception from `work` undoes everything.
        Raises `StoreBusy` when it takes longer than `query_seconds`, for its size or for another writer.
        """
        ...

    def settle(self) -> None:
        """Say that a bulk load is over, so that the engine plans by what the graph has become."""
        ...

    def forget_deleted(self) -> None:
        """Leave nothing of deleted records in the engine's files, as far as that is in Dolen's hands."""
        ...

    def close(self) -> None:
        """Let go of the engine. Closing twice does nothing."""
        ...
