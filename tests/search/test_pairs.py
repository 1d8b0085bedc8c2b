"""More than three hundred searches, written down before the rules, and what each must find among its first five."""

from collections import Counter
from datetime import date

import pytest

from graph.search.candidates import best_fits
from graph.search.query_parser import understand
from tests.search.population import Pair, pairs, population

TODAY = date(2026, 1, 1)
SHARE, SHARE_OF_EACH_WAY = 0.95, 0.75
FIRST = 5


def first_of(text: str) -> list[str]:
    """The first five of what fits, by the names that the pairs have for them."""
    names = {(known.document.id, known.document.what == "item"): known.name for known in population()}
    fits = best_fits(understand(text, TODAY), (known.document for known in population()))
    return list(dict.fromkeys(names[fit.id, fit.is_report] for fit in fits))[:FIRST]


@pytest.fixture(scope="module")
def missed() -> list[Pair]:
    """The pairs whose search does not find what it must."""
    return [pair for pair in pairs() if pair.expected not in first_of(pair.text)]


def test_there_are_enough_searches_and_each_expects_somebody_who_is_there() -> None:
    assert len(pairs()) >= 300
    assert {pair.expected for pair in pairs()} <= {known.name for known in population()}
    assert len({pair.text for pair in pairs()}) == len(pairs())


def test_the_right_one_is_among_the_first_five(missed: list[Pair]) -> None:
    assert 1 - len(missed) / len(pairs()) >= SHARE, missed


def test_no_way_of_typing_is_left_behind(missed: list[Pair]) -> None:
    of_each, missing = Counter(pair.way for pair in pairs()), Counter(pair.way for pair in missed)

    assert [way for way, count in of_each.items() if 1 - missing[way] / count < SHARE_OF_EACH_WAY] == []


@pytest.mark.parametrize(
    "text", ["Nobody Whatever", "ZZ99 ZZZ", "07700 900999 5511", "99 Nowhere Parade", "xylophones"]
)
def test_what_nobody_recorded_finds_nothing(text: str) -> None:
    assert first_of(text) == []


@pytest.mark.parametrize("text", ["", " ", "?", "*", "a", "--", "?? ???", '""', "\u200b"])
def test_too_little_is_no_search(text: str) -> None:
    assert understand(text, TODAY).meanings == ()
