"""Fictional values for property tests: every number is one that is kept for drama."""

from collections.abc import Callable
from typing import TypeVar

from hypothesis import strategies as st

from graph.errors import ValueRefused

Value = TypeVar("Value")

MARKS = st.sampled_from("ABCDEFGHJKLMNOPRSTUVWXYZ")
FIGURES = st.sampled_from("0123456789")

fictional_numbers = st.integers(0, 999).map(lambda last: f"07700900{last:03}")
current_plates = st.builds(
    lambda area, age, last: f"{area[0]}{area[1]}{age:02}{''.join(last)}",
    st.tuples(MARKS, MARKS),
    st.integers(2, 75),
    st.tuples(MARKS, MARKS, MARKS),
)
postcodes = st.builds(
    lambda district, sector, unit: f"{district} {sector}{unit}",
    st.sampled_from(["CF10", "CF5", "SA1", "LL57", "NP20", "M1", "SW1A", "EC1A", "W1A"]),
    st.integers(0, 9),
    st.sampled_from(["AA", "BD", "XY", "ZZ"]),
)
words = st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=1, max_size=12)
"""One word in Latin letters, diacritics among them."""


@st.composite
def respaced(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> tuple[str, str]:
    """A text, and the same with its case and the spaces between its characters changed."""
    text = draw(texts)
    packed = text.replace(" ", "")
    gaps = draw(st.lists(st.sampled_from(["", "", " ", "  ", "\u00a0"]), min_size=len(packed), max_size=len(packed)))
    changed = "".join(gap + mark for gap, mark in zip(gaps, packed, strict=True))
    return text, draw(st.sampled_from([changed, changed.lower(), changed.upper(), f" {changed} "]))


def parsed(parse: Callable[[str], Value], text: str) -> Value | ValueRefused:
    """The value, or the refusal: whichever it is, the test says what must hold of it."""
    try:
        return parse(text)
    except ValueRefused as refused:
        return refused
