"""What a View hides moves nothing: not what is found, nor its order, nor what is left out where too much fits.

Here with bounds so small that they are met by a handful of documents, in indexes of several parts, filled in any order.
The proof over whole questions is tests/invariants; it never meets the bounds.
"""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.view import FOREVER, Lens
from graph.search.document import SearchDocument
from graph.search.index_documents import IndexEntry
from graph.values.grade import grades_at_least
from tests.search.indexing import OPENLY, Small, found_in, open_view, searcher_of, seen_as
from tests.search.population import population
from tests.support.profiles import PROFILE

DAY = 86_400_000
TEXTS = ("Gareth Evans", "evans", "Mohammed", "AB1", "900", "07700 900123", "heol", "road aberdulas", "silver", "man")
PEOPLE = [known.document for known in population()]


def crowd(rng: Random) -> list[SearchDocument]:
    """Every document several times, on different days, some by other records."""
    document: list[SearchDocument] = []
    for each in PEOPLE:
        for number in range(rng.randrange(1, 4)):
            twin = rng.choice([each.id, f"{each.id}+{number}"])
            day = each.recorded_at + rng.randrange(5) * DAY
            document.append(replace(each, id=twin, source=f"{each.source}+{number}", recorded_at=day))
    return document


@PROFILE.settings(40 * PROFILE.times)
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 6), st.integers(1, 6))
def test_an_index_with_the_hidden_answers_as_one_without_it(seed: int, documents: int, read: int, records: int) -> None:
    rng = Random(seed)
    entries = [seen_as(document, access=rng.choice(["P||", "P||OPAL"])) for document in crowd(rng)]
    visible = [entry for entry in entries if entry.seen[0].access == "P||"]
    small = Small(documents, read, records)
    rng.shuffle(entries)
    full, reduced = searcher_of(entries, segments=3), searcher_of(visible)
    for text in TEXTS:
        assert found_in(full, text, small=small) == found_in(reduced, text, small=small), text


def test_a_cut_says_so_and_keeps_the_most_recent_of_what_fits_best() -> None:
    document = [replace(PEOPLE[0], id=f"p:{n}", source=f"m:{n}", recorded_at=n * DAY) for n in range(30)]
    found = found_in(searcher_of(map(seen_as, document), segments=4), "Megan Prys", small=Small(20, 10, 5))

    assert found.at_least
    assert [fit.id for fit in found.fits] == [f"p:{n}" for n in range(29, 24, -1)]


def test_what_is_left_out_is_said_only_where_there_is_something() -> None:
    document = [replace(PEOPLE[0], id=f"p:{n}", source=f"m:{n}") for n in range(5)]
    searcher = searcher_of(map(seen_as, document))

    assert not found_in(searcher, "Megan Prys", small=Small(5, 5, 5)).at_least
    assert found_in(searcher, "Megan Prys", small=Small(5, 5, 4)).at_least
    assert found_in(searcher, "Megan Prys", small=Small(4, 5, 5)).at_least


NOW = FOREVER - 1


@pytest.mark.parametrize(
    ("fields", "lens", "known_at", "passes"),
    [
        ({"access": "P||OPAL"}, Lens(), NOW, False),
        ({"recorded_at": 10}, Lens(), 9, False),
        ({"recorded_at": 10}, Lens(), 10, True),
        ({"recorded_at": 10, "superseded_at": 20}, Lens(), 19, True),
        ({"recorded_at": 10, "superseded_at": 20}, Lens(), 20, False),
        ({"recorded_at": 10, "superseded_at": 20}, Lens(), NOW, False),
        ({"grade": "3D"}, Lens(grades=grades_at_least("2C")), NOW, False),
        ({"grade": "--"}, Lens(grades=grades_at_least("2C")), NOW, True),
        ({"origin": "origin:2"}, Lens(without=frozenset({"origin:2"})), NOW, False),
        ({}, Lens(start=0), NOW, False),
        ({"happened_from": 5, "happened_to": 10}, Lens(start=9), NOW, True),
        ({"happened_from": 5, "happened_to": 10}, Lens(start=10), NOW, False),
        ({"happened_from": 5, "happened_to": 10}, Lens(end=6), NOW, True),
        ({"happened_from": 5, "happened_to": 10}, Lens(end=5), NOW, False),
    ],
)
def test_each_clause_of_the_view(fields: dict[str, object], lens: Lens, known_at: int, passes: bool) -> None:
    entry = IndexEntry(PEOPLE[0], (replace(OPENLY, **fields),))  # type: ignore[arg-type]  # since each field has its own type
    found = found_in(searcher_of([entry]), "Megan Prys", open_view(lens=lens, known_at=known_at))

    assert bool(found.fits) == passes


