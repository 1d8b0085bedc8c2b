"""A person's second factor: setting up an app, the recovery codes, and taking it away again."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts import SignInDelayed, SignInError
from api.pages.forms import NOTHING_WRONG, SECRET, Wrong
from api.pages.templating import page
from api.web.request_context import Anybody, RequestContext
from graph.errors import NotFound

router = APIRouter(prefix="/account/second-factor")


@router.get("")
def second_factor(who: Anybody, done: str = "") -> HTMLResponse:
    """Whether the account has a second factor; the form to set one up, or to remove it."""
    return _shown(who, done=done)


@router.get("/picture")
def picture(who: Anybody) -> Response:
    """The secret as a QR code, for the app's camera; drawn on this machine."""
    enrolment = who.sign_ins.second_factors.enrolment(who.session.account)
    if enrolment is None:
        raise NotFound("Nothing waits to be set up.", "Begin on the page of your account.")
    return Response(enrolment.picture(), media_type="image/svg+xml", headers={"Cache-Control": "no-store"})


@router.post("/begin", dependencies=SECRET)
def begin(who: Anybody) -> Response:
    """Make a secret to be put into an app."""
    who.sign_ins.begin_second_factor(who.session)
    return RedirectResponse("/account/second-factor", 303)


@router.post("/confirm", dependencies=SECRET)
def confirm(who: Anybody, code: Annotated[str, Form()] = "") -> Response:
    """Ask for a code from now on; the recovery codes are shown this once."""
    try:
        codes = who.sign_ins.confirm_second_factor(who.session, code)
    except SignInError as error:
        return _shown(who, status=_status(error), wrong=Wrong.because(error, "code"))
    return page(who, "second_factor.html", wrong=NOTHING_WRONG, done="", codes=codes, has=True, left=0, enrolment=None)


@router.post("/remove", dependencies=SECRET)
def remove(who: Anybody, password: Annotated[str, Form()] = "") -> Response:
    """Ask no code any more, for the password."""
    try:
        who.sign_ins.remove_second_factor(who.session, password)
    except SignInError as error:
        return _shown(who, status=_status(error), wrong=Wrong.because(error, "password"))
    return RedirectResponse("/account/second-factor?done=removed", 303)


def _status(error: SignInError) -> int:
    return 429 if isinstance(error, SignInDelayed) else 422


def _shown(who: RequestContext, *, status: int = 200, wrong: Wrong = NOTHING_WRONG, done: str = "") -> HTMLResponse:
    factors, account = who.sign_ins.second_factors, who.session.account
    return page(
        who,
        "second_factor.html",
        status=status,
        wrong=wrong,
        done=done,
        codes=(),
        has=factors.has(account),
        left=factors.recovery_codes_left(account),
        enrolment=factors.enrolment(account),
    )
