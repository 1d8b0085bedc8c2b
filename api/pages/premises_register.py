"""Premises of concern: the register with owners and what falls due, and the form by which they are recorded."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.casework import SECRET, FormSent, Reading, Sent
from api.pages.forms import NOTHING_WRONG, Wrong
from api.pages.templating import page
from api.premises_casework import close_premises, open_premises, premises_register
from api.recording import entity_meant, today
from api.visit import ANY_CASE, Visit
from graph.casework.premises_register import unregistered
from graph.errors import Ambiguous, Changed, NotFound, NotPermitted, ValueRefused
from graph.model.kinds import Kind
from graph.queries.concern import PREMISES_OF_CONCERN, Most
from graph.queries.linked import DEFAULT_LIMIT
from graph.rules.cases import states_after
from graph.rules.searches import route_words

router = APIRouter()

ONLY_PREMISES: frozenset[Kind] = frozenset({"premises"})
_RECORDED = ("owner", "times", "markers", "licences")


@router.get("/premises-of-concern/register")
def premises_of_concern_register(who: Reading, done: str = "", address: str = "") -> HTMLResponse:
    """Premises of concern with their owner, searches, and premises that join children and have no owner."""
    return _shown(who, FormSent({"address": address}), done=done)


@router.post("/premises-of-concern/open", name="open_premises_of_concern", dependencies=SECRET)
def open_one(who: Reading, sent: Sent) -> Response:
    """Record premises of concern with the officer who owns them, or change what is recorded."""
    given: dict[str, object] = {name: sent.of(name) for name in _RECORDED if sent.of(name).strip()}
    occupiers = [line.strip() for line in sent.of("occupiers").splitlines() if line.strip()]
    if occupiers:
        given["occupiers"] = occupiers
    try:
        sight = today(who.sight(ANY_CASE))
        address = entity_meant(sight, sent.of("address"), ONLY_PREMISES)
        open_premises(sight, address, {"owner": "", **given}, clean_reason(sent.of("reason")))
    except (ValueRefused, NotFound, NotPermitted, Ambiguous, Changed) as error:
        return _shown(who, sent, wrong=_wrong(error), status=422)
    return _back(who, "opened")


@router.post("/premises-of-concern/close", name="close_premises_of_concern", dependencies=SECRET)
def close_one(who: Reading, sent: Sent) -> Response:
    """Close premises of concern, with the reason."""
    try:
        sight = today(who.sight(ANY_CASE))
        close_premises(sight, entity_meant(sight, sent.of("address"), ONLY_PREMISES), clean_reason(sent.of("reason")))
    except (ValueRefused, NotFound, NotPermitted, Ambiguous, Changed) as error:
        return _shown(who, sent, wrong=_wrong(error), status=422)
    return _back(who, "closed")


def _shown(
    who: Visit, sent: FormSent, *, wrong: Wrong = NOTHING_WRONG, done: str = "", status: int = 200
) -> HTMLResponse:
    sight = who.sight(ANY_CASE)
    lines = premises_register(sight)
    return page(
        who,
        "premises_register.html",
        status=status,
        lines=lines,
        without=unregistered(sight.ask(PREMISES_OF_CONCERN, Most(limit=DEFAULT_LIMIT)).concerns, lines),
        route_words=route_words,
        may_open="open" in states_after("PremisesOfConcern", None, who.role),
        form=sent.fields,
        reason=sight.looking.reason,
        wrong=wrong,
        done=done,
    )


def _wrong(error: ValueRefused | NotFound | NotPermitted | Ambiguous | Changed) -> Wrong:
    field = error.field if isinstance(error, ValueRefused) else "address"
    return Wrong.because(error, {"owner": "owner", "state": "owner", "reason": "reason"}.get(field, "address"))


def _back(who: Visit, done: str) -> RedirectResponse:
    return RedirectResponse(f"{who.request.app.url_path_for('premises_of_concern_register')}?done={done}", 303)
