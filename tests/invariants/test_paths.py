"""Paths through what was fetched out of turn: a component brings records that, in this View, are somebody else's."""

import pytest

from graph.model.view import BoundView
from graph.store import Store
from tests.conftest import wiped
from tests.invariants.comparing import store_says, truth_says
from tests.invariants.crafted import case_of, in_a_row
from tests.invariants.force import Case, open_view
from tests.invariants.loading import load
from tests.invariants.making import TODAY
from tests.invariants.oracle.asking import Truth
from tests.invariants.oracle.hiding import hide


def test_a_path_is_found_where_what_is_beside_one_end_was_fetched_before(store: Store) -> None:
    case = case_of(in_a_row())
    truth = Truth(case.force, case.bound, case.identity_kinds)
    load(store, case.force)
    asked = [each for each in case.asked if each.question == "paths"]

    with store.reading() as reading:
        told = {each: store_says(reading, case.bound, case.identity_kinds, each).what for each in asked}

    assert told == {each: truth_says(truth, each).what for each in asked}
    assert any('"length":3' in each for each in told.values())


def test_what_is_too_wide_to_search_is_so_by_what_may_be_seen(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision that is hidden brings more records at once, which must not count before they are reached."""
    case = case_of(in_a_row())
    load(store, case.force)
    through = _widths(store, case, case.bound, monkeypatch)

    reduced = hide(case.force, case.bound)
    load(wiped(store), reduced)

    assert through == _widths(store, case, open_view(reduced, TODAY), monkeypatch)
    assert len(set(through)) > 2


def _widths(store: Store, case: Case, bound: BoundView, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The least bound with which each path is searched to its end."""
    widths: list[int] = []
    with store.reading() as reading:
        for each in (each for each in case.asked if each.question == "paths"):
            for width in range(200):
                monkeypatch.setattr("graph.queries.linking.paths.LARGEST_SEARCH", width)
                if store_says(reading, bound, case.identity_kinds, each).what != "OutOfBounds":
                    widths.append(width)
                    break
    return widths
