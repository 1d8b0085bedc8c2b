"""`/api/v1/chart/KIND`: what is on the screen of the explorer, as a file.

A browser says ids, places, which links are drawn, and its maker's own words; names, categories and links are asked for
again through the reader's View, so that a file holds nothing that its maker could not see.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.attachment import attachment
from api.saved.picture import MOST_NOTES, Group, Id, Note, Place
from api.visit import Visit, holding_secret_in_header, reading
from graph.errors import NotFound, OutOfBounds
from graph.queries.charts.links_among import LINKS_AMONG
from graph.reading.question import MOST_AMONG, Among
from graph.values.when import day_of

router = APIRouter(prefix="/api/v1", tags=["exports"])

Kind = Literal["svg", "png", "html", "pdf", "graphml", "gexf", "xlsx", "anx", "csv", "entities.csv", "links.csv"]
MOST_LINKS = 100_000


class _OnScreen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EntityAt(_OnScreen):
    """An entity and where it stands."""

    id: Id
    at: Place


class GroupAt(Group):
    """A group and where it stands."""

    at: Place


class NoteAt(Note):
    """A note and where it stands."""

    at: Place


class OnScreen(_OnScreen):
    """What is on the screen. `links` are those drawn, as pairs of entities, members of groups among them."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    entities: Annotated[tuple[EntityAt, ...], Field(max_length=MOST_AMONG)] = ()
    groups: Annotated[tuple[GroupAt, ...], Field(max_length=500)] = ()
    notes: Annotated[tuple[NoteAt, ...], Field(max_length=MOST_NOTES)] = ()
    links: Annotated[tuple[tuple[Id, Id], ...], Field(max_length=MOST_LINKS)] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Every entity on the screen, alone or in a group."""
        ids = [each.id for each in self.entities] + [id for group in self.groups for id in group.members]
        return tuple(dict.fromkeys(ids))


@router.post(
    "/chart/{kind}",
    summary="What is on the screen, as a file",
    response_class=Response,
    dependencies=[Depends(holding_secret_in_header)],
)
def chart(who: Annotated[Visit, Depends(reading)], kind: Kind, on_screen: OnScreen) -> Response:
    """A picture, a page, GraphML or a table. The export is entered in the log before the file is written."""
    # Only what draws imports this: it takes as long to load as all the rest.
    from api.charting import network_of
    from api.drawing import leaving
    from viz.picture_file import PictureFile

    if not on_screen.ids:
        raise NotFound("There is nothing in the picture to export.", "Add something first.")
    if len(on_screen.ids) > MOST_AMONG:
        raise OutOfBounds(f"A picture holds at most {MOST_AMONG:,} entities.", "Hide some first.")
    sight = who.sight_of(on_screen.ids)
    answer = sight.ask(LINKS_AMONG, Among(ids=on_screen.ids))
    network, layout = network_of(sight, answer, on_screen)
    shown = tuple(sorted(each.entity.id for each in answer.entities))
    stem = kind.rpartition(".")[0] or "picture"
    name = f"dolen-{stem}-{day_of(who.request.app.state.clock())}"
    picture = PictureFile(network, kind, layout)
    return attachment(who.house.exit.hand_over(leaving(sight, picture, f"chart as {kind}", shown), name))
