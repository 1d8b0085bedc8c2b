import pytest

from graph.values.script import consonants, latin


@pytest.mark.parametrize(
    ("written", "spelled"), [("рустам", "rustam"), ("ελενη", "eleni"), ("محمد", "mhmd"), ("sian", ""), ("siôn", "")]
)
def test_a_word_in_another_script_is_spelled_in_latin_letters(written: str, spelled: str) -> None:
    assert latin(written) == spelled


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("mohammed", "محمد"),
        ("muhamad", "محمد"),
        ("ali", "علي"),
        ("khalid", "خالد"),
        ("hussain", "حسین"),
        ("fatima", "فاطمة"),
        ("ibrahim", "ابراهيم"),
        ("qasim", "قاسم"),
        ("rahman", "الرحمن"),
        ("cohen", "כהן"),
        ("david", "דוד"),
    ],
)
def test_words_without_vowels_compare_by_their_consonants(typed: str, written: str) -> None:
    assert consonants(typed) == consonants(written) != ""


def test_a_word_that_begins_with_a_vowel_is_not_one_that_does_not() -> None:
    assert consonants("lee") != consonants("علي")
