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

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import accumulate
from math import inf, prod, sqrt
from typing import NamedTuple

from graph.model.kinds import ENTITY_KINDS
from graph.wording import wording, wording_of

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

KIND_WEIGHT: dict[str, float] = {"item": 1.0} | {each.kind: each.weight for each in ENTITY_KINDS}
COMMON = 0.15
"""What is left of a common place, such as a school or a station."""

COMMON_PLACES = frozenset({"school", "hospital", "station", "care home", "placement", "taxi office", "shop", "park"})

APART, NEAR_DAYS, APART_DAYS = 0.4, 31, 365
OLD, RECENT_DAYS, OLD_DAYS = 0.6, 182, 1096
PLACES = 6
"""Decimal places of every strength that is shown or compared."""


class Support(NamedTuple):
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

    @property
    def trust(self) -> float:
        """What it contributes to its half where no other item of its origin says more."""
        return trust(self.grade, self.people, concern=self.concern)


@dataclass(frozen=True)
class Connector:
    """What connects: its kind, whether it is a common place, and how many visible people share it.

    `sharing_of_concern` counts only those named with it in items of concern.
    """

    kind: str
    common: bool
    sharing: int
    sharing_of_concern: int

    @cached_property
    def specific(self) -> float:
        """How specific the connecting entity is, rounded."""
        return self._specific(self.sharing, COMMON if self.common else 1.0)

    @cached_property
    def specific_of_concern(self) -> float:
        """The same in items of concern alone, where a common place is a place like any other."""
        return self._specific(self.sharing_of_concern, 1.0)

    def _specific(self, sharing: int, common: float) -> float:
        return round(KIND_WEIGHT[self.kind] * common * sqrt(2 / max(sharing, 2)), PLACES)


@dataclass(frozen=True)
class Half:
    """The items behind one half of a link, each once, with what strength reads off them; made by `half`.

    `trusted`: each origin, and what its heaviest item contributes (TRUST × its weight), by origin. `belief`: the belief
    in this half. `times` and `reaches`: when its dated items happened, by start, and the latest end up to each.
    """

    supports: tuple[Support, ...]
    trusted: tuple[tuple[str, float], ...]
    belief: float
    times: tuple[tuple[int, int], ...]
    reaches: tuple[int, ...]

    @property
    def newest(self) -> int | None:
        """The latest end of all its items, None where no date is known."""
        return self.reaches[-1] if self.reaches else None

    @cached_property
    def rounded(self) -> float:
        """The belief as it is shown."""
        return round(self.belief, PLACES)

    @cached_property
    def of_concern(self) -> "Half | None":
        """Its items of concern alone, None without any."""
        concern = [support for support in self.supports if support.concern]
        if len(concern) == len(self.supports):
            return self
        return half(concern) if concern else None


@dataclass(frozen=True)
class Via:
    """One connection between two children: the items of each half. A direct link has one item in both halves.

    It keeps how it reads on a day, since the strength of a link and that of what is shared both rest on it.
    """

    connector: Connector
    first: Half
    second: Half
    _read: "dict[int, list[_Reading]]" = field(default_factory=lambda: {}, init=False, repr=False, compare=False)  # noqa: PIE807  # `dict` alone is a dict of anything

    def readings(self, now: int) -> "list[_Reading]":
        """The ways to read it at `now` (epoch milliseconds)."""
        found = self._read.get(now)
        if found is None:
            found = self._read[now] = _readings(self, now)
        return found

    @property
    def supports(self) -> set[Support]:
        """The items of both halves."""
        return {*self.first.supports, *self.second.supports}


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


@cache
def item_weight(grade: str, people: int) -> float:
    """The weight of one item for one pair of those it names."""
    graded = UNGRADED if grade == "--" else SOURCE_WEIGHT[grade[0]] * ASSESSMENT_WEIGHT[grade[1]]
    return graded * min(1.0, CROWD / max(people, 1))


