"""The commands of what is not known yet: the lists, and who finds it out by when."""

import json as jsonlib
from collections.abc import Mapping
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.casework import kind_app
from api.cli.context import out
from api.cli.view_options import Screen, reads
from api.services.find_entity import label_with_refs
from api.services.record_judgement import today
from graph.casework.enquiries import Assigned, assigned
from graph.judgements.enquiry import EnquiryBody
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.queries.lists.not_known_yet import NOT_KNOWN_YET, NotKnownEntities, UngradedItems, UpTo
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT
from graph.values.when import day_of

not_known_yet_app = typer.Typer(rich_markup_mode=None)
enquiry_app = kind_app(EnquiryBody, "What somebody is to find out by a day, such as who an unidentified adult is.")


@not_known_yet_app.command("not-known-yet")
@reads
def not_known_yet(
    screen: Screen,
    limit: Annotated[int, typer.Option(help="How many of each to show.", min=1, max=LARGEST_LIMIT)] = DEFAULT_LIMIT,
) -> None:
    """Unidentified adults, partial plates, phones without a user, ungraded items; and who finds it out."""
    answer = screen.ask(NOT_KNOWN_YET, UpTo(limit=limit))
    recorded = today(screen).ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Enquiry",), limit=LARGEST_REGISTER)).whole
    by = assigned(answer, recorded)
    if screen.json:
        owners = {id: each.model_dump(mode="json") for id, each in by.items()}
        typer.echo(jsonlib.dumps({**answer.model_dump(mode="json"), "assigned": owners}))
        return
    _show_entities("Unidentified adults named with two children or more", answer.people, by)
    _show_entities("Vehicles without a whole registration mark", answer.vehicles, by)
    _show_entities("Phones and accounts that nobody is stated to use", answer.phones, by)
    _show_ungraded(answer.ungraded, by)


def _show_entities(title: str, listed: NotKnownEntities, by: Mapping[str, Assigned]) -> None:
    out.print(f"[bold]{escape(title)} ({listed.shown} of {listed.total})[/]")
    for each in listed.entities:
        named = f"children {each.children}, items {each.items}, last {each.last or 'not dated'}"
        out.print(escape(f"- {label_with_refs(each.entity)}: {named}{_owner(by, each.entity.id)}"), highlight=False)


def _show_ungraded(listed: UngradedItems, by: Mapping[str, Assigned]) -> None:
    out.print(f"[bold]Items that name a child and are not graded ({listed.shown} of {listed.total})[/]")
    for each in listed.items:
        children = ", ".join(child.label for child in each.children)
        line = f"- {each.item.ref}, recorded {day_of(each.item.recorded_at)}: {children}{_owner(by, each.item.id)}"
        out.print(escape(line), highlight=False)


def _owner(by: Mapping[str, Assigned], id: str) -> str:
    found = by.get(id)
    return "" if found is None else f"; {found.owner} finds out by {found.due} [{found.lineage}]"
