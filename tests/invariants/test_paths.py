"""Paths through what was fetched out of turn: a component brings records that, in this View, are somebody else's."""

from graph.store import Store
from tests.invariants.comparing import store_says, truth_says
from tests.invariants.crafted import case_of, in_a_row
from tests.invariants.loading import load
from tests.invariants.oracle.asking import Truth


def test_a_path_is_found_where_what_is_beside_one_end_was_fetched_before(store: Store) -> None:
    case = case_of(in_a_row())
    truth = Truth(case.force, case.bound, case.identity_kinds)
    load(store, case.force)
    asked = [each for each in case.asked if each.question == "paths"]

    with store.reading() as reading:
        told = {each: store_says(reading, case.bound, case.identity_kinds, each).what for each in asked}

    assert told == {each: truth_says(truth, each).what for each in asked}
    assert any('"length":3' in each for each in told.values())
