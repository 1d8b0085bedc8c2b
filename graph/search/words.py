"""Plain words: those of reports and items, and those by which a person or a vehicle is described.

A word compares without its marks, its possessive and its plural: hotels, Hotel and hotel's are one. Words that every
sentence has are passed over. All the others must be there; in quotation marks, one after the other.

Blind spots: no other endings are taken off, in English or in Welsh, and a mutation (ysgol, hysgol) is another word.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.search.document import SearchDocument
from graph.search.match import Match, slips
from graph.search.query import Every, Follow, Near, Query, Some, Terms, one
from graph.values.text import fold, tidy

MOST_WORDS = 20
ONE_SLIP = 6
_PASSED_OVER = frozenset(
    {"a", "an", "the", "and", "or", "of", "to", "in", "on", "at", "by", "for", "with", "was", "were", "is", "are", "be"}
    | {"been", "has", "had", "have", "that", "this", "it", "he", "she", "they", "his", "her", "their", "from", "as"}
    | {"y", "yr", "a", "ac", "i", "o", "yn", "ar", "am", "mae", "oedd", "fod", "bod", "wedi", "ei", "eu", "r", "n", "s"}
)
_ITEM, _REPORT, _TOGETHER, _SLIP = 0.46, 0.5, 0.08, 0.08
_LOOKS, _LOOKS_ALONE, _LOOKS_AND_NAME = 0.76, 0.62, 0.84
_BETWEEN = "¶"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_AROUND = 40
"""Characters of text shown before and after what was found."""


@dataclass(frozen=True)
class WordsSought:
    """Every word that must be there, as it compares, and the phrases, whose words must follow one another."""

    text: str
    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()


def seek_words(text: str) -> WordsSought | None:
    """The words that a text asks for; None where it asks for none, or for too many."""
    phrases = tuple(words for quoted in re.findall(r'"([^"]+)"', tidy(text)) if (words := plain_words(quoted)))
    words = [word for word in plain_words(text) if word not in _PASSED_OVER]
    words += [word for phrase in phrases for word in phrase]
    if not words or len(words) > MOST_WORDS or all(len(word) < 2 for word in words):
        return None
    return WordsSought(tidy(text), tuple(dict.fromkeys(words)), tuple(phrase for phrase in phrases if len(phrase) > 1))


@lru_cache(maxsize=4_000)
def plain_words(text: str) -> tuple[str, ...]:
    """A text's words as they compare, in order."""
    return tuple(plain(word) for word in _WORD.findall(fold(text)))


@lru_cache(maxsize=200_000)
def plain(word: str) -> str:
    """A folded word without its possessive and its plural."""
    bare = word.removesuffix("'s").replace("'", "")[:60]
    if len(bare) > 3 and bare.endswith("s") and not bare.endswith(("ss", "us", "is")):
        return bare[:-1]
    return bare


@lru_cache(maxsize=100_000)
def _compares(word: str) -> str:
    return plain(fold(word))


def text_terms(document: SearchDocument) -> Terms:
    """What a text is found by: its words in order. A title and its text are one, apart by a word that nobody types."""
    title, text = plain_words(document.title), plain_words(document.text)
    return {"text": [*title, _BETWEEN, *text] if title and text else [*title, *text]}


def looks_terms(document: SearchDocument) -> Terms:
    """What a description is found by, and, with it, what the person is called."""
    looks = set(plain_words(document.looks))
    return {"looks": sorted(looks | _called(document))} if looks else {}


def _called(document: SearchDocument) -> set[str]:
    return {word for text in (document.given, document.surname, *document.aliases) for word in plain_words(text)}


def match_text(sought: WordsSought, document: SearchDocument) -> Match | None:
    """How a text fits: all its words, better where they stand together as typed."""
    title, text = plain_words(document.title), plain_words(document.text)
    have = {*title, *text}
    wrong = [word for word in sought.words if word not in have]
    if any(_near(word, have) is None for word in wrong):
        return None
    if not all(_stand_together(phrase, title) or _stand_together(phrase, text) for phrase in sought.phrases):
        return None
    together = bool(sought.phrases) or (
        len(sought.words) > 1 and (_stand_together(sought.words, text) or _stand_together(sought.words, title))
    )
    score = (_REPORT if document.what == "report" else _ITEM) + _TOGETHER * together - _SLIP * bool(wrong)
    where = f"report {document.report_ref}" if document.what == "report" else f"item {document.item_ref}"
    why = [f"the words of {where}: {_excerpt_of(document, next(iter(sought.words), ''), have)}"]
    why += [f"“{word}” is one letter away from “{_near(word, have)}”" for word in wrong]
    return Match(score, tuple(why))


def _excerpt_of(document: SearchDocument, word: str, have: set[str]) -> str:
    shown = word if word in have else _near(word, have) or ""
    return excerpt(document.text, shown) or excerpt(document.title, shown)


def match_looks(sought: WordsSought, document: SearchDocument) -> Match | None:
    """How a description fits: all the words, of which some are of the description and others may be a name's."""
    looks = set(plain_words(document.looks))
    described = [word for word in sought.words if word in looks]
    if not described or not set(sought.words) <= looks | _called(document):
        return None
    alone = _LOOKS if len(sought.words) > 1 else _LOOKS_ALONE
    return Match(_LOOKS_AND_NAME if len(described) < len(sought.words) else alone, (f"description: {document.looks}",))


def _near(word: str, have: set[str]) -> str | None:
    """The word of a text that a typed one is one letter away from; the first of several."""
    if len(word) < ONE_SLIP:
        return None
    return min((each for each in have if slips(word, each, 1) == 1), default=None)


def _stand_together(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    return any(text[at : at + len(words)] == words for at in range(len(text) - len(words) + 1))


@lru_cache(maxsize=4_000)
def excerpt(text: str, word: str) -> str:
    """Some of a text around a word, as it was written; blank where the text has not the word."""
    line = tidy(text)
    found = next((each for each in _WORD.finditer(line) if _compares(each[0]) == word), None)
    if found is None:
        return ""
    start, end = max(0, found.start() - _AROUND), min(len(line), found.end() + _AROUND)
    start = start if start == 0 else line.find(" ", start, found.start()) + 1 or found.start()
    end = end if end == len(line) else max(line.rfind(" ", found.end(), end), found.end())
    return f"“{'…' * (start > 0)}{line[start:end]}{'…' * (end < len(line))}”"


def text_queries(sought: WordsSought) -> tuple[Query, ...]:
    """Where to look: phrases, all the words together, all the words, and with a letter wrong."""
    phrases = tuple(Follow("text", phrase) for phrase in sought.phrases)
    exact = Every((*phrases, *(one("text", word) for word in sought.words)))
    loose = Every((*phrases, *(_loose(word) for word in sought.words)))
    together = (Follow("text", sought.words),) if len(sought.words) > 1 and not phrases else ()
    return *together, exact, loose


def _loose(word: str) -> Query:
    exact = one("text", word)
    return Some((exact, Near("text", word, 1))) if len(word) >= ONE_SLIP else exact


def looks_queries(sought: WordsSought) -> tuple[Query, ...]:
    """Where to look for a description."""
    return (Every(tuple(one("looks", word) for word in sought.words)),)
