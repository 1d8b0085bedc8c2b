"""The command `dolen bench`: how long Dolen takes on a fictional force."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import out
from bench.bench import PATIENCE
from bench.run import BENCHES, run_benches
from graph.errors import NotFound

bench_app = typer.Typer(rich_markup_mode=None)

BENCH_SIZE = 100_000


@bench_app.command()
def bench(
    name: Annotated[
        str,
        typer.Argument(
            help="ingest, linking, questions, search, pages, explorer, start or alerts; all of them without a name."
        ),
    ] = "",
    reports: Annotated[int, typer.Option(help="How many reports the fictional force has.")] = BENCH_SIZE,
    folder: Annotated[Path, typer.Option(help="Where forces are kept between runs; remove it to load again.")] = Path(
        "bench-data"
    ),
    patience: Annotated[
        float, typer.Option(help="Seconds after which one line of the table of questions asks about no more.")
    ] = PATIENCE,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Measure this question only; repeatable.", metavar="QUESTION")
    ] = None,
) -> None:
    """Measure Dolen on a fictional force: loading, linking, questions, search, pages, explorer, start, alerts."""
    if name and name not in BENCHES:
        raise NotFound(f"There is no benchmark called {name!r}.", f"Choose one of: {', '.join(BENCHES)}.")
    run_benches([name] if name else BENCHES, reports, folder.resolve(), out, patience, tuple(only or ()))
