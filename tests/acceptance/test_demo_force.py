"""What an analyst must see, and must not see first, in a force whose truth is known.

A place that everybody visits links nobody by itself; the same kind of place where exploitation is planted does.
"""

from collections.abc import Generator

import pytest

from graph.queries.entities.timeline import MISSING_EVENTS, Timeline, missing_of
from graph.queries.linking.linked_children import LinkedChild, LinkedChildren
from tests.acceptance.analyst import ask
from tests.acceptance.desk import Desk, at_work
from tests.acceptance.loading import LoadedForce
from tests.support.forces import Forces

pytestmark = pytest.mark.engine

FIRST = 10
"""How many linked children a person reads before deciding what to do."""


@pytest.fixture(scope="module", params=(200, 1_000))
def force(
    request: pytest.FixtureRequest, forces: Forces, tmp_path_factory: pytest.TempPathFactory
) -> Generator[LoadedForce]:
    """A small demo force and a larger one."""
    loaded = forces.demo(tmp_path_factory.mktemp("force") / "home", request.param)
    with at_work(loaded.home) as working:
        yield LoadedForce(working.store, loaded.truth)


@pytest.fixture(scope="module")
def ids(force: LoadedForce) -> dict[str, str]:
    """The id of each child of a planted network, by reference."""
    planted = {ref for network in force.truth.networks for ref in network.children}
    return {ref: _id_of(force, ref) for ref in planted | set(force.truth.demo_children)}


@pytest.fixture(scope="module")
def linked(force: LoadedForce, ids: dict[str, str]) -> dict[str, tuple[LinkedChild, ...]]:
    """For each planted child, by reference, all children whose cases are linked."""
    answers: dict[str, LinkedChildren] = {
        ref: ask(force.store, force.truth.last_day, "linked_children", child=id, limit=1000) for ref, id in ids.items()
    }
    return {ref: answer.linked for ref, answer in answers.items()}


def _id_of(force: LoadedForce, ref: str) -> str:
    [entity] = ask(force.store, force.truth.last_day, "find", text=ref).entities
    assert entity.kind == "child"
    return entity.id


def by_common_places_alone(link: LinkedChild) -> bool:
    """Whether nothing but places that everybody visits links the two."""
    return all(via.common for via in link.via)


def test_no_demo_child_is_first_shown_links_by_common_places_alone(
    force: LoadedForce, linked: dict[str, tuple[LinkedChild, ...]]
) -> None:
    seen = {
        (child, link.name)
        for child in force.truth.demo_children
        for link in linked[child][:FIRST]
        if by_common_places_alone(link)
    }

    assert all(len(linked[child]) > FIRST for child in force.truth.demo_children), "there is something to leave out"
    assert any(by_common_places_alone(link) for child in force.truth.demo_children for link in linked[child])
    assert seen == set()


def test_no_common_place_crowds_a_true_link_out(
    force: LoadedForce, ids: dict[str, str], linked: dict[str, tuple[LinkedChild, ...]]
) -> None:
    settled = {pair for each in force.truth.pairs if each.settled for pair in _both_ways(each.first, each.second)}
    crowded = {child for child, links in linked.items() if any(map(by_common_places_alone, links[:FIRST]))}
    out = {
        (child, other)
        for child, other in settled
        if child in crowded and ids[other] not in {link.id for link in linked[child][:FIRST]}
    }

    assert len(settled) >= 30
    assert crowded, "some children have fewer links than a person reads"
    assert out == set()


def test_children_of_a_guilty_hub_are_first_among_each_others_links(
    force: LoadedForce, ids: dict[str, str], linked: dict[str, tuple[LinkedChild, ...]]
) -> None:
    pairs = {pair for hub in force.truth.guilty_hubs for one, other in hub.pairs for pair in _both_ways(one, other)}
    missing = {(one, other) for one, other in pairs if ids[other] not in {link.id for link in linked[one][:FIRST]}}

    assert {hub.kind for hub in force.truth.guilty_hubs} == {"hotel", "care home"}
    assert missing == set()


def _both_ways(one: str, other: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one, other), (other, one)


# The force of 200 reports, read back as it was written.


def test_every_item_has_the_date_and_the_event_that_the_table_gives_it(desk: Desk) -> None:
    written: dict[str, tuple[str, str]] = {}
    for row in desk.rows():
        ends = [row["happened_from"], *([row["happened_to"]] if row["happened_to"] else [])]
        written.setdefault(f"{row['report_ref']}/{row['item_no']}", ("/".join(ends), row["event"]))
    read = {
        str(row["ref"]): (str(row["happened"]), str(row["event"]))
        for row in desk.analyst.store.read(
            "MATCH (i:Item) RETURN i.ref AS ref, coalesce(i.happened, '') AS happened, coalesce(i.event, '') AS event"
        )
    }

    assert len(written) == desk.loaded["items"] == 246
    assert {ref: (read[ref], each) for ref, each in written.items() if read[ref] != each} == {}
    assert sum(happened == "" for happened, _ in read.values()) == 3, "of these nobody says when it was"
    assert {"missing", "found", "returned"} <= {event for _, event in read.values()}


def test_the_first_demo_child_has_three_missing_episodes(desk: Desk) -> None:
    """Each reported once; two ended with being found and one with a return."""
    id = desk.analyst.dolen("linked", desk.child, "--json").json["child"]["id"]
    today = desk.truth.last_day
    reported: Timeline = ask(desk.analyst.store, today, "timeline", id=id, events=MISSING_EVENTS, limit=1000)

    episodes = missing_of(reported, today).episodes

    assert len(episodes) == 3
    assert [len(each.starts) for each in episodes] == [1, 1, 1]
