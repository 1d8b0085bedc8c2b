"""`dolen monitoring`: the figures of a period, for people, for programs, or as a file (protocol §7)."""

from collections.abc import Mapping
from pathlib import Path
from time import time_ns
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.context import out
from api.cli.view_options import Screen, reads
from api.services.monitoring import Figures, figures_now, read_asked
from graph.errors import ValueRefused
from graph.reading.question import Answer
from graph.rules.monitoring import AGE_BANDS
from viz.export import Export, check_place
from viz.figures_file import MEDIA, FiguresFile, FiguresForm

monitoring_app = typer.Typer(rich_markup_mode=None)


class FiguresOut(Answer):
    """The figures as `--json` prints them."""

    title: str
    tables: tuple[Mapping[str, object], ...]


@monitoring_app.command()
@reads
def monitoring(
    screen: Screen,
    first: Annotated[str, typer.Option(help="The first day, as 2026-01-01; without it, of this year.")] = "",
    last: Annotated[str, typer.Option(help="The last day, counted in; without it, today.")] = "",
    area: Annotated[str, typer.Option(help="Only children of this responsible authority.")] = "",
    age_band: Annotated[str, typer.Option(help=f"Only of this age: {', '.join(AGE_BANDS)}.")] = "",
    for_publication: Annotated[bool, typer.Option(help="Suppress small numbers.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write them as .csv or .xlsx.")] = None,
) -> None:
    """Figures for monitoring: meetings, children, clocks, deficits in service, before and after plans."""
    form = None if output is None else _form(output)
    asked = read_asked(first, last, area, age_band, screen.view.today)
    made = figures_now(screen, asked, time_ns() // 1_000_000, published=for_publication)
    if output is not None and form is not None:
        leaving = Export("figures", FiguresFile(made.title, made.tables, form), screen.actor, made.title)
        screen.installation.exit.put_at(leaving, output)
        out.print(escape(f"Written: {output}"), highlight=False)
        return
    rows = tuple({"heading": each.heading, "note": each.note, "rows": each.rows} for each in made.tables)
    screen.show(FiguresOut(title=made.title, tables=rows), lambda: _show(made))


def _form(output: Path) -> FiguresForm:
    check_place(output, tuple(f".{form}" for form in MEDIA))
    found: FiguresForm | None = next((form for form in MEDIA if output.suffix.lower() == f".{form}"), None)
    if found is None:
        raise ValueRefused("--output", output.name, "it ends in neither .csv nor .xlsx.")
    return found


def _show(made: Figures) -> None:
    out.print(escape(made.title), highlight=False)
    for each in made.tables:
        out.print(escape(f"{each.heading}{f' ({each.note})' if each.note else ''}:"), highlight=False)
        for name, count in each.rows or (("none", 0),):
            out.print(escape(f"- {name}: {count}"), highlight=False)
