"""The commands that ask about networks: calls, missing-together, connect, case-groups, bridges.

Each imports its question itself, so that none waits for the others'.
"""

from typing import Annotated

import typer

from api.cli.network_tables import show_bridges, show_calls, show_case_groups, show_connecting, show_missing_together
from api.cli.view_options import Limit, Screen, kinds_named, reads
from api.services.find_entity import name_one
from graph.model.kinds import Kind
from graph.reading.question import DEFAULT_LIMIT
from graph.rules.seraf import AT_RISK
from graph.values.date_form import read_typed
from graph.values.when import moment

networks_app = typer.Typer(rich_markup_mode=None)

CHILD: frozenset[Kind] = frozenset({"child"})
Children = Annotated[
    list[str] | None, typer.Argument(help="Children; none: all in the categories 3 and 4, or in those of --category.")
]
Categories = Annotated[list[int] | None, typer.Option("--category", help="SERAF category (repeatable).", min=1, max=4)]
AnyLink = Annotated[bool, typer.Option("--any", help="Count also what reports nobody as a concern.")]


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


@networks_app.command()
@reads
def connect(
    screen: Screen,
    names: Annotated[
        list[str], typer.Argument(help="Three to eight people or things: ids, references, names, plates.")
    ],
    through: Annotated[
        list[str] | None, typer.Option(help="Kinds allowed between them (repeatable), or 'people'; none: any.")
    ] = None,
    avoid: Annotated[
        list[str] | None, typer.Option(help="Somebody or something that must not lie between them (repeatable).")
    ] = None,
    common: Annotated[bool, typer.Option(help="Common places may lie between them.")] = False,
    most: Annotated[int, typer.Option(help="How many others may lie between them.", min=0, max=8)] = 4,
    limit: Limit = 10,
) -> None:
    """The smallest networks of recorded links that connect three or more people or things."""
    from graph.queries.linking.connecting_network import CONNECTING_NETWORK, FEWEST_ASKED, MOST_ASKED, Connected

    if not FEWEST_ASKED <= len(names) <= MOST_ASKED:
        raise typer.BadParameter(f"name {FEWEST_ASKED} to {MOST_ASKED} people or things.", param_hint="names")
    parameters = Connected(
        ids=tuple(name_one(screen, name).id for name in names),
        kinds=kinds_named(through),
        avoid=tuple(name_one(screen, each).id for each in avoid or ()),
        avoid_common=not common,
        most=most,
        limit=limit,
    )
    answer = screen.ask(CONNECTING_NETWORK, parameters)
    screen.show(answer, lambda: show_connecting(answer, most))


@networks_app.command("case-groups")
@reads
def case_groups(
    screen: Screen,
    children: Children = None,
    category: Categories = None,
    least: Annotated[float, typer.Option(help="The least strength of a link that counts.", min=0, max=1)] = 0.25,
    any_link: AnyLink = False,
    limit: Limit = DEFAULT_LIMIT,
) -> None:
    """Which children's cases hang together as one, through which links, and how strong the weakest of them is."""
    from graph.queries.linking.case_groups import CASE_GROUPS, InGroups

    parameters = InGroups(
        children=tuple(name_one(screen, child, CHILD).id for child in children or ()),
        categories=tuple(category or AT_RISK),
        concern=not any_link,
        least=least,
        limit=limit,
    )
    answer = screen.ask(CASE_GROUPS, parameters)
    screen.show(answer, lambda: show_case_groups(answer))


@networks_app.command()
@reads
def bridges(
    screen: Screen,
    children: Children = None,
    category: Categories = None,
    any_link: AnyLink = False,
    limit: Limit = DEFAULT_LIMIT,
) -> None:
    """Who or what, removed, separates children's cases from one another, and by which items."""
    from graph.queries.linking.bridges import BRIDGES
    from graph.queries.linking.case_groups import AmongChildren

    parameters = AmongChildren(
        children=tuple(name_one(screen, child, CHILD).id for child in children or ()),
        categories=tuple(category or AT_RISK),
        concern=not any_link,
        limit=limit,
    )
    answer = screen.ask(BRIDGES, parameters)
    screen.show(answer, lambda: show_bridges(answer))
