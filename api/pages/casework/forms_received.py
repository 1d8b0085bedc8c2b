"""Forms that partners sent, for those who grade them: read, graded and accepted, declined, or made a referral of."""

from collections.abc import Mapping
from typing import NamedTuple

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts import Accounts
from api.accounts.reasons import clean_reason
from api.pages.casework.partner import HEADINGS, form_shown
from api.pages.forms import NOTHING_WRONG, Sent, Wrong
from api.pages.templating import page
from api.partners import FORMS, FormKind, PartnerForm, PartnerForms, ReceivedForm, SerafForm
from api.partners.accepting import GRADERS, GradesGiven, accept_report, accept_seraf, child_of, refer
from api.partners.partner_forms import DECLINED, WAITS
from api.services.record_judgement import entity_meant, today
from api.web.request_context import ANY_CASE, Reading, RequestContext, holding_secret
from graph.audit import Entry
from graph.audit.entry import storable
from graph.errors import Ambiguous, Changed, NotFound, NotPermitted, ValueRefused
from graph.judgements.typed import as_typed, fields_of, read_typed
from graph.rules.cases import may_decide
from graph.rules.roles import OF_UNNAMED
from graph.values.text import seen

router = APIRouter()

SECRET = [Depends(holding_secret)]
ASKED_FOR: tuple[FormKind, ...] = ("meeting report", "SERAF")


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
    try:
        reason, words = clean_reason(sent.of("reason")), seen(storable(sent.of("words"))).strip()
        if not words:
            raise ValueRefused("words", "", "it is blank.", "Write what the partner is to read.")
        kind: FormKind | None = next((each for each in ASKED_FOR if each == sent.of("kind")), None)
        partner = next((each for each in _partners(who) if each == sent.of("partner")), None)
        if kind is None or partner is None:
            raise ValueRefused("partner", sent.of("partner"), "it is not the account of a partner.", "Choose one.")
        read_session = who.read_session(ANY_CASE)
        child = entity_meant(today(read_session), sent.of("child")).id if sent.of("child") else ""
        if kind == "SERAF" and not child:
            raise ValueRefused("child", "", "a SERAF is of a child who is recorded.", "Name the child.")
    except (ValueRefused, NotFound, NotPermitted, Ambiguous) as error:
        field = error.field if isinstance(error, ValueRefused) else "child"
        return _list(who, sent.fields, wrong=Wrong.because(error, field or "reason"), status=422)
    name, now = who.session.account.name, who.request.app.state.clock()
    who.installation.log.enter(
        Entry(
            who=name,
            action="disclose",
            question="partner request",
            subjects=(child,) if child else (),
            recipients=(partner,),
            reason=reason,
        )
    )
    PartnerForms(who.installation.sql).ask(partner, kind, words, name, now, child, sent.of("meeting"))
    return RedirectResponse("/forms-received?done=asked", 303)


@router.get("/forms-received/{id}")
def form_received(who: Reading, id: str) -> HTMLResponse:
    """A form as it was sent, to be graded."""
    return _one(who, id)


@router.post("/forms-received/{id}/accept", name="accept_form", dependencies=SECRET)
def accept_form(who: Reading, id: str, sent: Sent) -> Response:
    """Accept it: a report with mentions, or an assessment, through the clearance of who accepts it."""
    forms = PartnerForms(who.installation.sql)
    try:
        form, reason, now = forms.one(id), clean_reason(sent.of("reason")), who.request.app.state.clock()
        _still_waiting(form)
        if isinstance(form.body, SerafForm):
            child = forms.request(form.request or "").child
            accept_seraf(who.read_session(child), form, child, reason, now)
            return RedirectResponse(f"/forms-received/{id}", 303)
        read_session = who.read_session(ANY_CASE)
        fields = {name: seen(storable(value)) for name, value in sent.fields.items()}
        accept_report(read_session, form, read_typed(FORMS[form.kind], fields), _grades(fields), now)
    except (ValueRefused, NotFound, NotPermitted, Ambiguous, Changed) as error:
        field = error.field if isinstance(error, ValueRefused) else "reason"
        status = 409 if isinstance(error, Changed) else 422
        return _one(who, id, sent.fields, wrong=Wrong.because(error, field or "reason"), status=status)
    return RedirectResponse(f"/forms-received/{id}", 303)


@router.post("/forms-received/{id}/decline", name="decline_form", dependencies=SECRET)
def decline_form(who: Reading, id: str, sent: Sent) -> Response:
    """Decline it, with the reason; the form stays as it was sent."""
    forms, name = PartnerForms(who.installation.sql), who.session.account.name
    try:
        _check_grader(who)
        form, why = forms.one(id), clean_reason(sent.of("why"))
        _still_waiting(form)
        who.installation.log.enter(Entry(who=name, action="alter", question="partner form", subjects=(id,), reason=why))
        forms.settle(id, DECLINED, name, who.request.app.state.clock(), why)
    except (ValueRefused, NotPermitted, Changed) as error:
        return _one(who, id, sent.fields, wrong=Wrong.because(error, "why"), status=422)
    return RedirectResponse(f"/forms-received/{id}", 303)


@router.post("/forms-received/{id}/refer", name="refer_form", dependencies=SECRET)
def refer_form(who: Reading, id: str, sent: Sent) -> Response:
    """Make a referral of it, dated when Social Services received it."""
    form = PartnerForms(who.installation.sql).one(id)
    try:
        if form.referral is not None:
            raise ValueRefused("received_at", form.referral, "a referral was already made of it.")
        refer(
            who.read_session(ANY_CASE),
            form,
            sent.of("received_at"),
            f"A partner's form: {form.id}",
            sent.of("of_child"),
        )
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
    forms = PartnerForms(who.installation.sql)
    reason = who.read_session(ANY_CASE).actor.reason  # a reason is asked for: the list names children
    waiting = forms.waiting()
    who.installation.log.enter(
        Entry(
            who=who.session.account.name,
            action="consult",
            question="partner forms",
            subjects=tuple(each.id for each in waiting),
            reason=reason,
        )
    )
    return page(
        who,
        "forms_received.html",
        status=status,
        waiting=waiting,
        settled=forms.settled(),
        headings=HEADINGS,
        partners=_partners(who),
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
    forms = PartnerForms(who.installation.sql)
    form, read_session = forms.one(id), who.read_session(ANY_CASE)
    reason, recorded = read_session.actor.reason, child_of(read_session, form)
    who.installation.log.enter(
        Entry(
            who=who.session.account.name, action="consult", question="partner form", subjects=(form.id,), reason=reason
        )
    )
    return page(
        who,
        "form_received.html",
        status=status,
        form=form,
        heading=HEADINGS[form.kind],
        asked=forms.request(form.request) if form.request else None,
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


def _partners(who: RequestContext) -> list[str]:
    return [each.name for each in Accounts(who.installation.sql).list() if each.role == "partner" and each.may_act]


def _check_grader(who: RequestContext) -> None:
    if who.role not in GRADERS:
        raise NotPermitted(f"The role {who.role!r} does not accept forms.", "Ask an analyst or a chair.")


def _still_waiting(form: ReceivedForm) -> None:
    if form.state != WAITS:
        raise ValueRefused("reason", form.state, f"{form.settled_by} has settled it already.")
