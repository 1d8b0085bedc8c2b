"""What a typed text may mean, each meaning in plain words.

A text may be several things at once (900123 is the last digits of a number, K12 a piece of a plate and a reference),
and all of them are looked for. What it is taken for depends on the text alone, and on the day for years of two figures.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.model.kinds import THINGS
from graph.search.accounts import AccountSought, account_queries, match_account, seek_account
from graph.search.births import birth_queries, find_birth, match_birth
from graph.search.document import PLACED, SearchDocument, What
from graph.search.match import Match, better
from graph.search.names import NameSought, match_name, name_queries, seek_name
from graph.search.phones import PhoneSought, match_phone, phone_queries, seek_phone
from graph.search.places import PlaceSought, match_place, place_queries, seek_place
from graph.search.plates import PlateSought, match_plate, plate_queries, seek_plate
from graph.search.query import Query
from graph.search.references import ReferenceSought, match_reference, reference_queries, seek_reference
from graph.search.words import WordsSought, looks_queries, match_looks, match_text, seek_words, text_queries
from graph.values.birth_date import BirthDate
from graph.values.text import tidy
from graph.wording import joined, wording

EVERYTHING: frozenset[What] = frozenset({*THINGS, "item"})
"""What has references; a report as a whole is found by those of its items."""


MOST_READ, MOST_TEXTS = 250, 100
"""How many different documents are read for one meaning; how many texts, which fit nearly alike."""


@dataclass(frozen=True)
class Meaning:
    """One thing that a text may be: in words (`what: text`), of what, where to look for it, how a document fits it.

    `queries` begin with the closest; the last takes in everything that fits. `most` bounds how many different things
    document are read, where more fit.
    """

    said: str
    of: frozenset[What]
    queries: tuple[Query, ...]
    match: Callable[[SearchDocument], Match | None]
    most: int = MOST_READ


@dataclass(frozen=True)
class Understood:
    """Everything that a text may be; nothing, where it is too short or too vague to look for."""

    meanings: tuple[Meaning, ...]

    def only(self, wanted: frozenset[What]) -> "Understood":
        """Those of the meanings that can be found among these."""
        return Understood(tuple(meaning for meaning in self.meanings if meaning.of & wanted))

    def match(self, document: SearchDocument) -> Match | None:
        """How a document fits the best of the meanings; the first of equals."""
        return better(meaning.match(document) for meaning in self.meanings if document.what in meaning.of)


def understand(text: str, today: date) -> Understood:
    """What a text may be, on a day."""
    readable = "".join(mark if mark.isprintable() else " " for mark in text)
    return Understood(tuple(_meanings(tidy(readable), today)))


def _meanings(text: str, today: date) -> Iterator[Meaning]:
    words = seek_words(text)
    if words is not None and words.alternatives:
        yield from _words(words)
        return
    if (reference := seek_reference(text)) is not None:
        yield _reference(reference)
    if (plate := seek_plate(text)) is not None:
        yield _plate(plate)
    if (phone := seek_phone(text)) is not None:
        yield _phone(phone)
    birth = find_birth(text, today)
    if birth is not None and not birth.rest.strip(" .,"):
        yield _birth(birth.born)
    name = None if birth is None else seek_name(birth.rest, birth.born)
    name = seek_name(text, None) if name is None else name
    if name is not None:
        yield _name(name)
    if (place := seek_place(text)) is not None:
        yield _place(place)
    if (account := seek_account(text)) is not None:
        yield _account(account)
    if words is not None:
        yield from _words(words)


def _of(*what: What) -> frozenset[What]:
    return frozenset(what)


def _bound(
    match: Callable[[Any, SearchDocument], Match | None], sought: object
) -> Callable[[SearchDocument], Match | None]:
    return lambda document: match(sought, document)


def _reference(sought: ReferenceSought) -> Meaning:
    return Meaning(
        wording("a reference: %(text)s", text=sought.text),
        EVERYTHING,
        reference_queries(sought),
        _bound(match_reference, sought),
    )


def _plate(sought: PlateSought) -> Meaning:
    if "?" in sought.pattern or "*" in sought.pattern:
        what = wording("a plate with unknown characters")
    else:
        what = wording("a plate, or a piece of one") if sought.piece else wording("a plate")
    said = f"{what}: {sought.pattern}"
    return Meaning(said, _of("vehicle"), plate_queries(sought), _bound(match_plate, sought))


def _phone(sought: PhoneSought) -> Meaning:
    said = (
        wording("a phone number")
        if len(sought.digits) >= 9
        else wording("the last digits of a phone number, or some of its digits")
    )
    return Meaning(f"{said}: {sought.digits}", _of("phone"), phone_queries(sought), _bound(match_phone, sought))


def _birth(born: BirthDate) -> Meaning:
    return Meaning(
        wording("a date of birth: %(shown)s", shown=born.shown),
        _of("person"),
        birth_queries(born),
        _bound(match_birth, born),
    )


def _name(sought: NameSought) -> Meaning:
    said = wording("a name, in any order: %(words)s", words=joined(" ", sought.words))
    if sought.born is not None:
        said = wording("%(name)s, born %(born)s", name=said, born=sought.born.shown)
    return Meaning(said, _of("person"), name_queries(sought), _bound(match_name, sought))


def _place(sought: PlaceSought) -> Meaning:
    parts = [" ".join(sought.words)] if sought.words else []
    parts += [f"{'postcode' if sought.whole_postcode else 'postcode beginning'} {sought.postcode}"] * bool(
        sought.postcode
    )
    said = wording("an address or a part of one: %(parts)s", parts=joined(", ", parts))
    return Meaning(said, PLACED, place_queries(sought), _bound(match_place, sought))


def _account(sought: AccountSought) -> Meaning:
    said = wording("an account: %(words)s", words=joined(" ", sought.words))
    return Meaning(said, _of("account"), account_queries(sought), _bound(match_account, sought))


def _words(sought: WordsSought) -> Iterator[Meaning]:
    text, looks = text_queries(sought), looks_queries(sought)
    yield Meaning(
        wording("words of reports: %(text)s", text=sought.said),
        _of("item", "report"),
        text,
        _bound(match_text, sought),
        MOST_TEXTS,
    )
    said = wording("a description of a person or a vehicle: %(text)s", text=sought.said)
    yield Meaning(said, _of("person", "vehicle"), looks, _bound(match_looks, sought))
