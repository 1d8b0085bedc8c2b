"""The published POLE example, loaded by the command line, against a graph made from its files without Dolen.

It is loaded once in a run (tests/support/forces.py), and once more here, which creates nothing.
"""

import random
from collections.abc import Generator, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest

from graph.queries.entities.neighbours import Neighbours
from graph.queries.linking.paths import Paths
from graph.reading.parts import EntityRef
from graph.store import Store
from tests.acceptance.analyst import Analyst, ask
from tests.acceptance.desk import at_work
from tests.acceptance.pole_truth import Node, PoleTruth, address_key
from tests.support.forces import Forces, LoadedForce
from tests.support.pole import pole_archive

pytestmark = [pytest.mark.pole, pytest.mark.engine]

TODAY = date(2017, 9, 1)
LONGEST = 8
PAIRS, PEOPLE = 40, 40


@pytest.fixture(scope="module")
def truth() -> PoleTruth:
    """What the files say."""
    return PoleTruth()


@pytest.fixture(scope="module")
def example(forces: Forces, tmp_path_factory: pytest.TempPathFactory) -> LoadedForce:
    """A data folder with the example in it."""
    return forces.pole(tmp_path_factory.mktemp("pole") / "home")


@pytest.fixture(scope="module")
def analyst(example: LoadedForce) -> Generator[Analyst]:
    """Somebody at work on the example."""
    with at_work(example.home) as working:
        yield working


@pytest.fixture(scope="module")
def loaded(example: LoadedForce) -> dict[str, Any]:
    """What `dolen ingest` said of the example."""
    return example.said


@pytest.fixture(scope="module")
def people(truth: PoleTruth, loaded: dict[str, Any], analyst: Analyst) -> list[tuple[Node, str]]:
    """Some people of the example, in a random order that is always the same, each with their id in Dolen."""
    assert loaded["created"]["person"] == len(truth.people)
    nodes = sorted(truth.node[id] for id in truth.people)
    chosen = random.Random(7).sample(nodes, PEOPLE)
    return [(node, the_one(analyst.store, node[1])) for node in chosen]


def the_one(store: Store, text: str) -> str:
    """The id of the only entity that the words could mean."""
    [entity] = ask(store, TODAY, "find", text=text).entities
    return entity.id


def node_of(entity: EntityRef) -> Node:
    """An entity of an answer as a node of the truth."""
    match entity.kind:
        case "person":
            [ref] = entity.refs
            return "person", ref
        case "premises":
            return "premises", address_key(entity.label, "").removesuffix(", ")
        case "account":
            return "account", entity.label.removesuffix(" (email)")
        case _:
            return entity.kind, entity.label


def test_everything_in_the_files_is_in_the_graph(loaded: dict[str, Any], truth: PoleTruth, analyst: Analyst) -> None:
    created = loaded["created"]
    addresses = {node for node in truth.whole if node[0] == "premises"}

    assert loaded["quarantined"] == 0
    assert (created["person"], created["vehicle"], created["phone"], created["account"]) == (369, 1000, 328, 328)
    assert (created["child"], created["adult"], created["address"]) == (0, 0, len(addresses))
    assert created["report"] == loaded["reports"] == 28_762 + 12, "each crime, and twelve registers of other ties"
    assert created["relationship"] == 368 + 328 + 328 + 534 + 155 + 586 + 80 + 241 + 118
    [crimes] = analyst.store.read("MATCH (r:Report) WHERE NOT r.ref STARTS WITH 'Register of' RETURN count(r) AS n")
    assert crimes["n"] == 28_762
    ties = analyst.store.read("MATCH (:Entity)-[r]->(:Entity) WITH type(r) AS kind RETURN kind, count(*) AS n")
    assert {(row["kind"], row["n"]) for row in ties} == {
        ("LIVES_AT", 368),
        ("USES", 328 + 328),
        ("CALLED", 534),
        ("RELATED_TO", 155),
        ("ASSOCIATES_WITH", 586 + 80 + 241 + 118),
    }


