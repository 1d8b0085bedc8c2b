"""What is behind a link: the items that join two entities, and the shortest chains between them."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.forms import NOTHING_WRONG
from api.pages.templating import page
from api.saved.reviews import REVIEW
from api.web.request_context import Reading, RequestContext
from graph.queries.entities.evidence import EVIDENCE, BetweenTwo
from graph.queries.linking.paths import MOST_LEFT_OUT, MOST_LONGER, PATHS, BetweenEnds

router = APIRouter()


@router.get("/evidence")
def evidence(who: Reading, start: str, end: str, case: str = "") -> HTMLResponse:
    """The items that name two entities together, and those that join them through a third."""
    case = _case(who, (start, end), case)
    found = who.ask(EVIDENCE, BetweenTwo(start=start, end=end), case=case)
    return page(who, "evidence.html", evidence=found, case=case)


@router.get("/paths")
def paths(
    who: Reading,
    start: str,
    end: str,
    avoid: Annotated[list[str] | None, Query(max_length=MOST_LEFT_OUT)] = None,
    avoid_common: bool = False,
    in_order: bool = False,
    longest: Annotated[int, Query(ge=1, le=8)] = 6,
    longer: Annotated[int, Query(ge=0, le=MOST_LONGER)] = 0,
    case: str = "",
) -> HTMLResponse:
    """How two entities are connected, by the shortest chains of recorded links."""
    case = _case(who, (start, end), case)
    asked = BetweenEnds(
        start=start,
        end=end,
        avoid=tuple(avoid or ()),
        avoid_common=avoid_common,
        in_order=in_order,
        longest=longest,
        longer=longer,
    )
    found = who.ask(PATHS, asked, case=case)
    categories = {each.child: each for each in found.children}
    return page(who, "paths.html", found=found, categories=categories, asked=asked, case=case, wrong=NOTHING_WRONG)


def _case(who: RequestContext, ends: tuple[str, str], given: str) -> str:
    """The case of two ends: that of the page that leads here, if it is one of them or a review; else their own."""
    return given if given in ends or given.startswith(REVIEW) else who.case_of(ends)
