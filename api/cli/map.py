"""The command that draws: map."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.context import out
from api.cli.query import Limit
from api.cli.view_options import Screen, reads
from api.services.find_entity import name_one
from viz.export import check_place

map_app = typer.Typer(rich_markup_mode=None)

OUTPUT_HELP = "A file ending in .html, .svg, .png, .pdf, .xlsx, .anx, .csv, .graphml or .gexf."


@map_app.command("map")
@reads
def draw(
    screen: Screen,
    names: Annotated[list[str], typer.Argument(help="One or several ids, references, plates, numbers or names.")],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help=OUTPUT_HELP),
    ],
    limit: Limit = 10,
) -> None:
    """Draw the children linked with one child or several, or what is named with any other entity."""
    from api.services.pictures import leaving, picture_of
    from viz.picture_file import PICTURES, PictureFile

    check_place(output, tuple(f".{form}" for form in PICTURES))
    entities = [name_one(screen, name) for name in names]
    network = picture_of(screen, entities, limit)
    picture = PictureFile(network, output.suffix[1:].lower())
    screen.installation.exit.put_at(leaving(screen, picture, "map", tuple(entity.id for entity in entities)), output)
    out.print(escape(f"{output} ({len(network.nodes)} entities, {len(network.edges)} links)"), soft_wrap=True)
