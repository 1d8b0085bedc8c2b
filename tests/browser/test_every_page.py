"""Every page that the application lists, in a browser: usable by everybody, in a narrow window and at 200 %.

The pages are taken from the application itself. One that no address is known for fails here until it is given one.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.addresses import ADDRESSES, route_paths
from tests.browser.desks import ALIKE, READERS, ROLES, Desk, Site, Watch, seat
from tests.browser.keys import Keys
from tests.browser.markup import regions, wrong_ids
from tests.browser.visits import Visit, to_open, visits
from tests.support.html_tree import read_html

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
    for summary in reversed(closed):  # the last first, since each is found as the next that is closed
        summary.evaluate("summary => { summary.parentElement.open = true; }")
    late = page.locator("[hx-trigger=load]").count()
    desk.settled()
    return bool(closed or late)


def looked_at(desk: Desk, path: str, known: dict[str, int]) -> list[str]:
    """What is wrong with a page: what does not fit, as it comes and with its parts opened (in a crowded one, opened
    alone), and what axe finds with its parts opened, since all that shows where they are closed shows then too.
    `known` is what axe has looked at on earlier pages."""
    desk.page.goto(f"{desk.site.address}{path}")
    if "/reason?" in desk.page.url and not path.startswith("/reason"):
        desk.say_why()
    if path.startswith("/explorer?id="):
        desk.page.wait_for_selector("#explorer[data-ready]")
    wrong = [] if "limit=1000" in path else desk.misfits()
    if opened(desk) or "limit=1000" in path:
        wrong += [f"opened: {each}" for each in desk.misfits() if each not in wrong]
    return wrong + desk.violations(known)


@pytest.fixture(scope="module")
def every_page(browser: Browser, site: Site) -> list[Visit]:
    """Every page for every role, as it is sent."""
    return visits(browser, site)


def test_every_page_opens_for_those_who_may_and_for_nobody_else(every_page: list[Visit]) -> None:
    assert {each.status for each in every_page if each.allowed} == {200}
    refused = [each for each in every_page if not each.allowed]
    assert {each.role for each in refused} == set(ROLES)
    assert {each.status for each in refused} == {403}
    assert [
        each.path
        for each in refused
        if f"The role '{each.role}' does not open this page." not in read_html(each.page).find("main")[0].text
    ] == []


def test_every_page_says_each_id_once_and_names_none_that_is_not_there(every_page: list[Visit]) -> None:
    """For every role, whether a browser opens the page or not: numbers in ids are no part of a page's shape."""
    assert {(each.role, each.path): wrong for each in every_page if (wrong := wrong_ids(each.page))} == {}


def usable(desks: dict[str, Desk], found: list[Visit]) -> dict[str, list[str]]:
    """What is wrong with those pages that a browser must open, by role and path."""
    known: dict[str, int] = {}
    return {
        f"{each.role} {each.path}": wrong
        for each in to_open(found)
        if (wrong := looked_at(desks[each.role], each.path, known))
    }


def test_every_page_is_usable_by_everybody(browser: Browser, site: Site, every_page: list[Visit]) -> None:
    desks = {role: seat(browser, site, role) for role in ROLES}

    assert usable(desks, every_page) == {}


PLANTED = '<p class="govuk-body"><img src="/static/dolen/icon.svg"></p></main>'
"""A picture without words for those who do not see it, as the last of a page's main part."""


def test_a_fault_on_the_page_of_one_role_alone_is_found(browser: Browser, site: Site, every_page: list[Visit]) -> None:
    path, role = "/reviews/new", "manager"
    sound = [each for each in every_page if each.path == path]
    found = [replace(each, page=each.page.replace("</main>", PLANTED)) if each.role == role else each for each in sound]
    assert role not in {each.role for each in to_open(sound)}, "the page differs in nothing but what is planted"
    desks = {role: seat(browser, site, role) for role in READERS}

    def plant(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</main>", PLANTED))

    desks[role].page.route(f"**{path}", plant)

    assert [(each.role, each.path) for each in to_open(found)][-1] == (role, path)
    wrong = usable(desks, found)
    assert set(wrong) == {f"{role} {path}"}
    assert any(each.startswith("image-alt: ") for each in wrong[f"{role} {path}"])


WITHOUT_AROUND = """() => {
    const main = document.querySelector("main");
    for (const each of document.querySelectorAll("body *")) {
        if (!each.contains(main) && !main.contains(each)) each.inert = true;
    }
}"""


def test_tab_goes_through_every_page_and_out_of_it(browser: Browser, site: Site, every_page: list[Visit]) -> None:
    desks = {role: seat(browser, site, role) for role in ROLES}
    keys = {role: Keys(desk.context.new_page()) for role, desk in desks.items()}
    wrong: dict[str, list[str]] = {}
    walked = set[str]()
    for each in to_open(each for each in every_page if not re.search("limit=|known_at", each.path)):
        desk, walking = desks[each.role], keys[each.role]
        walking.page.goto(f"{site.address}{each.path}")
        if "/reason?" in walking.page.url and not each.path.startswith("/reason"):
            desk.fetched(each.path)
            walking.page.goto(f"{site.address}{each.path}")
        if each.path.startswith("/explorer?id="):
            walking.page.wait_for_selector("#explorer[data-ready]")
        walking.page.evaluate(f"({ALIKE})().alike.forEach(element => {{ element.inert = true; }})")
        around, _ = regions(each.page)
        if around in walked:  # what stands around the main part was gone through where it first stood so
            walking.page.evaluate(WITHOUT_AROUND)
        walked.add(around)
        own_order = walking.page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])")
        walking.wrong = [f"has a place of its own in the order: {each}" for each in own_order.all_inner_texts()]
        assert walking.through() > 0
        if walking.wrong:
            wrong[f"{each.role} {each.path}"] = walking.wrong[:6]

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
