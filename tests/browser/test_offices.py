"""The pages of accounts, the log and imports in a browser: without faults for assistive technology, on a phone too."""

import re
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.casework_walk import CHAIR_S_PART, STEPS, Job, load_known
from tests.browser.desks import PASSWORD, Site, Watch, opened_site, seat
from tests.browser.importing import bring_in
from tests.browser.protecting import walk_from_notice_to_meeting
from tests.browser.walking import HEIGHT, PAGES, WIDTH, Walk
from tests.pages.uploading import ROW, table
from tests.support.case import HELD_BACK, TOLD
from tests.support.pdf_text import text_of
from tests.support.pole import lookalike_archive

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """The application over an empty graph."""
    with opened_site(tmp_path_factory.mktemp("offices")) as opened:
        yield opened


def test_accounts_are_kept_and_errors_told_without_a_fault(browser: Browser, offices: Site, watch: Watch) -> None:
    watch.expected.add(422)
    desk = seat(browser, offices, "administrator")
    page = desk.page
    desk.go("/")
    expect(page.get_by_role("heading", name="Accounts")).to_be_visible()
    assert desk.wrong() == []
    page.get_by_role("button", name="Add an account").click()
    page.get_by_role("button", name="Add the account").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert desk.wrong() == []
    page.get_by_label("User name").fill("n.browser")
    page.get_by_label("Role").select_option("analyst")
    page.get_by_label("First password").fill(PASSWORD)
    page.get_by_label("Reason").fill("Joins the unit")
    page.get_by_role("button", name="Add the account").click()
    expect(page.get_by_text("n.browser is added.")).to_be_visible()
    page.get_by_role("link", name="n.browser").click()
    assert desk.wrong() == []
    desk.go("/account")
    assert desk.wrong() == []


