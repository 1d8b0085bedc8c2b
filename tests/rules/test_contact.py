"""Contact after a notice: hard cases 3, 6, 7 and 12, and that incidents are counted and reports are not."""

from datetime import date

from graph.rules.contact import ContactItem, DecidedContact, contact_record, is_message, lapse_of
from graph.rules.notices import StatusRecorded
from graph.values.birth_date import BirthDate
from graph.values.when import Period, moment

SERVED = Period.parse("2026-05-01T18:00")
BORN = BirthDate.recorded("2009-09-01")


def item(
    ref: str, happened: str | None, *, origin: str = "", by_message: bool = False, false: bool = False
) -> ContactItem:
    return ContactItem(
        id=f"item:{ref}",
        ref=ref,
        happened=None if happened is None else Period.parse(happened),
        by_message=by_message,
        origin=origin or f"report:{ref}",
        recorded_at=moment("2026-08-01"),
        suspected_false=false,
    )


def test_case_3_an_interim_order_ends_the_notice_and_a_final_one_goes_on() -> None:
    interim = StatusRecorded("interim-care-order", Period.parse("2026-03-04"), date(2026, 6, 3))
    final = StatusRecorded("care-order", Period.parse("2026-06-03"))
    items = [item("2 June", "2026-06-02"), item("5 June", "2026-06-05")]

    until = lapse_of("s.49", BORN, (interim,), interim, date(2026, 5, 1), None)
    found = contact_record(items, (), SERVED, until)
    assert [each.items[0].ref for each in found.incidents] == ["2 June"]
    assert [each.ref for each in found.lapsed] == ["5 June"]

    renewed = lapse_of("s.49", BORN, (interim, final), interim, date(2026, 5, 1), None)
    assert len(contact_record(items, (), SERVED, renewed).incidents) == 2


def test_case_6_half_an_hour_into_the_16th_birthday_is_after_the_notice_lapsed() -> None:
    until = lapse_of("s.2", BirthDate.recorded("2010-07-10"), (), StatusRecorded("none"), date(2026, 5, 1), None)

    found = contact_record([item("R1", "2026-07-10T00:30")], (), SERVED, until)
    assert (found.incidents, [each.ref for each in found.lapsed]) == ((), ["R1"])


def test_case_7_police_protection_lapses_after_72_hours() -> None:
    then = StatusRecorded("police-protection", Period.parse("2026-11-20T22:00"))

    assert lapse_of("s.49", BORN, (then,), then, date(2026, 11, 20), None) == moment("2026-11-23T22:00")


def test_an_order_without_its_day_leaves_the_end_known_at_preparation() -> None:
    assert lapse_of("s.49", BORN, (), StatusRecorded("care-order"), date(2026, 5, 1), 77) == 77


def test_case_12_a_message_is_communication_and_a_log_of_that_day_is_not_shown_to_be_after() -> None:
    items = [item("app", "2026-05-03T10:00", by_message=True), item("log", "2026-05-01"), item("undated", None)]

    found = contact_record(items, (), SERVED, None)
    assert found.incidents == ()
    assert [each.ref for each in found.communication] == ["app"]
    assert {each.ref for each in found.unclear} == {"log", "undated"}


def test_two_reports_of_one_evening_are_one_incident_and_two_evenings_are_two() -> None:
    items = [
        item("R1", "2026-05-08T22:10"),
        item("R2", "2026-05-08T22:40"),
        item("R3", "2026-05-08"),
        item("R4", "2026-05-09T22:10"),
    ]

    found = contact_record(items, (), SERVED, None)
    assert [[each.ref for each in incident.items] for incident in found.incidents] == [["R3", "R1", "R2"], ["R4"]]
    assert found.counted("reported") == 2


def test_a_vague_item_joins_no_two_incidents() -> None:
    items = [item("R1", "2026-05-08T10:00"), item("R2", "2026-05-08T22:00"), item("R3", "2026-05-08")]

    assert len(contact_record(items, (), SERVED, None).incidents) == 2


def test_a_decision_stands_and_a_second_log_that_repeats_it_is_no_second_incident() -> None:
    first, second = item("R1", "2026-05-08T22:10"), item("R2", "2026-05-08")
    decided = [DecidedContact("contact:1", "evidence held", ("item:R1",))]

    [incident] = contact_record([first, second], decided, SERVED, None).incidents
    assert (incident.state, incident.lineage, incident.repeats) == ("evidence held", "contact:1", ("R2",))


def test_a_person_says_that_two_days_are_one_incident() -> None:
    items = [item("R1", "2026-05-08T22:10"), item("R2", "2026-05-11")]
    decided = [
        DecidedContact("contact:1", "reported", ("item:R1",)),
        DecidedContact("contact:2", "same incident", ("item:R2",), "contact:1"),
    ]

    [incident] = contact_record(items, decided, SERVED, None).incidents
    assert (incident.state, [each.ref for each in incident.items]) == ("reported", ["R1", "R2"])


def test_what_a_person_calls_communication_stands_apart() -> None:
    found = contact_record(
        [item("R1", "2026-05-08")], [DecidedContact("contact:1", "communication", ("item:R1",))], SERVED, None
    )

    assert (found.incidents, [each.ref for each in found.communication]) == ((), ["R1"])


def test_an_item_suspected_to_be_false_counts_for_nothing_and_is_shown() -> None:
    found = contact_record([item("R1", "2026-05-08", false=True)], (), SERVED, None)

    assert (found.incidents, [each.ref for each in found.left_out]) == ((), ["R1"])


def test_what_is_contact_by_phone_or_app() -> None:
    assert is_message("call", ["child", "adult", "premises"])
    assert is_message("", ["child", "adult", "account"])
    assert not is_message("sighting", ["child", "adult", "phone"])
    assert not is_message("", ["child", "adult", "phone", "vehicle"])
    assert not is_message("", ["child", "adult"])
