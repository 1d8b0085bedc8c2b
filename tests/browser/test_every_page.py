"""Every page that the application lists, in a browser: usable by everybody, in a narrow window and at 200 %.

The pages are taken from the application itself. One that no address is known for fails here until it is given one.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.addresses import ADDRESSES, Known, opener, route_paths
from tests.browser.desks import Desk, Site, Watch, seat

pytestmark = pytest.mark.browser


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
