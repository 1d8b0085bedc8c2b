"""Plain words: those of reports and items, and those by which a person or a vehicle is described.

A word compares by its stem, without marks and possessive: hotels, Hotel and hotel's are one, and so are vape, vapes,
vaped and vaping, drive and drove. Words that every sentence has are passed over. All the others must be there, in any
order; in quotation marks, one after the other. Of words with "or" between them, or after "any of", one is enough.

Blind spots: stems are English; a Welsh plural or mutation (ysgol, hysgol) is another word.
"""

import csv
import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from snowballstemmer import stemmer

from graph.search.document import SearchDocument
from graph.search.match import Match, slips
from graph.search.query import Every, Follow, Near, Query, Some, Terms, one
from graph.values.text import fold, tidy

MOST_WORDS = 20
ONE_SLIP, SHORTEST_STEM = 6, 5
"""Letters of a typed word, and of its stem, from which one may be wrong."""
_PASSED_OVER = frozenset(
    {"a", "an", "the", "and", "or", "of", "to", "in", "on", "at", "by", "for", "with", "was", "were", "is", "are", "be"}
    | {"been", "has", "had", "have", "that", "this", "it", "he", "she", "they", "his", "her", "their", "from", "as"}
    | {"y", "yr", "a", "ac", "i", "o", "yn", "ar", "am", "mae", "oedd", "fod", "bod", "wedi", "ei", "eu", "r", "n", "s"}
)
_OR = frozenset({"or", "neu", "|"})
_ANY_OF = re.compile(r"\s*(?:any of|unrhyw un o)\b[\s:]*", re.IGNORECASE)


def _irregular() -> dict[str, str]:
    with files("graph.values").joinpath("english_forms.csv").open(encoding="utf-8") as file:
        return {form: row["base"] for row in csv.DictReader(file) for form in row["forms"].split()}


_FORMS = _irregular()
"""The form that an irregular one counts as."""
_ITEM, _REPORT, _TOGETHER, _SLIP = 0.46, 0.5, 0.08, 0.08
_LOOKS, _LOOKS_ALONE, _LOOKS_AND_NAME = 0.76, 0.62, 0.84
_BETWEEN = "¶"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_TYPED = re.compile(rf'"([^"]*)"|({_WORD.pattern}|\|)')
_AROUND = 40
"""Characters of text shown before and after what was found."""
_MOST_EXCERPTS = 3


@dataclass(frozen=True)
class SoughtWord:
    """A word as it was typed, folded, and as it compares."""

    typed: str
    plain: str

    @property
    def may_slip(self) -> bool:
        """Whether it is long enough to have a letter wrong."""
        return len(self.typed) >= ONE_SLIP and len(self.plain) >= SHORTEST_STEM


Phrase = tuple[SoughtWord, ...]
"""Words that must follow one another; mostly one."""


@dataclass(frozen=True)
class WordsSought:
    """Groups of which each must be there: of one group any of its phrases is enough."""

    text: str
    groups: tuple[tuple[Phrase, ...], ...]

    @property
    def alternatives(self) -> bool:
        """Whether some group asks for any of several."""
        return any(len(group) > 1 for group in self.groups)

    @property
    def said(self) -> str:
        """What is asked for, as it is understood."""
        if not self.alternatives:
            return self.text
        return ", and ".join(" or ".join(_said(phrase) for phrase in group) for group in self.groups)

    @property
    def in_a_row(self) -> tuple[str, ...] | None:
        """All words one after the other, where they are two at least, none quoted and none one of several."""
        words = [word for group in self.groups for phrase in group for word in phrase]
        return tuple(word.plain for word in words) if 1 < len(words) == len(self.groups) else None


def _said(phrase: Phrase) -> str:
    words = " ".join(word.typed for word in phrase)
    return f'"{words}"' if len(phrase) > 1 else words


