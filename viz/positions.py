"""Where everything of a picture stands, as values: `viz.layout` computes them, every writer reads them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """Middle of each entity's icon by node id, x to the right and y downwards; `bends` as long as the network's edges.

    A bend is how far the middle of a link stands aside of the straight line, as a share of its length, on the left
    of the way from the end with the lesser id to the other.
    """

    positions: Mapping[str, tuple[float, float]]
    bends: tuple[float, ...]
