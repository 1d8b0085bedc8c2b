"""Which premises, adults, vehicles and phones items name with most children, on the best evidence: a View at once.

An item counts for what it names with a child: wholly where it alleges concern, and else by `WITHOUT_CONCERN`,
at a common place not at all. For an adult the adult's own role alleges concern. With one child, origins combine as in
a half of a link, each by its heaviest item, times how recent the newest is; a score adds up the children. Bands and
who is left out: `graph.rules.rankings`.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from graph.model.kinds import PERSON_SAID
from graph.model.view import UNDATED
from graph.projection.strengths import recent
from graph.projection.vectors import (
    Floats,
    Ints,
    Mask,
    distinct_pairs,
    first_of,
    largest,
    looked_up,
    products,
    rounded,
    spans,
    starts_of,
)
from graph.projection.visible import KINDS, Visible
from graph.rules.rankings import (
    AGE_NOT_KNOWN,
    ARREST,
    DECIDE_NOW,
    OWN_ACCOUNT,
    RANK_BANDS,
    RANKED,
    adult_from_age,
    adult_from_birth,
)
from graph.rules.roles import may_rank, of_concern
from graph.rules.strength import PLACES, TRUST, item_weight

WITHOUT_CONCERN = 0.3

Ranked = Literal["premises", "adults", "vehicles", "phones"]
SAID: dict[Ranked, frozenset[str]] = {
    "premises": frozenset({"address"}),
    "adults": PERSON_SAID,
    "vehicles": frozenset({"vehicle"}),
    "phones": frozenset({"phone", "account"}),
}
"""What mentions say of each that is ranked."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """Entities by band; those of several items first, then by score; those of unknown age by when they were last seen.

    Entity n is in band `bands[n]` of `RANK_BANDS` and has the children from `starts[n]` up to `starts[n + 1]`, the
    strongest first, each with a strength and the mentions of the entity that count.
    """

    entities: Ints
    bands: Ints
    scores: Floats
    starts: Ints
    children: Ints
    strengths: Floats
    mention_starts: Ints
    mentions: Ints

    def rows_of(self, place: int) -> range:
        """The children of an entity, by their places."""
        return range(int(self.starts[place]), int(self.starts[place + 1]))

    def mentions_with(self, row: int) -> Ints:
        """The mentions that count with one child."""
        return self.mentions[self.mention_starts[row] : self.mention_starts[row + 1]]

    def mentions_of(self, place: int) -> Ints:
        """The mentions of an entity that count with any child."""
        return self.mentions[self.mention_starts[self.starts[place]] : self.mention_starts[self.starts[place + 1]]]


def rank(visible: Visible, what: Ranked, now: int) -> Ranking:
    """Everything that counts, ranked, at `now` (epoch milliseconds)."""
    derived = visible.derived
    adult_from = _adult_from(visible) if what == "adults" else None
    mentions, factors = _counting(visible, what, adult_from)
    entities = visible.clusters.of[derived.mention("record")[mentions]]
    items = derived.mention("item")[mentions].astype(np.int64)
    child_starts, children = _children_in(visible)
    rows, at = spans(child_starts, items)
    children, entities, mentions = children[rows], entities[at], mentions[at]
    weights = _weights(visible, items)[at] * factors[at]
    apart = children != entities
    children, entities, mentions, weights = children[apart], entities[apart], mentions[apart], weights[apart]
    origins = derived.of_items("origin", derived.mention("item")[mentions])
    order = np.lexsort((origins, children, entities))
    children, entities, mentions = children[order], entities[order], mentions[order]
    weights, origins = weights[order], origins[order]
    many = max(len(visible.records), 1)
    pairs = entities * many + children
    heads = first_of(pairs)
    ends = np.append(heads, len(pairs))
    newest = largest(derived.of_items("happened_to", derived.mention("item")[mentions]), ends, UNDATED)
    strengths = rounded(_strengths(pairs, heads, origins, weights) * recent(newest, now), PLACES)
    bands = _bands(visible, adult_from)
    return _in_order(visible, bands, entities[heads], children[heads], strengths, ends, mentions)


def may_be_ranked(visible: Visible) -> Mask:
    """Which entities a list may rank: of people only those who are certainly 18 at the end of the View's day."""
    adult_from = _adult_from(visible)
    unknown = adult_from == UNDATED
    adult = ~unknown | (visible.kinds == KINDS.index("adult"))
    of_age = adult & (adult_from <= visible.end_of_day) & (visible.kinds != KINDS.index("child"))
    everything = np.arange(len(visible.records), dtype=np.int64)
    return np.where(visible.is_person(everything), of_age, True)


