"""The log for readers of different clearance: what is proposed, and what an entry changes, as if the hidden had never
been recorded."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from api.installation import Installation
from api.read_session import ReadSession
from api.services.log_entries import (
    EntryGiven,
    EntryRecorded,
    Marked,
    Proposals,
    entry_recorded,
    new_reference,
    propose,
    read_mark,
    record_entry,
)
from graph.errors import NotFound, NotPermitted, ValueRefused
from graph.model.ids import person_id
from graph.model.view import Reader, View
from graph.queries import Actor
from graph.settings import Settings
from graph.store import Store
from graph.view.options import today_in_wales
from tests.conftest import wiped
from tests.ingest.support import load, table

OPEN, OPAL = Reader("a.open", "analyst"), Reader("b.opal", "analyst", frozenset({"OPAL"}))
TEXT = "Ann Rees and Secret Child went to 12 High St, CF10 1AA in AB12 CDE. Bea Lloyd (B1) drove."
NOW = 1_795_000_000_000
PLACE = {"entity": "address", "address": "12 High St", "postcode": "CF10 1AA"}
KNOWN: tuple[dict[str, str], ...] = (
    {"report_ref": "R1", "entity": "child", "local_ref": "A1", "name": "Ann Rees"},
    {"report_ref": "R2", "entity": "child", "local_ref": "B1", "name": "Bea Lloyd"},
    {"report_ref": "R2", **PLACE},
)
HIDDEN: tuple[dict[str, str], ...] = (
    {"report_ref": "R3", "entity": "child", "local_ref": "S1", "name": "Secret Child"},
    {"report_ref": "R3", **PLACE},
    {"report_ref": "R4", "entity": "adult", "local_ref": "S2", "name": "Ann Rees"},
)


@dataclass(frozen=True)
class Desk:
    """One installation over the session's engine."""

    installation: Installation
    folder: Path

    def know(self, *rows: Iterable[dict[str, str]]) -> None:
        """Load rows; what is hidden is of a compartment."""
        every = [{"source_system": "S", "item_no": "1", "handling": "P", **row} for of in rows for row in of]
        for row in every:
            row.setdefault("compartment", "OPAL" if row["report_ref"] in ("R3", "R4") else "")
        load(
            self.installation.store,
            self.installation.sql,
            self.installation.settings,
            table(self.folder / "known.csv", every),
        )

    def read_session(self, reader: Reader) -> ReadSession:
        """Somebody's access."""
        return ReadSession(self.installation, Actor(reader, reader.name, "a weekly log"), View(today=today_in_wales()))

    def log(self, reader: Reader, *marks: Marked, text: str = TEXT, handling: str = "P") -> EntryRecorded:
        """Record an entry."""
        return self.send(reader, EntryGiven(new_reference(NOW), text, {**CELLS, "handling": handling}, marks))

    def send(self, reader: Reader, given: EntryGiven) -> EntryRecorded:
        """Record an entry as its form is sent."""
        ref = record_entry(self.read_session(reader), given, "a weekly log")
        return entry_recorded(self.read_session(reader), ref)


CELLS = {"handling": "P", "happened_from": "2026-11-20"}


class Desks:
    """Installations with nothing in them, one after another."""

    def __init__(self, settings: Settings, store: Store, folder: Path) -> None:
        self._settings, self._store, self._folder = settings, store, folder

    def next(self, name: str) -> Desk:
        """The next one."""
        wiped(self._store)
        sql = {"sql": f"sqlite:///{self._folder / name}.db"}
        return Desk(Installation(self._settings.model_copy(update=sql)), self._folder)


@pytest.fixture
def desks(embedded_engine: Store, embedded_settings: Settings, tmp_path: Path) -> Desks:
    return Desks(embedded_settings, embedded_engine, tmp_path)


@pytest.fixture
def desk(desks: Desks) -> Desk:
    return desks.next("first")


def _said(found: Proposals) -> list[tuple[str, str, str]]:
    return [(each.mark.entity, each.mark.value, each.mark.known) for each in found.mentions]


def _changes(done: EntryRecorded) -> list[tuple[str, str]]:
    return sorted((line.shown.kind, line.shown.sentence.replace(done.report.ref, "LOG")) for line in done.lines)


ANN, BEA, SECRET = (person_id("S", ref) for ref in ("A1", "B1", "S1"))
MARKS = (
    Marked("child", "Ann Rees", known=ANN),
    Marked("address", "12 High St, CF10 1AA"),
    Marked("vehicle", "AB12 CDE"),
)


