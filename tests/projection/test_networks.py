"""Chains and connecting networks beside networkx, which knows nothing of how they are searched for here; groups and
bridges by hand. No engine."""

from itertools import combinations, islice
from typing import cast

import networkx as nx

from graph.model.view import BoundView, View
from graph.projection.derived import Derived
from graph.projection.seen import Seen
from graph.projection.tables import Tables
from graph.queries.linking.bridges import BRIDGES
from graph.queries.linking.case_groups import CASE_GROUPS, AmongChildren, CaseGroups, InGroups
from graph.queries.linking.connecting_network import CONNECTING_NETWORK, Connected
from graph.queries.linking.paths import PATHS, BetweenEnds
from graph.reading.question import QueryContext
from graph.store import Reading
from tests.invariants.force import Case, Item
from tests.invariants.making import TODAY
from tests.invariants.oracle.hiding import hide
from tests.invariants.oracle.paths import hops_of
from tests.invariants.oracle.world import World
from tests.invariants.pool import pool
from tests.projection.test_concern import MAN, Named, item, seen_of
from tests.projection.test_seen import rows_of

FORCES, PAIRS, THREES, MOST = 12, 12, 8, 2
"""Forces, pairs and threes of each that are asked about, and how many may lie between three."""


class NothingStated:
    """A store that states no relationship, since networkx is asked about none."""

    def read(self, *_: object, **__: object) -> list[dict[str, list[str]]]:
        """Columns without a row."""
        return [{"start": [], "end": [], "type": []}]


def asking(case: Case) -> QueryContext:
    """A force asked about from the projection alone."""
    seen = Seen(Derived(Tables.of(rows_of(case.force))), case.bound, case.identity_kinds)
    return QueryContext(cast(Reading, NothingStated()), case.bound, tuple(case.identity_kinds), None, seen)


def graph_of(case: Case) -> "nx.Graph[str]":
    """The hops between whatever may be seen of a force, as networkx keeps them."""
    hops = hops_of(World(hide(case.force, case.bound), case.bound.view.today, case.identity_kinds))
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((one, other) for one, beside in hops.items() for other in beside)
    return graph


def test_chains_are_all_simple_paths_that_are_shortest_or_a_little_longer() -> None:
    longer = 0
    for case in pool(FORCES):
        context, graph = asking(case), graph_of(case)
        for start, end in islice(combinations(sorted(graph), 2), 0, None, 7):
            answer = PATHS.work(context, BetweenEnds(start=start, end=end, longest=5, longer=1, limit=1000))
            shortest = nx.shortest_path_length(graph, start, end) if nx.has_path(graph, start, end) else 6
            expected = {tuple(path) for path in nx.all_simple_paths(graph, start, end, cutoff=min(shortest + 1, 5))}

            assert {tuple(entity.id for entity in path.entities) for path in answer.paths} == expected
            longer += any(len(path) > shortest + 1 for path in expected)

    assert longer > PAIRS


def test_connecting_networks_are_the_smallest_sets_that_hang_together() -> None:
    found = 0
    for case in pool(FORCES):
        context, graph = asking(case), graph_of(case)
        for asked in islice(combinations(sorted(graph), 3), 0, None, 2):
            answer = CONNECTING_NETWORK.work(context, Connected(ids=asked, avoid_common=False, most=MOST, limit=1000))
            others = sorted(set(graph) - set(asked))
            expected = next(filter(None, (_hanging(graph, asked, others, more) for more in range(MOST + 1))), set())

            assert {frozenset(entity.id for entity in each.entities) for each in answer.networks} == expected
            found += bool(expected) and answer.between != 0

    assert found > THREES


SIX = tuple(Named(f"child-{number}", "child", "child at risk") for number in range(6))
WORKER = Named("worker", "adult", "professional")
SCHOOL = Named("school", "address", stated=(("premises_kind", "school"),))
CAR = Named("car", "vehicle")


def asked_of(*items: tuple[Item, tuple[Named, ...]]) -> QueryContext:
    """These items asked about through the open View."""
    bound = BoundView(View(TODAY), ("P||",))
    return QueryContext(cast(Reading, NothingStated()), bound, (), None, seen_of(*items))


def test_whoever_alone_holds_cases_together_is_a_bridge_unless_they_may_be_a_child() -> None:
    """Two in one item, three with a car, one with neither: the man is named with one of each. The worker and the school
    are named with all; neither joins anybody."""
    boy = Named("boy", "person", "suspected", (("age", "15-17"),))
    somebody = Named("somebody", "person", "suspected")
    everybody = (*SIX, WORKER, SCHOOL)
    pair = item("pair"), (*SIX[:2], MAN)
    trio = item("trio"), (*SIX[2:5], CAR, boy)
    context = asked_of(
        *(
            pair,
            trio,
            (item("all"), (WORKER, SIX[0])),
            *((item(f"at-{each.id}"), (each, SCHOOL)) for each in everybody[:6]),
        ),
        (item("man"), (SIX[2], MAN)),
        (item("somebody"), (SIX[4], somebody)),
        (item("other"), (SIX[5], somebody)),
    )

    answer = BRIDGES.work(context, AmongChildren(children=tuple(child.id for child in SIX)))

    [bridge] = answer.bridges
    assert (bridge.entity.id, bridge.separated) == ("man", 2)
    assert [(part.children, [each.child.id for each in part.named]) for part in bridge.parts] == [
        (4, ["child-2"]),
        (2, ["child-0", "child-1"]),
    ]
    assert [each.items for part in bridge.parts for each in part.named] == [("R/man",), ("R/pair",), ("R/pair",)]
    assert answer.not_listed == 1, "somebody of no known age holds child-5 to the others"


def test_a_group_falls_apart_above_the_strength_of_its_weakest_link() -> None:
    context = asked_of(
        (item("1", grade="1A"), (SIX[0], SIX[1], MAN)),
        (item("2", grade="2C"), (SIX[1], SIX[2], MAN)),
        (item("3"), (SIX[3], SIX[4])),
    )
    everybody = tuple(child.id for child in SIX[:5])

    def groups(least: float, *, concern: bool = True) -> CaseGroups:
        return CASE_GROUPS.work(context, InGroups(children=everybody, least=least, concern=concern))

    [group] = groups(0.05).groups
    apart = groups(group.strength + 0.001)

    assert [each.entity.id for each in group.children] == ["child-0", "child-1", "child-2"]
    assert [(link.start, link.linked.id) for link in group.links] == [("child-0", "child-1"), ("child-1", "child-2")]
    assert [[each.entity.id for each in one.children] for one in apart.groups] == [["child-0", "child-1"]]
    assert (groups(0.05).alone, apart.alone) == (2, 3)
    assert len(groups(0.05, concern=False).groups) == 2


def _hanging(graph: "nx.Graph[str]", asked: tuple[str, ...], others: list[str], between: int) -> set[frozenset[str]]:
    sets = (frozenset((*asked, *more)) for more in combinations(others, between))
    return {each for each in sets if nx.is_connected(graph.subgraph(each))}
