"""The pages of accounts, the log and imports in a browser: without faults for assistive technology, on a phone too."""

import threading
from collections.abc import Generator
from contextlib import contextmanager

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.pages.conftest import PASSWORD, Office
from tests.pages.test_import import ROW, table
from tests.security.conftest import office_in
from tests.support.ports import free_port

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 320, "height": 800}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Generator[Office]:
    """An application over an empty graph."""
    with office_in(tmp_path_factory.mktemp("offices")) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(office: Office) -> Generator[str]:
    """Where the application is served."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(office.app, port=port, lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@contextmanager
def signed_in(browser: Browser, address: str, role: str) -> Generator[Page]:
    """A page of somebody in a role, in which nothing may go wrong and nothing may be asked of another machine."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console", lambda said: wrong.append(said.text) if said.type == "error" and "422" not in said.text else None
    )
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith((address, "data:")) else None)
    page.goto("/sign-in")
    page.get_by_label("User name").fill(role)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    yield page
    context.close()
    assert wrong == []


def assert_good(page: Page) -> None:
    """No fault that axe finds, and nothing to scroll sideways for on a phone."""
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []
    wide = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
    assert wide is not None
    page.set_viewport_size(wide)


def test_accounts_are_kept_and_errors_told_without_a_fault(browser: Browser, address: str) -> None:
    with signed_in(browser, address, "administrator") as page:
        expect(page.get_by_role("heading", name="Accounts")).to_be_visible()
        assert_good(page)
        page.get_by_role("button", name="Add an account").click()
        page.get_by_role("button", name="Add the account").click()
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        assert_good(page)
        page.get_by_label("User name").fill("n.browser")
        page.get_by_label("Role").select_option("analyst")
        page.get_by_label("First password").fill(PASSWORD)
        page.get_by_role("button", name="Add the account").click()
        expect(page.get_by_text("n.browser is added.")).to_be_visible()
        page.get_by_role("link", name="n.browser").click()
        assert_good(page)
        page.goto("/account")
        assert_good(page)


def test_files_come_in_while_the_page_looks_after_itself(browser: Browser, address: str) -> None:
    rows = ({**ROW, "report_ref": "IR-1"}, {**ROW, "report_ref": "IR-2", "entity": "boat"})
    with signed_in(browser, address, "analyst") as page:
        page.get_by_role("link", name="Import").click()
        assert_good(page)
        page.get_by_label("Files").set_input_files({"name": "june.csv", "mimeType": "text/csv", "buffer": table(*rows)})
        page.get_by_role("button", name="Check the files").click()
        expect(page.get_by_text("Would be loaded: 1 report")).to_be_visible(timeout=60_000)
        assert_good(page)
        page.get_by_role("button", name="Load it").click()
        expect(page.get_by_text("1 row refused")).to_be_visible(timeout=60_000)
        expect(page.get_by_role("button", name="Check the ticked rows")).to_be_visible(timeout=60_000)
        assert_good(page)
        page.get_by_label("entity").fill("child")
        page.get_by_role("button", name="Check the ticked rows").click()
        expect(page.get_by_role("button", name="Load it")).to_be_visible(timeout=60_000)


def test_the_log_is_read_checked_and_taken_away(browser: Browser, address: str) -> None:
    with signed_in(browser, address, "auditor") as page:
        expect(page.get_by_role("heading", name="Who looked at what, and why")).to_be_visible()
        assert_good(page)
        page.get_by_role("button", name="Check the log").click()
        page.get_by_role("button", name="Check the log").click()
        expect(page.get_by_text("each where it belongs")).to_be_visible()
        assert_good(page)
        page.goto("/audit/export")
        page.get_by_label("Reason").fill("weekly look")
        with page.expect_download() as leaving:
            page.get_by_role("button", name="Export the log").click()
        assert leaving.value.suggested_filename.endswith(".csv")
        assert_good(page)


def test_the_page_warns_before_a_session_ends_and_lets_it_go_on(browser: Browser, address: str) -> None:
    def nearly_over(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('data-seconds="1800"', 'data-seconds="90"'))

    with signed_in(browser, address, "chair") as page:
        page.route("**/account", nearly_over)
        page.goto("/account")
        warning = page.get_by_role("alert").filter(has_text="You will be signed out in less than two minutes")
        expect(warning).to_be_visible()
        assert_good(page)
        warning.get_by_role("button", name="Stay signed in").click()
        expect(warning).to_have_count(0)
