"""Accounts by their handles: with or without the @ and the marks between letters, by a piece, or mistyped."""

import re
from dataclasses import dataclass

from graph.search.document import SearchDocument
from graph.search.match import Match, slips, slips_allowed
from graph.search.query import Begins, Near, Query, Some, Terms, one
from graph.values.text import fold

MOST_WORDS = 4
FEWEST_WITHIN = 4
ONE_SLIP, TWO_SLIPS = 5, 10
_PIECE = 0.55


@dataclass(frozen=True)
class AccountSought:
    """The words typed, folded and without an @ before the first."""

    words: tuple[str, ...]

    def readings(self, platform: str) -> tuple[str, ...]:
        """What the handle may be, packed: all the words, or those that do not name the platform."""
        every = pack("".join(self.words))
        rest = pack("".join(word for word in self.words if word != platform))
        return (every,) if rest in ("", every) else (rest, every)


def pack(text: str) -> str:
    """A handle's letters and figures alone."""
    return re.sub(r"[\W_]", "", fold(text))


def seek_account(text: str) -> AccountSought | None:
    """The account that a text may name; None where it is none."""
    words = tuple(fold(text).removeprefix("@").split())
    if not words or len(words) > MOST_WORDS or not any(pack(word) for word in words) or len(pack("".join(words))) < 2:
        return None
    return AccountSought(words)


def account_terms(document: SearchDocument) -> Terms:
    """What a handle is found by: the whole of it, and every end of it."""
    packed = pack(document.handle)
    tails = [packed[at:] for at in range(1, len(packed) - FEWEST_WITHIN + 1)]
    return {"handle": [packed], "handle_tail": tails} if packed else {}


def match_account(sought: AccountSought, document: SearchDocument) -> Match | None:
    """How an account fits."""
    packed, platform = pack(document.handle), fold(document.platform)
    if not packed:
        return None
    shown = f"account: {document.handle} ({document.platform})"
    found = [match for typed in sought.readings(platform) if (match := _fit(typed, packed, shown)) is not None]
    best = max(found, key=lambda match: match.score, default=None)
    if best is not None and best.score == 1 and fold(document.handle) not in (" ".join(sought.words), sought.words[-1]):
        return Match(0.97, best.why)
    return best


def _fit(typed: str, packed: str, shown: str) -> Match | None:
    if typed == packed:
        return Match(1.0, (shown,))
    distance = slips(typed, packed, allowed) if (allowed := slips_allowed(typed, ONE_SLIP, TWO_SLIPS)) else None
    if distance is not None:
        away = "one letter" if distance == 1 else "two letters"
        return Match(0.82 if distance == 1 else 0.68, (shown, f"“{typed}” is {away} away from “{packed}”"))
    if len(typed) >= 3 and packed.startswith(typed):
        return Match(_PIECE + 0.05 + 0.35 * len(typed) / len(packed), (shown, f"“{typed}” begins “{packed}”"))
    if len(typed) >= FEWEST_WITHIN and typed in packed:
        return Match(_PIECE + 0.3 * len(typed) / len(packed), (shown, f"“{typed}” is in “{packed}”"))
    return None


def account_queries(sought: AccountSought) -> tuple[Query, ...]:
    """Where to look, the closest first; the last takes in everything that fits, whichever word names a platform."""
    readings = {pack("".join(sought.words))}
    if len(sought.words) > 1:
        readings |= {pack("".join(word for word in sought.words if word != each)) for each in sought.words}
    packed = sorted(each for each in readings if each)
    return one("handle", *packed), Some(tuple(part for each in packed for part in _loose(each)))


def _loose(typed: str) -> list[Query]:
    parts: list[Query] = [one("handle", typed)]
    if allowed := slips_allowed(typed, ONE_SLIP, TWO_SLIPS):
        parts.append(Near("handle", typed, 2 if allowed == 2 else 1))
    if len(typed) >= 3:
        parts.append(Begins("handle", typed))
    if len(typed) >= FEWEST_WITHIN:
        parts.append(Begins("handle_tail", typed))
    return parts
