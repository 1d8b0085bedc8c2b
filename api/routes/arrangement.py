"""`/api/v1/arrangement`: where the things of a large picture stand, as Graphviz arranges the maps.

The explorer sends numbers: how much room each thing takes, and which are linked. Who or what they are stays with the
browser, so that nothing is looked at and nothing is entered in the log.
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.web.request_context import holding_secret_in_header, reading
from graph.reading.question import MOST_AMONG
from viz.chart import MOST_LINKS, MOST_NOTES

router = APIRouter(prefix="/api/v1", tags=["pictures"])

MOST_THINGS = MOST_AMONG + MOST_NOTES
"""Entities and notes; a group stands for its members."""

Half = Annotated[float, Field(gt=0, le=1000)]
Number = Annotated[int, Field(ge=0, lt=MOST_THINGS)]


class Unarranged(BaseModel):
    """Half the width and half the height of each thing with its name, in units of the picture, and the pairs linked,
    by their places in that list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rooms: Annotated[tuple[tuple[Half, Half], ...], Field(max_length=MOST_THINGS)]
    links: Annotated[tuple[tuple[Number, Number], ...], Field(max_length=MOST_LINKS)] = ()

    @model_validator(mode="after")
    def _among_themselves(self) -> "Unarranged":
        if any(max(pair) >= len(self.rooms) for pair in self.links):
            raise ValueError(f"a link leads beyond the {len(self.rooms)} things that there are")
        return self


class Arrangement(BaseModel):
    """The middle of each thing with its name, in the order in which they were given."""

    places: tuple[tuple[float, float], ...]


@router.post(
    "/arrangement",
    summary="Where the things of a large picture stand",
    dependencies=[Depends(reading), Depends(holding_secret_in_header)],
)
def arrangement(unarranged: Unarranged) -> Arrangement:
    """Linked things near one another, none covering another; the same picture is always arranged alike."""
    # Only what draws imports this: it takes as long to load as all the rest.
    from viz.layout import arrange

    return Arrangement(places=tuple(arrange(unarranged.rooms, unarranged.links)))
