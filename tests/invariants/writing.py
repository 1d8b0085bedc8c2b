"""What the tests of writing share: a store that notes each look-up, and all that is hidden from the lower reader."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, LiteralString, TypeVar, cast

from graph.store import Reading, Row, Store, Writer

T = TypeVar("T")
LookUp = tuple[str, int, int]
"""A statement, how many values its lists gave it, and how many rows it returned."""
IsLookUp = Callable[[str, Mapping[str, object]], bool]
"""Whether a statement with these parameters is noted."""


@dataclass
class Noting:
    """A store that notes each look-up."""

    bare: Store
    is_look_up: IsLookUp
    sent: list[LookUp] = field(default_factory=list)

    def write(self, work: Callable[[Writer], T]) -> T:
        """Do the work with a writer that notes."""
        return self.bare.write(lambda writer: work(cast(Writer, _NotingReading(writer, self))))

    @contextmanager
    def reading(self) -> Generator[Reading]:
        """One reading that notes."""
        with self.bare.reading() as reading:
            yield cast(Reading, _NotingReading(reading, self))

    def close(self) -> None:
        """Nothing: the session's store is closed by nobody here."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bare, name)


@dataclass
class _NotingReading:
    bare: Reading | Writer
    noting: Noting

    def read(self, statement: LiteralString, /, **parameters: object) -> list[Row]:
        """The rows, noted where the statement is a look-up."""
        rows = self.bare.read(statement, **parameters)
        if self.noting.is_look_up(statement, parameters):
            given = sum(len(value) for value in parameters.values() if isinstance(value, list))
            self.noting.sent.append((statement, given, len(rows)))
        return rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bare, name)


def hidden_records(store: Store) -> set[str]:
    """All that only those of the compartment may see, but for the number of the change that touched it."""
    nodes = store.read("MATCH (n) WHERE n.access CONTAINS 'OPAL' RETURN properties(n) AS says")
    edges = store.read(
        "MATCH (n:Item)-[r:MENTIONS]->(e) WHERE n.access CONTAINS 'OPAL' RETURN n.id AS id, r.id AS says"
    )
    says = [{k: v for k, v in cast("dict[str, object]", row["says"]).items() if k != "change"} for row in nodes]
    return {str(sorted(each.items())) for each in says} | {str(sorted(row.items())) for row in edges}
