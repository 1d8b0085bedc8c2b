"""Answers as networks: all that an answer holds and nothing else; what rests on a possible match is unconfirmed."""

from graph.queries.linking.linked_children import ChildAsked, LinkedChild, LinkedChildren, StrengthParts, ViaShown
from graph.rules.bands import NO_CONCERN
from tests.viz.examples import CAPTION, FACTS
from viz.answer_networks import linked_network

PARTS = StrengthParts(first_half=0.7, second_half=0.7, specific=0.9, together=1, recent=1)


def via(id: str, kind: str, items: tuple[tuple[str, ...], tuple[str, ...]], unconfirmed: tuple[bool, bool]) -> ViaShown:
    """A connection; all that a picture does not tell is left alike."""
    return ViaShown(
        id=id, kind=kind, label=f"label of {id}", common=False, band=NO_CONCERN, items=items, origins=1, grades=("2B",),
        weakest="2B", strength=0.4, reasons=(), possible=False, unconfirmed=unconfirmed,
    )  # fmt: skip


def linked(id: str, *vias: ViaShown) -> LinkedChild:
    """A linked child."""
    return LinkedChild(
        id=id, refs=(f"ref of {id}",), name=f"name of {id}", category=3, ceiling=4, band=NO_CONCERN,
        facts=FACTS, strength=0.4, parts=PARTS, via=vias,
        items=1, origins=1, first=None, last=None, possible=any(map(any, (each.unconfirmed for each in vias))),
    )  # fmt: skip


def answer(*others: LinkedChild) -> LinkedChildren:
    """An answer about one child, who is not assessed."""
    child = ChildAsked(id="a", refs=("A",), name="Ann", category=None, ceiling=None)
    return LinkedChildren(child=child, linked=others, shown=len(others), total=len(others))


def test_a_picture_shows_every_link_of_its_answers_once() -> None:
    first = linked(
        "b",
        via("x", "adult", (("R1/1",), ("R2/1",)), (False, False)),
        via("i", "item", (("R3/1",),) * 2, (False, False)),
    )
    second = linked("c", via("x", "adult", (("R1/1",), ("R4/1",)), (False, False)))
    network = linked_network([answer(first, second)], "A title", CAPTION)

    assert {(node.id, node.kind, node.category_text) for node in network.nodes} == {
        ("a", "child", "SERAF not assessed"), ("b", "child", "SERAF 3 (may be 4)"),
        ("c", "child", "SERAF 3 (may be 4)"), ("x", "adult", ""),
    }  # fmt: skip
    assert {(edge.source, edge.target, edge.evidence) for edge in network.edges} == {
        ("a", "x", ("R1/1",)), ("b", "x", ("R2/1",)), ("c", "x", ("R4/1",)), ("a", "b", ("R3/1",)),
    }  # fmt: skip
    assert all(edge.confirmed for edge in network.edges)


def test_only_the_half_that_rests_on_a_possible_match_is_unconfirmed() -> None:
    known = linked("b", via("x", "adult", (("R1/1",), ("R2/1",)), (False, False)))
    match = linked("c", via("x", "adult", (("R1/1",), ("R4/1",)), (False, True)))
    network = linked_network([answer(known, match)], "A title", CAPTION)

    assert {(edge.source, edge.target): edge.confirmed for edge in network.edges} == {
        ("a", "x"): True, ("b", "x"): True, ("c", "x"): False,
    }  # fmt: skip
