"""`/api/v1/partner/…`: what a partner sends and is asked; `/api/v1/forms_received…`: for those who grade it.

A partner reads the forms that they sent and the requests addressed to them, and no word of the graph.
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from api.partners import FormKind, PartnerForms, ReceivedForm
from api.partners.accepting import GradesGiven
from api.partners.handling import (
    accept_form,
    ask_partner,
    decline_form,
    form_kind,
    forms_waiting_for,
    open_received,
    open_sent,
    refer_form,
    send_form,
)
from api.partners.partner_forms import ACCEPTED, WAITS, open_requests
from api.web.request_context import ANY_CASE, RequestContext, holding_secret_in_header, reading, visit_as

router = APIRouter(prefix="/api/v1", tags=["partners"])

Partner = Annotated[RequestContext, Depends(visit_as("partner"))]
Reading = Annotated[RequestContext, Depends(reading)]
CHANGING = [Depends(holding_secret_in_header)]
BECAME = {WAITS: "not graded yet", ACCEPTED: "accepted"}
"""What a partner sees of the state of a form; every other state reads "not taken over"."""


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FormToSend(_Given):
    """A form: its kind, its fields as they are typed on the page (of a SERAF also `status-R1`, `note-R1`, …), and the
    id of the request that it answers; a concern answers none."""

    kind: str
    fields: dict[str, str]
    request: str = ""


class SentFormOut(BaseModel):
    """A form as its sender sees it."""

    id: str
    kind: FormKind
    sent_at: int
    became: str
    fields: dict[str, object]

    @classmethod
    def of(cls, form: ReceivedForm) -> "SentFormOut":
        """A form without what it became in the graph."""
        return cls(
            id=form.id,
            kind=form.kind,
            sent_at=form.sent_at,
            became=BECAME.get(form.state, "not taken over"),
            fields=form.body.model_dump(mode="json", exclude_none=True),
        )


class RequestOut(BaseModel):
    """What is asked of a partner, in the words that they read."""

    id: str
    kind: FormKind
    words: str
    asked_at: int


class PartnerOut(BaseModel):
    """The requests that no form answers yet, and the forms that were sent, the newest first."""

    requests: tuple[RequestOut, ...]
    sent: tuple[SentFormOut, ...]


class ReceivedFormOut(BaseModel):
    """A form for who grades it: by when (`due`), and what became of it (`outcome`: a reference, or why not)."""

    id: str
    kind: FormKind
    sender: str
    sent_at: int
    immediate: bool
    due: str
    overdue: bool
    state: str
    outcome: str
    referral: str
    fields: dict[str, object]

    @classmethod
    def of(cls, form: ReceivedForm, now: int) -> "ReceivedFormOut":
        """A form as it is at this moment."""
        return cls(
            id=form.id,
            kind=form.kind,
            sender=form.sender,
            sent_at=form.sent_at,
            immediate=form.immediate,
            due=form.due.key,
            overdue=form.overdue(now),
            state=form.state,
            outcome=form.outcome or "",
            referral=form.referral or "",
            fields=form.body.model_dump(mode="json", exclude_none=True),
        )


class ReceivedFormsOut(BaseModel):
    """The forms that wait, immediate concern first."""

    waiting: tuple[ReceivedFormOut, ...]


class FormToAccept(_Given):
    """The grades, who may read it, the part of the people named, the child where recorded already (`known_as`), and
    the fields where they are corrected; of a SERAF only the reason."""

    reason: str
    fields: dict[str, str] | None = None
    source: str = ""
    assessment: str = ""
    handling: str = ""
    conditions: str = ""
    compartment: str = ""
    role: str = ""
    known_as: str = ""


class FormToDecline(_Given):
    """Why it is not taken over."""

    reason: str


class FormToRefer(_Given):
    """When Social Services received it, and the child where recorded already."""

    received_at: str = ""
    child: str = ""


class PartnerToAsk(_Given):
    """A partner's account, what is asked for (`meeting report` or `SERAF`), the words that they read, and why."""

    partner: str
    kind: str
    words: str
    reason: str
    child: str = ""
    meeting: str = ""