def _counting(visible: Visible, what: Ranked, adult_from: Ints | None) -> tuple[Ints, Floats]:
    """The visible mentions of ranked entities, and how far each counts."""
    derived, pools = visible.derived, visible.derived.tables.pools
    said, roles, items = derived.mention("said"), derived.mention("role"), derived.mention("item")
    entities = visible.clusters.of[derived.mention("record")]
    fits = _codes(pools["said"], SAID[what])[said]
    if adult_from is None:
        fits &= derived.connecting
        without = np.where(visible.common[entities], 0.0, WITHOUT_CONCERN)
        factors = np.where(derived.concern[items], 1.0, without)
    else:
        fits &= ~visible.is_child(entities) & (adult_from[entities] <= visible.end_of_day)
        start = derived.of_items("happened_from", items)
        fits &= (start == UNDATED) | (start >= adult_from[entities])
        fits &= _roles(visible, may_rank)[roles]
        factors = np.where(_roles(visible, of_concern)[roles], 1.0, WITHOUT_CONCERN)
    counting = np.flatnonzero(fits & visible.shown & (factors > 0))
    return counting, factors[counting]


def _adult_from(visible: Visible) -> Ints:
    """From when each entity is certainly 18, by the youngest that is stated; `UNDATED` where nothing is."""
    derived, pools = visible.derived, visible.derived.tables.pools
    births = [adult_from_birth(text) if text else None for text in pools["birth"]]
    stated = np.array([UNDATED if each is None else each for each in births], dtype=np.int64)[derived.mention("birth")]
    aged = np.flatnonzero((_codes(pools["age"], {""})[derived.mention("age")] == 0) & visible.shown)
    items = derived.mention("item")[aged]
    start = derived.of_items("happened_from", items)
    at = np.where(start == UNDATED, derived.of_items("recorded_at", items), start)
    for mention, moment in zip(aged.tolist(), at.tolist(), strict=True):
        known = adult_from_age(pools["age"][int(derived.mention("age")[mention])], moment)
        stated[mention] = max(int(stated[mention]), UNDATED if known is None else known)
    found = np.full(len(visible.records), UNDATED, dtype=np.int64)
    entities = visible.clusters.of[derived.mention("record")[visible.shown]]
    np.maximum.at(found, entities, stated[visible.shown])
    return found


def _bands(visible: Visible, adult_from: Ints | None) -> Ints:
    """The band of each entity, by its place in `RANK_BANDS`; of what is no person the age is known."""
    bands = np.full(len(visible.records), RANK_BANDS.index(RANKED), dtype=np.int64)
    if adult_from is None:
        return bands
    derived = visible.derived
    items, roles = derived.mention("item"), derived.mention("role")
    entities = visible.clusters.of[derived.mention("record")]
    own = visible.shown & _roles(visible, lambda role: role == OWN_ACCOUNT)[roles] & visible.is_child(entities)
    account = np.zeros(len(visible.passes), dtype=np.bool_)
    account[items[own]] = True
    number = derived.tables.pools["event"].find(ARREST)
    arrest = derived.of_items("event", items) == (-1 if number is None else number)
    decide = visible.shown & _roles(visible, of_concern)[roles] & (account[items] | arrest)
    bands[entities[decide]] = RANK_BANDS.index(DECIDE_NOW)
    people = np.isin(visible.kinds, [KINDS.index("person")])
    bands[people & (adult_from == UNDATED)] = RANK_BANDS.index(AGE_NOT_KNOWN)
    return bands


