"""What is known of premises before anybody goes there, what is ready, and what a manager is due to review."""

from datetime import date

from graph.casework.due import due_list
from graph.casework.options import option_facts, ready_for_disruption
from graph.casework.premises_register import NO_ACTION, premises_lines
from graph.casework.premises_seen import children_there, lives_there
from graph.judgements.disruption import DisruptionBody
from graph.judgements.network import PlacementBody
from graph.judgements.notice import NoticeBody
from graph.judgements.premises import PremisesOfConcernBody, PremisesSearchBody
from graph.judgements.referral import ReferralBody
from graph.queries.entities.cards import EntityCard, Stated
from graph.queries.entities.neighbours import Neighbour, Neighbours
from graph.queries.entities.timeline import Timeline, TimelineEntry
from graph.reading.parts import EntityRef, ItemShown
from graph.rules.options import options_of
from graph.values.when import Period, moment
from tests.casework.test_registers import NOTICE, SERVED, shown


def ref(id: str, kind: str = "child") -> EntityRef:
    return EntityRef(id=id, kind=kind, label=id, refs=(), possible=False)  # type: ignore[arg-type]  # pydantic checks it


BECA, ANN, TAZ = ref("person:beca"), ref("person:ann"), ref("person:taz", "adult")
HERE = ref("premises:1", "premises")


def entry(item: str, when: str, *named: EntityRef, grade: str = "1A") -> TimelineEntry:
    period = Period.parse(when) if when else None
    return TimelineEntry(
        item=ItemShown(
            id=item,
            ref=item,
            when=when or None,
            happened_from=None if period is None else period.start_ms,
            happened_to=None if period is None else period.end_ms,
            recorded_at=0,
            loaded_at=None,
            event="sighting",
            kind="",
            text="",
            grade=grade,
            access="P||",
            origin="o",
        ),
        role="",
        named=named,
    )


def near(entity: EntityRef, *items: str, roles: tuple[str, ...] = (), relations: tuple[str, ...] = ()) -> Neighbour:
    return Neighbour(
        entity=entity,
        category=None,
        ceiling=None,
        items=items,
        concern=0,
        common=False,
        relevance=0.5,
        origins=1,
        roles=roles,
        relations=relations,
    )


def test_children_are_there_on_the_days_and_at_the_hours_that_items_state() -> None:
    entries = (
        entry("R/1", "2026-11-20T22:10", BECA, TAZ),  # a Friday
        entry("R/2", "2026-11-27T01:30", BECA),  # a Friday
        entry("R/3", "2026-11-28", BECA),  # a Saturday, hour not known
        entry("R/4", "2026-11", BECA),
        entry("R/5", "", ANN),
        entry("R/6", "2026-11-21T22:00", ANN, grade="1E"),
    )
    there = children_there(Timeline(entity=HERE, entries=entries, undated=1, shown=6, total=6))

    assert [each.child for each in there] == [BECA, ANN]
    assert there[0].words == "Friday 2, Saturday 1; between midnight and 6 1, in the evening 1; day not known 1"
    assert there[0].items == ("R/1", "R/2", "R/3", "R/4")
    assert there[1].words == "day not known 1"


def test_each_child_who_lives_there_has_a_referral_or_is_asked_about() -> None:
    placed = PlacementBody.read({"child": "person:child", "address": "premises:1", "living": "other", "source": "x"})
    moved = PlacementBody.read({**placed.model_dump(), "until": "2026-01-01"})
    referred = ReferralBody.read(
        {"child": "person:child", "received_at": "2026-11-01", "referrer": "A", "concern": "seen"}
    )
    beside = (near(BECA, "R/1", relations=("LIVES_AT",)), near(TAZ, "R/2", relations=("LIVES_AT",)), near(ANN, "R/3"))
    lives = lives_there(beside, [shown("1", placed, "recorded"), shown("2", referred, "received")], "premises:1")

    assert [(each.entity.id, each.referred) for each in lives] == [
        ("person:beca", False),
        ("person:child", True),
        ("person:taz", None),
    ]
    assert lives_there((), [shown("1", moved, "recorded")], "premises:1") == ()


def test_premises_without_any_action_say_so_and_what_is_missing_before_police_act() -> None:
    bare = PremisesOfConcernBody(address="premises:1", owner="DS Lewis")
    full = bare.model_copy(
        update={"address": "premises:2", "times": "Fridays", "occupiers": ("A. Prys",), "markers": "none known"}
    )
    ready = PremisesSearchBody(address="premises:2", route="warrant", purpose="x", extent="y")
    records = [shown("1", bare, "open"), shown("2", full, "open"), shown("3", ready, "ready")]
    lines = premises_lines(records)
    found = ready_for_disruption(lines)

    assert {each.address.id: NO_ACTION in each.due for each in lines} == {"premises:1": True, "premises:2": True}
    assert [(each.line.address.id, each.ready) for each in found] == [("premises:2", True), ("premises:1", False)]
    assert "when children are there" in found[1].missing
    kept = NoticeBody.read({**NOTICE.model_dump(), "address": "premises:1", "address_words": "1 Heol Fawr"})
    noticed = premises_lines([*records, shown("4", kept, "prepared")])
    assert [each.address.id for each in noticed if NO_ACTION in each.due] == ["premises:2"]


