"""What a search can find: a mention, an item's text, or a report's text as a whole.

The unit is the mention and not the entity, so that nobody finds a name that only a hidden item gives. A
`SearchDocument` is what the rules of this folder are functions of; it says nothing of who may see it.
"""

import json
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any, Literal

from pydantic_core import from_json

from graph.model.kinds import NAMED_THINGS, Thing

What = Literal[Thing, "item", "report"]
"""`item` is an item's own text and references; `report` is a report's title and text, seen only whole."""

DESCRIBED: frozenset[What] = frozenset({"person", "vehicle"})
"""What is found by how it looks."""

PLACED: frozenset[What] = frozenset({"address", *NAMED_THINGS})
"""What is found by any words of its address or name."""

_DAY = 86_400_000
_BEGINNING = -62_091 * _DAY
"""1 January 1800, before which nothing is recorded, in epoch milliseconds."""
_DAY_BITS, _MARK_BITS = 18, 46


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """What one mention, item or report says.

    `id` is the record's, or the report's; `source` the mention's, the item's or the report's own; `item` and `item_ref`
    are blank for a report as a whole. Values are as recorded except `vrm` and `number`, which are keys.
    """

    what: What
    id: str
    source: str
    item: str
    item_ref: str
    report_ref: str
    recorded_at: int
    given: str = ""
    surname: str = ""
    aliases: tuple[str, ...] = ()
    born: str = ""
    looks: str = ""
    address: str = ""
    postcode: str = ""
    vrm: str = ""
    number: str = ""
    platform: str = ""
    handle: str = ""
    refs: tuple[str, ...] = ()
    title: str = ""
    text: str = ""

    @property
    def order(self) -> int:
        """A number, its own, by which the newest day comes first and the rest of the order is chance.

        It settles every tie, and what is left out when too much is found: never the place in an index, which what is
        hidden could move.
        """
        day = min(max((self.recorded_at - _BEGINNING) // _DAY, 0), (1 << _DAY_BITS) - 1)
        return (day << _MARK_BITS) | (_mark(self.source) >> (64 - _MARK_BITS))

    @property
    def same(self) -> int:
        """A number shared by documents that state the same of one record in the same words, in any report.

        Each item's text has its own.
        """
        values = [getattr(self, name) for name in _CONTENT]
        return _mark(json.dumps([*values, self.item_ref if self.what == "item" else ""], ensure_ascii=False))

    def packed(self) -> bytes:
        """As it is stored in an index."""
        values = [getattr(self, name) for name in _EVERYTHING]
        while values[-1] in ("", ()):
            values.pop()
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def unpacked(cls, kept: bytes) -> "SearchDocument":
        """The document that was packed."""
        values: list[Any] = from_json(kept)
        for place in _LISTS:
            if place < len(values):
                values[place] = tuple(values[place])
        return cls(*values)


_EVERYTHING = tuple(field.name for field in fields(SearchDocument))
_LISTS = tuple(_EVERYTHING.index(name) for name in ("aliases", "refs"))
_WHERE = ("source", "item", "item_ref", "report_ref", "recorded_at")
_CONTENT = tuple(name for name in _EVERYTHING if name not in _WHERE)


def _mark(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
