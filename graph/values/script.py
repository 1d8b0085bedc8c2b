"""Names written in other scripts than the Latin one, and how they are spelled in it.

A name that one force writes as محمد علي and another as Mohammed Ali is one that a person looks for by the letters of
their keyboard. `anyascii` spells any script in Latin letters. Arabic and Hebrew are mostly written without vowels,
so their words compare by consonants: what is left of Mohammed and of محمد is the same.

Blind spots: several Latin spellings of one sound (Dzhamal, Jamal) are left to comparing by ear, and a given name of
two words in Arabic (عبد الله) is compared word by word.
"""

import re
import unicodedata
from functools import lru_cache

_WITHOUT_VOWELS = ("ARABIC", "HEBREW", "SYRIAC")
_ARTICLE = re.compile(r"^\u0627\u0644(?=..)")
"""The Arabic article, which is often left out in Latin letters: ال."""
_SPELLINGS = (("ph", "f"), ("ck", "k"), ("q", "k"), ("c", "k"))


@lru_cache(maxsize=100_000)
def latin(word: str) -> str:
    """A folded word in Latin letters, in lower case; blank where it is in Latin letters already."""
    if word.isascii() or all(_script(letter) == "LATIN" for letter in word if letter.isalpha()):
        return ""
    from anyascii import anyascii  # tables of every script, which few searches need

    return re.sub(r"[^a-z0-9]", "", anyascii(word).lower())


@lru_cache(maxsize=100_000)
def consonants(word: str) -> str:
    """By what a folded word compares with one that is written without vowels; blank where too little is left.

    Only what may be left out is left out: vowels, and w and y that may stand for one. That a word begins with a vowel
    is kept, as it is written in every script.
    """
    word = _ARTICLE.sub("", word)
    spelled = latin(word) if without_vowels(word) else word
    for written, sound in _SPELLINGS:
        spelled = spelled.replace(written, sound)
    opening = "a" if spelled[:1] in "aeiou" or word[:1] in "\u0627\u0623\u0625\u0622\u0639\u05d0\u05e2" else ""
    kept = re.sub(r"h$", "", re.sub(r"[aeiouwy]", "", spelled))
    kept = opening + re.sub(r"(.)\1+", r"\1", kept)
    return kept if len(kept) > 1 else ""


def without_vowels(word: str) -> bool:
    """Whether a word is in a script that leaves vowels out."""
    return any(_script(letter) in _WITHOUT_VOWELS for letter in word)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
