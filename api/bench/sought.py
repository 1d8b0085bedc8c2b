"""What is typed in the benchmark of search: made from what is recorded, whole, in part, mistyped or in another form.

Each way of typing takes one thing told, as the graph has it, and makes the text that somebody might type for it; None
where it cannot be typed so. What it was made from must be found again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from graph.search.told import Told, What
from graph.search.words import plain_words
from graph.values.forms import forms_of_name, forms_of_place
from graph.values.name import compared
from graph.values.vrm import CONFUSED, Vrm

Make = Callable[[Told, Random], "str | None"]


@dataclass(frozen=True)
class Way:
    """One way of typing, and what it is typed for."""

    name: str
    what: What
    make: Make


def _named(make: Make) -> Make:
    """Only for those whose given name and surname are both known, and long enough to be typed wrong."""

    def made(told: Told, rng: Random) -> str | None:
        return make(told, rng) if len(told.given) > 2 and len(told.surname) > 3 else None

    return made


def _mistyped(word: str, rng: Random) -> str:
    """Two letters swapped, one left out, or one struck twice; the first stands."""
    at = rng.randrange(1, len(word) - 1)
    ways = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at - 1 :],
    )
    return rng.choice(ways)


def _other_form(told: Told, rng: Random) -> str | None:
    forms = sorted(forms_of_name(compared(told.given)))
    return f"{rng.choice(forms)} {told.surname}" if forms else None


def _with_year(told: Told, _: Random) -> str | None:
    return f"{told.given} {told.surname} {told.born[:4]}" if told.born else None


def _unknown(told: Told, rng: Random) -> str | None:
    if not _is_whole(told):
        return None
    places = rng.sample(range(len(told.vrm)), 2)
    return "".join("?" if at in places else mark for at, mark in enumerate(told.vrm))


def _misread(told: Told, rng: Random) -> str | None:
    if not _is_whole(told):
        return None
    pairs = [(at, other) for at, mark in enumerate(told.vrm) for pair in CONFUSED if mark in pair for other in pair]
    at, other = rng.choice(sorted((at, other) for at, other in pairs if other != told.vrm[at]))
    return told.vrm[:at] + other + told.vrm[at + 1 :]


def _is_whole(told: Told) -> bool:
    return bool(told.vrm) and not Vrm.parse(told.vrm).partial and len(told.vrm) == 7


def _street(told: Told, _: Random) -> str | None:
    return told.address.split(",")[0] if told.address and any(mark.isdigit() for mark in told.address) else None


def _other_language(told: Told, rng: Random) -> str | None:
    words = (_street(told, rng) or "").split()
    changed = [sorted(forms_of_place(word.casefold())) for word in words]
    if not any(changed):
        return None
    return " ".join(rng.choice(forms) if forms else word for word, forms in zip(words, changed, strict=True))


def _some_words(told: Told, rng: Random) -> str | None:
    words = sorted({word for word in plain_words(told.text) if len(word) > 4 and word.isalpha()})
    return " ".join(rng.sample(words, 3)) if len(words) >= 3 else None


def _phrase(told: Told, rng: Random) -> str | None:
    words = plain_words(told.text)
    at = rng.randrange(max(1, len(words) - 3))
    return f'"{" ".join(words[at : at + 3])}"' if len(words) >= 6 else None


WAYS: tuple[Way, ...] = (
    Way("name", "person", _named(lambda told, _: f"{told.given} {told.surname}")),
    Way("name, turned", "person", _named(lambda told, _: f"{told.surname} {told.given}")),
    Way("name, mistyped", "person", _named(lambda told, rng: f"{told.given} {_mistyped(told.surname, rng)}")),
    Way("name, other form", "person", _named(_other_form)),
    Way("name and year", "person", _named(_with_year)),
    Way("initial, surname", "person", _named(lambda told, _: f"{told.given[0]} {told.surname}")),
    Way("surname", "person", _named(lambda told, _: told.surname)),
    Way("alias", "person", lambda told, _: told.aliases[0] if told.aliases else None),
    Way("plate", "vehicle", lambda told, _: told.vrm if _is_whole(told) else None),
    Way("plate, 2 unknown", "vehicle", _unknown),
    Way("plate, misread", "vehicle", _misread),
    Way("plate, piece", "vehicle", lambda told, _: told.vrm[:4] if _is_whole(told) else None),
    Way("phone", "phone", lambda told, _: f"0{told.number[3:]}" if told.number.startswith("+44") else None),
    Way("phone, last six", "phone", lambda told, _: told.number[-6:] or None),
    Way("address", "address", _street),
    Way("address, other lang.", "address", _other_language),
    Way("postcode", "address", lambda told, _: told.postcode or None),
    Way("account", "account", lambda told, _: told.handle or None),
    Way("words of a report", "item", _some_words),
    Way("words together", "item", _phrase),
    Way("reference", "person", lambda told, _: told.refs[0] if told.refs else None),
    Way("item's reference", "item", lambda told, _: told.item_ref),
)
"""Every way, in the order of the table."""
