"""Kinds are distinguishable without colour, and what is written can be read."""

import re
from itertools import combinations
from typing import get_args

import pytest

from tests.viz.examples import example
from viz.marks import MARKS, mark_of
from viz.network import KINDS, Kind, Mark
from viz.style import (
    BADGES,
    INK,
    LOOKS,
    MARKING_INK,
    MARKING_PAPER,
    PAPER,
    PREMISES_MARKS,
    QUIET,
    ROLE_MARKS,
    contrast,
    icon,
    legend,
)


def without_colour(svg: str) -> str:
    return re.sub(r"#[0-9a-f]{6}", "", svg)


def test_contrast_is_that_of_wcag():
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_every_kind_has_its_own_outline_and_its_own_sign():
    assert set(LOOKS) == set(KINDS)
    for one, other in combinations(KINDS, 2):
        assert LOOKS[one].outline != LOOKS[other].outline
        assert LOOKS[one].sign != LOOKS[other].sign
        assert LOOKS[one].colour != LOOKS[other].colour


def test_icons_differ_in_black_and_white():
    icons = [icon(kind, None) for kind in KINDS] + [icon("child", category) for category in BADGES]
    assert len({without_colour(svg) for svg in icons}) == len(KINDS) + len(BADGES)


def test_marks_differ_in_black_and_white_and_stay_within_the_icon_that_a_page_draws():
    marked = {mark: icon("adult", None, mark) for mark in ROLE_MARKS}
    marked |= {mark: icon("premises", None, mark) for mark in PREMISES_MARKS}
    plain = {"adult": icon("adult", None), "premises": icon("premises", None)}
    assert len({without_colour(svg) for svg in (*marked.values(), *plain.values())}) == len(marked) + len(plain)
    assert set(marked) | {""} == set(get_args(Mark))
    assert {mark for of in MARKS.values() for mark, _ in of} == set(marked)


@pytest.mark.parametrize(
    ("kind", "stated", "mark"),
    [
        ("adult", ("family", "suspected", "witness"), "concern"),
        ("adult", ("family", "witness"), "witness"),
        ("person", ("reporter",), "working"),
        ("adult", ("family", "carer", "other"), ""),
        ("child", ("child at risk", "suspected"), ""),
        ("premises", ("Hotel",), "lodging"),
        ("premises", ("home", "placement"), "care"),
        ("premises", ("home",), ""),
        ("vehicle", ("hotel",), ""),
    ],
)
def test_what_a_picture_marks(kind: Kind, stated: tuple[str, ...], mark: str):
    assert mark_of(kind, stated, stated) == mark


def test_text_and_signs_reach_the_contrast_of_text():
    pairs = [(PAPER, look.colour) for look in LOOKS.values()]
    pairs += [(badge.ink, badge.ground) for badge in BADGES.values()]
    pairs += [(INK, PAPER), (QUIET, PAPER), (MARKING_INK, MARKING_PAPER)]
    assert [(ink, ground) for ink, ground in pairs if contrast(ink, ground) < 4.5] == []


def test_the_legend_explains_exactly_what_is_shown():
    network = example(60)
    entries = legend(network)
    assert {entry.kind for entry in entries if entry.drawn == "icon"} == {node.kind for node in network.nodes}
    shown = {node.category for node in network.nodes if node.category is not None}
    assert {entry.category for entry in entries if entry.drawn == "badge"} == shown
    assert {entry.drawn for entry in entries} == {"icon", "badge", "solid", "dashed", "thick"}


def test_the_legend_leaves_out_what_is_not_shown():
    network = example(1)
    assert {(entry.drawn, entry.text) for entry in legend(network)} == {
        ("icon", "Child"),
        ("badge", BADGES[network.nodes[0].category].name),
    }
