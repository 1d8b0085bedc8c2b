import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ValueRefused
from graph.values.address import Address, Uprn
from tests.values.strategies import parsed, postcodes, words

KEY = "flat 1, 12 high street cardiff CF10 1AA"


@pytest.mark.parametrize(
    "cells",
    [
        ("Flat 1, 12 High Street, Cardiff", "CF10 1AA"),
        ("Flat 1, 12 High Street, Cardiff CF10 1AA",),
        ("FLAT 1 12 HIGH STREET CARDIFF", "cf101aa"),
        ("Fl. 1, 12, High St., Cardiff, CF10 1AA", "CF10 1AA"),
        ("12 High St, Flat 1, Cardiff", "CF10 1AA"),
        ("Flat 1\n12 High Street\nCardiff\nCF10 1AA", "CF10"),
        ("flt 1, No. 12 High Street, Cardiff", "CF10 1AA"),
    ],
)
def test_one_address_however_it_is_written(cells: tuple[str, ...]) -> None:
    address = Address.parse(*cells)

    assert (address.key, address.unit, address.numbers) == (KEY, "flat 1", ("12",))
    assert (address.place, address.warnings) == (True, ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flat 1, 12 High Street", "Flat 2, 12 High Street"),
        ("Flat 1, 12 High Street", "12 High Street"),
        ("12 High Street", "12A High Street"),
        ("12 High Street", "14 High Street"),
        ("Flat 1, 12 High Street", "Flat 11, 2 High Street"),
        ("12 High Street", "12 High Road"),
        ("3 Heol Fawr", "3 High Street"),
        ("12-14 High Street", "12 High Street"),
    ],
)
def test_addresses_that_stay_apart(one: str, other: str) -> None:
    first, second = Address.parse(one, "CF10 1AA"), Address.parse(other, "CF10 1AA")

    assert first.key != second.key
    assert not first.agrees(second)


@given(st.integers(1, 400), st.integers(1, 400), postcodes)
def test_flats_and_houses_with_other_numbers_are_other_addresses(one: int, other: int, postcode: str) -> None:
    flats = {Address.parse(f"Flat {number}, 12 High Street", postcode).key for number in (one, other)}
    houses = {Address.parse(f"{number} High Street", postcode).key for number in (one, other)}

    assert len(flats) == len(houses) == len({one, other})


@given(st.lists(words, min_size=1, max_size=5), st.integers(1, 400), postcodes)
def test_what_is_shown_and_the_key_read_back(parts: list[str], number: int, postcode: str) -> None:
    text = f"{number} {', '.join(parts)}"
    address = Address.parse(text, postcode)

    assert Address.parse(address.key).key == Address.parse(address.shown).key == address.key
    assert Address.parse(f"  {text.replace(' ', '  ').replace(',', ' ,')} ", postcode.lower()).key == address.key


@given(st.text(st.characters(categories=["Lu", "Ll", "Po", "Pd", "Zs"], max_codepoint=0x24F), max_size=40))
def test_any_text_is_an_address_or_refused_with_a_reason(text: str) -> None:
    address = parsed(Address.parse, text)

    if isinstance(address, ValueRefused):
        assert (address.field, bool(address.reason)) == ("address", True)
    else:
        assert Address.parse(address.key).key == address.key


def test_welsh_forms_are_shown_as_written_and_compared_folded() -> None:
    address = Address.parse("3 Ffordd y Môr, Tŷ Newydd")

    assert address.shown == "3 Ffordd y Môr, Tŷ Newydd"
    assert address.key == "3 ffordd y mor ty newydd"
    assert address.key == Address.parse("3 FFORDD Y MOR, TY NEWYDD").key


def test_st_is_saint_before_a_name_and_street_after_it() -> None:
    assert Address.parse("12 St Mary St").key == "12 saint mary street"
    assert Address.parse("St. David's House, 3 Dr Jones Dr").key == "saint davids house 3 doctor jones drive"


@pytest.mark.parametrize("text", ["No fixed abode", "NFA", "of no fixed address", "Dim cartref sefydlog"])
def test_no_fixed_abode_is_kept_and_is_no_place(text: str) -> None:
    address = Address.parse(text)

    assert (address.key, address.place, len(address.warnings)) == ("no fixed abode", False, 1)
    assert not address.agrees(address)
    assert address.compare(address) == "different"


def test_flats_without_a_number_are_told_by_their_floor() -> None:
    top, ground = Address.parse("Top Flat, 12 High Street"), Address.parse("12 High Street, Ground Floor Flat")

    assert (top.key, ground.key) == ("top flat, 12 high street", "ground floor flat, 12 high street")
    assert top.key == Address.parse("Top Flat 12 High Street").key
    assert top.compare(ground) == "same building"


def test_vague_and_contradictory_addresses_are_kept_with_a_warning() -> None:
    assert Address.parse("High Street").warnings == ("a street without a house number",)
    assert Address.parse("", "CF10 1AA").warnings == ("only a postcode is given: all who live there read alike",)
    assert Address.parse("12 High Street", "CF10").warnings == ("only the district is given",)
    assert len(Address.parse("12 High Street CF10 1AA", "CF10 1AB").warnings) == 1


def test_likeness() -> None:
    flat = Address.parse("Flat 1, 12 High Street", "CF10 1AA")

    assert flat.compare(Address.parse("Flat 2, 12 High Street", "CF10 1AA")) == "same building"
    assert flat.compare(Address.parse("Flat 1, 12 Heol Fawr", "CF10 1AA")) == "near"
    assert flat.compare(Address.parse("Flat 1, 14 High Street", "CF10 1AA")) == "different"
    assert flat.compare(Address.parse("Flat 1, 12 High Street", "CF10 1AB")) == "different"


def test_a_shared_property_number_makes_two_forms_one_address() -> None:
    english = Address.parse("3 High Street", uprn="000100023336")
    welsh = Address.parse("3 Heol Fawr", uprn="100023336")

    assert english.key != welsh.key
    assert english.compare(welsh) == "same"
    assert not english.agrees(Address.parse("3 Heol Fawr"))


def test_search_keys_are_the_form_its_words_and_its_postcode() -> None:
    assert Address.parse("3 Heol Fawr", "CF10 1AA", "77").search_keys() == (
        {"3 heol fawr CF10 1AA", "3", "heol", "fawr", "cf10", "1aa", "CF10 1AA", "CF101AA", "CF10", "77"}
    )


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (("", "", ""), "address"),
        (("unknown", "", ""), "address"),
        (("3 High Street", "CF1O", ""), "postcode"),
        (("3 High Street", "", "1.00023E+11"), "uprn"),
        (("3 High Street", "", "1234567890123"), "uprn"),
        (("3 High Street", "", "0"), "uprn"),
    ],
)
def test_refusals_name_the_cell_that_is_wrong(cells: tuple[str, str, str], field: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        Address.parse(*cells)
    assert refused.value.field == field


@given(st.integers(1, 10**12 - 1))
def test_property_numbers_read_back_with_or_without_leading_noughts(number: int) -> None:
    assert Uprn.parse(f"{number:012}").key == Uprn.parse(str(number)).key == str(number)
