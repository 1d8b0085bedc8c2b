"""Pages of networks: which phones call which, and who was missing while a child was."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.forms import NOTHING_WRONG, Wrong
from api.pages.templating import page
from api.web.request_context import Limit, Reading
from graph.errors import ValueRefused
from graph.queries.linking.calls import CALLS, LONGEST_WINDOW, MOST_CALLERS, CallsOf
from graph.queries.linking.missing_together import MISSING_TOGETHER, MissingWithChild
from graph.reading.question import DEFAULT_LIMIT
from graph.values.date_form import read_typed
from graph.values.when import moment

router = APIRouter()

Callers = Annotated[list[str], Query(min_length=1, max_length=MOST_CALLERS)]


@router.get("/calls")
def calls(
    who: Reading,
    id: Callers,
    around: Annotated[str, Query(max_length=40)] = "",
    hours: Annotated[int, Query(ge=1, le=LONGEST_WINDOW)] = 24,
    limit: Limit = DEFAULT_LIMIT,
) -> HTMLResponse:
    """The calls of phones, or of people's phones: all of them, or around a moment."""
    wrong, at = NOTHING_WRONG, None
    try:
        at = moment(read_typed(around)) if around else None
    except ValueRefused as error:
        wrong = Wrong.because(error, "around")
    ids = tuple(dict.fromkeys(id))
    found = who.ask(CALLS, CallsOf(ids=ids, around=at, hours=hours, limit=limit))
    return page(who, "calls.html", found=found, ids=ids, around=around, hours=hours, wrong=wrong)


@router.get("/missing-together")
def missing_together(who: Reading, child: str, limit: Limit = DEFAULT_LIMIT) -> HTMLResponse:
    """The children who were missing while this child was."""
    found = who.ask(MISSING_TOGETHER, MissingWithChild(child=child, limit=limit), case=child)
    return page(who, "missing_together.html", found=found, case=child)
