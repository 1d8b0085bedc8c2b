"""Every page that the application lists, in a browser: usable by everybody, in a narrow window and at 200 %.

The pages are taken from the application itself. One that no address is known for fails here until it is given one.
"""

import csv
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, expect

from api.pages import PAGES
from tests.browser.conftest import Desk, Site, Watch, seat
from tests.browser.test_chair import begin_review

pytestmark = pytest.mark.browser

EMPTY = "known_at=1990-01-01"
PARTS = {
    "/account/session",
    "/child/{id:path}/network.svg",
    "/explorer/card",
    "/paper.css",
    "/reviews/{number:int}/network.svg",
    "/sign-in/provider",
    "/sign-in/return",
}
"""What a browser asks for that is no page of its own."""

OF_ROLE = {"/audit": "auditor", "/accounts": "administrator", "/import": "analyst", "/explorer": "analyst"}
"""Who opens pages that begin so; a chair opens the others."""


def route_paths() -> set[str]:
    """Every page, as the application lists it."""
    routes = [route for router in PAGES for route in router.routes if isinstance(route, APIRoute)]
    return {route.path for route in routes if "GET" in route.methods} - PARTS


def opener(path: str) -> str:
    """Whose page it is."""
    return next((role for start, role in OF_ROLE.items() if path.startswith(start)), "chair")


class Known:
    """Ids of the demo force, with which pages are asked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        truth = desk.site.truth
        self.child, self.other = (self.entity(ref) for ref in truth.networks[1].children[:2])
        self.elsewhere = self.entity(truth.networks[2].children[0])
        self.network = tuple(truth.networks[1].children[:3])
        self.everybody = tuple(ref for network in truth.networks for ref in network.children)
        self._shared = {each.kind: each.key for network in reversed(truth.networks) for each in network.shared}
        self.item = truth.pairs[0].through[0].first_items[0]

    def entity(self, text: str) -> str:
        """The id of what is called so."""
        return str(self._desk.asked(f"find?text={text}")["entities"][0]["id"])

    def of_kind(self, kind: str) -> str:
        """The id of what the first network shares of a kind; of the first account that a report names."""
        with (self._desk.site.house.settings.home / "files" / "mentions.csv").open(encoding="utf-8") as file:
            account = next(row["handle"] for row in csv.DictReader(file) if row["entity"] == "account")
        text = quote(account if kind == "account" else self._shared[kind])
        return next(str(hit["id"]) for hit in self._desk.asked(f"search?text={text}")["hits"] if hit["kind"] == kind)

    def report(self) -> str:
        """The id of a report."""
        return str(self._desk.asked(f"find?text={self.item.partition('/')[0]}")["reports"][0]["id"])


Addresses = Callable[[Desk, Known], list[str]]


def _alone(path: str, *queries: str) -> Addresses:
    return lambda _desk, _known: [path, *(f"{path}?{query}" for query in queries)]


def _one_of(kind: str, path: str) -> Addresses:
    def addresses(_desk: Desk, known: Known) -> list[str]:
        return [f"{path}/{known.of_kind(kind)}"]

    return addresses


def _reviews(desk: Desk, known: Known) -> list[str]:
    typical = begin_review(desk, known.network, since=f"{desk.site.truth.last_day.year}-01-01")
    crowded = begin_review(desk, known.everybody)
    return [typical, f"{typical}?{EMPTY}", f"{crowded}?limit=1000&with_possible=true"]


ADDRESSES: dict[str, Addresses] = {
    "/": _alone("/", EMPTY, "limit=1000"),
    "/account": _alone("/account"),
    "/account/password": _alone("/account/password"),
    "/accounts": _alone("/accounts"),
    "/accounts/add": _alone("/accounts/add"),
    "/accounts/of/{name}": _alone("/accounts/of/analyst"),
    "/adult/{id:path}": _one_of("adult", "/adult"),
    "/adults-of-concern": _alone("/adults-of-concern", EMPTY, "limit=1000"),
    "/audit": _alone("/audit", "who=nobody", "page=2"),
    "/audit/export": _alone("/audit/export"),
    "/audit/verify": _alone("/audit/verify"),
    "/child/{id:path}": lambda _, known: [
        f"/child/{known.child}",
        f"/child/{known.child}?limit=1000&with_possible=true",
    ],
    "/children": _alone("/children", EMPTY, "category=4&category=3&category=2&category=1&category=none&limit=1000"),
    "/evidence": lambda _, known: [f"/evidence?start={known.child}&end={known.other}"],
    "/explorer": lambda _, known: [
        "/explorer",
        "/explorer?begin=nobody+of+this+name",
        f"/explorer?id={known.child}",
    ],
    "/import": _alone("/import"),
    "/import/{id}": lambda _desk, _known: [],  # walked in test_offices, since an import must be made first
    "/items": lambda _, known: [f"/items?ref={known.item}"],
    "/online-account/{id:path}": _one_of("account", "/online-account"),
    "/paths": lambda _, known: [
        f"/paths?start={known.child}&end={known.other}",
        f"/paths?start={known.child}&end={known.elsewhere}&longest=1",
    ],
    "/phone/{id:path}": _one_of("phone", "/phone"),
    "/premises/{id:path}": lambda _, known: [
        f"/premises/{known.of_kind('premises')}",
        f"/premises/{known.of_kind('premises')}?limit=1000",
    ],
    "/premises-of-concern": _alone("/premises-of-concern", EMPTY, "limit=1000"),
    "/reason": _alone("/reason?case=any"),
    "/report/{id:path}": lambda _, known: [f"/report/{known.report()}"],
    "/reviews": _alone("/reviews"),
    "/reviews/new": _alone("/reviews/new", EMPTY),
    "/reviews/{number:int}": _reviews,
    "/reviews/{number:int}/change": lambda desk, known: [f"{begin_review(desk, known.network)}/change"],
    "/search": _alone("/search", "q=nobody+of+this+name", "q=a", "q=heol&limit=100", "q=AB1%3F+%3F%3FE"),
    "/sign-in": _alone("/sign-in"),
    "/vehicle/{id:path}": _one_of("vehicle", "/vehicle"),
}
"""For each page of the application: with what it is looked at, empty, typical and crowded."""


def test_every_page_has_an_address_to_be_looked_at() -> None:
    assert route_paths() == set(ADDRESSES)


def opened(desk: Desk) -> bool:
    """Open a page's closed parts: everything that stands there, and the first few of the lists of items."""
    page = desk.page
    closed = [
        *page.locator("details:not([open]):not(.dolen-items) > summary:visible").all()[:20],
        *page.locator("details.dolen-items:not([open]) > summary:visible").all()[:2],
    ]
    for summary in reversed(closed):  # the last first, since each that opens moves those below it
        summary.click()
    late = page.locator("[hx-trigger=load]").count()
    page.wait_for_load_state("networkidle")
    return bool(closed or late)


