"""The same question about the same force gives the same bytes on both engines, to visible and hidden ids alike."""

from graph.store import Store
from tests.invariants.comparing import Said, store_says
from tests.invariants.crafted import crafted_cases
from tests.invariants.force import Case
from tests.invariants.loading import load
from tests.invariants.pool import pool
from tests.support.profiles import PROFILE

POOL = PROFILE.forces


def test_both_engines_answer_in_the_same_bytes(embedded_store: Store, neo4j_store: Store) -> None:
    for case in (*pool(POOL), *(_few(case) for case in crafted_cases())):
        assert _answers(embedded_store, case) == _answers(neo4j_store, case)


def test_asking_again_gives_the_same_bytes(store: Store) -> None:
    for case in pool(5):
        assert _answers(store, case) == _answers(store, case)


def _answers(store: Store, case: Case) -> list[Said]:
    load(store, case.force)
    with store.reading() as reading:
        return [store_says(reading, case.bound, case.identity_kinds, asked) for asked in case.asked]


def _few(case: Case) -> Case:
    """A crafted case asks everything; every fifth will do here."""
    return Case(case.force, case.bound, case.identity_kinds, case.asked[::5])
