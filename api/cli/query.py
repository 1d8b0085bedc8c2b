"""The commands that look: search, show, linked, shared, paths, adults, vehicles, phones, evidence.

Each imports its question itself, so that none waits for the others'.
"""

from dataclasses import replace
from typing import Annotated

import typer

from api.cli.tables import (
    show_card,
    show_concerns,
    show_evidence,
    show_linked,
    show_paths,
    show_report,
    show_search,
    show_shared,
    show_timeline,
)
from api.cli.view_options import Limit, Screen, kinds_named, reads
from api.services.find_entity import name_one, name_one_of_all
from graph.model.kinds import KIND_NAMED, PEOPLE, Kind
from graph.queries import QUESTIONS
from graph.queries.entities.find import ReportRef
from graph.queries.entities.search import LARGEST_LIMIT as MOST_HITS
from graph.queries.linking.linked_children import LINKED_CHILDREN, OfChild
from graph.reading.mention_index import SEARCH_KINDS, SearchKind
from graph.reading.question import DEFAULT_LIMIT

query_app = typer.Typer(rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="An id, a record's own reference, a plate, a phone number or a name.")]
CHILD: frozenset[Kind] = frozenset({"child"})


@query_app.command()
@reads
def search(
    screen: Screen,
    text: Annotated[
        list[str],
        typer.Argument(help="A name, a plate ('AB1? ??E'), a number, an address, an account, words or a reference."),
    ],
    kind: Annotated[
        list[str] | None, typer.Option(help=f"Only these (repeatable): people, {', '.join(SEARCH_KINDS)}.")
    ] = None,
    limit: Annotated[int, typer.Option(help="How many hits to show.", min=1, max=MOST_HITS)] = DEFAULT_LIMIT,
) -> None:
    """Find people, places, vehicles, phones, accounts, organisations and reports: whole, in part or mistyped."""
    from graph.queries.entities.search import SEARCH, SearchFor

    words = " ".join(text)
    answer = screen.ask(SEARCH, SearchFor(text=words, kinds=_search_kinds(kind), limit=limit))
    screen.show(answer, lambda: show_search(answer, words))


def _search_kinds(chosen: list[str] | None) -> tuple[SearchKind, ...]:
    kinds: set[SearchKind] = set()
    for word in chosen or ():
        matching: set[SearchKind] = set(PEOPLE) if word == "people" else {kind for kind in SEARCH_KINDS if kind == word}
        if not matching:
            raise typer.BadParameter(f"{word!r} is not one of people, {', '.join(SEARCH_KINDS)}.", param_hint="--kind")
        kinds |= matching
    return tuple(sorted(kinds))


@query_app.command()
@reads
def show(
    screen: Screen,
    name: Name,
    timeline: Annotated[bool, typer.Option(help="The items, the newest first, instead of the record.")] = False,
    limit: Limit = DEFAULT_LIMIT,
) -> None:
    """What is recorded of one child, adult, premises, vehicle, phone, account or report."""
    from graph.queries.entities.timeline import TIMELINE, TimelineOf
    from graph.reading.question import OfEntity

    meant = name_one_of_all(screen, name)
    if isinstance(meant, ReportRef):
        report = screen.ask(QUESTIONS["report"], OfEntity(id=meant.id))
        screen.show(report, lambda: show_report(report))
        return
    if timeline:
        answer = screen.ask(TIMELINE, TimelineOf(id=meant.id, limit=limit))
        screen.show(answer, lambda: show_timeline(answer, _undated(screen, meant.id)))
        return
    card = screen.ask(QUESTIONS[KIND_NAMED[meant.kind].card], OfEntity(id=meant.id))
    screen.show(card, lambda: show_card(card))


def _undated(screen: Screen, id: str) -> int:
    """How many items about this a period leaves out because nobody said when they happened."""
    from graph.queries.entities.timeline import TIMELINE, TimelineOf

    lens = screen.view.lens
    if not lens.has_period:
        return 0
    always = replace(screen, view=replace(screen.view, lens=replace(lens, start=None, end=None)))
    return always.ask(TIMELINE, TimelineOf(id=id, limit=1)).undated


