"""A small OpenID Connect provider on loopback: discovery, keys, authorization, and tokens that are really signed."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT, SECRET = "dolen at a force", "s3cret: with / signs"


@dataclass
class Provider:
    """What the provider knows and does; a test turns one thing wrong before somebody comes.

    `claims` are what it says of the person who signs in; `change` has the last word on an ID token's claims, `sign` on
    its signature, `metadata` on what it says of itself.
    """

    clock: Callable[[], int]
    claims: dict[str, Any] = field(default_factory=lambda: {"preferred_username": "A.Price"})
    change: dict[str, Any] = field(default_factory=dict[str, Any])
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])
    sign: Callable[[dict[str, Any]], str] | None = None
    asked: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.key = _key()
        self._codes: dict[str, dict[str, str]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer_get(self)

            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.answer_post(self, {name: values[0] for name, values in parse_qs(form).items()})

            def log_message(self, format: str, *args: object) -> None:
                provider.asked.append(format % args)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()

    def answer_get(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        if parts.path == "/.well-known/openid-configuration":
            said = {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "response_types_supported": ["code"],
            }
            _send(handler, 200, {**said, **self.metadata})
        elif parts.path == "/keys":
            _send(handler, 200, KeySet([self.key]).as_dict(private=False))
        elif parts.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            code = secrets.token_urlsafe(8)
            self._codes[code] = asked
            handler.send_response(302)
            returned = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
            handler.send_header("Location", f"{asked['redirect_uri']}?{returned}")
            handler.end_headers()
        else:
            _send(handler, 404, {})

    def answer_post(self, handler: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        """A code is changed for tokens once, for the client that it was given to and that knows the verifier."""
        asked = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or self._client(handler, form) != (CLIENT, SECRET)
            or form["grant_type"] != "authorization_code"
            or form["redirect_uri"] != asked["redirect_uri"]
            or (asked["code_challenge_method"], asked["code_challenge"]) != ("S256", challenge)
        ):
            _send(handler, 400, {"error": "invalid_grant"})
            return
        now = self.clock() // 1000
        claims = {"iss": self.issuer, "sub": "248289761001", "aud": CLIENT, "exp": now + 300, "iat": now}
        claims |= {"nonce": asked["nonce"], **self.claims}
        claims = {name: value for name, value in {**claims, **self.change}.items() if value is not None}
        id_token = self.sign(claims) if self.sign else jwt.encode({"alg": "RS256", "kid": "first"}, claims, self.key)
        _send(handler, 200, {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer", "id_token": id_token})

    def _client(self, handler: BaseHTTPRequestHandler, form: dict[str, str]) -> tuple[str, str]:
        if "Authorization" not in handler.headers:
            return form.get("client_id", ""), form.get("client_secret", "")
        pair = base64.b64decode(handler.headers["Authorization"].removeprefix("Basic ")).decode()
        client, _, secret = pair.partition(":")
        return unquote(client), unquote(secret)


def unsigned(claims: dict[str, Any]) -> str:
    """An ID token that anybody could have written."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


def signed_with_the_clients_secret(claims: dict[str, Any]) -> str:
    """An ID token as anyone with the client's secret could write it."""
    return jwt.encode({"alg": "HS256", "kid": "first"}, claims, OctKey.import_key(SECRET.ljust(32, "x")))


def signed_with_another_key(claims: dict[str, Any]) -> str:
    """An ID token of another provider that gives its key the same name."""
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, RSAKey.generate_key(2048, {"kid": "first"}))


@cache
def _key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})


def _send(handler: BaseHTTPRequestHandler, status: int, said: dict[str, Any]) -> None:
    body = json.dumps(said).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
