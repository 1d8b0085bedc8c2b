"""Addresses, and the property numbers (UPRN) that force systems give them.

An address identifies by its canonical full form, `flat 1, 12 high street cardiff CF10 1AA`: folded, the flat first,
abbreviations written out, numbers kept. Flat 1 is not Flat 2, and 12 is not 12A. Heol Fawr and High Street stay two
streets: only a shared UPRN or a person's decision makes them one.

Blind spots: a town that one record names and another leaves out makes two forms; `St` after the first word of a part
is read as Street, before it as Saint. Both err towards two addresses, which a person can join, and never towards one.
"""

import re
from dataclasses import dataclass
from typing import Literal

from graph.errors import ValueRefused
from graph.values.postcode import Postcode
from graph.values.text import fold, says_nothing, tidy

Likeness = Literal["same", "same building", "near", "different"]

NO_FIXED_ABODE = "no fixed abode"

_NO_PLACE = re.compile(r"(of )?(no fixed (abode|address)|nfa|homeless|rough sleeper|dim cartref sefydlog|digartref)")
_UNITS = frozenset({"flat", "apartment", "unit", "room", "fflat", "ystafell"})
_FLOORS = frozenset(
    {"top", "ground", "first", "second", "third", "1st", "2nd", "3rd", "basement", "garden", "rear", "front", "upper"}
    | {"middle", "lower", "floor", "attic"}
)
"""Words that tell flats without a number apart: top flat, first floor flat."""
_STREETS = frozenset(
    {"street", "road", "avenue", "lane", "drive", "close", "crescent", "court", "place", "terrace", "way", "grove"}
    | {"stryd", "heol", "ffordd", "lon", "rhodfa", "clos", "teras"}
)
_WRITTEN_OUT = {
    "apt": "apartment",
    "av": "avenue",
    "ave": "avenue",
    "bldg": "building",
    "bldgs": "buildings",
    "blvd": "boulevard",
    "cl": "close",
    "cotts": "cottages",
    "cres": "crescent",
    "ct": "court",
    "dr": "drive",
    "est": "estate",
    "ffd": "ffordd",
    "fl": "flat",
    "flt": "flat",
    "gdn": "garden",
    "gdns": "gardens",
    "gn": "green",
    "gr": "grove",
    "gro": "grove",
    "grv": "grove",
    "hse": "house",
    "hts": "heights",
    "ind": "industrial",
    "la": "lane",
    "ln": "lane",
    "lwr": "lower",
    "mt": "mount",
    "pde": "parade",
    "pk": "park",
    "pl": "place",
    "rd": "road",
    "rm": "room",
    "sq": "square",
    "st": "street",
    "str": "street",
    "ter": "terrace",
    "terr": "terrace",
    "upr": "upper",
}
_LEADING = {"st": "saint", "dr": "doctor"}
"""What these mean as the first word of a part: St David's House, Dr Jones Surgery."""

_NUMBER = re.compile(r"\d+[a-z]?(?:[-/]\d+[a-z]?)?")


@dataclass(frozen=True)
class Uprn:
    """A Unique Property Reference Number: up to 12 digits, without leading noughts in its key."""

    key: str
    original: str

    @classmethod
    def parse(cls, text: str) -> "Uprn":
        """A property number as recorded. Raises `ValueRefused`."""
        tidied = re.sub(r"\s", "", tidy(text))
        if re.fullmatch(r"[0-9.]+E\+?[0-9]+", tidied, re.IGNORECASE):
            raise ValueRefused("uprn", text, "a spreadsheet has cut its digits.", "Export that column as text.")
        if re.fullmatch(r"[0-9]{1,12}", tidied) is None or not tidied.strip("0"):
            raise ValueRefused("uprn", text, "it is a number of 1 to 12 digits.")
        return cls(tidied.lstrip("0"), text)

    @property
    def shown(self) -> str:
        """As people write it."""
        return self.key

    def search_keys(self) -> frozenset[str]:
        """The number."""
        return frozenset({self.key})