def test_loading_it_again_creates_nothing(loaded: dict[str, Any], analyst: Analyst) -> None:
    """That every word stays as it was is held of the look-alike: tests/ingest/test_pole.py."""
    before = counted(analyst.store)
    again = analyst.dolen("ingest", pole_archive(), "--mapping", "pole", "--json").json

    assert (sum(again["created"].values()), again["unchanged"]) == (0, loaded["mentions"])
    assert counted(analyst.store) == before


def counted(store: Store) -> tuple[Any, Any]:
    """How many nodes there are of each kind, and how many relationships."""
    nodes = store.read("MATCH (n) WHERE NOT n:Change WITH labels(n) AS kind RETURN kind, count(*) AS n ORDER BY kind")
    return nodes, store.read("MATCH ()-[r]->() WITH type(r) AS kind RETURN kind, count(*) AS n ORDER BY kind")


def test_the_shortest_social_connection_of_two_people(
    loaded: dict[str, Any], truth: PoleTruth, analyst: Analyst
) -> None:
    assert loaded["quarantined"] == 0
    named = {f"{row['name']} {row['surname']}": truth.node[id] for id, row in truth.people.items()}
    start, end = named["Jack Powell"], named["Raymond Walker"]

    for through, graph in ((("--through", "people"), truth.social), ((), truth.whole)):
        said = analyst.dolen("paths", "Jack Powell", "Raymond Walker", *through, "--json")
        answer = Paths.model_validate(said.json)
        found = {tuple(node_of(entity) for entity in path.entities) for path in answer.paths}

        assert found == {tuple(path) for path in nx.all_shortest_paths(graph, start, end)}
        assert answer.length == nx.shortest_path_length(graph, start, end) == 3
    printed = analyst.dolen("paths", "Jack Powell", "Raymond Walker")
    assert printed.out.startswith("Shortest: 3 steps; 3 of 3 such paths, strongest first.")


def pairs_of(people: list[tuple[Node, str]]) -> Iterator[tuple[tuple[Node, str], tuple[Node, str]]]:
    """Pairs in a random order that is always the same."""
    yield from random.Random(11).sample([(one, other) for one in people for other in people if one < other], PAIRS)


@pytest.mark.parametrize("through", ["people", "anything"])
def test_shortest_paths_are_as_short_and_as_real_as_in_the_files(
    through: str, people: list[tuple[Node, str]], truth: PoleTruth, analyst: Analyst
) -> None:
    only_people = [node for node in truth.whole if node[0] == "person"]
    graph = truth.whole.subgraph(only_people) if through == "people" else truth.whole
    kinds = ("adult", "child", "person") if through == "people" else ()
    lengths: list[int | None] = []
    for (start, start_id), (end, end_id) in pairs_of(people):
        answer: Paths = ask(
            analyst.store, TODAY, "paths", start=start_id, end=end_id, kinds=kinds, longest=LONGEST, limit=1000
        )
        length = nx.shortest_path_length(graph, start, end) if nx.has_path(graph, start, end) else LONGEST + 1

        assert answer.length == (length if length <= LONGEST else None), (start, end)
        walks = [[node_of(entity) for entity in path.entities] for path in answer.paths]
        assert all(graph.has_edge(*step) for walk in walks for step in pairwise(walk))
        assert all((walk[0], walk[-1], len(walk)) == (start, end, length + 1) for walk in walks)
        if answer.length is not None and not answer.at_least:
            assert len(walks) == sum(1 for _ in nx.all_shortest_paths(graph, start, end))
        lengths.append(answer.length)

    assert len(set(lengths)) >= 4, "pairs near and far"


def test_neighbours_by_kind_are_those_in_the_files(
    people: list[tuple[Node, str]], truth: PoleTruth, analyst: Analyst
) -> None:
    for node, id in people:
        answer: Neighbours = ask(analyst.store, TODAY, "neighbours", id=id, limit=1000)

        assert answer.counts == truth.counts_beside(node), node
        assert {node_of(near.entity) for near in answer.neighbours} == set(truth.whole[node])
