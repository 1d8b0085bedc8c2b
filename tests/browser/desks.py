"""Somebody at a browser before the application, served on this machine, and an eye on whatever the browser does."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlencode, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import APIResponse, Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect

from api.accounts import Administration
from api.app import create_app
from api.installation import Installation
from api.web.server import answering
from demo import Truth
from graph.settings import Settings
from tests.browser.fitting import misfits
from tests.support.html_tree import read_html

PATIENCE = 60_000
"""Milliseconds that a browser is given on a machine that does other work too."""
expect.set_options(timeout=PATIENCE)

LATE = (
    "[hx-trigger=load] > p[aria-live], details.dolen-items[open] > .dolen-items__in .dolen-refs,"
    " .htmx-request, .htmx-swapping, .htmx-settling"
)
"""Parts of a page that it has asked for, or is about to ask for, and that are not there yet."""

PASSWORD = "harbour lantern meadow"
READERS = ("analyst", "chair", "manager")
ROLES = (*READERS, "auditor", "administrator", "partner")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
"""What axe looks for. What is right is not reported: on a long page that took more time than finding what is wrong."""
ALIKE = (Path(__file__).parent / "alike.js").read_text(encoding="utf-8")
LOOKED_AT = f"""async ([known, options]) => {{
    const {{ alike, seen }} = ({ALIKE})(known);
    return {{ violations: (await axe.run({{ exclude: alike }}, options)).violations, seen }};
}}"""
SMALL_PRINT = """() => {
    const small = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode.textContent.trim(), within = walk.currentNode.parentElement;
        if (!text || !within.checkVisibility() || within.closest('.govuk-visually-hidden, option, svg')) continue;
        if (parseFloat(getComputedStyle(within).fontSize) < 12) small.push(text.slice(0, 80));
    }
    return small;
}"""
"""12 pixels of a browser are 9 points."""
HERE = ("http://127.0.0.1:", "file:", "data:", "blob:")
"""How the addresses begin that lie on this machine."""
REFUSED = re.compile(r"(?:the server responded with a status of|Response Status Error Code) (\d{3})")


@dataclass
class Watch:
    """What the browser asked of other machines, and what it or we complained of."""

    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    """Statuses of refusals that a test provokes, which the console shows as errors."""

    def over(self, context: BrowserContext) -> BrowserContext:
        """Keep an eye on every page of a context."""
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        return context

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(HERE):
            self.elsewhere.append(request.url)

    def _answered(self, response: Response) -> None:
        policy = response.headers.get("content-security-policy", "")
        if response.url.startswith("http:") and ("default-src 'none'" not in policy or "unsafe" in policy):
            self.complaints.append(f"{response.url} has the policy {policy!r}")

    def _said(self, message: ConsoleMessage) -> None:
        refused = REFUSED.search(message.text)
        if message.type in ("error", "warning") and not (refused and int(refused[1]) in self.expected):
            self.complaints.append(f"{message.text} ({message.location.get('url')})")


@dataclass(frozen=True)
class Site:
    """Where the application is served, and the truth of its force where it has one."""

    address: str
    installation: Installation
    truth: Truth


@contextmanager
def served(installation: Installation) -> Generator[str]:
    """An installation served on this machine, with an account of each role; gives its address."""
    keeping = Administration(installation.sql, installation.log, lambda: 1_795_000_000_000)
    for role in ROLES:
        keeping.add("tests", role, role, password=PASSWORD)
    with answering(create_app(installation)) as port:
        yield f"http://127.0.0.1:{port}"
    installation.close()


@contextmanager
def opened_site(home: Path) -> Generator[Site]:
    """The application over whatever graph is in a data folder: none, where the folder is empty."""
    installation = Installation(Settings(home=home, engine_linger=0, engine_memory=768))
    with served(installation) as address:
        yield Site(address, installation, cast(Truth, None))


@dataclass
class Desk:
    """Somebody at a browser, signed in."""

    site: Site
    context: BrowserContext
    page: Page
    csrf: str = ""
    """The secret that the session's forms carry."""

    def sign_in(self, name: str, reason: str = "Strategy meeting 12") -> None:
        """Sign in and, who reads intelligence, say why: by the forms' requests, since no test but those of signing in
        is about the pages on which it is done."""
        signed = self.page.request.post(
            f"{self.site.address}/sign-in", form={"name": name, "password": PASSWORD, "next": "/account"}
        )
        self.csrf = read_html(signed.text()).find("input", name="csrf")[0]["value"]
        if name in READERS:
            self.give_reason("any", reason)

    def give_reason(self, case: str, reason: str = "Strategy meeting 12") -> None:
        """Say why a case is looked at."""
        self.post("/reason", case=case, reason=reason)

    def post(self, path: str, **form: str | tuple[str, ...]) -> APIResponse:
        """Send a form with the session's secret; a redirect is not followed."""
        sent = self.page.request.post(
            f"{self.site.address}{path}",
            data=urlencode({"csrf": self.csrf, **form}, doseq=True),
            headers={"content-type": "application/x-www-form-urlencoded"},
            max_redirects=0,
        )
        assert sent.status < 400, sent.text()
        return sent

    def fetched(self, path: str) -> APIResponse:
        """A page as it is sent, without a browser opening it; the reason is given where one is asked for."""
        address = f"{self.site.address}{path}"
        answer = self.page.request.get(address)
        asked = urlsplit(answer.url)
        if asked.path == "/reason" and not path.startswith("/reason"):
            self.give_reason(parse_qs(asked.query)["case"][0])
            answer = self.page.request.get(address)
        return answer

    def say_why(self, reason: str = "Strategy meeting 12") -> None:
        """Give the reason that the page asks for."""
        self.page.fill("#reason", reason)
        self.page.get_by_role("button", name="Continue").click()

    def go(self, path: str) -> None:
        """Open a page, giving the reason where one is asked for."""
        self.page.goto(f"{self.site.address}{path}")
        if "/reason?" in self.page.url:
            self.say_why()

    def asked(self, path: str) -> Any:
        """What the JSON API answers to this person."""
        reason = {"X-Dolen-Reason": "To compare with the page"}
        return self.page.request.get(f"{self.site.address}/api/v1/{path}", headers=reason).json()

    def settled(self) -> None:
        """Wait until the page, and whatever it or an opened part of it asks for by itself, is there."""
        self.page.wait_for_load_state()
        expect(self.page.locator(LATE)).to_have_count(0)

    def violations(self, known: dict[str, int] | None = None) -> list[str]:
        """What axe finds wrong, a line each; of what is alike it looks at three (alike.js).

        `known` carries what was looked at from one page to the next, so that three of a kind are looked at in all.
        """
        self.page.evaluate(axe_script())
        found: dict[str, Any] = self.page.evaluate(LOOKED_AT, [known or {}, AXE])
        if known is not None:
            known.update(found["seen"])
        return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]

    def faint_in_the_dark(self) -> list[str]:
        """What axe cannot read where the person's system asks for dark pages."""
        self.page.emulate_media(color_scheme="dark")
        self.page.evaluate(axe_script())
        found = self.page.evaluate("axe.run({ runOnly: ['color-contrast'], resultTypes: ['violations'] })")
        self.page.emulate_media(color_scheme="light")
        return [node["html"][:160] for each in found["violations"] for node in each["nodes"]]

    def small_print(self) -> list[str]:
        """What is printed smaller than 9 points."""
        self.page.emulate_media(media="print")
        return self.page.evaluate(SMALL_PRINT)

    def misfits(self) -> list[str]:
        """What does not fit into its window or its paragraph as the page is now."""
        stray = self.page.locator("p:empty:not([id])").count()
        ended_early = [f"{stray} paragraphs are empty: something that may not stand in one ended it"] if stray else []
        return misfits(self.page) + ended_early

    def wrong(self) -> list[str]:
        """What is wrong with the page as it is now, for every user and in every window."""
        return self.violations() + self.misfits()


@cache
def axe_script() -> str:
    """Axe itself, which does nothing where it is on the page already."""
    return f"if (!window.axe) {{ {Axe().axe_script} }}"


def seat(browser: Browser, site: Site, name: str, width: int = 1440, height: int = 1000) -> Desk:
    """Somebody signed in at a window of this size."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    desk = Desk(site, context, context.new_page())
    desk.sign_in(name)
    return desk
