"""Which links between children differ between two Views of the projection: what is lost, weaker, or there only in one.

Compared are the children whose links can differ at all: those among the entities that are touched, and those linked
through whatever is another entity in the other View. Everything is by the ids of records, since two states of a graph
number their records differently.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import OutOfBounds
from graph.model.kinds import PEOPLE, Kind
from graph.rules.identity import pair_of

if TYPE_CHECKING:
    from graph.projection import Seen

MOST_CHILDREN = 2000
"""Children whose links are compared; what concerns more is refused."""

Pair = tuple[int, int]
"""Two entities of one View, the smaller number first."""
Form = tuple[frozenset[str], Kind, bool]
"""What decides how an entity connects: its records, its kind, and whether it is a common place."""


class Views(NamedTuple):
    """The View in which links are now, and the other one."""

    now: "Seen"
    other: "Seen"


@dataclass(frozen=True)
class StrengthChange:
    """A link of two children: how strong it is in either View, None where they are not linked. `pair`: of `now`, or
    where there is none of the other View."""

    pair: Pair
    now: float | None
    other: float | None


@dataclass(frozen=True)
class LinksCompared:
    """Links lost and weaker in the other View, and those that are only there; and the records that were touched."""

    lost: tuple[StrengthChange, ...]
    weaker: tuple[StrengthChange, ...]
    gained: tuple[StrengthChange, ...]
    records: frozenset[str]


def compare_links(views: Views, records: Iterable[str], now: int) -> LinksCompared:
    """What differs where these records are touched, at `now`. Raises `OutOfBounds` for more than `MOST_CHILDREN`."""
    touched = _touched(views, records)
    concerned = _concerned(views, touched)
    before, after = (_strengths(seen, concerned, now) for seen in views)
    remains: dict[Pair, float] = {}
    gained: list[StrengthChange] = []
    for pair, value in after.items():
        ends = list(product(*(_counterparts(views.other, views.now, entity) for entity in pair)))
        pairs = {pair_of(*each) for each in ends if each[0] != each[1]}
        for each in pairs & before.keys():
            remains[each] = max(remains.get(each, 0.0), value)
        if pairs.isdisjoint(before) and (pairs or not ends):
            gained.append(StrengthChange(pair, None, value))
    return LinksCompared(
        lost=tuple(StrengthChange(pair, value, None) for pair, value in before.items() if pair not in remains),
        weaker=tuple(
            StrengthChange(pair, value, remains[pair])
            for pair, value in before.items()
            if pair in remains and remains[pair] < value
        ),
        gained=tuple(gained),
        records=frozenset(touched),
    )


@dataclass(frozen=True)
class PairsCompared:
    """The children linked now and not in the other View, by the numbers of `now`; and those linked only there, by its
    own."""

    gained: tuple[Pair, ...]
    lost: tuple[Pair, ...]


def compare_pairs(views: Views, records: Iterable[str]) -> PairsCompared:
    """Which children are linked in one of the Views alone, where these records are touched.

    Whether two are linked depends on what connects them, not on how many others it connects: so fewer children can
    differ than in `compare_links`, and no strength is computed.
    """
    touched = _touched(views, records)
    concerned: set[str] = set()
    for seen, changed in zip(views, _changed(views, touched), strict=True):
        found = entities_of(seen, touched).union(*(seen.connected(each) for each in changed))
        children = (each for each in found if seen.is_child(each))
        concerned.update(*(ids_of(seen, child) for child in children))
    now, other = (_linked(seen, concerned) for seen in views)
    return PairsCompared(
        gained=tuple(_only_in(views.now, now, views.other, other)),
        lost=tuple(_only_in(views.other, other, views.now, now)),
    )


Linked = dict[str, tuple[int, dict[str, int]]]
"""Children of one View by the id of the oldest record of each, with the children linked with each, likewise."""


def _linked(seen: "Seen", records: Iterable[str]) -> Linked:
    children = (each for each in entities_of(seen, records) if seen.is_child(each))
    return {
        seen.record_id(child): (child, {seen.record_id(other): other for other in seen.linked_with(child).tolist()})
        for child in children
    }


def _only_in(seen: "Seen", linked: Linked, there: "Seen", elsewhere: Linked) -> list[Pair]:
    """The pairs linked in one View and, whichever records are one there, not in the other; sorted.

    Most are named by the same two oldest records in either View: these are left out before anything else is looked up.
    """
    children = {child: set(others.values()) for child, others in elsewhere.values()}
    found: set[Pair] = set()
    for id, (child, others) in linked.items():
        known = elsewhere[id][1] if id in elsewhere else dict[str, int]()
        for other in (others[each] for each in others.keys() - known.keys()):
            ends = list(product(_counterparts(seen, there, child), _counterparts(seen, there, other)))
            pairs = [(one, two) for one, two in ends if one != two]
            if not any(two in children.get(one, ()) or one in children.get(two, ()) for one, two in pairs) and (
                pairs or not ends
            ):
                found.add(pair_of(child, other))
    return sorted(found)


def entities_of(seen: "Seen", records: Iterable[str]) -> set[int]:
    """The entities that these records belong to, of those that are visible."""
    numbers = (seen.record(record) for record in records)
    return {seen.cluster(number) for number in numbers if number is not None}


def ids_of(seen: "Seen", entity: int) -> set[str]:
    """The ids of the visible records of an entity."""
    return {seen.record_id(record) for record in seen.records(entity)}


def _counterparts(of: "Seen", there: "Seen", entity: int) -> set[int]:
    """The entities that the records of an entity belong to in the other View."""
    return entities_of(there, ids_of(of, entity))


def _touched(views: Views, records: Iterable[str]) -> set[str]:
    """These records, and all that are one with any of them in either View."""
    touched = set(records)
    while True:
        grown = {id for seen in views for entity in entities_of(seen, touched) for id in ids_of(seen, entity)}
        if grown <= touched:
            return touched
        touched |= grown


def _changed(views: Views, records: Collection[str]) -> tuple[set[int], set[int]]:
    """The entities of either View that are another in the other: of other records, of another kind, common or not."""
    now, other = ({each: _form(seen, each) for each in entities_of(seen, records)} for seen in views)
    return (
        {entity for entity, form in now.items() if form not in other.values()},
        {entity for entity, form in other.items() if form not in now.values()},
    )


def _form(seen: "Seen", entity: int) -> Form:
    return frozenset(ids_of(seen, entity)), seen.kind(entity), seen.is_common(entity)


def _concerned(views: Views, records: Collection[str]) -> set[str]:
    """The records of the children whose links may differ. Raises `OutOfBounds` for too many."""
    concerned: set[str] = set()
    for seen, changed in zip(views, _changed(views, records), strict=True):
        through = set(changed)
        through.update(*(seen.connected(each) for each in changed if seen.kind(each) in PEOPLE))
        found = entities_of(seen, records) | through
        found.update(*(seen.connected(each) for each in through))
        children = {each for each in found if seen.is_child(each)}
        if len(children) > MOST_CHILDREN:
            raise OutOfBounds(
                f"It concerns the links of {len(children)} children, more than the {MOST_CHILDREN} that are compared.",
                "Ask about one report instead of a whole source.",
            )
        concerned.update(*(ids_of(seen, child) for child in children))
    return concerned


def _strengths(seen: "Seen", records: Iterable[str], now: int) -> dict[Pair, float]:
    """How strongly each child among these records is linked with others."""
    children = sorted(each for each in entities_of(seen, records) if seen.is_child(each))
    return {
        pair_of(child, other): value
        for child, links in seen.links(children, now).items()
        for other, value in zip(links.linked.tolist(), links.values.tolist(), strict=True)
    }