def looked_at(desk: Desk, path: str) -> list[str]:
    """What is wrong with a page as it comes, and with its parts opened; a crowded one is looked at once, all open."""
    desk.page.goto(f"{desk.site.address}{path}")
    if "/reason?" in desk.page.url and not path.startswith("/reason"):
        desk.say_why()
    if path.startswith("/explorer?id="):
        desk.page.wait_for_selector("#explorer[data-ready]")
    wrong = [] if "limit=1000" in path else desk.wrong()
    if opened(desk) or "limit=1000" in path:
        wrong += [f"opened: {each}" for each in desk.wrong() if each not in wrong]
    return wrong


@pytest.mark.parametrize("role", ["analyst", "chair", "auditor", "administrator"])
def test_every_page_is_usable_by_everybody(browser: Browser, site: Site, role: str) -> None:
    known = Known(seat(browser, site, "chair"))
    desk = seat(browser, site, role)
    wrong: dict[str, Any] = {}
    for route in sorted(path for path in route_paths() if opener(path) == role):
        for path in ADDRESSES[route](desk, known):
            if found := looked_at(desk, path):
                wrong[path] = found

    assert wrong == {}


def _bad_review(desk: Desk) -> None:
    desk.go("/reviews/new")
    desk.page.get_by_role("button", name="Save and open the review").click()


def _bad_search_in_review(desk: Desk) -> None:
    desk.go("/reviews/new")
    desk.page.fill("#typed", "nobody of this name")
    desk.page.keyboard.press("Enter")


def _bad_password(desk: Desk) -> None:
    desk.go("/account")
    desk.page.get_by_role("button", name="Change password").click()


def _bad_import(desk: Desk) -> None:
    desk.go("/import")
    desk.page.get_by_role("button", name="Check the files").click()


def _bad_sign_in(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Sign out").click()
    desk.page.fill("#name", "nobody")
    desk.page.fill("#password", "wrong")
    desk.page.get_by_role("button", name="Sign in").click()


FAULTS: dict[str, Callable[[Desk], None]] = {
    "no such page": lambda desk: desk.go("/no-such-page"),
    "no such child": lambda desk: desk.go("/child/no-such-child"),
    "no such items": lambda desk: desk.go("/items?ref=no-such/1"),
    "not for this role": lambda desk: desk.go("/audit"),
    "a view that cannot be": lambda desk: desk.go("/children?known_at=yesterday"),
    "not understood": lambda desk: desk.go("/children?limit=none"),
    "a review of nobody": _bad_review,
    "nobody found for a review": _bad_search_in_review,
    "a wrong password to be changed": _bad_password,
    "no file to bring in": _bad_import,
    "a wrong sign-in": _bad_sign_in,
}


def test_what_goes_wrong_is_told_to_everybody(browser: Browser, site: Site, watch: Watch) -> None:
    watch.expected |= {400, 401, 403, 404, 422}
    wrong: dict[str, Any] = {}
    desk = seat(browser, site, "manager")
    for name, provoke in FAULTS.items():
        provoke(desk)
        expect(desk.page.locator("main h1")).to_be_visible()
        if found := desk.wrong():
            wrong[name] = found

    assert wrong == {}
