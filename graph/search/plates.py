"""Vehicles by their plates: whole, with `?` for one unknown character and `*` for any, a piece, misread or mistyped.

Which characters are taken for which is `graph.values.vrm`'s. A plate recorded in part is found by any plate that it may
be, and is never said to be that plate.
"""

import re
from contextlib import suppress
from dataclasses import dataclass

from graph.errors import ValueRefused
from graph.search.document import SearchDocument
from graph.search.match import Match, slips
from graph.search.query import Like, Near, Query, Some, Terms, one
from graph.values.text import fold
from graph.values.vrm import CONFUSED, LONGEST, MOST_MISREAD, UNKNOWN, Vrm

STAR = "*"
FEWEST_KNOWN = 2
"""Characters that must be known."""
SHORTEST_WHOLE = 5
"""Shorter plates are sought as pieces too, and never with a slip of the finger."""
_FEWEST_RECORDED = 3

_FITS, _MISREAD, _MISTYPED, _PIECE, _BEGINNING = 0.82, 0.94, 0.8, 0.5, 0.55


@dataclass(frozen=True)
class PlateSought:
    """The characters typed, in capitals, with `?` and `*`; `piece` where it may be a part of a plate."""

    pattern: str
    piece: bool

    @property
    def known(self) -> int:
        """How many of its characters are known."""
        return len(self.pattern) - self.pattern.count(UNKNOWN) - self.pattern.count(STAR)


def seek_plate(text: str) -> PlateSought | None:
    """The plate, or the piece of one, that a text may be; None where it is none."""
    packed = re.sub(r"[\s.\-·]", "", fold(text)).upper()
    if re.fullmatch(r"[A-Z0-9?*]+", packed) is None or len(packed.replace(STAR, "")) > LONGEST:
        return None
    pattern = re.sub(r"\*+", STAR, packed)
    known = re.sub(r"[?*]", "", pattern)
    if len(known) < FEWEST_KNOWN:
        return None
    if STAR in pattern:
        return PlateSought(pattern, piece=False)
    if UNKNOWN in pattern:
        return PlateSought(pattern, piece=len(pattern) < 7)
    if known.isdecimal():
        return PlateSought(pattern, piece=True) if len(known) <= 4 else None
    if known.isalpha():
        return PlateSought(pattern, piece=True) if len(known) <= 3 else None
    apart = len(text.split()) > 1
    with suppress(ValueRefused):
        if Vrm.parse(pattern).format != "other" or not apart or _nearly_a_plate(text):
            return PlateSought(pattern, piece=len(pattern) < 7)
    return None


def _nearly_a_plate(text: str) -> bool:
    """Whether two groups of two to five characters could be a plate with a slip in it: `VXI8 KHT`, `VX18 KT`."""
    groups = text.split()
    return len(groups) == 2 and all(2 <= len(group) <= 5 for group in groups) and bool(re.search(r"\d", groups[0]))


def plate_terms(document: SearchDocument) -> Terms:
    """What a plate is found by: the whole of it, and every end of it."""
    key = document.vrm
    return {"plate": [key], "plate_tail": [key[at:] for at in range(len(key) - 1)]} if key else {}


def match_plate(sought: PlateSought, document: SearchDocument) -> Match | None:
    """How a plate fits."""
    key = document.vrm
    if not key:
        return None
    shown = _shown(key)
    if STAR in sought.pattern:
        if re.fullmatch(_with_unknown(sought.pattern), key) is None:
            return None
        return Match(0.6 + 0.3 * sought.known / len(key), (f"plate: {shown} fits {sought.pattern}",))
    found = [_aligned(sought, key, shown), _mistyped(sought, key, shown)]
    found.append(_piece(sought, key, shown) if sought.piece else _beginning(sought, key, shown))
    best = [match for match in found if match is not None]
    return max(best, key=lambda match: match.score) if best else None


def _shown(key: str) -> str:
    """A plate as people write it; as it is kept where what was taken for one is one no longer."""
    with suppress(ValueRefused):
        return Vrm.parse(key).shown
    return key


