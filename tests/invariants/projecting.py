"""The projection of a store as it is, in memory, read when it is first asked for and kept while the store stays so.

A reading is one transaction over a graph that nobody writes to meanwhile: it is asked once which state the graph is in,
and not again with each question.
"""

from collections.abc import Collection
from functools import lru_cache
from weakref import WeakKeyDictionary

from graph.model.view import BoundView
from graph.projection.derived import Derived
from graph.projection.projection import tables_of
from graph.projection.seen import Seen
from graph.projection.visible import AppliedClauses
from graph.store import Reading
from graph.store.feed import GraphState, graph_state

_kept: list[tuple[GraphState, Derived]] = []
_states: WeakKeyDictionary[Reading, GraphState] = WeakKeyDictionary()


def state_of(reading: Reading) -> GraphState:
    """The state of the graph that a reading reads, without mutants: they are of the questions' statements."""
    bare = _bare(reading)
    if bare not in _states:
        _states[bare] = graph_state(bare)
    return _states[bare]


def projected(reading: Reading) -> Derived:
    """The tables of whatever can be read."""
    state = state_of(reading)
    if not _kept or _kept[0][0] != state:
        _kept[:] = [(state, Derived(tables_of(_bare(reading))))]
    return _kept[0][1]


def seen_of(
    reading: Reading, bound: BoundView, identity_kinds: Collection[str], filters: AppliedClauses | None = None
) -> Seen:
    """What a View shows of it, the same for every question."""
    return _seen(projected(reading), bound, tuple(identity_kinds), filters)


@lru_cache(16)
def _seen(derived: Derived, bound: BoundView, kinds: tuple[str, ...], filters: AppliedClauses | None) -> Seen:
    return Seen(derived, bound, kinds, filters)


def _bare(reading: Reading) -> Reading:
    while (bare := getattr(reading, "bare", None)) is not None:
        reading = bare
    return reading