def _children_in(visible: Visible) -> tuple[Ints, Ints]:
    """By item, the children it names in a role that connects, or whose own account it is, each once."""
    derived = visible.derived
    entities = visible.clusters.of[derived.mention("record")]
    own = _roles(visible, lambda role: role == OWN_ACCOUNT)[derived.mention("role")]
    named = np.flatnonzero(visible.shown & (derived.connecting | own))
    named = named[visible.is_child(entities[named])]
    items, children = distinct_pairs(
        derived.mention("item")[named].astype(np.int64), entities[named], len(visible.records)
    )
    return starts_of(items, len(visible.passes)), children


def _weights(visible: Visible, items: Ints) -> Floats:
    """The weight of each of some items (`rules.strength.item_weight`)."""
    grades, crowd = visible.derived.of_items("grade", items), visible.derived.crowd[items]
    most = int(crowd.max(initial=0)) + 1
    names = visible.derived.tables.pools["grade"]
    return looked_up(grades * most + crowd, lambda key: item_weight(names[key // most], key % most))


def _strengths(pairs: Ints, heads: Ints, origins: Ints, weights: Floats) -> Floats:
    """The strength of each pair, of rows sorted by pair and origin."""
    if not len(pairs):
        return np.zeros(0)
    new = np.zeros(len(pairs), dtype=np.bool_)
    new[heads] = True
    new[1:] |= origins[1:] != origins[:-1]
    of_origin = np.flatnonzero(new)
    heaviest = np.maximum.reduceat(weights, of_origin)
    starts = np.append(np.searchsorted(of_origin, heads), len(of_origin))
    return rounded(1 - products(1 - TRUST * heaviest, starts), PLACES)


def _in_order(
    visible: Visible,
    bands: Ints,
    entities: Ints,
    children: Ints,
    strengths: Floats,
    starts: Ints,
    mentions: Ints,
) -> Ranking:
    """The pairs of each entity together, both in their order."""
    heads = first_of(entities)
    of = np.repeat(np.arange(len(heads), dtype=np.int64), np.diff(np.append(heads, len(entities))))
    scores = rounded(np.bincount(of, weights=strengths, minlength=len(heads)).astype(np.float64), PLACES)
    band = bands[entities[heads]]
    mention_of = of[np.repeat(np.arange(len(entities), dtype=np.int64), np.diff(starts))]
    items = visible.derived.mention("item")[mentions].astype(np.int64)
    several = np.bincount(distinct_pairs(mention_of, items, len(visible.passes))[0], minlength=len(heads)) > 1
    single = ~several & (band == RANK_BANDS.index(RANKED))
    known = band != RANK_BANDS.index(AGE_NOT_KNOWN)
    last = np.where(known, 0, visible.last[entities[heads]])
    ranked = np.lexsort((entities[heads], np.where(known, -scores, 0), -last, single, band))
    place = np.empty(len(heads), dtype=np.int64)
    place[ranked] = np.arange(len(heads), dtype=np.int64)
    order = np.lexsort((children, -strengths, place[of]))
    rows, at = spans(starts, order)
    return Ranking(
        entities[heads][ranked],
        band[ranked],
        scores[ranked],
        starts_of(place[of], len(heads)),
        children[order],
        strengths[order],
        starts_of(at, len(order)),
        mentions[rows],
    )


def _roles(visible: Visible, passes: Callable[[str], bool]) -> Mask:
    pool = visible.derived.tables.pools["role"]
    return _codes(pool, {role for role in pool if passes(role)})


def _codes(texts: Iterable[str], wanted: Collection[str]) -> Mask:
    return np.array([text in wanted for text in texts], dtype=np.bool_)
