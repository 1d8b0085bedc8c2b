"""`/api/v1/exports/map`: a map of one child, or of anything else, newly laid out, as a file; as `dolen map` draws it.

`/api/v1/chart/KIND` instead exports what is on somebody's screen, in its present layout.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.web.attachment import attachment
from api.web.request_context import Reading
from graph.queries.charts.links_among import LINKS_AMONG
from graph.queries.entities.evidence import nothing_recorded
from graph.reading.question import Among
from graph.values.when import day_of
from graph.view.options import ViewOptions
from viz.chart import Id

router = APIRouter(prefix="/api/v1", tags=["exports"])

Format = Literal["html", "svg", "png", "pdf", "graphml", "gexf", "xlsx", "anx", "csv"]
MOST_SEEDS = 10
AT_FIRST = 10
MOST_LINKED = 100
"""Children or neighbours of each seed; a picture of more cannot be read."""


class MapOf(ViewOptions):
    """The entities the map shows, the kind of file, and how many linked children (or neighbours) of each."""

    id: Annotated[tuple[Id, ...], Query(min_length=1, max_length=MOST_SEEDS)]
    format: Format = "html"
    limit: Annotated[int, Query(ge=1, le=MOST_LINKED)] = AT_FIRST


@router.get("/exports/map", summary="A map of a child, or of anything else, as a file", response_class=Response)
def exported_map(who: Reading, asked: Annotated[MapOf, Query()]) -> Response:
    """The children linked with a child or several; where any is no child, what is named beside each instead.

    The export is entered in the log before the file is written.
    """
    # Only what draws imports this: it takes as long to load as all the rest.
    from api.services.pictures import leaving, picture_of
    from viz.picture_file import PictureFile

    read_session = who.read_session_of(asked.id, each=True)
    found = read_session.ask(LINKS_AMONG, Among(ids=asked.id))
    known = {id for each in found.entities for id in each.asked}
    for id in asked.id:
        if id not in known:
            raise nothing_recorded(id)
    entities = [each.entity for each in found.entities]
    network = picture_of(read_session, entities, asked.limit)
    subjects = tuple(each.id for each in entities)
    picture = PictureFile(network, asked.format)
    name = f"dolen-map-{day_of(who.request.app.state.clock())}"
    return attachment(
        who.installation.exit.hand_over(leaving(read_session, picture, f"map as {asked.format}", subjects), name)
    )
