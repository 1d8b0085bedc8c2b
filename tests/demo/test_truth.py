"""The truth file says what the tables show, and no more."""

from collections import defaultdict
from pathlib import Path

import pytest

from demo import read_truth
from demo.truth import TruthConnector
from graph.errors import NotFound, RunStopped
from tests.demo.conftest import Written


def items(force: Written) -> dict[str, list[dict[str, str]]]:
    """The rows of each item, by its reference."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in force.rows:
        found[f"{row['report_ref']}/{row['item_no']}"].append(row)
    return found


def names(rows: list[dict[str, str]], connector: TruthConnector, uprns: dict[str, str]) -> bool:
    """Whether an item's rows name what connects, by its key or, of a place, by the same UPRN."""
    match connector.kind:
        case "adult":
            return any(row["local_ref"] == connector.key for row in rows)
        case "premises":
            same = uprns.get(connector.key, "none")
            return any(row["address"] == connector.key or row["uprn"] == same for row in rows)
        case "vehicle":
            return any(row["vrm"] == connector.key for row in rows)
        case "phone":
            return any(row["phone"] == connector.key for row in rows)
        case "account":
            return any(f"{row['platform']}/{row['handle']}" == connector.key for row in rows)


def test_both_halves_of_each_true_pair_have_their_items_in_the_table(force: Written) -> None:
    by_ref = items(force)
    uprns = {row["address"]: row["uprn"] for row in force.rows if row["uprn"]}
    records = {child.ref: {record.local_ref for record in child.records} for child in force.truth.children}
    joined = {child.ref: set(child.joined) for child in force.truth.children}

    for pair in force.truth.pairs:
        assert pair.settled == any(each.settled for each in pair.through)
        for through in pair.through:
            for child, refs in ((pair.first, through.first_items), (pair.second, through.second_items)):
                assert refs
                assert all({row["local_ref"] for row in by_ref[ref]} & records[child] for ref in refs)
                assert any(row["assessment"] != "E" for ref in refs for row in by_ref[ref])
                if through.settled:
                    assert any(
                        {row["local_ref"] for row in by_ref[ref]} & joined[child]
                        and names(by_ref[ref], through.connector, uprns)
                        for ref in refs
                    )


def test_records_that_are_joined_share_a_pnc_id(force: Written) -> None:
    pnc_ids: dict[str, set[str]] = defaultdict(set)
    for row in force.rows:
        pnc_ids[row["local_ref"]].add(row["pnc_id"])

    for child in force.truth.children:
        assert child.ref == child.joined[0]
        if len(child.joined) > 1:
            assert len(set().union(*(pnc_ids[ref] for ref in child.joined)) - {""}) == 1


def test_there_are_networks_of_three_to_six_children_who_share_something(force: Written) -> None:
    known = {child.ref for child in force.truth.children}

    assert len(force.truth.networks) >= 3
    assert all(3 <= len(network.children) <= 6 for network in force.truth.networks)
    assert all(set(network.children) <= known and network.shared for network in force.truth.networks)
    kinds = {each.kind for network in force.truth.networks for each in network.shared}
    assert {"adult", "premises", "vehicle"} < kinds
    assert kinds & {"phone", "account"}


def test_every_guilty_hub_links_all_its_children_without_anybodys_judgement(force: Written) -> None:
    settled = {(pair.first, pair.second) for pair in force.truth.pairs if pair.settled}
    children = {network.id: network.children for network in force.truth.networks}

    assert {hub.kind for hub in force.truth.guilty_hubs} == {"hotel", "care home"}
    for hub in force.truth.guilty_hubs:
        assert set(hub.pairs) <= settled
        assert {ref for pair in hub.pairs for ref in pair} == set(children[hub.network])


def test_a_guilty_hub_is_told_by_concern_and_an_innocent_one_is_not(force: Written) -> None:
    concern = {"reported as concern", "suspected", "convicted"}
    alleged: dict[str, int] = defaultdict(int)
    for rows in items(force).values():
        if {row["role"] for row in rows} & concern:
            for address in {row["address"] for row in rows} - {""}:
                alleged[address] += 1
    innocent = {hub.address for hub in force.truth.innocent_hubs}

    assert all(alleged[hub.address] >= len(hub.pairs) ** 0.5 for hub in force.truth.guilty_hubs)
    assert not innocent & {hub.address for hub in force.truth.guilty_hubs}
    assert sum(alleged[address] for address in innocent) <= 0.01 * force.truth.reports


def test_children_met_at_a_guilty_hub_within_overlapping_dates(force: Written) -> None:
    by_ref = items(force)
    hubs = {hub.address for hub in force.truth.guilty_hubs}
    days = [
        {by_ref[ref][0]["recorded_at"][:10] for ref in (*through.first_items, *through.second_items)}
        for pair in force.truth.pairs
        for through in pair.through
        if through.connector.key in hubs
    ]

    assert days
    assert all(len({day[:4] for day in each}) <= 2 for each in days)


def test_decoys_are_no_true_pairs(force: Written) -> None:
    true = {(pair.first, pair.second) for pair in force.truth.pairs}
    seeming = {pair for decoy in force.truth.decoys for pair in decoy.pairs}

    assert {decoy.kind for decoy in force.truth.decoys} == {
        "one source", "suspected false", "contradicted", "another time",
    }  # fmt: skip
    assert seeming
    assert not seeming & true


def test_decoys_are_written_as_what_they_are(force: Written) -> None:
    by_ref = items(force)

    for decoy in force.truth.decoys:
        rows = [row for ref in decoy.items for row in by_ref[ref]]
        if decoy.kind == "one source":
            assert len({row["origin"] for row in rows}) == 1
            assert {row["origin"] for row in rows} != {""}
        if decoy.kind == "suspected false":
            assert {row["source_grade"] + row["assessment"] for row in rows} == {"3E"}


def test_the_first_child_shown_is_linked_through_everything(force: Written) -> None:
    first = force.truth.demo_children[0]
    kinds = {
        through.connector.kind
        for pair in force.truth.pairs
        if first in (pair.first, pair.second)
        for through in pair.through
    }

    assert {"adult", "premises", "vehicle", "phone"} <= kinds
    assert len(set(force.truth.demo_children)) == 4


def test_a_missing_truth_file_is_told_from_a_wrong_one(tmp_path: Path) -> None:
    wrong = tmp_path / "truth.json"
    wrong.write_text('{"reports": "many"}', encoding="utf-8")

    with pytest.raises(NotFound, match="no truth file"):
        read_truth(tmp_path / "none.json")
    with pytest.raises(RunStopped, match="is no truth file"):
        read_truth(wrong)
