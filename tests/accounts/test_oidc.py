"""Signing in with an identity provider, a real one on loopback that signs what it says."""

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from api.accounts import OpenedSession, ProviderUnavailable, SignInRefused
from api.accounts.held_compartments import NOBODY
from api.accounts.oidc import IdentityProvider, ProviderRedirect, Returned, identity_provider
from api.accounts.tables import PROVIDER_SIGN_INS
from graph.errors import SettingsWrong
from graph.settings import Settings
from tests.accounts.conftest import MINUTE, OFFICE, Lodge
from tests.accounts.provider import (
    CLIENT,
    SECRET,
    Provider,
    signed_with_another_key,
    signed_with_the_clients_secret,
    unsigned,
)
from tests.support.ports import free_port

ON_ONE_DATABASE = pytest.mark.parametrize("sql_settings", ["sqlite"], indirect=True)
"""For what is decided before any database is asked."""

BACK = "https://dolen.example/sign-in/provider"


@dataclass
class Crossing:
    """A lodge, a provider, and the way between them."""

    lodge: Lodge
    provider: Provider
    service: IdentityProvider

    def away(self, leaving: ProviderRedirect) -> Returned:
        """What a browser does at the provider: it signs in there and is sent back."""
        answer = httpx.get(leaving.url, follow_redirects=False)
        said = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert answer.headers["Location"].startswith(f"{BACK}?")
        return Returned(said["state"][0], said["code"][0], issuer=said["iss"][0])

    def sign_in(self) -> OpenedSession:
        """There and back."""
        leaving = self.service.begin(BACK)
        return self.service.finish(leaving.ticket, self.away(leaving), OFFICE)

    def entered(self) -> list[tuple[str, str, str | None]]:
        """(who, outcome, words) of the sign-ins in the log."""
        found = [entry for entry in self.lodge.entries() if entry.question == "sign-in"]
        return [(entry.who, entry.outcome, entry.words) for entry in found]


def settings_for(lodge: Lodge, issuer: str, **more: object) -> Settings:
    given = {"oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SecretStr(SECRET), **more}
    return lodge.settings.model_copy(update=given)


@pytest.fixture
def crossing(lodge: Lodge) -> Generator[Crossing]:
    lodge.add(password=None)
    provider = Provider(lodge.clock)
    service = IdentityProvider(lodge.sign_ins, lodge.sql, settings_for(lodge, provider.issuer), lodge.clock)
    yield Crossing(lodge, provider, service)
    provider.stop()


def test_somebody_whom_the_provider_knows_comes_in_by_their_account(crossing: Crossing) -> None:
    opened = crossing.sign_in()

    assert opened.session.account == crossing.lodge.sign_ins.accounts.get("a.price")
    assert crossing.lodge.sign_ins.resume(opened.token) == opened.session
    assert crossing.entered() == [("a.price", "allowed", "by the identity provider, from 192.0.2.7")]


def test_the_provider_is_asked_as_the_protocol_says(crossing: Crossing) -> None:
    leaving = crossing.service.begin(BACK)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(leaving.url).query).items()}

    assert {
        name: asked.get(name) for name in ("response_type", "client_id", "redirect_uri", "code_challenge_method")
    } == {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": BACK,
        "code_challenge_method": "S256",
    }
    assert "openid" in asked["scope"].split()
    assert len({asked["state"], asked["nonce"], asked["code_challenge"], leaving.ticket}) == 4
    assert leaving.ticket not in leaving.url
    assert leaving.ticket not in repr(leaving)


@ON_ONE_DATABASE
@pytest.mark.parametrize("claim", ["email", "upn"])
def test_the_account_is_found_by_the_claim_that_the_settings_name(crossing: Crossing, claim: str) -> None:
    lodge, provider = crossing.lodge, crossing.provider
    lodge.add("ann@force.example", "chair", password=None)
    provider.claims = {claim: "Ann@Force.example", "preferred_username": "a.price"}
    service = IdentityProvider(
        lodge.sign_ins, lodge.sql, settings_for(lodge, provider.issuer, oidc_claim=claim), lodge.clock
    )

    assert Crossing(lodge, provider, service).sign_in().session.account.name == "ann@force.example"


@ON_ONE_DATABASE
@pytest.mark.parametrize("methods", [["client_secret_post"], ["client_secret_basic", "client_secret_post"]])
def test_the_client_shows_who_it_is_as_the_provider_wants_it(crossing: Crossing, methods: list[str]) -> None:
    crossing.provider.metadata = {"token_endpoint_auth_methods_supported": methods}

    assert crossing.sign_in().session.account.name == "a.price"


