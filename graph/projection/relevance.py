"""How those named beside an entity are tied to it: what `graph.rules.relevance` weighs, for all of them at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.projection.links import Sharings
from graph.projection.strengths import Halves
from graph.projection.vectors import Ints, starts_of
from graph.projection.visible import Visible
from graph.rules.relevance import relevance


@dataclass(frozen=True)
class NeighbourTie:
    """How many of the items that name both allege a concern, and how relevant the other is (0 to 1)."""

    concern: int
    relevance: float


def ties(visible: Visible, entity: int, beside: Mapping[int, Ints]) -> dict[int, NeighbourTie]:
    """The tie of each other to an entity, by the items that name both."""
    if not beside:
        return {}
    others = np.array(sorted(beside), dtype=np.int64)
    items = [beside[int(other)] for other in others]
    of = np.repeat(np.arange(len(others), dtype=np.int64), [len(each) for each in items])
    halves = Halves.of(visible.derived, starts_of(of, len(others)), np.concatenate(items))
    of_concern = halves.of_concern
    children = _children_of_concern(visible, entity, others)
    return {
        int(other): NeighbourTie(
            concern=int(of_concern.starts[at + 1] - of_concern.starts[at]),
            relevance=relevance(
                float(halves.belief[at]),
                float(of_concern.belief[at]),
                common=bool(visible.common[other]),
                children=int(children[at]),
            ),
        )
        for at, other in enumerate(others)
    }


def _children_of_concern(visible: Visible, entity: int, others: Ints) -> Ints:
    """How many children, apart from the entity, items of concern name with each of some others, both in roles that
    connect."""
    sharings = Sharings.of(visible, others)
    counted = sharings.halves_of_concern.filled & (sharings.children != entity)
    return np.bincount(sharings.at[counted], minlength=len(others))
