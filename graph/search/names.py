"""People by their names: in any order, with aliases, other forms, slips of the finger, by ear, with initials.

Every word that was typed must answer to a word of the name or of one of its aliases, each to another; of three or more
words one may answer to none, since middle names, and towns, are typed that no record has. Words that join a surname to
what stands before it (ap, ferch, bin) and ranks (DS, PC) need not answer. Words written apart or together are one:
Abdul Rahman, Abdulrahman. A name in another script answers by how it is spelled in Latin letters, Arabic and Hebrew by
their consonants.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.search.births import birth_query, birth_terms, compare_births
from graph.search.document import SearchDocument
from graph.search.match import FORM, INITIAL, TWO_SLIPS, Likeness, Match, alike, heard, slips_allowed
from graph.search.query import Begins, Every, Near, Query, Some, Terms, one
from graph.values.birth_date import BirthDate
from graph.values.forms import forms_of_name
from graph.values.name import JOINING, RANKS, TITLES, compared
from graph.values.script import consonants, latin, without_vowels
from graph.values.sound import sound_keys

MOST_WORDS = 6
"""More words than these are no name."""
ENOUGH_TO_LACK_ONE = 3
"""Of so many words one may answer to none."""

_UNVOWELLED = "~"
"""What stands before a key of consonants among the keys of sounds."""
_UNANSWERED = 0.25
_NOT_SAID, _MOST_NOT_SAID = 0.015, 0.06
_TURNED = 0.01
_BIRTH_UNKNOWN, _BIRTH_DIFFERS = 0.85, 0.5


@dataclass(frozen=True)
class NameSought:
    """The words of a name, folded, in the order typed; and when the person was born, where that was typed too."""

    words: tuple[str, ...]
    born: BirthDate | None = None

    @property
    def readings(self) -> tuple[tuple[str, ...], ...]:
        """The words as typed, and with each two neighbours written together."""
        pairs = range(len(self.words) - 1)
        joined = ((*self.words[:at], self.words[at] + self.words[at + 1], *self.words[at + 2 :]) for at in pairs)
        return (self.words, *joined)


def seek_name(text: str, born: BirthDate | None) -> NameSought | None:
    """The name that a text may be: letters only, not too many words; None where it is none."""
    words = tuple(word for word in compared(text).split() if word not in TITLES)
    if not words or len(words) > MOST_WORDS or not all(word.isalpha() for word in words):
        return None
    if len(words) == 1 and len(words[0]) == 1:
        return None
    return NameSought(words, born)


def needed(words: tuple[str, ...]) -> tuple[str, ...]:
    """Those words that must answer: all but the joining ones, unless there is nothing else.

    One that stands first and is short for a given name is that name: Al, Di.
    """
    optional = JOINING | RANKS
    proper = tuple(word for at, word in enumerate(words) if word not in optional or (at == 0 and forms_of_name(word)))
    return proper or words


@dataclass(frozen=True)
class _Word:
    """A word of a name: which of the name's words it covers, and whether it is the name's or an alias's."""

    word: str
    covers: frozenset[int]
    alias: int | None = None


@lru_cache(maxsize=50_000)
def _words_of(given: str, surname: str, aliases: tuple[str, ...]) -> tuple[tuple[_Word, ...], int, int]:
    """The words that may be answered to; how many the name has, and of them how many the given name."""
    first, last = compared(given).split(), compared(surname).split()
    own = [*first, *last]
    found = [_Word(word, frozenset({at})) for at, word in enumerate(own)]
    found += [_Word(own[at] + own[at + 1], frozenset({at, at + 1})) for at in range(len(own) - 1)]
    number = len(own)
    for which, alias in enumerate(aliases):
        words = compared(alias).split()
        found += [_Word(word, frozenset({number + at}), which) for at, word in enumerate(words)]
        if len(words) > 1:
            found.append(_Word("".join(words), frozenset(range(number, number + len(words))), which))
        number += len(words)
    return tuple(found), len(own), len(first)


