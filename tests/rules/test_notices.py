"""Abduction notices: cases worked out by hand from Appendix 3 of the protocol and the Acts named in the law table."""

from datetime import date

import pytest

from graph.model.schema import LEGAL_STATUSES
from graph.rules import law
from graph.rules.law import CHECK_WITH_LEGAL, STATUSES, TOO_OLD_FOR_AN_ORDER, Capacity, LawRow
from graph.rules.notices import (
    BasisFound,
    Holder,
    Relation,
    StatusRecorded,
    birthday,
    classify,
    lapses_at,
    not_informed,
    not_ready,
    not_servable,
    propose,
    section_2,
    section_49,
)
from graph.rules.seraf_actions import actions_for
from graph.values.birth_date import BirthDate
from graph.values.when import Period, moment

PARENT: Capacity = "parental responsibility"
AUTHORITY: Capacity = "authority named in the order"
DAY = date(2026, 11, 28)


def born(text: str) -> BirthDate:
    return BirthDate.recorded(text)


def status(code: str, made: str = "2026-01-05", last_day: date | None = None, extended: int = 0) -> StatusRecorded:
    return StatusRecorded(code, Period.parse(made), last_day, extended)


NOT_IN_CARE = (
    "accommodated s20-england supervision-order special-guardianship child-arrangements placement-order remand ward"
    " care-leaver none"
)

AT_15, AT_16, AT_17, AT_18 = born("2011-05-01"), born("2010-05-01"), born("2009-05-01"), born("2008-05-01")


@pytest.mark.parametrize(
    ("birth", "relation", "met", "missing"),
    [
        ("2010-11-29", "no relation", "yes", ()),
        ("2010-11-28", "no relation", "no", ()),
        ("2010", "no relation", "unknown", ("birth date",)),
        ("2011", "no relation", "yes", ()),
        ("2011-05-01", None, "unknown", ("relation of the person served to the child",)),
        ("2012-05-01", "parent", "no", ()),
        ("2012-05-01", "guardian", "no", ()),
        ("2012-05-01", "carer", "no", ()),
        ("2012-05-01", "believed father", "no", ()),
    ],
)
def test_section_2_is_for_a_child_under_16(
    birth: str, relation: Relation | None, met: str, missing: tuple[str, ...]
) -> None:
    found = section_2(born(birth), relation, DAY)

    assert (found.met, found.missing) == (met, missing)


