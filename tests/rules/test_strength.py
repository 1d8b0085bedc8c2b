"""What link strength promises, each promise by itself, and a few links computed by hand."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from math import isclose, prod, sqrt

from hypothesis import given
from hypothesis import strategies as st

from graph.rules.strength import (
    APART,
    COMMON,
    DAY,
    KIND_WEIGHT,
    OLD,
    TRUST,
    Connector,
    Half,
    Support,
    Via,
    half,
    item_weight,
    link_value,
    together,
    via_strength,
)

NOW = 20_000 * DAY
GRADES = ["1A", "2B", "3C", "2E", "--", "2-", "-C"]

supports = st.builds(
    Support,
    item=st.sampled_from([f"item:{number}" for number in range(8)]),
    origin=st.sampled_from(["o1", "o2", "o3", "o4"]),
    grade=st.sampled_from(GRADES),
    people=st.integers(1, 12),
    start=st.none(),
    end=st.none(),
    concern=st.booleans(),
)


def _dated(support: Support, day: int | None) -> Support:
    return support if day is None else support._replace(start=day * DAY, end=(day + 1) * DAY)


dated = st.builds(_dated, supports, st.none() | st.integers(18_000, 20_000))
evidence = st.frozensets(dated, min_size=1, max_size=5)
halves = evidence.map(half)
connectors = st.builds(
    Connector,
    kind=st.sampled_from(["adult", "premises", "vehicle", "phone", "account", "person"]),
    common=st.booleans(),
    sharing=st.integers(2, 300),
    sharing_of_concern=st.integers(2, 40),
)
vias = st.builds(Via, connector=connectors, first=halves, second=halves)
links = st.lists(vias, min_size=1, max_size=4)


def _with(one: Half, more: Support) -> Half:
    return half({*one.supports, more})


def make(item: str, origin: str, grade: str = "1A", day: int = 19_990, *, concern: bool = False) -> Support:
    return Support(item, origin, grade, 3, day * DAY, (day + 1) * DAY, concern)


@given(links)
def test_a_strength_is_at_least_nothing_and_never_certainty(link: list[Via]) -> None:
    assert 0 <= link_value(link, NOW) < 1


@given(links, st.integers(0, 3), st.booleans(), dated)
def test_more_evidence_never_weakens_a_link(link: list[Via], at: int, first: bool, more: Support) -> None:
    grown = list(link)
    via = link[at % len(link)]
    grown[at % len(link)] = (
        replace(via, first=_with(via.first, more)) if first else replace(via, second=_with(via.second, more))
    )

    assert link_value(grown, NOW) >= link_value(link, NOW)


@given(links, vias)
def test_another_connection_never_weakens_a_link(link: list[Via], more: Via) -> None:
    assert link_value([*link, more], NOW) >= link_value(link, NOW)


@given(evidence, st.integers(0, 20))
def test_repeats_of_one_origin_count_once(supports: frozenset[Support], repeats: int) -> None:
    repeated = {each._replace(item=f"repeat:{number}") for each in supports for number in range(repeats)}

    assert half(supports | repeated).belief == half(supports).belief


def test_one_report_naming_three_things_is_not_three_reports() -> None:
    only, other = half([make("a", "one")]), half([make("b", "two")])
    connectors = [Connector(kind, False, 2, 2) for kind in ("adult", "vehicle", "phone")]

    through_all = link_value([Via(connector, only, other) for connector in connectors], NOW)
    through_the_phone = link_value([Via(connectors[2], only, other)], NOW)

    assert through_all == through_the_phone


@given(halves, halves)
def test_two_halves_are_as_near_as_the_nearest_two_of_their_items(first: Half, second: Half) -> None:
    pairs = product(_dates(first), _dates(second))
    gaps = [max(0, max(one[0], other[0]) - min(one[1], other[1])) for one, other in pairs]
    days = min(gaps, default=365 * DAY) / DAY

    assert isclose(
        together(first, second), 1.0 if days <= 31 else max(APART, 1 - 0.6 * (days - 31) / 334), abs_tol=1e-6
    )


@given(links)
def test_a_link_is_what_its_definition_says(link: list[Via]) -> None:
    """Computed again as docs/decisions/0006 puts it, item by item and without any shortcut."""
    assert isclose(link_value(link, NOW), _by_definition([_readings(via) for via in link]), abs_tol=2e-6)


@given(vias)
def test_the_strength_of_a_connection_is_its_parts_multiplied(via: Via) -> None:
    strength = via_strength(via, NOW)
    evidence = strength.first * strength.second * strength.specific * strength.together * strength.recent

    assert isclose(strength.value, evidence, abs_tol=5e-6)


def _readings(via: Via) -> list[tuple[int, bool, Via]]:
    """Each reading of a connection: how many share it, whether as a common place, and its items."""
    connector = via.connector
    whole = (connector.sharing, connector.common, via)
    first, second = ([each for each in one.supports if each.concern] for one in (via.first, via.second))
    if not (connector.common and first and second):
        return [whole]
    return [whole, (connector.sharing_of_concern, False, replace(via, first=half(first), second=half(second)))]


def _by_definition(link: list[list[tuple[int, bool, Via]]]) -> float:
    """The weaker side, where each origin counts once, and no more than the connecting entities can carry."""
    left = 1.0
    sides: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for readings in link:
        left *= 1 - max(_factor(*reading) for reading in readings)
        for reading in readings:
            via = reading[2]
            for side, own, other in zip(sides, (via.first, via.second), (via.second, via.first), strict=True):
                for support in own.supports:
                    weight = _trust(support) * _factor(*reading) * _belief(other.supports)
                    side[support.origin] = max(weight, side.get(support.origin, 0.0))
    return min(1 - left, *(1 - prod(1 - weight for weight in side.values()) for side in sides))


def _factor(sharing: int, common: bool, via: Via) -> float:
    kind = KIND_WEIGHT[via.connector.kind] * (COMMON if common else 1.0)
    newest = [max((end for _, end in _dates(one)), default=None) for one in (via.first, via.second)]
    recent = min(OLD if end is None else _recent((NOW - end) / DAY) for end in newest)
    return kind * sqrt(2 / max(sharing, 2)) * together(via.first, via.second) * recent


def _trust(support: Support) -> float:
    return TRUST * item_weight(support.grade, support.people) * (1.0 if support.concern else 0.5)


def _belief(supports: Iterable[Support]) -> float:
    origins: dict[str, float] = {}
    for support in supports:
        origins[support.origin] = max(_trust(support), origins.get(support.origin, 0.0))
    return 1 - prod(1 - weight for weight in origins.values())


def _recent(days: float) -> float:
    return 1.0 if days <= 182 else max(OLD, 1 - 0.4 * (days - 182) / 914)


def _dates(one: Half) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in one.supports if each.start is not None and each.end is not None]


def test_an_item_suspected_to_be_false_counts_nothing() -> None:
    link = Via(Connector("adult", False, 2, 2), half([make("a", "one", "1E")]), half([make("b", "two")]))

    assert link_value([link], NOW) == 0


def test_a_link_reckoned_by_hand() -> None:
    """Halves 1−(1−0.9×0.68)(1−0.9×0.48×0.5) and 0.9×0.55×0.5; adult 0.9 shared by 8: √(2/8); near and recent."""
    first = half([make("a", "one", "2B", concern=True), make("b", "two", "2C")])
    second = half([make("c", "three", "--")])

    strength = via_strength(Via(Connector("adult", False, 8, 0), first, second), NOW)

    expected = (1 - (1 - 0.9 * 0.8 * 0.85) * (1 - 0.9 * 0.8 * 0.6 / 2)) * (0.9 * 0.55 / 2) * 0.9 * sqrt(2 / 8)
    assert isclose(strength.value, expected, abs_tol=1e-6)


def test_what_many_share_connects_little() -> None:
    first, second = half([make("a", "one")]), half([make("b", "two")])
    few = link_value([Via(Connector("premises", False, 4, 0), first, second)], NOW)
    many = link_value([Via(Connector("premises", False, 400, 0), first, second)], NOW)
    school = link_value([Via(Connector("premises", True, 400, 0), first, second)], NOW)

    assert few > 5 * many > 25 * school


def test_a_common_place_counts_for_its_items_of_concern() -> None:
    first, second = half([make("a", "one", concern=True)]), half([make("b", "two", concern=True)])
    hotel = Connector("premises", True, 300, 6)

    strength = via_strength(Via(hotel, first, second), NOW)

    assert strength.of_concern
    assert "a common place, counted for its reports of concern only" in strength.reasons
    assert strength.value == via_strength(Via(Connector("premises", False, 6, 6), first, second), NOW).value


def test_a_year_apart_counts_less_than_a_week_and_undated_no_more_than_that() -> None:
    def apart(days: int) -> float:
        first, second = half([make("a", "one", day=19_900)]), half([make("b", "two", day=19_900 - days)])
        return via_strength(Via(Connector("adult", False, 3, 0), first, second), NOW).together

    assert [apart(7), apart(31), apart(400)] == [1.0, 1.0, 0.4]
    assert 0.4 < apart(200) < 1


def test_an_item_without_concern_counts_half() -> None:
    other = half([make("b", "two", concern=True)])

    def first_half(*, concern: bool) -> float:
        own = half([make("a", "one", concern=concern)])
        return via_strength(Via(Connector("phone", False, 2, 2), own, other), NOW).first

    assert isclose(first_half(concern=True), 0.9, abs_tol=1e-6)
    assert isclose(first_half(concern=False), 0.45, abs_tol=1e-6)


def test_a_crowded_item_says_less_about_each_pair() -> None:
    assert item_weight("1A", 5) == 1.0
    assert item_weight("1A", 50) == 0.1
    assert item_weight("--", 2) == 0.55
