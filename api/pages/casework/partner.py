"""What a partner agency opens: the forms it sends, those it sent, and what is asked of it. Nothing of the graph."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.pages.forms import NOTHING_WRONG, SECRET, Sent, Wrong
from api.pages.templating import page
from api.partners import FORMS, FormKind, PartnerForm, PartnerForms, SerafForm
from api.partners.forms import WARNING
from api.partners.handling import form_kind, open_sent, request_answered, send_form
from api.partners.partner_forms import open_requests
from api.web.request_context import RequestContext, visit_as
from graph.errors import ValueRefused
from graph.judgements.typed import fields_of, shown_fields
from graph.rules.indicators import CATALOGUE

router = APIRouter()

Partner = Annotated[RequestContext, Depends(visit_as("partner"))]
HEADINGS: dict[FormKind, str] = {
    "concern": "Concern about a child",
    "meeting report": "Report before a strategy meeting",
    "SERAF": "SERAF assessment",
}


@router.get("/partner")
def partner_home(who: Partner, done: str = "") -> HTMLResponse:
    """What is asked of this partner, the forms to send, and those that they sent."""
    forms, name = PartnerForms(who.installation.sql), who.session.account.name
    sent = forms.sent_by(name)
    return page(
        who,
        "partner.html",
        sent=sent,
        requests=open_requests(forms.requests_to(name), sent),
        headings=HEADINGS,
        warning=WARNING,
        done=done,
    )


@router.get("/partner/new/{kind}")
def new_form(who: Partner, kind: str, request: str = "") -> HTMLResponse:
    """A form to fill in; a report before a meeting and a SERAF answer a request."""
    return _form(who, form_kind(kind), request, {})


@router.post("/partner/new/{kind}", name="send_form", dependencies=SECRET)
def sent_form(who: Partner, kind: str, sent: Sent) -> Response:
    """Keep a form as it is sent; it is entered in the log by its id alone."""
    of, request, now = form_kind(kind), sent.of("request"), who.request.app.state.clock()
    try:
        send_form(who.installation, who.session.account.name, of, request, sent.fields, now)
    except ValueRefused as error:
        label = next((each.label for each in fields_of(FORMS[of]) if each.name == error.field), "")
        said = Wrong.because(error, error.field or "form")
        wrong = Wrong(
            {
                name: f"{label}: {words[:1].lower()}{words[1:]}" if label else words
                for name, words in said.fields.items()
            }
        )
        return _form(who, of, request, sent.fields, wrong=wrong, status=422)
    return RedirectResponse("/partner?done=sent", 303)


@router.get("/partner/sent/{id}")
def sent_one(who: Partner, id: str) -> HTMLResponse:
    """A form that this partner sent, as it was sent, and what became of it."""
    form = open_sent(who.installation, who.session.account.name, id)
    return page(who, "partner_sent.html", form=form, heading=HEADINGS[form.kind], **form_shown(form.body))


def form_shown(body: PartnerForm) -> dict[str, Any]:
    """What a template needs to show a form as it was sent."""
    judged = (
        [(CATALOGUE[code], status, body.notes.get(code, "")) for code, status in body.statuses.items()]
        if isinstance(body, SerafForm)
        else []
    )
    return {"shown": shown_fields(body), "judged": judged}


def _form(
    who: RequestContext,
    kind: FormKind,
    request: str,
    typed: Mapping[str, str],
    *,
    wrong: Wrong = NOTHING_WRONG,
    status: int = 200,
) -> HTMLResponse:
    return page(
        who,
        "partner_new.html",
        status=status,
        kind=kind,
        heading=HEADINGS[kind],
        asked=request_answered(PartnerForms(who.installation.sql), who.session.account.name, kind, request),
        fields=fields_of(FORMS[kind]),
        indicators=list(CATALOGUE.values()) if kind == "SERAF" else [],
        given=typed,
        warning=WARNING,
        wrong=wrong,
    )
