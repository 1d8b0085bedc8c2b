"""Signing in with the force's own identity provider, where settings say so: OpenID Connect Core 1.0, code with PKCE.

    begin     somebody is sent to the provider; state, nonce and PKCE verifier stay here, under the digest of a ticket
    finish    they come back with a code; it is changed for an ID token, which is checked, and opens a session

The ticket goes into a cookie: so a sign-in that one browser began cannot be finished in another. It serves once, for
ten minutes. The provider says who somebody is; whether they may come in, and as what, is for the account here to say:
no account is ever made or changed by it. Nothing is asked of any machine unless `oidc_issuer` is set.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import Engine, delete, insert, select

from api.accounts.account import Account
from api.accounts.errors import ProviderUnavailable, SignInRefused
from api.accounts.sessions import OpenedSession
from api.accounts.sign_in import SignIn
from api.accounts.tables import PROVIDER_SIGN_INS
from graph.errors import SettingsWrong
from graph.settings import Settings

MOST_MINUTES = 10
PATIENCE_SECONDS = 10.0
CLOCKS_APART_SECONDS = 60
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with a public key. Not `none`, and nothing keyed with the client's secret."""
HOW = "the identity provider"
LOOPBACK = ("127.0.0.1", "::1", "localhost")

_JSON = TypeAdapter(dict[str, Any])


@dataclass(frozen=True)
class ProviderRedirect:
    """Somebody about to be sent to the provider: where to, and the ticket that their browser keeps meanwhile."""

    url: str
    ticket: str = field(repr=False)


@dataclass(frozen=True)
class Returned:
    """What the provider sent somebody back with, as it stands in the address; blank where it is missing."""

    state: str = ""
    code: str = field(default="", repr=False)
    error: str = ""
    issuer: str = ""


