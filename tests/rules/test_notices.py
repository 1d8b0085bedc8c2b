"""Abduction notices: cases worked out by hand from Appendix 3 of the protocol and the Acts named in the law table."""

from datetime import date

import pytest

from graph.rules.law import CHECK_WITH_LEGAL, NOT_S2, S2, S49, STATUSES, TOO_OLD_FOR_AN_ORDER
from graph.rules.notices import StatusRecorded, birthday, classify, lapses_at, not_ready, section_2, section_49
from graph.values.birth_date import BirthDate
from graph.values.when import Period, moment

PARENT = "a person with parental responsibility"
AUTHORITY = "an authorised manager of the authority named in the order"
DAY = date(2026, 11, 28)


def born(text: str) -> BirthDate:
    return BirthDate.recorded(text)


def status(code: str, made: str = "2026-01-05", last_day: date | None = None, extended: int = 0) -> StatusRecorded:
    return StatusRecorded(code, Period.parse(made), last_day, extended)


AT_15, AT_16, AT_17, AT_18 = born("2011-05-01"), born("2010-05-01"), born("2009-05-01"), born("2008-05-01")


@pytest.mark.parametrize(
    ("birth", "relation", "met", "missing"),
    [
        ("2010-11-29", "none", "yes", ()),
        ("2010-11-28", "none", "no", ()),
        ("2010", "none", "unknown", ("birth date",)),
        ("2011", "none", "yes", ()),
        ("2011-05-01", "", "unknown", ("relation of the person served to the child",)),
        ("2012-05-01", "parent", "no", ()),
        ("2012-05-01", "guardian", "no", ()),
        ("2012-05-01", "believed father", "no", ()),
    ],
)
def test_section_2_is_for_a_child_under_16(birth: str, relation: str, met: str, missing: tuple[str, ...]) -> None:
    found = section_2(born(birth), relation, DAY)

    assert (found.met, found.missing) == (met, missing)


def test_a_notice_under_section_2_lapses_at_midnight_on_the_16th_birthday() -> None:
    until = section_2(born("2010-12-05"), "none", DAY).until

    assert until == moment("2026-12-05T00:00")
    served = Period.parse("2026-12-01T10:00")
    assert classify(Period.parse("2026-12-04T23:59"), served, until) == "reported contact"
    assert classify(Period.parse("2026-12-05T00:30"), served, until) == "after the notice lapsed"


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
        *((AT_16, [status(code)], DAY, "no") for code, row in STATUSES.items() if not row.grounds),
        (AT_16, [], DAY, "unknown"),
        (AT_16, [status("something-else")], DAY, "unknown"),
        (AT_16, [StatusRecorded("care-order")], DAY, "unknown"),
        (None, [status("care-order")], DAY, "unknown"),
        (born("2008"), [status("care-order")], DAY, "unknown"),
        (AT_16, [status("care-order", "2026-12-01")], DAY, "no"),
        (AT_16, [status("accommodated"), status("care-order")], DAY, "yes"),
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


def test_a_care_order_made_at_17_is_said_to_be_doubtful() -> None:
    assert section_49(AT_17, [status("care-order", "2026-06-01")], DAY).reasons == (TOO_OLD_FOR_AN_ORDER.sentence,)


@pytest.mark.parametrize("code", ["ward", "remand"])
def test_wardship_and_remand_ask_for_legal_advice(code: str) -> None:
    found = section_49(AT_16, [status(code)], DAY)

    assert STATUSES[code].words in " ".join(found.reasons).lower()
    assert "Take legal advice." in found.reasons


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


def test_contact_is_classified_by_service_and_lapse() -> None:
    served, until = Period.parse("2026-05-01T14:00"), moment("2026-06-04")

    assert classify(Period.parse("2026-06-02"), served, until) == "reported contact"
    assert classify(Period.parse("2026-06-05"), served, until) == "after the notice lapsed"
    assert classify(Period.parse("2026-05-03"), served, until, by_message=True) == "communication"
    for unclear in ("2026-05-01", "2026-05", "2026-04-30T10:00"):
        assert classify(Period.parse(unclear), served, until) == "not shown to be after service"
    assert classify(None, served, until) == "not shown to be after service"


@pytest.mark.parametrize(
    ("code", "stated_by", "more", "words"),
    [
        ("accommodated", "a foster carer", {}, PARENT),
        ("care-order", PARENT, {}, AUTHORITY),
        ("none", PARENT, {"disputed": True}, "disagree"),
        ("none", PARENT, {"suspected": True}, "suspected"),
        ("none", PARENT, {"signed": False}, "signed"),
        ("police-protection", "the designated officer", {}, "legal advice"),
        ("unheard-of", PARENT, {}, "legal advice"),
    ],
)
def test_what_keeps_a_notice_from_being_ready(code: str, stated_by: str, more: dict[str, bool], words: str) -> None:
    assert words in " ".join(not_ready(code, stated_by, **({"signed": True} | more)))


def test_a_signed_statement_by_who_may_make_it_is_ready() -> None:
    assert not_ready("none", PARENT, signed=True) == ()
    assert not_ready("care-order", AUTHORITY, signed=True) == ()


def test_every_sentence_of_law_says_check_with_legal_until_it_is_signed() -> None:
    rows = [S2, S49, NOT_S2, TOO_OLD_FOR_AN_ORDER, *(row.law for row in STATUSES.values())]

    assert {row.checked_by_legal for row in rows} == {None}
    assert all(CHECK_WITH_LEGAL in row.sentence for row in rows)
