"""Weighted draws, quick enough for a million reports."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Wheel(Generic[T]):
    """Draws from choices in proportion to their weights."""

    def __init__(self, choices: Sequence[T], weights: Sequence[float]) -> None:
        self._choices = choices
        self._upto = list(accumulate(weights))

    def draw(self, rng: Random) -> T:
        """One of the choices."""
        at = bisect(self._upto, rng.random() * self._upto[-1])
        return self._choices[min(at, len(self._choices) - 1)]


def zipf(choices: Sequence[T], steep: float = 1.0) -> Wheel[T]:
    """A wheel on which the n-th choice weighs n to the power of −`steep`."""
    return Wheel(choices, [(rank + 1) ** -steep for rank in range(len(choices))])