@dataclass(frozen=True)
class _Pending:
    """A sign-in under way, as it was kept when it began."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    begun_at: int


class _Metadata(BaseModel):
    """What the provider says of itself (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Tokens(BaseModel):
    """What the token endpoint gives for a code."""

    access_token: str
    id_token: str


class _Doubtful(Exception):
    """The provider's answer does not open anything; why, for the log."""


class IdentityProvider:
    """The provider that the settings name. `clock` gives UTC milliseconds. Threads may share one."""

    def __init__(self, sign_ins: SignIn, sql: Engine, settings: Settings, clock: Callable[[], int]) -> None:
        """Raises `SettingsWrong` where the settings of the provider cannot be used."""
        self._gate = sign_ins
        self._sql = sql
        self._settings = settings
        self._clock = clock
        if settings.oidc_client_id == "" or settings.oidc_claim == "":
            raise SettingsWrong(
                "The setting 'oidc_issuer' is of no use without 'oidc_client_id' and 'oidc_claim'.",
                "Set them too, or leave 'oidc_issuer' empty to sign in by password only.",
            )
        if not _is_private(settings.oidc_issuer):
            raise SettingsWrong("The setting 'oidc_issuer' cannot be used: it does not begin with https://.")

    def begin(self, redirect_uri: str) -> ProviderRedirect:
        """Where to send somebody who wants to sign in; they come back to `redirect_uri`.

        Raises `ProviderUnavailable` where the provider does not answer.
        """
        metadata = self._metadata()
        ticket, state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
        now = self._clock()
        with self._sql.begin() as connection:
            stale = PROVIDER_SIGN_INS.c.begun_at <= now - MOST_MINUTES * 60_000
            connection.execute(delete(PROVIDER_SIGN_INS).where(stale))
            connection.execute(
                insert(PROVIDER_SIGN_INS).values(
                    ticket_digest=_digest(ticket),
                    state=state,
                    nonce=nonce,
                    verifier=verifier,
                    redirect_uri=redirect_uri,
                    begun_at=now,
                )
            )
        asked = {
            "response_type": "code",
            "scope": "openid profile email",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": redirect_uri,
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        joint = "&" if urlsplit(metadata.authorization_endpoint).query else "?"
        return ProviderRedirect(f"{metadata.authorization_endpoint}{joint}{urlencode(asked)}", ticket)

    def finish(self, ticket: str, returned: Returned, address: str) -> OpenedSession:
        """Let somebody in who comes back from the provider, with the ticket of their browser, from a network address.

        Raises `SignInRefused` where the answer cannot be relied on or nobody here has that account, which is entered in
        the log with its reason; `ProviderUnavailable` where the provider does not answer.
        """
        pending = self._take(ticket)
        try:
            claims = self._claims(pending, returned)
            account = self._account(claims)
        except _Doubtful as doubt:
            self._gate.turn_away(None, address, HOW, str(doubt))
            raise SignInRefused(
                "Signing in with the identity provider did not work.",
                "Begin again; if it goes on, tell an administrator.",
            ) from None
        if account is None or account.disabled:
            self._gate.turn_away(account, address, HOW, "no account that may sign in")
            raise SignInRefused("You have no account here that may sign in.", "Ask an administrator of Dolen for one.")
        return self._gate.admit(account, address, HOW)

    def _take(self, ticket: str) -> _Pending:
        """The sign-in of a ticket, which serves once."""
        mine = PROVIDER_SIGN_INS.c.ticket_digest == _digest(ticket)
        with self._sql.connect() as connection:
            row = connection.execute(select(PROVIDER_SIGN_INS).where(mine)).mappings().first()
        with self._sql.begin() as connection:
            taken = connection.execute(delete(PROVIDER_SIGN_INS).where(mine)).rowcount == 1
        pending = None if row is None else _Pending(**{name: row[name] for name in _Pending.__dataclass_fields__})
        if pending is None or not taken or self._clock() - pending.begun_at >= MOST_MINUTES * 60_000:
            raise SignInRefused("This sign-in was started too long ago, or in another browser.", "Sign in again.")
        return pending

    def _claims(self, pending: _Pending, returned: Returned) -> CodeIDToken:
        """What the provider states about the person who returns. Raises `_Doubtful` where that cannot be relied on."""
        issuer, client = self._settings.oidc_issuer, self._settings.oidc_client_id
        if not hmac.compare_digest(returned.state.encode("utf-8", "backslashreplace"), pending.state.encode()):
            raise _Doubtful("the state is not the one that was sent")
        if returned.error or not returned.code:
            raise _Doubtful("the provider refused")
        if returned.issuer not in ("", issuer):
            raise _Doubtful("the answer names another issuer")
        metadata = self._metadata()
        tokens = self._tokens(metadata, pending, returned.code)
        try:
            keys = KeySet.import_key_set(cast(KeySetSerialization, self._json("GET", metadata.jwks_uri)))
            token = jwt.decode(tokens.id_token, keys, algorithms=SIGNED_BY)
            claims = CodeIDToken(
                token.claims,
                token.header,
                {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client}},
                {"nonce": pending.nonce, "client_id": client, "access_token": tokens.access_token},
            )
            claims.validate(self._clock() // 1000, CLOCKS_APART_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise _Doubtful(f"the ID token cannot be relied on ({type(error).__name__})") from None
        return claims

    def _account(self, claims: CodeIDToken) -> Account | None:
        said = claims.get(self._settings.oidc_claim)
        if not isinstance(said, str) or said.strip() == "":
            raise _Doubtful(f"the provider does not say {self._settings.oidc_claim}")
        if self._settings.oidc_claim == "email" and claims.get("email_verified") is False:
            raise _Doubtful("the provider has not verified the address")
        return self._gate.accounts.find(said)

    def _metadata(self) -> _Metadata:
        issuer = self._settings.oidc_issuer
        said = self._json("GET", issuer.rstrip("/") + "/.well-known/openid-configuration")
        try:
            metadata = _Metadata.model_validate(said)
        except ValidationError:
            raise _unavailable("it does not say what OpenID Connect asks of it") from None
        if metadata.issuer != issuer:
            raise _unavailable("it calls itself by another name than the setting 'oidc_issuer'")
        addresses = (metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri)
        if not all(_is_private(address) for address in addresses):
            raise _unavailable("one of its addresses does not begin with https://")
        return metadata

    def _tokens(self, metadata: _Metadata, pending: _Pending, code: str) -> _Tokens:
        client, secret = self._settings.oidc_client_id, self._settings.oidc_client_secret.get_secret_value()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": pending.redirect_uri,
            "code_verifier": pending.verifier,
        }
        auth: tuple[str, str] | None = None
        if secret and "client_secret_basic" in metadata.token_endpoint_auth_methods_supported:
            auth = (quote(client, safe=""), quote(secret, safe=""))  # RFC 6749, section 2.3.1
        else:
            form |= {"client_id": client} | ({"client_secret": secret} if secret else {})
        try:
            return _Tokens.model_validate(self._json("POST", metadata.token_endpoint, form, auth))
        except ValidationError:
            raise _Doubtful("the provider gave no ID token") from None

    def _json(
        self, method: str, url: str, form: dict[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> dict[str, Any]:
        """What the provider answers. Redirects are not followed: nobody else is asked."""
        try:
            with httpx.Client(timeout=PATIENCE_SECONDS, follow_redirects=False) as client:
                answer = client.request(method, url, data=form, auth=auth, headers={"Accept": "application/json"})
        except (httpx.HTTPError, httpx.InvalidURL):
            raise _unavailable("it does not answer") from None
        if method == "POST" and 400 <= answer.status_code < 500:
            raise _Doubtful("the provider does not take the code")
        try:
            answer.raise_for_status()
            return _JSON.validate_json(answer.content)
        except (httpx.HTTPStatusError, ValidationError):
            raise _unavailable("it does not answer as it should") from None


def identity_provider(
    sign_ins: SignIn, sql: Engine, settings: Settings, clock: Callable[[], int]
) -> IdentityProvider | None:
    """The provider that the settings name, or None where they name none. Raises `SettingsWrong`."""
    return IdentityProvider(sign_ins, sql, settings, clock) if settings.oidc_issuer else None


def _is_private(url: str) -> bool:
    """Whether nobody on the way can read or change what is said there."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _unavailable(why: str) -> ProviderUnavailable:
    return ProviderUnavailable(
        f"The identity provider cannot be used: {why}.", "Try again later, or sign in with a password if you have one."
    )


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode("utf-8", "backslashreplace")).hexdigest()