@dataclass(frozen=True)
class Address:
    """One address. `unit` is its flat or room as the key has it; `place` is False for no fixed abode, which is none."""

    key: str
    shown: str
    original: str
    unit: str = ""
    postcode: Postcode | None = None
    uprn: Uprn | None = None
    place: bool = True
    warnings: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str, postcode: str = "", uprn: str = "") -> "Address":
        """An address from its text and, where they are given apart, its postcode and property number.

        Raises `ValueRefused` on the field that is wrong, and where neither text nor postcode is given.
        """
        number = Uprn.parse(uprn) if tidy(uprn) else None
        code, rest, warnings = _with_postcode(_readable(text), postcode)
        if _NO_PLACE.fullmatch(fold(rest).strip(" .,")):
            return cls(NO_FIXED_ABODE, tidy(text), text, place=False, warnings=("no fixed abode is no place",))
        words, unit = _words(rest)
        if not (words or unit or code):
            raise ValueRefused("address", text, "no address is given.", "Leave the cell blank where it is not known.")
        return cls(
            key=", ".join(part for part in (unit, " ".join([*words, *([code.key] if code else [])])) if part),
            shown=", ".join(part for part in (rest, code.shown if code else "") if part),
            original=text,
            unit=unit,
            postcode=code,
            uprn=number,
            warnings=(*warnings, *(code.warnings if code else ()), *_vague(words, unit)),
        )

    @property
    def building(self) -> str:
        """The key without the flat or room: what neighbours on one stair share."""
        return self.key.removeprefix(self.unit).lstrip(", ")

    @property
    def numbers(self) -> tuple[str, ...]:
        """The house numbers, without the flat's and the postcode's."""
        text = self.building.removesuffix(self.postcode.key) if self.postcode else self.building
        return tuple(word for word in text.split() if _NUMBER.fullmatch(word))

    def agrees(self, other: "Address") -> bool:
        """Whether both are one address: the same full form, or the same property number."""
        if not (self.place and other.place):
            return False
        return self.key == other.key or self._same_uprn(other)

    def compare(self, other: "Address") -> Likeness:
        """`same` address; `same building` with another flat; `near`, one postcode and number; `different`."""
        if self.agrees(other):
            return "same"
        if not (self.place and other.place):
            return "different"
        if self.building == other.building:
            return "same building"
        if self.unit != other.unit or self.postcode is None or other.postcode is None:
            return "different"
        near = self.postcode.key == other.postcode.key and not self.postcode.partial
        return "near" if near and self.numbers and self.numbers == other.numbers else "different"

    def search_keys(self) -> frozenset[str]:
        """The full form, each of its words, the postcode and the property number."""
        code = self.postcode.search_keys() if self.postcode else frozenset[str]()
        number = self.uprn.search_keys() if self.uprn else frozenset[str]()
        return frozenset({self.key, *fold(self.key).split()}) | code | number

    def _same_uprn(self, other: "Address") -> bool:
        return self.uprn is not None and other.uprn is not None and self.uprn.key == other.uprn.key


def _readable(text: str) -> str:
    """The text in one line: lines of an address become parts, and what says nothing becomes blank."""
    lines = [tidy(line).strip(" ,;") for line in text.splitlines()]
    joined = ", ".join(line for line in lines if line)
    return "" if says_nothing(joined) else joined


def _with_postcode(text: str, cell: str) -> tuple[Postcode | None, str, tuple[str, ...]]:
    """The postcode, the text without it, and what is odd. The cell of its own wins over the text."""
    written = Postcode.within(text)
    if not tidy(cell):
        return (None, text, ()) if written is None else (*written, ())
    given = Postcode.parse(cell)
    if written is None:
        return given, text, ()
    if given.agrees(written[0]):
        return (written[0] if given.partial else given), written[1], ()
    return given, text, (f"the text says {written[0].key}, the postcode beside it {given.key}; both are kept",)


def _words(text: str) -> tuple[list[str], str]:
    """The words of the canonical form without the flat or room, and that: `flat 1`, `top flat`, or blank."""
    words: list[str] = []
    unit = ""
    for part in text.split(","):
        folded = re.sub(r"\s*-\s*", "-", fold(part).replace("'", ""))
        of_part = _with_plain_numbers(_written_out(re.findall(r"[\w/-]+", folded)))
        found, rest = ("", of_part) if unit else _unit(of_part)
        unit, words = unit or found, [*words, *rest]
    words = _with_plain_numbers(words)
    if unit:
        return words, unit
    unit, words = _unit(words)
    return words, unit


def _unit(words: list[str]) -> tuple[str, list[str]]:
    """The flat or room among these words, and the words without it."""
    for place, word in enumerate(words):
        if word not in _UNITS:
            continue
        start = place
        while start and words[start - 1] in _FLOORS:
            start -= 1
        end = place + 1 if start < place else place + 2
        if end <= len(words):
            return " ".join(words[start:end]), [*words[:start], *words[end:]]
    return "", words


def _written_out(words: list[str]) -> list[str]:
    """Abbreviations in full. The first word proper of a part is a name: St David's House is no street."""
    out: list[str] = []
    named = False
    for word in words:
        bare = word.strip("-/_")
        proper = bare[:1].isalpha() and bare not in _UNITS and _WRITTEN_OUT.get(bare) not in _UNITS
        full = _LEADING.get(bare, "") if proper and not named else ""
        out.append(full or _WRITTEN_OUT.get(bare, bare))
        named = named or proper
    return [word for word in out if word]


def _with_plain_numbers(words: list[str]) -> list[str]:
    """`no 12 a high street` as `12a high street`."""
    out: list[str] = []
    for word in words:
        if out and out[-1] in {"no", "number", "rhif"} and _NUMBER.fullmatch(word):
            out[-1] = word
        elif out and re.fullmatch(r"[a-z]", word) and re.fullmatch(r"\d+", out[-1]):
            out[-1] += word
        else:
            out.append(word)
    return out


def _vague(words: list[str], unit: str) -> tuple[str, ...]:
    if not words and not unit:
        return ("only a postcode is given: all who live there read alike",)
    if not words:
        return ("a flat or room without its building",)
    if not any(mark.isdigit() for word in words for mark in word) and (words[0] in _STREETS or words[-1] in _STREETS):
        return ("a street without a house number",)
    return ()
