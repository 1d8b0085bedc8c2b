"""Sharing: what is refused to be recorded without its justification, and who is informed of a correction (§4)."""

from datetime import date
from typing import Any

import pytest

from graph.casework.disclosures import minutes_disclosed, recipient_named, to_inform
from graph.errors import Ambiguous, NotFound, ValueRefused
from graph.judgements.disclosure import CorrectionSent, DisclosureBody, RecipientBody
from graph.judgements.meeting import Attending, RiskBody
from graph.judgements.typed import read_typed
from graph.model.view import Reader
from graph.queries.casework.recorded import CaseworkShown, ItemCitedBy
from graph.rules.visibility import may_see
from graph.values.access import Access
from tests.casework.test_due import recorded
from tests.casework.test_meeting import HEADER, of, part, seen

NURSE = RecipientBody(name="S. Hughes", agency="Health", may_receive="P")
LEAD = RecipientBody(name="M. Price", agency="Social Services", may_receive="P and C", compartments=("opal",))
SENT = DisclosureBody(
    what="the car and the address",
    recipient="S. Hughes",
    purpose="to protect the child",
    legal_basis="Children Act 1989 s.47 (check with legal)",
    justification="the child is at risk of significant harm",
    sent_at=date(2026, 11, 6),
)


def cites(*given: tuple[str, str, bool]) -> tuple[ItemCitedBy, ...]:
    """Items of these references, as withheld or not, ended or not."""
    return tuple(ItemCitedBy(id=f"item:{ref}", ref=ref, code=code, ended=ended) for ref, code, ended in given)


def shared(body: DisclosureBody = SENT, state: str = "shared", **more: Any) -> CaseworkShown:
    """A disclosure of three items: one that stands, one that ended, and one withheld that ended."""
    of = cites(("R-1/1", "", False), ("R-1/2", "", True), ("R-1/3", "withheld", True))
    return recorded(body, state, "disclosure:1", **more).model_copy(update={"cites": of})


@pytest.mark.parametrize("field", ["what", "recipient", "justification"])
def test_nothing_is_shared_or_refused_without_its_justification(field: str) -> None:
    typed = {"what": "the address", "recipient": "S. Hughes", "justification": "no lawful basis", field: "  "}
    with pytest.raises(ValueRefused) as refused:
        read_typed(DisclosureBody, typed)
    assert (refused.value.field, refused.value.reason) == (field, "it is not given.")


def test_what_is_shared_says_for_what_on_which_basis_and_when() -> None:
    bare = DisclosureBody(what="the car", recipient="S. Hughes", justification="at risk")
    said = " ".join(bare.not_allowed("shared"))

    assert [name in said for name in ("purpose", "legal basis", "day it was sent")] == [True, True, True]
    assert bare.not_allowed("refused") == bare.not_allowed("nothing to add") == ()
    assert SENT.not_allowed("shared") == ()
    assert SENT.not_allowed("sanitised") == ("the words that were given are not recorded.",)


def test_a_police_review_is_read_by_no_chair() -> None:
    review = SENT.model_copy(update={"police_review": True})
    everything = Reader("chair", "chair", frozenset({"OPAL"}))

    assert may_see(everything, Access.parse(SENT.least()))
    assert not may_see(everything, Access.parse(review.least()))
    assert may_see(Reader("analyst", "analyst"), Access.parse(review.least()))


@pytest.mark.parametrize(
    ("access", "nurse", "lead"),
    [
        ("P||", True, True),
        ("C|A1|", False, True),
        ("C|S1|", False, False),
        ("||", False, False),
        ("P||OPAL", False, True),
        ("P||JADE", False, False),
    ],
)
def test_a_recipient_receives_what_is_recorded_of_them_and_never_more_than_its_sender_reads(
    access: str, nurse: bool, lead: bool
) -> None:
    manager = Reader("manager", "manager", frozenset({"OPAL", "JADE"}))
    readers = [NURSE.reader(manager), LEAD.model_copy(update={"compartments": ("OPAL",)}).reader(manager)]
    within_none = [NURSE.reader(Reader("a", "auditor")), LEAD.reader(Reader("chair", "chair"))]

    assert [may_see(each, Access.parse(access)) for each in readers] == [nurse, lead]
    assert not may_see(within_none[0], Access.parse(access))
    assert may_see(within_none[1], Access.parse(access)) == (lead and "OPAL" not in access)
    assert not may_see(Reader("nobody's", "recipient"), Access.parse(access))


def test_agreed_minutes_are_disclosed_to_those_who_were_present_and_once() -> None:
    """Each person present in a part receives what the part and its risks rest on; nobody what another part rests on."""
    present = (Attending(name="S. Hughes", agency="Health"), Attending(name="DC Lewis", agency="Police"))
    ann = part("meeting:1", "person:1").model_copy(update={"attendance": present})
    bea = part("meeting:1", "person:2").model_copy(update={"attendance": present[:1]})
    risk = RiskBody(meeting="meeting:1", child="person:1", code="S1", text="missing")
    records = [
        recorded(HEADER, "held", "meeting:1"),
        of(ann, "part:1").model_copy(update={"cites": cites(("R-1/1", "", False), ("R-1/2", "", True))}),
        of(bea, "part:2", person="person:2").model_copy(update={"cites": cites(("R-2/1", "", False))}),
        of(risk, "risk:1", "identified").model_copy(update={"cites": cites(("R-1/3", "", False))}),
    ]

    drafts = minutes_disclosed(seen("meeting:1", records), [], "agreed")
    said = [(one.body.fields()["recipient"], [cite.item for cite in one.cites]) for one in drafts]
    theirs = ["item:R-1/1", "item:R-1/3"]
    assert said == [
        ("S. Hughes", theirs),
        ("DC Lewis", theirs),
        ("S. Hughes", ["item:R-2/1"]),
    ]
    given = recorded(drafts[0].body, "shared", "disclosure:1")
    known = given.model_copy(update={"cites": cites(("R-1/1", "", False), ("R-1/3", "", False))})
    again = minutes_disclosed(seen("meeting:1", records), [known], "agreed")
    assert [one.body.fields()["recipient"] for one in again] == ["DC Lewis", "S. Hughes"]


def test_the_recipient_of_a_corrected_item_is_listed_until_they_are_informed() -> None:
    [found] = to_inform([shared()])
    assert (found.recipient, found.refs) == ("S. Hughes", ("R-1/2",))

    informed = SENT.model_copy(update={"corrections": (CorrectionSent(item="R-1/2", on=date(2026, 11, 9)),)})
    assert to_inform([shared(informed)]) == []
    assert to_inform([shared(state="refused"), shared(stands=False), recorded(NURSE, "recorded", "recipient:1")]) == []


def test_a_recipient_is_meant_by_name_or_id() -> None:
    records = [recorded(NURSE, "recorded", "recipient:1"), recorded(LEAD, "recorded", "recipient:2")]
    assert recipient_named(records, "s. hughes").lineage == recipient_named(records, "recipient:1").lineage
    with pytest.raises(NotFound, match=r"No recipient is recorded as 'T\. Bevan'"):
        recipient_named(records, "T. Bevan")
    with pytest.raises(Ambiguous):
        recipient_named([*records, recorded(NURSE, "recorded", "recipient:3")], "S. Hughes")


def test_a_compartment_of_a_recipient_is_named_as_it_is_kept() -> None:
    assert LEAD.compartments == ("OPAL",)
    with pytest.raises(ValueRefused, match="cannot contain"):
        read_typed(RecipientBody, {"name": "A", "agency": "B", "may_receive": "P", "compartments": "A|B"})
