"""`dolen alerts`: what new items and decisions change, and who deals with it."""

import json as jsonlib
from typing import Annotated

import typer
from rich.markup import escape

from api.accounts.reasons import clean_reason
from api.cli.context import out
from api.cli.view_options import Screen, reads
from api.services.alerts import AlertLine, AlertList, alerts_of, assign_alert, close_alert, open_alerts
from graph.alerts.register import Act
from graph.errors import ValueRefused
from graph.queries.casework.alerts_shown import ALERTS_AT_FIRST, MOST_ALERTS
from graph.rules.alerts import KIND_WORDS, NOT_AT_NIGHT
from graph.values.when import written_moment

alerts_app = typer.Typer(rich_markup_mode=None)


@alerts_app.command()
@reads
def alerts(
    screen: Screen,
    acknowledge: Annotated[str, typer.Option(help="Acknowledge this alert, by its id; give --reason.")] = "",
    acted_on: Annotated[str, typer.Option(help="Record that this alert was acted on; give --reason.")] = "",
    assign: Annotated[str, typer.Option(help="Assign this alert; give --owner.")] = "",
    owner: Annotated[str, typer.Option(help="Who deals with it.")] = "",
    limit: Annotated[int, typer.Option(help="How many alerts to show.", min=1, max=MOST_ALERTS)] = ALERTS_AT_FIRST,
) -> None:
    """What new items and decisions change: links new and lost, contact after a notice, a basis that was withdrawn."""
    if sum(map(bool, (acknowledge, acted_on, assign))) > 1:
        raise ValueRefused(
            "alerts", "", "it does one thing at a time.", "Give one of --acknowledge, --acted-on, --assign."
        )
    if assign:
        assign_alert(screen, assign, owner)
    elif acknowledge or acted_on:
        act: Act = "acknowledged" if acknowledge else "acted on"
        close_alert(screen, acknowledge or acted_on, act, clean_reason(screen.actor.reason))
    found = alerts_of(screen, limit=limit)
    open_alerts(screen, found.lines)
    if screen.json:
        typer.echo(jsonlib.dumps({"alerts": [_plain(each) for each in found.lines], "total": found.total}))
        return
    _show(found)


def _show(found: AlertList) -> None:
    shown = len(found.lines)
    out.print(f"Alerts: {shown} of {found.total}." if shown else "No open alert that you may see.")
    for line in found.lines:
        late = "; not opened since the working day before: a manager's" if line.late else ""
        out.print(escape(f"- {KIND_WORDS[line.shown.kind]}: {line.shown.sentence}"), soft_wrap=True)
        cited = f"; {', '.join(line.shown.items)}" if line.shown.items else ""
        out.print(
            escape(f"  {written_moment(line.alert.raised_at)}{cited}; for {line.owner}{late} [{line.alert.id}]"),
            soft_wrap=True,
        )
    out.print(NOT_AT_NIGHT)


def _plain(line: AlertLine) -> dict[str, object]:
    said = line.shown.model_dump(mode="json", exclude={"place"})
    return {"id": line.alert.id, **said, "raised_at": line.alert.raised_at, "owner": line.owner, "late": line.late}
