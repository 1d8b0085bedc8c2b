"""The commands of the clocks: by when an assessment is complete and a strategy discussion has decided."""

import json as jsonlib
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.commands import WholeHelp
from api.cli.context import out
from graph.errors import ValueRefused
from graph.rules.clock import ASSESSMENT_DAYS, DISCUSSION_HOURS, Due, discussion_due, referral_due
from graph.values.date_form import read_typed
from graph.values.when import Period, weekday_date

clock_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, cls=WholeHelp)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@clock_app.callback()
def clock() -> None:
    """By when something is due (protocol §5.6, §5.8)."""


@clock_app.command()
def referral(
    when: Annotated[str, typer.Argument(help="When Social Services received it: 2026-11-06, 2026-11-06T21:00.")],
    json: Json = False,
) -> None:
    """By when Social Services complete the assessment: 7 working days (protocol §5.6)."""
    due = referral_due(_period(when))
    _print(due, json, f"{ASSESSMENT_DAYS} working days; day 1 is {weekday_date(due.start)}", "Assessment")


@clock_app.command()
def discussion(
    when: Annotated[str, typer.Argument(help="When the assessment was completed; see --immediate.")],
    immediate: Annotated[
        bool, typer.Option("--immediate", help="Immediate concern: WHEN is when the referral was received.")
    ] = False,
    json: Json = False,
) -> None:
    """By when a strategy discussion has decided the next action: 24 hours, or without delay (protocol §5.8)."""
    _print(discussion_due(_period(when), immediate=immediate), json, f"{DISCUSSION_HOURS} hours", "Decision")


def _period(when: str) -> Period:
    try:
        return Period.parse(read_typed(when))
    except ValueRefused as error:
        raise ValueRefused("WHEN", error.value, error.reason, error.advice) from None


def _print(due: Due, json: bool, counted: str, what: str) -> None:
    if json:
        fields = {"due": due.key, "calendar_until": due.calendar_until.isoformat(), "notes": due.notes}
        typer.echo(jsonlib.dumps(fields, ensure_ascii=False))
        return
    out.print(escape(f"{what} due by {due.shown} (protocol {due.section}: {counted})."), highlight=False)
    for note in due.notes:
        out.print(escape(f"- {note}"), highlight=False)
