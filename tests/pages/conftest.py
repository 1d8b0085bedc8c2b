"""The application over the demo force of 200 reports, and people who sign in to it."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx import Request, Response

from api.accounts import Administration
from api.app import create_app
from api.installation import Installation
from demo import Truth
from graph.audit import LoggedEntry
from graph.settings import Settings
from tests.support.forces import Forces
from tests.support.passwords import cheap_passwords

PASSWORD = "harbour lantern meadow"
REASON = "Strategy meeting 12"
ROLES = ("analyst", "chair", "manager", "auditor", "administrator", "partner")


class Clock:
    """The application's time, in UTC milliseconds, moved on by hand."""

    def __init__(self) -> None:
        self.now = 1_795_000_000_000

    def __call__(self) -> int:
        """The time."""
        return self.now


@dataclass(frozen=True)
class Office:
    """A running application, its force and that force's truth."""

    installation: Installation
    truth: Truth
    clock: Clock
    app: Any

    def visitor(self) -> TestClient:
        """Somebody with a browser who has not signed in."""
        return TestClient(self.app, base_url="http://testserver", follow_redirects=False)

    def person(self, name: str, *, reason: str = REASON) -> "Person":
        """Somebody signed in, who has said why they look: once, and with each request as a program."""
        browser = self.visitor()
        answer = browser.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        session = browser.app.state.sign_ins.resume(browser.cookies["dolen_session"])
        person = Person(browser, session.csrf)
        if reason:
            browser.event_hooks["request"].append(_giving(reason))
            assert person.post("/reason", case="any", reason=reason).status_code == 303
        return person

    def entries_after(self, number: int) -> list[LoggedEntry]:
        """What the log says since, oldest first."""
        return [entry for entry in reversed(self.installation.log.read(200).entries) if entry.number > number]

    @property
    def log_length(self) -> int:
        """How many entries there are."""
        return self.installation.log.read(1).total

    def child_id(self, ref: str) -> str:
        """The id of a child by its reference, asked for by an analyst."""
        found = self.person("analyst").get("/api/v1/find", text=ref).json()
        [entity] = found["entities"]
        return str(entity["id"])


def _giving(reason: str) -> Callable[[Request], None]:
    def give(request: Request) -> None:
        if request.url.path.startswith("/api/"):
            request.headers.setdefault("X-Dolen-Reason", quote(reason))

    return give


@dataclass(frozen=True)
class Person:
    """A browser that is signed in."""

    browser: TestClient
    csrf: str

    def get(self, path: str, **given: Any) -> Response:
        """A page; a redirect is not followed."""
        return self.browser.get(path, params=given)

    def post(self, path: str, **form: Any) -> Response:
        """Send a form with the session's secret; what changes accounts or access, with a reason of its own."""
        why = {"reason": REASON} if path.startswith(("/accounts/", "/access/")) else {}
        return self.browser.post(path, data={"csrf": self.csrf, **why, **form})

    def look_at(self, kind: str, id: str) -> Response:
        """An entity's page, its reason given first."""
        self.post("/reason", case=id, reason=REASON)
        return self.get(f"/{kind}/{quote(id, safe=':')}")


@pytest.fixture(scope="package", autouse=True)
def quick_sign_in() -> Generator[None]:
    """Signing in costs next to nothing here."""
    with cheap_passwords():
        yield


@pytest.fixture(scope="package")
def office(forces: Forces, tmp_path_factory: pytest.TempPathFactory) -> Generator[Office]:
    """The application, open for the whole of these tests, which look and change nothing but accounts' sessions."""
    force = forces.demo(tmp_path_factory.mktemp("office") / "home")
    installation = Installation(Settings(home=force.home, engine_linger=0, engine_memory=768))
    clock = Clock()
    keeping = Administration(installation.sql, installation.log, clock)
    for role in ROLES:
        keeping.add("tests", role, role, password=PASSWORD)
    app = create_app(installation, clock)
    with TestClient(app):
        yield Office(installation, force.truth, clock, app)
    installation.close()