def weakest(grades: Iterable[str]) -> str:
    """The grade that weighs least; of those that weigh alike, the first in order of their text."""
    return min(grades, key=lambda grade: (item_weight(grade, 1), grade))


def trust(grade: str, people: int, *, concern: bool) -> float:
    """What one item contributes to its half of a link, where no other of its origin says more: TRUST × its weight."""
    return TRUST * item_weight(grade, people) * (1.0 if concern else WITHOUT_CONCERN)


def half(supports: Iterable[Support]) -> Half:
    """One half of a link: independent origins combine, repeats do not."""
    each = tuple(supports)
    if len(each) == 1:
        return _half_of_one(each[0])
    heaviest: dict[str, float] = {}
    for support in each:
        weight = support.trust
        heaviest[support.origin] = max(weight, heaviest.get(support.origin, 0.0))
    trusted = tuple(sorted(heaviest.items()))
    times = tuple(sorted([(s.start, s.end) for s in each if s.start is not None and s.end is not None]))
    reaches = tuple(accumulate([end for _, end in times], max))
    belief = 1 - prod([1 - weight for _, weight in trusted])
    return Half(each, trusted, belief, times, reaches)


def _half_of_one(support: Support) -> Half:
    """The same for one item, as most halves are: computed in a third of the time."""
    weight = support.trust
    belief = 1 - (1 - weight)
    trusted = ((support.origin, weight),)
    if support.start is None or support.end is None:
        return Half((support,), trusted, belief, (), ())
    times = ((support.start, support.end),)
    return Half((support,), trusted, belief, times, (support.end,))


def together(first: Half, second: Half) -> float:
    """How near in time the two halves come to one another, at their nearest, rounded."""
    gap = _nearest_gap(first, second)
    return APART if gap is None else _fall(gap / DAY, NEAR_DAYS, APART_DAYS, APART)


def recent(first: Half, second: Half, now: int) -> float:
    """How recent the older half's newest item is, rounded."""
    if first.newest is None or second.newest is None:
        return OLD
    return since(min(first.newest, second.newest), now)


def since(moment: int | None, now: int) -> float:
    """How recent a moment is, rounded; None is not known."""
    return OLD if moment is None else _fall((now - moment) / DAY, RECENT_DAYS, OLD_DAYS, OLD)


def via_strength(via: Via, now: int) -> ViaStrength:
    """The strength of one connection at `now` (epoch milliseconds), the stronger of its readings."""
    strongest = max(via.readings(now), key=lambda reading: reading.value)
    return ViaStrength(
        value=strongest.value,
        first=strongest.first.rounded,
        second=strongest.second.rounded,
        specific=strongest.specific,
        together=strongest.together,
        recent=strongest.recent,
        of_concern=strongest.of_concern,
        reasons=_reasons(via.connector, strongest),
    )


def link_value(vias: Iterable[Via], now: int) -> float:
    """The strength of a link through all its connections, without counting any origin twice.

    On each side every origin counts once, through the connection where it says most; the weaker side decides, and
    nothing is stronger than what the connecting entities together could carry.
    """
    first: list[tuple[Half, float]] = []
    second: list[tuple[Half, float]] = []
    factors: list[float] = []
    for via in vias:
        strongest = 0.0
        for reading in via.readings(now):
            factor = reading.factor
            strongest = max(strongest, factor)
            first.append((reading.first, factor if reading.direct else factor * reading.second.rounded))
            second.append((reading.second, factor if reading.direct else factor * reading.first.rounded))
        factors.append(strongest)
    ceiling = 1 - prod([1 - factor for factor in sorted(factors)])
    return round(min(_side(first), _side(second), ceiling), PLACES)


class _Reading(NamedTuple):
    """One way to read a connection: all its items, or its items of concern alone.

    `factor` is everything but the evidence of the halves: the three parts before it, multiplied.
    """

    direct: bool
    first: Half
    second: Half
    specific: float
    together: float
    recent: float
    factor: float
    of_concern: bool

    @property
    def value(self) -> float:
        """The strength of the connection, read so. A direct link's halves are one and the same item."""
        first, second = self.first.belief, self.second.belief
        evidence = min(first, second) if self.direct else first * second
        return round(evidence * self.factor, PLACES)


