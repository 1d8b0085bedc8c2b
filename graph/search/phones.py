"""Phones by their numbers: typed in any form, by the last digits, by a run of digits, or with a digit or two wrong."""

import re
from dataclasses import dataclass

from graph.search.document import SearchDocument
from graph.search.match import Match, slips
from graph.search.query import Begins, Near, Query, Some, Terms, one

FEWEST_DIGITS, FEWEST_FIRST, FEWEST_WITHIN, FEWEST_MISTYPED = 3, 4, 5, 9
"""How many digits are the last of a number, or the first; a run within it; and a number in which some may be wrong."""
MOST_DIGITS, WHOLE_NUMBER = 15, 10
_ONE_WRONG, _TWO_WRONG = 0.8, 0.66


@dataclass(frozen=True)
class PhoneSought:
    """The digits typed, without what dials the United Kingdom: `7700900123`, or some of the last.

    `beginning` are the digits without it too where they may be the first of a number: `07700 900` as `7700900`.
    """

    digits: str
    beginning: str = ""


def seek_phone(text: str) -> PhoneSought | None:
    """The number, or the piece of one, that a text may be; None where it is none."""
    if re.fullmatch(r"[\d\s+().\-]+", text) is None:
        return None
    typed = re.sub(r"\D", "", text)
    digits = _at_home(typed)
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        return None
    return PhoneSought(digits, _beginning(text, typed))


def _at_home(digits: str) -> str:
    """Digits without the prefix of the United Kingdom, or the nought that stands for it."""
    for prefix in ("0044", "44"):
        if digits.startswith(prefix) and len(digits) > len(prefix) + 7:
            return digits.removeprefix(prefix).removeprefix("0")
    if len(digits) <= FEWEST_MISTYPED:
        return digits
    return digits.removeprefix("00") if digits.startswith("00") else digits.removeprefix("0")


def _beginning(text: str, digits: str) -> str:
    """The first digits of a number, where these begin with what dials the United Kingdom and are enough."""
    dialled = "44" if text.strip().startswith("+44") else "0044" if digits.startswith("0044") else "0"
    rest = digits.removeprefix(dialled).removeprefix("0")
    return rest if digits.startswith(dialled) and FEWEST_FIRST <= len(rest) < WHOLE_NUMBER else ""


def recorded_digits(number: str) -> str:
    """The digits by which a recorded number is found: `+447700900123` as `7700900123`, `raw:600` as `600`."""
    if number.startswith("+44"):
        return number[3:]
    return re.sub(r"\D", "", number)


def phone_terms(document: SearchDocument) -> Terms:
    """What a number is found by: the whole of it, and every end of it."""
    digits = recorded_digits(document.number)
    tails = [digits[at:] for at in range(len(digits) - FEWEST_DIGITS + 1)]
    return {"phone": [digits], "phone_tail": tails} if digits else {}


def match_phone(sought: PhoneSought, document: SearchDocument) -> Match | None:
    """How a number fits."""
    digits = recorded_digits(document.number)
    if not digits:
        return None
    shown = f"0{digits}" if document.number.startswith("+44") else document.number
    typed = sought.digits
    if typed == digits:
        return Match(1.0, (f"phone: {shown}",))
    if digits.endswith(typed):
        return Match(0.55 + 0.35 * len(typed) / len(digits), (f"phone: {shown} ends in {typed}",))
    if len(typed) >= FEWEST_MISTYPED and (distance := slips(typed, digits, 2)) is not None:
        score = _ONE_WRONG if distance == 1 else _TWO_WRONG
        wrong = "one digit" if distance == 1 else "two digits"
        return Match(score, (f"phone: {shown} is {wrong} away from {typed}",))
    if sought.beginning and document.number.startswith(f"+44{sought.beginning}"):
        return Match(
            0.5 + 0.3 * len(sought.beginning) / len(digits), (f"phone: {shown} begins with 0{sought.beginning}",)
        )
    if len(typed) >= FEWEST_WITHIN and typed in digits:
        return Match(0.5 + 0.2 * len(typed) / len(digits), (f"phone: {shown} has {typed} in it",))
    return None


def phone_queries(sought: PhoneSought) -> tuple[Query, ...]:
    """Where to look, the closest first; the last takes in everything that fits."""
    typed = sought.digits
    parts: list[Query] = [one("phone_tail", typed)]
    if len(typed) >= FEWEST_MISTYPED:
        parts += [Near("phone", typed, 2)]
    if len(typed) >= FEWEST_WITHIN:
        parts += [Begins("phone_tail", typed)]
    if sought.beginning:
        parts.append(Begins("phone", sought.beginning))
    return one("phone", typed), one("phone_tail", typed), Some((one("phone", typed), *parts))
