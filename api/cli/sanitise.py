"""`dolen sanitise`: a new item in words that may be shared, of one that others may not read."""

from typing import Annotated

import typer
from rich.markup import escape

from api.accounts.reasons import clean_reason
from api.cli.context import actor_for, installation, out
from api.cli.decisions import AsUser, Reason
from api.cli.view_options import Screen
from api.services.find_entity import label_with_refs
from api.services.sanitised_items import SanitisedGiven, item_to_sanitise, sanitise
from graph.errors import ValueRefused
from graph.model.view import View
from graph.view.options import today_in_wales

sanitise_app = typer.Typer(rich_markup_mode=None)


@sanitise_app.command("sanitise")
def sanitise_item(
    item: Annotated[str, typer.Argument(help="The item, REPORT_REF/ITEM_NO.")],
    reason: Reason,
    words: Annotated[
        str, typer.Option(help="The new words. Without them, the people and things that it names are listed.")
    ] = "",
    name: Annotated[
        list[str] | None, typer.Option(help="Who or what it names, ID=what it calls them; repeatable.")
    ] = None,
    source: Annotated[str, typer.Option(help="1 reliable, 2 untested, 3 not reliable.")] = "",
    assessment: Annotated[str, typer.Option(help="A to E, as in the 3x5x2 grading.")] = "",
    handling: Annotated[str, typer.Option(help="P, or C with conditions.")] = "P",
    conditions: Annotated[str, typer.Option(help="Conditions of handling C.")] = "",
    compartment: Annotated[str, typer.Option(help="A compartment, where it is to be restricted.")] = "",
    happened: Annotated[str, typer.Option(help="When; blank where the day would reveal the source.")] = "",
    recipient: Annotated[str, typer.Option(help="Who receives it.")] = "",
    justification: Annotated[str, typer.Option(help="Why it is shared in these words (protocol §4).")] = "",
    as_user: AsUser = None,
) -> None:
    """Make a new item, in words that may be shared, of one that others may not read; recorded as a disclosure."""
    with installation() as opened:
        screen = Screen(
            opened, actor_for(opened, as_user, clean_reason(reason)), View(today=today_in_wales()), json=False
        )
        if not words.strip():
            for each in item_to_sanitise(screen, item).named:
                out.print(escape(f"- {each.entity.id}: {label_with_refs(each.entity)}"), highlight=False)
            return
        given = SanitisedGiven(
            words=words,
            names=dict(map(_named, name or ())),
            source=source,
            assessment=assessment,
            recipient=recipient,
            justification=justification,
            handling=handling,
            conditions=conditions,
            compartment=compartment,
            happened=happened,
        )
        made = sanitise(screen, item, given)
    out.print(escape(f"Recorded: {made.ref} [{made.disclosure}]"), highlight=False)


def _named(text: str) -> tuple[str, str]:
    id, _, called = text.partition("=")
    if not called.strip():
        raise ValueRefused("--name", text, "it is not ID=what it calls them.")
    return id.strip(), called.strip()
