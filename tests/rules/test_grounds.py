"""Grounds for a notice from what is recorded: hard cases 1, 2, 4, 8 and 10, and what items alone can show."""

from datetime import date

import pytest

from graph.rules.grounds import RELATION_MISSING, NoticeFacts, StatusStated, birth_date, check_grounds, relation_of
from graph.rules.notices import Relation, StatusRecorded
from graph.values.birth_date import BirthDate
from graph.values.when import Period, day_start

DAY = date(2026, 11, 28)
AT_14, AT_15, AT_16, AT_17 = (BirthDate.recorded(f"{year}-05-01") for year in (2012, 2011, 2010, 2009))


def status(code: str, made: str = "2026-01-05") -> StatusRecorded:
    return StatusRecorded(code, Period.parse(made))


def stated(code: str, when: str = "2026-03-01") -> StatusStated:
    return StatusStated(code, Period.parse(when), "R1/2")


def test_case_1_fifteen_and_accommodated_has_grounds_by_age_and_a_parent_states() -> None:
    found = check_grounds(
        NoticeFacts(child_born=AT_15, statuses=(status("accommodated"),), relation="no relation", adult=True), DAY
    )

    assert (found.grounds, found.met, found.until) == ("yes", ("s.2",), day_start(date(2027, 5, 1)))
    assert found.missing == ()
    assert found.before_service == ()
    assert "a person with parental responsibility" in found.who_may_state[0]


def test_case_2_a_care_order_gives_both_and_the_authority_in_the_order_states() -> None:
    found = check_grounds(
        NoticeFacts(child_born=AT_15, statuses=(status("care-order"),), relation="no relation", adult=True), DAY
    )

    assert found.met == ("s.2", "s.49")
    assert found.until == day_start(date(2029, 5, 1))
    assert "the authority named in the order" in found.who_may_state[0]


@pytest.mark.parametrize("code", ["accommodated", "s20-england", "supervision-order", "special-guardianship", "remand"])
def test_case_4_sixteen_without_care_has_none_and_the_reason_names_the_status(code: str) -> None:
    found = check_grounds(NoticeFacts(child_born=AT_16, statuses=(status(code),), relation="no relation"), DAY)

    words = {"accommodated": "s.76", "s20-england": "s.20", "supervision-order": "supervision order"}
    assert (found.grounds, found.met, found.until) == ("no", (), None)
    assert any(words.get(code, code.replace("-", " ")) in reason.casefold() for reason in found.reasons)


def test_case_8_a_year_of_birth_is_not_shown_to_be_under_16() -> None:
    found = check_grounds(
        NoticeFacts(
            child_born=BirthDate.recorded("2010"), statuses=(status("none"),), relation="no relation", adult=True
        ),
        DAY,
    )

    assert (found.grounds, found.missing) == ("unknown", ("birth date",))


@pytest.mark.parametrize(("code", "met"), [("none", ()), ("care-order", ("s.49",))])
def test_case_10_the_father_is_not_served_under_s_2(code: str, met: tuple[str, ...]) -> None:
    found = check_grounds(NoticeFacts(child_born=AT_14, statuses=(status(code),), relation="parent", adult=True), DAY)

    assert found.met == met


def test_no_status_recorded_is_not_none() -> None:
    found = check_grounds(NoticeFacts(child_born=AT_15, relation="no relation", adult=True), DAY)

    assert (found.grounds, found.met, found.missing) == ("yes", ("s.2",), ("legal status",))


def test_an_unstated_relation_is_asked_for_and_family_leaves_s_2_open() -> None:
    stranger = NoticeFacts(child_born=AT_15, statuses=(status("none"),), adult=True)
    family = NoticeFacts(child_born=AT_15, statuses=(status("none"),), adult=True, family=True)

    assert (check_grounds(stranger, DAY).grounds, check_grounds(stranger, DAY).missing) == ("yes", (RELATION_MISSING,))
    assert (check_grounds(family, DAY).grounds, check_grounds(family, DAY).missing) == ("unknown", (RELATION_MISSING,))


@pytest.mark.parametrize(
    ("items", "born", "grounds"),
    [
        ([stated("care-order")], AT_16, "yes"),
        # Said at 17: made before that birthday or not, nobody can tell from the item.
        ([stated("care-order", "2026-10-01")], AT_17, "unknown"),
        ([stated("care-order"), stated("accommodated", "2026-06-01")], AT_16, "unknown"),
        ([stated("accommodated", "2025-06-01"), stated("care-order")], AT_16, "yes"),
        ([stated("interim-care-order")], AT_16, "unknown"),
        ([stated("police-protection")], AT_16, "no"),
        ([stated("accommodated")], AT_16, "no"),
    ],
)
def test_what_items_alone_show_of_a_status(items: list[StatusStated], born: BirthDate, grounds: str) -> None:
    found = check_grounds(NoticeFacts(child_born=born, stated=tuple(items), relation="no relation", adult=True), DAY)

    assert found.grounds == grounds


def test_a_recorded_order_answers_for_an_item_that_names_it() -> None:
    facts = NoticeFacts(
        child_born=AT_16, statuses=(status("care-order"),), stated=(stated("interim-care-order", "2026-01-02"),)
    )

    assert check_grounds(facts, DAY).grounds == "yes"


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ([], None),
        (["Father"], "parent"),
        (["step-father"], "other relative"),
        (["foster mother"], "carer"),
        (["believed father"], "believed father"),
        (["daughter"], "parent"),
        (["uncle"], "other relative"),
        (["uncle", "legal guardian"], "guardian"),
    ],
)
def test_how_an_item_calls_a_relation(words: list[str], relation: Relation | None) -> None:
    assert relation_of(words) == relation


def test_two_stated_birth_dates_leave_open_all_between() -> None:
    found = birth_date(["2010-05-01", "2011-02"])

    assert found is not None
    assert (found.earliest, found.latest) == (date(2010, 5, 1), date(2011, 2, 28))
    assert birth_date([]) is None


@pytest.mark.parametrize(
    ("made", "until", "grounds"),
    [("2026-01-05", None, "unknown"), ("2026-01-05", "2026-11-29", "yes"), ("2026-01-05", "2026-11-28", "no")],
)
def test_days_that_an_item_gives_for_an_order_count(made: str, until: str | None, grounds: str) -> None:
    """Sixteen, an interim order as an item states it: no grounds on the first day on which it holds no more."""
    ends = None if until is None else Period.parse(until)
    order = StatusStated("interim-care-order", Period.parse("2026-03-01"), "R1/2", Period.parse(made), ends, "Powys")
    found = check_grounds(NoticeFacts(child_born=AT_16, stated=(order,), relation="no relation", adult=True), DAY)

    assert found.grounds == grounds
    if grounds == "yes":
        assert any("held by Powys. See the order." in each for each in found.reasons)


def test_an_order_that_an_item_says_was_made_after_the_day_gives_none_on_it() -> None:
    order = StatusStated("care-order", Period.parse("2026-12-20"), "R1/2", Period.parse("2026-12-10"))

    assert check_grounds(NoticeFacts(child_born=AT_16, stated=(order,), adult=True), DAY).met == ()
