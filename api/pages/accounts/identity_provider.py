"""Signing in with the force's identity provider, where settings name one: going there, and coming back."""

from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import APIRouter, Cookie, Request
from fastapi.responses import RedirectResponse, Response

from api.accounts import ProviderUnavailable, SignInError
from api.accounts.oidc import MOST_MINUTES, IdentityProvider, Returned
from api.pages.accounts.sign_in import let_in, sign_in_page
from api.pages.next_page import local_place
from graph.errors import NotFound

router = APIRouter()

TICKET_COOKIE = "dolen_ticket"
NEXT_COOKIE = "dolen_next"
RETURN = "/sign-in/return"


@router.get("/sign-in/provider")
def go_to_provider(request: Request, next: str = "/") -> Response:
    """Send somebody to the provider; their browser keeps a ticket meanwhile, without which they cannot come back."""
    try:
        leaving = _provider(request).begin(return_address(request))
    except SignInError as error:
        return _not_in(request, error, next)
    response = RedirectResponse(leaving.url, 303)
    for name, value in ((TICKET_COOKIE, leaving.ticket), (NEXT_COOKIE, quote(local_place(next)))):
        response.set_cookie(
            name,
            value,
            max_age=MOST_MINUTES * 60,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
            path="/sign-in",
        )
    return response


@router.get(RETURN)
def come_back(
    request: Request,
    state: str = "",
    code: str = "",
    error: str = "",
    iss: str = "",
    dolen_ticket: Annotated[str, Cookie()] = "",
    dolen_next: Annotated[str, Cookie()] = "/",
) -> Response:
    """Sign in the person the provider sends back, where they have an account here."""
    provider = _provider(request)
    address = request.client.host if request.client else ""
    try:
        opened = provider.finish(dolen_ticket, Returned(state, code, error, iss), address)
        response = let_in(request, opened, unquote(dolen_next))
    except SignInError as wrong:
        response = _not_in(request, wrong, unquote(dolen_next))
    for name in (TICKET_COOKIE, NEXT_COOKIE):
        response.delete_cookie(name, path="/sign-in")
    return response


def return_address(request: Request) -> str:
    """The address to come back to, as it is registered at the provider."""
    return str(request.url.replace(path=RETURN, query="", fragment=""))


def _provider(request: Request) -> IdentityProvider:
    provider: IdentityProvider | None = request.app.state.provider
    if provider is None:
        raise NotFound("This installation has no identity provider.", "Sign in with a password.")
    return provider


def _not_in(request: Request, error: SignInError, next: str) -> Response:
    status = 503 if isinstance(error, ProviderUnavailable) else 403
    return sign_in_page(request, local_place(next), status=status, wrong=str(error))
