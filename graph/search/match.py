"""How well a document fits what is sought, and why; and how alike two words are.

A score lies between 0 and 1 and is a function of what was typed and of one document alone: never of how often a word
occurs or of how much there is, which would let what is hidden be felt. 1 is what was typed exactly; about 0.9 a form or
a slip; about 0.5 words of a report. Scores order what is found and mean nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from graph.values.sound import sound_keys

SAME, FORM, SLIP, SOUND, SLIPS, BEGINS, INITIAL = 1.0, 0.93, 0.88, 0.82, 0.76, 0.74, 0.7

ONE_SLIP, TWO_SLIPS = 3, 6
"""From how many typed letters on a word may have one mistyped, and two."""
SHORTEST_SLIPPED = 4
"""Letters of the longer of two words, one of which is the other mistyped: Coe may be Cole, and Amy is not Any."""
FEWEST_BEGINNING = 3
"""How many letters begin a word."""


@dataclass(frozen=True)
class Match:
    """A document fits: how well, and why in plain words."""

    score: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class Likeness:
    """How alike a typed word and a recorded one are; `how` is blank where they are the same."""

    score: float
    how: str = ""


def better(matches: Iterable[Match | None]) -> Match | None:
    """The best of several; the first of equals."""
    found = [match for match in matches if match is not None]
    return max(found, key=lambda match: match.score) if found else None


def slips(typed: str, recorded: str, most: int) -> int | None:
    """How many letters are put in, left out, changed or swapped with their neighbour; None where more than `most`."""
    if abs(len(typed) - len(recorded)) > most:
        return None
    distance = OSA.distance(typed, recorded, score_cutoff=most)
    return None if distance > most else distance


def slips_allowed(typed: str, one: int = ONE_SLIP, two: int = TWO_SLIPS) -> int:
    """How many letters of a typed word may be wrong: none in a short one."""
    return (len(typed) >= one) + (len(typed) >= two)


@lru_cache(maxsize=200_000)
def mistyped(typed: str, recorded: str, allowed: int) -> Likeness | None:
    """A typed word that is the recorded one but for a slip or two."""
    long_enough = allowed and max(len(typed), len(recorded)) >= SHORTEST_SLIPPED
    distance = slips(typed, recorded, allowed) if long_enough else None
    if distance == 1:
        return Likeness(SLIP, f"“{typed}” is one letter away from “{recorded}”")
    if distance == 2:
        return Likeness(SLIPS, f"“{typed}” is two letters away from “{recorded}”")
    return None


@lru_cache(maxsize=200_000)
def heard(typed: str, recorded: str) -> Likeness | None:
    """A typed word that sounds like the recorded one; more so where it also begins and ends alike."""
    if sound_keys(typed).isdisjoint(sound_keys(recorded)):
        return None
    alike = 0.02 * ((typed[0] == recorded[0]) + (typed[-1] == recorded[-1]))
    return Likeness(SOUND + alike, f"“{typed}” sounds like “{recorded}”")


def starts(typed: str, recorded: str) -> Likeness | None:
    """A typed word that begins the recorded one."""
    if len(typed) < FEWEST_BEGINNING or not recorded.startswith(typed) or typed == recorded:
        return None
    return Likeness(BEGINS + 0.15 * len(typed) / len(recorded), f"“{typed}” begins “{recorded}”")


def alike(typed: str, recorded: str, forms: frozenset[str], allowed: int) -> Likeness | None:
    """How alike two words are, without their sound: the same, a form, a slip, a beginning; the best of these."""
    if typed == recorded:
        return Likeness(SAME)
    if recorded in forms:
        return Likeness(FORM, f"“{typed}” is a form of “{recorded}”")
    return mistyped(typed, recorded, allowed) or starts(typed, recorded)
