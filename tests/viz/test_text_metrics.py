"""Letters: measured with the shipped font, broken without loss, safe to write."""

import pytest

from viz.text_metrics import BOLD, REGULAR, broken, printable, width, widths
from viz.transliteration import latin


def test_the_shipped_fonts_have_the_letters_of_welsh():
    for name in (REGULAR, BOLD):
        assert {letter for letter in "âêîôûŵŷÂÊÎÔÛŴŶáéíóúẃýäëïöüẅÿ·–“”" if ord(letter) not in widths(name)} == set()


def test_widths_are_those_of_the_font():
    assert round(width("i", 1000)) == 222
    assert round(width("W", 1000)) == 944
    assert width("Siân", 10, bold=True) > width("Siân", 10)


def test_lines_fit_and_nothing_is_lost():
    text = "Flat 2, 114 Heol Llanfairpwllgwyngyllgogerychwyrndrobwll, CF37"
    lines = broken(text, 12, 90)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(width(line, 12) for line in lines) <= 90


def test_what_xml_forbids_and_what_turns_the_reading_round_is_shown_as_replaced():
    assert printable("a\x00b\x0bc\u202ed\ud800e\ufffef") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"
    assert printable("Ŵyn & <Siân>\n") == "Ŵyn & <Siân>\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Al \U00012544", "Al [?]"), ("\ue000", "[?]"), ("汉", "[Han]"), ("Siân\tOwen\n", "Siân\tOwen\n")],
    ids=["a letter that Unicode has not assigned", "a private letter", "a letter that no font has", "spaces"],
)
def test_no_document_is_given_a_letter_that_no_font_has(text: str, shown: str) -> None:
    assert latin(text) == shown
