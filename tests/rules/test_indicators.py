import pytest

from graph.errors import ValueRefused
from graph.rules.indicators import CATALOGUE, MOST, indicator, needs_reason, status


def test_the_catalogue_has_the_protocols_codes_in_its_order() -> None:
    expected = [f"V{n}" for n in range(1, 8)] + ["VX"]
    expected += [f"R{n}" for n in range(1, 16)] + ["RX"]
    expected += [f"S{n}" for n in range(1, 8)] + ["SX"]

    assert list(CATALOGUE) == expected
    assert MOST == {"V": 8, "R": 16, "S": 8}
    assert {code for code, each in CATALOGUE.items() if each.other} == {"VX", "RX", "SX"}


@pytest.mark.parametrize(
    ("code", "wording"),
    [
        ("V1", "abuse or neglect by parent/carer/family member"),
        ("V7", "low self-esteem"),
        ("R1", "staying out late"),
        ("R15", "living independently and failing to respond to attempts by worker to keep in touch"),
        ("S1", "periods of going missing overnight or longer"),
        ("S2", "older ‘boyfriend’/ relationship with controlling adult"),
        ("S6", "frequenting areas known for sex work"),
        ("S7", "physical injury without plausible explanation"),
    ],
)
def test_the_record_keeps_the_protocols_wording(code: str, wording: str) -> None:
    assert CATALOGUE[code].wording == wording


def test_people_read_neutral_words_where_the_wording_could_read_as_blame() -> None:
    assert {code: each.text for code, each in CATALOGUE.items() if each.text != each.wording} == {
        "R4": "signs of distress",
        "R5": "disclosed an assault, later unable to go on with it",
        "R7": "friends are being exploited",
        "R14": "not reached by school or training",
        "R15": "lives alone; workers have not been able to keep in touch",
        "S2": "relationship with an older or controlling person",
        "S3": "physical or emotional abuse by that older or controlling person",
        "S6": "seen in places where children are known to be exploited",
    }


def test_codes_and_statuses_are_read_however_they_are_typed() -> None:
    assert indicator(" s4 ").code == "S4"
    assert {status(text) for text in ("Not assessed", "not_assessed", "NOT-ASSESSED", "")} == {"not assessed"}
    with pytest.raises(ValueRefused):
        indicator("S9")
    with pytest.raises(ValueRefused):
        status("perhaps")


def test_an_other_that_counts_and_whatever_is_closed_need_a_reason() -> None:
    asked = {(code, given) for code in ("RX", "R1") for given in ("present", "suspected", "absent", "closed")}

    assert {each for each in asked if needs_reason(*each)} == {
        ("RX", "present"),
        ("RX", "suspected"),
        ("RX", "closed"),
        ("R1", "closed"),
    }
