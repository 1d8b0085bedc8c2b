"""How a word sounds, so that a name written down by ear is found.

A word has one or two keys: how an English reader would say it, and how it sounds when its Welsh letters are respelt
for one (Siân as Shan, Dafydd as Davith, Llwyd as Looid). Two words sound alike where they share a key. The keys are
those of Metaphone as `jellyfish` computes them; Rhys and Rees share one, and so do Hussain and Hussein.

Blind spots: Metaphone is made for English. Ieuan and Evan share no key; they are in the tables of `graph.values.forms`.
Short words share keys with too many others: one of a single sound has none.
"""

import re
from functools import lru_cache

import jellyfish

_RESPELT = (
    (re.compile(r"si(?=[aeouwy])"), "sh"),
    (re.compile(r"dd"), "th"),
    (re.compile(r"(?<!f)f(?!f)"), "v"),
    (re.compile(r"ff"), "f"),
    (re.compile(r"ll"), "l"),
    (re.compile(r"rh"), "r"),
    (re.compile(r"(?<=[bcdfghjklmnprstv])w(?=[bcdfghjklmnprstv]|$)"), "oo"),
)
_FEWEST_SOUNDS = 2


@lru_cache(maxsize=100_000)
def sound_keys(word: str) -> frozenset[str]:
    """The keys of a folded word; none where it is too short to be distinguished by ear."""
    respelt = word
    for welsh, english in _RESPELT:
        respelt = welsh.sub(english, respelt)
    keys = {jellyfish.metaphone(each) for each in (word, respelt)}
    return frozenset(key for key in keys if len(key) >= _FEWEST_SOUNDS)