def test_an_incomplete_search_an_emergency_and_a_notice_are_due_to_somebody() -> None:
    searched = PremisesSearchBody.read({"address": "premises:1", "route": "consent", "at": "2026-11-26T23:30"})
    entered = PremisesSearchBody.read({"address": "premises:1", "emergency": "save life", "at": "2026-11-27T23:30"})
    served = NoticeBody.read({**NOTICE.model_dump(), "served": SERVED, "review": "2026-05-10"})
    records = [shown("1", searched, "done"), shown("2", entered, "done"), shown("3", NOTICE, "prepared")]
    found = {(each.what, each.who, each.day) for each in due_list(records, moment("2026-11-28"))}

    assert ("Review of the search on 26 November 2026: incomplete", "Manager", None) in found
    assert ("Review of an entry in an emergency", "Manager", date(2026, 11, 30)) in found
    assert ("Authorise the abduction notice", "Manager", None) in found
    [review] = due_list([shown("4", served, "served")], moment("2026-05-11"))
    assert (review.what, review.day, review.overdue) == ("Review of the abduction notice", date(2026, 5, 10), True)
    assert due_list([shown("1", searched, "reviewed")], moment("2026-11-28")) == []


def card(entity: EntityRef, *stated: tuple[str, str, str]) -> EntityCard:
    return EntityCard(
        entity=entity,
        records=(entity.id,),
        stated=tuple(Stated(what=what, value=value, items=(item,), records=()) for what, value, item in stated),
        relations=(),
        seraf=None,
        items=1,
        origins=1,
        first=None,
        last=None,
    )


def beside(entity: EntityRef, *neighbours: Neighbour) -> Neighbours:
    return Neighbours(entity=entity, category=None, ceiling=None, counts={}, neighbours=neighbours, shown=1, total=1)


def items_of(entity: EntityRef, *entries: TimelineEntry) -> Timeline:
    return Timeline(entity=entity, entries=entries, undated=0, shown=len(entries), total=len(entries))


def test_facts_of_options_are_what_the_answers_show_and_nothing_else() -> None:
    tried = DisruptionBody(entity="person:adult", option="shpo", officer="DS Lewis", crime_number="42/1")
    adult = card(TAZ, ("role", "suspected", "R/1"), ("name", "Taz Rees", "R/2"), ("date_of_birth", "1990", "R/2"))
    day, known = date(2026, 11, 28), beside(TAZ, near(BECA, "R/1"))
    facts = option_facts(adult, known, [shown("1", tried, "open")], (), items_of(TAZ), day)

    assert facts.recorded == {"child named": ("R/1",), "concern alleged": ("R/1",), "known by name": ("R/2",)}
    assert (facts.may_be_under_18, facts.restricted) == (False, False)
    assert [(each.option, each.crime_number) for each in facts.tried] == [("shpo", "42/1")]
    false = option_facts(adult, known, (), (), items_of(TAZ, entry("R/1", "2026-11-20", BECA, grade="1E")), day)
    assert false.recorded == {"known by name": ("R/2",)}
    nothing = option_facts(card(TAZ), beside(TAZ), (), (), items_of(TAZ), day)
    assert nothing.recorded == {}
    assert options_of(nothing, police=True).row == "No option has grounds in what you may see."


def test_a_young_person_a_carer_a_hotel_and_a_child_in_care_are_read_as_such() -> None:
    day = date(2026, 11, 28)
    none = items_of(TAZ)
    young = option_facts(card(TAZ, ("date_of_birth", "2008", "R/1")), beside(TAZ), (), (), none, day)
    carer = option_facts(
        card(TAZ, ("role", "carer", "R/1"), ("role", "suspected", "R/2")), beside(TAZ), (), (), none, day
    )
    place = card(HERE, ("premises_kind", "Hotel", "R/3"))
    hotel = option_facts(place, beside(HERE, near(BECA, "R/4")), (), (), none, day)
    gone = entry("R/6", "2026-11-20T22:00", BECA)
    gone = gone.model_copy(update={"item": gone.item.model_copy(update={"event": "missing"})})
    child = option_facts(
        card(BECA, ("legal_status", "care-order", "R/5")), beside(BECA), (), (), items_of(BECA, gone), day
    )

    assert (young.may_be_under_18, carer.restricted) == (True, True)
    assert hotel.recorded == {"child there": ("R/4",), "lodging": ("R/3",)}
    assert child.recorded == {"in care": ("R/5",), "missing": ("R/6",)}
    assert [each.code for each in options_of(child, police=False).options if each.grounds] == ["recovery-order"]
