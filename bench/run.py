"""`dolen bench`: a fictional force, loaded and measured. Every answer is checked before it is timed."""

from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console

from bench.bench import Bench, open_bench
from bench.linking import bench_linking, bench_linking_elsewhere
from bench.questions import bench_questions, check_measured
from bench.search import bench_search
from bench.startup import bench_start


def bench_ingest(bench: Bench) -> None:
    """How fast the force was loaded, in this run or the one that loaded it."""
    load = bench.load
    bench.console.print(
        f"Loaded {load.reports:,} reports, {load.items:,} items, {load.mentions:,} mentions in {load.seconds:,.0f} s:"
        f" {load.mentions / max(load.seconds, 0.1):,.0f} mentions a second; {load.quarantined:,} rows refused"
        f"{' (the load was cut off and resumed: the rate is of neither)' if load.resumed else ''}",
        highlight=False,
        soft_wrap=True,
    )


def bench_links(bench: Bench) -> None:
    """What linked_children is worth on this force, and on others of other seeds."""
    bench_linking(bench)
    bench_linking_elsewhere(bench)


def bench_pages(bench: Bench) -> None:
    """How soon the server has a child's page ready, and the neighbours for the explorer."""
    from bench.pages import measure_pages  # only here, since it brings the whole application with it

    measure_pages(bench)


def bench_explorer(bench: Bench) -> None:
    """How soon the explorer can be worked with in a browser, and how smoothly it is dragged."""
    from bench.explorer import measure_explorer  # only here, since it brings the whole application with it

    measure_explorer(bench)


def bench_alerting(bench: Bench) -> None:
    """How soon a new item has become stored alerts, with 20 audiences."""
    from bench.alert_delay import bench_alerts  # only here, since it loads further items into the force

    bench_alerts(bench)


BENCHES: dict[str, Callable[[Bench], None]] = {
    "ingest": bench_ingest,
    "linking": bench_links,
    "questions": bench_questions,
    "search": bench_search,
    "pages": bench_pages,
    "explorer": bench_explorer,
    "start": bench_start,
    "alerts": bench_alerting,
}
"""Every benchmark by name, in the order in which they run."""


def run_benches(
    names: Iterable[str], reports: int, folder: Path, console: Console, patience: float, only: tuple[str, ...] = ()
) -> None:
    """Load the force where it is not loaded yet, and run these benchmarks on it.

    Raises `NotFound` where `only` names what is no measured question.
    """
    check_measured(only)
    with open_bench(reports, folder, console, patience, only) as bench:
        for name in names:
            console.rule(f"{name}, {reports:,} reports")
            BENCHES[name](bench)
