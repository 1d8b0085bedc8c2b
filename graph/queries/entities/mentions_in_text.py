"""Where in a text somebody or something is named: for marking the mentions of a report, and nothing but that.

A mention says what it was called where it was recorded; the same words are looked for in the text, whole words only and
whatever their case, plates and numbers with or without spaces. What stands there otherwise is not marked.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.queries.entities.report import ItemNamed
from graph.reading.parts import EntityRef

SHORTEST, SHORTEST_HOUSE = 2, 5
"""Words of fewer characters would be marked everywhere; so would what an address begins with."""


@dataclass(frozen=True)
class Piece:
    """A piece of a text, and the entity it names, if any. All pieces together are the text."""

    text: str
    entity: EntityRef | None = None


def marked(text: str, named: Iterable[ItemNamed]) -> tuple[Piece, ...]:
    """The text in pieces; where two names overlap, the longer is marked."""
    entity_of: dict[str, EntityRef] = {}
    for each in named:
        for word in each.words:
            if len(_bare(word)) >= SHORTEST:
                entity_of.setdefault(_bare(word), each.entity)
            if each.entity.kind == "premises":
                for start in _beginnings(word):
                    if len(_bare(start)) >= SHORTEST_HOUSE:
                        entity_of.setdefault(_bare(start), each.entity)
    if not entity_of:
        return (Piece(text),)
    longest_first = sorted(entity_of, key=lambda bare: (-len(bare), bare))
    wanted = re.compile(r"(?<!\w)(?:" + "|".join(_pattern(bare) for bare in longest_first) + r")(?!\w)", re.IGNORECASE)
    pieces: list[Piece] = []
    done = 0
    for found in wanted.finditer(text):
        pieces += [Piece(text[done : found.start()])] if found.start() > done else []
        pieces.append(Piece(found[0], entity_of.get(_bare(found[0]))))
        done = found.end()
    return (*pieces, Piece(text[done:])) if done < len(text) else tuple(pieces)


def named_in(named: Sequence[ItemNamed], item: str) -> tuple[ItemNamed, ...]:
    """The entities one item names."""
    return tuple(each for each in named if each.item == item)


def _beginnings(address: str) -> list[str]:
    """What an address begins with, which is often all that a text says of it: `Tŷ Derw`, `Flat 5, 35 Riverside`."""
    parts = address.split(",")
    return [",".join(parts[:many]) for many in range(1, len(parts))]


def _bare(word: str) -> str:
    """A word without spaces and case: one plate is one plate however it is spaced."""
    return re.sub(r"\s+", "", word).casefold()


def _pattern(bare: str) -> str:
    return r"\s*".join(re.escape(letter) for letter in bare)
