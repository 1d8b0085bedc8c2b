"""Signing in on the page with the force's identity provider, a real one on loopback."""

from collections.abc import Generator
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr

from api.accounts.oidc import identity_provider
from graph.settings import Settings
from tests.accounts.provider import CLIENT, SECRET, Provider
from tests.pages.conftest import Office


@pytest.fixture
def provider(office: Office) -> Generator[Provider]:
    """The office with a provider that knows the analyst."""
    running = Provider(office.clock, claims={"preferred_username": "analyst"})
    settings = Settings(
        home=office.installation.settings.home,
        oidc_issuer=running.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SecretStr(SECRET),
    )
    state = office.app.state
    state.provider = identity_provider(state.sign_ins, office.installation.sql, settings, office.clock)
    yield running
    state.provider = None
    running.stop()


def test_there_and_back_opens_a_session_and_goes_where_the_person_was_going(office: Office, provider: Provider) -> None:
    visitor = office.visitor()
    assert "/sign-in/provider?next=" in visitor.get("/sign-in").text
    leaving = visitor.get("/sign-in/provider", params={"next": "/find?text=Siân%20Ŵyn"})
    cookies = leaving.headers.get_list("set-cookie")
    back = httpx.get(leaving.headers["location"]).headers["location"]
    answer = visitor.get(f"{urlsplit(back).path}?{urlsplit(back).query}")

    assert urlsplit(leaving.headers["location"]).netloc == urlsplit(provider.issuer).netloc
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in cookies)
    assert answer.headers["location"].startswith("/find?text=")
    assert visitor.get("/account").status_code == 200
    assert visitor.get(f"{urlsplit(back).path}?{urlsplit(back).query}").status_code == 403, "a ticket serves once"


def test_a_sign_in_begun_in_one_browser_is_not_finished_in_another(office: Office, provider: Provider) -> None:
    assert provider.issuer
    leaving = office.visitor().get("/sign-in/provider")
    back = httpx.get(leaving.headers["location"]).headers["location"]
    victim = office.visitor()
    answer = victim.get(f"{urlsplit(back).path}?{urlsplit(back).query}")

    assert answer.status_code == 403
    assert "started too long ago, or in another browser" in answer.text
    assert victim.get("/account").status_code == 303


def test_a_provider_that_does_not_answer_is_said_on_the_page(office: Office, provider: Provider) -> None:
    provider.stop()
    answer = office.visitor().get("/sign-in/provider")

    assert answer.status_code == 503
    assert "The identity provider cannot be used: it does not answer." in answer.text


def test_without_a_provider_nothing_leads_there(office: Office) -> None:
    assert "/sign-in/provider" not in office.visitor().get("/sign-in").text
    assert office.visitor().get("/sign-in/provider").status_code == 404
