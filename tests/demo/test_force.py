"""A demo force is the same each time, streams, and is heavy-tailed within bounds."""

import gc
import tracemalloc
from collections import Counter, defaultdict
from itertools import islice
from pathlib import Path

import pytest

from demo import Force, generate, write_force
from demo.names import COMMUNITIES
from demo.networks import NetworkPlanner, networks_wanted
from demo.population import Population
from demo.table import Report
from graph.errors import OutOfBounds, RunStopped
from tests.demo.conftest import Written


def contents(folder: Path, seed: int) -> list[bytes]:
    files = write_force(folder, 200, seed)
    return [path.read_bytes() for path in (files.mentions, files.assessments, files.truth)]


def test_size_and_seed_make_the_same_bytes(tmp_path: Path) -> None:
    assert contents(tmp_path / "one", 7) == contents(tmp_path / "two", 7)
    assert contents(tmp_path / "one", 7)[0] != contents(tmp_path / "two", 8)[0]


def test_a_force_has_as_many_reports_as_asked_for_in_order_of_recording(force: Written) -> None:
    recorded = {row["report_ref"]: row["recorded_at"] for row in force.rows}

    assert len(recorded) == force.truth.reports
    assert list(recorded.values()) == sorted(recorded.values())
    assert len(force.rows) >= 3 * len(recorded)


@pytest.mark.parametrize("size", [0, 199, 1_000_001])
def test_sizes_that_are_not_offered_are_refused(size: int) -> None:
    with pytest.raises(OutOfBounds, match="200 to 1000000"):
        Force(size)


def test_a_place_that_cannot_be_written_to_is_told_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")

    with pytest.raises(RunStopped, match="cannot be written"):
        write_force(file, 200)


def test_the_truth_is_not_told_before_all_reports_are_taken() -> None:
    force = Force(200)
    next(force.reports())

    with pytest.raises(OutOfBounds):
        force.truth()


def test_the_smallest_force_has_about_twenty_five_children_and_three_networks() -> None:
    assert 20 <= len(Population(200, 1).children) <= 32
    assert networks_wanted(200) == 3


def test_reports_are_made_as_they_are_taken() -> None:
    """Thousands of reports taken hold hardly more memory than few: 4,000 of them kept would be some 30 MB."""
    reports = generate(20_000)
    few = sum(1 for _ in islice(reports, 500))
    tracemalloc.start()
    many = sum(1 for _ in islice(reports, 4_000))
    gc.collect()  # what is held, and not what nobody has collected yet: tests collect less often
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert (few, many) == (500, 4_000)
    assert held < 4_000_000


@pytest.fixture(scope="module")
def large() -> list[Report]:
    return list(generate(20_000))


def test_degrees_are_heavy_tailed_and_bounded(large: list[Report]) -> None:
    children: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for report in large:
        for item in report.items:
            for mention in item.mentions:
                if mention.entity == "child" and mention.recorded.local_ref:
                    children[
                        mention.recorded.name or f"{mention.recorded.given_name} {mention.recorded.surname}",
                        mention.recorded.date_of_birth,
                    ] += 1
                if mention.entity == "address":
                    places[mention.recorded.uprn or mention.recorded.address] += 1
    visited = sorted(places.values(), reverse=True)

    assert max(children.values()) < 400
    assert visited[0] < 4_000
    assert sum(visited[: len(visited) // 100]) > 0.25 * sum(visited)
    assert max(children.values()) > 10 * sorted(children.values())[len(children) // 2]


def test_phones_stay_within_the_thousand_and_accounts_carry_the_rest(large: list[Report]) -> None:
    phones = {m.recorded.phone for report in large for item in report.items for m in item.mentions if m.recorded.phone}
    accounts = {
        m.recorded.handle for report in large for item in report.items for m in item.mentions if m.recorded.handle
    }

    assert len(phones) <= 1000
    assert len(accounts) > 100


def test_professionals_are_in_many_records_and_never_in_a_role_of_concern(large: list[Report]) -> None:
    records: dict[str, set[str]] = defaultdict(set)
    roles: set[str] = set()
    for report in large:
        for item in report.items:
            for mention in item.mentions:
                if mention.recorded.local_ref and "-W" in mention.recorded.local_ref:
                    records[mention.recorded.local_ref].add(report.ref)
                    roles.add(mention.recorded.role)

    assert roles <= {"professional", "reporter"}
    assert max(len(refs) for refs in records.values()) > 50


def test_names_say_nothing_of_concern() -> None:
    """Adults of concern come of the same communities as everybody, in about the same shares."""
    population = Population(200, 1)
    planner = NetworkPlanner(population, 200, 1)
    adults = [planner.new_adult().person for _ in range(3_000)]
    surnames = {surname: n for n, community in enumerate(COMMUNITIES) for surname in community.surnames}
    counts = Counter(surnames[adult.surname.replace("ferch ", "ap ")] for adult in adults)

    for number, community in enumerate(COMMUNITIES):
        assert abs(counts[number] / 3_000 - community.share) < 0.05


def test_there_are_twins_and_a_father_and_son_of_one_name() -> None:
    population = Population(200, 1)
    households = [
        [population.children[n].person for n in installation.children] for installation in population.households
    ]
    twins = [children for children in households if len({child.born for child in children}) < len(children)]
    namesakes = [
        (adult.name, child.name)
        for installation, children in zip(population.households, households, strict=True)
        for adult in installation.adults
        for child in children
        if adult.name == child.name
    ]

    assert twins
    assert namesakes
