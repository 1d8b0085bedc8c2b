"""Errors: a page for a person and problem+json (RFC 9457) for a program, with the same sentence."""

import logging
from dataclasses import asdict
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from api.accounts import (
    ConfirmationWanted,
    PasswordWanted,
    ReasonWanted,
    SecondFactorWanted,
    SignInDelayed,
    SignInError,
    SignInWanted,
)
from api.pages.templating import plain_page
from graph.errors import (
    Ambiguous,
    AuditUnavailable,
    Changed,
    DolenError,
    NotFound,
    NotPermitted,
    StoreBusy,
    StoreUnavailable,
)
from graph.wording import wording

API = "/api/"
STATUSES: tuple[tuple[type[DolenError], int], ...] = (
    (SignInWanted, 401),
    (PasswordWanted, 403),
    (SecondFactorWanted, 403),
    (ConfirmationWanted, 403),
    (ReasonWanted, 428),
    (SignInDelayed, 429),
    (SignInError, 403),
    (NotPermitted, 403),
    (NotFound, 404),
    (Ambiguous, 409),
    (Changed, 409),
    (AuditUnavailable, 503),
    (StoreBusy, 503),
    (StoreUnavailable, 503),
    (DolenError, 400),
)
"""Each error's status: the first line that fits."""

HEADINGS = {
    400: wording("That could not be answered"),
    401: wording("Sign in"),
    403: wording("You may not do this"),
    404: wording("Not found"),
    405: wording("That is not done here"),
    409: wording("More than one fits"),
    422: wording("That was not understood"),
    428: wording("Say why you are looking"),
    429: wording("Wait a little"),
    500: wording("Dolen made a mistake"),
    503: wording("Dolen cannot answer now"),
}
OVERTAKEN = wording("Somebody else was quicker")
REASON_ADVICE = wording(
    "Send it in the header X-Dolen-Reason, or give it once for this case and session to /api/v1/reason; it goes into"
    " the log."
)
_log = logging.getLogger("dolen")


def answer_errors(app: FastAPI) -> None:
    """Handle every error of this application with a plain sentence."""

    @app.exception_handler(DolenError)
    def known(request: Request, error: DolenError) -> Response:
        status = next(status for kind, status in STATUSES if isinstance(error, kind))
        if not _is_api(request) and request.method == "GET":
            if isinstance(error, SignInWanted):
                return _sent_to(request, "/sign-in")
            if isinstance(error, PasswordWanted):
                return _sent_to(request, "/account/password")
            if isinstance(error, SecondFactorWanted):
                return _sent_to(request, "/account/second-factor")
            if isinstance(error, ReasonWanted) and not _takes_json(request):
                return _sent_to(request, "/reason", case=error.case)
        if isinstance(error, ReasonWanted) and _takes_json(request):
            return _problem(request, status, error.message, REASON_ADVICE, case=error.case)
        if isinstance(error, Changed):
            differences = [asdict(each) for each in error.differences]
            return _problem(request, status, error.message, error.advice, heading=OVERTAKEN, differences=differences)
        return _problem(request, status, error.message, error.advice)

    @app.exception_handler(RequestValidationError)
    def not_understood(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"] if part not in ("query", "body", "path", "form"))
        return _problem(
            request, 422, f"{name or 'The request'}: {str(first['msg']).lower()}.", wording("Correct it and try again.")
        )

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        said = wording("There is no such page.") if error.status_code == 404 else str(error.detail)
        return _problem(request, error.status_code, said, wording("Check the address, or go back to the start."))

    @app.exception_handler(SQLAlchemyError)
    def database(request: Request, error: SQLAlchemyError) -> Response:
        _log.error("%s %s: the database refused", request.method, request.url.path, exc_info=error)
        return _problem(
            request,
            503,
            wording("The database for accounts and the audit log does not answer, so nothing can be shown."),
            wording("Try again in a moment; if the problem persists, tell your administrator."),
        )

    @app.exception_handler(Exception)
    def unforeseen(request: Request, error: Exception) -> Response:
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return _problem(
            request,
            500,
            wording("Something went wrong in Dolen itself."),
            wording("Nothing was lost. Tell your administrator."),
        )

    _ = (known, not_understood, http, database, unforeseen)


def _is_api(request: Request) -> bool:
    return request.url.path.startswith(API)


def _takes_json(request: Request) -> bool:
    """Whether a problem is reported as JSON: to programs, and to a page's scripts that ask for a part of a page."""
    return _is_api(request) or request.headers.get("accept", "").startswith("application/json")


def _sent_to(request: Request, path: str, **given: str) -> Response:
    """Elsewhere first, and then back to where the person wanted to go."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    place = f"{path}?{urlencode({**given, 'next': wanted})}"
    if "HX-Request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": place})
    return RedirectResponse(place, 303)


def _problem(
    request: Request, status: int, message: str, advice: str, *, heading: str = "", **more: object
) -> Response:
    heading = heading or HEADINGS.get(status, HEADINGS[400])
    if _takes_json(request):
        problem = {"type": "about:blank", "title": heading, "status": status, "detail": message, "advice": advice}
        problem |= more
        return JSONResponse(problem, status, media_type="application/problem+json")
    return plain_page(request, "fault.html", status, heading=heading, message=message, advice=advice)
