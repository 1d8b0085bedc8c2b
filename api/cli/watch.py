"""`dolen watch`: what you watch, and where it fires `dolen alerts` shows it."""

import json as jsonlib
from typing import Annotated

import typer
from rich.markup import escape

from api.accounts.reasons import clean_reason
from api.cli.commands import WholeHelp
from api.cli.context import out
from api.cli.view_options import Screen, reads
from api.services.watches import WatchLine, add_watch, end_watch, watches_of
from graph.rules.watches import WATCH_KINDS
from graph.values.when import written_moment

watch_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, cls=WholeHelp)


@watch_app.callback()
def watch() -> None:
    """What you watch: a person, a plate with `?`, a phone, premises, an account or an area; yours alone."""


@watch_app.command()
@reads
def add(
    screen: Screen,
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(WATCH_KINDS)}.")],
    what: Annotated[list[str], typer.Argument(help="A name, a plate ('AB1? ??E'), a number, or an area ('CF10 1').")],
) -> None:
    """Watch something from now on; give --reason."""
    if kind not in WATCH_KINDS:
        raise typer.BadParameter(f"{kind!r} is not one of {', '.join(WATCH_KINDS)}.", param_hint="kind")
    line = add_watch(screen, kind, " ".join(what), clean_reason(screen.actor.reason))
    _show((line,), json=screen.json)


@watch_app.command("list")
@reads
def list_watches(screen: Screen) -> None:
    """Your watches, the newest first."""
    _show(watches_of(screen), json=screen.json)


@watch_app.command()
@reads
def end(screen: Screen, watch: Annotated[str, typer.Argument(help="Its id, as `dolen watch list` shows it.")]) -> None:
    """End one of your watches."""
    end_watch(screen, watch)
    _show(watches_of(screen), json=screen.json)


def _show(lines: tuple[WatchLine, ...], *, json: bool) -> None:
    if json:
        plain = [{**vars(each.watch), "what": each.what} for each in lines]
        for each in plain:
            del each["began"]  # a number of changes, also of those that its owner may not see
        typer.echo(jsonlib.dumps({"watches": plain}))
        return
    if not lines:
        out.print("You watch nothing.")
    for each in lines:
        what = each.what or "somebody or something that you may no longer see"
        made = written_moment(each.watch.made_at)
        out.print(escape(f"- {each.watch.kind}: {what}; since {made}: {each.watch.reason} [{each.watch.id}]"))
