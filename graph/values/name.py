"""What people are called: given name, surname and aliases, each apart, as they are written and as they compare.

An alias is never part of a given name: `Gareth "Gaz" Evans` and `Gareth Evans aka Gaz` are Gareth Evans, alias Gaz.
The key folds case, diacritics, hyphens and apostrophes (Siân and SIAN, Jones-Evans and Jones Evans, O'Brien and
O Brien); it never merges names that are only alike: what Dai and David share is for matching to weigh. Lengths are
those of the NPCC's minimum standards for POLE data (docs/domain.md, "Identifiers and names").

A title or a police rank before a name (`DS Bowen`, `PC 1234 Davies`) is no part of it, nor is a collar number beside a
rank; `Jr` and `Snr` are kept apart from the surname, and tell two people of one name from each other.

Blind spots: a rank in a name that is all in capitals is taken for one only where its letters cannot be initials or a
given name (`DI WILLIAMS` may be Di Williams). A whole name is cut before its last word, or before a joining word such
as ap, ferch or bin, unless a comma or a surname in capitals says otherwise; one word alone is taken for a given name,
unless a rank stands before it.
"""

import re
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from graph.errors import ValueRefused
from graph.values.text import fold, may_be_a_name, says_nothing, tidy

Likeness = Literal["same", "swapped", "alias", "initials", "part", "different"]

LONGEST = 35
"""Characters of a given name or a surname."""

TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "master", "sir"})
"""Words before a name that are no part of it."""

_RANK_WORDS = frozenset(
    {"constable", "sergeant", "inspector", "superintendent", "detective", "chief", "det", "con", "sgt", "insp", "supt"}
    | {"pcso", "dci", "dsupt", "wpc", "wdc", "tdc", "csi", "acting"}
)
"""Words of police ranks, in whatever letters."""
_RANKS_IN_CAPITALS = frozenset({"PC", "DC", "DS", "DI", "PS", "SC", "CI", "ACC", "DCC", "CC"})
"""Ranks that are taken for one only in capitals beside a name that is not, since they may be initials or a name."""
RANKS = _RANK_WORDS | {"pc", "dc", "ds", "di", "ps"}
"""What may be typed of ranks, folded."""
_COLLAR_NUMBER = re.compile(r"[A-Z]{0,2}\d{1,5}[A-Z]?")
_SUFFIXES = {"jr": "Jr", "jnr": "Jr", "junior": "Jr", "sr": "Snr", "snr": "Snr", "senior": "Snr"}
"""The words that distinguish a parent from a child of the same name, and how they are written."""

JOINING = frozenset(
    {"ap", "ab", "ferch", "verch", "mac", "mc", "o", "van", "von", "der", "den", "de", "da", "di", "du", "del", "della"}
    | {"dos", "la", "le", "al", "el", "bin", "ibn", "bint", "st", "fitz"}
)
"""Words that join a surname to what stands before it, or are its beginning."""
_NOBODY = frozenset(
    {"unidentified", "unidentified male", "unidentified female", "unknown male", "unknown female", "male", "female"}
    | {"a male", "a female", "unknown person", "unknown man", "unknown woman", "name not known", "name unknown"}
    | {"anhysbys"}
)
_QUOTED = re.compile(r'"([^"]*)"|\(([^()]*)\)|(?<!\w)\'([^\']+)\'(?!\w)')
_ALSO = re.compile(
    r"[\s,;]+(?:a\.?k\.?a\.?|alias|known as|also known as|nicknamed|hefyd|street name)[\s:]+", re.IGNORECASE
)


