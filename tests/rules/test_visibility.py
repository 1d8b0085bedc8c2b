"""Who may see what: each role, each kind of access."""

import pytest

from graph.model.view import Reader, Role
from graph.rules.visibility import clearance

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


def test_a_text_of_several_compartments_needs_every_one() -> None:
    reader = Reader("a.reader", "analyst", frozenset({"OPAL"}))

    assert clearance(reader, ["C||OPAL", "C||OPAL+PEARL"]) == ("C||OPAL",)