def test_what_is_hidden_is_neither_proposed_nor_changed(desks: Desks) -> None:
    desk = desks.next("first")
    desk.know(KNOWN, HIDDEN)
    proposed, changed = _said(propose(desk.read_session(OPEN), TEXT)), _changes(desk.log(OPEN, *MARKS))
    everything = _said(propose(desk.read_session(OPAL), TEXT))
    more = _changes(desk.log(OPAL, Marked("child", "Ann Rees", known=ANN), Marked("child", "Bea Lloyd", known=BEA)))
    desk = desks.next("second")
    desk.know(KNOWN)

    assert proposed == _said(propose(desk.read_session(OPEN), TEXT))
    assert changed == _changes(desk.log(OPEN, *MARKS))

    assert [each for each in proposed if each[2]] == [("child", "Ann Rees", ANN), ("child", "Bea Lloyd", BEA)]
    assert {("vehicle", "AB12 CDE", ""), ("address", "CF10 1AA", "")} <= set(proposed)
    assert ("child", "Secret Child", SECRET) in everything
    assert {each[2] for each in everything if each[1] == "Ann Rees"} == {ANN, person_id("S", "S2")}
    assert [kind for kind, _ in changed] == ["link new"]
    assert "Bea Lloyd (B1)" in changed[0][1]
    assert len(more) <= 3


def test_an_entry_whose_people_were_not_decided_is_completed_and_not_stored_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.know(KNOWN)
    given = EntryGiven(new_reference(NOW), TEXT, CELLS, MARKS)

    def cut_off(*_: object, **__: object) -> None:
        raise NotPermitted("The server ended.", "Send it again.")

    with monkeypatch.context() as patch:
        patch.setattr("api.services.log_entries._decide_people", cut_off)
        with pytest.raises(NotPermitted, match="ended"):
            desk.send(OPEN, given)
    first, again = desk.send(OPEN, given), desk.send(OPEN, given)

    assert _changes(first) == _changes(again)
    assert [kind for kind, _ in _changes(first)] == ["link new"]
    rows = desk.installation.store.read(
        "MATCH (r:Report {source_system: 'Dolen log'})-[:CONTAINS]->(i) RETURN i.id AS id"
    )
    assert len(rows) == 1
    decided = desk.installation.store.read("MATCH (d:IdentityDecision) RETURN d.id AS id")
    assert len(decided) == 1
    with pytest.raises(ValueRefused, match="says otherwise"):
        desk.send(OPEN, replace(given, text="Something else."))


def test_an_entry_is_refused_whole(desk: Desk) -> None:
    desk.know(KNOWN, HIDDEN)
    before = len(desk.installation.store.read("MATCH (i:Item) RETURN i.id AS id"))
    for reader, marks, handling, error in (
        (OPEN, (Marked("child", "Secret Child", known=SECRET),), "P", NotFound),
        (OPEN, (Marked("child", "Ann Rees", known="person:none"),), "P", NotFound),
        (OPEN, (Marked("vehicle", "??? ???"),), "P", ValueRefused),
        (OPEN, (Marked("child", "Ann Rees", item=2),), "P", ValueRefused),
        (OPEN, (), "Z", ValueRefused),
        (Reader("c.chair", "chair"), (), "P", NotPermitted),
    ):
        with pytest.raises(error):
            desk.log(reader, *marks, handling=handling)
    with pytest.raises(ValueRefused, match="blank"):
        desk.log(OPEN, text=" \n---\n")

    assert len(desk.installation.store.read("MATCH (i:Item) RETURN i.id AS id")) == before


def test_items_of_an_entry_are_parted_and_who_is_in_several_is_one(desk: Desk) -> None:
    desk.know(KNOWN)
    marks = (Marked("person", "Taz", item=1), Marked("person", "Taz", role="suspected", item=2))

    done = desk.log(OPEN, *marks, text="Taz rang.\n---\nTaz came.")

    assert [item.text for item in done.report.items] == ["Taz rang.", "Taz came."]
    assert {(each.entity.id, each.entity.label) for each in done.report.named} == {
        (person_id("Dolen log", f"{done.report.ref}/1"), "Taz")
    }
    assert done.lines == ()


def test_a_mark_is_read_as_it_is_typed() -> None:
    assert read_mark("child: Ann Rees | role=child at risk | item=2") == Marked("child", "Ann Rees", "child at risk", 2)
    for wrong in (
        "Ann Rees",
        "girl: Ann",
        "child:",
        "child: Ann | rank=1",
        "child: Ann | role=boss",
        "child: Ann | item=0",
    ):
        with pytest.raises(ValueRefused):
            read_mark(wrong)