class BecameOut(BaseModel):
    """The id or reference of what was made."""

    made: str


@router.get("/partner/forms", operation_id="partner_forms")
def partner_forms(who: Partner) -> PartnerOut:
    """What is asked of the partner, and the forms that they sent."""
    forms, name = PartnerForms(who.installation.sql), who.session.account.name
    sent = forms.sent_by(name)
    return PartnerOut(
        requests=tuple(
            RequestOut(id=each.id, kind=each.kind, words=each.words, asked_at=each.asked_at)
            for each in open_requests(forms.requests_to(name), sent)
        ),
        sent=tuple(map(SentFormOut.of, sent)),
    )


@router.get("/partner/forms/{id}", operation_id="partner_form")
def partner_form(who: Partner, id: str) -> SentFormOut:
    """One form that the partner sent, as it was sent."""
    return SentFormOut.of(open_sent(who.installation, who.session.account.name, id))


@router.post("/partner/forms", operation_id="send_partner_form", dependencies=CHANGING)
def send(who: Partner, given: FormToSend) -> SentFormOut:
    """Send a form; this is not a referral, and is not read at night."""
    name, now = who.session.account.name, who.request.app.state.clock()
    return SentFormOut.of(send_form(who.installation, name, form_kind(given.kind), given.request, given.fields, now))


@router.get("/forms_received", operation_id="forms_received")
def received(who: Reading) -> ReceivedFormsOut:
    """The forms that wait to be graded."""
    now = who.request.app.state.clock()
    waiting = forms_waiting_for(who.read_session(ANY_CASE))
    return ReceivedFormsOut(waiting=tuple(ReceivedFormOut.of(each, now) for each in waiting))


@router.get("/forms_received/{id}", operation_id="form_received")
def received_one(who: Reading, id: str) -> ReceivedFormOut:
    """A form as it was sent."""
    return ReceivedFormOut.of(open_received(who.read_session(ANY_CASE), id), who.request.app.state.clock())


@router.post("/forms_received/{id}/accept", operation_id="accept_partner_form", dependencies=CHANGING)
def accept(who: Reading, id: str, given: FormToAccept) -> BecameOut:
    """Grade a form and accept it: it becomes a report with mentions, or an assessment."""
    grades = GradesGiven(**given.model_dump(exclude={"reason", "fields"}))
    now = who.request.app.state.clock()
    return BecameOut(made=accept_form(who.read_session, ANY_CASE, id, given.fields, grades, given.reason, now))


@router.post("/forms_received/{id}/decline", operation_id="decline_partner_form", dependencies=CHANGING)
def decline(who: Reading, id: str, given: FormToDecline) -> ReceivedFormOut:
    """Decline a form, with the reason; it stays as it was sent."""
    read_session, now = who.read_session(ANY_CASE), who.request.app.state.clock()
    decline_form(read_session, id, given.reason, now)
    return ReceivedFormOut.of(open_received(read_session, id), now)


@router.post("/forms_received/{id}/refer", operation_id="refer_partner_form", dependencies=CHANGING)
def refer(who: Reading, id: str, given: FormToRefer) -> BecameOut:
    """Make a referral of a concern, dated when Social Services received it."""
    return BecameOut(made=refer_form(who.read_session(ANY_CASE), id, given.received_at, given.child))


@router.post("/forms_received/ask", operation_id="ask_partner", dependencies=CHANGING)
def ask(who: Reading, given: PartnerToAsk) -> BecameOut:
    """Ask a partner for a form; what is written there is disclosed to them."""
    now = who.request.app.state.clock()
    return BecameOut(made=ask_partner(who.read_session(ANY_CASE), **given.model_dump(), now=now))
