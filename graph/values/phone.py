"""Phone numbers: the key, which identifies a phone, is E.164 (`+447700900123`).

Numbers without a country's prefix are read as numbers of the United Kingdom. Kept with a warning: a number that is
possible and in no country's plan, and text that is no country's number, whose key is `raw:` and its digits; each is
still one phone. Refused: what identifies no phone at all, two numbers in one cell, and a date.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from graph.errors import ValueRefused
from graph.values.damage import is_surely_rounded
from graph.values.text import fold, says_nothing, tidy

REGION = "GB"
FICTION = range(7_700_900_000, 7_700_901_000)
"""07700 900000 to 900999, which Ofcom keeps for drama: no phone ever has one. Demo data uses only these."""

_RAW = "raw:"
_WITHHELD = re.compile(
    r"(number )?(withheld|private|anonymous|blocked|unavailable|restricted)( (number|caller|call))?"
    r"|(no|unknown) (caller( id)?|number)|dim rhif|ataliwyd"
)
_LABEL = re.compile(r"^(tel|telephone|phone|ffon|ffôn|mob|mobile|symudol|home|work|t|m)\b[.:]*\s*", re.IGNORECASE)
_NOTE = re.compile(r"\s*\([^()\d]*[^\W\d_][^()\d]*\)$")
_EXTENSION = re.compile(r"\s*(?:#|x|ext|extn|extension)\.?\s*\d{1,6}$", re.IGNORECASE)
_BETWEEN_NUMBERS = re.compile(r"[/,;&|]|\b(?:and|or|a|neu)\b", re.IGNORECASE)
_DATE = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4}")
_LONE_DIGIT = re.compile(r"\d-\(")
_FEWEST_DIGITS, _MOST_DIGITS, _ENOUGH_FOR_A_NUMBER = 3, 17, 6


@dataclass(frozen=True)
class Phone:
    """One phone number. `shown` as people write it; `notes` say what is worth knowing and is not odd."""

    key: str
    shown: str
    original: str
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Phone":
        """A number as recorded. Raises `ValueRefused`."""
        tidied = tidy(text)
        if re.fullmatch(rf"{_RAW}\d+", tidied):
            return _unread(tidied.removeprefix(_RAW), text)
        _refuse_what_is_no_number(tidied, text)
        bare, warnings = _without_asides(tidied)
        _refuse_several(bare, text)
        _refuse_dates(bare, text)
        _refuse_other_text(bare, text)
        number = _number(bare)
        return _unread(bare, text, warnings) if number is None else _read(number, text, warnings)

    @property
    def is_known_form(self) -> bool:
        """Whether it is a number of some country, rather than text kept as recorded."""
        return not self.key.startswith(_RAW)

    @property
    def fictional(self) -> bool:
        """Whether it is one of the numbers kept for fiction."""
        return self.key.startswith("+44") and int(self.key[3:]) in FICTION

    def agrees(self, other: "Phone") -> bool:
        """Whether both are one number."""
        return self.key == other.key

    def search_keys(self) -> frozenset[str]:
        """The number as it may be typed without spaces: with its country, and as dialled within it."""
        return frozenset({self.key, _digits(self.key), _digits(self.shown)})


def in_international_form(text: str, region: str) -> str:
    """A number in the national form of a region (`DE`) with its country's prefix; any other text unchanged."""
    bare = _LABEL.sub("", tidy(text))
    if bare.startswith(("+", "00")) or re.fullmatch(r"[\d\s()/.-]{5,}", bare) is None or is_surely_rounded(bare):
        return text
    try:
        number = phonenumbers.parse(bare, region)
    except NumberParseException:
        return text
    if not phonenumbers.is_possible_number(number):
        return text
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def is_withheld(text: str) -> bool:
    """Whether a cell says only that the number is not known or was withheld: it identifies nobody."""
    return says_nothing(text) or _WITHHELD.fullmatch(fold(text)) is not None


