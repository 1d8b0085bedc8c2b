"""What is typed in the benchmark of search: made from what is recorded, whole, in part, mistyped or in another form.

Each way of typing takes one document, as the graph has it, and makes the text that somebody might type for it; None
where it cannot be typed so. What it was made from must be found again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from graph.search.document import SearchDocument, What
from graph.search.words import plain_words
from graph.values.forms import forms_of_name, forms_of_place
from graph.values.name import compared
from graph.values.vrm import CONFUSED, Vrm

Make = Callable[[SearchDocument, Random], "str | None"]


@dataclass(frozen=True)
class Way:
    """One way of typing, and what it is typed for."""

    name: str
    what: What
    make: Make


def _named(make: Make) -> Make:
    """Only for those whose given name and surname are both known, and long enough to be typed wrong."""

    def made(document: SearchDocument, rng: Random) -> str | None:
        return make(document, rng) if len(document.given) > 2 and len(document.surname) > 3 else None

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


def _other_form(document: SearchDocument, rng: Random) -> str | None:
    forms = sorted(forms_of_name(compared(document.given)))
    return f"{rng.choice(forms)} {document.surname}" if forms else None


def _with_year(document: SearchDocument, _: Random) -> str | None:
    return f"{document.given} {document.surname} {document.born[:4]}" if document.born else None


def _unknown(document: SearchDocument, rng: Random) -> str | None:
    if not _is_whole(document):
        return None
    places = rng.sample(range(len(document.vrm)), 2)
    return "".join("?" if at in places else mark for at, mark in enumerate(document.vrm))


def _misread(document: SearchDocument, rng: Random) -> str | None:
    if not _is_whole(document):
        return None
    pairs = [(at, other) for at, mark in enumerate(document.vrm) for pair in CONFUSED if mark in pair for other in pair]
    at, other = rng.choice(sorted((at, other) for at, other in pairs if other != document.vrm[at]))
    return document.vrm[:at] + other + document.vrm[at + 1 :]


def _is_whole(document: SearchDocument) -> bool:
    return bool(document.vrm) and not Vrm.parse(document.vrm).partial and len(document.vrm) == 7


def _street(document: SearchDocument, _: Random) -> str | None:
    return (
        document.address.split(",")[0]
        if document.address and any(mark.isdigit() for mark in document.address)
        else None
    )


def _other_language(document: SearchDocument, rng: Random) -> str | None:
    words = (_street(document, rng) or "").split()
    changed = [sorted(forms_of_place(word.casefold())) for word in words]
    if not any(changed):
        return None
    return " ".join(rng.choice(forms) if forms else word for word, forms in zip(words, changed, strict=True))


def _some_words(document: SearchDocument, rng: Random) -> str | None:
    words = sorted({word for word in plain_words(document.text) if len(word) > 4 and word.isalpha()})
    return " ".join(rng.sample(words, 3)) if len(words) >= 3 else None


def _phrase(document: SearchDocument, rng: Random) -> str | None:
    words = plain_words(document.text)
    at = rng.randrange(max(1, len(words) - 3))
    return f'"{" ".join(words[at : at + 3])}"' if len(words) >= 6 else None


WAYS: tuple[Way, ...] = (
    Way("name", "person", _named(lambda document, _: f"{document.given} {document.surname}")),
    Way("name, turned", "person", _named(lambda document, _: f"{document.surname} {document.given}")),
    Way(
        "name, mistyped", "person", _named(lambda document, rng: f"{document.given} {_mistyped(document.surname, rng)}")
    ),
    Way("name, other form", "person", _named(_other_form)),
    Way("name and year", "person", _named(_with_year)),
    Way("initial, surname", "person", _named(lambda document, _: f"{document.given[0]} {document.surname}")),
    Way("surname", "person", _named(lambda document, _: document.surname)),
    Way("alias", "person", lambda document, _: document.aliases[0] if document.aliases else None),
    Way("plate", "vehicle", lambda document, _: document.vrm if _is_whole(document) else None),
    Way("plate, 2 unknown", "vehicle", _unknown),
    Way("plate, misread", "vehicle", _misread),
    Way("plate, piece", "vehicle", lambda document, _: document.vrm[:4] if _is_whole(document) else None),
    Way("phone", "phone", lambda document, _: f"0{document.number[3:]}" if document.number.startswith("+44") else None),
    Way("phone, last six", "phone", lambda document, _: document.number[-6:] or None),
    Way("address", "address", _street),
    Way("address, other lang.", "address", _other_language),
    Way("postcode", "address", lambda document, _: document.postcode or None),
    Way("account", "account", lambda document, _: document.handle or None),
    Way("words of a report", "item", _some_words),
    Way("words together", "item", _phrase),
    Way("reference", "person", lambda document, _: document.refs[0] if document.refs else None),
    Way("item's reference", "item", lambda document, _: document.item_ref),
)
"""Every way, in the order of the table."""
