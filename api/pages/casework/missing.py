"""If a child is missing now: one sheet on one page, for who looks for them, with its justification set already."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from api.pages.forms import NOTHING_WRONG, SECRET, Sent, Wrong
from api.pages.templating import page
from api.services.languages import reading
from api.web.attachment import attachment
from api.web.request_context import Reading, RequestContext
from graph.casework.disclosures import recipients_known
from graph.errors import Ambiguous, NotFound, NotPermitted, ValueRefused
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.queries.entities.cards import CHILD
from graph.reading.question import OfEntity
from graph.values.when import day_of

router = APIRouter()

FIELDS = ("recipient", "police_reference", "justification")
LABELS = {"justification": "Justification", "recipient": "Recipient", "outcome": "What came of it"}


@router.get("/child/{id:path}/missing")
def missing_form(who: Reading, id: str) -> HTMLResponse:
    """The form by which the sheet is made; one press, where the preset justification holds."""
    return _form(who, id, {})


@router.post("/child/{id:path}/missing", name="make_missing_sheet", dependencies=SECRET)
def missing_file(who: Reading, id: str, sent: Sent, language: Annotated[str, Form()] = "en") -> Response:
    """The sheet as a PDF; its disclosure is recorded first."""
    # Only what draws imports this: it takes as long to load as all the rest.
    from dataclasses import replace

    from api.services.missing_sheet import PRESET, SheetAsked, make_sheet

    typed = {name: sent.of(name).strip() for name in FIELDS}
    why = replace(PRESET, justification=typed["justification"])
    try:
        read_session = who.read_session_of((id,))
        made = make_sheet(
            read_session, SheetAsked(id, typed["recipient"], typed["police_reference"], why, reading(language))
        )
    except (ValueRefused, NotFound, NotPermitted, Ambiguous) as error:
        field = error.field if isinstance(error, ValueRefused) and error.field in FIELDS else "recipient"
        return _form(who, id, typed, wrong=Wrong.because(error, field, LABELS.get(field, "")), status=422)
    name = f"dolen-missing-{day_of(who.request.app.state.clock())}"
    return attachment(who.installation.exit.hand_over(made.export, name))


def _form(
    who: RequestContext, id: str, typed: dict[str, str], *, wrong: Wrong = NOTHING_WRONG, status: int = 200
) -> HTMLResponse:
    from api.services.missing_sheet import PRESET  # with what draws

    card = who.ask(CHILD, OfEntity(id=id), case=id)
    found = who.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Recipient",), limit=LARGEST_REGISTER)).recorded
    recipients = recipients_known(found)
    ordered = sorted(recipients, key=lambda each: not each.body.police)
    return page(
        who,
        "missing.html",
        status=status,
        child=card.entity,
        recipients=[(each.lineage, f"{each.body.name}, {each.body.agency}") for each in ordered],
        given={"justification": PRESET.justification, **typed},
        preset=PRESET,
        wrong=wrong,
        case=id,
    )
