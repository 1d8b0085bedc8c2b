"""`dolen duplicates`: references that mean more than one item, and which of them stands."""

from typing import Annotated

import typer
from rich.markup import escape

from api.cli.commands import WholeHelp
from api.cli.context import installation, out
from api.cli.decisions import AsUser, Json, Reason, acting, screen_of, show_made
from api.cli.view_options import Screen, reads
from graph.casework.versions import decide_version
from graph.errors import NotFound, ValueRefused
from graph.queries.lists.duplicate_references import (
    DUPLICATE_REFERENCES,
    DuplicateReference,
    DuplicateReferences,
    OfReferences,
)
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT

duplicates_app = typer.Typer(
    cls=WholeHelp, no_args_is_help=True, help="References that mean more than one item, and which of them stands."
)
DIFFERENT = "different"


@duplicates_app.command("list")
@reads
def list_references(
    screen: Screen,
    decided: Annotated[bool, typer.Option("--decided", help="Also those decided to be different items.")] = False,
    limit: Annotated[int, typer.Option(help="How many references to show.", min=1, max=LARGEST_LIMIT)] = DEFAULT_LIMIT,
) -> None:
    """The references that mean more than one item, so that somebody has to decide which stands."""
    answer = screen.ask(DUPLICATE_REFERENCES, OfReferences(decided=decided, limit=limit))
    screen.show(answer, lambda: _show(answer))


@duplicates_app.command()
def decide(
    ref: Annotated[str, typer.Argument(help="The reference: REPORT_REF/ITEM_NO.")],
    stands: Annotated[str, typer.Argument(help="The id of the item that stands, or: different.")],
    reason: Reason,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Decide which of the items under a reference stands; the others end now. Different items all stand."""
    with installation() as opened:
        actor = acting(opened, as_user, reason)
        screen = screen_of(opened, actor)
        every = screen.ask(DUPLICATE_REFERENCES, OfReferences(decided=True, limit=LARGEST_LIMIT)).references
        found = [each for each in every if each.ref == ref]
        of = [each for each in found if stands in {item.id for item in each.items}] or found
        if not found:
            raise NotFound(f"No reference {ref!r} means more than one item in what you may see.", "List them.")
        if len(of) > 1:
            raise ValueRefused("ref", ref, "two reports have this reference.", "Name the item that stands by its id.")
        items = [item.id for item in of[0].items]
        if stands not in (*items, DIFFERENT):
            raise ValueRefused("stands", stands, f"write {DIFFERENT}, or one of {', '.join(items)}.")
        made = decide_version(opened.casework, actor, items, None if stands == DIFFERENT else stands, actor.reason)
    show_made(made, f"Decided: {ref}", json=json)


def _show(answer: DuplicateReferences) -> None:
    if not answer.references:
        out.print("No reference means more than one item with your access and current filters.")
        return
    for each in answer.references:
        for line in _lines(each):
            out.print(escape(line), highlight=False)
    out.print(f"{answer.shown} of {answer.total}.", highlight=False)


def _lines(each: DuplicateReference) -> list[str]:
    decided = f": different items, decided by {each.author}: {each.reason}" if each.decision else ""
    return [f"{each.ref}{decided}", *(f"  {item.id}: {item.text}" for item in each.items)]
