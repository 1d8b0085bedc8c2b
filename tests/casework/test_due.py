"""What is due, by when and by whom: worked out by hand from the protocol, over records as a View shows them."""

from datetime import date
from typing import Any

import pytest

from graph.casework.due import due_list
from graph.judgements.body import Body
from graph.judgements.deputy import DeputyBody
from graph.judgements.enquiry import EnquiryBody
from graph.judgements.meeting import MeetingActionBody, MeetingBody, PlanBody
from graph.judgements.referral import DiscussionBody, ReferralBody
from graph.queries.casework.recorded import AboutShown, CaseworkShown
from graph.reading.parts import EntityRef
from graph.values.when import moment

ANN = EntityRef(id="person:1", kind="child", label="Ann Rees", refs=("N1",), possible=False)


def recorded(body: Body, state: str, lineage: str = "one:1", *, stands: bool = True) -> CaseworkShown:
    about = tuple(AboutShown(record=id, entity=ANN) for id in body.about())
    return CaseworkShown(
        id=f"{lineage}/1",
        lineage=lineage,
        kind=body.kind,
        state=state,
        stands=stands,
        about=about,
        body=body,
        cites=(),
        replaces=(),
        author="a chair",
        agency="",
        recorded_at=0,
        reason="",
        access="P||",
    )


def referral(received: str, **more: Any) -> ReferralBody:
    return ReferralBody(
        **{"child": "person:1", "received_at": received, "referrer": "A. Morgan", "concern": "a concern", **more}
    )


def due(body: Body, now: str, state: str, **more: Any) -> list[tuple[str, str, bool, str]]:
    found = due_list([recorded(body, state, **more)], moment(now))
    return [(each.what, each.due, each.overdue, each.who) for each in found]


@pytest.mark.parametrize(
    ("received", "day"),
    [  # hard case 16; §5.6, the 25th, 26th (a Saturday: the 28th in its place) of December are bank holidays
        ("2026-11-06T21:00", "the end of Tuesday 17 November 2026"),
        ("2026-11-07", "the end of Tuesday 17 November 2026"),
        ("2026-12-17", "the end of Wednesday 30 December 2026"),
    ],
)
def test_an_assessment_is_due_seven_working_days_after_the_referral(received: str, day: str) -> None:
    assert due(referral(received), "2026-11-07", "received") == [("Assessment", day, False, "Social Services")]


def test_a_second_referral_has_its_own_clock_and_moves_no_other() -> None:
    both = [
        recorded(referral("2026-11-06T21:00"), "received", "referral:1"),
        recorded(referral("2026-11-10"), "received", "referral:2"),
    ]
    assert [(each.lineage, each.day) for each in due_list(both, moment("2026-11-11"))] == [
        ("referral:1", date(2026, 11, 17)),
        ("referral:2", date(2026, 11, 19)),
    ]


def test_an_enquiry_is_due_of_its_owner_until_it_is_done() -> None:
    asked = EnquiryBody(entity="person:1", what="Who this is", owner="DC Pugh", due=date(2026, 12, 11))

    assert due(asked, "2026-12-12", "open") == [("Enquiry: Who this is", "Friday 11 December 2026", True, "DC Pugh")]
    assert due(asked, "2026-12-12", "done") == []
    assert asked.not_allowed("done") == ("what was found out is not recorded.",)


def test_a_deputy_stands_beside_whom_something_is_due_of_from_the_first_day_to_before_the_last() -> None:
    asked = EnquiryBody(entity="person:1", what="Who", owner="DC Pugh", agency="Police", due=date(2026, 12, 30))
    handed = DeputyBody(name="dc pugh", deputy="DS Lewis", since=date(2026, 12, 14), until=date(2026, 12, 21))
    both = [recorded(asked, "open"), recorded(handed, "recorded", "deputy:1")]
    on = {day: due_list(both, moment(f"2026-12-{day}T12:00"))[0].who for day in (13, 14, 20, 21)}

    with_deputy = "DC Pugh, Police; deputy until 21 December 2026: DS Lewis"
    assert on == {13: "DC Pugh, Police", 14: with_deputy, 20: with_deputy, 21: "DC Pugh, Police"}
    with pytest.raises(ValueError, match="it ends after it begins"):
        DeputyBody(name="a", deputy="b", since=date(2026, 12, 14), until=date(2026, 12, 14))


def test_it_is_overdue_once_its_day_is_over_and_not_before() -> None:
    at = [due(referral("2026-11-06"), now, "received")[0][2] for now in ("2026-11-17T23:59", "2026-11-18")]
    assert at == [False, True]
    body = [recorded(referral("2026-11-06"), "received"), recorded(referral("2026-11-09"), "received", "two:1")]
    assert [each.lineage for each in due_list(body, moment("2026-11-18"), overdue=True)] == ["one:1"]


