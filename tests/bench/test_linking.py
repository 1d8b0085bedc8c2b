"""Recall, precision and the places of hubs, computed by hand on a truth of four children."""

from datetime import date

import pytest

from api.cli.commands import Dolen
from bench.bench import Bench
from bench.linking import FIRST, HubShown, LinkedLine, Share, bench_linking, measured, summary_of
from demo.truth import Decoy, GuiltyHub, RecordRef, TrueChild, TruePair, Truth, TruthConnector, TruthHalf
from graph.errors import NotFound

HOTEL = TruthConnector(kind="premises", key="1 High Street", label="The Hotel")
PHONE = TruthConnector(kind="phone", key="07700900001", label="07700900001")


def child(ref: str) -> TrueChild:
    return TrueChild(ref=ref, name=ref, records=(RecordRef(source_system="p", local_ref=ref),), joined=(ref,))


def pair(first: str, second: str, connector: TruthConnector, *, settled: bool = True) -> TruePair:
    through = TruthHalf(connector=connector, first_items=("r1/1",), second_items=("r2/1",), settled=settled)
    return TruePair(first=first, second=second, through=(through,), settled=settled)


TRUTH = Truth(
    reports=200,
    seed=1,
    first_day=date(2024, 1, 1),
    last_day=date(2024, 12, 31),
    demo_children=("A",),
    children=tuple(child(ref) for ref in "ABCDE"),
    networks=(),
    pairs=(pair("A", "B", HOTEL), pair("A", "C", PHONE), pair("C", "D", PHONE, settled=False)),
    guilty_hubs=(GuiltyHub(network="network-1", kind="hotel", address=HOTEL.key, postcode="", pairs=(("A", "B"),)),),
    innocent_hubs=(),
    decoys=(Decoy(kind="one source", connector=PHONE, pairs=(("A", "E"),), items=()),),
)
AT_THE_HOTEL = ((frozenset({"r1/1"}), frozenset({"r2/1"})),)
OTHERWISE = ((frozenset({"r2/1"}), frozenset({"r1/1"})),)


def line(other: str, *, only_common: bool = False) -> LinkedLine:
    return LinkedLine(other, 0.5, only_common)


def test_found_missed_and_needing_a_judgement_are_told_apart() -> None:
    late = tuple(line("") for _ in range(FIRST))

    linking = measured(
        TRUTH,
        "ABCDE",
        {
            "A": (line("E"), line("B"), line("", only_common=True), line("C")),
            "B": (*late, line("A")),
            "C": (line("D"),),
            "D": (),
        },
    )

    assert linking.anywhere == Share(3, 4)
    assert linking.in_first == Share(2, 4)
    assert linking.ranks == (2, 4, 11)
    assert linking.needing_judgement == Share(1, 2)
    assert linking.misses == (
        "C and A (through phone): not shown",
        "B and A (through premises): place 11, strength 0.500",
    )
    assert linking.decoys == ("A and E: one source, in place 1, strength 0.500",)
    assert linking.common_only == ("A: place 3, strength 0.500",)


def test_a_line_without_concern_above_a_planted_one_with_concern_is_counted() -> None:
    planted, plain = LinkedLine("B", 0.2, False, concern=True), line("E")

    assert measured(TRUTH, "A", {"A": (planted, plain)}).above == 0
    wrong = measured(TRUTH, "A", {"A": (plain, line("C"), planted)})
    assert (wrong.above, wrong.of_concern) == (2, Share(1, 2))
    assert list(summary_of([wrong, wrong]))[1:] == [
        "  settled pairs shown in the first 10: 100.0% (4 of 4) (100.0% (2 of 2), 100.0% (2 of 2))",
        "  settled pairs in the first band: 50.0% (2 of 4)",
        "  lines without concern above a settled pair with concern: 4",
    ]


def test_precision_counts_lines_of_children_who_are_truly_linked() -> None:
    linking = measured(
        TRUTH, "ABCDE", {"A": (line("B"), line("E"), line("")), "B": (line("A"),), "C": (line("D"), line("E"))}
    )

    assert linking.precision == Share(3, 6)
    assert linking.at_best == Share(5, 6)
    assert linking.as_many == Share(3, 5)


def test_a_hub_counts_where_the_line_says_so() -> None:
    here, there, elsewhere = (
        LinkedLine("B", 0.5, False, AT_THE_HOTEL),
        LinkedLine("A", 0.5, False, OTHERWISE),
        line("A"),
    )

    assert measured(TRUTH, "ABCDE", {"A": (here,), "B": (there,)}).hubs == (
        HubShown("network-1", "hotel", Share(2, 2)),
    )
    assert measured(TRUTH, "ABCDE", {"A": (here,), "B": (elsewhere,)}).hubs == (
        HubShown("network-1", "hotel", Share(1, 2)),
    )


def test_a_child_who_is_not_found_is_a_miss() -> None:
    assert measured(TRUTH, "ABCDE", {}).misses == (
        "A and B: no child is found by A",
        "A and C: no child is found by A",
        "B and A: no child is found by B",
        "C and A: no child is found by C",
    )


def test_only_those_asked_about_count() -> None:
    linking = measured(TRUTH, "B", {"B": (line("A"),)})

    assert linking.anywhere == Share(1, 1)
    assert linking.misses == ()


@pytest.mark.engine
def test_the_smallest_force_is_measured(bench: Bench) -> None:
    with bench.console.capture() as printed:
        bench_linking(bench)

    assert "Settled pairs shown in the first 10: " in printed.get()


def test_an_unknown_benchmark_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="ingest, linking, questions"):
        Dolen()(["bench", "speed"])
