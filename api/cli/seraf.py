"""The commands of SERAF: the category that counts of indicators come to."""

import json as jsonlib
import re
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.commands import WholeHelp
from api.cli.context import out
from graph.errors import ValueRefused
from graph.rules.seraf import FOOT, HARM_NOW, category_words, from_counts

LONGEST_SHOWN = 20
"""Characters of what was typed that a refusal repeats."""

seraf_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, cls=WholeHelp)


@seraf_app.callback()
def seraf() -> None:
    """The Sexual Exploitation Risk Assessment Framework (protocol §5.7)."""


@seraf_app.command()
def category(
    v: Annotated[str, typer.Option("--v", help="Vulnerabilities present or suspected, 0 to 8.")],
    r: Annotated[str, typer.Option("--r", help="Risk indicators, 0 to 16.")],
    s: Annotated[str, typer.Option("--s", help="Significant risk indicators, 0 to 8.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """The category, its ceiling and why, for numbers of indicators."""
    result = from_counts(_whole("--v", v), _whole("--r", r), _whole("--s", s))
    if json:
        fields = ("category", "ceiling", "if_unassessed", "confirmed", "provisional", "reasons", "flags")
        typer.echo(jsonlib.dumps({name: getattr(result, name) for name in fields}))
        return
    out.print(f"[bold]Category {category_words(result.category)}[/]; ceiling {result.ceiling}")
    for line in (*result.reasons, *result.flags):
        out.print(escape(f"- {line}"))
    out.print(HARM_NOW)
    out.print(FOOT)


def _whole(option: str, text: str) -> int:
    """The number as typed; what is no whole number is refused in the rule's own words, not cut off."""
    if re.fullmatch(r"[+-]?[0-9]{1,9}", text.strip()) is None:
        shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
        raise ValueRefused(option, shown, "a count of indicators is a whole number, 16 at most.")
    return int(text)
