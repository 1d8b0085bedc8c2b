"""Identifiers make records one through each other, compared with an independent computation of the groups."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.identity.resolve import Identified, join_met

RECORDS = st.sampled_from(["a", "b", "c", "d"])
NUMBERS = st.sampled_from(["pnc_id:1", "pnc_id:2", "pnc_id:3", "uprn:1", "name_and_birth_date:bo/1980"])


@given(st.sets(RECORDS, min_size=1), st.lists(st.tuples(RECORDS, NUMBERS), max_size=8))
def test_records_are_one_where_identifiers_of_the_kinds_join_all_of_them(
    records: set[str], stated: list[tuple[str, str]]
) -> None:
    identified = Identified(("pnc_id:", "uprn:"), {})
    joined: nx.Graph = nx.Graph()
    joined.add_nodes_from(records)
    for record, number in stated:
        if record in records:
            identified.take(record, [number])
            if not number.startswith("name_and_birth_date"):
                joined.add_edge(record, number)

    assert identified.make_one(sorted(records)) == nx.is_connected(joined)


def test_only_several_records_of_a_component_that_nothing_met_makes_one_are_in_doubt() -> None:
    identified = Identified(("pnc_id:",), {})
    for record in ("a", "b", "d"):
        identified.take(record, ["pnc_id:1"])
    met = {"a": "joined:1", "b": "joined:1", "c": "joined:2", "d": "joined:3", "e": "joined:3", "f": "f"}

    joining = join_met(met, identified, maybe={"c"})

    assert {component: sorted(records) for component, records in joining.doubtful.items()} == {
        "joined:2": [],
        "joined:3": ["d", "e"],
    }
    steps = {(step.step, step.record) for step in joining.steps}
    assert steps == {(kind, record) for kind in ("record", "identifier") for record in ("a", "b", "d")} | {
        ("record", "e")
    }
