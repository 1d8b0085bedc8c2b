"""Names as they are heard: which share a key, and which do not."""

import pytest

from graph.values.sound import sound_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("sian", "shan"), ("sion", "shaun"), ("rhys", "rees"), ("dafydd", "davith"), ("llwyd", "lloyd")),
        *(("hussain", "hussein"), ("mohammed", "muhammad"), ("yusuf", "youssef"), ("rhiannon", "reannon")),
    ],
)
def test_names_that_sound_alike(one: str, other: str) -> None:
    assert not sound_keys(one).isdisjoint(sound_keys(other))


@pytest.mark.parametrize(("one", "other"), [("megan", "carys"), ("gareth", "gavin"), ("ieuan", "evan")])
def test_names_that_do_not(one: str, other: str) -> None:
    assert sound_keys(one).isdisjoint(sound_keys(other))


@pytest.mark.parametrize("word", ["", "a", "lee", "io", "123"])
def test_what_has_too_little_sound_has_no_key(word: str) -> None:
    assert sound_keys(word) == frozenset()