REPORT = SearchDocument(
    "report", "report:1", "report:1", "", "", "R-1", 0, title="A title", text="A silver Golf by the docks."
)


WHOLLY_OPAL: dict[str, object] = {"access": "P||OPAL"}
UNTIL_50: dict[str, object] = {"superseded_at": 50}


@pytest.mark.parametrize(
    ("words", "versions", "known_at", "shown"),
    [
        ({}, [{}], NOW, True),
        (WHOLLY_OPAL, [WHOLLY_OPAL], NOW, False),
        (WHOLLY_OPAL, [{}, {"lineage": "lineage:2", "access": "P||OPAL"}], NOW, False),
        ({}, [{}, {"lineage": "lineage:2"}], NOW, True),
        ({}, [UNTIL_50, {"recorded_at": 50}], NOW, True),
        (WHOLLY_OPAL, [{"superseded_at": 50, "access": "P||OPAL"}, {"recorded_at": 50}], NOW, False),
        (UNTIL_50, [UNTIL_50, {"recorded_at": 50, "access": "P||OPAL"}], 40, True),
        (UNTIL_50, [UNTIL_50, {"recorded_at": 50, "access": "P||OPAL"}], 50, False),
        ({}, [{"recorded_at": 50}], 40, False),
        ({}, [{}, {"lineage": "lineage:2", "superseded_at": 20}], 30, False),
    ],
)
def test_a_report_is_found_by_its_words_only_where_all_that_they_speak_of_is_seen(
    words: dict[str, object], versions: list[dict[str, object]], known_at: int, shown: bool
) -> None:
    """Words carry the access of all items that their loader saw, and end when narrower ones take their place."""
    seen = tuple(replace(OPENLY, **fields) for fields in (words, *versions))  # type: ignore[arg-type]  # since each field has its own type
    found = found_in(searcher_of([IndexEntry(REPORT, seen)]), "golf docks", open_view(known_at=known_at))

    assert bool(found.fits) == shown


@pytest.mark.parametrize(("known_at", "found"), [(49, False), (50, True)])
def test_a_report_s_own_words_are_found_from_when_they_came(known_at: int, found: bool) -> None:
    searcher = searcher_of([IndexEntry(REPORT, (replace(OPENLY, recorded_at=50), OPENLY))])

    assert bool(found_in(searcher, "golf docks", open_view(known_at=known_at)).fits) == found


def test_reports_that_are_not_whole_take_no_place_from_those_that_are() -> None:
    entries = [
        IndexEntry(
            replace(REPORT, id=f"report:{n}", source=f"report:{n}", report_ref=f"R-{n}", recorded_at=n * DAY),
            (OPENLY, OPENLY, replace(OPENLY, lineage="lineage:2", grade="2B" if n % 3 else "3E")),
        )
        for n in range(60)
    ]
    bound = open_view(lens=Lens(grades=grades_at_least("2C")))
    found = found_in(searcher_of(entries, segments=2), "golf docks", bound, Small(5000, 10, 10))

    assert [fit.ref for fit in found.fits] == [f"R-{n}" for n in range(59, -1, -1) if n % 3][:10]
    assert found.at_least
