"""Which premises, and which adults, items name with most children, on the best evidence: all of a View at once.

An item counts for what it names with a child: wholly where it alleges concern, and else by `WITHOUT_CONCERN`,
at a common place not at all. For an adult the adult's own role alleges concern. With one child, origins combine as in
a half of a link, each by its heaviest item; a score adds up the children.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from graph.model.kinds import PERSON_SAID
from graph.projection.vectors import (
    Floats,
    Ints,
    Mask,
    distinct_pairs,
    first_of,
    looked_up,
    products,
    rounded,
    spans,
    starts_of,
)
from graph.projection.visible import Visible
from graph.rules.roles import may_rank, of_concern
from graph.rules.strength import PLACES, TRUST, item_weight

WITHOUT_CONCERN = 0.3

Ranked = Literal["premises", "adults"]


@dataclass(frozen=True, eq=False)
class Ranking:
    """Entities by score, the highest first.

    Entity n has the children from `starts[n]` up to `starts[n + 1]`, the strongest first, each with a strength and the
    mentions of the entity that count.
    """

    entities: Ints
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


def rank(visible: Visible, what: Ranked) -> Ranking:
    """Everything that counts, ranked."""
    mentions, factors = _counting(visible, what)
    derived = visible.derived
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
    strengths = _strengths(pairs, heads, origins, weights)
    return _in_order(entities[heads], children[heads], strengths, np.append(heads, len(pairs)), mentions)


def _counting(visible: Visible, what: Ranked) -> tuple[Ints, Floats]:
    """The visible mentions of ranked entities, and how far each counts."""
    derived, pools = visible.derived, visible.derived.tables.pools
    said, roles, items = derived.mention("said"), derived.mention("role"), derived.mention("item")
    entities = visible.clusters.of[derived.mention("record")]
    if what == "premises":
        fits = _codes(pools["said"], {"address"})[said] & derived.connecting
        without = np.where(visible.common[entities], 0.0, WITHOUT_CONCERN)
        factors = np.where(derived.concern[items], 1.0, without)
    else:
        fits = _codes(pools["said"], PERSON_SAID)[said] & ~visible.is_child(entities)
        fits &= _codes(pools["role"], {role for role in pools["role"] if may_rank(role)})[roles]
        concern = _codes(pools["role"], {role for role in pools["role"] if of_concern(role)})[roles]
        factors = np.where(concern, 1.0, WITHOUT_CONCERN)
    counting = np.flatnonzero(fits & visible.shown & (factors > 0))
    return counting, factors[counting]


def _children_in(visible: Visible) -> tuple[Ints, Ints]:
    """By item, the children it names in a role that connects, each once."""
    derived = visible.derived
    entities = visible.clusters.of[derived.mention("record")]
    named = np.flatnonzero(visible.shown & derived.connecting)
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


def _in_order(entities: Ints, children: Ints, strengths: Floats, starts: Ints, mentions: Ints) -> Ranking:
    """The pairs of each entity together, both by strength."""
    heads = first_of(entities)
    of = np.repeat(np.arange(len(heads), dtype=np.int64), np.diff(np.append(heads, len(entities))))
    scores = rounded(np.bincount(of, weights=strengths, minlength=len(heads)).astype(np.float64), PLACES)
    ranked = np.lexsort((entities[heads], -scores))
    place = np.empty(len(heads), dtype=np.int64)
    place[ranked] = np.arange(len(heads), dtype=np.int64)
    order = np.lexsort((children, -strengths, place[of]))
    rows, at = spans(starts, order)
    return Ranking(
        entities[heads][ranked],
        scores[ranked],
        starts_of(place[of], len(heads)),
        children[order],
        strengths[order],
        starts_of(at, len(order)),
        mentions[rows],
    )


def _codes(texts: Iterable[str], wanted: Collection[str]) -> Mask:
    return np.array([text in wanted for text in texts], dtype=np.bool_)
