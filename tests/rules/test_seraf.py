"""SERAF against a table written by hand from §5.7 (`seraf_table.csv`): each profile lies in exactly one row of it."""

import csv
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ValueRefused
from graph.rules.category_words import category_words
from graph.rules.indicators import CATALOGUE, HISTORY, STATUSES
from graph.rules.seraf import (
    CATEGORY_NAMES,
    DECISION_ASKED,
    FITS_NO_ROW,
    FITS_TWO_ROWS,
    OUR_READING,
    Counts,
    SerafResult,
    assess,
    category_of,
    ceiling_of,
    from_counts,
    young_prompt,
)
from graph.rules.seraf_actions import CATEGORIES, actions_for, age_on
from graph.values.birth_date import BirthDate

PROFILES = tuple(product(range(9), range(17), range(9)))
POSSIBLE = frozenset(PROFILES)
OTHERS_OPEN = ("VX", "RX", "SX")

statuses = st.fixed_dictionaries({}, optional={code: st.sampled_from(STATUSES) for code in CATALOGUE})
profiles = st.sampled_from(PROFILES)


def hand_table() -> dict[tuple[int, int, int], list[tuple[int, int, int]]]:
    """(category, ceiling, rows of the protocol's table that fit), once for each line that takes a profile in."""
    found: dict[tuple[int, int, int], list[tuple[int, int, int]]] = {profile: [] for profile in PROFILES}
    with (Path(__file__).parent / "seraf_table.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            span = {name: int(number) for name, number in line.items()}
            spans = [range(span[f"{each}_from"], span[f"{each}_to"] + 1) for each in "vrs"]
            for v, r, s in product(*spans):
                found[v, r, s].append((span["category"], span["ceiling"], span["rows_that_fit"]))
    return found


def test_every_profile_has_the_category_and_ceiling_of_the_hand_written_table() -> None:
    expected = hand_table()

    assert {profile for profile, lines in expected.items() if len(lines) != 1} == set()
    assert {(p, category_of(*p), ceiling_of(*p)) for p in PROFILES} == {
        (p, lines[0][0], lines[0][1]) for p, lines in expected.items()
    }


def test_flags_say_which_profiles_fit_no_row_or_two_and_ask_for_a_decision() -> None:
    expected = {
        (p, fits == 0, fits == 2, ceiling > category, p[1] >= 3)
        for p, [(category, ceiling, fits)] in hand_table().items()
    }

    flagged = {(p, from_counts(*p).flags) for p in PROFILES}

    assert expected == {
        (p, FITS_NO_ROW in flags, FITS_TWO_ROWS in flags, DECISION_ASKED in flags, OUR_READING in flags)
        for p, flags in flagged
    }


def test_each_further_sign_never_lowers_category_or_ceiling() -> None:
    lowered = [
        (profile, step)
        for profile in PROFILES
        for step in ((1, 0, 0), (0, 1, 0), (0, 0, 1))
        if (more := tuple(a + b for a, b in zip(profile, step, strict=True))) in POSSIBLE
        and (category_of(*more) < category_of(*profile) or ceiling_of(*more) < ceiling_of(*profile))
    ]

    assert lowered == []


@pytest.mark.parametrize("wrong", [-1, True, False, 1.0, 0.5, "2", None, float("nan")])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_is_no_count_is_refused(place: int, wrong: object) -> None:
    counts: list[object] = [0, 0, 0]
    counts[place] = wrong

    for asked in (category_of, ceiling_of, from_counts):
        with pytest.raises(ValueRefused) as refused:
            asked(*counts)
        assert (refused.value.field, refused.value.value) == ("vrs"[place], str(wrong))


@pytest.mark.parametrize(("field", "counts"), [("v", (9, 0, 0)), ("r", (0, 17, 0)), ("s", (0, 0, 9))])
def test_more_than_there_can_be_is_refused(field: str, counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueRefused) as refused:
        category_of(*counts)
    assert refused.value.field == field


def test_counts_that_contradict_one_another_are_refused() -> None:
    with pytest.raises(ValueRefused, match="only \\(0, 1, 0\\) are counted"):
        from_counts(0, 1, 0, suspected=Counts(0, 2, 0))
    with pytest.raises(ValueRefused):
        from_counts(8, 0, 0, unassessed=Counts(1, 0, 0))


@given(statuses, st.sampled_from(["table", "protective"]))
def test_assessing_by_code_and_by_number_agree(given_statuses: dict[str, str], policy: str) -> None:
    every = {code: given_statuses.get(code, "not assessed") for code in CATALOGUE}
    every |= {code: given_statuses.get(code, "absent") for code in OTHERS_OPEN}
    every |= {code: "present" for code in HISTORY if every[code] == "closed"}

    by_code = assess(given_statuses, policy)
    by_number = from_counts(
        *counted(every, {"present", "suspected"}),
        suspected=counted(every, {"suspected"}),
        unassessed=counted(every, {"not assessed"}),
        policy=policy,
    )

    assert without_words(by_code) == without_words(by_number)
    assert {code for code, status in every.items() if status == "not assessed"} == set(by_code.not_assessed)


def counted(every: dict[str, str], wanted: set[str]) -> Counts:
    return Counts(*(sum(code[0] == group and every[code] in wanted for code in every) for group in "VRS"))


def without_words(result: SerafResult) -> SerafResult:
    return replace(result, reasons=(), not_assessed=())


@given(statuses)
def test_confirmed_category_and_open_lie_in_order(given_statuses: dict[str, str]) -> None:
    result = assess(given_statuses)

    assert result.confirmed <= result.category <= result.ceiling
    assert result.category <= result.if_unassessed
    assert result.provisional == (result.category == 1 and bool(result.not_assessed))


@given(profiles)
def test_every_reason_names_its_rule(profile: tuple[int, int, int]) -> None:
    result = from_counts(*profile)

    assert result.reasons[0].startswith(f"Category {result.category}: ")
    assert {reason for reason in result.reasons if "§" not in reason} == set()


def test_a_protective_policy_takes_the_ceiling() -> None:
    by_table, protective = from_counts(2, 3, 0), from_counts(2, 3, 0, policy="protective")

    assert (by_table.category, by_table.ceiling, DECISION_ASKED in by_table.flags) == (3, 4, True)
    assert (protective.category, protective.ceiling, DECISION_ASKED in protective.flags) == (4, 4, False)
    assert any("protective policy" in reason for reason in protective.reasons)


def test_suspected_counts_and_is_told_apart_while_closed_and_absent_do_not_count() -> None:
    result = assess({"R1": "present", "r8": "Suspected", "R9": "suspected", "S1": "closed", "S4": "absent"})

    assert (result.category, result.confirmed, result.counts) == (3, 2, Counts(0, 3, 0))
    assert "Category 3: 3 risk indicators (R1, R8, R9)" in result.reasons[0]
    assert any("the others are suspected (R8, R9)" in reason for reason in result.reasons)
    assert {"S1", "S4", "R1", "SX"}.isdisjoint(result.not_assessed)


def test_nothing_assessed_is_a_provisional_category_1_that_could_be_4() -> None:
    result = assess({})

    assert (result.category, result.if_unassessed, result.provisional) == (1, 4, True)
    assert len(result.not_assessed) == 29
    assert "29 entries are not assessed" in result.reasons[-1]
    assert not from_counts(0, 0, 0).provisional
    assert from_counts(0, 0, 0, unassessed=Counts(0, 1, 0)).if_unassessed == 2


@pytest.mark.parametrize(
    ("indicators", "field"),
    [({"R16": "present"}, "code"), ({"R1": "maybe"}, "status"), ({"R1": "present", "r1": "absent"}, "code")],
)
def test_unknown_codes_and_statuses_are_refused(indicators: dict[str, str], field: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        assess(indicators)
    assert refused.value.field == field


def test_history_counts_although_it_is_given_as_closed() -> None:
    result = assess({"V1": "closed", "R5": "closed", "V6": "closed", "R8": "closed"})

    assert (result.category, result.counts) == (2, Counts(1, 1, 0))
    assert any(reason.startswith("V1, R5 counts although") for reason in result.reasons)


@pytest.mark.parametrize("r", [1, 2])
def test_why_category_2_may_be_3_names_the_section_that_says_so(r: int) -> None:
    [why] = [reason for reason in from_counts(2, r, 0).reasons if reason.startswith("It may prove")]

    assert "§6.3" in why
    assert ("§5.7" in why) == (r == 2), "§5.7 speaks of risk indicators, §6.3 of one or more"
    assert why.endswith("A recorded decision is asked for.")


def test_the_words_of_a_category_never_say_not_at_risk() -> None:
    assert category_words(1, "5 October") == "1: no risk indicator recorded, 5 October"
    assert category_words(2, "5 October", ceiling=3) == "2: mild risk (may be 3), 5 October"
    assert category_words(4, ceiling=4) == "4: significant risk"
    assert category_words(None, "5 October") == "not assessed"
    assert "provisional" in category_words(1, provisional=True)
    assert "not at risk" not in " ".join(CATEGORY_NAMES.values())


@pytest.mark.parametrize("code", sorted({"R5", "R6", "R7", "S2", "S3"}))
def test_a_child_who_may_be_under_13_brings_a_prompt_at_any_category(code: str) -> None:
    said = young_prompt({"V1", code}, 12)

    assert said == f"Under 13: hold a strategy discussion at once, whatever the category ({code})."
    assert young_prompt({code}, None) == said, "an unknown age may be under 13"
    assert young_prompt({code}, 13) is None
    assert young_prompt({"R1", "S1"}, 12) is None
    assert young_prompt((), 12, alleged=True) is not None


def born(text: str) -> BirthDate:
    return BirthDate.recorded(text)


DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("birth", "both"),
    [
        ("2012-05-05", False),
        ("2009-03-01", False),  # 18 on 1 March 2027: three months and a day away
        ("2009-02-28", True),
        ("2008-11-29", True),  # 18 tomorrow
        ("2007-01-01", True),  # 19: case CC
        ("2008", True),  # 17 or 18
        ("2009", True),  # perhaps 18 in January
        ("2010", False),
        (None, True),
    ],
)
@pytest.mark.parametrize("category", [1, 2, 3, 4])
def test_both_sets_of_actions_stand_at_and_near_18_and_where_the_age_is_not_known(
    category: int, birth: str | None, both: bool
) -> None:
    asked = actions_for(category, birth and born(birth), DAY)

    assert asked.as_child == CATEGORIES[category].actions
    assert bool(asked.as_adult) == both == bool(asked.age_note)


def test_at_3_and_4_an_adult_has_the_pathway_or_other_work_plan_and_the_ppu() -> None:
    asked = actions_for(4, born("2007-01-01"), DAY)

    said = " ".join(action.text for action in asked.as_adult)
    assert "Pathway or other work plan" in said
    assert "liaison between Social Services and Police Public Protection Unit" in said
    assert "Aged 18 or over" in asked.age_note
    for unsure in (actions_for(4, None, DAY), actions_for(4, born("2008"), DAY)):
        assert unsure.as_adult == asked.as_adult
        assert "treat as a child" in unsure.age_note


@pytest.mark.parametrize("category", [1, 2, 3, 4])
def test_a_care_leaver_has_both_sets_and_the_pathway_plan_at_any_age(category: int) -> None:
    asked = actions_for(category, born("2010-05-05"), DAY, care_leaver=True)
    other = actions_for(category, born("2007-05-05"), DAY)

    assert asked.as_child == CATEGORIES[category].actions
    assert set(asked.as_adult) > set(other.as_adult)
    assert any(action.section == "§6.5.1" and "pathway plan" in action.text for action in asked.as_adult)


def test_the_age_is_that_of_the_day_asked_about() -> None:
    leap = born("2008-02-29")

    assert age_on(leap, date(2026, 2, 28)) == (17, 17)
    assert age_on(leap, date(2026, 3, 1)) == (18, 18)
    assert age_on(born("2010"), DAY) == (15, 16)
    assert age_on(None, DAY) is None


def test_3_and_4_always_bring_a_meeting_and_an_allocation() -> None:
    asked = {number: {action.section for action in row.actions} for number, row in CATEGORIES.items()}

    assert {number for number, sections in asked.items() if {"§5.9.2", "§5.9.6"} <= sections} == {3, 4}
    with pytest.raises(ValueRefused):
        actions_for(5, None, DAY)
