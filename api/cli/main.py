"""The `dolen` command. Exit codes: 0 done; 1 refused or failed, with a reason; 2 the command was not understood."""

import gc
import os
import sys

import typer
from rich.markup import escape
from sqlalchemy.exc import SQLAlchemyError

from api.cli.context import err
from api.cli.keeping import keeping_app
from api.cli.loading import loading_app
from api.cli.looking import looking_app
from api.cli.making import making_app
from api.cli.measuring import measuring_app
from api.cli.seraf import seraf_app
from api.cli.serving import serving_app
from graph.errors import Ambiguous, DolenError

INTERRUPTED = 130
"""How Typer ends a command that somebody stopped by Ctrl-C."""
LONGEST_NAME = 200
"""Characters of a file's name that a message repeats."""

app = typer.Typer(
    help="Dolen: linked cases, shared adults of concern and premises, with their evidence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for part in (making_app, loading_app, looking_app, serving_app, keeping_app, measuring_app):
    app.registered_commands += part.registered_commands
    app.registered_groups += part.registered_groups
app.add_typer(seraf_app, name="seraf")


def run() -> None:
    """The console script: errors become a sentence and an exit code, never a traceback for a user's mistake."""
    # What is loaded by now stays to the end; walking it again and again would slow every large answer. Nor is a large
    # answer garbage while it is put together: the collector looks in after every 50,000 new objects, not every 700.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    try:
        app()
    except Ambiguous as error:
        _say(error)
        for entity, kind, label in error.candidates:
            err.print(f"  {escape(entity)}  {kind}  {escape(label)}", highlight=False)
        sys.exit(2)
    except DolenError as error:
        _say(error)
        sys.exit(1)
    except SystemExit as ended:
        if ended.code != INTERRUPTED:
            raise
        err.print("Stopped. Nothing half-done is kept; start again to go on.")
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        _say(_of_machine(error))
        sys.exit(1)
    except SQLAlchemyError as error:
        first = str(error).splitlines()[0]
        _say(DolenError(f"The database for accounts and audit refused: {first}.", "See `dolen doctor`."))
        sys.exit(1)


def _of_machine(error: OSError) -> DolenError:
    """What the operating system refused: a disk that is full, a name that is too long, a file of somebody else's."""
    name = str(error.filename or "")
    shown = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
    where = f" ({shown})" if name else ""
    return DolenError(
        f"This machine refused: {error.strerror or error}{where}.", "See `dolen doctor`; then start again to go on."
    )


def _say(error: DolenError) -> None:
    err.print(f"[bold]{escape(error.message)}[/] {escape(error.advice)}".strip(), highlight=False)
