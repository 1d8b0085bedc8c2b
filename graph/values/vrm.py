"""Vehicle registration marks (VRM): full plates, and partial ones with `?` for each unknown character.

The key is the plate without spaces in upper case. A full plate is one vehicle; a partial plate is nobody's until a
person says whose. Plates are misread and misheard: which characters are taken for which, and the forms that a plate of
the United Kingdom has, are from docs/domain.md, "Identifiers and names". A plate of no such form (cherished, foreign,
mistyped) of 1 to 11 letters and figures is kept with a warning.
"""

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from graph.errors import ValueRefused
from graph.values.damage import BECAME_DATE, BECAME_NUMBER, became_date, became_number
from graph.values.text import fold, says_nothing, tidy

Form = Literal["current", "prefix", "suffix", "Northern Ireland", "dateless", "other", "partial"]
Likeness = Literal["same", "fits", "misread", "different"]

UNKNOWN = "?"
LONGEST = 11
MOST_MISREAD = 2
"""A plate that differs in more characters than this is another plate, however easily each is misread."""

_READ = ("0DOQ", "1I", "2Z", "38B", "5S", "EFP", "HKMR", "TVY")
_HEARD = ("BDPT", "MN", "FS")
CONFUSED = frozenset(frozenset(pair) for group in (*_READ, *_HEARD) for pair in combinations(group, 2))
"""Pairs of characters that are taken for one another when a plate is read or heard."""

# Each form: how it is cut for showing, and what the authorities issue. Northern Ireland's codes hold an I or a Z.
_FORMS: tuple[tuple[Form, re.Pattern[str], re.Pattern[str]], ...] = (
    ("current", re.compile(r"([A-Z]{2}\d{2})([A-Z]{3})"), re.compile(r"[A-HJ-PR-Y]{2}(?!0[01])\d{2}[A-HJ-PR-Z]{3}")),
    ("prefix", re.compile(r"([A-Z]\d{1,3})([A-Z]{3})"), re.compile(r"[A-HJ-NP-TV-Y][1-9]\d{0,2}[A-HJ-PR-Y]{3}")),
    ("suffix", re.compile(r"([A-Z]{3})(\d{1,3}[A-Z])"), re.compile(r"[A-HJ-PR-Y]{3}[1-9]\d{0,2}[A-HJ-NPR-TV-Y]")),
    (
        "Northern Ireland",
        re.compile(r"([A-Z]?(?:[A-Z][IZ]|[IZ][A-Z]))(\d{1,4})|(\d{1,4})([A-Z]?(?:[A-Z][IZ]|[IZ][A-Z]))"),
        re.compile(r"[A-Z]+[1-9]\d*|[1-9]\d*[A-Z]+"),
    ),
    (
        "dateless",
        re.compile(r"([A-Z]{1,3})(\d{1,4})|(\d{1,4})([A-Z]{1,3})"),
        re.compile(r"[A-HJ-PR-Y]+[1-9]\d*|[1-9]\d*[A-HJ-PR-Y]+"),
    ),
)


@dataclass(frozen=True)
class Vrm:
    """One registration mark. `format` names the form it has; `partial` says that characters are unknown."""

    key: str
    format: Form
    original: str
    warnings: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Vrm":
        """A plate as recorded. Raises `ValueRefused`."""
        key = re.sub(r"[\s.\-·]", "", fold(text)).upper()
        _refuse_what_is_no_plate(key, text)
        if UNKNOWN in key:
            return cls(key, "partial", text)
        for form, shape, issued in _FORMS:
            if shape.fullmatch(key):
                odd = () if issued.fullmatch(key) else (f"no plate of the {form} form is issued with these characters",)
                return cls(key, form, text, odd)
        return cls(key, "other", text, ("it has no form of a United Kingdom plate: cherished, foreign or mistyped",))

    @property
    def partial(self) -> bool:
        """Whether some of its characters are unknown."""
        return UNKNOWN in self.key

    @property
    def shown(self) -> str:
        """As people write it: `AB12 CDE`, `AB1? ??E`; a plate of no known form as its key."""
        if self.partial:
            pieces = (self.key[:4], self.key[4:]) if _may_be_current(self.key) else (self.key,)
        else:
            cut = next((shape.fullmatch(self.key) for form, shape, _ in _FORMS if form == self.format), None)
            pieces = (self.key,) if cut is None else tuple(piece for piece in cut.groups() if piece)
        return " ".join(pieces)

    @property
    def weight(self) -> float:
        """How much of the plate is known, from 0 to 1."""
        return 1 - self.key.count(UNKNOWN) / len(self.key)

    def misread(self, other: "Vrm") -> int | None:
        """In how many characters one would have been misread or misheard for the other; None where it cannot be."""
        if len(self.key) != len(other.key):
            return None
        differing = [
            frozenset(pair)
            for pair in zip(self.key, other.key, strict=True)
            if UNKNOWN not in pair and len({*pair}) > 1
        ]
        return len(differing) if CONFUSED.issuperset(differing) else None

    def compare(self, other: "Vrm") -> Likeness:
        """`same` full plate; `fits`, unknown characters apart; `misread` in a character or two; `different`."""
        misread = self.misread(other)
        if misread is None or misread > MOST_MISREAD:
            return "different"
        if misread:
            return "misread"
        return "fits" if self.partial or other.partial else "same"

    def could_be(self, other: "Vrm") -> bool:
        """Whether both may be one plate, as far as it is known and plates are misread. Never proof that they are."""
        return self.compare(other) != "different"

    def agrees(self, other: "Vrm") -> bool:
        """Whether both are one full plate."""
        return self.compare(other) == "same"

    def pattern(self, *, misread: bool = False) -> str:
        """A regular expression for the keys that it could be: unknown characters, and misread ones where asked."""
        return "".join(_class(mark, misread=misread) for mark in self.key)

    def search_keys(self) -> frozenset[str]:
        """The key; of a partial plate also each known run of two characters or more."""
        return frozenset({self.key, *re.findall(r"[A-Z0-9]{2,}", self.key)})


def _refuse_what_is_no_plate(key: str, text: str) -> None:
    tidied = tidy(text)
    if became_date(tidied):
        raise ValueRefused("vrm", text, f"{BECAME_DATE}.")
    if became_number(tidied):
        raise ValueRefused("vrm", text, f"{BECAME_NUMBER}.")
    if UNKNOWN not in tidied and (says_nothing(tidied) or says_nothing(key)):
        raise ValueRefused("vrm", text, "no plate is given.", "Leave the cell blank where it is not known.")
    if re.fullmatch(r"[A-Z0-9?]+", key) is None:
        raise ValueRefused(
            "vrm", text, "a plate has letters and figures only.", "Write ? for each character that is not known."
        )
    if not key.strip(UNKNOWN):
        raise ValueRefused("vrm", text, "none of its characters is known.", "Leave the cell blank.")
    if len(key) > LONGEST:
        raise ValueRefused("vrm", text, f"a plate has at most {LONGEST} characters; this has {len(key)}.")


def _may_be_current(key: str) -> bool:
    return re.fullmatch(r"[A-Z?]{2}[0-9?]{2}[A-Z?]{3}", key) is not None


def _class(mark: str, *, misread: bool) -> str:
    if mark == UNKNOWN:
        return "[A-Z0-9]"
    if not misread:
        return mark
    taken_for = {other for pair in CONFUSED if mark in pair for other in pair}
    return f"[{''.join(sorted({mark} | taken_for))}]"
