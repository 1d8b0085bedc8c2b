"""Links ranked with arrays are as strong as `graph.rules.strength` says, to the last place."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

import numpy as np
import pytest

from graph.model.view import FOREVER, UNDATED, BoundView, View
from graph.projection.derived import Derived
from graph.projection.seen import Seen
from graph.projection.tables import Row, Tables
from graph.projection.vectors import rounded
from graph.queries.linking.case_links import CaseLinks, Through
from graph.rules.bands import connects_through_concern
from graph.rules.strength import DAY, link_value, via_strength

NOW = 20_000 * DAY
WHO = (
    *((f"child:{n}", "child", "child at risk") for n in range(6)),
    *((f"adult:{n}", "adult", role) for n, role in enumerate(("suspected", "", "professional", "family"))),
    *((f"premises:{n}", "address", "") for n in range(3)),
    ("phone:0", "phone", ""),
)


MANY = (*WHO, *((f"child:{n}", "child", "child at risk") for n in range(6, 14)))
"""So many that what connects is shared by more than a few."""


def made(chance: Random, who: Sequence[tuple[str, str, str]] = WHO) -> Seen:
    """Thirty items that name whom they will, at one moment or another, as origins say that repeat themselves."""
    rows: dict[str, list[Row]] = {"items": [], "mentions": []}
    for number in range(30):
        item, grade = f"item:{number:02}", chance.choice(("1A", "2B", "3C", "2E", "--"))
        start = chance.choice((UNDATED, (20_000 - chance.randrange(1500)) * DAY))
        end = start if start == UNDATED else start + chance.choice((1, 1, 40)) * DAY
        origin = f"origin:{chance.randrange(8)}"
        rows["items"].append((item, item, "report", "P||", grade, origin, "sighting", 1, 1, FOREVER, start, end))
        for record, said, role in chance.sample(who, chance.choice((3, 4, 8))):
            place = "school" if record == "premises:0" else ""
            rows["mentions"].append((item, record, said, role, place, record, 1, "", "", "", ""))
    return Seen(Derived(Tables.of(rows)), BoundView(View(date(2025, 1, 1)), ("P||",)), ())


def cases(seen: Seen) -> Iterator[CaseLinks]:
    children = [entity for entity in seen.entities.tolist() if seen.is_child(entity)]
    for child, links in seen.links(children, NOW).items():
        yield CaseLinks(seen, child, links)


@pytest.mark.parametrize("seed", range(12))
def test_ranking_and_the_rule_say_the_same(seed: int) -> None:
    compared = 0
    for case in cases(made(Random(seed))):
        for other, value in zip(case.links.linked.tolist(), case.links.values.tolist(), strict=True):
            vias = [each.via for each in case.through(other)]
            assert value == link_value(vias, NOW)
            through = [each.via for each in case.through(other) if each.entity is not None]
            rows = case.links.rows_with(other)
            assert case.links.via_values[rows].tolist() == [via_strength(via, NOW).value for via in through]
            compared += 1

    assert compared > 5


@pytest.mark.parametrize("seed", range(6))
def test_links_among_several_children_are_those_of_each(seed: int) -> None:
    seen = made(Random(seed), MANY)
    children = [entity for entity in seen.entities.tolist() if seen.is_child(entity)]
    some = children[::2]

    links = seen.links_among(some, NOW)

    each = {
        (child, other): (concern, value)
        for child, of in seen.links(some, NOW).items()
        for other, concern, value in zip(of.linked.tolist(), of.of_concern.tolist(), of.values.tolist(), strict=True)
    }
    among = zip(
        links.ones.tolist(), links.linked.tolist(), links.of_concern.tolist(), links.values.tolist(), strict=True
    )
    assert {(one, other): (concern, value) for one, other, concern, value in among} == {
        pair: said for pair, said in each.items() if pair[0] < pair[1] and pair[1] in some
    }
    assert len(links.linked) > len(some)


def test_ranking_puts_in_the_first_band_what_the_rule_puts_there() -> None:
    found: set[tuple[bool, bool, bool]] = set()
    for seed, who in ((0, WHO), (1, WHO), (1, MANY)):
        seen = made(Random(seed), who)
        reported = {
            (seen.item_id(item), seen.record_id(entity))
            for item in seen.items.tolist()
            for entity, mentions in seen.connecting_in(item).items()
            if "suspected" in seen.roles(mentions)
        }
        for case in cases(seen):
            for other, concern in zip(case.links.linked.tolist(), case.links.of_concern.tolist(), strict=True):
                through = case.through(other)
                assert concern == any(each.of_concern for each in through)
                for each in through:
                    halves = [_reports_concern(reported, each, refs) for refs in (each.first, each.second)]
                    assert each.of_concern == connects_through_concern(each.via.connector, *halves)
                    found.add((*halves, each.of_concern))

    assert {(True, False, True), (True, False, False), (True, True, True), (False, False, False)} <= found


def _reports_concern(reported: set[tuple[str, str]], through: Through, refs: tuple[str, ...]) -> bool:
    """Of a person, whether an item of the half reports that very person; otherwise anybody."""
    person = through.id.startswith("adult:")
    return any(item in refs and (not person or record == through.id) for item, record in reported)


def test_numbers_are_rounded_as_python_rounds_them() -> None:
    halves = [0.0000005, 0.0000015, 0.1234565, 0.1234575, 2.5e-7, 0.9999995, 0.3]

    assert rounded(np.array(halves), 6).tolist() == [round(each, 6) for each in halves]
