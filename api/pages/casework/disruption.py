"""Options for protecting children, of one entity; and the premises that are ready for police to act."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, SECRET, Wrong, status_of
from api.pages.templating import page
from api.services.disruption_options import decide_to_act, options_shown, ready_list
from api.services.record_judgement import entity_meant
from api.web.request_context import ANY_CASE, Reading, RequestContext
from graph.casework.options import NO_ACTION
from graph.errors import Changed, NotPermitted, ValueRefused
from graph.rules.cases import may_decide, states_after
from graph.rules.considered import OUTCOMES

router = APIRouter()


@router.get("/disruption")
def disruption(who: Reading) -> HTMLResponse:
    """Premises of concern that are ready for police to act, with what is missing at the others; the registers."""
    return page(who, "disruption.html", lines=ready_list(who.read_session(ANY_CASE)))


@router.get("/options/{id:path}")
def options(who: Reading, id: str) -> HTMLResponse:
    """The options of an adult, premises, a vehicle, a phone or a child: grounds with items, what is missing, what was
    tried, and whether somebody decided to act or not."""
    return _shown(who, id)


@router.post("/options/{id:path}/no-action", name="decide_to_act", dependencies=SECRET)
def no_action(
    who: Reading, id: str, outcome: Annotated[str, Form()] = "", reason: Annotated[str, Form()] = ""
) -> Response:
    """Record a manager's decision that nothing further is done, or that something is, with its reason."""
    read_session = who.read_session_of((id,))
    try:
        decide_to_act(read_session, entity_meant(read_session, id), outcome, clean_reason(reason))
    except (ValueRefused, NotPermitted, Changed) as error:
        field = "outcome" if isinstance(error, ValueRefused) and error.field == "outcome" else "reason"
        return _shown(who, id, wrong=Wrong.because(error, field), typed=(outcome, reason), status=status_of(error))
    return RedirectResponse(who.request.app.url_path_for("options", id=id), 303)


def _shown(
    who: RequestContext,
    id: str,
    *,
    wrong: Wrong = NOTHING_WRONG,
    typed: tuple[str, str] = ("", ""),
    status: int = 200,
) -> HTMLResponse:
    read_session = who.read_session_of((id,))
    shown = options_shown(read_session, entity_meant(read_session, id))
    return page(
        who,
        "options.html",
        status=status,
        wrong=wrong,
        typed=typed,
        outcomes=list(OUTCOMES[NO_ACTION].items()) if may_decide("Considered", who.role, NO_ACTION) else [],
        shown=shown,
        entity=shown.card.entity,
        may_record=bool(states_after("Disruption", None, who.role)),
        case=id if shown.card.entity.kind == "child" else ANY_CASE,
    )
