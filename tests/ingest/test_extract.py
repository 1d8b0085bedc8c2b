"""What a text seems to mention: read by hand from texts as people write them."""

import pytest

from graph.ingest.extract.text import phrases_in, values_in

LOG = (
    "On 28 November 2026 Ann Rees (N1) and Taz got into a silver Golf AB1? ??E near 12 High St, CF10 1AA. "
    "Phone 07700 900123 rang 3 times. Siân O'Brien-Jones drove A123 BCD on 03/05/2026."
)


def test_values_are_proposed_as_they_are_read() -> None:
    assert [(each.kind, each.text, each.value) for each in values_in(LOG)] == [
        ("date", "28 November 2026", "2026-11-28"),
        ("vehicle", "AB1? ??E", "AB1? ??E"),
        ("address", "CF10 1AA", "CF10 1AA"),
        ("phone", "07700 900123", "07700 900123"),
        ("vehicle", "A123 BCD", "A123 BCD"),
        ("date", "03/05/2026", "2026-05-03"),
    ]
    assert values_in("+44 7700 900123, then 07700 900123 again") == values_in("+44 7700 900123")


@pytest.mark.parametrize(
    "text", ["of 14 and 12 men", "who?? 12 men", "31/02/2026", "room A1", "12:30 until 14:45", "ref 2026/1234567"]
)
def test_other_words_and_figures_are_no_values(text: str) -> None:
    assert values_in(text) == ()


def test_phrases_that_may_be_names_or_references() -> None:
    phrases = set(phrases_in(LOG))

    assert {"Ann Rees", "Taz", "N1", "Siân O'Brien-Jones"} <= phrases
    assert {"On", "November", "and", "rang", "times"}.isdisjoint(phrases)
    assert phrases_in("the man who drives, PI-P0475555") == ("PI-P0475555", "PI")
    assert all(len(phrase.split()) <= 4 for phrase in phrases_in("One Two Three Four Five Six"))
