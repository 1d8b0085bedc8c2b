import pytest
from hypothesis import given

from graph.errors import ValueRefused
from graph.values.postcode import Postcode
from tests.values.strategies import postcodes, respaced


@given(respaced(postcodes))
def test_spacing_and_case_do_not_change_the_key(pair: tuple[str, str]) -> None:
    assert Postcode.parse(pair[1]).key == pair[0]
    assert Postcode.parse(pair[0]).shown == pair[0]


def test_a_district_alone_is_kept_with_a_warning() -> None:
    district, whole = Postcode.parse("cf10"), Postcode.parse("CF10 1AA")

    assert (district.key, district.partial, district.warnings) == ("CF10", True, ("only the district is given",))
    assert district.agrees(whole)
    assert not Postcode.parse("CF1").agrees(whole)
    assert not whole.agrees(Postcode.parse("CF10 1AB"))
    assert whole.search_keys() == {"CF10 1AA", "CF101AA", "CF10"}


@pytest.mark.parametrize("text", ["", "CF1O 1AA", "D02 X285", "12345", "CF10 1CA", "QF10 1AA"])
def test_what_has_not_the_shape_is_refused(text: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        Postcode.parse(text)
    assert (refused.value.field, bool(refused.value.reason)) == ("postcode", True)


def test_the_last_postcode_in_a_text_is_found() -> None:
    found = Postcode.within("12 High Street, Cardiff, cf101aa.")

    assert found is not None
    assert (found[0].key, found[1]) == ("CF10 1AA", "12 High Street, Cardiff, .")
    assert Postcode.within("12 High Street") is None