def test_with_immediate_concern_nobody_waits_for_a_seraf() -> None:
    """§5.8: without delay, 24 hours at most from the referral; a discussion of this referral takes its place."""
    immediate = recorded(referral("2026-11-06T21:00", immediate=True), "received", "referral:1")
    held = recorded(
        DiscussionBody(
            child="person:1",
            referral="referral:1",
            started_at="2026-11-06T21:00",
            immediate=True,
            social_services="M. Price",
            police="DS Rowe",
        ),
        "open",
        "discussion:1",
    )
    now = moment("2026-11-07T20:59")

    assert next((each.what, each.due) for each in due_list([immediate], now)) == (
        "Strategy discussion",
        "Saturday 7 November 2026, 21:00",
    )
    both = due_list([immediate, held], now)
    assert [(each.what, each.who, each.overdue) for each in both if each.lineage == "discussion:1"] == [
        ("Strategy discussion decides", "M. Price; DS Rowe", False)
    ]
    assert "Strategy discussion" not in [each.what for each in both]


def test_what_is_decided_asks_to_inform_the_referrer_until_that_is_recorded() -> None:
    decided = DiscussionBody(
        child="person:1",
        started_at="2026-11-06",
        social_services="M. Price",
        police="DS Rowe",
        outcome="strategy meeting",
    )
    told = decided.model_copy(update={"referrer_told": date(2026, 11, 9)})
    line = ("Inform the referrer of the outcome", "", False, "M. Price")

    assert due(decided, "2026-11-10", "decided") == [line]
    assert due(told, "2026-11-10", "decided") == []
    assert due(referral("2026-11-06"), "2026-11-10", "no further action")[0][0] == line[0]
    assert due(referral("2026-11-06"), "2026-11-10", "assessed") == []


def test_a_meeting_held_without_the_police_review_owes_it_the_next_working_day() -> None:
    """§5.8: held on a Friday without delay, it is due by the end of Monday."""
    urgent = MeetingBody(held_at="2026-11-06T10:00", chair="M. Price", urgent_because="missing now")
    reviewed = urgent.model_copy(update={"reviewed_by": "DC Lewis", "reviewed_on": date(2026, 11, 9)})

    assert due(urgent, "2026-11-07", "held") == [
        ("Police information review", "the end of Monday 9 November 2026", False, "Police")
    ]
    assert due(reviewed, "2026-11-07", "held") == []


def test_a_review_meeting_is_due_until_one_is_prepared() -> None:
    header = MeetingBody(held_at="2026-11-06T10:00", chair="M. Price", next_review=date(2026, 12, 4))
    first = recorded(header, "agreed", "meeting:1")
    review = MeetingBody(held_at="2026-12-04T10:00", chair="M. Price", review_of="meeting:1")
    now = moment("2026-12-05")

    assert [(each.what, each.overdue, each.who) for each in due_list([first], now)] == [
        ("Review meeting", True, "M. Price")
    ]
    both = due_list([first, recorded(review, "held", "meeting:2")], now)
    assert both == []


def test_an_action_is_its_owner_s_and_over_at_the_end_of_its_day() -> None:
    body = MeetingActionBody(
        meeting="meeting:1",
        person="person:1",
        what="check the hotel",
        owner="R. Owen",
        agency="Police",
        due=date(2026, 12, 1),
    )
    line = ("Action: check the hotel", "Tuesday 1 December 2026", False, "R. Owen, Police")

    assert due(body, "2026-12-01T23:00", "open") == [line]
    assert due(body, "2026-12-02", "open") == [(*line[:2], True, line[3])]
    assert due(body, "2026-12-02", "done") == []
    assert due(body, "2026-12-02", "open", stands=False) == []


def test_a_plan_without_a_team_and_a_worker_is_overdue_unless_somebody_decides_by_a_day() -> None:
    """§5.9.6: categories 3 and 4 are allocated to a Social Services team."""
    plan = PlanBody(meeting="meeting:1", child="person:1", plan="care and support", review_at=date(2026, 12, 18))
    decides = plan.model_copy(update={"decides": "T. Bevan", "decides_by": date(2026, 12, 3)})
    allocated = plan.model_copy(update={"worker": "K. Ellis", "team": "North"})
    what = "Allocate a Social Services team and a named worker (§5.9.6)"

    assert due(plan, "2026-12-01", "current")[1] == (what, "", True, "Social Services")
    assert due(decides, "2026-12-01", "current")[0] == (what, "Thursday 3 December 2026", False, "T. Bevan")
    assert [each[0] for each in due(allocated, "2026-12-01", "current")] == ["Review of the plan"]
    assert due(plan, "2026-12-19", "ended") == []
