"""The projection of a store as it is, in memory, read when it is first asked for and kept while the store stays so."""

from graph.projection.derived import Derived
from graph.projection.projection import tables_of
from graph.store import Reading
from graph.store.feed import GraphState, graph_state

_kept: list[tuple[GraphState, Derived]] = []


def projected(reading: Reading) -> Derived:
    """The tables of whatever can be read, without mutants: they are of the questions' statements."""
    while (bare := getattr(reading, "bare", None)) is not None:
        reading = bare
    state = graph_state(reading)
    if not _kept or _kept[0][0] != state:
        _kept[:] = [(state, Derived(tables_of(reading)))]
    return _kept[0][1]
