"""What is loaded is what is read back, so that the oracle judges the graph that the questions are asked of."""

from dataclasses import fields

from graph.store import Store
from tests.invariants.crafted import crafted_cases
from tests.invariants.dump import dump
from tests.invariants.force import Force
from tests.invariants.loading import load
from tests.invariants.pool import pool


def test_a_force_comes_back_as_it_was_loaded(store: Store) -> None:
    for case in (*pool(10), *crafted_cases()[:3]):
        load(store, case.force)

        assert _sets(dump(store)) == _sets(case.force)


def _sets(force: Force) -> dict[str, set[object]]:
    return {field.name: set(getattr(force, field.name)) for field in fields(force)}
