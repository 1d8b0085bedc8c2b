"""The commands of options for protecting children: what applies, what is missing, what was tried, what is ready."""

import json as jsonlib
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.casework import kind_app
from api.cli.context import installation, out
from api.cli.decisions import AsUser, Json, Reason, acting, screen_of, show_made
from api.cli.view_options import Screen, reads
from api.services.disruption_options import OptionsShown, decide_to_act, options_shown, ready_list
from api.services.find_entity import label_with_refs, name_one
from graph.judgements.disruption import DisruptionBody
from graph.rules.considered import outcome_words
from graph.rules.options import Option, Tried
from graph.rules.roles import NOT_RESPONSIBILITY

options_app = typer.Typer(rich_markup_mode=None)
disruption_app = kind_app(DisruptionBody, "Options that were considered or used, with what came of each.")


@options_app.command()
@reads
def options(
    screen: Screen,
    name: Annotated[
        str, typer.Argument(help="An adult, a child, premises, a vehicle or a phone: an id, a reference or a name.")
    ],
) -> None:
    """Options for protecting children: which appear to have grounds, what is missing, and what was tried."""
    shown = options_shown(screen, name_one(screen, name))
    if screen.json:
        found = {
            "entity": shown.card.entity.model_dump(),
            "options": [{**asdict(each), "standing": each.standing} for each in shown.found.options],
            "instead": shown.found.instead,
            "decided": shown.found.decided,
            "actions": [asdict(each) for each in shown.actions],
            "children_not_checked": shown.unchecked,
        }
        typer.echo(jsonlib.dumps(found, ensure_ascii=False))
        return
    _print(label_with_refs(shown.card.entity), NOT_RESPONSIBILITY, *shown.found.instead, *shown.found.decided)
    for each in shown.found.options:
        _print(*_words(each))
    _print(*_rest(shown))


@disruption_app.command()
@reads
def ready(screen: Screen) -> None:
    """Premises of concern that are ready for police to act, and what is missing at the others."""
    lines = ready_list(screen)
    if screen.json:
        found = [
            {"premises": each.line.address.model_dump(), "missing": each.missing, "decided": each.decided}
            for each in lines
        ]
        typer.echo(jsonlib.dumps(found, ensure_ascii=False))
        return
    for each in lines:
        said = "ready" if each.ready else f"missing: {'; '.join(each.missing)}"
        _print(f"{label_with_refs(each.line.address)}: {said}", *(f"   {words}" for words in each.decided))
    if not lines:
        _print("No premises of concern stand open in what you may see.")


@disruption_app.command("no-action")
def no_action(
    name: Annotated[
        str, typer.Argument(help="An adult, a child, premises, a vehicle or a phone: an id, a reference or a name.")
    ],
    reason: Reason,
    act: Annotated[bool, typer.Option("--act", help="Record instead that action is taken after all.")] = False,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Record a manager's decision that nothing further is done about somebody or something, with its reason."""
    outcome = "action" if act else "none"
    with installation() as opened:
        actor = acting(opened, as_user, reason)
        screen = screen_of(opened, actor)
        made = decide_to_act(screen, name_one(screen, name), outcome, actor.reason)
    show_made(made, f"Decided: {outcome_words('no action', outcome)}", json=json)


def _words(option: Option) -> list[str]:
    return [
        f"{option.words}: {option.standing}",
        f"   {option.law}",
        *(f"   {each}" for each in option.notes),
        *((f"   Items: {', '.join(option.items)}",) if option.items else ()),
        *((f"   Missing: {'; '.join(option.missing)}",) if option.missing else ()),
        *(f"   Tried: {tried_words(each)}" for each in option.tried),
    ]


def tried_words(tried: Tried) -> str:
    """What was tried, in one line."""
    parts = (
        tried.what,
        tried.state,
        tried.day,
        tried.officer,
        tried.crime_number,
        *((f"outcome: {tried.outcome}",) if tried.outcome else ()),
        *((f"effect: {tried.effect}",) if tried.effect else ()),
        *((f"because: {tried.reason}",) if tried.reason else ()),
    )
    return ", ".join(each for each in parts if each)


def _rest(shown: OptionsShown) -> list[str]:
    actions = [f"Action of a meeting: {tried_words(each)}" for each in shown.actions]
    if shown.unchecked:
        actions.append(f"{shown.unchecked} further children are named with them; grounds of a notice were not checked.")
    return actions


def _print(*lines: str) -> None:
    for line in lines:
        out.print(escape(line), highlight=False, soft_wrap=True)
