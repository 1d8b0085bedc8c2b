"""What somebody watches: their own list, and the form by which they add to it."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, SECRET, Typed, Wrong
from api.pages.templating import page
from api.services.watches import add_watch, end_watch, watches_of
from api.web.request_context import ANY_CASE, Reading, RequestContext
from graph.errors import Ambiguous, NotFound, ValueRefused
from graph.rules.watches import WATCH_KINDS

router = APIRouter()


@router.get("/watches")
def watches(who: Reading, kind: str = "plate", what: str = "", done: str = "") -> HTMLResponse:
    """One's own watches; the form is filled in where a page leads here."""
    return _shown(who, kind=kind, what=what, done=done)


@router.post("/watches", name="add_watch", dependencies=SECRET)
def add(who: Reading, kind: Typed = "", what: Typed = "", reason: Typed = "") -> Response:
    """Watch something from now on; refused without a reason, and for what cannot be watched."""
    if kind not in WATCH_KINDS:
        wrong = Wrong({"kind": "Choose what is watched."})
        return _shown(who, kind=kind, what=what, reason=reason, wrong=wrong, status=422)
    try:
        given = clean_reason(reason)
    except ValueRefused as error:
        return _shown(who, kind=kind, what=what, reason=reason, wrong=Wrong.because(error, "reason"), status=422)
    try:
        add_watch(who.read_session(ANY_CASE), kind, what, given)
    except (ValueRefused, NotFound, Ambiguous) as error:
        return _shown(who, kind=kind, what=what, reason=reason, wrong=Wrong.because(error, "what"), status=422)
    return RedirectResponse("/watches?done=added", 303)


@router.post("/watches/{id}/end", name="end_watch", dependencies=SECRET)
def end(who: Reading, id: str) -> Response:
    """End one's own watch."""
    end_watch(who.read_session(ANY_CASE), id)
    return RedirectResponse("/watches?done=ended", 303)


def _shown(
    who: RequestContext,
    *,
    kind: str = "",
    what: str = "",
    reason: str = "",
    done: str = "",
    wrong: Wrong = NOTHING_WRONG,
    status: int = 200,
) -> HTMLResponse:
    lines = watches_of(who.read_session(ANY_CASE))
    given = {"kind": kind, "what": what, "reason": reason}
    return page(who, "watches.html", status=status, lines=lines, kinds=WATCH_KINDS, given=given, done=done, wrong=wrong)
