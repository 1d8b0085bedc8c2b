"""A body as people type it: the fields of a form, a blank that is no answer, and what is refused by its field."""

from datetime import date

import pytest

from graph.errors import NotPermitted, ValueRefused
from graph.judgements.kinds import BODIES
from graph.judgements.meeting import Attending, MeetingActionBody, MeetingPartBody
from graph.judgements.network import LeadContactBody, LegalStatusBody, NetworkMemberBody
from graph.judgements.referral import Informed, ReferralBody
from graph.judgements.typed import as_typed, fields_of, read_typed, shown_fields
from graph.model.recorded import CASEWORK_KINDS
from graph.rules.cases import check_reason, check_step, states_after
from graph.rules.casework_lists import register

SUBJECT = {"who": "person:1"}
COMMANDS_OF_THEIR_OWN = {"Notice", "Contact", "PremisesOfConcern", "PremisesSearch"}
"""Kinds that are recorded step by step: `dolen notice`, `dolen premises`."""


def test_every_kind_of_casework_has_a_form() -> None:
    assert [kind for kind in CASEWORK_KINDS if not BODIES[kind].words] == []
    assert {kind for kind in CASEWORK_KINDS if not fields_of(BODIES[kind])} <= COMMANDS_OF_THEIR_OWN


def test_what_holds_during_some_time_asks_for_it_last() -> None:
    assert [each.name for each in fields_of(NetworkMemberBody)] == [
        *("name", "agency", "part", "telephone", "since", "until"),
    ]


def test_a_field_is_answered_by_its_type() -> None:
    answered = {each.name: each.answered for each in fields_of(ReferralBody)}
    status = {each.name: each for each in fields_of(LegalStatusBody)}

    assert [answered[name] for name in ("referrer", "concern", "immediate", "looked_after", "informed")] == [
        *("line", "text", "yes", "choice", "rows"),
    ]
    assert (answered["referrer_told"], status["extended_days"].answered) == ("day", "number")
    assert status["status"].choices[0] == "care-order"


def test_a_blank_is_no_answer_and_a_required_one_is_refused_by_name() -> None:
    typed = {"name": "Sian Hughes", "agency": "Health", "telephone": "  ", "since": "2026-03-01"}
    body = read_typed(NetworkMemberBody, typed, SUBJECT)

    assert (body.telephone, body.since, body.until) == ("", date(2026, 3, 1), None)
    with pytest.raises(ValueRefused, match="it is not given") as refused:
        read_typed(NetworkMemberBody, {**typed, "name": " "}, SUBJECT)
    assert refused.value.field == "name"


def test_a_list_is_typed_one_a_line_with_its_parts() -> None:
    typed = {"attendance": "Sian Hughes; Health; left 11:20\n\nRhys Owen\n"}
    part = read_typed(MeetingPartBody, typed, {"meeting": "meeting:1", "person": "person:1"})

    assert part.attendance == (
        Attending(name="Sian Hughes", agency="Health", present="left 11:20"),
        Attending(name="Rhys Owen"),
    )
    assert as_typed(part)["attendance"] == "Sian Hughes; Health; left 11:20\nRhys Owen"
    with pytest.raises(ValueRefused, match="more parts than: name; agency; in and out"):
        read_typed(MeetingPartBody, {"attendance": "a;b;c;d"}, {"meeting": "meeting:1", "person": "person:1"})


def test_what_is_typed_is_read_back_as_it_was_typed() -> None:
    typed = {
        "name": "Ffion Rees",
        "received_at": "2026-11-06T21:00",
        "referrer": "A. Morgan",
        "concern": "seen with an older man",
        "immediate": "yes",
        "informed": "R. Lloyd; 2026-11-06",
    }
    body = read_typed(ReferralBody, typed)

    assert body.informed == (Informed(who="R. Lloyd", when=date(2026, 11, 6)),)
    assert {name: text for name, text in as_typed(body).items() if text and name != "looked_after"} == typed
    assert next(field.label for field, _ in shown_fields(body)) == "Name of a child who is not recorded yet"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"received_at": "2026-11"}, "a clock starts on one day"),
        ({"received_at": "yesterday"}, "date"),
        ({"received_at": "2026-11-06", "child": "person:1"}, "a child who is recorded, or gives the name"),
    ],
)
def test_a_referral_without_its_day_or_of_two_children_is_refused(typed: dict[str, str], said: str) -> None:
    whole = {"name": "Ffion Rees", "referrer": "A. Morgan", "concern": "a concern", **typed}
    with pytest.raises(ValueRefused, match=said):
        read_typed(ReferralBody, whole)


@pytest.mark.parametrize("owner", ["", "   "])
def test_an_action_without_an_owner_is_refused(owner: str) -> None:
    typed = {"what": "visit", "agency": "Police", "due": "2026-12-01", "owner": owner}
    with pytest.raises(ValueRefused) as refused:
        read_typed(MeetingActionBody, typed, {"meeting": "meeting:1", "person": "person:1"})
    assert (refused.value.field, refused.value.reason) == ("owner", "it is not given.")


def test_the_ten_rows_of_the_register_stand_though_they_are_empty() -> None:
    police = LeadContactBody(agency="Police", name="R. Owen", telephone="07700 900001")
    rows = register(("Social Services", "Police"), [police], lambda each: each.agency)

    assert rows == [("Social Services", []), ("Police", [police])]


def test_only_the_chair_records_that_nothing_further_is_done_and_says_why() -> None:
    assert "no further action" in states_after("Referral", "received", "chair")
    assert "no further action" not in states_after("Referral", "received", "analyst")
    with pytest.raises(ValueRefused, match="recorded with its reason"):
        check_reason("Referral", "no further action", " ")
    check_reason("Referral", "received", "")


def test_an_action_is_done_by_its_owner_or_marked_by_the_chair() -> None:
    check_step("Action", "open", "done", "chair")
    check_step("Action", "open", "done", "analyst", owns=True)
    with pytest.raises(NotPermitted):
        check_step("Action", "open", "done", "analyst", owns=False)
    with pytest.raises(NotPermitted):
        check_step("Action", "open", "dropped", "analyst", owns=True)
