"""Timing: what each call took, of it how much in this process, and the median and 95th percentile of many calls."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Taken:
    """One call, in milliseconds: by the clock, and of it the processor time of this process.

    What remains of the clock is the engine's, and waiting for it.
    """

    clock: float
    here: float


@dataclass(frozen=True)
class Percentiles:
    """The median and the 95th percentile of many calls, in milliseconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, samples: Iterable[float]) -> "Percentiles":
        """Of at least one sample; the 95th percentile is a sample, the smallest that 95 in 100 do not exceed."""
        ordered = sorted(samples)
        return cls(_nearest_rank(ordered, 50), _nearest_rank(ordered, 95))


def taken(call: Callable[[], T]) -> tuple[T, Taken]:
    """What a call gives, and what it took."""
    clock, here = perf_counter(), process_time()
    given = call()
    return given, Taken((perf_counter() - clock) * 1000, (process_time() - here) * 1000)


def _nearest_rank(ordered: list[float], percent: int) -> float:
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
