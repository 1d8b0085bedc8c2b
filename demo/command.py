"""The command `dolen demo`: a fictional force, loaded, asked, drawn and served."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.context import err, installation, operator, out
from api.cli.ingest import load, show_summary
from api.cli.query import CHILD
from api.cli.serve import serve_house
from api.cli.tables import show_linked
from api.cli.view_options import open_screen
from api.installation import DEMO_MARK, Installation, make_home
from api.read_session import ReadSession
from api.services.find_entity import name_one
from demo import ForceFiles, read_truth, write_force
from demo.sign_ins import sample_sign_ins
from graph.errors import NotPermitted
from graph.queries import QUESTIONS
from graph.queries.linking.linked_children import LinkedChildren, OfChild

demo_app = typer.Typer(rich_markup_mode=None)

DEMO_SIZE = 200


@demo_app.command()
def demo(
    size: Annotated[int, typer.Option(help="How many reports the fictional force has.")] = DEMO_SIZE,
    folder: Annotated[Path, typer.Option(help="Where it is kept, apart from any real data.")] = Path("demo-data"),
    serve: Annotated[
        bool | None, typer.Option("--serve/--no-serve", help="Serve the pages afterwards; on a terminal it does.")
    ] = None,
    port: Annotated[int, typer.Option(help="The port on which the pages are served.", min=1, max=65535)] = 8000,
) -> None:
    """Load a fictional force, show the children linked with one of its children, draw them, and serve the pages."""
    from api.services.pictures import leaving, linked_picture
    from viz.picture_file import PictureFile

    with installation(home=folder.resolve(), store="embedded", sql="") as opened:
        files = _write_demo(opened, size)
        out.print("[bold]1. Loading the fictional force[/] (nobody in it exists)")
        show_summary(load(opened, [files.mentions, files.assessments], reason="demo"))
        child = read_truth(files.truth).demo_children[0]
        screen = open_screen(opened, "demo")
        out.print(f"\n[bold]2. dolen linked {child}[/]")
        answer: LinkedChildren = screen.ask(QUESTIONS["linked_children"], _child(screen, child, 5))
        show_linked(answer)
        path = opened.settings.home / "linked-children.html"
        picture = PictureFile(linked_picture(screen, [answer], f"Linked with {answer.child.name}"), "html")
        opened.exit.put_at(leaving(screen, picture, "map", (answer.child.id,)), path)
        out.print("\n[bold]3. The network map[/], which opens in any browser, offline:")
        out.print(escape(str(path)), soft_wrap=True)
        go_on = f"Go on with DOLEN_HOME={folder} dolen linked {child} (or show, shared, paths, evidence, map)."
        out.print(escape(f"\n{go_on}"))
        if serve or (serve is None and sys.stdin.isatty() and sys.stdout.isatty()):
            _serve_demo(opened, port)
        else:
            out.print("The pages: dolen demo --serve")


def _write_demo(opened: Installation, size: int) -> ForceFiles:
    home = opened.settings.home
    mark = home / DEMO_MARK
    if home.exists() and not mark.exists() and (not home.is_dir() or any(home.iterdir())):
        raise NotPermitted(f"{home} holds something that is not the demo force.", "Name another folder: --folder.")
    make_home(home)
    mark.touch()
    with err.status("Making up a force…"):
        return write_force(home / "files", size)


def _serve_demo(opened: Installation, port: int) -> None:
    """Serve the pages until stopped, with somebody to sign in as."""
    people = sample_sign_ins(opened, operator())
    out.print("\n[bold]4. The pages[/]. Sign in in any of these roles:")
    out.print(escape(", ".join(person.name for person in people)), highlight=False)
    out.print(escape(f"Their password, until the next demo: {people[0].password}"), highlight=False)
    serve_house(opened, "127.0.0.1", port)


def _child(read_session: ReadSession, name: str, limit: int) -> OfChild:
    return OfChild(child=name_one(read_session, name, CHILD).id, limit=limit)
