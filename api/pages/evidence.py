"""What is behind a link: the items that join two entities, and the shortest chains between them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from api.pages.templating import page
from api.visit import Visit, reading
from graph.queries.evidence import EVIDENCE, BetweenTwo
from graph.queries.paths import PATHS, BetweenEnds

router = APIRouter()

Reading = Annotated[Visit, Depends(reading)]


@router.get("/evidence")
def evidence(who: Reading, start: str, end: str) -> HTMLResponse:
    """The items that name two entities together, and those that join them through a third."""
    return page(who, "evidence.html", evidence=who.ask(EVIDENCE, BetweenTwo(start=start, end=end)))


@router.get("/paths")
def paths(who: Reading, start: str, end: str, longest: Annotated[int, Query(ge=1, le=8)] = 6) -> HTMLResponse:
    """How two entities are connected, by the shortest chains of recorded links."""
    found = who.ask(PATHS, BetweenEnds(start=start, end=end, longest=longest))
    return page(who, "paths.html", found=found, longest=longest)