def seek_words(text: str) -> WordsSought | None:
    """The words that a text asks for; None where it asks for none, or for too many."""
    line = tidy(text)
    any_of = _ANY_OF.match(line)
    groups: list[list[Phrase]] = []
    joined = False
    for quoted, word in _TYPED.findall(line[any_of.end() :] if any_of else line):
        if fold(word) in _OR:
            joined = bool(groups)
            continue
        phrase = _phrase(quoted or word)
        if not phrase or (not quoted and phrase[0].typed in _PASSED_OVER):
            continue
        if groups and (joined or any_of):
            groups[-1].append(phrase)
        else:
            groups.append([phrase])
        joined = False
    words = [word for group in groups for phrase in group for word in phrase]
    if not words or len(words) > MOST_WORDS or all(len(word.plain) < 2 for word in words):
        return None
    once = [{_compared(phrase): phrase for phrase in group} for group in groups]
    return WordsSought(line, tuple({tuple(group): tuple(group.values()) for group in once}.values()))


def _compared(phrase: Phrase) -> tuple[str, ...]:
    return tuple(word.plain for word in phrase)


def _phrase(text: str) -> Phrase:
    return tuple(SoughtWord(word, plain(word)) for word in _WORD.findall(fold(text)))


@lru_cache(maxsize=4_000)
def plain_words(text: str) -> tuple[str, ...]:
    """A text's words as they compare, in order."""
    return tuple(plain(word) for word in _WORD.findall(fold(text)))


class _English(threading.local):
    """A stemmer for each thread: one holds the word that it works on."""

    def __init__(self) -> None:
        self.stem = stemmer("english").stemWord


_ENGLISH = _English()


@lru_cache(maxsize=200_000)
def plain(word: str) -> str:
    """A folded word's stem, without its possessive; a number or another script as it is."""
    bare = word.removesuffix("'s").replace("'", "")[:60]
    bare = _FORMS.get(bare, bare)
    return _ENGLISH.stem(bare) if len(bare) > 3 and bare.isascii() and bare.isalpha() else bare


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


@dataclass(frozen=True)
class _Found:
    """What a phrase was found as, as it compares, and the word that was typed, where a letter of it is wrong."""

    plain: str
    mistyped: str = ""


def match_text(sought: WordsSought, document: SearchDocument) -> Match | None:
    """How a text fits: a phrase of each group, better where all words stand together as typed."""
    title, text = plain_words(document.title), plain_words(document.text)
    have = {*title, *text}
    found = [_find_any(group, have, title, text) for group in sought.groups]
    if not all(found):
        return None
    row = sought.in_a_row
    together = any(len(phrase) > 1 for group in sought.groups for phrase in group) or (
        row is not None and (_stand_together(row, text) or _stand_together(row, title))
    )
    seen = [each for group in found for each in group]
    text_of = f"{document.title} {document.text}"
    mistyped = {(each.mistyped, _written(text_of, each.plain)) for each in seen if each.mistyped}
    wrong = [f"“{typed}” is one letter away from “{other}”" for typed, other in sorted(mistyped)]
    score = (_REPORT if document.what == "report" else _ITEM) + _TOGETHER * together - _SLIP * bool(wrong)
    where = f"report {document.report_ref}" if document.what == "report" else f"item {document.item_ref}"
    wanted = tuple(dict.fromkeys(each.plain for each in seen))
    shown = excerpt(document.text, wanted) or excerpt(document.title, wanted)
    return Match(score, (f"the words of {where}: {shown}", *wrong))


def _find_any(
    group: tuple[Phrase, ...], have: set[str], title: tuple[str, ...], text: tuple[str, ...]
) -> tuple[_Found, ...]:
    """The phrases of a group that a text has; only where it has none of them, those with a letter wrong."""
    exact = [phrase for phrase in group if _has(phrase, have, title, text)]
    if exact:
        return tuple(_Found(phrase[0].plain) for phrase in exact)
    words = [phrase[0] for phrase in group if len(phrase) == 1]
    near = [(word, other) for word in words if (other := _near(word, have)) is not None]
    return tuple(_Found(other, word.typed) for word, other in near)


def _written(text: str, wanted: str) -> str:
    return next((fold(each) for each in _WORD.findall(tidy(text)) if _compares(each) == wanted), "")


