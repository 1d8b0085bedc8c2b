"""Answers as pictures. Only what draws imports this: it takes as long to load as all the rest."""

from collections.abc import Callable
from datetime import datetime

from api.installation import DEMO_NOTE
from api.read_session import ReadSession
from graph.errors import NotFound, OutOfBounds
from graph.model.kinds import PEOPLE
from graph.queries import QUESTIONS
from graph.queries.charts.links_among import LINKS_AMONG, LinksAmong
from graph.queries.entities.neighbours import NearEntity, Neighbours
from graph.queries.linking.linked_cases import LinkedCases
from graph.queries.linking.linked_children import LinkedChildren, OfChild
from graph.reading.parts import EntityRef
from graph.reading.question import MOST_AMONG, Among
from graph.values.when import LONDON
from graph.view.words import describe
from viz.answer_networks import EVERY_CONNECTION, cases_network, chart_network, linked_network, neighbours_network
from viz.chart import Chart
from viz.chart_view_file import ChartViewFile
from viz.export import Export, Leaves
from viz.network import Caption, Network
from viz.occurrences import occurrences
from viz.picture_file import PictureFile
from viz.place_grid import PlaceGrid
from viz.timeline import ChartTimeline


def picture_of(read_session: ReadSession, entities: list[EntityRef], limit: int) -> Network:
    """The children linked with each of these children; where any is no child, what is named beside each instead."""
    title = "Network of " + ", ".join(entity.label for entity in entities)
    if all(entity.kind == "child" for entity in entities):
        linked: list[LinkedChildren] = [
            read_session.ask(QUESTIONS["linked_children"], OfChild(child=entity.id, limit=limit)) for entity in entities
        ]
        return linked_picture(read_session, linked, title)
    near: list[Neighbours] = [
        read_session.ask(QUESTIONS["neighbours"], NearEntity(id=entity.id, limit=limit)) for entity in entities
    ]
    return neighbours_network(near, title, caption_of(read_session))


def linked_picture(
    read_session: ReadSession, answers: list[LinkedChildren], title: str, *, most: int = EVERY_CONNECTION
) -> Network:
    """Exactly what these answers hold, or only so many of the strongest connections of each link."""
    return linked_network(answers, title, caption_of(read_session), most=most)


def cases_picture(read_session: ReadSession, cases: LinkedCases, title: str) -> Network:
    """The links of several cases, as far as a picture can show them and still be read."""
    return cases_network(cases, title, caption_of(read_session))


def look_at_chart(
    read_session_of: Callable[[tuple[str, ...]], ReadSession], on_screen: Chart
) -> tuple[ReadSession, LinksAmong]:
    """What the record says of what is on the screen. Raises `NotFound` for nothing, `OutOfBounds` for too much."""
    if not on_screen.ids:
        raise NotFound("There is nothing in the picture to export.", "Add something first.")
    if len(on_screen.ids) > MOST_AMONG:
        raise OutOfBounds(f"A picture holds at most {MOST_AMONG:,} entities.", "Hide some first.")
    read_session = read_session_of(on_screen.ids)
    return read_session, read_session.ask(LINKS_AMONG, Among(ids=on_screen.ids))


def chart_file(read_session: ReadSession, answer: LinksAmong, on_screen: Chart, kind: str) -> Leaves:
    """The file of this kind: the picture as on the screen, or (`timeline.svg`, `places.csv`) another view of it."""
    name, _, form = kind.rpartition(".")
    if name not in VIEWS:
        network, layout = chart_network(answer, on_screen, caption_of(read_session))
        return PictureFile(network, kind, layout)
    view = chart_view(answer, on_screen, name)
    people = any(each.kind in PEOPLE or each.kind == "group" for each in view.found.entities)
    return ChartViewFile(view, form, on_screen.title, on_screen.filters.words, people)


VIEWS: dict[str, type[ChartTimeline] | type[PlaceGrid]] = {"timeline": ChartTimeline, "places": PlaceGrid}
"""What a chart can be seen as beside the network, by its name in an address."""


def chart_view(answer: LinksAmong, on_screen: Chart, name: str) -> ChartTimeline | PlaceGrid:
    """The chart as a timeline or as a grid of places. Raises `NotFound` for another name."""
    if name not in VIEWS:
        raise NotFound(f"A chart has no view {name!r}.", f"Use one of {', '.join(VIEWS)}.")
    return VIEWS[name](occurrences(answer, on_screen))


def leaving(read_session: ReadSession, picture: Leaves, what: str, subjects: tuple[str, ...]) -> Export:
    """A picture on its way out, as this look took it; `what` is what the log calls it."""
    return Export(what, picture, read_session.actor, describe(read_session.view), subjects)


def shown(read_session: ReadSession, network: Network) -> bytes:
    """A picture within a page, as SVG: what it shows was looked at, and entered, already."""
    return read_session.installation.exit.shown(
        PictureFile(network, "svg"), read_session.actor, describe(read_session.view)
    )


def caption_of(read_session: ReadSession) -> Caption:
    """What every picture that leaves carries: its marking, who made it, when, and through which View."""
    return Caption(
        marking=read_session.settings.marking,
        made_by=read_session.actor.who,
        made_at=datetime.now(LONDON),
        view=describe(read_session.view),
        data_note=DEMO_NOTE if read_session.installation.is_demo else "",
    )
