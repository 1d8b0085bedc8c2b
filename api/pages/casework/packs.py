"""The pack of a strategy meeting, taken away as a document: one's own, or for a recipient, which is a disclosure."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from api.pages.forms import NOTHING_WRONG, SECRET, Sent, Wrong
from api.pages.templating import page
from api.services.languages import reading
from api.services.record_judgement import meeting_now
from api.web.attachment import attachment
from api.web.request_context import Reading, RequestContext
from graph.casework.disclosures import recipients_known
from graph.casework.meeting import day_of_meeting
from graph.errors import Ambiguous, NotFound, NotPermitted, ValueRefused
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.values.when import day_of, written_date

router = APIRouter()

FIELDS = ("recipient", "only", "purpose", "legal_basis", "justification", "conditions")
LABELS = {"justification": "Justification", "recipient": "Recipient", "outcome": "What came of it"}


@router.get("/meetings/{lineage}/pack")
def pack_form(who: Reading, lineage: str) -> HTMLResponse:
    """The form by which a pack is made."""
    return _form(who, lineage, {})


@router.post("/meetings/{lineage}/pack", name="make_pack", dependencies=SECRET)
def pack_file(
    who: Reading,
    lineage: str,
    sent: Sent,
    form: Annotated[str, Form()] = "pdf",
    language: Annotated[str, Form()] = "en",
) -> Response:
    """The pack as a file; where it is for a recipient, its disclosure is recorded first."""
    # Only what draws imports this: it takes as long to load as all the rest.
    from api.services.meeting_packs import PackAsked, Sharing, make_pack

    typed = {name: sent.of(name).strip() for name in FIELDS}
    why = Sharing(typed["purpose"], typed["legal_basis"], typed["justification"], typed["conditions"])
    asked = PackAsked(lineage, form, typed["recipient"], typed["only"], why, reading(language))
    try:
        made = make_pack(who.read_session(lineage), asked)
    except (ValueRefused, NotFound, NotPermitted, Ambiguous) as error:
        field = error.field if isinstance(error, ValueRefused) and error.field in FIELDS else "recipient"
        return _form(who, lineage, typed, wrong=Wrong.because(error, field, LABELS.get(field, "")), status=422)
    name = f"dolen-pack-{day_of(who.request.app.state.clock())}"
    return attachment(who.installation.exit.hand_over(made.export, name))


def _form(
    who: RequestContext, lineage: str, typed: dict[str, str], *, wrong: Wrong = NOTHING_WRONG, status: int = 200
) -> HTMLResponse:
    found = meeting_now(who.read_session(lineage), lineage)
    recipients = who.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Recipient",), limit=LARGEST_REGISTER)).recorded
    return page(
        who,
        "pack.html",
        status=status,
        lineage=lineage,
        day=written_date(day_of_meeting(found.header)),
        children=[(each.person.id, each.person.label) for each in found.children],
        recipients=[(each.lineage, f"{each.body.name}, {each.body.agency}") for each in recipients_known(recipients)],
        given=typed,
        wrong=wrong,
        case=lineage,
    )
