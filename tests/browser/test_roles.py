"""Signing in, and what each role is shown and refused, in a browser."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.addresses import Known
from tests.browser.desks import PASSWORD, ROLES, Site, Watch, seat

pytestmark = pytest.mark.browser

READING = {
    "Home",
    "Children",
    "Premises",
    "Adults",
    "Case reviews",
    "Meetings",
    "Due",
    "Alerts",
    "Explorer",
    "Partner forms",
}
EVERYWHERE = {
    "/": "Home",
    "/children": "Children by SERAF category",
    "/premises-of-concern": "Premises of concern",
    "/adults-of-concern": "Adults of concern",
    "/reviews": "Case reviews",
    "/meetings": "Strategy meetings",
    "/due": "What is due",
    "/explorer": "Explorer",
    "/import": "Import recorded intelligence",
    "/audit": "Audit log: who viewed what, and why",
    "/accounts": "Accounts",
    "/forms-received": "Partner forms",
    "/monitoring": "Monitoring",
    "/retention": "Retention",
}


@dataclass(frozen=True)
class Duty:
    """What a role finds in the navigation, where it begins, and which pages it is refused."""

    finds: set[str]
    begins: str
    refused: set[str]


LINKED = "Which children's cases are linked?"
OTHERS = {"/audit", "/accounts"}
OF_MANAGERS = {"/monitoring", "/retention"}
DUTIES = {
    "analyst": Duty(READING | {"Import"}, LINKED, OTHERS | OF_MANAGERS),
    "chair": Duty(READING, LINKED, {"/import"} | OTHERS | OF_MANAGERS),
    "manager": Duty(READING | {"Import", "Monitoring", "Retention"}, LINKED, OTHERS),
    "auditor": Duty({"Audit"}, "Audit log: who viewed what, and why", set(EVERYWHERE) - {"/", "/audit"}),
    "administrator": Duty({"Accounts"}, "Accounts", set(EVERYWHERE) - {"/", "/accounts"}),
    "partner": Duty({"Forms"}, "Forms", set(EVERYWHERE) - {"/"}),
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_shown_its_own_and_refused_the_rest(browser: Browser, site: Site, watch: Watch, role: str) -> None:
    watch.expected.add(403)
    known, duty, ref = Known(seat(browser, site, "chair")), DUTIES[role], site.truth.networks[1].children[0]
    desk = seat(browser, site, role)
    page = desk.page
    desk.go("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(duty.begins)
    menu = page.get_by_role("navigation", name="Main").get_by_role("link")
    assert set(menu.all_inner_texts()) == duty.finds
    for place in [str(link.get_attribute("href")) for link in menu.all()]:
        desk.go(place)
        expect(page.locator(".dolen-nav a[aria-current=page]")).to_have_count(1)
    reads = "Children" in duty.finds
    expect(page.get_by_role("searchbox")).to_have_count(int(reads))

    kept = {f"/child/{known.child}", f"/search?q={ref}", f"/explorer?id={known.child}"}
    for place in sorted(duty.refused | (set() if reads else kept)):
        desk.go(place)
        expect(page.get_by_role("heading", level=1)).to_have_text("You may not do this")
        expect(page.locator("main")).to_contain_text(f"The role '{role}' does not open this page.")
        expect(page.locator("main")).not_to_contain_text(ref)
    if reads:
        desk.go(f"/child/{known.child}")
        expect(page.locator(".govuk-caption-l")).to_contain_text(ref)


def test_what_a_chair_reads_is_what_the_auditor_finds_in_the_log(browser: Browser, site: Site) -> None:
    chair, auditor = seat(browser, site, "chair"), seat(browser, site, "auditor")
    chair.page.goto(f"{site.address}/child/{Known(chair).child}")
    chair.say_why("Strategy meeting 31")
    expect(chair.page.locator(".govuk-caption-l")).to_be_visible()

    auditor.go("/audit")
    newest = auditor.page.locator("table.dolen-log tbody tr", has_text="Strategy meeting 31").first
    expect(newest).to_contain_text("chair")


def test_signing_in_and_out(browser: Browser, site: Site, watch: Watch) -> None:
    watch.expected |= {401, 403, 429}
    page = browser.new_context(base_url=site.address).new_page()
    page.goto("/children?category=4")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Dolen")
    for name, password in (("nobody", PASSWORD), ("manager", "not the password")):
        page.fill("#name", name)
        page.fill("#password", password)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()
        assert page.locator("#password").input_value() == ""
    said = page.locator(".govuk-error-summary__list").inner_text()
    assert "manager" not in said
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.fill("#reason", "Morning look")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Children by SERAF category")

    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("[name=password]")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Dolen")
    expect(page.locator("main")).not_to_contain_text("SERAF")
