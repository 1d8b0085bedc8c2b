"""Who and what is first in a picture: by hand from the rule."""

from graph.rules.relevance import relevance


def test_a_report_of_concern_at_a_common_place_counts_as_anywhere_else() -> None:
    assert relevance(0.9, 0.72, common=True, children=4) == 0.72


def test_harmless_items_at_a_common_place_count_little() -> None:
    assert relevance(1.0, 0.0, common=True, children=4) == 0.15


def test_each_other_child_up_to_four_adds_a_sixth() -> None:
    assert [relevance(0.9, 0.9, common=False, children=each) for each in (0, 1, 2, 4, 9)] == [0.3, 0.45, 0.6, 0.9, 0.9]
