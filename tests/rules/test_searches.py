"""Searches of premises: hard cases 13 and 14, what makes one ready, and what is said of one that took place."""

from dataclasses import replace
from datetime import date

import pytest

from graph.rules.law import CHECK_WITH_LEGAL, ROUTES
from graph.rules.searches import (
    INCOMPLETE,
    POINTS,
    ConsentAsked,
    ConsentCovers,
    PointDone,
    SearchPlanned,
    covered,
    incomplete,
    is_repeat,
    is_search,
    not_ready_to_search,
    points_of,
    relied_on,
    review_after,
    route_words,
)
from graph.values.when import Period

READY = SearchPlanned(
    route="consent",
    purpose="to look for the child",
    extent="the living room and the two bedrooms",
    consents=(ConsentAsked("A. Prys", "occupier", "asked for"),),
)


def test_case_13_one_of_two_tenants_objects() -> None:
    found = covered(
        [
            ConsentAsked("A", "tenant", "consents", "the front room"),
            ConsentAsked("B", "tenant", "refuses", "the back room"),
        ]
    )

    assert (found.whole, found.rooms, found.shared) == (False, ("the front room",), False)


def test_case_13_a_landlord_s_consent_is_not_enough_for_a_let_room() -> None:
    found = covered([ConsentAsked("L", "landlord", "consents")])

    assert not found.enough
    assert "landlord or hotel" in found.reasons[0]


@pytest.mark.parametrize(
    ("consents", "whole", "shared"),
    [
        ([ConsentAsked("A", "occupier", "consents")], True, True),
        ([ConsentAsked("A", "occupier", "consents"), ConsentAsked("B", "lodger", "withdraws")], False, False),
        ([ConsentAsked("A", "guest", "consents")], False, True),
        ([ConsentAsked("C", "child", "consents")], False, False),
        ([ConsentAsked("A", "occupier", "consents"), ConsentAsked("C", "child", "refuses")], True, True),
        ([ConsentAsked("A", "occupier", "asked for")], False, False),
    ],
)
def test_what_consent_covers(consents: list[ConsentAsked], whole: bool, shared: bool) -> None:
    found: ConsentCovers = covered(consents)

    assert (found.whole, found.shared) == (whole, shared)


def test_case_14_an_entry_to_save_life_is_no_consent_search_and_is_reviewed_the_next_working_day() -> None:
    assert "Entry to save life" in route_words("consent", "save life")
    friday = review_after("save life", Period.parse("2026-11-06T23:30"))
    assert friday is not None
    assert friday.key == "2026-11-09"
    assert review_after(None, Period.parse("2026-11-06T23:30")) is None
    assert is_repeat(date(2026, 11, 6), [date(2026, 3, 1), date(2026, 7, 1)])


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        (replace(READY, purpose=" "), "purpose is missing"),
        (replace(READY, extent=""), "extent is missing"),
        (replace(READY, route=None), "Police protection is no power of entry"),
        (replace(READY, consents=()), "Who consents, and as what, is missing"),
        (replace(READY, consents=(ConsentAsked("L", "hotel", "asked for"),)), "not enough for a let room"),
        (replace(READY, consents=(ConsentAsked("C", "child", "asked for"),)), "No child consents"),
        (replace(READY, repeat=True), "reasons for a repeat are missing"),
        (replace(READY, repeat=True, repeat_reasons=("to make the child unwelcome",)), "never the only one"),
    ],
)
def test_ready_is_refused_without(planned: SearchPlanned, said: str) -> None:
    [reason] = not_ready_to_search(planned)

    assert said in reason


def test_ready() -> None:
    repeat = replace(
        READY, repeat=True, repeat_reasons=("to make the child unwelcome", "a child was seen there on Friday")
    )

    assert not_ready_to_search(READY) == ()
    assert not_ready_to_search(repeat) == ()
    assert not_ready_to_search(replace(READY, route="PACE s.17", consents=())) == ()


def test_what_was_not_done_or_is_not_known_is_incomplete() -> None:
    every: dict[str, PointDone] = dict.fromkeys(points_of("consent"), "done")

    assert (incomplete("consent", every), relied_on("consent", every)) == ((), "")
    not_done = incomplete("consent", {**every, "in-writing": "not done"})
    assert not_done == ("Not done: consent was given in writing.",)
    assert relied_on("consent", {**every, "need-not": "not known"}) == INCOMPLETE
    assert incomplete("consent", {}) == tuple(f"Not known whether: {POINTS[code]}." for code in points_of("consent"))
    assert "authority" in points_of("warrant")
    assert "need-not" not in points_of("warrant")


@pytest.mark.parametrize(
    ("earlier", "repeat"),
    [("2025-11-28", True), ("2025-11-27", False), ("2026-11-28", True), ("2026-11-29", False)],
)
def test_a_repeat_is_within_twelve_months(earlier: str, repeat: bool) -> None:
    assert is_repeat(date(2026, 11, 28), [date.fromisoformat(earlier)]) is repeat


def test_a_year_before_29_february_counts_from_the_28th() -> None:
    assert is_repeat(date(2028, 2, 29), [date(2027, 2, 28)])


def test_a_visit_that_notes_opened_rooms_is_a_search() -> None:
    assert "is a search" in is_search(["the wardrobe"])
    assert is_search([" "]) == ""


def test_every_route_says_check_with_legal() -> None:
    assert all(CHECK_WITH_LEGAL in row.sentence for row in ROUTES.values())
