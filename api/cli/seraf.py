"""The commands of SERAF: the category that counts of indicators come to, and a child's assessments."""

import json as jsonlib
import re
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.commands import WholeHelp
from api.cli.context import out
from api.cli.naming import name_one, told
from api.cli.viewing import Screen, reads
from graph.errors import ValueRefused
from graph.queries.answers_seraf import ActionShown, AssessmentShown, IndicatorShown, SerafShown
from graph.queries.cards import OfEntity
from graph.queries.seraf import SERAF
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


@seraf_app.command()
@reads
def show(
    screen: Screen,
    child: Annotated[str, typer.Argument(help="An id, a record's own reference or a name.")],
) -> None:
    """Which assessment of a child stands, what it rests on, what stands beside it, and what is asked for."""
    entity = name_one(screen, child, frozenset({"child"}))
    answer = screen.ask(SERAF, OfEntity(id=entity.id))
    screen.tell(answer, lambda: show_seraf(answer))


def show_seraf(answer: SerafShown) -> None:
    """One child's assessments in words, a line each."""
    first = answer.standing
    for line in (
        f"{told(answer.child)}, {_age(answer)}",
        *(("SERAF not assessed",) if first is None else (f"SERAF {_made(first, provisional=first.provisional)}",)),
        *(() if first is None else _more(answer)),
        *_part("Stand beside it", [_beside(each.unanswered, each) for each in answer.beside]),
        *_part("Indicators", [_indicator(each) for each in answer.indicators]),
        *_part("Not assessed", [", ".join(answer.not_assessed)] if answer.not_assessed else []),
        *_part("Answered by later ones", [_made(each) for each in answer.history]),
        *_part("As a child", [_action(each) for each in answer.actions.child]),
        *_part(f"As an adult. {answer.actions.note}".strip(), [_action(each) for each in answer.actions.adult]),
        HARM_NOW,
        FOOT,
    ):
        out.print(escape(line), highlight=False)


def _age(answer: SerafShown) -> str:
    if answer.age is None:
        return "age not known"
    lowest, highest = answer.age.lowest, answer.age.highest
    return f"aged {lowest}" if lowest == highest else f"aged {lowest} to {highest}"


def _made(made: AssessmentShown, *, provisional: bool = False) -> str:
    """`2: mild risk (may be 3), 2026-10-05, by P. Evans, Social Services`."""
    words = category_words(made.category, made.assessed_at, ceiling=made.ceiling, provisional=provisional)
    return f"{words}, by {made.assessor or 'somebody not named'}, {made.agency or 'agency not recorded'}"


def _more(answer: SerafShown) -> list[str]:
    first = answer.standing
    if first is None:
        return []
    stated = (
        [f"Stated in its file: {first.category_stated}, by {first.method}."]
        if first.category_stated is not None
        else []
    )
    confirmed = [f"On confirmed indicators alone: {first.confirmed}."] if first.confirmed is not None else []
    return [*first.support, *answer.decisions, *first.reasons, *stated, *confirmed, f"Put in by {first.loaded_by}."]


def _beside(unanswered: tuple[str, ...], made: AssessmentShown) -> str:
    left = f"leaves open {', '.join(unanswered)}" if unanswered else "leaves nothing open"
    return f"{_made(made)}: {left}"


def _indicator(each: IndicatorShown) -> str:
    cited = "; ".join(f"{item.ref} ({item.grade})" for item in each.items) or "no item"
    return f"{each.code} {each.text}: {each.status}{f', {each.note}' if each.note else ''} [{cited}]"


def _action(each: ActionShown) -> str:
    return f"{each.text} ({each.section}{'; law has changed, check with legal' if each.law_moved else ''})"


def _part(heading: str, lines: list[str]) -> list[str]:
    return [f"{heading}:", *(f"- {line}" for line in lines)] if lines else []


def _whole(option: str, text: str) -> int:
    """The number as typed; what is no whole number is refused in the rule's own words, not cut off."""
    if re.fullmatch(r"[+-]?[0-9]{1,9}", text.strip()) is None:
        shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
        raise ValueRefused(option, shown, "a count of indicators is a whole number, 16 at most.")
    return int(text)