@pytest.mark.parametrize(
    ("birth", "recorded", "day", "met"),
    [
        # Age x status x date.
        (AT_15, [status("care-order")], DAY, "yes"),
        (AT_17, [status("care-order")], DAY, "yes"),
        (AT_18, [status("care-order")], DAY, "no"),
        (AT_16, [status("interim-care-order", last_day=date(2027, 1, 8))], DAY, "yes"),
        (AT_16, [status("interim-care-order", last_day=date(2026, 11, 28))], DAY, "yes"),
        (AT_16, [status("interim-care-order", last_day=date(2026, 11, 27))], DAY, "no"),
        (AT_16, [status("interim-care-order")], DAY, "unknown"),
        (AT_16, [status("epo", "2026-11-25T12:00")], DAY, "yes"),
        (AT_16, [status("epo", "2026-11-19T12:00")], DAY, "no"),
        (AT_16, [status("epo", "2026-11-19T12:00", extended=7)], DAY, "yes"),
        (AT_17, [status("police-protection", "2026-11-27T22:00")], DAY, "yes"),
        (AT_17, [status("police-protection", "2026-11-24T22:00")], DAY, "no"),
        *((AT_16, [status(code)], DAY, "no") for code in NOT_IN_CARE.split()),
        (AT_16, [status("not-known")], DAY, "unknown"),
        (AT_16, [status("secure")], DAY, "unknown"),
        (AT_16, [status("secure"), status("care-order")], DAY, "yes"),
        (AT_16, [], DAY, "unknown"),
        (AT_16, [status("something-else")], DAY, "unknown"),
        (AT_16, [StatusRecorded("care-order")], DAY, "unknown"),
        (None, [status("care-order")], DAY, "unknown"),
        (born("2008"), [status("care-order")], DAY, "unknown"),
        (AT_16, [status("care-order", "2026-12-01")], DAY, "no"),
        (AT_16, [status("accommodated"), status("care-order")], DAY, "yes"),
        # A later status may have taken the place of an order; remand and wardship do not.
        (AT_16, [status("care-order"), status("none", "2026-09-01")], DAY, "unknown"),
        (AT_16, [status("care-order"), status("s20-england", "2026-12-01")], DAY, "yes"),
        (AT_16, [status("care-order"), status("remand", "2026-09-01")], DAY, "yes"),
        (AT_16, [status("none", "2025-09-01"), status("care-order")], DAY, "yes"),
        # What was made is known too loosely to say.
        (AT_16, [status("care-order", "2026-11")], DAY, "unknown"),
        (AT_16, [status("epo", "2026-11")], DAY, "unknown"),
        (AT_17, [status("police-protection", "2026-11-25")], DAY, "unknown"),
        (AT_17, [status("care-order", "2026")], date(2027, 1, 5), "unknown"),
        # Made after the 17th birthday: the status is doubtful.
        (AT_17, [status("care-order", "2026-06-01")], DAY, "no"),
        # Born on leap day: 17 on 28 February 2026, 18 on 1 March.
        (born("2008-02-29"), [status("care-order", "2020-01-01")], date(2026, 2, 28), "yes"),
        (born("2008-02-29"), [status("care-order", "2020-01-01")], date(2026, 3, 1), "no"),
    ],
)
def test_section_49_by_age_status_and_day(
    birth: BirthDate | None, recorded: list[StatusRecorded], day: date, met: str
) -> None:
    assert section_49(birth, recorded, day).met == met


@pytest.mark.parametrize(
    ("recorded", "lapses"),
    [
        (status("police-protection", "2026-11-27T22:00"), "2026-11-30T22:00"),
        (status("police-protection", "2026-10-23T22:00"), "2026-10-26T21:00"),
        (status("epo", "2026-11-02T15:00"), "2026-11-10T15:00"),
        (status("epo", "2026-11-02"), "2026-11-10"),
        (status("epo", "2026-11-02T15:00", extended=7), "2026-11-17T15:00"),
        (status("epo", "2026-11-02T15:00", extended=20), "2026-11-17T15:00"),
        (status("epo", "2026-11-02T15:00", last_day=date(2026, 11, 5)), "2026-11-06"),
        (status("interim-care-order", last_day=date(2026, 6, 3)), "2026-06-04"),
    ],
)
def test_when_a_status_ends(recorded: StatusRecorded, lapses: str) -> None:
    """72 elapsed hours, also when the clocks go back; 8 days, extended once by 7 at most; a stated day to its end."""
    assert lapses_at(recorded) == moment(lapses)


def test_a_care_order_ends_at_18() -> None:
    assert lapses_at(status("care-order")) is None
    assert section_49(AT_17, [status("care-order")], DAY).until == moment("2027-05-01T00:00")
    assert birthday(born("2008-02-29"), 18) == moment("2026-03-01T00:00")


def test_grounds_go_on_where_another_order_is_in_force_as_one_ends() -> None:
    """Police protection, then an emergency protection order, then an interim order to 8 January."""
    recorded = [
        status("police-protection", "2026-11-27T22:00"),
        status("epo", "2026-11-29T12:00"),
        status("interim-care-order", "2026-12-07", date(2027, 1, 8)),
    ]

    assert section_49(AT_16, recorded, DAY).until == moment("2027-01-09")
    assert section_49(AT_16, recorded[:1] + recorded[2:], DAY).until == moment("2026-11-30T22:00")


