"""What all values share: tidying what was typed, folding it for comparison, and knowing when it says nothing."""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)
_PUNCTUATION = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"}
)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})

_SAYS_NOTHING = frozenset(
    {"unknown", "unk", "u/k", "not known", "n/k", "nk", "not given", "not recorded", "not stated"}
    | {"n/a", "na", "none", "nil", "null", "tbc", "blank"}
)


_LINE_END = re.compile(r"(?:_x000D_)?\r?\n|(?:_x000D_)?\r|_x000D_|\u2028|\x0b")
_ENDS = re.compile(r"[\n\r\u2028\x0b]|_x000D_")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"), "") | dict.fromkeys(
    map(ord, "\u00a0\u2007\u202f\u2009\u200a"), " "
)


def seen(text: str) -> str:
    """The text as a person sees it: one form of each letter and line end, ordinary spaces, none around a line.

    Two files that look alike are alike, however a program wrote them.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    if _ENDS.search(text) is None:
        return text.strip()
    return "\n".join(line.rstrip() for line in _LINE_END.sub("\n", text).split("\n")).strip()


_ALSO_NAMES = frozenset({"na", "nil", "null", "none", "blank"})


def tidy(text: str) -> str:
    """The text as typed, without what cannot be seen: one normal form, single spaces, plain quotes and dashes."""
    if text.isascii():  # nothing else of the below is in ASCII; this is called millions of times
        return " ".join(text.replace("`", "'").split())
    composed = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).translate(_PUNCTUATION)
    return " ".join(composed.split())


def fold(text: str) -> str:
    """Tidied text in lower case without diacritics: Siân and SIAN fold alike. For comparing, never for showing."""
    folded = tidy(text).casefold().translate(_LETTERS)
    if folded.isascii():
        return folded
    bare = "".join(mark for mark in unicodedata.normalize("NFD", folded) if not unicodedata.combining(mark))
    return tidy(bare.casefold().translate(_LETTERS))


def may_be_a_name(text: str) -> bool:
    """Whether words that say nothing where they stand alone (`Na`, `Null`) are people's names beside another name."""
    return fold(text) in _ALSO_NAMES


def says_nothing(text: str) -> bool:
    """Whether a cell is blank, or written in words that say only that nothing is known (`unknown`, `n/k`, `-`)."""
    folded = fold(text)
    return folded in _SAYS_NOTHING or re.search(r"[^\W_]", folded) is None