@dataclass(frozen=True)
class PersonName:
    """One person's name as one record has it. Any part may be blank, but not all; aliases are in the order recorded."""

    given: str
    surname: str
    aliases: tuple[str, ...] = ()
    suffix: str = ""
    """`Jr` or `Snr`, where it is recorded."""
    original: str = field(default="", compare=False)
    warnings: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def parse(cls, text: str) -> "PersonName":
        """A whole name as recorded. Raises `ValueRefused`."""
        _refuse_nobody("name", text)
        whole, aliases = _without_aliases(text)
        named, suffix = _without_suffix(whole)
        plain = _without_title(named)
        unranked = _without_rank(plain)
        given, surname = _cut(unranked) if unranked == plain or " " in unranked else ("", unranked)
        return _checked(_without_title(given), surname, suffix, aliases, text, ())

    @classmethod
    def from_parts(cls, given: str, surname: str, alias: str = "") -> "PersonName":
        """A name from its cells; `alias` is `;`-separated. Raises `ValueRefused` on the cell that is wrong."""
        named = " ".join(part for part in (tidy(given), tidy(surname)) if part)
        original = "; ".join(part for part in (named, tidy(alias)) if part)
        odd: list[str] = []
        known_given, within = _without_aliases(_known(given, surname, odd))
        known_surname, suffix = _without_suffix(_known(surname, given, odd), words=1)
        if known_surname:
            known_surname = known_surname if known_given else _without_rank(known_surname)
            known_given = "" if _only_rank(known_given) else _without_rank(_without_title(known_given))
        if known_given and not suffix:
            known_given, suffix = _without_suffix(known_given, words=1)
        aliases = (*within, *(tidy(each) for each in alias.split(";") if not says_nothing(each)))
        moved = ("an alias stood in the given name; it is kept as an alias",) if within else ()
        moved = (*moved, *dict.fromkeys(odd))
        if not (known_given or known_surname or aliases):
            raise ValueRefused("name", original, "it names nobody.", "Leave the cell blank where it is not known.")
        return _checked(known_given, known_surname, suffix, aliases, original, moved)

    @property
    def key(self) -> str:
        """Canonical text by which a full name identifies: `evans, gareth`; aliases only where there is no other name.

        Without a surname it is the given name (`taz`; of more words `, anne marie`); a surname alone is `evans,`.
        """
        given, surname = compared(self.given), compared(self.surname)
        if surname:
            return f"{surname}, {given}" if given else f"{surname},"
        if given:
            return f", {given}" if " " in given else given
        return " ".join(f'"{compared(alias)}"' for alias in self.aliases)

    @property
    def full(self) -> bool:
        """Whether given name and surname are both known, and neither is only an initial."""
        return len(compared(self.given)) > 1 and len(compared(self.surname)) > 1

    @property
    def shown(self) -> str:
        """As people write it: `Gareth "Gaz" Evans`."""
        quoted = [f'"{alias}"' for alias in self.aliases]
        return " ".join(part for part in (self.given, *quoted, self.surname, self.suffix) if part)

    @property
    def formal(self) -> str:
        """Without the aliases, where there is any other name."""
        return " ".join(part for part in (self.given, self.surname, self.suffix) if part) or self.shown

    def agrees(self, other: "PersonName") -> bool:
        """Whether given name and surname are the same; one name of many people all the same."""
        return self.compare(other) == "same"

    def compare(self, other: "PersonName") -> Likeness:
        """How two names agree, the closest first.

        `same` given name and surname; `swapped`, each in the other's place; `alias`, one's alias is a name or alias of
        the other; `initials`, the same surname and given names of which one is the other's initial; `part`, only one of
        the two names is known on both sides and is the same; else `different`, as father and son of one name are.
        """
        if self.suffix and other.suffix and self.suffix != other.suffix:
            return "different"
        if self.key == other.key:
            return "same"
        mine, theirs = _both(self), _both(other)
        if all(mine) and mine == theirs[::-1]:
            return "swapped"
        if _called(self, aliases_only=True) & _called(other) or _called(other, aliases_only=True) & _called(self):
            return "alias"
        if mine[1] and mine[1] == theirs[1] and _initial(mine[0], theirs[0]):
            return "initials"
        return "part" if _shares_part(mine, theirs) else "different"

    def search_keys(self) -> frozenset[str]:
        """Folded ways in which it may be typed: whole, swapped, with initials, each word, and each alias."""
        given, surname = _both(self)
        keys = {*given.split(), *surname.split(), *(compared(alias) for alias in self.aliases)}
        if given and surname:
            keys |= {f"{given} {surname}", f"{surname} {given}", f"{given[0]} {surname}", f"{surname} {given[0]}"}
            own = [word for word in surname.split() if word not in JOINING]
            keys |= {f"{first} {last}" for first, last in product(given.split(), {*own, " ".join(own)}) if last}
        keys |= {f"{compared(alias)} {surname}" for alias in self.aliases if surname}
        return frozenset(key for key in keys if key and key not in JOINING)


def names_nobody(text: str) -> bool:
    """Whether a cell only says that no name is known (`unknown`, `unidentified male`): a person, without a name."""
    return says_nothing(text) or fold(text).strip(" .,") in _NOBODY


def _refuse_nobody(field_name: str, text: str) -> None:
    if names_nobody(text):
        raise ValueRefused(field_name, text, "it names nobody.", "Leave the cell blank where the name is not known.")


def _known(part: str, beside: str, odd: list[str]) -> str:
    """A part of a name, or nothing where it says that it is not known; `Na` and `Null` are names beside another."""
    if not says_nothing(part):
        return tidy(part)
    if may_be_a_name(part) and not says_nothing(beside):
        odd.append("it may be a word for 'not known'; beside another name it is kept as a name")
        return tidy(part)
    return ""


def _without_aliases(text: str) -> tuple[str, tuple[str, ...]]:
    """A name without the aliases written into it, and the aliases."""
    paired = text if tidy(text).count('"') % 2 == 0 else tidy(text).replace('"', " ")
    before, *after = _ALSO.split(f" {tidy(paired)}")
    quoted = [next(part for part in match.groups() if part is not None) for match in _QUOTED.finditer(before)]
    later = [alias.strip(" \"'()") for each in after for alias in re.split(r"[,;/]|\bor\b", each)]
    aliases = dict.fromkeys(tidy(alias) for alias in (*quoted, *later) if not says_nothing(alias))
    return tidy(_QUOTED.sub(" ", before).replace('"', " ")), tuple(aliases)