SECONDS = Callable[[int], dict[str, Any]]
WRONG: dict[str, tuple[SECONDS, str]] = {
    "wrong nonce": (lambda _: {"nonce": "another"}, "InvalidClaimError"),
    "no nonce": (lambda _: {"nonce": None}, "MissingClaimError"),
    "expired": (lambda now: {"exp": now - 60}, "ExpiredTokenError"),
    "no expiry": (lambda _: {"exp": None}, "MissingClaimError"),
    "issued in the future": (lambda now: {"iat": now + 61}, "InvalidClaimError"),
    "for somebody else": (lambda _: {"aud": "another client"}, "InvalidClaimError"),
    "for others too, given to another": (lambda _: {"aud": [CLIENT, "another"], "azp": "another"}, "InvalidClaimError"),
    "for nobody": (lambda _: {"aud": None}, "MissingClaimError"),
    "of another issuer": (lambda _: {"iss": "https://elsewhere.example"}, "InvalidClaimError"),
    "about nobody": (lambda _: {"sub": None}, "MissingClaimError"),
    "with another access token": (lambda _: {"at_hash": "bm90IHRoZSBoYXNo"}, "InvalidClaimError"),
    "no such claim": (lambda _: {"preferred_username": None}, "does not say preferred_username"),
    "a claim that is no name": (lambda _: {"preferred_username": ["a.price"]}, "does not say preferred_username"),
}


