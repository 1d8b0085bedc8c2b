"""Words that are forms of one another: Dafydd, David and Dai; Mohammed and Mo; Heol and Road; Caerdydd and Cardiff.

The forms are two tables of ours beside this module. A line lists words, folded, each of which people use for the
others; a word may stand in several lines (Nat is Nathaniel, Natalie or Natasha), and lines do not join: Nathaniel is no
form of Natasha. `kind` says of what sort the line is, and `source` where it comes from:

    hand   written for Dolen from common usage in Wales; no published list was copied
    list   likewise, and at least one of its pairs also stands in the public list of English nicknames
           github.com/carltonnorthern/nicknames (Apache-2.0), against which it was checked

That two words are forms of one another finds records. It never makes two people, or two places, one.

Blind spots: the names of Wales's communities are not all here, and a form that a family alone uses is nowhere.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Table = Mapping[str, frozenset[str]]
"""For each word, the other words that it is a form of."""


def forms_of_name(word: str) -> frozenset[str]:
    """The other names that a folded name is a form of."""
    return _table("name_forms.csv").get(word, frozenset())


def forms_of_place(word: str) -> frozenset[str]:
    """The other words, Welsh or English, that a folded word of an address may stand for."""
    return _table("place_forms.csv").get(word, frozenset())


def lines_of(table: str) -> tuple[tuple[tuple[str, ...], str, str], ...]:
    """A table's lines as (forms, kind, source)."""
    text = files("graph.values").joinpath(table).read_text(encoding="utf-8")
    return tuple((tuple(row["forms"].split()), row["kind"], row["source"]) for row in csv.DictReader(text.splitlines()))


@cache
def _table(name: str) -> Table:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for forms, _, _ in lines_of(name):
        for word in forms:
            found[word].update(forms)
    return {word: frozenset(forms - {word}) for word, forms in found.items()}
