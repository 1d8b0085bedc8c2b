import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ValueRefused
from graph.values.phone import Phone, is_withheld
from tests.values.strategies import fictional_numbers, parsed, respaced


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123",
        "7700900123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "0044 7700 900123",
        "447700900123",
        "(07700) 900-123",
        "mob: 07700 900123",
        "٠٧٧٠٠٩٠٠١٢٣",
    ],
)
def test_one_number_however_it_is_written(text: str) -> None:
    phone = Phone.parse(text)

    assert (phone.key, phone.shown, phone.original) == ("+447700900123", "07700 900123", text)
    assert (phone.warnings, phone.notes, phone.fictional) == ((), ("reserved for fiction",), True)


@given(respaced(fictional_numbers))
def test_spacing_does_not_change_the_key(pair: tuple[str, str]) -> None:
    assert Phone.parse(pair[0]).key == Phone.parse(pair[1]).key


@given(fictional_numbers)
def test_what_is_shown_and_the_key_read_back(number: str) -> None:
    phone = Phone.parse(number)

    assert {Phone.parse(phone.shown).key, Phone.parse(phone.key).key} == {f"+44{number[1:]}"}
    assert {phone.key, number, f"44{number[1:]}"} == phone.search_keys()


@given(st.text(st.sampled_from("0123456789+-() "), min_size=1, max_size=20))
def test_any_digits_are_one_phone_read_back_or_refused_with_a_reason(text: str) -> None:
    phone = parsed(Phone.parse, text)

    if isinstance(phone, ValueRefused):
        assert (phone.field, phone.value, bool(phone.reason)) == ("phone", text, True)
    else:
        assert Phone.parse(phone.key).key == phone.key
        assert phone.is_known_form or phone.warnings


def test_numbers_of_no_country_are_kept_as_recorded_each_one_phone() -> None:
    first, second = Phone.parse("0-(070)893-3322"), Phone.parse("0-(608)989-7174")

    assert (first.key, first.shown) == ("raw:00708933322", "0-(070)893-3322")
    assert first.warnings == ("it is no full phone number of any country; kept as recorded",)
    assert not first.is_known_form
    assert not first.agrees(second)


def test_a_possible_number_in_nobodys_plan_is_kept_with_a_warning() -> None:
    phone = Phone.parse("07700 900 12")

    assert (phone.key, len(phone.warnings)) == ("+44770090012", 1)


def test_a_number_without_its_area_code_is_kept_as_recorded() -> None:
    assert Phone.parse("900123").key == "raw:900123"


def test_notes_and_extensions_stay_in_the_original() -> None:
    noted, extension = Phone.parse("07700 900123 (mum)"), Phone.parse("07700 900123 ext 12")

    assert {noted.key, extension.key} == {"+447700900123"}
    assert (len(noted.warnings), len(extension.warnings)) == (1, 1)


@pytest.mark.parametrize("text", ["withheld", "Number Withheld", "unknown", "PRIVATE", "no caller ID", "n/k", "-"])
def test_a_withheld_number_identifies_nobody(text: str) -> None:
    assert is_withheld(text)
    with pytest.raises(ValueRefused, match="identifies nobody"):
        Phone.parse(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no number is given"),
        ("07700900123 / 07700900456", "more digits than one number"),
        ("07700 900123 or 07700 900456", "more digits than one number"),
        ("07700900123 07700900456", "more digits than one number"),
        ("20240115", "it is a date"),
        ("2024-01-15", "it is a date"),
        ("15/01/2024", "it is a date"),
        ("07700 9OO123", "letters among the digits"),
        ("07700 90012?", "digits are unknown"),
        ("12", "too few digits"),
    ],
)
def test_refusals_say_why(text: str, reason: str) -> None:
    with pytest.raises(ValueRefused, match=reason) as refused:
        Phone.parse(text)
    assert (refused.value.field, refused.value.value) == ("phone", text)
