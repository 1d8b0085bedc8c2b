"""Which passwords are refused, and that the refusal says what to do."""

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from api.accounts import Account, PasswordRefused
from api.accounts.password_rules import FEWEST_DIFFERENT, LONGEST, SHORTEST, common_words, refuse_weak

ANN = Account("a.price", "analyst", display_name="Ann Price")
GOOD = [
    "kettle window otter",
    "kettle-window-otter",
    "kettlewindowotter",
    "dragon kettle summer",  # common words among three are still three words
    "half-price kettle lamp",  # a word that is a name is not the name
    "tŷ bach gwyrdd",
    "Ω≈ç√∫˜µ≤≥ æß",
    "x7Gq-vn2 pLw9",
    "annan lantern pear",
    " leading space counts",
]


@pytest.mark.parametrize("password", GOOD)
def test_three_words_are_enough_and_so_is_anything_as_long(password: str) -> None:
    assert refused(password) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "too short: it has 0 of 12"),
        ("kettlewindo", "too short: it has 11 of 12"),
        ("a" * 257, "longer than 256"),
        ("aaaaaaaaaaaa", "repeats"),
        ("abababababababab", "repeats"),
        ("123456789012", "runs along"),
        ("qwertyuiopas", "runs along"),
        ("lkjhgfdsapoi", "runs along"),
        ("abcdefghijklm", "runs along"),
        ("198507142200", "a number or a date"),
        ("14/07/1985 22:00", "a number or a date"),
        ("Password12345", "everybody"),
        ("P@55w0rd2026!", "everybody"),
        ("!!!welcome-wales!!!", "everybody"),
        ("Heddlu Cymru 1", "everybody"),
        ("liverpoolliverpool", "everybody"),
        ("Summer2026!!!", "everybody"),
        ("Price!!Price!!", "everybody"),
        ("a.price kettle", "your own name"),
        ("kettle Ann-Price", "your own name"),
        ("aprice aprice aprice", "your own name"),
        ("kettle dolen otter", "name of this program"),
    ],
)
def test_what_everybody_would_try_is_refused(password: str, why: str) -> None:
    with pytest.raises(PasswordRefused, match=why) as refused:
        refuse_weak(password, ANN)

    assert refused.value.advice.startswith("Choose ")
    assert password == "" or password not in str(refused.value)


@given(st.sampled_from(sorted(common_words())), st.text("0123456789!?.-_ ", max_size=20), st.booleans())
def test_no_common_word_is_saved_by_digits_and_signs(word: str, tail: str, capital: bool) -> None:
    password = (word.capitalize() if capital else word) + tail
    assume(len(password) >= SHORTEST)

    with pytest.raises(PasswordRefused):
        refuse_weak(password, Account("z.other", "chair"))


@given(st.text("bcdfghjkmnpqrtvwxz", min_size=SHORTEST, max_size=LONGEST))
def test_nothing_is_asked_of_capitals_digits_or_signs(password: str) -> None:
    assume(len(set(password)) >= FEWEST_DIFFERENT + 3)

    assert refused(password) is None


@given(st.text(min_size=0, max_size=300))
def test_any_text_is_either_taken_or_refused_in_a_sentence(password: str) -> None:
    refusal = refused(password)

    if refusal is None:
        assert len(unicodedata.normalize("NFC", password)) >= SHORTEST
    else:
        assert re.fullmatch(r"This password [^.]+\.", refusal.message)


def refused(password: str) -> PasswordRefused | None:
    try:
        refuse_weak(password, ANN)
    except PasswordRefused as refusal:
        return refusal
    return None
