from hypothesis import given
from hypothesis import strategies as st

from graph.values.text import fold, says_nothing, tidy


@given(st.text())
def test_tidying_and_folding_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert fold(fold(text)) == fold(text)


def test_folding_drops_case_and_diacritics_only() -> None:
    assert fold("  SIÂN\u200b  O’Brien ") == "sian o'brien"
    assert fold("Łukasz Ørsted Ŵyn") == "lukasz orsted wyn"
    assert fold("Si\u0302on") == fold("Sîon") == "sion"


def test_what_says_nothing() -> None:
    assert {text for text in ("", " - ", "?", "Unknown", "N/K", "not known", "none") if not says_nothing(text)} == set()
    assert not says_nothing("0")
    assert not says_nothing("Nan")
