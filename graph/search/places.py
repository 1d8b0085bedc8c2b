"""Premises by any part of their address: street, number, flat, building, town, postcode with or without its space.

Every word must answer to a word of the address; of three or more that are no numbers, one may answer to none. Welsh and
English words for streets, buildings and towns answer to one another (Heol, Road), which finds premises and never makes
two of them one. A number answers only to itself: 12 is neither 14 nor 12a.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from graph.errors import ValueRefused
from graph.search.document import SearchDocument
from graph.search.match import FORM, Likeness, Match, alike, better, slips_allowed
from graph.search.query import Begins, Every, Near, Query, Some, Terms, one
from graph.values.address import Address
from graph.values.forms import forms_of_place
from graph.values.postcode import Postcode
from graph.values.text import fold

MOST_WORDS = 10
ENOUGH_TO_LACK_ONE = 3
ONE_SLIP, TWO_SLIPS = 4, 8

_PASSED_OVER = frozenset({"y", "yr", "r", "the", "of", "at", "in", "near", "by", "ger", "yn", "and", "a"})
_PART_OF_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]?)$", re.IGNORECASE)
_DISTRICT = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)$", re.IGNORECASE)
_DISTRICT_FIRST = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?)\b", re.IGNORECASE)
_UNANSWERED = 0.2
_NO_POSTCODE = 0.5
_PART = 0.8


@dataclass(frozen=True)
class PlaceSought:
    """The words of an address, as its canonical form has them; and a postcode, whole or its beginning, packed.

    `all_words` are those words with what may be the beginning of a postcode, and may be a flat or a road: B2, A470.
    """

    words: tuple[str, ...]
    postcode: str = ""
    whole_postcode: bool = False
    all_words: tuple[str, ...] = ()

    @property
    def readings(self) -> tuple["PlaceSought", ...]:
        """As it is; and with what may be the beginning of a postcode as one more word."""
        return (self, PlaceSought(self.all_words)) if self.all_words else (self,)


def seek_place(text: str) -> PlaceSought | None:
    """The address, or the part of one, that a text may be; None where it is none."""
    rest, postcode, whole = _without_postcode(text)
    words = _words(rest)
    if len(words) > MOST_WORDS or not (
        postcode or any(re.search(r"\w\w", word) and not word.isdecimal() for word in words)
    ):
        return None
    return PlaceSought(words, postcode, whole, _words(text) if postcode and not whole else ())


def _without_postcode(text: str) -> tuple[str, str, bool]:
    """The text without its postcode, that without its space, and whether it is whole."""
    if (found := Postcode.within(text)) is not None:
        return found[1], found[0].key.replace(" ", ""), True
    typed = text.strip()
    for pattern in (_PART_OF_POSTCODE, _DISTRICT, _DISTRICT_FIRST):
        if (part := pattern.search(typed)) is not None:
            return f"{typed[: part.start()]} {typed[part.end() :]}", "".join(part.groups()).upper(), False
    return text, "", False


def _words(text: str) -> tuple[str, ...]:
    """The words by which an address compares, articles left out."""
    spaced = re.sub(r"['’]r\b", " ", text)
    with suppress(ValueRefused):
        address = Address.parse(spaced)
        key = address.key if address.postcode is None else address.key.removesuffix(address.postcode.key)
        return tuple(word for word in re.findall(r"[\w/-]+", key) if word not in _PASSED_OVER)
    return tuple(word for word in re.findall(r"[\w/-]+", fold(spaced)) if word not in _PASSED_OVER)


@lru_cache(maxsize=100_000)
def _recorded(address: str, postcode: str) -> tuple[tuple[str, ...], str, str]:
    """The words of a recorded address, its postcode packed, and how it is shown."""
    code, shown = "", address
    with suppress(ValueRefused):
        read = Address.parse(address, postcode)
        code, shown = (read.postcode.key.replace(" ", "") if read.postcode else ""), read.shown
    within = Postcode.within(address)
    return _words(within[1] if within else address), code, shown


def place_terms(document: SearchDocument) -> Terms:
    """What an address is found by."""
    if not (document.address or document.postcode):
        return {}
    words, code, _ = _recorded(document.address, document.postcode)
    return {"place": sorted(set(words)), "post": [code] if code else []}


def match_place(sought: PlaceSought, document: SearchDocument) -> Match | None:
    """How an address fits."""
    if not (document.address or document.postcode):
        return None
    return better(_match(reading, document) for reading in sought.readings)


def _match(sought: PlaceSought, document: SearchDocument) -> Match | None:
    words, code, shown = _recorded(document.address, document.postcode)
    called = "address" if document.what == "address" else "name"
    why = [f"{called}: {shown}"]
    likenesses: list[float] = []
    if sought.postcode:
        fitting = _postcode_fits(sought, code)
        if fitting is None:
            return None
        likenesses.append(fitting)
        why += [] if fitting == 1 else [f"postcode {sought.postcode}…" if code else "no postcode is recorded"]
    taken: set[str] = set()
    lacking: list[str] = []
    for word in sought.words:
        best = max(
            ((likeness, each) for each in words if (likeness := place_likeness(word, each)) is not None),
            key=lambda pair: (pair[0].score, pair[1] not in taken),
            default=None,
        )
        if best is None:
            lacking.append(word)
            likenesses.append(_UNANSWERED)
            continue
        taken.add(best[1])
        likenesses.append(best[0].score)
        why += [best[0].how] if best[0].how else []
    if not _enough(sought.words, lacking):
        return None
    why += [f"“{word}” is not in the {called}" for word in lacking]
    said = len(taken) + bool(sought.postcode)
    share = said / max(1, len(set(words)) + bool(code))
    return Match(sum(likenesses) / len(likenesses) * (_PART + (1 - _PART) * share), tuple(why))


def _enough(words: tuple[str, ...], lacking: list[str]) -> bool:
    if not lacking:
        return True
    return len(lacking) == 1 and len(words) >= ENOUGH_TO_LACK_ONE and not _is_number(lacking[0])


def _is_number(word: str) -> bool:
    return any(mark.isdigit() for mark in word)


def _postcode_fits(sought: PlaceSought, code: str) -> float | None:
    if sought.postcode == code:
        return 1.0
    if not code and sought.words and sought.whole_postcode:
        return _NO_POSTCODE
    return FORM if not sought.whole_postcode and code.startswith(sought.postcode) else None


@lru_cache(maxsize=200_000)
def place_likeness(typed: str, recorded: str) -> Likeness | None:
    """How alike a typed word and a word of an address are; numbers only when they are equal."""
    if _is_number(typed) or _is_number(recorded):
        return Likeness(1.0) if typed == recorded else None
    return alike(typed, recorded, forms_of_place(typed), slips_allowed(typed, ONE_SLIP, TWO_SLIPS))


def place_queries(sought: PlaceSought) -> tuple[Query, ...]:
    """Where to look, the closest first; the last takes in everything that fits."""
    levels = [_levels(reading) for reading in sought.readings]
    return tuple(level[0] if len(level) == 1 else Some(level) for level in zip(*levels, strict=True))


def _levels(sought: PlaceSought) -> tuple[Query, ...]:
    """The words as they are, mistyped, and one of them lacking; of a whole postcode also where none is recorded."""
    code = [_postcode(sought)] if sought.postcode else []
    exact = Every((*code, *(one("place", word, *_forms(word)) for word in sought.words)))
    words = tuple(_loose(word) for word in sought.words)
    lacking = (Some(words, least=len(words) - 1),) if len(words) >= ENOUGH_TO_LACK_ONE else words
    if sought.whole_postcode and words:
        return exact, Every((*code, *words)), Every((*code, *lacking)), Every(lacking)
    return exact, Every((*code, *words)), Every((*code, *lacking))


def _postcode(sought: PlaceSought) -> Query:
    return one("post", sought.postcode) if sought.whole_postcode else Begins("post", sought.postcode)


def _forms(word: str) -> frozenset[str]:
    return frozenset() if _is_number(word) else forms_of_place(word)


def _loose(word: str) -> Query:
    if _is_number(word):
        return one("place", word)
    allowed = slips_allowed(word, ONE_SLIP, TWO_SLIPS)
    parts: list[Query] = [one("place", word, *_forms(word)), Begins("place", word)]
    if allowed:
        parts.append(Near("place", word, 2 if allowed == 2 else 1))
    return Some(tuple(parts))
