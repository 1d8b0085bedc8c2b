"""Which premises and which adults join most children."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from api.pages.templating import page
from api.request_context import RequestContext, reading
from graph.queries.lists.concern import ADULTS_OF_CONCERN, PREMISES_OF_CONCERN, Most
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT

router = APIRouter()

Reading = Annotated[RequestContext, Depends(reading)]
Limit = Annotated[int, Query(ge=1, le=LARGEST_LIMIT)]


@router.get("/premises-of-concern")
def premises(who: Reading, limit: Limit = DEFAULT_LIMIT) -> HTMLResponse:
    """The premises that join most children, on the best evidence first."""
    return page(who, _template(who), what="premises", concerns=who.ask(PREMISES_OF_CONCERN, Most(limit=limit)))


@router.get("/adults-of-concern")
def adults(who: Reading, limit: Limit = DEFAULT_LIMIT) -> HTMLResponse:
    """The adults who are named with most children, on the best evidence first."""
    return page(who, _template(who), what="adults", concerns=who.ask(ADULTS_OF_CONCERN, Most(limit=limit)))


def _template(who: RequestContext) -> str:
    """A short list where a part of another page asks for one."""
    return "concern_short.html" if "HX-Request" in who.request.headers else "concern.html"
