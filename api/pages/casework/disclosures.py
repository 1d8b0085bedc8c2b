"""Sharing: who may receive what, what was shared or refused, and who is to be informed of a correction (§4)."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.templating import page
from api.web.request_context import Reading
from graph.casework.disclosures import recipients_known, to_inform
from graph.judgements.typed import shown_fields
from graph.queries.casework.recorded import CASEWORK_QUESTION, DEFAULT_REGISTER, LARGEST_REGISTER, CaseworkOf
from graph.rules.cases import states_after

router = APIRouter()


@router.get("/disclosures")
def disclosures(who: Reading) -> HTMLResponse:
    """The register of recipients, and what was shared with them or refused, the newest first."""
    recipients = who.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Recipient",), limit=LARGEST_REGISTER))
    shared = who.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Disclosure",), limit=DEFAULT_REGISTER))
    return page(
        who,
        "disclosures.html",
        recipients=recipients_known(recipients.recorded),
        disclosures=shared.recorded,
        read=shared,
        to_inform=to_inform(shared.recorded),
        may_add=bool(states_after("Recipient", None, who.role)),
        shown_fields=shown_fields,
    )
