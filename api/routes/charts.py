"""`/api/v1/chart/KIND`: what is on the screen of the explorer, as a file.

A browser says ids, places, which links are drawn, and its maker's own words; names, categories and links are asked for
again through the reader's View, so that a file holds nothing that its maker could not see.
"""

from typing import Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.web.attachment import attachment
from api.web.request_context import Reading, holding_secret_in_header
from graph.values.when import day_of
from viz.chart import Chart

router = APIRouter(prefix="/api/v1", tags=["exports"])

Kind = Literal[
    "svg", "png", "html", "pdf", "graphml", "gexf", "xlsx", "anx", "csv", "entities.csv", "links.csv",
    "timeline.svg", "timeline.png", "timeline.pdf", "timeline.csv",
    "places.svg", "places.png", "places.pdf", "places.csv",
]  # fmt: skip


@router.post(
    "/chart/{kind}",
    summary="What is on the screen, as a file",
    response_class=Response,
    dependencies=[Depends(holding_secret_in_header)],
)
def chart(who: Reading, kind: Kind, on_screen: Chart) -> Response:
    """A picture, a page, a timeline, a grid of places, GraphML or a table. The export is entered in the log before the
    file is written."""
    # Only what draws imports this: it takes as long to load as all the rest.
    from api.services.pictures import chart_file, leaving, look_at_chart

    read_session, answer = look_at_chart(who.read_session_of, on_screen)
    shown = tuple(sorted(each.entity.id for each in answer.entities))
    stem = kind.rpartition(".")[0] or "picture"
    name = f"dolen-{stem}-{day_of(who.request.app.state.clock())}"
    file = chart_file(read_session, answer, on_screen, kind)
    return attachment(who.installation.exit.hand_over(leaving(read_session, file, f"chart as {kind}", shown), name))