def _has(phrase: Phrase, have: set[str], title: tuple[str, ...], text: tuple[str, ...]) -> bool:
    words = _compared(phrase)
    return words[0] in have if len(words) == 1 else _stand_together(words, title) or _stand_together(words, text)


def match_looks(sought: WordsSought, document: SearchDocument) -> Match | None:
    """How a description fits: a phrase of each group, some of the description; others may be a name's."""
    looks = set(plain_words(document.looks))
    known = looks | _called(document)
    described = [any(_within(phrase, looks) for phrase in group) for group in sought.groups]
    if not any(described) or not all(any(_within(phrase, known) for phrase in group) for group in sought.groups):
        return None
    alone = _LOOKS if len(sought.groups) > 1 else _LOOKS_ALONE
    return Match(alone if all(described) else _LOOKS_AND_NAME, (f"description: {document.looks}",))


def _within(phrase: Phrase, words: set[str]) -> bool:
    return all(word.plain in words for word in phrase)


def _near(word: SoughtWord, have: set[str]) -> str | None:
    """The word of a text that a typed one is one letter away from; the first of several."""
    if not word.may_slip:
        return None
    return min((each for each in have if slips(word.plain, each, 1) == 1), default=None)


def _stand_together(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    return any(text[at : at + len(words)] == words for at in range(len(text) - len(words) + 1))


@lru_cache(maxsize=4_000)
def excerpt(text: str, wanted: tuple[str, ...]) -> str:
    """Some of a text around each of the words, as it was written; blank where the text has none of them."""
    line = tidy(text)
    first: dict[str, tuple[int, int]] = {}
    for each in _WORD.finditer(line):
        word = _compares(each[0])
        if word in wanted:
            first.setdefault(word, each.span())
    pieces: list[tuple[int, int]] = []
    for start, end in sorted(_around(line, start, end) for start, end in first.values()):
        if pieces and start <= pieces[-1][1] + 1:
            pieces[-1] = (pieces[-1][0], max(end, pieces[-1][1]))
        elif len(pieces) < _MOST_EXCERPTS:
            pieces.append((start, end))
    if not pieces:
        return ""
    shown = " … ".join(line[start:end] for start, end in pieces)
    return f"“{'…' * (pieces[0][0] > 0)}{shown}{'…' * (pieces[-1][1] < len(line))}”"


def _around(line: str, found: int, until: int) -> tuple[int, int]:
    """Where whole words begin and end around what was found."""
    start, end = max(0, found - _AROUND), min(len(line), until + _AROUND)
    start = start if start == 0 else line.find(" ", start, found) + 1 or found
    return start, end if end == len(line) else max(line.rfind(" ", until, end), until)


def text_queries(sought: WordsSought) -> tuple[Query, ...]:
    """Where to look: all the words together, all of them, and with a letter wrong."""
    exact = Every(tuple(_any(tuple(_follow(phrase) for phrase in group)) for group in sought.groups))
    loose = Every(tuple(_any(tuple(_loose(phrase) for phrase in group)) for group in sought.groups))
    row = sought.in_a_row
    return *((Follow("text", row),) if row is not None else ()), exact, loose


def _any(queries: tuple[Query, ...]) -> Query:
    return queries[0] if len(queries) == 1 else Some(queries)


def _follow(phrase: Phrase) -> Query:
    words = _compared(phrase)
    return one("text", *words) if len(words) == 1 else Follow("text", words)


def _loose(phrase: Phrase) -> Query:
    exact = _follow(phrase)
    return Some((exact, Near("text", phrase[0].plain, 1))) if len(phrase) == 1 and phrase[0].may_slip else exact


def looks_queries(sought: WordsSought) -> tuple[Query, ...]:
    """Where to look for a description."""
    return (Every(tuple(_any(tuple(_all_looks(phrase) for phrase in group)) for group in sought.groups)),)


def _all_looks(phrase: Phrase) -> Query:
    return Every(tuple(one("looks", word.plain) for word in phrase))
