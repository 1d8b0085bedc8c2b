"""Alerts of a real graph: what each change brought, for each clearance by itself, on both engines.

What is right is said by hand: two children are linked as soon as items name both with one address.
"""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from graph.alerts.tables import ALERTS
from graph.casework.drafts import Draft
from graph.judgements.network import PlacementBody
from graph.model.ids import person_id
from graph.model.recorded import Citation
from graph.model.view import Reader
from graph.projection import Projection
from graph.projection.files import ProjectionFolder
from graph.settings import Settings
from graph.store import Store, open_sql
from tests.alerts.desk import ANALYST, ANN, BEA, CAL, ITEM, OPAL, OPEN, Desk
from tests.ingest.support import load, table


@pytest.fixture
def sql(tmp_path: Path) -> Engine:
    return open_sql(Settings(home=tmp_path))


@pytest.fixture
def desk(store: Store, sql: Engine, tmp_path: Path) -> Desk:
    return Desk(store, sql, tmp_path)


LINKED, LOST = (("link new", *sorted((ANN, BEA))), ("link lost", *sorted((ANN, BEA))))
WITH_CAL, BEA_AND_CAL = (("link new", *sorted(pair)) for pair in ((ANN, CAL), (BEA, CAL)))


def test_a_link_is_new_once_and_lost_when_its_item_is_withdrawn(desk: Desk) -> None:
    desk.load("R1", ("N1", "Ann Rees"))
    assert desk.alerts() == [], "an audience gets nothing from before it began"

    desk.load("R2", ("N2", "Bea Rees"))
    assert desk.alerts() == [LINKED]
    assert desk.alerts() == [LINKED], "nothing changed"

    desk.load("R3", ("N2", "Bea Rees"))
    assert desk.alerts() == [LINKED], "the link held before"
    desk.withdraw("R3/1")
    assert desk.alerts() == [LINKED], "the link holds still"
    desk.withdraw("R2/1")
    assert desk.alerts() == [LOST, LINKED]


def test_each_clearance_has_its_own_alerts_and_ids(desk: Desk) -> None:
    desk.load("R1", ("N1", "Ann Rees"))
    assert (desk.alerts(OPEN), desk.alerts(OPAL)) == ([], [])

    desk.load("R2", ("N2", "Bea Rees"), compartment="OPAL")
    desk.load("R3", ("N3", "Cal Rees"))

    assert desk.alerts(OPEN) == [WITH_CAL]
    assert desk.alerts(OPAL) == sorted([LINKED, WITH_CAL, BEA_AND_CAL])
    with desk.sql.connect() as connection:
        rows = list(connection.execute(select(ALERTS.c.id, ALERTS.c.audience)))
    assert len({row.id for row in rows}) == 4
    assert not any(row.id[len("alert:") :].isdecimal() for row in rows), "random, never counted"


def test_a_follower_that_was_killed_is_caught_up_by_another(desk: Desk) -> None:
    desk.load("R1", ("N1", "Ann Rees"))
    assert desk.alerts() == []
    desk.load("R2", ("N2", "Bea Rees"))
    desk.load("R3", ("N3", "Cal Rees"))
    Projection(desk.store, ProjectionFolder.of(desk.settings), patience=10).catch_up()  # and writes a later version

    found = desk.alerts(follower=desk.another())

    assert found == sorted([LINKED, WITH_CAL, BEA_AND_CAL])
    assert desk.alerts() == found, "the first one finds it compared"
    assert desk.alerts(follower=desk.another()) == found


def test_a_graph_that_went_back_to_an_earlier_copy_is_followed_from_there(desk: Desk) -> None:
    """Its change numbers are made again, so that everything seems to be compared, and kept in files, already."""
    for number in range(4):
        desk.load(f"R{number}", ("N1", "Ann Rees"))
    assert desk.alerts() == []
    desk.store.write(lambda writer: writer.write("MATCH (n) WHERE NOT n:Migration DETACH DELETE n"))
    desk.load("R1", ("N1", "Ann Rees"))
    assert desk.alerts(follower=desk.another()) == []

    desk.load("R2", ("N2", "Bea Rees"))

    assert desk.alerts(follower=desk.another()) == [LINKED]


