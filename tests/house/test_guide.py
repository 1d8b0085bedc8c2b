"""Every command that a document shows exists, with the options it names."""

import re

from typer.core import TyperCommand, TyperGroup

from api.cli.commands import Dolen
from tests.house.tree import text_of, tracked

TYPED = re.compile(r"(?:^ {4}|`)dolen (?P<words>[a-z][a-z-]*(?: [a-z][a-z-]*\b)?)", re.MULTILINE)
VIEW_OPTIONS = {"--known-at", "--from", "--to", "--min-grade", "--graded-only", "--without", "--as"}


def command_of(words: str) -> TyperCommand | TyperGroup | None:
    """The command that the words begin with, or None; a word after a whole command is its argument.

    A group that does something by itself is one too.
    """
    found: object = Dolen()
    for word in words.split():
        if isinstance(found, TyperGroup):
            found = found.commands.get(word)
    if isinstance(found, TyperGroup):
        return found if found.invoke_without_command and not isinstance(found, Dolen) else None
    return found if isinstance(found, TyperCommand) else None


def test_every_command_in_the_documents_exists() -> None:
    unknown = {
        (str(path), typed["words"])
        for path in tracked()
        if path.suffix == ".md"
        for typed in TYPED.finditer(text_of(path))
        if command_of(typed["words"]) is None
    }

    assert unknown == set()


def test_reading_commands_take_every_view_option_that_the_guide_names() -> None:
    linked = command_of("linked")
    assert linked is not None

    assert {option for parameter in linked.params for option in parameter.opts} >= VIEW_OPTIONS
