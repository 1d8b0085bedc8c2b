"""How strongly two children's cases are linked: a number from 0 to 1, with its parts.

A link goes from one child through a connecting entity (an adult, premises, a vehicle, a phone, an account) to another
child; each half rests on items. What the number promises, each promise with a test:

- it is at least 0 and below 1;
- more evidence never lowers it, while the number of people who share the connecting entity stays as it is;
- repeats of one origin count once, however many items, entities or reports repeat it;
- an item graded E (suspected to be false) counts nothing and is still shown;
- whatever connects many people, and common places above all, connects little, unless items of concern say otherwise.

The parts, in the order in which they are multiplied:

    half        1 − Π over origins (1 − TRUST × the heaviest of its items)
                an item's weight = grade × crowd;   × WITHOUT_CONCERN where it alleges no concern about anybody
    specific    √(2 / people who share the entity) × kind;   × COMMON for a common place
    together    1 within a month of one another, falling to APART at a year; APART where a date is not known
    recent      1 within half a year of today, falling to OLD at three years; OLD where no date is known

The weights are judgements of this project, stated here and shown with every link; they are not law.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import prod, sqrt

DAY = 86_400_000
"""Milliseconds in a day."""

TRUST = 0.9
"""What the best single origin can contribute: one source is never certainty."""

SOURCE_WEIGHT = {"1": 1.0, "2": 0.8, "3": 0.4, "-": 0.7}
ASSESSMENT_WEIGHT = {"A": 1.0, "B": 0.85, "C": 0.6, "D": 0.4, "E": 0.0, "-": 0.6}
UNGRADED = 0.55
"""Professional information from partners, which often has no grade."""

WITHOUT_CONCERN = 0.5
"""What is left of an item in which nobody is reported as a concern: two friends at a bus stop are linked, but less."""

CROWD = 5
"""Items that name more people than this say less about each pair of them."""

KIND_WEIGHT = {"item": 1.0, "phone": 1.0, "vehicle": 0.95, "account": 0.95, "adult": 0.9, "person": 0.9, "child": 0.9}
PREMISES_WEIGHT = 0.85
COMMON = 0.15
"""What is left of a common place, such as a school or a station."""

COMMON_PLACES = frozenset({"school", "hospital", "station", "care home", "placement", "taxi office", "shop", "park"})

APART, NEAR_DAYS, APART_DAYS = 0.4, 31, 365
OLD, RECENT_DAYS, OLD_DAYS = 0.6, 182, 1096
PLACES = 6
"""Decimal places of every strength that is shown or compared."""


@dataclass(frozen=True, order=True)
class Support:
    """One item behind one half of a link.

    `grade` is a grade key ("2C", "--"); `people` the number of people the item names; `start` and `end` when it
    happened (epoch milliseconds, half-open) or None; `concern` whether it alleges concern about somebody.
    """

    item: str
    origin: str
    grade: str
    people: int
    start: int | None
    end: int | None
    concern: bool


@dataclass(frozen=True)
class Connector:
    """What connects: its kind, whether it is a common place, and how many visible people share it.

    `sharing_of_concern` counts only those named with it in items of concern.
    """

    kind: str
    common: bool
    sharing: int
    sharing_of_concern: int


@dataclass(frozen=True)
class Via:
    """One connection between two children: the items of each half. A direct link has one item in both halves."""

    connector: Connector
    first: frozenset[Support]
    second: frozenset[Support]


@dataclass(frozen=True)
class ViaStrength:
    """The strength of one connection and its parts, each rounded; `reasons` say them in plain words."""

    value: float
    first: float
    second: float
    specific: float
    together: float
    recent: float
    of_concern: bool
    reasons: tuple[str, ...]

    @property
    def factor(self) -> float:
        """Everything but the evidence of the halves."""
        return self.specific * self.together * self.recent


@dataclass(frozen=True)
class LinkStrength:
    """The strength of a link through all its connections."""

    value: float
    parts: tuple[ViaStrength, ...]


def item_weight(grade: str, people: int) -> float:
    """The weight of one item for one pair of those it names."""
    graded = UNGRADED if grade == "--" else SOURCE_WEIGHT[grade[0]] * ASSESSMENT_WEIGHT[grade[1]]
    return graded * min(1.0, CROWD / max(people, 1))


def weakest(grades: Iterable[str]) -> str:
    """The grade that weighs least; of those that weigh alike, the first in order of their text."""
    return min(grades, key=lambda grade: (item_weight(grade, 1), grade))


def support_weight(support: Support) -> float:
    """The weight of one item behind one half of a link."""
    return item_weight(support.grade, support.people) * (1.0 if support.concern else WITHOUT_CONCERN)


@lru_cache(maxsize=4096)
def half(supports: frozenset[Support]) -> float:
    """The belief in one half of a link: independent origins combine, repeats do not."""
    heaviest: dict[str, float] = {}
    for support in supports:
        weight = support_weight(support)
        heaviest[support.origin] = max(weight, heaviest.get(support.origin, 0.0))
    return 1 - prod(1 - TRUST * weight for _, weight in sorted(heaviest.items()))


def specific(connector: Connector, *, of_concern: bool) -> float:
    """How specific the connecting entity is. In items of concern a common place is a place like any other."""
    sharing = connector.sharing_of_concern if of_concern else connector.sharing
    weight = KIND_WEIGHT.get(connector.kind, PREMISES_WEIGHT)
    common = COMMON if connector.common and not of_concern else 1.0
    return weight * common * sqrt(2 / max(sharing, 2))


def together(first: Collection[Support], second: Collection[Support]) -> float:
    """How near in time the two halves come to one another, at their nearest."""
    gap = _nearest_gap(_intervals(first), _intervals(second))
    return APART if gap is None else _fall(gap / DAY, NEAR_DAYS, APART_DAYS, APART)


def recent(first: Collection[Support], second: Collection[Support], now: int) -> float:
    """How recent the older half's newest item is."""
    return min(_recent_half(first, now), _recent_half(second, now))