def name_terms(document: SearchDocument) -> Terms:
    """What a person's name and date of birth are found by."""
    words = [word.word for word in _words_of(document.given, document.surname, document.aliases)[0]]
    spelled = [latin(word) or word for word in words]
    sounds = {key for word in spelled for key in sound_keys(word)}
    sounds |= {_UNVOWELLED + key for word in words if without_vowels(word) and (key := consonants(word))}
    return {
        "name": sorted({*words, *spelled}),
        "sound": sorted(sounds),
        "initial": sorted({word[0] for word in (*words, *spelled)}),
        "born": birth_terms(document.born),
    }


@lru_cache(maxsize=200_000)
def name_likeness(typed: str, recorded: str) -> Likeness | None:
    """How alike a typed word and a word of a name are; None where they are not."""
    if (spelled := latin(recorded)) and not latin(typed):
        return _in_another_script(typed, recorded, spelled)
    if len(typed) == 1 or len(recorded) == 1:
        if typed == recorded:
            return Likeness(1.0)
        return (
            Likeness(INITIAL, f"“{min(typed, recorded, key=len)}” as an initial") if typed[0] == recorded[0] else None
        )
    written = alike(typed, recorded, forms_of_name(typed), slips_allowed(typed))
    if written is not None and written.score >= FORM:
        return written
    both = [each for each in (written, heard(typed, recorded)) if each is not None]
    return max(both, key=lambda each: each.score) if both else None


def _in_another_script(typed: str, recorded: str, spelled: str) -> Likeness | None:
    """How alike a word in Latin letters and one in another script are, by how that one is spelled in Latin letters."""
    like = alike(typed, spelled, forms_of_name(typed), slips_allowed(typed)) or heard(typed, spelled)
    if like is None and without_vowels(recorded) and consonants(typed) and consonants(typed) == consonants(recorded):
        like = Likeness(FORM)
    return None if like is None else Likeness(min(like.score, FORM), f"“{typed}” is “{recorded}” in another script")


def match_name(sought: NameSought, document: SearchDocument) -> Match | None:
    """How a person's name fits what is sought."""
    return _match(sought, document.given, document.surname, document.aliases, document.born)


@lru_cache(maxsize=10_000)
def _match(sought: NameSought, given: str, surname: str, aliases: tuple[str, ...], born: str) -> Match | None:
    """Kept, since of the hundreds who fit a common name most are called and born alike."""
    words, own, of_given = _words_of(given, surname, aliases)
    apart = tuple(word for word in words if len(word.covers) == 1)
    found = [
        (score, number, why)
        for number, reading in enumerate(sought.readings)
        if (fit := _fit(needed(reading), apart if number else words, own, of_given)) is not None
        for score, why in (fit,)
    ]
    if not found:
        return None
    score, _, why = max(found, key=lambda each: (each[0], -each[1]))
    shown = " ".join(part for part in (given, *(f"“{alias}”" for alias in aliases), surname) if part)
    why = (f"name: {shown}", *why)
    if sought.born is not None:
        factor, said = compare_births(sought.born, born, _BIRTH_UNKNOWN, _BIRTH_DIFFERS)
        score, why = score * factor, (*why, said)
    return Match(score, why)


