"""Prompts to reassess: protocol §5.5, §6.2, §6.3."""

from datetime import date

import pytest

from graph.rules.prompts import ChangeSeen, ChildNow, PromptSettings, prompts

MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("category", "day", "overdue"),
    [(4, date(2026, 5, 30), False), (4, date(2026, 5, 31), True), (2, date(2026, 8, 28), False), (1, MARCH, False)],
)
def test_a_reassessment_is_overdue_after_the_days_of_its_category(category: int, day: date, overdue: bool) -> None:
    """90 days after 1 March is 30 May, 180 is 28 August."""
    assert bool(prompts(ChildNow(category, MARCH), day)) is overdue


@pytest.mark.parametrize(("category", "said"), [(None, True), (1, True), (2, True), (3, False), (4, False)])
def test_tied_directly_to_a_child_at_4(category: int | None, said: bool) -> None:
    """Asked for at 1 and 2, and of a brother whom nobody has assessed (hard case 19)."""
    child = ChildNow(category, None if category is None else MARCH, tied_to=("Megan",))

    assert any("Megan, Category 4" in each for each in prompts(child, MARCH)) is said


@pytest.mark.parametrize(
    ("on", "changes", "said"),
    [
        (date(2026, 3, 2), ("placement",), True),
        (MARCH, ("placement",), False),
        (date(2026, 3, 2), (), False),
        (None, ("placement",), False),
    ],
)
def test_a_significant_change_since_the_assessment(on: date | None, changes: tuple[str, ...], said: bool) -> None:
    """Which changes are significant is a setting; what is not dated is not known to be since."""
    child = ChildNow(2, MARCH, changes=(ChangeSeen("placement", on, ("R-1/1",)),))
    settings = PromptSettings(changes=changes)  # type: ignore[arg-type]  # the names of a setting

    found = prompts(child, date(2026, 3, 3), settings)

    assert found == (
        ("Since the assessment: a change of placement, 2026-03-02 (R-1/1): reassess at once (§6.3).",) if said else ()
    )


@pytest.mark.parametrize(("youngest", "said"), [(12, True), (None, True), (13, False)])
def test_under_13_with_what_items_suggest(youngest: int | None, said: bool) -> None:
    child = ChildNow(None, None, suggested=frozenset({"R7", "S4"}), youngest=youngest)

    assert any("Under 13" in each and "(R7)" in each for each in prompts(child, MARCH)) is said