def _aligned(sought: PlateSought, key: str, shown: str) -> Match | None:
    """Character by character: the same, unknown on one side, or one of two that are taken for one another."""
    if len(sought.pattern) != len(key):
        return None
    pairs = list(zip(sought.pattern, key, strict=True))
    known = [(typed, recorded) for typed, recorded in pairs if UNKNOWN not in (typed, recorded)]
    misread = [(typed, recorded) for typed, recorded in known if typed != recorded]
    if len(known) < FEWEST_KNOWN or len(misread) > MOST_MISREAD:
        return None
    if not CONFUSED.issuperset(frozenset(pair) for pair in misread):
        return None
    score = 1.0 if len(known) == len(pairs) else _FITS + 0.15 * len(known) / len(pairs)
    why = [f"plate: {shown}" if sought.pattern == key else f"plate: {shown} fits {sought.pattern}"]
    why += [f"{typed} may be a misread {recorded}" for typed, recorded in misread]
    return Match(score * _MISREAD ** len(misread), tuple(why))


def _mistyped(sought: PlateSought, key: str, shown: str) -> Match | None:
    if min(len(sought.pattern), len(key)) < SHORTEST_WHOLE or UNKNOWN in sought.pattern + key:
        return None
    if slips(sought.pattern, key, 1) != 1:
        return None
    return Match(_MISTYPED, (f"plate: {shown} is one character away from {sought.pattern}",))


def _piece(sought: PlateSought, key: str, shown: str) -> Match | None:
    """What was typed stands somewhere in the plate; best at its beginning."""
    if len(sought.pattern) > len(key):
        return None
    found = re.search(_with_unknown(sought.pattern), key)
    if found is None or sum(mark != UNKNOWN for mark in found[0]) < FEWEST_KNOWN:
        return None
    score = _PIECE + 0.3 * sought.known / len(key) + 0.03 * (found.start() == 0)
    return Match(score, (f"plate: {shown} has {sought.pattern} in it",))


def _beginning(sought: PlateSought, key: str, shown: str) -> Match | None:
    """The recorded part is how the whole plate begins."""
    if not _FEWEST_RECORDED <= len(key) < len(sought.pattern) or len(sought.pattern) < SHORTEST_WHOLE:
        return None
    if re.fullmatch(_with_unknown(key), sought.pattern[: len(key)]) is None:
        return None
    if sum(mark != UNKNOWN for mark in key) < FEWEST_KNOWN:
        return None
    return Match(_BEGINNING, (f"plate: {shown}, recorded in part, is how {sought.pattern} begins",))


def _with_unknown(pattern: str) -> str:
    """A regular expression for what a pattern fits, as far as either is known."""
    return "".join(_any_mark(mark) for mark in pattern)


def _any_mark(mark: str) -> str:
    match mark:
        case "?":
            return "[A-Z0-9?]"
        case "*":
            return "[A-Z0-9?]*"
        case _:
            return f"[{mark}?]"


def plate_queries(sought: PlateSought) -> tuple[Query, ...]:
    """Where to look, the closest first; the last takes in everything that fits."""
    pattern = sought.pattern
    if STAR in pattern:
        return (Like("plate", _with_unknown(pattern)),)
    parts: list[Query] = [Like("plate", _with_misread(pattern))]
    if len(pattern) >= SHORTEST_WHOLE and UNKNOWN not in pattern:
        parts.append(Near("plate", pattern, 1))
    if sought.piece:
        parts.append(Like("plate_tail", f"{_with_unknown(pattern)}.*"))
    elif len(pattern) > _FEWEST_RECORDED:
        parts.append(Like("plate", _beginnings(pattern)))
    if UNKNOWN in pattern:
        return Like("plate", _with_unknown(pattern)), Some(tuple(parts))
    return one("plate", pattern), Some(tuple(parts))


def _with_misread(pattern: str) -> str:
    return "".join(_any_mark(mark) if mark == UNKNOWN else f"[{_taken_for(mark)}?]" for mark in pattern)


def _taken_for(mark: str) -> str:
    return "".join(sorted({mark} | {other for pair in CONFUSED if mark in pair for other in pair}))


def _beginnings(pattern: str) -> str:
    """Every beginning of three characters or more, as far as either is known."""
    marks = [_any_mark(mark) for mark in pattern[:-1]]
    rest = ""
    for mark in reversed(marks[_FEWEST_RECORDED:]):
        rest = f"({mark}{rest})?"
    return "".join(marks[:_FEWEST_RECORDED]) + rest