def via_strength(via: Via, now: int) -> ViaStrength:
    """The strength of one connection at `now` (epoch milliseconds), the stronger of its readings."""
    return max((reading.strength for reading in _readings(via, now)), key=lambda strength: strength.value)


def link_strength(vias: Collection[Via], now: int) -> LinkStrength:
    """The strength of a link through all its connections, without counting any origin twice.

    On each side every origin counts once, through the connection where it says most; the weaker side decides, and
    nothing is stronger than what the connecting entities together could carry.
    """
    if not vias:
        return LinkStrength(0.0, ())
    read = [_readings(via, now) for via in vias]
    every = [reading for readings in read for reading in readings]
    first = _side((reading.via.first, reading.strength.second, reading) for reading in every)
    second = _side((reading.via.second, reading.strength.first, reading) for reading in every)
    factors = sorted(max(reading.strength.factor for reading in readings) for readings in read)
    ceiling = 1 - prod(1 - factor for factor in factors)
    parts = tuple(max((r.strength for r in readings), key=lambda strength: strength.value) for readings in read)
    return LinkStrength(round(min(first, second, ceiling), PLACES), parts)


@dataclass(frozen=True)
class _Reading:
    via: Via
    strength: ViaStrength


def _readings(via: Via, now: int) -> tuple[_Reading, ...]:
    """A common place is read twice: as a common place, and in its items of concern alone as a place like any other."""
    whole = _Reading(via, _reckon(via, now, of_concern=False))
    if not via.connector.common:
        return (whole,)
    first = frozenset(support for support in via.first if support.concern)
    second = frozenset(support for support in via.second if support.concern)
    if not first or not second:
        return (whole,)
    concern = Via(via.connector, first, second)
    return whole, _Reading(concern, _reckon(concern, now, of_concern=True))


