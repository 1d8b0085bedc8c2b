"""The `dolen` command. Exit codes: 0 done; 1 refused or failed, with a reason; 2 the command was not understood.

What only some commands need is imported where it is needed: a command must not wait for what it does not use.
"""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from api.cli.commands import COMMANDS, Dolen
from graph.errors import Ambiguous, DolenError

INTERRUPTED = 130
"""How Typer ends a command that somebody stopped by Ctrl-C."""
LONGEST_NAME = 200
"""Characters of a file's name that a message repeats."""


def run() -> None:
    """The console script."""
    try:
        _prepare_memory(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(_stopped())
    sys.exit(answer(sys.argv[1:]))


def answer(words: Sequence[str]) -> int:
    """Do what was typed and return the exit code: errors become a sentence, never a traceback for a user's mistake."""
    try:
        Dolen()(words, prog_name="dolen")
    except Ambiguous as error:
        _say(error)
        for entity, kind, label in error.candidates:
            _print(f"  {_escaped(entity)}  {kind}  {_escaped(label)}")
        return 2
    except DolenError as error:
        _say(error)
        return 1
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            return _stopped()
        return ended.code if isinstance(ended.code, int) else 0
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        _say(_of_machine(error))
        return 1
    except _sql_error() as error:
        first = str(error).splitlines()[0]
        _say(DolenError(f"The database for accounts and audit refused: {first}.", "See `dolen doctor`."))
        return 1
    return 0


def _prepare_memory(words: Sequence[str]) -> None:
    """Import what the command needs, and keep the garbage collector from walking it.

    It stays to the end; walking it again and again would slow every large answer. Nor is a large answer garbage while
    it is put together: the collector looks after every 50,000 new objects, not every 700.
    """
    gc.disable()
    listed = COMMANDS.get(words[0]) if words else None
    if listed is not None:
        import_module(listed.module)
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def _sql_error() -> type[Exception]:
    """What the SQL database raises. Python asks for it only where nothing before has caught what was raised."""
    from sqlalchemy.exc import SQLAlchemyError

    return SQLAlchemyError


def _of_machine(error: OSError) -> DolenError:
    """What the operating system refused: a disk that is full, a name that is too long, a file of somebody else's."""
    name = str(error.filename or "")
    shown = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
    where = f" ({shown})" if name else ""
    return DolenError(
        f"This machine refused: {error.strerror or error}{where}.", "See `dolen doctor`; then start again to go on."
    )


def _stopped() -> int:
    _print("Stopped. Nothing half-done is kept; start again to go on.")
    return 1


def _say(error: DolenError) -> None:
    _print(f"[bold]{_escaped(error.message)}[/] {_escaped(error.advice)}".strip())


def _print(line: str) -> None:
    from api.cli.context import err

    err.print(line, highlight=False)


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
