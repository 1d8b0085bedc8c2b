"""Before a strategy meeting is held, its minutes agreed and it is closed: worked out by hand from the protocol."""

from dataclasses import replace
from datetime import date

import pytest

from graph.rules.meetings import (
    ChildSeen,
    PlanSeen,
    RiskSeen,
    before_agreed,
    before_closed,
    before_held,
    highest_since,
    must_convene,
    not_addressed,
)

PLAN = PlanSeen(
    ended=False,
    review_at=date(2026, 12, 18),
    reviews=1,
    worker="K. Ellis",
    decides="",
    decides_by=None,
    direct_work_by="Barnardo's",
)
RISK = RiskSeen("S1", "missing overnight", "identified", actions=1)
ANN = ChildSeen(name="Ann", category=4, present=("S1",), risks=(RISK,), plan=PLAN, wishes="to see her sister")


def test_the_police_information_review_comes_before_the_meeting() -> None:
    """§5.8 allows no delay where there is immediate concern: then it is said why."""
    [refused] = before_held("", None, "")
    assert refused.startswith("Nobody has reviewed the police information")
    assert before_held("DC Lewis", None, "") == [refused], "a name without its day"
    assert before_held("DC Lewis", date(2026, 11, 6), "") == []
    assert before_held("", None, "  ") == [refused]
    assert before_held("", None, "Ann is missing now") == []


@pytest.mark.parametrize(
    ("child", "said"),
    [  # §5.9.5: all risks and an action for each, a plan with its review date, who does direct work; §5.10: wishes
        (ANN, []),
        (replace(ANN, present=("S1", "S4")), ["S4"]),
        (replace(ANN, risks=(replace(RISK, actions=0),)), ["'missing overnight' has no action"]),
        (replace(ANN, risks=(replace(RISK, actions=0, state="no action possible now"),)), []),
        (replace(ANN, risks=(replace(RISK, actions=0, state="gone"),)), []),
        (replace(ANN, wishes=" "), ["wishes and feelings are not recorded (§5.10)"]),
        (replace(ANN, plan=None, direct_work="Barnardo's"), ["there is no plan (§5.9.5)"]),
        (replace(ANN, plan=replace(PLAN, ended=True)), ["there is no plan (§5.9.5)"]),
        (replace(ANN, plan=replace(PLAN, direct_work_by="")), ["nobody is recorded who does direct work"]),
        (replace(ANN, category=2, plan=replace(PLAN, direct_work_by="")), []),
        (replace(ANN, present=("S1", "V3")), []),  # a vulnerability is not a sign of risk (§5.3, §5.4)
    ],
)
def test_minutes_are_agreed_when_each_risk_is_answered(child: ChildSeen, said: list[str]) -> None:
    found = before_agreed([child])

    assert len(found) == len(said), found
    assert all(part in sentence for part, sentence in zip(said, found, strict=True)), found


def test_missing_and_out_late_come_first() -> None:
    child = replace(ANN, present=("R8", "S6", "R1", "S1", "S2", "V1"), risks=())
    assert not_addressed(child) == ["S1", "R1", "S2", "S6", "R8"]


@pytest.mark.parametrize(
    ("category", "reviews", "planned", "held"),
    [  # §5.7: at least one review at 3; at 4 the regular reviews that its plan sets
        (2, 0, 1, True),
        (3, 0, 1, False),
        (3, 1, 5, True),
        (4, 1, 1, True),
        (4, 1, 2, False),
        (4, 2, 2, True),
        (4, 0, 0, False),  # a plan that sets none does not take the one away that 3 has
    ],
)
def test_a_3_or_4_is_not_closed_without_its_reviews(category: int, reviews: int, planned: int, held: bool) -> None:
    ended = replace(PLAN, ended=True, reviews=planned)
    day = date(2026, 12, 18)
    child = replace(ANN, category=category, reviews=reviews, plan=ended, assessed_on=day, last_held=day)

    assert (before_closed([child]) == []) == held, before_closed([child])


def test_a_child_is_assessed_again_at_the_last_review_and_the_plan_ended() -> None:
    done = replace(ANN, category=3, reviews=1, last_held=date(2026, 12, 18), assessed_on=date(2026, 12, 17))
    assessed = replace(done, assessed_on=date(2026, 12, 18))
    ended = replace(assessed, plan=replace(PLAN, ended=True))

    assert [sentence.split(": ")[1] for sentence in before_closed([done])] == [
        "the child was not assessed again at the last meeting (§6.3).",
        "the plan is current. End it with the reason, or leave the meeting open.",
    ]
    assert len(before_closed([assessed])) == 1
    assert before_closed([ended]) == []
    assert len(before_closed([replace(ended, assessed_on=None)])) == 1


def test_one_child_s_needs_are_not_hidden_by_another_s() -> None:
    other = replace(ANN, name="Bea", wishes="")
    assert [sentence[:3] for sentence in before_agreed([ANN, other])] == ["Bea"]


def test_who_was_3_or_4_since_the_last_meeting_counts_so() -> None:
    """Dropping to 2 closes nothing; what was lower again before the last meeting does not count."""
    assessed = [(4, date(2026, 9, 1)), (3, date(2026, 10, 5)), (2, date(2026, 11, 20))]

    assert highest_since(2, assessed, date(2026, 10, 5)) == 3
    assert highest_since(2, assessed, date(2026, 10, 6)) == 2
    assert highest_since(2, assessed, date(2026, 9, 1)) == 4
    assert highest_since(2, assessed, None) == 2
    assert highest_since(None, [], None) is None


def test_a_meeting_is_always_held_at_3_and_4() -> None:
    assert [must_convene(category) for category in (None, 1, 2, 3, 4)] == [False, False, False, True, True]
