"""Where to look takes in everything that fits: an index finds what holding everything against the rules finds."""

from dataclasses import replace
from random import Random

import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from bench.search_texts import WAYS, Way
from graph.search.document import SearchDocument
from graph.search.query_parser import MOST_READ
from tests.search.indexing import found_in, found_without, searcher_of, seen_as
from tests.search.population import pairs, population
from tests.support.profiles import PROFILE

ALL = tuple(known.document for known in population())


@pytest.fixture(scope="module")
def searcher() -> tantivy.Searcher:
    """An index of the population, in three parts."""
    return searcher_of(map(seen_as, ALL), segments=3)


def test_every_pair_finds_the_same(searcher: tantivy.Searcher) -> None:
    for pair in pairs():
        assert found_in(searcher, pair.text) == found_without(ALL, pair.text), pair


TYPED = "".join(sorted({mark for pair in pairs() for mark in pair.text}))


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """A search with some of its letters put in, left out or changed, or two searches in one."""
    text = draw(st.sampled_from(pairs())).text
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 1))
        text = text[:at] + draw(st.sampled_from(["", *TYPED])) + text[at + cut :]
    return text if draw(st.integers(0, 4)) else f"{text} {draw(st.sampled_from(pairs())).text}"


@PROFILE.settings(400 * PROFILE.times)
@given(mangled())
def test_whatever_is_typed_finds_the_same(searcher: tantivy.Searcher, text: str) -> None:
    assert found_in(searcher, text) == found_without(ALL, text)


@PROFILE.settings(150 * PROFILE.times)
@given(st.text(max_size=30))
def test_any_text_at_all_is_looked_for_without_complaint(searcher: tantivy.Searcher, text: str) -> None:
    assert found_in(searcher, text) == found_without(ALL, text)


def partly_recorded(rng: Random) -> SearchDocument:
    """A vehicle whose plate is known in part."""
    plate = "".join(rng.choice(["?", mark]) for mark in "AB12CDE")[: rng.randrange(2, 8)]
    plate = plate if plate.strip("?") else "A?"
    return SearchDocument("vehicle", f"v:{plate}", f"m:{plate}", "i", "R/1", "R", 0, vrm=plate)


def test_plates_recorded_in_part_are_found_by_whatever_they_may_be() -> None:
    rng = Random(1)
    document = list({each.vrm: each for each in (partly_recorded(rng) for _ in range(200))}.values())
    searcher = searcher_of(map(seen_as, document))
    for text in ("AB12CDE", "AB12 COE", "A?12", "12C", "AB1? ??E", "*2CD*", "AB1", "B12CD", "AB12CD", "8B12CDE"):
        assert found_in(searcher, text) == found_without(document, text), text


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_what_a_search_is_made_from_is_found_by_it(searcher: tantivy.Searcher, way: Way) -> None:
    """The benchmark rests on this; the ways are those that it types."""
    made = [(document, way.make(document, Random(document.id))) for document in ALL if document.what == way.what]
    typed = [(document, text) for document, text in made if text is not None]
    assert typed
    for document, text in typed:
        assert document.id in {fit.id for fit in found_in(searcher, text).fits}, text


def test_saying_the_same_again_changes_nothing_but_where_it_was_said() -> None:
    again = [
        replace(
            document, source=f"{document.source}+{n}", item=f"{document.item}+{n}", item_ref=f"{document.item_ref}+{n}"
        )
        for document in ALL
        if document.what == "person"
        for n in range(3)
    ]
    more = searcher_of(map(seen_as, [*ALL, *again]), segments=2)
    for pair in pairs()[::7]:
        assert found_in(more, pair.text) == found_without([*ALL, *again], pair.text), pair


def test_who_is_in_many_reports_keeps_nobody_of_the_same_name_out() -> None:
    """Each report states the same of them: what counts is how many different documents there are, not how often."""
    often = next(document for document in ALL if document.what == "person" and document.given and document.surname)
    seldom = replace(often, id=f"{often.id}-another", source="another", recorded_at=often.recorded_at - 1)
    reports = [
        replace(often, source=f"m{n}", item=f"i{n}", item_ref=f"R{n}/1", report_ref=f"R{n}", recorded_at=at)
        for n, at in enumerate(range(often.recorded_at, often.recorded_at + 2 * MOST_READ))
    ]
    found = found_in(searcher_of(map(seen_as, [*reports, seldom])), f"{often.given} {often.surname}")

    assert {fit.id for fit in found.fits} == {often.id, seldom.id}
    assert not found.at_least
