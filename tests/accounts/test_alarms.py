"""Alarms are read from the log of an installation, shown to a manager they do not concern, and acknowledged."""

from dataclasses import replace

import pytest

from api.accounts import AccountKeeper
from api.accounts.alarms import NAMED, AlarmBook, enter_names
from graph.audit import Entry
from graph.errors import NotFound, NotPermitted, ValueRefused
from graph.queries import Actor
from tests.accounts.conftest import HOUR, Lodge

LOOK = Entry(who="a.price", action="consult", question="child", subjects=("person:1",), reason="Strategy meeting")


@pytest.fixture
def watched(lodge: Lodge) -> Lodge:
    """An analyst, Ann Price, and two managers, one of them Siân Rees."""
    lodge.keeping.add("tests", "a.price", "analyst", display_name="Ann Price")
    lodge.keeping.add("tests", "s.rees", "manager", display_name="Siân Rees")
    lodge.keeping.add("tests", "m.other", "manager")
    lodge.settings = lodge.settings.model_copy(update={"alarm_people": 3, "alarm_exports": 2, "alarm_sign_ins": 3})
    return lodge


def book_of(lodge: Lodge) -> AlarmBook:
    return AlarmBook(lodge.sql, lodge.log, lodge.settings, lodge.log._now)


def raised(lodge: Lodge, name: str = "m.other") -> list[tuple[str, str, int]]:
    return [(each.alarm.kind, each.alarm.who, each.alarm.count) for each in book_of(lodge).raised(lodge.actor(name))]


def test_each_kind_is_raised_from_the_entries_that_people_leave(watched: Lodge) -> None:
    for number in range(4):
        watched.log.enter(replace(LOOK, subjects=(f"person:{number}", "address:1")))
    watched.log.enter(replace(LOOK, action="search", question="search", subjects=(), words="price ANN"))
    watched.log.enter(replace(LOOK, action="search", question="search", subjects=(), words="Siân Rees 1980"))
    for _ in range(2):
        watched.log.enter(replace(LOOK, action="export", question="map"))
    for _ in range(3):
        watched.log.enter(Entry(who="a.price", action="administer", question="sign-in", outcome="refused"))

    assert sorted(raised(watched)) == [
        ("colleague's name", "a.price", 1),
        ("failed sign-ins", "a.price", 3),
        ("many exports", "a.price", 2),
        ("many people", "a.price", 4),
        ("own name", "a.price", 1),
    ]


def test_a_record_of_one_s_own_name_or_a_colleague_s_is_noted_when_opened_and_names_nobody(watched: Lodge) -> None:
    ann = watched.keeping.accounts.get("a.price")
    for label in ("Ann PRICE", "Sian Rees, Siân", "Rees, Siân Mair", "Ann Rees", "Price"):
        enter_names(watched.sql, watched.log, Actor(ann.reader(), ann.name), [label])
    noted = [entry for entry in watched.entries() if entry.question == NAMED]

    assert [(entry.who, entry.subjects, entry.words) for entry in noted] == [
        ("a.price", (), "own"),
        ("a.price", (), "colleague"),
        ("a.price", (), "colleague"),
    ]
    assert sorted(raised(watched)) == [("colleague's name", "a.price", 1)] * 2 + [("own name", "a.price", 1)]


def test_refused_looks_and_everyday_work_raise_none(watched: Lodge) -> None:
    for number in range(5):
        watched.log.enter(replace(LOOK, action="refuse", outcome="refused", subjects=(f"person:{number}",)))
        watched.log.enter(replace(LOOK, subjects=("person:1", f"address:{number}")))
    watched.log.enter(replace(LOOK, action="search", question="search", words="Price of a Golf"))

    assert raised(watched) == []


def test_nobody_is_shown_an_alarm_about_themselves_and_managers_alone_see_any(watched: Lodge) -> None:
    for _ in range(2):
        watched.log.enter(replace(LOOK, who="s.rees", action="export", question="map"))

    assert raised(watched, "s.rees") == []
    assert [who for _, who, _ in raised(watched)] == ["s.rees"]
    assert len(book_of(watched).raised(AccountKeeper("tests"))) == 1
    with pytest.raises(NotPermitted):
        book_of(watched).raised(watched.actor("a.price"))


def test_an_alarm_is_acknowledged_once_with_a_reason_and_stays_so_when_more_follows(watched: Lodge) -> None:
    for _ in range(2):
        watched.log.enter(replace(LOOK, action="export", question="map"))
    book = book_of(watched)
    [found] = book.raised(watched.actor("m.other"))
    with pytest.raises(ValueRefused):
        book.acknowledge(watched.actor("m.other"), found.alarm.key, ".")
    book.acknowledge(watched.actor("m.other"), found.alarm.key, "Pack for the meeting")
    with pytest.raises(NotFound):
        book.acknowledge(watched.actor("m.other"), found.alarm.key, "Pack for the meeting")
    watched.log.enter(replace(LOOK, action="export", question="map"))

    [again] = book.raised(watched.actor("m.other"))
    assert (again.alarm.count, again.seen and again.seen.reason) == (3, "Pack for the meeting")
    entry = watched.entries()[-2]
    assert (entry.question, entry.outcome, entry.subjects, entry.reason) == (
        "alarm seen",
        "done",
        (found.alarm.key,),
        "Pack for the meeting",
    )


def test_an_alarm_is_over_after_thirty_days(watched: Lodge) -> None:
    for _ in range(2):
        watched.log.enter(replace(LOOK, action="export", question="map"))
    now = watched.log._now()
    book = AlarmBook(watched.sql, watched.log, watched.settings, lambda: now + 29 * 24 * HOUR)
    assert len(book.raised(watched.actor("m.other"))) == 1
    book._clock = lambda: now + 31 * 24 * HOUR

    assert book.raised(watched.actor("m.other")) == ()
