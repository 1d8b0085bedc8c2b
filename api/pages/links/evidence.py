"""What is behind a link: the items that join two entities, and the shortest chains between them."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.templating import page
from api.saved.reviews import REVIEW
from api.web.request_context import Reading, RequestContext
from graph.queries.entities.evidence import EVIDENCE, BetweenTwo
from graph.queries.linking.paths import PATHS, BetweenEnds

router = APIRouter()


@router.get("/evidence")
def evidence(who: Reading, start: str, end: str, case: str = "") -> HTMLResponse:
    """The items that name two entities together, and those that join them through a third."""
    case = _case(who, (start, end), case)
    found = who.ask(EVIDENCE, BetweenTwo(start=start, end=end), case=case)
    return page(who, "evidence.html", evidence=found, case=case)


@router.get("/paths")
def paths(
    who: Reading, start: str, end: str, longest: Annotated[int, Query(ge=1, le=8)] = 6, case: str = ""
) -> HTMLResponse:
    """How two entities are connected, by the shortest chains of recorded links."""
    case = _case(who, (start, end), case)
    found = who.ask(PATHS, BetweenEnds(start=start, end=end, longest=longest), case=case)
    return page(who, "paths.html", found=found, longest=longest, case=case)


def _case(who: RequestContext, ends: tuple[str, str], given: str) -> str:
    """The case of two ends: that of the page that leads here, if it is one of them or a review; else their own."""
    return given if given in ends or given.startswith(REVIEW) else who.case_of(ends)
