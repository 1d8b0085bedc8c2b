"""The View's filter for one record in Python."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from graph.model.view import BoundView
from graph.view.clauses import Clause, Test

_MEETS: Mapping[Test, Callable[[Any, Any], bool]] = {
    "in": lambda recorded, value: recorded in value,
    "not in": lambda recorded, value: recorded not in value,
    "at most": lambda recorded, value: recorded <= value,
    "below": lambda recorded, value: recorded < value,
    "above": lambda recorded, value: recorded > value,
}


class Viewed(Protocol):
    """A record with the fields by which a View decides; a time that is not recorded is None."""

    @property
    def access(self) -> str: ...

    @property
    def recorded_at(self) -> int: ...

    @property
    def superseded_at(self) -> int: ...

    @property
    def grade(self) -> str: ...

    @property
    def origin(self) -> str: ...

    @property
    def happened_from(self) -> int | None: ...

    @property
    def happened_to(self) -> int | None: ...


def passes(record: Viewed, bound: BoundView, clauses: tuple[Clause, ...]) -> bool:
    """Whether a record meets every one of these clauses of a View."""
    values = bound.parameters()
    return all(_meets(clause, getattr(record, clause.column), values) for clause in clauses)


def _meets(clause: Clause, recorded: object, values: Mapping[str, object]) -> bool:
    if clause.unless is not None and values[clause.unless]:
        return True
    return recorded is not None and _MEETS[clause.test](recorded, values[clause.value])
