"""Keeping accounts, for administrators: who may sign in, and in which role.

What an administrator does toward reading waits for a manager; memberships of compartments are asked for and granted
elsewhere (`api.pages.accounts.access`).
"""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts import ACCOUNT_ROLES, Account, Administration, Compartments, PasswordRefused
from api.accounts.reasons import own_reason
from api.pages.accounts.identity_provider import return_address
from api.pages.forms import NOTHING_WRONG, SECRET, Typed, Wrong
from api.pages.templating import page
from api.web.request_context import RequestContext, visit_as
from graph.errors import NotPermitted, ValueRefused

router = APIRouter()

Keeping = Annotated[RequestContext, Depends(visit_as("administrator"))]


@router.get("/accounts")
def accounts(who: Keeping, done: str = "", name: str = "") -> HTMLResponse:
    """Every account there is, disabled ones too."""
    back = return_address(who.request) if who.installation.settings.oidc_issuer else ""
    return page(who, "accounts.html", accounts=who.sign_ins.accounts.list(), done=done, about=name, return_address=back)


@router.get("/accounts/add")
def ask_for_account(who: Keeping) -> HTMLResponse:
    """A blank form for another account."""
    return _add_form(who, {"name": "", "display_name": "", "role": "", "reason": ""})


@router.post("/accounts/add", dependencies=SECRET)
def add_account(
    who: Keeping,
    name: Typed = "",
    display_name: Typed = "",
    role: Typed = "",
    password: Typed = "",
    by_provider: Typed = "",
    reason: Typed = "",
) -> Response:
    """Another account; without a password where the person signs in by the identity provider alone."""
    typed = {"name": name, "display_name": display_name, "role": role, "reason": reason}
    try:
        why = _why(who, reason)
        added = _keeping(who).add(
            who.session.account.name,
            name,
            role,
            display_name=display_name,
            password=None if by_provider else password,
            temporary=True,
            waits=True,
            reason=why,
        )
    except (ValueRefused, PasswordRefused) as error:
        return _add_form(who, typed, _beside(error), status=422)
    return _back("added", added)


@router.get("/accounts/of/{name}")
def account(who: Keeping, name: str, done: str = "") -> HTMLResponse:
    """One account, and what may be changed of it."""
    return _one(who, who.sign_ins.accounts.get(name), done=done)


@router.post("/accounts/of/{name}/alter", dependencies=SECRET)
def alter_account(who: Keeping, name: str, role: Typed = "", display_name: Typed = "", reason: Typed = "") -> Response:
    """Another role, once a manager confirms it; another name on the page, from the person's next look on."""
    known = who.sign_ins.accounts.get(name)
    _refuse_own(who, known, role != known.role, "change the role of")
    try:
        altered = _keeping(who).alter(
            who.session.account.name,
            known.name,
            role=role if role != known.role else None,
            display_name=display_name if display_name != known.display_name else None,
            waits=True,
            reason=_why(who, reason),
        )
    except ValueRefused as error:
        return _one(who, known, _beside(error, "alter"), status=422, reason=reason)
    return RedirectResponse(f"{_path(altered)}?done=altered", 303)


@router.post("/accounts/of/{name}/reset", dependencies=SECRET)
def reset_password(who: Keeping, name: str, password: Typed = "", reason: Typed = "") -> Response:
    """Another password, until the person chooses their own; they are signed out everywhere."""
    known = who.sign_ins.accounts.get(name)
    is_own = known.name == who.session.account.name
    by = who.session.account.name
    try:
        why = _why(who, reason)
        _keeping(who).reset(by, known.name, password, temporary=not is_own, waits=True, reason=why)
    except (ValueRefused, PasswordRefused) as error:
        return _one(who, known, _beside(error, "reset"), status=422, reason=reason)
    return RedirectResponse(f"{_path(known)}?done=reset", 303)


