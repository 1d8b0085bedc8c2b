"""The picture model refuses what cannot be drawn truthfully."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from graph.errors import ValueRefused
from tests.viz.examples import CAPTION, example
from viz.network import Caption, Edge, Network, Node

CHILD = Node("c", "child", "Siân ap Huw", 3)
ADULT = Node("a", "adult", "Rhys Bevan")


def test_a_child_without_an_assessment_reads_as_not_assessed():
    assert Node("c", "child", "Nia Rees").full_label == "Nia Rees · SERAF not assessed"
    assert CHILD.full_label == "Siân ap Huw · SERAF 3"
    assert ADULT.full_label == "Rhys Bevan"


@pytest.mark.parametrize(
    "build",
    [
        lambda: Network((CHILD, CHILD), (), "t", CAPTION),
        lambda: Network((CHILD,), (Edge("c", "elsewhere", "called", "CALLED"),), "t", CAPTION),
        lambda: Network((CHILD,), (), " ", CAPTION),
        lambda: Node("", "child", "Siân"),
        lambda: Node("c", "child", "  "),
        lambda: Node("v", "vehicle", "CA12 ABC", 2),
        lambda: Node("c", "child", "Siân", 5),  # pyright: ignore[reportArgumentType]  since the refusal is the point
        lambda: Node("c", "crowd", "Siân"),  # pyright: ignore[reportArgumentType]  since the refusal is the point
        lambda: Edge("c", "c", "called", "CALLED"),
        lambda: Edge("c", "a", "called", "CALLED", strength=1.2),
        lambda: Edge("c", "a", "called", "CALLED", items=1, evidence=("R1/1", "R1/2")),
        lambda: replace(CAPTION, marking=""),
        lambda: replace(CAPTION, made_by=" "),
        lambda: replace(CAPTION, view=""),
        lambda: replace(CAPTION, made_at=datetime(2026, 11, 24, 14, 5)),  # noqa: DTZ001 since the refusal is the point
    ],
)
def test_what_cannot_be_drawn_is_refused(build):
    with pytest.raises(ValueRefused):
        build()


def test_the_caption_says_what_is_shown_who_made_it_when_and_through_which_view():
    caption = Caption(
        "OFFICIAL-SENSITIVE", "A. Analyst", datetime(2026, 3, 1, 9, 5, tzinfo=UTC), "confirmed only", "Demo."
    )
    edges = (Edge("c", "a", "seen", "SEEN"), Edge("a", "c", "called", "CALLED", confirmed=False))
    network = Network((CHILD, ADULT), edges, "t", caption)
    assert network.caption_lines == (
        "Shows 1 child, 1 adult and 2 links, 1 of them unconfirmed. Made by A. Analyst on 1 March 2026 at 09:05 UTC.",
        "View: confirmed only",
        "Demo.",
    )


def test_a_crowded_picture_says_so():
    assert any("More than 500 entities" in line for line in example(501).caption_lines)
    assert not any("More than 500 entities" in line for line in example(60).caption_lines)
