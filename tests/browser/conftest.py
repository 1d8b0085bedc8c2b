"""The application over the demo force of 200 reports, served on this machine, for a browser to open."""

import socket
from collections.abc import Generator
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api.accounts import Administration
from api.app import create_app
from api.demo import Truth, read_truth, write_force
from api.house import House
from graph.ingest.run import ingest
from graph.settings import Settings

PATIENCE = 60_000
"""Milliseconds that a browser is given on a machine that does other work too."""
expect.set_options(timeout=PATIENCE)

PASSWORD = "harbour lantern meadow"
ROLES = ("analyst", "chair", "manager")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(frozen=True)
class Site:
    """Where the application is served, and the truth of its force."""

    address: str
    house: House
    truth: Truth


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """The application, open for the whole of these tests."""
    home = tmp_path_factory.mktemp("site")
    files = write_force(home / "files", 200)
    house = House(Settings(home=home, engine_linger=0, engine_memory=768))
    ingest([files.mentions, files.assessments], house.store, house.sql, house.settings, author="tests")
    keeping = Administration(house.sql, house.log, lambda: 1_795_000_000_000)
    for role in ROLES:
        keeping.add("tests", role, role, password=PASSWORD)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(house), log_level="warning", access_log=False))
    serving = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    serving.start()
    yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}", house, read_truth(files.truth))
    server.should_exit = True
    serving.join(timeout=30)
    house.close()


@dataclass
class Desk:
    """Somebody at a browser, signed in, with what the browser complained of and whom else it asked."""

    site: Site
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def sign_in(self, name: str, reason: str = "Strategy meeting 12") -> None:
        """Sign in and say why."""
        self.page.goto(f"{self.site.address}/sign-in")
        self.page.fill("#name", name)
        self.page.fill("#password", PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.goto(f"{self.site.address}/reason?case=any")
        self.page.fill("#reason", reason)
        self.page.get_by_role("button", name="Go on").click()

    def violations(self) -> list[str]:
        """What axe finds wrong, a line each."""
        found: dict[str, Any] = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": WCAG}}).response
        return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]

    def watch(self, page: Page) -> Page:
        """Keep what a page complains of."""
        page.on("request", lambda request: self._asked(request.url))
        page.on("console", lambda message: self._said(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site.address, "data:", "blob:")):
            self.elsewhere.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)


def seat(browser: Browser, site: Site, name: str, width: int = 1440, height: int = 1000) -> Desk:
    """Somebody signed in at a window of this size."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    desk = Desk(site, context, context.new_page())
    desk.watch(desk.page)
    desk.sign_in(name)
    return desk


@pytest.fixture
def desk(browser: Browser, site: Site) -> Generator[Desk]:
    """An analyst's desk; whatever happens at it, no other machine is asked and nothing is complained of."""
    desk = seat(browser, site, "analyst")
    yield desk
    desk.context.close()
    assert (desk.elsewhere, desk.complaints) == ([], [])