@pytest.mark.parametrize(
    ("code", "stated_as", "more", "words"),
    [
        ("none", PARENT, {"suspected": True}, "suspected"),
        ("none", PARENT, {"unreachable": True}, "can be reached"),
        ("none", PARENT, {"signed": False}, "signed"),
        ("none", "social worker", {}, "a person with parental responsibility"),
        ("accommodated", "children's home", {}, "a person with parental responsibility"),
        ("interim-care-order", "social worker", {}, "manager of the authority named in the order"),
        ("epo", PARENT, {}, "the applicant for the order"),
        ("police-protection", PARENT, {"advised": True}, "the designated officer"),
        ("police-protection", "designated officer", {}, "legal advice"),
        ("not-known", PARENT, {"advised": True}, "ask the authority"),
        ("secure", PARENT, {"advised": True}, "see under which"),
        ("unheard-of", PARENT, {"advised": True}, "legal advice"),
    ],
)
def test_what_keeps_a_notice_from_being_ready(
    code: str, stated_as: Capacity, more: dict[str, bool], words: str
) -> None:
    reasons = not_ready(code, stated_as, **({"signed": True} | more))

    assert len(reasons) == 1
    assert words in reasons[0]


def test_a_signed_statement_by_who_may_make_it_is_ready() -> None:
    assert not_ready("none", PARENT, signed=True) == ()
    assert not_ready("care-order", AUTHORITY, signed=True) == ()
    assert not_ready("police-protection", "designated officer", signed=True, advised=True) == ()


@pytest.mark.parametrize(
    ("birth", "more", "ready"),
    [
        ("2008-11-28", {}, True),
        ("2008-11-29", {}, False),
        ("2008", {}, False),
        ("2008-11-29", {"referred": True}, False),
        ("2008-11-29", {"referred": True, "advised": True}, True),
        (None, {}, False),
        (None, {"adult": True}, True),
        ("1990-01-05", {"named": False}, False),
    ],
)
def test_somebody_who_may_be_under_18_is_not_served_as_routine(
    birth: str | None, more: dict[str, bool], ready: bool
) -> None:
    reasons = not_servable(None if birth is None else born(birth), DAY, **({"named": True} | more))

    assert (reasons == ()) is ready


def test_each_holder_of_parental_responsibility_is_informed_or_it_says_why_not() -> None:
    mother, authority = Holder("mother", informed_on=DAY), Holder("authority", because="it signed the statement itself")

    assert not_informed([mother, authority]) == ()
    assert [reason.split(".")[0] for reason in not_informed([mother, Holder("father", because=".")])] == [
        "Not recorded whether this holder was informed: father"
    ]
    assert not_informed([])[0].startswith("No holder of parental responsibility is recorded.")


def test_every_legal_status_that_a_record_may_state_has_a_row() -> None:
    assert set(STATUSES) == set(LEGAL_STATUSES)


def test_every_sentence_of_law_says_check_with_legal_until_it_is_signed() -> None:
    rows = [row for row in vars(law).values() if isinstance(row, LawRow)]
    rows += [row.law for row in STATUSES.values()]

    assert {row.checked_by_legal for row in rows} == {None}
    assert all(CHECK_WITH_LEGAL in row.sentence for row in rows)


def test_every_reason_says_check_with_legal() -> None:
    births = [None, *map(born, ("2011-05-01", "2010", "2009-05-01", "2008", "2007-05-01"))]
    recorded = [status(code) for code in (*STATUSES, "unheard-of")]
    found = [section_49(birth, each, DAY) for birth in births for each in ([], recorded, *([one] for one in recorded))]
    found += [section_2(birth, relation, DAY) for birth in births for relation in (None, "carer", "no relation")]
    reasons = [reason for each in found for reason in each.reasons]
    for code in (*STATUSES, "unheard-of"):
        reasons += not_ready(code, "other", signed=False, disputed=True, suspected=True, unreachable=True)
    reasons += [*not_servable(None, DAY, named=False), *not_informed([]), *not_informed([Holder("father")])]

    assert [reason for reason in reasons if CHECK_WITH_LEGAL not in reason] == []
    assert all(each.reasons for each in found)


# The hard cases of casework, one test each, named by what it states.


def test_case_1_a_foster_carer_may_not_state_for_a_child_accommodated_under_section_76() -> None:
    assert section_2(AT_15, "no relation", DAY).words == "grounds appear to be met (s.2; check with legal)"
    reasons = not_ready("accommodated", "foster carer", signed=True)
    assert len(reasons) == 1
    assert "a person with parental responsibility" in reasons[0]


