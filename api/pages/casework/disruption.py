"""Options for protecting children, of one entity; and the premises that are ready for police to act."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.templating import page
from api.services.disruption_options import options_shown
from api.services.premises import premises_register
from api.services.record_judgement import entity_meant
from api.web.request_context import ANY_CASE, Reading
from graph.casework.options import ready_for_disruption
from graph.rules.cases import states_after

router = APIRouter()


@router.get("/disruption")
def disruption(who: Reading) -> HTMLResponse:
    """Premises of concern that are ready for police to act, with what is missing at the others; the registers."""
    lines = ready_for_disruption(premises_register(who.read_session(ANY_CASE)))
    return page(who, "disruption.html", lines=lines)


@router.get("/options/{id:path}")
def options(who: Reading, id: str) -> HTMLResponse:
    """The options of an adult, premises, a vehicle or a child: grounds with items, what is missing, what was tried."""
    read_session = who.read_session_of((id,))
    shown = options_shown(read_session, entity_meant(read_session, id))
    return page(
        who,
        "options.html",
        shown=shown,
        entity=shown.card.entity,
        may_record=bool(states_after("Disruption", None, who.role)),
        case=id if shown.card.entity.kind == "child" else ANY_CASE,
    )
