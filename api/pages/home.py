"""The start: where a reader goes on from, and where an auditor or an administrator begins."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from api.pages.templating import page
from api.visit import Visit, visit

router = APIRouter()

BEGINS_AT = {"auditor": "/audit", "administrator": "/accounts"}


@router.get("/")
def home(who: Annotated[Visit, Depends(visit)]) -> Response:
    """Home."""
    elsewhere = BEGINS_AT.get(who.role)
    if elsewhere is not None:
        return RedirectResponse(elsewhere, 303)
    return page(who, "home.html")