def test_case_2_the_authority_states_under_a_care_order_also_when_the_child_lives_with_the_mother() -> None:
    assert section_2(AT_15, "no relation", DAY).met == "yes"
    assert section_49(AT_15, [status("care-order")], DAY).met == "yes"
    reasons = not_ready("care-order", PARENT, signed=True)
    assert len(reasons) == 1
    assert "the authority named in the order" in reasons[0]


def test_case_3_a_notice_ends_with_the_interim_order_unless_a_further_order_is_recorded() -> None:
    served, birth = Period.parse("2026-05-01T14:00"), born("2009-12-01")
    interim = status("interim-care-order", "2026-04-01", date(2026, 6, 3))

    found = section_49(birth, [interim], date(2026, 5, 1))
    assert found.words == "grounds appear to be met (s.49; check with legal)"
    assert classify(Period.parse("2026-06-02"), served, found.until) == "reported contact"
    assert classify(Period.parse("2026-06-05"), served, found.until) == "after the notice lapsed"

    for further in (status("interim-care-order", "2026-06-03", date(2026, 9, 30)), status("care-order", "2026-06-03")):
        renewed = section_49(birth, [interim, further], date(2026, 5, 1))
        assert classify(Period.parse("2026-06-05"), served, renewed.until) == "reported contact"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("accommodated", "Wales (s.76)"),
        ("s20-england", "England (s.20)"),
        ("supervision-order", "supervision order"),
        ("special-guardianship", "special guardianship"),
        ("remand", "remand to local authority accommodation"),
        ("ward", "wardship"),
    ],
)
def test_case_4_at_16_no_other_status_is_grounds_and_the_reason_names_it(code: str, words: str) -> None:
    found = section_49(AT_16, [status(code)], DAY)

    assert (found.met, len(found.reasons), found.missing) == ("no", 1, ())
    assert words.lower() in found.reasons[0].lower()
    assert found.reasons[0].startswith("Take legal advice") is (code in {"remand", "ward"})


def test_case_4_accommodation_in_wales_names_section_76_alone() -> None:
    assert STATUSES["accommodated"].law.source == "Social Services and Well-being (Wales) Act 2014 s.76"


def test_case_5_a_care_order_recorded_as_made_after_the_17th_birthday_is_doubtful() -> None:
    found = section_49(AT_17, [status("care-order", "2026-06-01")], DAY)

    assert (found.met, found.reasons) == ("no", (TOO_OLD_FOR_AN_ORDER.sentence,))
    assert "doubtful, see the order" in found.reasons[0]


def test_case_6_a_section_2_notice_lapses_at_midnight_and_a_section_49_notice_is_proposed() -> None:
    birth, in_care = born("2010-12-05"), [status("care-order")]
    until = section_2(birth, "no relation", DAY).until
    served = Period.parse("2026-10-01T10:00")

    assert until == moment("2026-12-05T00:00")
    assert classify(Period.parse("2026-12-04T23:59"), served, until) == "reported contact"
    assert classify(Period.parse("2026-12-05T00:30"), served, until) == "after the notice lapsed"
    # 28 days before 5 December is 7 November.
    assert propose(until, birth, in_care, "no relation", date(2026, 11, 6)) is None
    for day in (date(2026, 11, 7), date(2026, 12, 5)):
        proposal = propose(until, birth, in_care, "no relation", day)
        assert proposal is not None
        assert [(each.basis, each.met) for each in proposal.bases] == [("s.49", "yes"), ("s.2", "no")]
        assert "Propose a new notice: grounds appear to be met (s.49; check with legal)." in proposal.words
    none = propose(until, birth, [status("accommodated")], "no relation", date(2026, 11, 7))
    assert none is not None
    assert none.words.endswith("Grounds for a new notice do not appear to be met (check with legal).")
    unknown = propose(until, birth, [], "no relation", date(2026, 11, 7))
    assert unknown is not None
    assert unknown.words.endswith("(check with legal). Missing: legal status.")


