"""What each kind of judgement records: stored and read back the same, refused in the words of its field."""

from datetime import date

import pytest

from graph.errors import OutOfBounds, ValueRefused
from graph.judgements.body import Body
from graph.judgements.kinds import BODIES
from graph.judgements.meeting import MeetingBody
from graph.judgements.network import AGENCIES, LegalStatusBody, NetworkMemberBody, PlacementBody
from graph.model.recorded import JUDGEMENT_KINDS
from graph.queries.casework.recorded import Casework
from graph.rules.cases import STEPS

LIVES = PlacementBody(
    child="person:1", living="foster carers", address="premises:2", source="a visit", since=date(2026, 3, 1)
)


def test_every_kind_has_a_model_and_its_steps() -> None:
    assert set(BODIES) == set(STEPS) == set(JUDGEMENT_KINDS)


def test_what_is_decided_from_a_register_is_never_decided_from_a_part_of_it() -> None:
    assert Casework(recorded=(), shown=0, total=0).whole == ()
    with pytest.raises(OutOfBounds, match="There are 7 records"):
        _ = Casework(recorded=(), shown=0, total=7).whole


def test_the_ten_agencies_of_appendix_1_in_its_order() -> None:
    assert AGENCIES[0] == "Social Services"
    assert AGENCIES[-2:] == ("POVA Team", "Probation")
    assert len(AGENCIES) == 10


@pytest.mark.parametrize("body", [LIVES, NetworkMemberBody(who="person:1", name="Siân “Sam” O'Hare", agency="Health")])
def test_what_is_stored_is_read_back(body: Body) -> None:
    assert type(body).from_properties(body.properties()) == body


def test_a_placement_is_about_the_child_and_the_address() -> None:
    assert LIVES.about() == ("person:1", "premises:2")
    assert LIVES.model_copy(update={"address": None}).about() == ("person:1",)


def test_a_day_on_which_it_ended_is_not_one_on_which_it_holds() -> None:
    ended = LIVES.model_copy(update={"until": date(2026, 6, 1)})

    assert [ended.holds(date(2026, month, day)) for month, day in ((2, 28), (3, 1), (5, 31), (6, 1))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"child": "person:1", "status": "in care", "source": "a letter"}, "status"),
        ({"child": "person:1", "status": "care-order", "source": "a letter", "colour": "red"}, "colour"),
        ({"child": "person:1", "status": "care-order", "source": "x" * 401}, "source"),
        ({"child": "person:1", "status": "epo", "source": "a letter", "since": "2026-02-30"}, "since"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(given: dict[str, object], field: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        LegalStatusBody.read(given)
    assert refused.value.field == field


def test_when_a_meeting_is_held_is_typed_as_people_write_it_and_never_left_blank() -> None:
    given = {"chair": "M. Price", "held_at": "3 December 2026, 10am"}
    assert MeetingBody.read(given).held_at == "2026-12-03T10:00"
    for typed, why in (("", "blank"), ("December 2026", "on one day"), ("31/2/2026", "no such day")):
        with pytest.raises(ValueRefused, match=why):
            MeetingBody.read({**given, "held_at": typed})
