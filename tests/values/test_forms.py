"""The tables of forms: which words people use for one another, folded, each line with its source."""

import pytest

from graph.values.forms import forms_of_name, forms_of_place, lines_of
from graph.values.name import compared
from graph.values.text import fold

TABLES = ("name_forms.csv", "place_forms.csv")
NAME_KINDS = {"Welsh", "Arabic", "South Asian", "Polish", "Romanian", "nickname", "spelling"}
PLACE_KINDS = {"street", "building", "feature", "town"}


@pytest.mark.parametrize("table", TABLES)
def test_lines_are_folded_and_say_where_they_come_from(table: str) -> None:
    for forms, kind, source in lines_of(table):
        assert len(forms) > 1
        assert len(set(forms)) == len(forms), forms
        assert all(fold(word) == word and word for word in forms)
        assert kind in NAME_KINDS | PLACE_KINDS
        assert source in {"hand", "list"}


def test_names_are_as_names_compare() -> None:
    words = {word for forms, _, _ in lines_of("name_forms.csv") for word in forms}

    assert {word for word in words if compared(word) != word} == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("dafydd", "david"), ("dai", "dafydd"), ("rhys", "reece"), ("ieuan", "evan"), ("mo", "mohammed")),
        *(("sian", "jane"), ("llwyd", "lloyd"), ("peggy", "margaret"), ("hussain", "hussein"), ("gosia", "malgorzata")),
    ],
)
def test_names_that_people_use_for_one_another(one: str, other: str) -> None:
    assert other in forms_of_name(one)
    assert one in forms_of_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("heol", "road"), ("stryd", "street"), ("caerdydd", "cardiff"), ("gwesty", "hotel")]
)
def test_welsh_and_english_words_of_addresses(one: str, other: str) -> None:
    assert other in forms_of_place(one)
    assert one in forms_of_place(other)


def test_lines_do_not_join() -> None:
    assert {"nathaniel", "natasha"} <= forms_of_name("nat")
    assert "natasha" not in forms_of_name("nathaniel")


def test_no_word_is_a_form_of_itself_and_most_are_of_none() -> None:
    assert "dai" not in forms_of_name("dai")
    assert forms_of_name("zebedee") == frozenset()
