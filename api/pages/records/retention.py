"""What is due for review, and erasing records: for a manager who sees everything that is recorded."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from api.pages.forms import NOTHING_WRONG, SECRET, Typed, Wrong
from api.pages.templating import page
from api.services.erasure import due, erase, preview
from api.web.request_context import ANY_CASE, RequestContext, visit_as
from graph.errors import Ambiguous, NotFound, ValueRefused

router = APIRouter()

Manager = Annotated[RequestContext, Depends(visit_as("manager"))]
LONGEST_NAME = 200


@router.get("/retention")
def retention(who: Manager) -> HTMLResponse:
    """Whose records are due for review, by the force's schedule."""
    return page(who, "retention.html", due=due(who.read_session(ANY_CASE)), wrong=NOTHING_WRONG, name="")


@router.get("/retention/erase")
def before_erasing(who: Manager, name: str = "") -> HTMLResponse:
    """What would be erased, before it is."""
    return _before(who, " ".join(name.split())[:LONGEST_NAME])


@router.post("/retention/erase", dependencies=SECRET)
def erase_records(who: Manager, name: Typed = "", reason: Typed = "", shared: Typed = "") -> HTMLResponse:
    """Erase it for good."""
    named = " ".join(name.split())[:LONGEST_NAME]
    try:
        done = erase(who.read_session(ANY_CASE), named, reason, with_shared=bool(shared))
    except ValueRefused as error:
        return _before(who, named, Wrong.because(error, error.field), reason)
    return page(who, "erased.html", done=done)


def _before(who: RequestContext, name: str, wrong: Wrong = NOTHING_WRONG, reason: str = "") -> HTMLResponse:
    try:
        found = preview(who.read_session(ANY_CASE), name)
    except (NotFound, Ambiguous) as error:
        said = "".join(f" {kind} {id_} ({label})." for id_, kind, label in getattr(error, "candidates", ()))
        missing = Wrong({"name": f"{error}{said}"})
        listed = due(who.read_session(ANY_CASE))
        return page(who, "retention.html", status=404, due=listed, wrong=missing, name=name)
    status = 422 if wrong else 200
    return page(who, "erase.html", status=status, found=found, name=name, wrong=wrong, reason=reason)
