"""Which assessment stands: the hard cases of the rules row by row, the cases of `seraf/`, and what holds of all."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ValueRefused
from graph.rules.considered import CeilingOutcome
from graph.rules.indicators import CATALOGUE, Status
from graph.rules.seraf import assess
from graph.rules.standing import SOCIAL_SERVICES, AssessmentSeen, CeilingDecision, Standing, standing
from graph.values.when import Period

EVERY = tuple(code for code, each in CATALOGUE.items() if not each.other)
ALL_ABSENT: dict[str, Status] = dict.fromkeys(EVERY, "absent")


def seen(id: str, when: str, agency: str | None, indicators: dict[str, Status], **more: object) -> AssessmentSeen:
    """An assessment with the category and ceiling that the table gives its indicators."""
    made, result = Period.parse(when), assess(indicators)
    return AssessmentSeen(
        id=id,
        assessed_from=made.start_ms,
        assessed_until=made.end_ms,
        assessor="P. Evans",
        agency=agency,
        indicators=tuple(indicators.items()),
        category=result.category,
        ceiling=result.ceiling,
        **more,  # type: ignore[arg-type]  # each test names the fields that it is about
    )


def present(*codes: str) -> dict[str, Status]:
    return dict.fromkeys(codes, "present")


def stands(*assessments: AssessmentSeen) -> tuple[str, int, int | None, set[str]]:
    """Whose stands, its category, what all reach together, and who stands beside."""
    found = standing(assessments)
    assert found is not None
    return found.assessment.id, found.category, found.together, {each.assessment.id for each in found.beside}


SS_4 = seen("SS", "2026-10-04", SOCIAL_SERVICES, present("S1", "V1", "V2"))


def test_nobody_assessed_is_not_category_1() -> None:
    assert standing([]) is None


# Hard case 15.


def test_education_finding_all_absent_does_not_lower_what_social_services_judged() -> None:
    education = seen("Education", "2026-10-20", "Education", ALL_ABSENT)

    assert stands(SS_4, education) == ("SS", 4, None, {"Education"})


def test_social_services_own_full_reassessment_stands_over_its_earlier_one() -> None:
    january = seen("January", "2026-01-10", SOCIAL_SERVICES, present("S1", "V1", "V2"))
    march = seen("March", "2026-03-02", SOCIAL_SERVICES, ALL_ABSENT | present("V1", "V2") | {"S1": "closed"})
    may = seen("May", "2026-05-02", "Education", present("V1"))

    assert stands(january, march, may) == ("March", 2, None, {"May"})
    found = standing([january, march, may])
    assert found is not None
    assert [(each.assessment.id, each.by) for each in found.answered] == [("January", ("March",))]


def test_a_further_sign_from_another_agency_is_said_and_not_shown_as_a_category() -> None:
    social = seen("SS", "2026-03-02", SOCIAL_SERVICES, present("V1", "V2", "R1", "R2"))
    health = seen("Health", "2026-04-02", "Health", present("R6"))

    assert stands(social, health) == ("SS", 2, 3, {"Health"})
    found = standing([social, health])
    assert found is not None
    assert found.together_words == "together 3: reassess"


# The cases of seraf/.


def test_case_ca_a_single_row_by_education_leaves_the_4_and_what_it_leaves_open_is_named() -> None:
    social = seen("SS", "2026-10-05", "Social Services", present("S1", "V1", "V2"))
    education = seen("Education", "2026-11-05", "Education", present("V1"))

    found = standing([social, education])

    assert found is not None
    assert (found.assessment, found.category) == (social, 4)
    [beside] = found.beside
    assert (beside.assessment.category, beside.unanswered, beside.open_codes) == (1, ("V2", "S1"), ("V1",))


def test_case_cd_of_two_or_three_on_one_day_the_highest_stands_and_all_are_named() -> None:
    evans = seen("Evans", "2026-10-05", "Social Services", present("S1"))
    jones = seen("Jones", "2026-10-05", "Education", present("V1"))
    smith = seen("Smith", "2026-10-05", "Education", present("V1"))

    assert stands(evans, jones) == stands(jones, evans) == ("Evans", 4, None, {"Jones"})
    assert stands(smith, jones, evans) == ("Evans", 4, None, {"Jones", "Smith"})


def test_two_of_one_day_answer_one_another_only_where_both_give_the_hour() -> None:
    day = seen("day", "2026-10-05", SOCIAL_SERVICES, present("S1"))
    hour = seen("hour", "2026-10-05T15:00", SOCIAL_SERVICES, ALL_ABSENT)
    morning = seen("morning", "2026-10-05T09:00", SOCIAL_SERVICES, present("S1"))

    assert stands(day, hour) == ("day", 4, None, {"hour"})
    assert stands(morning, hour) == ("hour", 1, None, set())


# Who may answer which assessment.


def test_an_agency_answers_its_own_however_it_is_written_and_nobody_elses() -> None:
    first = seen("first", "2026-03-01", "Education ", present("R1", "R2", "R3"))
    second = seen("second", "2026-04-01", "EDUCATION", ALL_ABSENT | present("R1"))

    assert stands(first, second) == ("second", 2, None, set())
    assert stands(first, replace(second, agency="Health")) == ("first", 3, None, {"second"})
    assert stands(replace(first, agency=None), replace(second, agency=None))[0] == "first"
    assert stands(first, replace(second, agency="social-services")) == ("second", 2, None, set())


def test_another_agency_raises_at_once() -> None:
    social = seen("SS", "2026-03-01", SOCIAL_SERVICES, ALL_ABSENT)
    health = seen("Health", "2026-02-01", "Health", present("S7"))
    later = replace(health, id="later", assessed_from=Period.parse("2026-04-01").start_ms)
    later = replace(later, assessed_until=Period.parse("2026-04-01").end_ms)

    assert stands(social, health) == ("SS", 1, None, set())
    assert stands(social, later) == ("later", 4, None, {"SS"})


def test_on_a_tie_social_services_then_the_newest_stands() -> None:
    social = seen("SS", "2026-01-01", SOCIAL_SERVICES, present("R1"))
    health = seen("Health", "2026-06-01", "Health", present("R6"))
    school = seen("School", "2026-05-01", "Education", present("R14"))

    assert stands(school, health, social)[0] == "SS"
    assert stands(school, health)[0] == "Health"


def test_what_is_not_assessed_or_not_named_leaves_an_indicator_open() -> None:
    partial = seen("partial", "2026-11-01", SOCIAL_SERVICES, {"S1": "not assessed", "V1": "absent", "V2": "absent"})

    assert stands(SS_4, partial) == ("SS", 4, None, {"partial"})


def test_history_is_not_closed_by_time_but_corrected() -> None:
    closed = seen("closed", "2026-11-01", SOCIAL_SERVICES, {"S1": "closed", "V1": "closed", "V2": "present"})
    corrected = seen("corrected", "2026-11-01", SOCIAL_SERVICES, {"S1": "closed", "V1": "absent", "V2": "present"})
    disclosed = seen("disclosed", "2026-10-01", SOCIAL_SERVICES, present("R5"))
    over = seen("over", "2026-11-01", SOCIAL_SERVICES, {"R5": "closed"})

    assert stands(SS_4, closed)[:2] == ("SS", 4)
    assert stands(SS_4, corrected)[:2] == ("corrected", 1)
    assert over.category == 2, "R5 counts although it is given as closed"
    assert stands(disclosed, over) == ("over", 2, None, {"disclosed"})


def test_another_authoritys_assessment_answers_only_where_agreement_is_recorded() -> None:
    theirs = seen("theirs", "2026-11-01", SOCIAL_SERVICES, ALL_ABSENT, authority="Gwent")

    assert stands(SS_4, theirs) == ("SS", 4, None, {"theirs"})
    assert stands(SS_4, replace(theirs, agreed=frozenset({None})))[0] == "theirs"
    assert stands(SS_4, replace(theirs, agreed=frozenset({"Powys"})))[0] == "SS"
    assert stands(replace(SS_4, authority="Gwent"), theirs)[0] == "theirs"
    raised = replace(SS_4, id="raised", authority="Gwent")
    assert stands(seen("own", "2026-12-01", SOCIAL_SERVICES, ALL_ABSENT), raised)[0] == "raised"


# Stated categories.


def test_the_higher_of_stated_and_table_stands_and_a_decision_is_asked_for() -> None:
    low = seen("low", "2026-10-05", SOCIAL_SERVICES, present("R1"), category_stated=4, method="scored form 3")
    high = replace(SS_4, category_stated=2, method="scored form 3")

    for one, category in ((low, 4), (high, 4)):
        found = standing([one])
        assert found is not None
        assert found.category == category
        assert found.assessment.category_stated == one.category_stated
        assert any("states Category" in said and "scored form 3" in said for said in found.decisions)
    agreed = standing([replace(SS_4, category_stated=4, method="table §5.7")])
    assert agreed is not None
    assert agreed.decisions == ()
    with pytest.raises(ValueRefused):
        replace(low, category_stated=5)


def test_a_category_stated_higher_is_answered_by_a_whole_list_or_the_same_method() -> None:
    stated = seen("stated", "2026-01-05", SOCIAL_SERVICES, {}, category_stated=4, method="Scored form 3")
    partial = seen("partial", "2026-02-05", SOCIAL_SERVICES, present("V1"))
    whole = seen("whole", "2026-02-05", SOCIAL_SERVICES, ALL_ABSENT)
    same = seen("same", "2026-02-05", SOCIAL_SERVICES, {}, category_stated=2, method="scored form 3")

    assert stands(stated, partial)[0] == "stated"
    assert stands(stated, whole)[0] == "whole"
    assert stands(stated, same)[0] == "same"
    assert stands(stated, replace(same, method=""))[0] == "stated"


# Decisions on what an assessment leaves open.

MAY_BE_3 = seen("may be 3", "2026-10-05", SOCIAL_SERVICES, present("V1", "V2", "R1"))


def decided(of: AssessmentSeen, outcome: CeilingOutcome, id: str = "decision", at: int = 1) -> CeilingDecision:
    return CeilingDecision(id, at, of.assessed_from, of.left_open, outcome)


def after(*decisions: CeilingDecision, of: tuple[AssessmentSeen, ...] = (MAY_BE_3,)) -> Standing:
    found = standing(of, decisions)
    assert found is not None
    return found


def test_a_decision_ends_the_may_be_and_what_is_asked_for() -> None:
    before, stays, higher = after(), after(decided(MAY_BE_3, "stays")), after(decided(MAY_BE_3, "higher"))

    assert (before.category, before.ceiling, len(before.decisions)) == (2, 3, 1)
    assert (stays.category, stays.ceiling, stays.decisions) == (2, 2, ())
    assert (higher.category, higher.ceiling, higher.decisions) == (3, 3, ())


def test_a_decision_settles_that_file_and_table_differ_and_lowers_neither() -> None:
    stated = replace(MAY_BE_3, category_stated=4, method="scored form 3")

    assert len(after(of=(stated,)).decisions) == 1
    settled = after(decided(stated, "stays"), of=(stated,))
    assert (settled.category, settled.ceiling, settled.decisions) == (4, 4, ())


def test_a_decision_holds_until_an_assessment_leaves_something_else_open() -> None:
    same = seen("same", "2026-11-05", SOCIAL_SERVICES, ALL_ABSENT | present("V1", "V2", "R2"))
    other = seen("other", "2026-11-05", SOCIAL_SERVICES, ALL_ABSENT | present("V1", "V2", "R1", "R2", "R3"))
    again = seen("again", "2026-12-05", SOCIAL_SERVICES, ALL_ABSENT | present("V1", "V2", "R1"))
    decision = decided(MAY_BE_3, "stays")

    for of, expected in (
        ((MAY_BE_3, same), ("same", 2, 2)),
        ((MAY_BE_3, other), ("other", 3, 4)),
        ((MAY_BE_3, other, again), ("again", 2, 3)),
    ):
        found = after(decision, of=of)
        assert (found.assessment.id, found.category, found.ceiling) == expected
    earlier = seen("earlier", "2026-09-05", SOCIAL_SERVICES, present("V1", "V2", "R1"))
    assert after(decision, of=(earlier,)).ceiling == 3, "it was not made about an earlier one"


def test_of_two_decisions_the_higher_counts_and_of_equals_the_newer() -> None:
    stays, higher = decided(MAY_BE_3, "stays", "new", 9), decided(MAY_BE_3, "higher", "old", 1)

    assert after(stays, higher).category == after(higher, stays).category == 3
    newer = after(decided(MAY_BE_3, "stays", "old", 1), stays).assessment.decision
    assert newer is not None
    assert newer.id == "new"


def test_what_was_decided_higher_is_not_lowered_by_a_file_alone() -> None:
    lower = seen("lower", "2026-11-01", SOCIAL_SERVICES, ALL_ABSENT | present("V3", "R5"), loaded=True)

    found = after(decided(MAY_BE_3, "higher"), of=(MAY_BE_3, lower))

    assert (found.assessment.id, found.category) == ("may be 3", 3)
    assert [each.waiting for each in found.beside] == [True]
    assert stands(MAY_BE_3, lower)[0] == "lower", "2 and 2: nothing is lowered where nobody decided"


# Loaded from a file.


def test_a_loaded_one_that_would_lower_waits_for_a_second_person_and_one_that_raises_does_not() -> None:
    lower = seen("lower", "2026-11-01", SOCIAL_SERVICES, ALL_ABSENT, loaded=True)

    found = standing([SS_4, lower])

    assert found is not None
    assert found.assessment == SS_4
    assert [(each.assessment.id, each.waiting) for each in found.beside] == [("lower", True)]
    assert stands(SS_4, replace(lower, confirmed_by="c.hughes")) == ("lower", 1, None, set())
    raising = seen("raising", "2026-12-01", SOCIAL_SERVICES, ALL_ABSENT | present("S2"), loaded=True)
    assert stands(lower, raising)[:2] == ("raising", 4)
    assert stands(SS_4, raising) == ("raising", 4, None, set())


def test_a_loaded_one_that_lowers_nothing_that_stands_is_not_waiting() -> None:
    since = seen("since", "2026-12-01", SOCIAL_SERVICES, ALL_ABSENT | present("R1"))
    lower = seen("lower", "2026-11-01", SOCIAL_SERVICES, ALL_ABSENT, loaded=True)

    found = standing([SS_4, lower, since])

    assert found is not None
    assert (found.assessment.id, found.beside) == ("since", ())


# Whatever the assessments.

assessments = st.lists(
    st.builds(
        lambda number, day, hour, agency, statuses, stated, loaded, confirmed, authority: seen(
            f"a{number}",
            f"2026-03-{day:02}" + (f"T{hour:02}:00" if hour else ""),
            agency,
            statuses,
            category_stated=stated,
            method="form" if stated else "",
            loaded=loaded,
            confirmed_by="second" if confirmed else None,
            authority=authority,
        ),
        st.integers(0, 10**9),
        st.integers(1, 4),
        st.integers(0, 3),
        st.sampled_from([SOCIAL_SERVICES, "Education", "Health", None]),
        st.one_of(
            st.dictionaries(
                st.sampled_from(["V1", "V2", "V6", "R1", "R5", "R6", "R8", "S1"]), st.sampled_from(get_args(Status))
            ),
            st.just(ALL_ABSENT),
        ),
        st.sampled_from([None, None, 1, 2, 3, 4]),
        st.booleans(),
        st.booleans(),
        st.sampled_from([None, None, "Gwent"]),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda each: each.id,
)


@given(assessments, st.randoms(use_true_random=False))
def test_the_order_of_loading_does_not_matter(several: list[AssessmentSeen], rng: object) -> None:
    shuffled = list(several)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random

    assert standing(shuffled) == standing(several)


@given(assessments)
def test_the_highest_unanswered_stands_and_nobody_is_left_out(several: list[AssessmentSeen]) -> None:
    found = standing(several)

    assert found is not None
    assert all(each.assessment.judged <= found.category for each in found.beside)
    assert found.category == found.assessment.judged <= found.ceiling
    assert found.together is None or found.together > found.category
    named = [found.assessment, *(each.assessment for each in (*found.beside, *found.answered))]
    assert sorted(each.id for each in named) == sorted(each.id for each in several)


@given(assessments, assessments)
def test_another_agency_never_lowers_social_services(
    several: list[AssessmentSeen], further: list[AssessmentSeen]
) -> None:
    social = [each for each in several if each.by_social_services]
    others = [replace(each, id=f"o{each.id}", agency="Education") for each in further]

    before, after = standing(social), standing([*social, *others])

    assert before is None or (after is not None and after.category >= before.category)


@given(assessments, assessments)
def test_nothing_loaded_lowers_before_a_second_person_confirms_it(
    several: list[AssessmentSeen], further: list[AssessmentSeen]
) -> None:
    loaded = [replace(each, id=f"l{each.id}", loaded=True, confirmed_by=None) for each in further]

    before, after = standing(several), standing([*several, *loaded])

    assert before is not None
    assert after is not None
    assert after.category >= before.category