def _readings(via: Via, now: int) -> list[_Reading]:
    """A common place is read twice: as a common place, and in its items of concern alone as a place like any other."""
    whole = _read(via.connector, via.first, via.second, now, of_concern=False)
    if not via.connector.common:
        return [whole]
    first = via.first.of_concern
    if first is None or (second := via.second.of_concern) is None:
        return [whole]
    return [whole, _read(via.connector, first, second, now, of_concern=True)]


def _read(connector: Connector, first: Half, second: Half, now: int, *, of_concern: bool) -> _Reading:
    specific = connector.specific_of_concern if of_concern else connector.specific
    near, new = together(first, second), recent(first, second, now)
    direct = connector.kind == "item"
    return _Reading(direct, first, second, specific, near, new, specific * near * new, of_concern)


def _side(halves: Sequence[tuple[Half, float]]) -> float:
    """One side's belief: each origin once, where it says most."""
    if len(halves) == 1:
        ((only, through),) = halves
        return 1 - prod([1 - trust * through for _, trust in only.trusted])
    best: dict[str, float] = {}
    for each, through in halves:
        for origin, trust in each.trusted:
            weight = trust * through
            if weight > best.get(origin, -1.0):
                best[origin] = weight
    return 1 - prod([1 - weight for _, weight in sorted(best.items())])


def _reasons(connector: Connector, read: _Reading) -> tuple[str, ...]:
    supports = {*read.first.supports, *read.second.supports}
    said = [_evidence_words(supports)]
    if not any(support.concern for support in supports):
        said.append(wording("no item alleges a concern"))
    if connector.kind == "item":
        return (*said, *([wording("long ago, or no date is known")] if read.recent <= OLD else []))
    sharing = connector.sharing_of_concern if read.of_concern else connector.sharing
    said.append(
        wording("shared by %(num)s people in reports of concern", num=sharing)
        if read.of_concern
        else wording("shared by %(num)s people", num=sharing)
    )
    if connector.common and not read.of_concern:
        said.append(wording("a common place, which counts little by itself"))
    if connector.common and read.of_concern:
        said.append(wording("a common place, counted for its reports of concern only"))
    if read.together <= APART:
        said.append(wording("a year or more apart, or a date is not known"))
    elif read.together < 1:
        said.append(wording("more than a month apart"))
    if read.recent <= OLD:
        said.append(wording("long ago, or no date is known"))
    return tuple(said)


def _evidence_words(supports: Collection[Support]) -> str:
    items, origins = len({s.item for s in supports}), len({s.origin for s in supports})
    source = wording("one source") if origins == 1 else wording("%(num)d separate sources", num=origins)
    return wording_of("%(num)d item from %(source)s", "%(num)d items from %(source)s", items, source=source)


def _nearest_gap(first: Half, second: Half) -> float | None:
    """The shortest time between a dated item of one half and one of the other; None where either has none."""
    few, many = (first, second) if len(first.times) <= len(second.times) else (second, first)
    return max(0, min([_gap(start, end, many) for start, end in few.times])) if few.times else None


def _gap(start: int, end: int, half: Half) -> float:
    """The time between an interval and the half's nearest, below nothing where they overlap.

    Of those that start no later, the one that reaches furthest is the nearest; of those that start later, the first.
    """
    later = bisect_right(half.times, (start, inf))
    before = start - half.reaches[later - 1] if later > 0 else inf
    after = half.times[later][0] - end if later < len(half.times) else inf
    return min(before, after)


def _fall(days: float, full: int, least: int, floor: float) -> float:
    """1 up to `full` days, then straight down to `floor` at `least` days and after."""
    if days <= full:
        return 1.0
    return max(floor, round(1 - (1 - floor) * (days - full) / (least - full), PLACES))