def _side(halves: Iterable[tuple[frozenset[Support], float, _Reading]]) -> float:
    """One side's belief: each origin once, where it says most. A direct link's halves are one and the same item."""
    best: dict[str, float] = {}
    for own, other_half, reading in halves:
        through = reading.strength.factor * (1.0 if reading.via.connector.kind == "item" else other_half)
        for support in own:
            weight = TRUST * support_weight(support) * through
            best[support.origin] = max(weight, best.get(support.origin, 0.0))
    return 1 - prod(1 - weight for _, weight in sorted(best.items()))


def _reckon(via: Via, now: int, *, of_concern: bool) -> ViaStrength:
    first, second = half(via.first), half(via.second)
    specifically = specific(via.connector, of_concern=of_concern)
    near = together(via.first, via.second)
    fresh = recent(via.first, via.second, now)
    evidence = min(first, second) if via.connector.kind == "item" else first * second
    return ViaStrength(
        value=round(evidence * specifically * near * fresh, PLACES),
        first=round(first, PLACES),
        second=round(second, PLACES),
        specific=round(specifically, PLACES),
        together=round(near, PLACES),
        recent=round(fresh, PLACES),
        of_concern=of_concern,
        reasons=_reasons(via, near, fresh, of_concern=of_concern),
    )


def _reasons(via: Via, near: float, fresh: float, *, of_concern: bool) -> tuple[str, ...]:
    connector = via.connector
    said = [_evidence_words(via)]
    if not any(support.concern for support in via.first | via.second):
        said.append("no item alleges a concern")
    if connector.kind == "item":
        return (*said, *(["long ago, or no date is known"] if fresh <= OLD else []))
    sharing = connector.sharing_of_concern if of_concern else connector.sharing
    said.append(f"shared by {sharing} people" + (" in reports of concern" if of_concern else ""))
    if connector.common and not of_concern:
        said.append("a common place, which counts little by itself")
    if connector.common and of_concern:
        said.append("a common place, counted for its reports of concern only")
    if near <= APART:
        said.append("a year or more apart, or a date is not known")
    elif near < 1:
        said.append("more than a month apart")
    if fresh <= OLD:
        said.append("long ago, or no date is known")
    return tuple(said)


def _evidence_words(via: Via) -> str:
    supports = via.first | via.second
    items, origins = len({s.item for s in supports}), len({s.origin for s in supports})
    word = "item" if items == 1 else "items"
    source = "one origin" if origins == 1 else f"{origins} independent origins"
    return f"{items} {word} from {source}"


def _intervals(supports: Collection[Support]) -> list[tuple[int, int]]:
    return sorted((s.start, s.end) for s in supports if s.start is not None and s.end is not None)


def _nearest_gap(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> int | None:
    """The shortest time between an interval of one list and one of the other, each sorted by start; None without any.

    One sweep by start: the latest end seen so far on the other side is the nearest one before.
    """
    nearest: int | None = None
    latest_end: list[int | None] = [None, None]
    for start, end, side in sorted([(s, e, 0) for s, e in first] + [(s, e, 1) for s, e in second]):
        before = latest_end[1 - side]
        if before is not None:
            gap = max(0, start - before)
            nearest = gap if nearest is None else min(nearest, gap)
        own = latest_end[side]
        latest_end[side] = end if own is None else max(own, end)
    return nearest


def _recent_half(supports: Collection[Support], now: int) -> float:
    ends = [support.end for support in supports if support.end is not None]
    return _fall((now - max(ends)) / DAY, RECENT_DAYS, OLD_DAYS, OLD) if ends else OLD


def _fall(days: float, full: int, least: int, floor: float) -> float:
    """1 up to `full` days, then straight down to `floor` at `least` days and after."""
    if days <= full:
        return 1.0
    return max(floor, 1 - (1 - floor) * (days - full) / (least - full))