def test_a_child_first_named_where_many_are_known_is_one_alert(desk: Desk) -> None:
    others = [(f"M{number}", f"Child {number}") for number in range(4)]
    desk.load("R1", ("N1", "Ann Rees"), ("N2", "Bea Rees"), address="9 Low Rd")
    desk.load("R2", *others)
    assert desk.alerts() == []

    desk.load("R3", ("N1", "Ann Rees"))
    desk.load("R4", ("N2", "Bea Rees"))

    known = (person_id("S", ref) for ref, _ in others)
    with_all = ("link new", *sorted((ANN, *known)))
    assert desk.alerts()[0] == with_all
    desk.withdraw("R3/1")
    assert desk.alerts()[0][0] == "link lost"
    assert len(desk.alerts()) == 3


def test_a_judgement_whose_item_is_withdrawn_is_to_be_reviewed(desk: Desk) -> None:
    desk.load("R1", ("N1", "Ann Rees"))
    [row] = desk.store.read("MATCH (i:Item {ref: 'R1/1'}) RETURN i.id AS id")
    desk.load("R9", ("N1", "Ann Rees"), address="9 Low Rd")
    placed = Draft.of(
        PlacementBody(child=ANN, living="foster carers", source="a visit"),
        "recorded",
        reason="told by the carer",
        cites=(Citation(str(row["id"])),),
    )
    desk.casework.record(ANALYST, placed)
    assert desk.alerts() == []

    desk.withdraw("R1/1")

    assert desk.alerts() == [("basis withdrawn", ANN)]


def test_a_large_load_into_an_empty_source_raises_none(store: Store, sql: Engine, tmp_path: Path) -> None:
    desk = Desk(store, sql, tmp_path, quiet_load=1)
    desk.load("R1", ("N1", "Ann Rees"))
    assert desk.alerts() == []

    rows: list[dict[str, str]] = []
    for report in ("T1", "T2"):
        item = {**ITEM, "source_system": "T", "report_ref": report}
        rows.append({**item, "entity": "child", "local_ref": report, "name": "A B"})
        rows.append({**item, "entity": "address", "address": "12 High St", "postcode": "CF10 1AA"})
    load(store, sql, desk.settings, table(tmp_path / "t.csv", rows))
    assert desk.alerts() == []

    desk.load("R2", ("N2", "Bea Rees"))
    assert LINKED in desk.alerts()


def test_a_watch_fires_for_its_owner_alone_and_in_the_owner_s_clearance(desk: Desk) -> None:
    desk.load("R1", ("N1", "Ann Rees"))
    desk.follower.add_watch(OPEN, OPEN.name, "plate", "AB1? ??E", "seen at the school")
    secret = desk.follower.add_watch(OPAL, OPAL.name, "person", BEA, "to be told at once")
    assert (desk.alerts(OPEN), desk.alerts(OPAL)) == ([], [])
    car = {**ITEM, "report_ref": "R2", "entity": "vehicle", "vrm": "AB12 CDE"}
    load(
        desk.store,
        desk.sql,
        desk.settings,
        table(desk.home / "car.csv", [car, {**car, "report_ref": "R4", "vrm": "XY12 CDE"}]),
    )

    assert desk.alerts(OPEN) == [("watch", "vehicle:AB12CDE")]
    assert desk.alerts(OPAL) == [], "another's watch"
    assert desk.alerts(Reader("a third", "analyst")) == [], "of the owner's clearance, and still the owner's"

    desk.load("R3", ("N2", "Bea Rees"), address="9 Low Rd", compartment="OPAL")
    assert desk.alerts(OPEN) == [("watch", "vehicle:AB12CDE")]
    assert desk.alerts(OPAL) == [("watch", BEA)]

    desk.follower.watches.end(OPAL.name, secret.id)
    desk.load("R5", ("N2", "Bea Rees"), address="9 Low Rd", compartment="OPAL")
    assert desk.alerts(OPAL) == [("watch", BEA)]
