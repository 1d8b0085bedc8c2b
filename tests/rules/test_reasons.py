"""What counts as a reason: a machine refuses what says nothing, and nothing else."""

import pytest

from graph.errors import ValueRefused
from graph.rules.reasons import justified


@pytest.mark.parametrize("text", ["", "  ", ".", "...", "x", "meeting", "aa bb", "12 12", "- -", "Meeting meeting"])
def test_what_says_nothing_is_no_reason(text: str) -> None:
    with pytest.raises(ValueRefused):
        justified(text)


@pytest.mark.parametrize(
    "text", ["Strategy meeting 12", "s.47 enquiry, Siân's worker", "Cyfarfod strategaeth", "For her worker"]
)
def test_a_few_words_are_one(text: str) -> None:
    assert justified(f"  {text}\n") == text


def test_it_has_an_end() -> None:
    with pytest.raises(ValueRefused, match="longer than 500"):
        justified("for the meeting " * 40)
