"""What every request passes and every answer carries, whatever the page: size, same origin, and the browser's rules.

A request that changes something must carry the secret of its session (`csrf`, as a form field or in the header
`X-CSRF-Token`); `api.web.request_context` and the pages check it. Here it must also come from this application's own
pages.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""No inline script or style, nothing from elsewhere."""

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

LARGEST = 16 * 1024 * 1024
"""The most bytes that a request brings, but for uploads of files, which keep a limit of their own."""
UPLOADS = frozenset({"/import", "/api/v1/imports"})


class Guard:
    """Puts the headers on every answer, keeps it out of caches, turns away what is too large or from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless a page of another origin sent it or it is too large."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if scope["method"] not in SAFE and from_elsewhere(Headers(scope=scope)):
            refusal = PlainTextResponse("This request did not come from a page of this application.", 403)
            await refusal(scope, receive, sending)
            return
        said = too_much(scope["path"], Headers(scope=scope))
        if said:
            await PlainTextResponse(said, 413)(scope, receive, sending)
            return
        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:
            return  # the client has gone, or sent too slowly and was cut off: there is nobody to answer


def too_much(path: str, headers: Headers) -> str:
    """Why a request brings more than is read of one, or nothing."""
    if path in UPLOADS:
        return ""
    if "transfer-encoding" in headers:
        return "Say how long the request is (Content-Length)."
    length = headers.get("content-length", "0")
    return "" if length.isdecimal() and int(length) <= LARGEST else "The request is too large."


def from_elsewhere(headers: Headers) -> bool:
    """Whether a browser says that a page of another origin sent this. A program's request says nothing of the kind."""
    fetched = headers.get("sec-fetch-site")
    if fetched is not None and fetched not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc != headers.get("host", "")
    except ValueError:
        return True
