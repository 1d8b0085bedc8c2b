"""Forms that partners sent, for those who grade them: read, graded and accepted, declined, or made a referral of."""

from collections.abc import Mapping
from typing import NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.pages.casework.partner import HEADINGS, form_shown
from api.pages.forms import NOTHING_WRONG, SECRET, Sent, Wrong
from api.pages.templating import page
from api.partners import PartnerForm, PartnerForms, SerafForm
from api.partners.accepting import GRADERS, GradesGiven, child_of
from api.partners.handling import (
    ASKED_FOR,
    forms_waiting_for,
    open_received,
    partners_of,
)
from api.partners.handling import accept_form as accept_one
from api.partners.handling import ask_partner as ask_of_partner
from api.partners.handling import decline_form as decline_one
from api.partners.handling import refer_form as refer_one
from api.partners.partner_forms import WAITS
from api.web.request_context import ANY_CASE, Reading, RequestContext
from graph.errors import Ambiguous, Changed, NotFound, NotPermitted, ValueRefused
from graph.judgements.typed import as_typed, fields_of
from graph.rules.cases import may_decide
from graph.rules.roles import OF_UNNAMED

router = APIRouter()


class FormsWaiting(NamedTuple):
    """How many forms wait to be graded: in all, with immediate concern, and longer than one working day."""

    waiting: int
    immediate: int
    overdue: int


def forms_waiting(who: RequestContext) -> FormsWaiting:
    """What Home says of partners' forms; it names nobody."""
    waiting = PartnerForms(who.installation.sql).waiting()
    now = who.request.app.state.clock()
    return FormsWaiting(
        len(waiting), sum(each.immediate for each in waiting), sum(each.overdue(now) for each in waiting)
    )


@router.get("/forms-received")
def forms_received(who: Reading, done: str = "") -> HTMLResponse:
    """The forms that wait, immediate concern first, and the newest of those that were settled."""
    return _list(who, done=done)


@router.post("/forms-received/ask", name="ask_partner", dependencies=SECRET)
def ask_partner(who: Reading, sent: Sent) -> Response:
    """Ask a partner for a report before a meeting, or for a SERAF of a child: what is written there is disclosed."""
    given = {name: sent.of(name) for name in ("partner", "kind", "words", "child", "meeting", "reason")}
    try:
        ask_of_partner(who.read_session(ANY_CASE), **given, now=who.request.app.state.clock())
    except (ValueRefused, NotFound, NotPermitted, Ambiguous) as error:
        field = error.field if isinstance(error, ValueRefused) else "child"
        return _list(who, sent.fields, wrong=Wrong.because(error, field or "reason"), status=422)
    return RedirectResponse("/forms-received?done=asked", 303)


@router.get("/forms-received/{id}")
def form_received(who: Reading, id: str) -> HTMLResponse:
    """A form as it was sent, to be graded."""
    return _one(who, id)


@router.post("/forms-received/{id}/accept", name="accept_form", dependencies=SECRET)
def accept_form(who: Reading, id: str, sent: Sent) -> Response:
    """Accept it: a report with mentions, or an assessment, through the clearance of who accepts it."""
    grades, now = _grades(sent.fields), who.request.app.state.clock()
    try:
        accept_one(who.read_session, ANY_CASE, id, sent.fields, grades, sent.of("reason"), now)
    except (ValueRefused, NotFound, NotPermitted, Ambiguous, Changed) as error:
        field = error.field if isinstance(error, ValueRefused) else "reason"
        status = 409 if isinstance(error, Changed) else 422
        return _one(who, id, sent.fields, wrong=Wrong.because(error, field or "reason"), status=status)
    return RedirectResponse(f"/forms-received/{id}", 303)


@router.post("/forms-received/{id}/decline", name="decline_form", dependencies=SECRET)
def decline_form(who: Reading, id: str, sent: Sent) -> Response:
    """Decline it, with the reason; the form stays as it was sent."""
    try:
        decline_one(who.read_session(ANY_CASE), id, sent.of("why"), who.request.app.state.clock())
    except (ValueRefused, NotPermitted, Changed) as error:
        return _one(who, id, sent.fields, wrong=Wrong.because(error, "why"), status=422)
    return RedirectResponse(f"/forms-received/{id}", 303)


@router.post("/forms-received/{id}/refer", name="refer_form", dependencies=SECRET)
def refer_form(who: Reading, id: str, sent: Sent) -> Response:
    """Make a referral of it, dated when Social Services received it."""
    try:
        refer_one(who.read_session(ANY_CASE), id, sent.of("received_at"), sent.of("of_child"))
    except (ValueRefused, NotFound, NotPermitted, Ambiguous, Changed) as error:
        return _one(who, id, sent.fields, wrong=Wrong.because(error, "received_at"), status=422)
    return RedirectResponse(f"/forms-received/{id}", 303)


def _list(
    who: RequestContext,
    typed: Mapping[str, str] | None = None,
    *,
    wrong: Wrong = NOTHING_WRONG,
    done: str = "",
    status: int = 200,
) -> HTMLResponse:
    waiting = forms_waiting_for(who.read_session(ANY_CASE))  # a reason is asked for: the list names children
    return page(
        who,
        "forms_received.html",
        status=status,
        waiting=waiting,
        settled=PartnerForms(who.installation.sql).settled(),
        headings=HEADINGS,
        partners=partners_of(who.installation),
        asked_for=[(kind, HEADINGS[kind]) for kind in ASKED_FOR],
        given=typed or {},
        wrong=wrong,
        done=done,
    )


def _one(
    who: RequestContext,
    id: str,
    typed: Mapping[str, str] | None = None,
    *,
    wrong: Wrong = NOTHING_WRONG,
    status: int = 200,
) -> HTMLResponse:
    read_session = who.read_session(ANY_CASE)
    form, reason = open_received(read_session, id), read_session.actor.reason
    recorded = child_of(read_session, form)
    return page(
        who,
        "form_received.html",
        status=status,
        form=form,
        heading=HEADINGS[form.kind],
        asked=PartnerForms(who.installation.sql).request(form.request) if form.request else None,
        recorded=recorded,
        fields=() if isinstance(form.body, SerafForm) else fields_of(type(form.body)),
        given={
            "reason": reason,
            "of_child": next(iter(recorded.refs), recorded.id) if recorded else "",
            **as_typed(form.body, _typed_names(form.body)),
            **(typed or {}),
        },
        roles=OF_UNNAMED,
        may=who.role in GRADERS and form.state == WAITS,
        may_join=may_decide("IdentityDecision", who.role),
        may_refer=who.role in GRADERS and form.kind == "concern" and form.referral is None,
        wrong=wrong,
        **form_shown(form.body),
    )


def _typed_names(body: PartnerForm) -> list[str]:
    return [each.name for each in fields_of(type(body))]


def _grades(fields: Mapping[str, str]) -> GradesGiven:
    names = ("source", "assessment", "handling", "conditions", "compartment", "role", "known_as")
    return GradesGiven(**{name: fields.get(name, "").strip() for name in names})
