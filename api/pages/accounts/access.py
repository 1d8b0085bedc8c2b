"""Who reads what: one's own memberships, those of the compartments that one owns, and what a manager decides.

A membership is requested by one person and granted by another, one of them the owner of the compartment. The answer is
the same for the name of a compartment that does not exist and of one the person does not know: a name can reveal.
"""

from collections.abc import Callable
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts import AccountKeeper, Administration, Compartments
from api.accounts.account import Account
from api.accounts.membership import MOST_DAYS, OWNING_ROLES
from api.accounts.reasons import clean_reason, own_reason
from api.pages.forms import NOTHING_WRONG, SECRET, Typed, Wrong
from api.pages.templating import page
from api.web.request_context import Anybody, RequestContext
from graph.errors import ValueRefused
from graph.values.access import compartment_name
from graph.values.when import day_start
from graph.view.options import today_in_wales

router = APIRouter()

OFFERED_DAYS = 90


@router.get("/access")
def access(who: Anybody, done: str = "", member: str = "") -> HTMLResponse:
    """Compartments and who reads them, as far as they concern this person."""
    return _shown(who, done=done, member=member)


@router.post("/access/make", dependencies=SECRET)
def make(who: Anybody, name: Typed = "", owner: Typed = "", reason: Typed = "") -> Response:
    """A manager makes a compartment and names its owner."""
    try:
        compartments_of(who).make(_actor(who), name, owner, reason=_why(who, reason))
    except ValueRefused as error:
        where = {"account": "owner", "reason": "reason-make"}.get(error.field, "name")
        return _shown(who, wrong=Wrong.because(error, where), reason=reason, status=422)
    return _done("made")


@router.post("/access/ask", dependencies=SECRET)
def ask(who: Anybody, compartment: Typed = "", member: Typed = "", until: Typed = "", reason: Typed = "") -> Response:
    """Request a membership. The answer does not reveal whether a compartment of this name exists."""
    typed = {"compartment": compartment, "member": member, "until": until, "reason": reason}
    fields = {"until": "until", "account": "member", "reason": "reason", "compartment": "compartment"}
    kept, account = compartments_of(who), member.strip().lower() or who.session.account.name
    try:
        compartment_name(compartment)
        moment, why = _moment(until), clean_reason(reason)
        found = kept.find(compartment)
        if found is not None:
            kept.ask(_actor(who), found.id, account, moment, why)
        elif knows_names(who.session.account):
            raise ValueRefused("compartment", compartment, "there is no compartment of this name.")
    except ValueRefused as error:
        where = fields.get(error.field, "compartment")
        return _shown(who, wrong=Wrong.because(error, where), typed=typed, status=422)
    return _done("asked")


@router.post("/access/grant", dependencies=SECRET)
def grant(who: Anybody, membership: Typed = "", reason: Typed = "", form: Typed = "") -> Response:
    """Grant what somebody else asked for; `form` is the one on the page that was sent."""
    kept = compartments_of(who)
    return _decided(who, "granted", reason, form, lambda why: kept.grant(_actor(who), membership, reason=why))


@router.post("/access/end", dependencies=SECRET)
def end(who: Anybody, membership: Typed = "", reason: Typed = "", form: Typed = "") -> Response:
    """End a membership, or refuse what was asked for; `form` is the one on the page that was sent."""
    kept = compartments_of(who)
    return _decided(who, "ended", reason, form, lambda why: kept.end(_actor(who), membership, reason=why))


@router.post("/access/hand-over", dependencies=SECRET)
def hand_over(who: Anybody, compartment: Typed = "", owner: Typed = "", reason: Typed = "") -> Response:
    """Name another owner."""
    try:
        compartments_of(who).hand_over(_actor(who), compartment, owner, reason=_why(who, reason))
    except ValueRefused as error:
        where = "reason" if error.field == "reason" else "owner"
        return _shown(who, wrong=Wrong.because(error, f"{where}-{compartment}"), reason=reason, status=422)
    return _done("owner")


@router.post("/access/confirm", dependencies=SECRET)
def confirm(who: Anybody, account: Typed = "", reason: Typed = "", form: Typed = "") -> Response:
    """A manager confirms what an administrator did to an account; `form` is the one on the page that was sent."""
    kept = _administration(who)
    return _decided(who, "confirmed", reason, form, lambda why: kept.confirm(_actor(who), account, reason=why))


def _decided(who: RequestContext, done: str, reason: str, form: str, decide: Callable[[str], object]) -> Response:
    """Decide for a reason; where that is refused, the page again with why beside the reason of this form."""
    try:
        decide(_why(who, reason))
    except ValueRefused as error:
        return _shown(who, wrong=Wrong.because(error, f"reason-{form}"), reason=reason, status=422)
    return _done(done)


def compartments_of(who: RequestContext) -> Compartments:
    """The compartments of this installation."""
    return Compartments(who.installation.sql, who.installation.log, who.request.app.state.clock)


def count_to_settle(who: RequestContext) -> int:
    """How many decisions about access wait for this person."""
    actor = _actor(who)
    return len(compartments_of(who).waiting_for(actor)) + len(_administration(who).waiting_for(actor))


def knows_names(account: Account) -> bool:
    """Whether somebody is shown the names of all compartments: who makes them, and who keeps accounts."""
    return account.role in ("manager", "administrator")


def _why(who: RequestContext, reason: str) -> str:
    """Why access is changed. Raises `ValueRefused`."""
    return own_reason(reason, is_demo=who.installation.is_demo)


def _actor(who: RequestContext) -> AccountKeeper:
    return AccountKeeper.of(who.session.account)


def _administration(who: RequestContext) -> Administration:
    clock: Callable[[], int] = who.request.app.state.clock
    return Administration(who.installation.sql, who.installation.log, clock)


def _moment(day: str) -> int:
    """The end of a day written as a browser's date field does. Raises `ValueRefused`."""
    try:
        return day_start(date.fromisoformat(day.strip()) + timedelta(days=1))
    except (ValueError, OverflowError):
        raise ValueRefused("until", day, "give the last day, such as 2026-12-31.") from None


def _done(what: str) -> Response:
    return RedirectResponse(f"/access?done={what}", 303)


def _shown(
    who: RequestContext,
    *,
    wrong: Wrong = NOTHING_WRONG,
    typed: dict[str, str] | None = None,
    done: str = "",
    member: str = "",
    reason: str = "",
    status: int = 200,
) -> HTMLResponse:
    kept, actor, account = compartments_of(who), _actor(who), who.session.account
    offered = (today_in_wales() + timedelta(days=OFFERED_DAYS)).isoformat()
    everything = kept.list()
    mine = [each for each in everything if each.owner == account.name]
    shown = everything if actor.is_manager else tuple(mine)
    owners = [each for each in who.sign_ins.accounts.list() if each.may_act and each.role in OWNING_ROLES]
    return page(
        who,
        "access.html",
        status=status,
        wrong=wrong,
        done=done,
        reason=reason,
        asked=typed or {"compartment": "", "member": member, "until": offered, "reason": ""},
        memberships=kept.of_member(account.name),
        waiting=kept.waiting_for(actor),
        accounts=_administration(who).waiting_for(actor),
        compartments=shown,
        members={each.id: kept.of_compartment(each.id) for each in mine},
        names=[(each.name, each.name) for each in everything] if knows_names(account) else [],
        owners=[(each.name, each.shown) for each in owners] if actor.is_manager or mine else [],
        is_manager=actor.is_manager,
        most=MOST_DAYS,
    )
