"""Words that everybody reads name nobody they are about."""

import pytest

from graph.rules.names_in_text import Called, named_in

SIAN = Called("child", "Siân ap Huw", ("CH-12",))
HOUSE = Called("premises", "12 Meadow Close, CF10 1AA", ())
CAR = Called("vehicle", "AB12 CDE", ())
UNNAMED = Called("person", "man, 30s, silver car", ("P-7",))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Case of siân", "Siân ap Huw"),
        ("HUW and others", "Siân ap Huw"),
        ("About CH-12", "Siân ap Huw"),
        ("Seen in AB12 CDE", "AB12 CDE"),
        ("12 Meadow Close, CF10 1AA", "12 Meadow Close, CF10 1AA"),
        ("About P-7", "man, 30s, silver car"),
        ("Meadow Close", None),
        ("Meeting 12", None),
        ("The ap meeting", None),
        ("The silver car", None),
        ("Siânad", None),
    ],
)
def test_a_label_a_reference_or_a_word_of_a_name_names_somebody(text: str, named: str | None) -> None:
    assert named_in(text, (SIAN, HOUSE, CAR, UNNAMED)) == named