@query_app.command()
@reads
def linked(screen: Screen, child: Name, limit: Limit = DEFAULT_LIMIT) -> None:
    """Which other children's cases are linked with this child's, through which people and things, how strongly."""
    entity = name_one(screen, child, CHILD)
    answer = screen.ask(LINKED_CHILDREN, OfChild(child=entity.id, limit=limit))
    screen.show(answer, lambda: show_linked(answer))


@query_app.command()
@reads
def shared(
    screen: Screen,
    child: Name,
    what: Annotated[str, typer.Argument(help="adults, premises, vehicles or phones.")],
    limit: Limit = DEFAULT_LIMIT,
) -> None:
    """Which adults, premises, vehicles or phones this child shares with other children."""
    known = {name.removeprefix("shared_"): name for name in QUESTIONS if name.startswith("shared_")}
    if what not in known:
        raise typer.BadParameter(f"{what!r} is not one of {', '.join(known)}.", param_hint="what")
    entity = name_one(screen, child, CHILD)
    answer = screen.ask(QUESTIONS[known[what]], OfChild(child=entity.id, limit=limit))
    screen.show(answer, lambda: show_shared(answer, f"Shared {what}"))


@query_app.command()
@reads
def paths(
    screen: Screen,
    start: Name,
    end: Name,
    through: Annotated[
        list[str] | None, typer.Option(help="Kinds allowed between the two (repeatable), or 'people'; none: any.")
    ] = None,
    avoid: Annotated[
        list[str] | None, typer.Option(help="Somebody or something that no path passes (repeatable).")
    ] = None,
    avoid_common: Annotated[bool, typer.Option(help="No path passes a common place.")] = False,
    in_order: Annotated[
        bool, typer.Option(help="Only paths whose steps can have happened one after the other, from A to B.")
    ] = False,
    longest: Annotated[int, typer.Option(help="The longest path looked for.", min=1, max=8)] = 6,
    longer: Annotated[int, typer.Option(help="Also paths up to so many steps longer.", min=0, max=2)] = 0,
    limit: Limit = 10,
) -> None:
    """The shortest chains of recorded links between two entities."""
    from graph.queries.linking.paths import PATHS, BetweenEnds

    first, second = name_one(screen, start), name_one(screen, end)
    parameters = BetweenEnds(
        start=first.id,
        end=second.id,
        kinds=kinds_named(through),
        avoid=tuple(name_one(screen, each).id for each in avoid or ()),
        avoid_common=avoid_common,
        longest=longest,
        longer=longer,
        in_order=in_order,
        limit=limit,
    )
    answer = screen.ask(PATHS, parameters)
    screen.show(answer, lambda: show_paths(answer))


@query_app.command()
@reads
def adults(screen: Screen, limit: Limit = DEFAULT_LIMIT) -> None:
    """Adults ranked by how many children they are named with and by the evidence."""
    from graph.queries.lists.concern import ADULTS_OF_CONCERN, Most

    answer = screen.ask(ADULTS_OF_CONCERN, Most(limit=limit))
    screen.show(answer, lambda: show_concerns(answer, "Adults of concern"))


@query_app.command()
@reads
def vehicles(screen: Screen, limit: Limit = DEFAULT_LIMIT) -> None:
    """Vehicles ranked by how many children they are named with and by the evidence."""
    from graph.queries.lists.concern import VEHICLES_OF_CONCERN, Most

    answer = screen.ask(VEHICLES_OF_CONCERN, Most(limit=limit))
    screen.show(answer, lambda: show_concerns(answer, "Vehicles of concern"))


@query_app.command()
@reads
def phones(screen: Screen, limit: Limit = DEFAULT_LIMIT) -> None:
    """Phones and accounts ranked by how many children they are named with and by the evidence."""
    from graph.queries.lists.concern import PHONES_OF_CONCERN, Most

    answer = screen.ask(PHONES_OF_CONCERN, Most(limit=limit))
    screen.show(answer, lambda: show_concerns(answer, "Phones and accounts of concern"))


@query_app.command()
@reads
def evidence(screen: Screen, start: Name, end: Name) -> None:
    """The items of intelligence behind the link between two entities, with their grades."""
    from graph.queries.entities.evidence import EVIDENCE, BetweenTwo

    first, second = name_one(screen, start), name_one(screen, end)
    answer = screen.ask(EVIDENCE, BetweenTwo(start=first.id, end=second.id))
    screen.show(answer, lambda: show_evidence(answer))
