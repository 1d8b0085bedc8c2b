"""Whether words that everybody reads, such as the title of a shared review, name one of the entities it is about."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from graph.model.kinds import PEOPLE

SHORTEST = 3
"""Letters of a word of somebody's name; a shorter one ("ap", "Jo") is too often another word."""
_WORD = re.compile(r"[^\W_]+")


class Called(NamedTuple):
    """What an entity is called: its kind, its label, and the references of its records."""

    kind: str
    label: str
    refs: tuple[str, ...]


def named_in(text: str, entities: Iterable[Called]) -> str | None:
    """The label of the first entity that the words name: by its label, a reference, or a word of a person's name."""
    words = {word.casefold() for word in _WORD.findall(text)}
    spoken = _plain(text)
    for entity in entities:
        whole = [_plain(name) for name in (entity.label, *entity.refs) if _WORD.search(name)]
        if any(f" {name} " in f" {spoken} " for name in whole):
            return entity.label
        if entity.kind in PEOPLE:
            parts = (part for part in _WORD.findall(entity.label) if len(part) >= SHORTEST and part[0].isupper())
            if words & {part.casefold() for part in parts}:
                return entity.label
    return None


def _plain(text: str) -> str:
    return " ".join(word.casefold() for word in _WORD.findall(text))
