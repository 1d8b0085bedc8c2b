"""Signing in and out, saying why one looks, choosing a language."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts import OpenedSession, SignIn, SignInDelayed, SignInError
from api.accounts.known_devices import DAYS as DEVICE_DAYS
from api.pages.forms import SECRET
from api.pages.language import LANGUAGE_COOKIE
from api.pages.next_page import local_place
from api.pages.templating import page, plain_page
from api.services.languages import LANGUAGES
from api.web.request_context import SESSION_COOKIE, Anybody
from graph.errors import ValueRefused

router = APIRouter()

YEAR = 365 * 24 * 3600
DEVICE_COOKIE = "dolen_device"
"""Knows this browser again, so that its owner passes the waits that somebody else's wrong passwords cause."""


@router.get("/sign-in")
def ask_to_sign_in(request: Request, next: str = "/") -> HTMLResponse:
    """The page on which to sign in."""
    return sign_in_page(request, local_place(next))


@router.post("/sign-in")
def sign_in(
    request: Request,
    name: Annotated[str, Form()],
    password: Annotated[str, Form()],
    code: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Sign in, and go where the person was going. The session's token is new, whatever the browser sent."""
    sign_ins: SignIn = request.app.state.sign_ins
    address = request.client.host if request.client else ""
    try:
        opened = sign_ins.sign_in(name, password, address, request.cookies.get(DEVICE_COOKIE, ""), code)
    except SignInError as error:
        status = 429 if isinstance(error, SignInDelayed) else 403
        return sign_in_page(request, local_place(next), status=status, wrong=str(error), name=name)
    return let_in(request, opened, next)


@router.post("/sign-out", dependencies=SECRET)
def sign_out(who: Anybody) -> Response:
    """End this session."""
    who.sign_ins.sign_out(who.session)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response


@router.get("/reason")
def ask_why(who: Anybody, case: str, next: str = "/") -> HTMLResponse:
    """Why is this person looking?"""
    return page(who, "reason.html", case=case, next=local_place(next), wrong="", recent=())


@router.post("/reason", dependencies=SECRET)
def say_why(
    who: Anybody,
    case: Annotated[str, Form()],
    reason: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Keep the reason for this case until the session ends."""
    try:
        who.sign_ins.give_reason(who.session, case, reason)
    except ValueRefused as error:
        return page(
            who,
            "reason.html",
            status=422,
            case=case,
            next=local_place(next),
            wrong=error.advice or error.reason,
            recent=(),
        )
    return RedirectResponse(local_place(next), 303)


@router.post("/language")
def choose_language(language: Annotated[str, Form()], next: Annotated[str, Form()] = "/") -> Response:
    """The pages' words in another language from now on, in this browser."""
    response = RedirectResponse(local_place(next), 303)
    if language in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR, samesite="lax", httponly=True)
    return response


def let_in(request: Request, opened: OpenedSession, next: str) -> Response:
    """Give the browser its session's token, and send it where the person was going."""
    response = RedirectResponse(local_place(next), 303)
    secure = request.url.scheme == "https"
    response.set_cookie(SESSION_COOKIE, opened.token, httponly=True, samesite="lax", secure=secure, path="/")
    if opened.device:
        response.set_cookie(
            DEVICE_COOKIE,
            opened.device,
            max_age=DEVICE_DAYS * 24 * 3600,
            httponly=True,
            samesite="strict",
            secure=secure,
            path="/sign-in",
        )
    return response


def sign_in_page(request: Request, next: str, *, status: int = 200, wrong: str = "", name: str = "") -> HTMLResponse:
    """The page on which to sign in, saying what went wrong where something did."""
    has_provider = request.app.state.provider is not None
    return plain_page(request, "sign_in.html", status, next=next, wrong=wrong, name=name, has_provider=has_provider)
