import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ValueRefused
from graph.values.vrm import Vrm
from tests.values.strategies import current_plates, parsed, respaced


@pytest.mark.parametrize(
    ("text", "key", "form", "shown"),
    [
        ("ab12 cde", "AB12CDE", "current", "AB12 CDE"),
        ("A123 BCD", "A123BCD", "prefix", "A123 BCD"),
        ("ABC123D", "ABC123D", "suffix", "ABC 123D"),
        ("ABC 123", "ABC123", "dateless", "ABC 123"),
        ("123-abc", "123ABC", "dateless", "123 ABC"),
        ("AIG1234", "AIG1234", "Northern Ireland", "AIG 1234"),
        ("baz 4321", "BAZ4321", "Northern Ireland", "BAZ 4321"),
    ],
)
def test_the_forms_of_the_united_kingdom(text: str, key: str, form: str, shown: str) -> None:
    plate = Vrm.parse(text)

    assert (plate.key, plate.format, plate.shown, plate.warnings) == (key, form, shown, ())
    assert not plate.partial


@given(respaced(current_plates))
def test_spacing_and_case_do_not_change_the_key(pair: tuple[str, str]) -> None:
    assert Vrm.parse(pair[0]).key == Vrm.parse(pair[1]).key == pair[0]


@given(st.text(st.sampled_from("ABZIOQ0129?"), min_size=1, max_size=11))
def test_what_is_shown_and_the_key_read_back(text: str) -> None:
    plate = parsed(Vrm.parse, text)

    if isinstance(plate, ValueRefused):
        assert (plate.field, plate.value, bool(plate.reason)) == ("vrm", text, True)
    else:
        assert {Vrm.parse(plate.shown).key, Vrm.parse(plate.key).key} == {plate.key}
        assert plate.could_be(plate)
        assert re.fullmatch(plate.pattern(), plate.key.replace("?", "A"))
        assert 0 < plate.weight <= 1


def test_plates_of_no_form_or_never_issued_are_kept_with_a_warning() -> None:
    assert (Vrm.parse("GOLF").format, len(Vrm.parse("GOLF").warnings)) == ("other", 1)
    assert len(Vrm.parse("A1B2C3D4E5F").warnings) == 1
    assert (Vrm.parse("AB00 CDE").format, len(Vrm.parse("AB00 CDE").warnings)) == ("current", 1)
    assert len(Vrm.parse("AQ12 CDE").warnings) == 1


@pytest.mark.parametrize("text", ["", "unknown", "???", "A" * 12, "AB*", "AB12 ÇD/"])
def test_refusals_say_why(text: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        Vrm.parse(text)
    assert (refused.value.field, bool(refused.value.reason)) == ("vrm", True)


def test_a_partial_plate_fits_what_it_could_be() -> None:
    partial = Vrm.parse("AB1? ??E")

    assert (partial.partial, partial.shown, partial.format) == (True, "AB1? ??E", "partial")
    assert partial.weight == pytest.approx(4 / 7)
    assert partial.compare(Vrm.parse("AB12 CDE")) == "fits"
    assert partial.compare(Vrm.parse("AB12 CDX")) == "different"
    assert not partial.could_be(Vrm.parse("AB12 CD"))
    assert partial.search_keys() == {"AB1???E", "AB1"}
    assert not partial.agrees(partial)


@pytest.mark.parametrize(
    ("seen", "meant", "likeness"),
    [
        ("AB12CDE", "AB12CDE", "same"),
        ("AB12CDE", "A812CDE", "misread"),  # B read as 8
        ("AB12CDE", "AB12CPE", "misread"),  # D heard as P
        ("AB12CDE", "AB1ZCDF", "misread"),  # 2 read as Z, E as F
        ("AB12CDE", "A8IZCDF", "different"),  # four misreadings: another plate
        ("AB12CDE", "AC12CDE", "different"),
        ("A?12CDE", "AX1ZCDE", "misread"),
        ("ONM12", "QNN12", "misread"),
    ],
)
def test_read_and_heard_confusions(seen: str, meant: str, likeness: str) -> None:
    assert Vrm.parse(seen).compare(Vrm.parse(meant)) == likeness
    assert Vrm.parse(meant).compare(Vrm.parse(seen)) == likeness


def test_the_pattern_finds_misread_plates_where_asked() -> None:
    partial = Vrm.parse("B?1")

    assert re.fullmatch(partial.pattern(), "BX1")
    assert re.fullmatch(partial.pattern(), "8XI") is None
    assert re.fullmatch(partial.pattern(misread=True), "8XI")
