"""What is not known yet, and who finds it out: unidentified adults, partial plates, phones, ungraded items."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from api.pages.templating import page
from api.services.record_judgement import today
from api.web.request_context import ANY_CASE, RequestContext, reading
from graph.casework.enquiries import assigned
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.queries.lists.not_known_yet import NOT_KNOWN_YET, UpTo
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT
from graph.rules.cases import states_after

router = APIRouter()


@router.get("/not-known-yet")
def not_known_yet(
    who: Annotated[RequestContext, Depends(reading)],
    limit: Annotated[int, Query(ge=1, le=LARGEST_LIMIT)] = DEFAULT_LIMIT,
) -> HTMLResponse:
    """Each with who finds it out by when, or the form by which somebody is asked to."""
    found = who.ask(NOT_KNOWN_YET, UpTo(limit=limit))
    recorded = today(who.read_session(ANY_CASE)).ask(
        CASEWORK_QUESTION, CaseworkOf(kinds=("Enquiry",), limit=LARGEST_REGISTER)
    )
    return page(
        who,
        "not_known_yet.html",
        found=found,
        assigned=assigned(found, recorded.whole),
        may=bool(states_after("Enquiry", None, who.role)),
    )