def test_files_come_in_while_the_page_looks_after_itself(browser: Browser, offices: Site) -> None:
    rows = ({**ROW, "report_ref": "IR-1"}, {**ROW, "report_ref": "IR-2", "entity": "boat"})
    desk = seat(browser, offices, "analyst")
    page = desk.page
    desk.go("/")
    expect(page.get_by_role("heading", name="Begin here")).to_be_visible()
    assert desk.wrong() == []
    page.get_by_role("link", name="Import", exact=True).click()
    assert desk.wrong() == []
    page.get_by_label("Files", exact=True).set_input_files(
        {"name": "june.csv", "mimeType": "text/csv", "buffer": table(*rows)}
    )
    page.get_by_label("Reason").fill("The book of June")
    page.get_by_role("button", name="Check the files").click()
    expect(page.get_by_text("Would be loaded: 1 report")).to_be_visible(timeout=60_000)
    assert desk.wrong() == []
    page.get_by_role("button", name="Load it").click()
    expect(page.get_by_text("1 row refused")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Check the ticked rows")).to_be_visible(timeout=60_000)
    assert desk.wrong() == []
    page.get_by_label("entity").fill("child")
    page.get_by_role("button", name="Check the ticked rows").click()
    expect(page.get_by_role("button", name="Load it")).to_be_visible(timeout=60_000)


def test_files_in_the_layout_of_another_system_come_in(browser: Browser, offices: Site, tmp_path: Path) -> None:
    tried, loaded = bring_in(seat(browser, offices, "analyst"), lookalike_archive(tmp_path), "pole")

    assert tried == loaded == "15 reports, 23 items, 41 mentions."


MAIL = (
    b"OFFICIAL-SENSITIVE\n\n"
    b"Young person;Born;Mobile;Part;Seen on;Time;Marked;What was seen\n"
    b"Lowri Benyon;14/06/2011;07700 900611;Victim;3 September 2026;21:40;P;Collected by car from the bus station.\n"
    b"Megan Harries;02/11/2010;07700 900611;Victim;5 September 2026;22.15;P;Has a phone and will not say from whom.\n"
    b"Carl Nash;30/01/1994;07700 900612;Suspect;5 September 2026;22.15;P;Drove the car.\n"
    b"Efa Morgan;25/03/2010;07700 900612;Victim;31 September 2026;9.30 pm;P;Says that a man called Carl rings her.\n"
    b"Cadi Rees;08/08/2011;07700 900613;Witness;9 September 2026;1605;P;Saw both at the station.\n"
)
MEANT = {
    "Young person": "name", "Born": "date_of_birth", "Mobile": "USES:phone", "Part": "role", "Seen on": "happened_from",
    "Time": "time", "Marked": "handling", "What was seen": "item_text",
}  # fmt: skip
"""What a partner sends by e-mail: titles above the columns, columns of its own, and one day that does not exist."""


def test_an_analyst_gets_a_file_by_e_mail(browser: Browser, offices: Site, watch: Watch) -> None:
    """Look, map, try, load, correct, and the first linked children, as docs/walks.md shows them."""
    watch.expected.add(
        404
    )  # what ten rows come to is asked for while one types, and may be late for a file that is sent on
    desk = seat(browser, offices, "analyst", WIDTH, HEIGHT)
    page, walk = desk.page, Walk("by-email", desk)
    desk.go("/import")
    page.get_by_label("Files", exact=True).set_input_files(
        {"name": "contacts.csv", "mimeType": "text/csv", "buffer": MAIL}
    )
    walk.type("#reason", "Sent by the partner on 28 November")
    walk.look()
    walk.click(page.get_by_role("button", name="Check the files"))
    choose = page.get_by_role("button", name="Choose what the columns are")
    expect(choose).to_be_visible(timeout=60_000)
    walk.look()
    walk.click(choose)
    assert desk.wrong() == []
    walk.look()
    outcome = page.locator("#outcome")
    expect(outcome.locator("tbody tr")).to_have_count(5)
    expect(outcome).to_contain_text("Lowri Benyon")
    for column, target in MEANT.items():
        page.get_by_label(f"What {column} is", exact=True).select_option(target)
    expect(outcome.locator("tbody tr").first).to_contain_text("Lowri Benyon")
    expect(outcome).to_contain_text("3 September 2026, 21:40")
    page.get_by_label("Victim").select_option("child at risk")
    expect(outcome.locator("tbody tr").first).to_contain_text("child at risk")
    expect(outcome).to_contain_text("31 September 2026")
    walk.type("#source", "PARTNER")
    walk.look(outcome)
    page.get_by_label("Save it for everybody").first.check()
    walk.type("#name", "partner-contacts")
    walk.type("#title", "Contacts that the partner sends each week")
    page.set_viewport_size({"width": 320, "height": HEIGHT})
    assert desk.wrong() == []
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    walk.click(page.get_by_role("button", name="Check the files with these columns"))
    expect(page.get_by_text("Would be loaded:")).to_be_visible(timeout=60_000)
    walk.look()
    walk.click(page.get_by_role("button", name="Load it"))
    expect(page.get_by_text("1 row refused")).to_be_visible(timeout=60_000)  # of it, the person and the phone she uses
    walk.type("#cell-0-happened_from", "2026-09-30T21:30")
    walk.type("#cell-1-happened_from", "2026-09-30T21:30")
    walk.look(page.locator("#refused-1"))
    walk.click(page.get_by_role("button", name="Check the ticked rows"))
    expect(page.get_by_role("button", name="Load it")).to_be_visible(timeout=60_000)
    walk.click(page.get_by_role("button", name="Load it"))
    expect(page.get_by_text(re.compile(r"Loaded:\s+1 report"))).to_be_visible(timeout=60_000)
    walk.look()
    walk.search("Lowri Benyon")
    walk.click(page.locator(".dolen-hit a.govuk-link").first)
    walk.look(page.locator("#linked"))

    linked = page.locator("main section", has=page.locator("#linked"))
    expect(linked).to_contain_text("Megan Harries")
    expect(linked).to_contain_text("07700 900611")
    walk.shown_in(PAGES)


def test_from_a_partner_s_form_to_the_plan_and_the_figures(
    browser: Browser, offices: Site, watch: Watch, tmp_path: Path
) -> None:
    """The main job, as docs/walks.md shows it; the chair's part is counted."""
    load_known(offices, tmp_path)
    desks = [seat(browser, offices, name, WIDTH, HEIGHT) for name in ("partner", "analyst", "chair", "manager")]
    partner, analyst, chair, manager = desks
    job = Job(Walk("link-to-plan", partner), partner, analyst, chair, manager)
    counted = [0, 0]
    for step in STEPS:
        before = job.walk.clicks, job.walk.fields
        step(job)
        if step in CHAIR_S_PART:
            counted = [counted[0] + job.walk.clicks - before[0], counted[1] + job.walk.fields - before[1]]
    assert f"the chair makes {counted[0]} clicks and fills in {counted[1]} fields" in PAGES.read_text(encoding="utf-8")
    watch.complaints[:] = [each for each in watch.complaints if "ERR_CONNECTION_REFUSED" not in each]  # cut on purpose
    nurse, police = (" ".join(text_of(pack).split()) for pack in job.packs)
    assert (TOLD in nurse, TOLD in police) == (False, True)
    assert [HELD_BACK in each for each in (nurse, police)] == [False, False]
    job.walk.shown_in(PAGES)


def test_the_log_is_read_checked_and_taken_away(browser: Browser, offices: Site) -> None:
    desk = seat(browser, offices, "auditor")
    page = desk.page
    desk.go("/")
    expect(page.get_by_role("heading", name="Audit log: who viewed what, and why")).to_be_visible()
    assert desk.wrong() == []
    page.get_by_role("button", name="Check the log").click()
    page.get_by_role("button", name="Check the log").click()
    expect(page.get_by_text("each in its place")).to_be_visible()
    assert desk.wrong() == []
    desk.go("/audit/export")
    page.get_by_label("Reason").fill("weekly look")
    with page.expect_download() as leaving:
        page.get_by_role("button", name="Export the log").click()
    assert leaving.value.suggested_filename.endswith(".csv")
    assert desk.wrong() == []


def lasting(page: Page, seconds: int) -> None:
    """Let the account page be answered that the session lasts so long."""

    def respond(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'data-seconds="\d+"', f'data-seconds="{seconds}"', answer.text()))

    page.route("**/account", respond)


