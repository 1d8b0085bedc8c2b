"""Alerts: what new items and decisions change for this reader; assigned, acknowledged with a reason, or acted on."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, SECRET, Typed, Wrong
from api.pages.templating import page
from api.services.alerts import alerts_of, assign_alert, close_alert, open_alerts
from api.web.request_context import ANY_CASE, Reading, RequestContext
from graph.errors import ValueRefused
from graph.queries.casework.alerts_shown import MOST_ALERTS
from graph.reading.question import DEFAULT_LIMIT

router = APIRouter()


@router.get("/alerts")
def alerts(
    who: Reading, limit: Annotated[int, Query(ge=1, le=MOST_ALERTS)] = DEFAULT_LIMIT, done: str = ""
) -> HTMLResponse:
    """The open alerts of this reader, those that are late first for a manager, then the newest."""
    return _shown(who, limit=limit, done=done)


@router.post("/alerts/{id}/close", name="close_alert", dependencies=SECRET)
def close(who: Reading, id: str, act: Typed = "", reason: Typed = "") -> Response:
    """Acknowledge it, or record that it was acted on; refused without a reason."""
    try:
        done = "acted on" if act == "acted on" else "acknowledged"
        close_alert(who.read_session(ANY_CASE), id, done, clean_reason(reason))
    except ValueRefused as error:
        return _shown(who, wrong=Wrong.because(error, f"reason-{id}"), typed=reason, status=422)
    return RedirectResponse("/alerts?done=closed", 303)


@router.post("/alerts/{id}/assign", name="assign_alert", dependencies=SECRET)
def assign(who: Reading, id: str, owner: Typed = "") -> Response:
    """Assign it to somebody."""
    try:
        assign_alert(who.read_session(ANY_CASE), id, owner)
    except ValueRefused as error:
        return _shown(who, wrong=Wrong.because(error, f"owner-{id}"), status=422)
    return RedirectResponse("/alerts?done=assigned", 303)


def _shown(
    who: RequestContext,
    *,
    limit: int = DEFAULT_LIMIT,
    wrong: Wrong = NOTHING_WRONG,
    typed: str = "",
    done: str = "",
    status: int = 200,
) -> HTMLResponse:
    read_session = who.read_session(ANY_CASE)
    found = alerts_of(read_session, limit=limit)
    open_alerts(read_session, found.lines)
    return page(who, "alerts.html", status=status, found=found, wrong=wrong, typed=typed, done=done)