def test_case_7_police_protection_of_friday_22_00_lapses_on_monday_at_22_00() -> None:
    found = section_49(AT_17, [status("police-protection", "2026-11-27T22:00")], date(2026, 11, 27))
    served = Period.parse("2026-11-28T10:00")

    assert found.until == moment("2026-11-30T22:00")
    assert classify(Period.parse("2026-11-30T21:59"), served, found.until) == "reported contact"
    assert classify(Period.parse("2026-12-01T09:00"), served, found.until) == "after the notice lapsed"


def test_case_8_a_birth_year_is_not_shown_to_be_under_16() -> None:
    found = section_2(born("2010"), "no relation", date(2026, 11, 28))

    assert (found.met, found.missing) == ("unknown", ("birth date",))
    assert found.reasons[0].startswith("Not shown to be under 16.")
    assert section_49(born("2010"), [status("none")], date(2026, 11, 28)).met == "no"
    # For protection a child: 16 at most.
    assert born("2010").age_on(date(2026, 11, 28)) == (15, 16)


def test_case_9_born_on_29_february_is_17_on_the_28th_and_18_on_1_march() -> None:
    birth, order = born("2008-02-29"), [status("care-order", "2020-01-06")]
    until = section_49(birth, order, date(2026, 2, 28)).until

    assert section_49(birth, order, date(2026, 2, 28)).met == "yes"
    assert until == moment("2026-03-01T00:00")
    assert section_49(birth, order, date(2026, 3, 1)).met == "no"
    served = Period.parse("2026-01-05")
    assert classify(Period.parse("2026-02-28"), served, until) == "reported contact"
    assert classify(Period.parse("2026-03-01"), served, until) == "after the notice lapsed"


def test_case_10_section_2_is_not_available_against_the_father_and_section_49_can_be() -> None:
    at_14 = born("2012-05-01")
    found = section_2(at_14, "parent", DAY)

    assert (found.met, found.missing) == ("no", ())
    assert "take legal advice" in found.reasons[0]
    assert section_49(at_14, [status("none")], DAY).met == "no"
    assert section_49(at_14, [status("care-order")], DAY).words == "grounds appear to be met (s.49; check with legal)"


def test_case_11_holders_who_disagree_keep_a_notice_from_being_ready() -> None:
    assert section_2(born("2012-05-01"), "no relation", DAY).met == "yes"
    reasons = not_ready("none", PARENT, signed=True, disputed=True, advised=True)
    assert len(reasons) == 1
    assert "disagree: not ready, take legal advice" in reasons[0]


def test_case_12_a_message_is_communication_and_that_day_is_not_shown_to_be_after_service() -> None:
    served, until = Period.parse("2026-05-01T14:00"), moment("2026-06-04")

    assert classify(Period.parse("2026-05-03"), served, until, by_message=True) == "communication"
    for unclear in ("2026-05-01", "2026-05", "2026-04-30T10:00"):
        for by_message in (True, False):
            happened = Period.parse(unclear)
            assert classify(happened, served, until, by_message=by_message) == "not shown to be after service"
    assert classify(None, served, until) == "not shown to be after service"


def test_case_20_a_section_49_notice_ends_at_18_and_both_sets_of_actions_stand() -> None:
    """That plan, actions and meeting stay open is a matter of casework, not of the notice."""
    birth, order = born("2008-11-29"), [status("care-order", "2020-01-06")]
    found = section_49(birth, order, DAY)

    assert found.until == moment("2026-11-29T00:00")
    assert section_49(birth, order, date(2026, 11, 29)).met == "no"
    proposal = propose(found.until, birth, order, "no relation", DAY)
    assert proposal is not None
    assert {each.met for each in proposal.bases} == {"no"}
    assert section_49(birth, [status("care-leaver", "2026-06-01")], DAY) == BasisFound(
        "s.49", "no", None, (STATUSES["care-leaver"].law.sentence,)
    )
    asked = actions_for(4, birth, DAY, care_leaver=True)
    assert asked.as_child
    assert asked.as_adult