def _without_title(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if fold(first).rstrip(".") in TITLES and rest else text


def _without_suffix(text: str, words: int = 2) -> tuple[str, str]:
    """A name without its last word where that is such a suffix, and the suffix as it is written.

    At least so many words are left, since Junior is a given name too.
    """
    before, _, last = text.rpartition(" ")
    suffix = _SUFFIXES.get(fold(last).strip(".,"), "")
    rest = before.rstrip(" ,")
    spelled_out = fold(last).strip(".,") in ("junior", "senior")
    enough = len(rest.split()) >= (words if spelled_out else 1)
    return (rest, suffix) if suffix and rest and enough else (text, "")


def _without_rank(text: str) -> str:
    """A name without a police rank before or after it, and without a collar number beside one."""
    words = text.split()
    capitals = all(_in_capitals(word) for word in words if word.isalpha() and len(word) > 1)
    start, end = 0, len(words)
    while start < end and _is_rank(words[start], capitals=capitals):
        start += 1
    if start == 0 and end > 1 and words[0] and _is_collar_number(words[0]) and _is_rank(words[1], capitals=capitals):
        start = 1
        while start < end and _is_rank(words[start], capitals=capitals):
            start += 1
    if start == 0:
        return text
    if start < end and _is_collar_number(words[start]):
        start += 1
    if start < end - 1 and _is_collar_number(words[end - 1]):
        end -= 1
    return " ".join(words[start:end]) or text


def _is_rank(word: str, *, capitals: bool) -> bool:
    acting, slash, rank = word.partition("/")
    if slash and acting.upper() in ("A", "T"):  # acting, temporary
        return rank.upper() in _RANKS_IN_CAPITALS or fold(rank).strip(".") in _RANK_WORDS
    return fold(word).strip(".") in _RANK_WORDS or (word in _RANKS_IN_CAPITALS and not capitals)


def _only_rank(text: str) -> bool:
    """Whether a cell for the given name holds only a rank or a title, and perhaps a collar number: `DS`, `PC 1234`."""
    words = [word for word in text.split() if not _is_collar_number(word)]
    return bool(words) and all(_is_rank(word, capitals=False) or fold(word).rstrip(".") in TITLES for word in words)


def _is_collar_number(word: str) -> bool:
    return _COLLAR_NUMBER.fullmatch(word) is not None


def _cut(text: str) -> tuple[str, str]:
    """Given name and surname of a whole name."""
    if "," in text:
        surname, _, given = text.partition(",")
        return tidy(given.replace(",", " ")), tidy(surname)
    words = text.split()
    if len(words) < 2:
        return text, ""
    if _in_capitals(words[0]) and not any(_in_capitals(word) for word in words[1:]):
        return " ".join(words[1:]), words[0]
    start = next((place for place, word in enumerate(words[:-1]) if place and _joins(word)), len(words) - 1)
    return " ".join(words[:start]), " ".join(words[start:])


def _in_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _joins(word: str) -> bool:
    return fold(word).strip("'.") in JOINING


def _checked(
    given: str, surname: str, suffix: str, aliases: tuple[str, ...], original: str, odd: tuple[str, ...]
) -> PersonName:
    for field_name, part in (("given_name", given), ("surname", surname)):
        if part and not compared(part):
            raise ValueRefused(field_name, part, "it has no letters.")
        if len(part) > LONGEST:
            raise ValueRefused(field_name, part, f"it is longer than {LONGEST} characters.", "Give the name alone.")
    named = tuple(dict.fromkeys(alias for alias in aliases if compared(alias)))
    if not (given or surname or named):
        raise ValueRefused("name", original, "it names nobody.", "Leave the cell blank where the name is not known.")
    figures = ("there are figures in the name",) if re.search(r"\d", given + surname) else ()
    return PersonName(given, surname, named, suffix, original, (*odd, *figures))


def compared(text: str) -> str:
    """Folded for comparison: no punctuation, hyphens as spaces, O' and Mac joined to what follows."""
    spaced = re.sub(r"[^\w\s]|_", "", re.sub(r"[-/.,]", " ", fold(text)))
    return re.sub(r"\b(o|mac|mc) (?=\w{2})", r"\1", tidy(spaced))


def _both(name: PersonName) -> tuple[str, str]:
    return compared(name.given), compared(name.surname)


def _called(name: PersonName, *, aliases_only: bool = False) -> set[str]:
    aliases = {compared(alias) for alias in name.aliases}
    if aliases_only:
        return aliases
    given, surname = _both(name)
    return {each for each in (*aliases, given, f"{given} {surname}") if each.strip()}


def _initial(first: str, second: str) -> bool:
    return bool(first and second) and first[0] == second[0] and 1 in (len(first), len(second))


def _shares_part(mine: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """Whether a part known on both sides is the same and the other part is missing on one."""
    same = [a == b for a, b in zip(mine, theirs, strict=True) if a and b]
    return bool(same) and all(same)
