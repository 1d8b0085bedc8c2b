"""What to look for in an index, said without an index: the pure rules make these, and one module sends them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Field = Literal[
    "name",
    "sound",
    "initial",
    "born",
    "plate",
    "plate_tail",
    "phone",
    "phone_tail",
    "place",
    "post",
    "handle",
    "handle_tail",
    "looks",
    "ref",
    "text",
]
"""The fields that are searched. A `_tail` holds every end of its value, so that a piece from anywhere begins one."""

Terms = Mapping[Field, Sequence[str]]
"""What one document is found by. Order and repetition matter in `text` only, where words stand beside words."""


@dataclass(frozen=True)
class Is:
    """The field holds exactly one of these terms."""

    field: Field
    terms: frozenset[str]


@dataclass(frozen=True)
class Near:
    """The field holds a term at most so many letters away: put in, left out, changed, or two neighbours swapped."""

    field: Field
    term: str
    distance: Literal[1, 2]


@dataclass(frozen=True)
class Begins:
    """The field holds a term that begins so."""

    field: Field
    term: str


@dataclass(frozen=True)
class Like:
    """The field holds a term that this regular expression matches whole."""

    field: Field
    pattern: str


@dataclass(frozen=True)
class Follow:
    """The field holds these terms one after the other."""

    field: Field
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Every:
    """All of these."""

    parts: "tuple[Query, ...]"


@dataclass(frozen=True)
class Some:
    """At least `least` of these."""

    parts: "tuple[Query, ...]"
    least: int = 1


Query: TypeAlias = Is | Near | Begins | Like | Follow | Every | Some


def one(field: Field, *terms: str) -> Is:
    """The field holds one of these terms."""
    return Is(field, frozenset(terms))
