"""Figures for monitoring, each worked out by hand from protocol §7 and docs/domain.md, "Figures"."""

from datetime import date

import pytest

from graph.rules.monitoring import (
    Asked,
    ChildAtMeeting,
    ClockFact,
    Count,
    DeficitFact,
    Facts,
    FigureTable,
    MeetingFact,
    PlanFact,
    age_band,
    figures,
    for_publication,
)

MARCH, APRIL, JUNE = date(2026, 3, 10), date(2026, 4, 20), date(2026, 6, 1)
YEAR = Asked(date(2026, 1, 1), date(2026, 12, 31))
A = ChildAtMeeting("a", 3, 12, "Gwynedd")
B = ChildAtMeeting("b", 4, 15, "Gwynedd", "Conwy")
C = ChildAtMeeting("c", None, None)
THREE = MeetingFact(MARCH, review=False, children=(A, B, C))


def _tables(facts: Facts, asked: Asked = YEAR) -> dict[str, dict[str, Count]]:
    return {each.heading: dict(each.rows) for each in figures(facts, asked, JUNE)}


def test_one_meeting_over_three_children_is_one_meeting_and_three_children() -> None:
    found = _tables(Facts((THREE,)))

    assert found["The board’s return"] == {
        "Strategy meetings held": 1,
        "of these, review meetings": 0,
        "Children involved": 3,
        "Deficits in service recorded": 0,
    }
    assert found["Children by category"] == {"1": 0, "2": 0, "3": 1, "4": 1, "not assessed": 1}
    assert found["Children by age"] == {
        "under 13": 1, "13 to 15": 1, "16 and 17": 0, "18 or over": 0, "not known": 1,
    }  # fmt: skip
    assert found["Children by responsible authority"] == {
        "Gwynedd": 1, "Gwynedd, placed in the area of Conwy": 1, "not recorded": 1,
    }  # fmt: skip


def test_a_child_counts_once_a_period_by_the_highest_category() -> None:
    later = MeetingFact(APRIL, review=True, children=(ChildAtMeeting("a", 4, 13, "Gwynedd"),))
    after = MeetingFact(JUNE, review=True, children=(ChildAtMeeting("a", 2, 13, "Gwynedd"),))
    found = _tables(Facts((THREE, later, after)))

    assert found["The board’s return"]["Strategy meetings held"] == 3
    assert found["The board’s return"]["of these, review meetings"] == 2
    assert found["The board’s return"]["Children involved"] == 3
    assert found["Children by category"]["4"] == 2


@pytest.mark.parametrize(
    ("asked", "meetings", "children"),
    [
        (Asked(MARCH, MARCH), 1, 3),
        (Asked(date(2026, 3, 11), JUNE), 0, 0),
        (Asked(YEAR.first, YEAR.last, area="gwynedd"), 1, 2),
        (Asked(YEAR.first, YEAR.last, area="Powys"), 0, 0),
        (Asked(YEAR.first, YEAR.last, age_band="under 13"), 1, 1),
        (Asked(YEAR.first, YEAR.last, area="Gwynedd", age_band="13 to 15"), 1, 1),
    ],
)
def test_of_a_period_an_area_and_an_age_band(asked: Asked, meetings: int, children: int) -> None:
    found = _tables(Facts((THREE,)), asked)["The board’s return"]

    assert (found["Strategy meetings held"], found["Children involved"]) == (meetings, children)


@pytest.mark.parametrize(
    ("age", "band"),
    [(None, "not known"), (12, "under 13"), (13, "13 to 15"), (15, "13 to 15"), (16, "16 and 17"), (18, "18 or over")],
)
def test_age_bands(age: int | None, band: str) -> None:
    assert age_band(age) == band


def test_clocks_are_met_not_met_or_still_open() -> None:
    clocks = [ClockFact("x", MARCH, met) for met in (True, True, False, None)]

    assert _tables(Facts(clocks=tuple(clocks)))["x"] == {"met": 2, "not met": 1, "still open": 1}


def test_deficits_by_what_and_agency() -> None:
    deficits = (
        DeficitFact("An action overdue", MARCH, "Health"),
        DeficitFact("An action overdue", APRIL, "Health"),
        DeficitFact("A plan without an allocated worker (§5.9.6)", MARCH),
        DeficitFact("An action overdue", date(2025, 12, 31), "Health"),
    )

    assert _tables(Facts(deficits=deficits))["Deficits in service"] == {
        "A plan without an allocated worker (§5.9.6)": 1,
        "An action overdue: Health": 2,
    }


def test_a_risk_counts_once_for_a_child() -> None:
    risks = (("a", "S1", MARCH), ("a", "S1", APRIL), ("b", "S1", MARCH), ("nobody met", "S1", MARCH))

    assert _tables(Facts((THREE,), risks=risks))["Risks recorded, by children"] == {"S1": 2}


def test_category_and_missing_episodes_before_and_after_a_plan() -> None:
    """From 10 March to 1 June are 83 days: so many before, from 17 December on, and so many after."""
    plans = (
        PlanFact("a", MARCH, 4, 2, (date(2025, 12, 16), date(2025, 12, 17), date(2026, 3, 9), MARCH)),
        PlanFact("b", MARCH, 3, 3),
        PlanFact("c", MARCH, None, 4),
    )
    found = _tables(Facts((THREE,), plans=plans))

    assert found["Category before a plan and now"] == {
        "lower now": 1, "the same": 1, "higher now": 0, "not comparable": 1,
    }  # fmt: skip
    assert found["Missing episodes before and after a plan began"] == {"before": 2, "after": 1}


def test_no_word_says_that_a_plan_was_why() -> None:
    words = " ".join(f"{each.heading} {each.note}" for each in figures(Facts((THREE,)), YEAR, JUNE)).casefold()

    assert not {"effect", "because of the plan", "reduced", "led to", "due to"} & set(words.split())
    assert "not one because of the other" in words


@pytest.mark.parametrize(
    ("rows", "whole", "published"),
    [
        ((("a", 0), ("b", 4)), False, (("a", 0), ("b", "fewer than 5"))),
        ((("a", 9), ("b", 5)), True, (("a", 9), ("b", 5))),
        ((("a", 9), ("b", 6), ("c", 2)), True, (("a", 9), ("b", "suppressed"), ("c", "fewer than 5"))),
        ((("a", 9), ("b", 3), ("c", 2)), True, (("a", 9), ("b", "fewer than 5"), ("c", "fewer than 5"))),
    ],
)
def test_small_numbers_are_suppressed_for_publication_alone(
    rows: tuple[tuple[str, Count], ...], whole: bool, published: tuple[tuple[str, Count], ...]
) -> None:
    table = FigureTable("of something", rows, whole=whole)

    assert for_publication([table])[0].rows == published
    assert table.rows == rows
