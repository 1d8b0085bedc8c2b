"""What new items and judgements touch, by hand from the rules of casework, for each clearance by itself."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.casework.drafts import Draft
from graph.judgements.meeting import MeetingBody, MeetingPartBody
from graph.judgements.network import PlacementBody
from graph.judgements.notice import NoticeBody
from graph.judgements.premises import PremisesOfConcernBody
from graph.model.ids import person_id, vehicle_id
from graph.queries import Actor
from graph.settings import Settings
from graph.store import Store, open_sql
from tests.alerts.desk import ANN, BEA, CHAIR, MANAGER, OPAL, OPEN, Desk
from tests.ingest.support import load

TAZ, MAN, CARER = (person_id("S", ref) for ref in ("T1", "M1", "F1"))
CAR = vehicle_id("AB12CDE")
PLACE = {"entity": "address", "address": "12 High St", "postcode": "CF10 1AA"}
ANN_NAMED = {"entity": "child", "local_ref": "N1", "name": "Ann Rees"}
MAN_NAMED = {"entity": "adult", "local_ref": "M1", "name": "Marc Tilley", "role": "reported as concern"}
ASSESSED = "child_ref,source_system,assessed_at,assessor,agency,code,status,access\n{}\n"


@pytest.fixture
def desk(embedded_store: Store, tmp_path: Path) -> Desk:
    sql: Engine = open_sql(Settings(home=tmp_path))
    return Desk(embedded_store, sql, tmp_path)


def _new(desk: Desk, before: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    after = desk.alerts()
    for each in before:
        after.remove(each)
    return after


def _assessed_4(desk: Desk) -> None:
    file = desk.home / "assessed.csv"
    file.write_text(ASSESSED.format("N1,S,2024-12-01,P. Evans,Social Services,S1,present,P||"), encoding="utf-8")
    load(desk.store, desk.sql, desk.settings, file)


def test_one_item_touches_premises_a_meeting_a_placement_and_who_is_missing_or_unidentified(desk: Desk) -> None:
    desk.load_rows("R1", ANN_NAMED, PLACE)
    desk.load_rows("R2", ANN_NAMED, {"entity": "person", "local_ref": "T1", "name": "Taz"})
    desk.load_rows("R3", ANN_NAMED, {"entity": "adult", "local_ref": "F1", "name": "Fay Carer", "role": "carer"})
    desk.load_rows("R4", ANN_NAMED, event="missing", happened_from="2025-01-01T02:00")
    _assessed_4(desk)
    [row] = desk.store.read("MATCH (a:Address) RETURN a.id AS id")
    place = str(row["id"])
    assert desk.alerts() == []
    desk.record(PremisesOfConcernBody(address=place, owner="DS Lewis"), "open")
    desk.record(PlacementBody(child=ANN, living="foster carers", address=place, source="a visit"))
    meeting = desk.record(MeetingBody(held_at="2025-01-08T10:00", chair="a chair"), "prepared", Actor(CHAIR, "a chair"))
    desk.record(MeetingPartBody(meeting=meeting.lineage, person=ANN), "recorded", Actor(CHAIR, "a chair"))
    before = desk.alerts()
    assert before == [], "the chair reads all that is recorded of her"

    carer = {"entity": "adult", "local_ref": "F1", "name": "Fay Carer"}
    car, taz = {"entity": "vehicle", "vrm": "AB12 CDE"}, {"entity": "person", "local_ref": "T1", "name": "Taz"}
    seen = {"event": "sighting", "happened_from": "2025-01-01T09:00"}
    desk.load_rows("R5", ANN_NAMED, MAN_NAMED, PLACE, carer, car, taz, **seen)

    at_placement = [("placement", *sorted((ANN, caller))) for caller in (MAN, CAR, TAZ)]
    assert _new(desk, before) == sorted(
        [
            ("meeting child", ANN),
            ("missing child seen", ANN),
            ("premises of concern", place),
            ("unidentified again", TAZ),
            *at_placement,
        ]
    ), "her carer is in her network"

    before = desk.alerts()
    desk.load_rows("R6", ANN_NAMED, event="sighting", happened_from="2024-12-30T09:00")
    assert _new(desk, before) == [("meeting child", ANN)], "seen before she was missing"
    desk.load_rows("R7", ANN_NAMED, event="returned", happened_from="2025-01-01T10:00")
    before = desk.alerts()
    desk.load_rows("R8", ANN_NAMED, event="sighting", happened_from="2025-01-01T11:00")
    assert _new(desk, before) == [("meeting child", ANN)], "missing no more"


def test_a_meeting_alerts_who_holds_what_its_chair_may_not_read(desk: Desk) -> None:
    desk.load_rows("R1", ANN_NAMED)
    desk.load_rows("R2", {"entity": "child", "local_ref": "N2", "name": "Bea Rees"})
    desk.load_rows("R3", ANN_NAMED, compartment="OPAL")
    desk.load_rows("R4", {"entity": "child", "local_ref": "N2", "name": "Bea Rees"}, handling="C", conditions="S1")
    assert (desk.alerts(OPEN), desk.alerts(OPAL), desk.alerts(CHAIR)) == ([], [], [])

    who = Actor(CHAIR, "a chair")
    header = Draft.of(MeetingBody(held_at="2025-01-08T10:00", chair="somebody"), "prepared", "as reported")
    parts = [
        Draft.of(MeetingPartBody(meeting=header.lineage, person=child), "recorded", "as reported")
        for child in (ANN, BEA)
    ]
    made = desk.casework.record_all(who, [header, *parts])

    ann, bea = ("meeting items", ANN), ("meeting items", BEA)
    assert (desk.alerts(OPEN), desk.alerts(OPAL), desk.alerts(CHAIR)) == ([bea], sorted([ann, bea]), [])
    body = MeetingPartBody(meeting=header.lineage, person=ANN, facts="shared")
    part = next(each for each in made if each.about == (ANN,))
    again = replace(Draft.of(body, "recorded", "as reported"), lineage=part.lineage, replaces=(part.id,))
    desk.casework.record(who, again)
    assert desk.alerts(OPAL) == sorted([ann, bea]), "each saved field is a version of its part"


def test_two_under_one_reference_are_told_to_who_sees_both(desk: Desk) -> None:
    desk.load_rows("R1", ANN_NAMED)
    desk.load_rows("R2", ANN_NAMED, item_text="first", compartment="OPAL")
    assert (desk.alerts(OPEN), desk.alerts(OPAL)) == ([], [])

    desk.load_rows("R2", ANN_NAMED, item_text="second", reader=OPEN)

    assert [kind for kind, *_ in desk.alerts(OPAL)] == ["two under one reference"]
    assert desk.alerts(OPEN) == []


def test_contact_and_communication_after_service_alert_who_reads_the_notice_and_the_item(desk: Desk) -> None:
    desk.load_rows("R1", ANN_NAMED, MAN_NAMED)
    desk.load_rows("R2", ANN_NAMED, MAN_NAMED, happened_from="2024-12-20T22:00", compartment="OPAL")
    assert (desk.alerts(OPEN), desk.alerts(OPAL)) == ([], [])
    analyst, manager = Actor(OPEN, OPEN.name), Actor(MANAGER, MANAGER.name)
    notice = {
        "child": ANN,
        "adult": MAN,
        "child_name": "Ann Rees",
        "child_born": "2012-01-15",
        "adult_name": "Marc Tilley",
        "basis": "s.2",
        "relation": "no relation",
        "status": "none",
        "status_source": "Social Services, by phone",
        "stated_by": "G. Wyn",
        "stated_as": "parental responsibility",
        "signed": "2024-12-09",
    }
    steps = (("prepared", analyst), ("authorised", manager), ("served", analyst))
    served = {"served": {"at": "2024-12-10T18:00", "by": "PC Rees", "how": "in person"}}
    standing: tuple[str, ...] = ()
    lineage = ""
    for state, who in steps:
        body = NoticeBody.read({**notice, **(served if state == "served" else {})})
        draft = Draft.of(body, state, "as reported")
        if lineage:
            draft = replace(draft, lineage=lineage, replaces=standing)
        made = desk.casework.record(who, draft)
        lineage, standing = made.lineage, (made.id,)

    late = ("contact after notice", *sorted((ANN, MAN)))
    assert (desk.alerts(OPEN), desk.alerts(OPAL)) == ([], [late]), "it came in before the notice was recorded"
    message = {"entity": "account", "platform": "Chat", "handle": "marc"}
    desk.load_rows("R3", ANN_NAMED, MAN_NAMED, message, happened_from="2024-12-21T22:00", event="call")
    desk.load_rows("R4", ANN_NAMED, MAN_NAMED, happened_from="2024-12-01T22:00")

    messaged = ("communication", *sorted((ANN, MAN)))
    assert [each for each in desk.alerts(OPEN) if each[0] != "link new"] == [messaged], "what was before is none"
    assert [each for each in desk.alerts(OPAL) if each[0] != "link new"] == sorted([late, messaged])

    desk.load_rows("R5", {**ANN_NAMED, "local_ref": "N9"}, MAN_NAMED, happened_from="2024-12-28T22:00")
    before = desk.alerts()
    desk.casework.decide_identity(analyst, person_id("S", "N9"), ANN, "same", "as the writer accepted")
    assert [each for each in _new(desk, before) if each[0] != "link new"] == [late], (
        "also where somebody compared in between"
    )
