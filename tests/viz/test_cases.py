"""The network of several cases: exactly the children under discussion, and of the rest what can still be read."""

from datetime import UTC, datetime

from graph.queries.linking.linked_cases import CaseLink, ChildInCases, LinkedCases, OtherLinked, SharedList
from graph.queries.linking.linked_children import LinkedChild, StrengthParts, ViaShown
from graph.reading.parts import EntityRef
from graph.rules.bands import NO_CONCERN
from tests.viz.examples import FACTS
from viz.answer_networks import MOST_OTHERS, STRONGEST, cases_network
from viz.network import Caption

CAPTION = Caption("OFFICIAL-SENSITIVE", "A. Chair", datetime(2026, 11, 24, tzinfo=UTC), "everything known today")
NOTHING = SharedList(shared=(), shown=0, total=0)


def child(id: str) -> EntityRef:
    return EntityRef(id=id, kind="child", label=id.capitalize(), refs=(), possible=False)


def linked(other: str, *vias: str, possible: bool = False) -> LinkedChild:
    return LinkedChild(
        id=other,
        refs=(),
        name=other.capitalize(),
        category=3,
        ceiling=4,
        band=NO_CONCERN,
        facts=FACTS,
        strength=0.5,
        parts=StrengthParts(first_half=1, second_half=1, specific=1, together=1, recent=1),
        via=tuple(
            ViaShown(
                id=via,
                kind="adult",
                label=via,
                common=False,
                band=NO_CONCERN,
                items=(("R-1/1",), ("R-2/1",)),
                origins=2,
                grades=("2C",),
                weakest="2C",
                strength=0.4,
                reasons=(),
                possible=possible,
                unconfirmed=(possible, possible),
            )
            for via in vias
        ),
        items=2,
        origins=2,
        first=None,
        last=None,
        possible=possible,
    )


def cases(pairs: tuple[CaseLink, ...], others: tuple[OtherLinked, ...]) -> LinkedCases:
    return LinkedCases(
        children=tuple(
            ChildInCases(
                entity=child(id), seraf=None, asked=(id,), linked=1, items=1, origins=1, first=None, last=None, new=()
            )
            for id in ("ann", "ben", "cai")
        ),
        pairs=pairs,
        others=others,
        shown=len(others),
        total=len(others),
        adults=NOTHING,
        premises=NOTHING,
        vehicles=NOTHING,
        phones=NOTHING,
        gone=0,
    )


def other(id: str, *starts: str) -> OtherLinked:
    links = tuple(CaseLink(start=start, linked=linked(id, "taz")) for start in starts)
    return OtherLinked(child=child(id), seraf=None, band=NO_CONCERN, links=links, strength=0.5)


def test_a_child_whom_nothing_links_is_drawn_too() -> None:
    network = cases_network(cases((CaseLink(start="ann", linked=linked("ben", "taz")),), ()), "Meeting", CAPTION)

    assert {node.id for node in network.nodes} == {"ann", "ben", "cai", "taz"}
    assert {(edge.source, edge.target) for edge in network.edges} == {("ann", "taz"), ("ben", "taz")}


def test_only_others_linked_with_two_are_drawn_and_no_more_than_can_be_read() -> None:
    several = tuple(other(f"other{number}", "ann", "ben") for number in range(MOST_OTHERS + 3))
    network = cases_network(cases((), (*several, other("lone", "ann"))), "Meeting", CAPTION)
    drawn = {node.id for node in network.nodes} - {"ann", "ben", "cai", "taz"}

    assert drawn == {f"other{number}" for number in range(MOST_OTHERS)}


def test_a_link_shows_its_strongest_connections_and_keeps_its_doubt() -> None:
    vias = [f"adult{number}" for number in range(STRONGEST + 2)]
    pair = CaseLink(start="ann", linked=linked("ben", *vias, possible=True))
    network = cases_network(cases((pair,), ()), "Meeting", CAPTION)

    assert {node.id for node in network.nodes if node.kind == "adult"} == set(vias[:STRONGEST])
    assert not any(edge.confirmed for edge in network.edges)