def _fit(
    typed: tuple[str, ...], words: tuple[_Word, ...], own: int, given: int
) -> tuple[float, tuple[str, ...]] | None:
    likely = [
        [(likeness, word) for word in words if (likeness := name_likeness(each, word.word)) is not None]
        for each in typed
    ]
    lacking = sum(not each for each in likely)
    if lacking > (len(typed) >= ENOUGH_TO_LACK_ONE):
        return None
    best = max(_answers(likely), key=lambda answer: sum(each[0].score for each in answer if each), default=None)
    if best is None:
        return None
    answered = [each for each in best if each is not None]
    total = sum(likeness.score for likeness, _ in answered) + _UNANSWERED * (len(typed) - len(answered))
    if len(answered) == 1 and answered[0][0].score == INITIAL:
        return None
    covered = frozenset[int]().union(*(word.covers for _, word in answered))
    not_said = 0 if _is_whole_alias(answered, words) else sum(at not in covered for at in range(own))
    starts = [min(word.covers) for _, word in answered if word.alias is None]
    turned = len(starts) > 1 and starts != sorted(starts)
    score = total / len(typed) - min(_MOST_NOT_SAID, _NOT_SAID * not_said) - _TURNED * turned
    unanswered = [word for word, each in zip(typed, best, strict=True) if each is None]
    why = [likeness.how for likeness, _ in answered if likeness.how]
    why += ["given name and surname the other way round"] if turned and starts[0] >= given else []
    why += [f"“{word}” is not in the name" for word in unanswered]
    return score, tuple(why)


_Answer = tuple["tuple[Likeness, _Word] | None", ...]


def _answers(likely: list[list[tuple[Likeness, _Word]]]) -> Iterator[_Answer]:
    """Every way in which the typed words can answer to words of the name, each to another."""
    may_lack = len(likely) >= ENOUGH_TO_LACK_ONE

    def go_on(at: int, taken: frozenset[int], so_far: _Answer, lacking: int) -> Iterator[_Answer]:
        if at == len(likely):
            yield so_far
            return
        for likeness, word in likely[at]:
            if taken.isdisjoint(word.covers):
                yield from go_on(at + 1, taken | word.covers, (*so_far, (likeness, word)), lacking)
        if may_lack and not lacking:
            yield from go_on(at + 1, taken, (*so_far, None), 1)

    return go_on(0, frozenset(), (), 0)


def _is_whole_alias(answered: list[tuple[Likeness, _Word]], words: tuple[_Word, ...]) -> bool:
    """Whether what answered is one alias, all of it."""
    aliases = {word.alias for _, word in answered}
    if len(aliases) != 1 or None in aliases:
        return False
    whole = frozenset[int]().union(*(word.covers for word in words if word.alias in aliases))
    return frozenset[int]().union(*(word.covers for _, word in answered)) == whole


def name_queries(sought: NameSought) -> tuple[Query, ...]:
    """Where to look, the closest first; the last takes in everything that fits."""
    readings = [needed(reading) for reading in sought.readings]
    exact = _any_of([Every(tuple(one("name", word) for word in reading)) for reading in readings])
    close = _any_of([Every(tuple(_close(word) for word in reading)) for reading in readings])
    loose = _any_of([_loosely(reading) for reading in readings])
    if sought.born is None:
        return exact, close, loose
    born = birth_query(sought.born)
    return Every((exact, born)), Every((loose, born)), exact, close, loose


def _any_of(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Some(tuple(queries))


def _loosely(words: tuple[str, ...]) -> Query:
    parts = tuple(_loose(word, alone=len(words) == 1) for word in words)
    return Some(parts, least=len(parts) - 1) if len(words) >= ENOUGH_TO_LACK_ONE else Every(parts)


def _close(word: str) -> Query:
    forms = one("name", word, *forms_of_name(word))
    return Some((forms, Near("name", word, 1))) if slips_allowed(word) else forms


def _loose(word: str, *, alone: bool) -> Query:
    if len(word) == 1:
        return one("initial", word)
    parts: list[Query] = [_close(word)]
    if len(word) >= TWO_SLIPS:
        parts.append(Near("name", word, 2))
    sounds = [*sound_keys(word), *([_UNVOWELLED + key] if (key := consonants(word)) else [])]
    if sounds:
        parts.append(one("sound", *sounds))
    parts.append(Begins("name", word))
    if not alone:
        parts.append(one("name", word[0]))
    return Some(tuple(parts))