@router.post("/accounts/of/{name}/reset-second-factor", dependencies=SECRET)
def reset_second_factor(who: Keeping, name: str, reason: Typed = "") -> Response:
    """Ask no code of somebody who has lost their device; a manager confirms the account again."""
    known = who.sign_ins.accounts.get(name)
    _refuse_own(who, known, True, "reset the second factor of")
    try:
        why = _why(who, reason)
    except ValueRefused as error:
        return _one(who, known, _beside(error, "second-factor"), status=422, reason=reason)
    _keeping(who).reset_second_factor(who.session.account.name, known.name, waits=True, reason=why)
    return RedirectResponse(f"{_path(known)}?done=second-factor", 303)


@router.post("/accounts/of/{name}/disable", dependencies=SECRET)
def disable_account(who: Keeping, name: str, reason: Typed = "") -> Response:
    """Keep somebody out from now on."""
    known = who.sign_ins.accounts.get(name)
    _refuse_own(who, known, True, "disable")
    try:
        why = _why(who, reason)
    except ValueRefused as error:
        return _one(who, known, _beside(error, "state"), status=422, reason=reason)
    return _back("disabled", _keeping(who).disable(who.session.account.name, known.name, reason=why))


@router.post("/accounts/of/{name}/enable", dependencies=SECRET)
def enable_account(who: Keeping, name: str, reason: Typed = "") -> Response:
    """Let somebody in again."""
    try:
        why = _why(who, reason)
    except ValueRefused as error:
        return _one(who, who.sign_ins.accounts.get(name), _beside(error, "state"), status=422, reason=reason)
    return _back("enabled", _keeping(who).enable(who.session.account.name, name, reason=why))


def _keeping(who: RequestContext) -> Administration:
    clock: Callable[[], int] = who.request.app.state.clock
    return Administration(who.installation.sql, who.installation.log, clock)


def _refuse_own(who: RequestContext, account: Account, is_change: bool, what: str) -> None:
    """Nobody shuts themselves out, and nobody makes themselves a reader of intelligence."""
    if is_change and account.name == who.session.account.name:
        raise NotPermitted(f"You cannot {what} your own account.", "Ask another administrator.")


def _why(who: RequestContext, reason: str) -> str:
    """Why an account is changed. Raises `ValueRefused`."""
    return own_reason(reason, is_demo=who.installation.is_demo)


def _beside(error: ValueRefused | PasswordRefused, form: str = "") -> Wrong:
    """The error, shown beside the field that it concerns; `form` is which of several on the page."""
    if isinstance(error, ValueRefused) and error.field == "reason":
        return Wrong.because(error, f"reason-{form}" if form else "reason")
    fields = {"name": "name", "role": "role", "display name": "display_name"}
    where = fields.get(error.field, "name") if isinstance(error, ValueRefused) else "password"
    return Wrong.because(error, where)


def _path(account: Account) -> str:
    return f"/accounts/of/{quote(account.name)}"


def _back(done: str, account: Account) -> Response:
    return RedirectResponse(f"/accounts?done={done}&name={quote(account.name)}", 303)


def _add_form(
    who: RequestContext, typed: dict[str, str], wrong: Wrong = NOTHING_WRONG, *, status: int = 200
) -> HTMLResponse:
    has_provider = bool(who.installation.settings.oidc_issuer)
    given = {"typed": typed, "wrong": wrong, "roles": ACCOUNT_ROLES, "has_provider": has_provider}
    return page(who, "account_add.html", status=status, **given)


def _one(
    who: RequestContext,
    account: Account,
    wrong: Wrong = NOTHING_WRONG,
    *,
    status: int = 200,
    done: str = "",
    reason: str = "",
) -> HTMLResponse:
    given: dict[str, object] = {"known": account, "wrong": wrong, "roles": ACCOUNT_ROLES, "done": done}
    given["reason"] = reason
    clock: Callable[[], int] = who.request.app.state.clock
    memberships = Compartments(who.installation.sql, who.installation.log, clock).of_member(account.name)
    is_own = account.name == who.session.account.name
    has_second_factor = who.sign_ins.second_factors.has(account) and not is_own
    given |= {"memberships": memberships, "has_second_factor": has_second_factor}
    return page(who, "account_one.html", status=status, is_own=is_own, **given)