def warning_on(page: Page) -> Locator:
    """What says that the session is about to end."""
    return page.get_by_role("alert").filter(has_text="You will be signed out in less than two minutes")


def test_the_page_warns_before_a_session_ends_and_lets_it_go_on(browser: Browser, offices: Site) -> None:
    desk = seat(browser, offices, "chair")
    lasting(desk.page, 90)
    desk.go("/account")
    warning = warning_on(desk.page)
    expect(warning).to_be_visible()
    assert desk.wrong() == []
    warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_have_count(0)


def test_what_a_page_asks_for_by_itself_moves_the_end_of_the_session(browser: Browser, offices: Site) -> None:
    desk = seat(browser, offices, "chair")
    lasting(desk.page, 90)
    desk.go("/account")
    expect(warning_on(desk.page)).to_be_visible()
    desk.page.evaluate("fetch('/api/v1/saved_views').then((answer) => answer.text())")

    expect(warning_on(desk.page)).to_have_count(0)


def test_a_page_is_left_when_the_server_says_that_the_session_is_over(browser: Browser, offices: Site) -> None:
    desk = seat(browser, offices, "chair")
    lasting(desk.page, 1)
    with desk.page.expect_response("**/account/session"):
        desk.go("/account")
    expect(warning_on(desk.page)).to_have_count(0)
    assert desk.page.url.endswith("/account")

    lasting(desk.page, 5)
    desk.go("/account")
    desk.context.clear_cookies()
    desk.page.wait_for_url("**/sign-in?next=%2Faccount")


def test_protecting_walks_from_a_notice_to_the_next_meeting(browser: Browser, offices: Site, tmp_path: Path) -> None:
    walk = walk_from_notice_to_meeting(browser, offices, tmp_path)

    assert len(walk.pictures) == 7
    walk.shown_in(PAGES)
