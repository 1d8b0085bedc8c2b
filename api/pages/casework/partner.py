"""What a partner agency opens: the forms it sends, those it sent, and what is asked of it. Nothing of the graph."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.pages.forms import NOTHING_WRONG, Sent, Wrong
from api.pages.templating import page
from api.partners import FORMS, FormKind, PartnerForm, PartnerForms, PartnerRequest, SerafForm
from api.partners.forms import WARNING
from api.partners.partner_forms import open_requests
from api.web.request_context import RequestContext, holding_secret, visit_as
from graph.audit import Entry
from graph.audit.entry import storable
from graph.errors import NotFound, ValueRefused
from graph.judgements.typed import fields_of, read_typed, shown_fields
from graph.rules.indicators import CATALOGUE
from graph.values.text import seen

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
    return _form(who, _kind(kind), request, {})


@router.post("/partner/new/{kind}", name="send_form", dependencies=[Depends(holding_secret)])
def send_form(who: Partner, kind: str, sent: Sent) -> Response:
    """Keep a form as it is sent; it is entered in the log by its id alone."""
    of, request = _kind(kind), sent.of("request")
    fields = {name: seen(storable(value)) for name, value in sent.fields.items()}
    try:
        asked = _request(who, of, request)
        body = _read(of, fields)
    except ValueRefused as error:
        label = next((each.label for each in fields_of(FORMS[of]) if each.name == error.field), "")
        said = Wrong.because(error, error.field or "form")
        wrong = Wrong(
            {
                name: f"{label}: {words[:1].lower()}{words[1:]}" if label else words
                for name, words in said.fields.items()
            }
        )
        return _form(who, of, request, fields, wrong=wrong, status=422)
    name, now = who.session.account.name, who.request.app.state.clock()
    form = PartnerForms(who.installation.sql).send(name, of, body, now, asked.id if asked else None)
    who.installation.log.enter(Entry(who=name, action="alter", question="partner form", subjects=(form.id,)))
    return RedirectResponse("/partner?done=sent", 303)


@router.get("/partner/sent/{id}")
def sent_one(who: Partner, id: str) -> HTMLResponse:
    """A form that this partner sent, as it was sent, and what became of it."""
    name = who.session.account.name
    form = PartnerForms(who.installation.sql).one(id, sender=name)
    who.installation.log.enter(Entry(who=name, action="consult", question="partner form", subjects=(form.id,)))
    return page(who, "partner_sent.html", form=form, heading=HEADINGS[form.kind], **form_shown(form.body))


def form_shown(body: PartnerForm) -> dict[str, Any]:
    """What a template needs to show a form as it was sent."""
    judged = (
        [(CATALOGUE[code], status, body.notes.get(code, "")) for code, status in body.statuses.items()]
        if isinstance(body, SerafForm)
        else []
    )
    return {"shown": shown_fields(body), "judged": judged}


def _kind(text: str) -> FormKind:
    found: FormKind | None = next((kind for kind in FORMS if kind == text), None)
    if found is None:
        raise NotFound(f"There is no form {text!r}.", "Open one from your page.")
    return found


def _request(who: RequestContext, kind: FormKind, id: str) -> PartnerRequest | None:
    """The request that a form answers; only a concern answers none. Raises `NotFound`, also for another's."""
    found = [
        each
        for each in PartnerForms(who.installation.sql).requests_to(who.session.account.name)
        if each.id == id and each.kind == kind
    ]
    if found:
        return found[0]
    if kind == "concern" and not id:
        return None
    raise NotFound(f"No request is recorded as {id!r} for you.", "Open it from your page.")


def _read(kind: FormKind, fields: Mapping[str, str]) -> PartnerForm:
    body = FORMS[kind]
    if kind != "SERAF":
        return read_typed(body, fields)
    statuses, notes = SerafForm.typed_statuses(dict(fields))
    return read_typed(SerafForm, fields, {"statuses": statuses, "notes": notes})


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
        asked=_request(who, kind, request),
        fields=fields_of(FORMS[kind]),
        indicators=list(CATALOGUE.values()) if kind == "SERAF" else [],
        given=typed,
        warning=WARNING,
        wrong=wrong,
    )
