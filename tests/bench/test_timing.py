"""Percentiles are samples that were taken, not numbers between them."""

from bench.timing import Percentiles, taken


def test_the_95th_percentile_is_the_smallest_that_95_in_100_do_not_exceed() -> None:
    assert Percentiles.of(range(1, 101)) == Percentiles(p50=50, p95=95)
    assert Percentiles.of([3.0, 1.0, 2.0]) == Percentiles(p50=2.0, p95=3.0)
    assert Percentiles.of([7.0]) == Percentiles(p50=7.0, p95=7.0)


def test_what_a_call_gives_comes_with_what_it_took() -> None:
    given, took = taken(lambda: sum(range(1000)))

    assert given == 499_500
    assert took.clock > 0
    assert took.here >= 0
