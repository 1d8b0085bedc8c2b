"""The only author of the graph: one write transaction that has raised the change counter."""

from collections.abc import Callable
from typing import LiteralString

from graph.store.protocol import Row

RAISE_CHANGE: LiteralString = """
MERGE (c:Change {id: 'change'})
ON CREATE SET c.number = 0
SET c.number = c.number + 1
RETURN c.number AS change
"""

READ_CHANGE: LiteralString = "MATCH (c:Change {id: 'change'}) RETURN c.number AS change"

Send = Callable[[LiteralString, dict[str, object]], list[Row]]
"""Sends one statement with its parameters inside an open transaction."""


class ChangeWriter:
    """A write transaction whose first act raised the one change counter.

    Updating the counter takes its lock, which orders writers on both engines: the second one waits (Neo4j) or has to
    start again (embedded). So the change numbers of what is committed follow the order of commits, and a reader of the
    feed up to change n has missed nothing.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._statements = 1
        [row] = send(RAISE_CHANGE, {})
        number = row["change"]
        assert isinstance(number, int), "the counter holds a whole number"
        self._change = number

    @property
    def change(self) -> int:
        """The number of this change."""
        return self._change

    @property
    def statements(self) -> int:
        """How many statements this transaction has sent, the raising of the counter included."""
        return self._statements

    def read(self, statement: LiteralString, /, **parameters: object) -> list[Row]:
        """Read inside the transaction, so with what it has written; `$change` is given."""
        self._statements += 1
        return self._send(statement, {**parameters, "change": self._change})

    def write(self, statement: LiteralString, /, **parameters: object) -> list[Row]:
        """Write inside the transaction; `$change` is given, for stamping what is written."""
        return self.read(statement, **parameters)
