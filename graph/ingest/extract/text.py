"""What a text seems to mention, proposed to the person who records it: plates, phones, postcodes, dates, and phrases
that may be names or references.

A proposal is of the text alone. Which phrases name somebody who is recorded is asked through the door
(`known_phrases`), so that only people who the writer may see are proposed. A person accepts each, or marks by hand what
is missed: names in small letters, addresses, accounts, plates of old or foreign forms.
"""

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from graph.errors import ValueRefused
from graph.values.phone import Phone
from graph.values.postcode import Postcode
from graph.values.vrm import Vrm
from graph.values.when import Period

ValueKind = Literal["vehicle", "phone", "address", "date"]

LONGEST_NAME = 4
"""Words of a phrase that may be a name."""
MOST_PHRASES = 2000
_FEWEST_KNOWN = 4
"""Characters of a partial plate that are known, at the least."""

_CURRENT = re.compile(r"(?<![\w?])[A-Z?]{2}[0-9?]{2} ?[A-Z?]{3}(?![\w?])", re.IGNORECASE)
_OLDER = re.compile(
    r"(?<!\w)(?:[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z]|[A-Z]?(?:[A-Z]Z|[IZ][A-Z]) ?\d{3,4})(?!\w)"
)
_PHONE = re.compile(r"(?<![\w+])(?:\+44 ?\(?0?\)?|0)\d(?:[ ()-]{0,2}\d){8,9}(?!\w)")
_MONTHS = tuple(calendar.month_name[1:])
_DATE = re.compile(
    r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:{'|'.join(_MONTHS)}) \d{{4}})\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’-][^\W\d_]+)*(?!\w)")
_BETWEEN = re.compile(r" +")
_REFERENCE = re.compile(r"(?<!\w)(?=[\w/-]*\d)[A-Z][A-Z0-9]*(?:[-/][A-Z0-9]+)*(?!\w)")
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """A An The He She They It We I You On At In By To Of As And But Or If This That There Then When Where Who Which
        His Her Their Was Were Is Are Had Has Seen Met Said No Not One Two Three Male Female Man Woman Boy Girl
        Child Adult Police Officer Staff""",
    )
).union(calendar.day_name, _MONTHS)
"""Words that begin sentences; each alone is no name to look for."""


@dataclass(frozen=True)
class ProposedValue:
    """A value that a text seems to state: as written, where it begins, and as it is read."""

    kind: ValueKind
    text: str
    start: int
    value: str


def values_in(text: str) -> tuple[ProposedValue, ...]:
    """The plates, phones, postcodes and dates of a text, in its order; each value once, and none within another."""
    found: dict[tuple[ValueKind, str], ProposedValue] = {}
    taken: list[tuple[int, int]] = []
    for each in _values(text):
        end = each.start + len(each.text)
        if all(end <= start or stop <= each.start for start, stop in taken):
            taken.append((each.start, end))
            found.setdefault((each.kind, each.value), each)
    return tuple(sorted(found.values(), key=lambda each: each.start))


def phrases_in(text: str) -> tuple[str, ...]:
    """The phrases of a text that may be names (up to four words with capitals) or references, longest first in each
    place; at most `MOST_PHRASES`."""
    found = dict.fromkeys(match[0] for match in _REFERENCE.finditer(text))
    for words in _runs(text):
        for start in range(len(words)):
            for end in range(min(len(words), start + LONGEST_NAME), start, -1):
                some = words[start:end]
                if not (len(some) == 1 and (some[0] in _NO_NAMES or len(some[0]) < 2)):
                    found.setdefault(" ".join(some))
    return tuple(found)[:MOST_PHRASES]


def _values(text: str) -> Iterator[ProposedValue]:
    """Every value, of each kind by itself: what two kinds could be is taken as the first."""
    yield from _read(_DATE, text, "date", _date)
    yield from _read(_PHONE, text, "phone", _phone)
    for postcode, start, written in Postcode.every_within(text):
        yield ProposedValue("address", written, start, postcode.key)
    yield from _read(_CURRENT, text, "vehicle", _plate)
    yield from _read(_OLDER, text, "vehicle", _plate)


def _read(
    pattern: re.Pattern[str], text: str, kind: ValueKind, read: Callable[[str], str | None]
) -> Iterable[ProposedValue]:
    for match in pattern.finditer(text):
        try:
            value = read(match[0])
        except ValueRefused:
            continue
        if value is not None:
            yield ProposedValue(kind, match[0], match.start(), value)


def _plate(text: str) -> str | None:
    plate = Vrm.parse(text)
    if plate.partial:
        known = plate.key.replace("?", "")
        return plate.shown if len(known) >= _FEWEST_KNOWN and any(mark.isdigit() for mark in known) else None
    return None if plate.warnings else plate.shown


def _phone(text: str) -> str | None:
    phone = Phone.parse(text)
    return phone.shown if phone.is_known_form else None


def _date(text: str) -> str | None:
    """A day as it is written in Wales: the day before the month."""
    words = re.fullmatch(r"(\d{1,2})(?:\D* (\w+) |/(\d{1,2})/)(\d{4})", text)
    if words is None:
        return Period.parse(text).key
    month = words[3] or [each.casefold() for each in _MONTHS].index(words[2].casefold()) + 1
    return Period.parse(f"{words[4]}-{int(month):02}-{int(words[1]):02}").key


def _runs(text: str) -> Iterator[list[str]]:
    """The words with capitals that follow one another, parted by spaces alone."""
    run: list[str] = []
    end = -1
    for match in _WORD.finditer(text):
        if not match[0][0].isupper():
            continue
        if run and _BETWEEN.fullmatch(text, end, match.start()) is None:
            yield run
            run = []
        run.append(match[0])
        end = match.end()
    if run:
        yield run
