"""What counts as a reason: one rule for looking, deciding and sharing."""

import pytest

from api.accounts.reasons import clean_reason, own_reason
from graph.errors import ValueRefused
from graph.rules.reasons import is_reason, justified


@pytest.mark.parametrize(
    "text",
    [
        "Strategy meeting 12",
        "Meeting 12",
        "missing last night",
        "Cyfarfod strategaeth",
        "  Search   of premises ",
        "Op Heron",
        "зустріч завтра",
    ],
)
def test_a_few_words_are_a_reason(text: str) -> None:
    assert is_reason(text)
    assert clean_reason(text) == justified(text) == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        ".",
        "..",
        "...",
        "x",
        "a b c",
        "asdf",
        "work",
        "xx xx",
        "aa bb",
        "12 13",
        "- -",
        "test test",
        "x" * 501,
    ],
)
def test_what_says_nothing_is_none(text: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        clean_reason(text)

    assert refused.value.field == "reason"
    with pytest.raises(ValueRefused):
        justified(text)


def test_what_loads_or_changes_has_a_reason_of_its_own_but_made_up_data_needs_none() -> None:
    assert own_reason("  Weekly   transfer ", is_demo=False) == "Weekly transfer"
    assert own_reason(" ", is_demo=True) == ""
    for text, is_demo in (("", False), (".", False), (".", True)):
        with pytest.raises(ValueRefused):
            own_reason(text, is_demo=is_demo)
