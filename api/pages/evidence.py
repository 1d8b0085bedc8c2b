"""What is behind a link: the items that join two entities, and the shortest chains between them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from api.pages.templating import page
from api.visit import ANY_CASE, Visit, reading
from graph.queries.evidence import EVIDENCE, BetweenTwo
from graph.queries.paths import PATHS, BetweenEnds

router = APIRouter()

Reading = Annotated[Visit, Depends(reading)]


@router.get("/evidence")
def evidence(who: Reading, start: str, end: str, case: str = ANY_CASE) -> HTMLResponse:
    """The items that name two entities together, and those that join them through a third."""
    found = who.ask(EVIDENCE, BetweenTwo(start=start, end=end), case=case)
    return page(who, "evidence.html", evidence=found, case=case)


@router.get("/paths")
def paths(
    who: Reading, start: str, end: str, longest: Annotated[int, Query(ge=1, le=8)] = 6, case: str = ANY_CASE
) -> HTMLResponse:
    """How two entities are connected, by the shortest chains of recorded links."""
    found = who.ask(PATHS, BetweenEnds(start=start, end=end, longest=longest), case=case)
    return page(who, "paths.html", found=found, longest=longest, case=case)
