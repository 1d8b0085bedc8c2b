"""A person's own account: what they may see and why, where they are signed in, another password."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from api.accounts import PasswordRefused, SignInDelayed, SignInError
from api.accounts.notifications import Notices
from api.pages.forms import NOTHING_WRONG, SECRET, Wrong
from api.pages.next_page import local_place
from api.pages.templating import page
from api.web.request_context import SESSION_COOKIE, Anybody, RequestContext
from graph.errors import NotFound

router = APIRouter()


class SessionLasts(BaseModel):
    """How many seconds until a session ends unless somebody looks before."""

    seconds: int


@router.get("/account")
def account(who: Anybody, done: str = "") -> HTMLResponse:
    """One's own account."""
    return _shown(who, done=done)


@router.get("/account/session")
def session(who: Anybody) -> SessionLasts:
    """How long this session still lasts; asking is a look, and moves its end."""
    now: int = who.request.app.state.clock()
    return SessionLasts(seconds=max(0, (who.session.expires_at - now) // 1000))


@router.get("/account/password")
def ask_for_password(who: Anybody, next: str = "/") -> HTMLResponse:
    """Choosing a password, and nothing else: for somebody whose present one another gave them."""
    return page(who, "password.html", wrong=NOTHING_WRONG, next=local_place(next))


@router.post("/account/password", dependencies=SECRET)
def change_password(
    who: Anybody,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "",
) -> Response:
    """Another password; every other session of the account ends. With `next` the form is that of its own page."""

    def refused(wrong: Wrong, status: int = 422) -> HTMLResponse:
        if next:
            return page(who, "password.html", status=status, wrong=wrong, next=local_place(next))
        return _shown(who, status=status, wrong=wrong)

    if new != again:
        return refused(Wrong({"again": "The two new passwords are not the same. Type both again."}))
    try:
        who.sign_ins.change_password(who.session.account, old, new, keep=who.session)
    except PasswordRefused as error:
        return refused(Wrong.because(error, "new"))
    except SignInError as error:
        return refused(Wrong.because(error, "old"), 429 if isinstance(error, SignInDelayed) else 422)
    return RedirectResponse(local_place(next) if next else "/account?done=password", 303)


@router.post("/account/sign-out-of", dependencies=SECRET)
def sign_out_of(who: Anybody, session: Annotated[str, Form()] = "") -> Response:
    """End one of one's own sessions, by its id; another person's reads as one that is not there."""
    mine = {each.id: each for each in who.sign_ins.sessions_of(who.session.account)}
    if session not in mine:
        raise NotFound("This session has ended already.", "Reload the page of your account.")
    who.sign_ins.sign_out(mine[session])
    return _signed_out() if session == who.session.id else RedirectResponse("/account?done=session", 303)


@router.post("/account/sign-out-everywhere", dependencies=SECRET)
def sign_out_everywhere(who: Anybody) -> Response:
    """End all of one's sessions, this one too."""
    who.sign_ins.sign_out_everywhere(who.session.account)
    return _signed_out()


@router.post("/account/notices", dependencies=SECRET)
def mark_notices_read(who: Anybody, next: Annotated[str, Form()] = "/account?done=read") -> Response:
    """Mark the notifications about one's own account as read."""
    Notices(who.installation.sql).mark_read(who.session.account.name, who.request.app.state.clock())
    return RedirectResponse(local_place(next), 303)


def _signed_out() -> Response:
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response


def _shown(who: RequestContext, *, status: int = 200, wrong: Wrong = NOTHING_WRONG, done: str = "") -> HTMLResponse:
    sessions = who.sign_ins.sessions_of(who.session.account)
    settings = who.installation.settings
    notices = Notices(who.installation.sql).unread(who.session.account.name)
    given = {"sessions": sessions, "wrong": wrong, "done": done, "limits": settings, "notices": notices}
    return page(who, "account.html", status=status, **given)
