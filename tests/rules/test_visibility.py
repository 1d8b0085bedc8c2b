"""Who may see what: each role, each kind of access."""

import pytest

from graph.model.view import Reader, Role
from graph.rules.visibility import clearance, clearance_class, reader_of, reads_mappa

RECORDED = ["P||", "C||", "C|A1|", "C|S1|", "||", "P||OPAL", "C|A2|OPAL+PEARL"]


@pytest.mark.parametrize(
    ("role", "compartments", "seen"),
    [
        ("operator", set(), set(RECORDED)),
        ("analyst", set(), {"P||", "C||", "C|A1|", "C|S1|", "||"}),
        ("analyst", {"OPAL"}, {"P||", "C||", "C|A1|", "C|S1|", "||", "P||OPAL"}),
        ("manager", {"OPAL", "PEARL"}, set(RECORDED)),
        ("chair", set(), {"P||", "C||", "C|A1|"}),
        ("chair", {"OPAL"}, {"P||", "C||", "C|A1|", "P||OPAL"}),
        ("auditor", {"OPAL"}, set()),
        ("administrator", {"OPAL"}, set()),
        ("partner", {"OPAL"}, set()),
    ],
)
def test_a_reader_sees_what_the_role_and_compartments_allow(role: Role, compartments: set[str], seen: set[str]) -> None:
    assert set(clearance(Reader("a.reader", role, frozenset(compartments)), RECORDED)) == seen


def test_mappa_status_is_read_by_police_and_a_named_probation_reader_and_goes_into_no_pack() -> None:
    recorded = ["P||", "C|MAPP|", "C|MAPP+S1|"]
    analyst, chair = Reader("an analyst", "analyst"), Reader("a chair", "chair")
    probation = Reader("a named probation reader", "chair", frozenset({"MAPPA"}))
    packed = Reader("their pack", "recipient", frozenset({"MAPPA"}), shareable="PC", within=probation)

    assert clearance(analyst, recorded) == tuple(sorted(recorded))
    assert clearance(chair, recorded) == ("P||",)
    assert clearance(probation, recorded) == ("C|MAPP|", "P||")
    assert clearance(packed, recorded) == ("P||",)
    assert [reads_mappa(each) for each in (analyst, chair, probation)] == [True, False, True]
    assert clearance(reader_of(clearance_class(probation)), recorded) == ("C|MAPP|", "P||")


def test_a_text_of_several_compartments_needs_every_one() -> None:
    reader = Reader("a.reader", "analyst", frozenset({"OPAL"}))

    assert clearance(reader, ["C||OPAL", "C||OPAL+PEARL"]) == ("C||OPAL",)
