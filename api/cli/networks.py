"""The commands that look at networks: calls, missing-together.

Each imports its question itself, so that none waits for the others'.
"""

from typing import Annotated

import typer

from api.cli.network_tables import show_calls, show_missing_together
from api.cli.view_options import Limit, Screen, reads
from api.services.find_entity import name_one
from graph.model.kinds import Kind
from graph.reading.question import DEFAULT_LIMIT
from graph.values.date_form import read_typed
from graph.values.when import moment

networks_app = typer.Typer(rich_markup_mode=None)

CHILD: frozenset[Kind] = frozenset({"child"})


@networks_app.command()
@reads
def calls(
    screen: Screen,
    names: Annotated[list[str], typer.Argument(help="Phones, or people whose phones are meant.")],
    around: Annotated[str | None, typer.Option(help="Only calls around this moment (1 March 2026 22:10).")] = None,
    hours: Annotated[int, typer.Option(help="Hours before and after that moment.", min=1, max=744)] = 24,
    limit: Limit = DEFAULT_LIMIT,
) -> None:
    """Which phones call which, which are called most often, which several share; around an event if one is given."""
    from graph.queries.linking.calls import CALLS, CallsOf

    ids = tuple(name_one(screen, name).id for name in names)
    at = None if around is None else moment(read_typed(around))
    answer = screen.ask(CALLS, CallsOf(ids=ids, around=at, hours=hours, limit=limit))
    screen.show(answer, lambda: show_calls(answer))


@networks_app.command("missing-together")
@reads
def missing_together(
    screen: Screen,
    child: Annotated[str, typer.Argument(help="An id, the record's own reference or a name.")],
    limit: Limit = DEFAULT_LIMIT,
) -> None:
    """Which children were missing while this child was, how often, and by which items."""
    from graph.queries.linking.missing_together import MISSING_TOGETHER, MissingWithChild

    entity = name_one(screen, child, CHILD)
    answer = screen.ask(MISSING_TOGETHER, MissingWithChild(child=entity.id, limit=limit))
    screen.show(answer, lambda: show_missing_together(answer))