@ON_ONE_DATABASE
@pytest.mark.parametrize("wrong", WRONG)
def test_an_id_token_that_says_something_wrong_opens_nothing(crossing: Crossing, wrong: str) -> None:
    change, why = WRONG[wrong]
    crossing.provider.change = change(crossing.lodge.clock.now // 1000)

    with pytest.raises(SignInRefused, match="did not work"):
        crossing.sign_in()

    [(who, outcome, words)] = crossing.entered()
    assert (who, outcome) == (NOBODY, "refused")
    assert re.fullmatch(rf"by the identity provider, from 192\.0\.2\.7: .*{why}.*", words or "")
    assert crossing.lodge.sign_ins.sessions_of(crossing.lodge.sign_ins.accounts.get("a.price")) == ()


@ON_ONE_DATABASE
@pytest.mark.parametrize("late", [{"exp": -59}, {"iat": 60}])
def test_clocks_may_be_a_minute_apart(crossing: Crossing, late: dict[str, int]) -> None:
    now = crossing.lodge.clock.now // 1000
    crossing.provider.change = {claim: now + seconds for claim, seconds in late.items()}

    assert crossing.sign_in().session.account.name == "a.price"


@ON_ONE_DATABASE
@pytest.mark.parametrize("sign", [unsigned, signed_with_the_clients_secret, signed_with_another_key, lambda _: "a.b.c"])
def test_an_id_token_that_the_provider_did_not_sign_opens_nothing(
    crossing: Crossing, sign: Callable[[dict[str, Any]], str]
) -> None:
    crossing.provider.sign = sign

    with pytest.raises(SignInRefused, match="did not work"):
        crossing.sign_in()


def test_a_state_that_was_not_sent_opens_nothing(crossing: Crossing) -> None:
    leaving = crossing.service.begin(BACK)
    returned = crossing.away(leaving)
    for state in ("", "another", "\udc80"):
        again = crossing.service.begin(BACK)
        with pytest.raises(SignInRefused, match="did not work"):
            crossing.service.finish(again.ticket, Returned(state, returned.code), OFFICE)

    assert [outcome for _, outcome, _ in crossing.entered()] == ["refused"] * 3


def test_what_one_browser_began_cannot_be_finished_in_another(crossing: Crossing) -> None:
    mine, theirs = crossing.service.begin(BACK), crossing.service.begin(BACK)
    returned = crossing.away(theirs)

    with pytest.raises(SignInRefused, match="did not work"):
        crossing.service.finish(mine.ticket, returned, OFFICE)
    with pytest.raises(SignInRefused, match="another browser"):
        crossing.service.finish("no such ticket", returned, OFFICE)


def test_a_ticket_serves_once_and_for_ten_minutes(crossing: Crossing) -> None:
    leaving = crossing.service.begin(BACK)
    returned = crossing.away(leaving)
    crossing.lodge.clock.now += 10 * MINUTE - 1
    assert crossing.service.finish(leaving.ticket, returned, OFFICE).session.account.name == "a.price"
    with pytest.raises(SignInRefused, match="too long ago"):
        crossing.service.finish(leaving.ticket, returned, OFFICE)

    late = crossing.service.begin(BACK)
    returned = crossing.away(late)
    crossing.lodge.clock.now += 10 * MINUTE
    with pytest.raises(SignInRefused, match="too long ago"):
        crossing.service.finish(late.ticket, returned, OFFICE)
    crossing.service.begin(BACK)
    with crossing.lodge.sql.connect() as connection:
        assert connection.execute(select(func.count()).select_from(PROVIDER_SIGN_INS)).scalar() == 1


def test_a_code_that_the_provider_does_not_take_opens_nothing(crossing: Crossing) -> None:
    leaving = crossing.service.begin(BACK)
    returned = crossing.away(leaving)

    with pytest.raises(SignInRefused, match="did not work"):
        crossing.service.finish(leaving.ticket, Returned(returned.state, "another"), OFFICE)
    refused = crossing.service.begin(BACK)
    with pytest.raises(SignInRefused, match="did not work"):
        crossing.service.finish(refused.ticket, Returned(crossing.away(refused).state, error="access_denied"), OFFICE)
    mixed_up = crossing.service.begin(BACK)
    returned = crossing.away(mixed_up)
    elsewhere = Returned(returned.state, returned.code, issuer="https://elsewhere.example")
    with pytest.raises(SignInRefused, match="did not work"):
        crossing.service.finish(mixed_up.ticket, elsewhere, OFFICE)


@pytest.mark.parametrize("who", ["disabled", "unknown"])
def test_whoever_has_no_account_that_may_sign_in_stays_out_and_none_is_made(crossing: Crossing, who: str) -> None:
    lodge = crossing.lodge
    if who == "disabled":
        lodge.keeping.disable("tests", "a.price")
    else:
        crossing.provider.claims = {"preferred_username": "b.evans"}
    before = lodge.sign_ins.accounts.list()

    with pytest.raises(SignInRefused, match="no account here"):
        crossing.sign_in()

    assert lodge.sign_ins.accounts.list() == before
    expected = "by the identity provider, from 192.0.2.7: no account that may sign in"
    assert crossing.entered() == [("a.price" if who == "disabled" else NOBODY, "refused", expected)]


@ON_ONE_DATABASE
def test_an_address_that_the_provider_has_not_verified_is_nobodys(crossing: Crossing) -> None:
    lodge, provider = crossing.lodge, crossing.provider
    lodge.add("ann@force.example", "chair", password=None)
    provider.claims = {"email": "ann@force.example", "email_verified": False}
    settings = settings_for(lodge, provider.issuer, oidc_claim="email")
    service = IdentityProvider(lodge.sign_ins, lodge.sql, settings, lodge.clock)

    with pytest.raises(SignInRefused, match="did not work"):
        Crossing(lodge, provider, service).sign_in()


@ON_ONE_DATABASE
@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": None},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": "https://["},
    ],
)
def test_a_provider_that_is_not_as_it_should_be_is_not_used(crossing: Crossing, metadata: dict[str, Any]) -> None:
    crossing.provider.metadata = metadata

    with pytest.raises(ProviderUnavailable, match="identity provider cannot be used"):
        crossing.service.begin(BACK)


@ON_ONE_DATABASE
def test_a_provider_that_does_not_answer_is_said_so(lodge: Lodge) -> None:
    settings = settings_for(lodge, f"http://127.0.0.1:{free_port()}")

    with pytest.raises(ProviderUnavailable, match="does not answer"):
        IdentityProvider(lodge.sign_ins, lodge.sql, settings, lodge.clock).begin(BACK)


@ON_ONE_DATABASE
def test_without_the_settings_there_is_no_provider(lodge: Lodge) -> None:
    assert identity_provider(lodge.sign_ins, lodge.sql, lodge.settings, lodge.clock) is None


@ON_ONE_DATABASE
@pytest.mark.parametrize(
    "wrong",
    [
        {"oidc_client_id": ""},
        {"oidc_claim": ""},
        {"oidc_issuer": "http://provider.example"},
        {"oidc_issuer": "provider"},
    ],
)
def test_settings_that_cannot_be_used_are_named(lodge: Lodge, wrong: dict[str, str]) -> None:
    settings = settings_for(lodge, "https://provider.example").model_copy(update=wrong)

    with pytest.raises(SettingsWrong, match="oidc_issuer"):
        identity_provider(lodge.sign_ins, lodge.sql, settings, lodge.clock)