def _refuse_what_is_no_number(tidied: str, text: str) -> None:
    if not tidied:
        raise ValueRefused("phone", text, "no number is given.")
    if is_withheld(tidied):
        raise ValueRefused("phone", text, "a withheld or unknown number identifies nobody.", "Leave the cell blank.")
    if len(_digits(tidied)) < _FEWEST_DIGITS:
        raise ValueRefused("phone", text, "it has too few digits to be a number.")


def _without_asides(tidied: str) -> tuple[str, tuple[str, ...]]:
    """The number without a label before it, a note in brackets or an extension after it, and warnings of the last."""
    bare = _LABEL.sub("", tidied)
    warnings: list[str] = []
    if _NOTE.search(bare):
        warnings.append("the note beside the number stays in the original only")
        bare = _NOTE.sub("", bare)
    if _EXTENSION.search(bare):
        warnings.append("the extension stays in the original only: all extensions are one phone")
        bare = _EXTENSION.sub("", bare)
    return bare, tuple(warnings)


def _refuse_several(bare: str, text: str) -> None:
    parts = [_digits(part) for part in _BETWEEN_NUMBERS.split(bare)]
    several = sum(len(part) >= _ENOUGH_FOR_A_NUMBER for part in parts) > 1
    if several or sum(map(len, parts)) > _MOST_DIGITS:
        raise ValueRefused(
            "phone", text, "there are more digits than one number has.", "Give each number a row of its own."
        )


def _refuse_dates(bare: str, text: str) -> None:
    if _DATE.fullmatch(bare) or _is_compact_date(bare):
        raise ValueRefused("phone", text, "it is a date.", "Look whether the columns have shifted.")


def _is_compact_date(bare: str) -> bool:
    if re.fullmatch(r"(?:19|20)\d{6}", bare) is None:
        return False
    try:
        date(int(bare[:4]), int(bare[4:6]), int(bare[6:]))
    except ValueError:
        return False
    return True


def _refuse_other_text(bare: str, text: str) -> None:
    if re.search(r"[^\W\d_]", bare):
        raise ValueRefused("phone", text, "there are letters among the digits.", "Give the number alone.")
    if re.search(r"[?*]", bare):
        raise ValueRefused("phone", text, "some digits are unknown.", "Keep a partial number in the item's text.")


def _number(bare: str) -> PhoneNumber | None:
    """The number of some country that this is, or None.

    An international prefix is one only when written as such; and a lone digit, a hyphen and brackets (the North
    American `0-(070)893-3322` without its +) are no country's.
    """
    digits = _digits(bare)
    if _LONE_DIGIT.match(bare):
        return None
    for prefix in ("00", "44"):
        if digits.startswith(prefix) and not re.match(rf"[+(]*{prefix}", bare):
            return None
    try:
        number = phonenumbers.parse(bare, REGION)
    except NumberParseException:
        return None
    possible = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    return number if possible else None


def _read(number: PhoneNumber, text: str, warnings: tuple[str, ...]) -> Phone:
    at_home = number.country_code == phonenumbers.country_code_for_region(REGION)
    style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    shown = phonenumbers.format_number(number, style)
    fiction = at_home and number.national_number in FICTION
    in_use = fiction or phonenumbers.is_valid_number(number)
    return Phone(
        key=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        shown=f"0{str(number.national_number)[:4]} {str(number.national_number)[4:]}" if fiction else shown,
        original=text,
        warnings=warnings if in_use else (*warnings, "it is a possible number, but no country has it in use"),
        notes=("reserved for fiction",) if fiction else (),
    )


def _unread(bare: str, text: str, warnings: tuple[str, ...] = ()) -> Phone:
    warning = "it is no full phone number of any country; kept as recorded"
    return Phone(f"{_RAW}{_digits(bare)}", bare, text, (*warnings, warning))


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(mark)) for mark in text if mark.isdecimal())
