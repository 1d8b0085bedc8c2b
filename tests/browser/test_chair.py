"""A chair's hour in a real browser: a review of three children, why they are linked, as known then, on paper."""

import re
from datetime import date

import pytest
from playwright.sync_api import Browser, expect
from pypdfium2 import PdfDocument

from tests.browser.desks import Desk, Site, seat
from tests.browser.reviewing import begin_review
from tests.support.pdf_text import words_of_pages

pytestmark = pytest.mark.browser


def test_a_chair_s_hour(chair: Desk) -> None:
    page, truth = chair.page, chair.site.truth
    chair.go("/")
    page.get_by_role("link", name="Begin a review").click()
    begin_review(chair, truth.networks[1].children[:3], since=date(truth.last_day.year, 1, 1).isoformat())

    expect(page.locator(".dolen-card")).to_have_count(3)
    page.locator(".dolen-matrix a").first.click()
    pair = page.locator(".dolen-pair").first
    expect(pair.locator("h3")).to_be_in_viewport()
    pair.locator("details.dolen-items summary").first.click()
    expect(pair.locator("article.dolen-item").first).to_contain_text(re.compile("grade", re.IGNORECASE))
    pair.get_by_role("link", name="See all the evidence").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(" and ")
    page.go_back()

    strengths = page.locator(".dolen-matrix a").all_inner_texts()
    page.locator(".dolen-view summary").click()
    page.fill("#view-known-at", date(truth.last_day.year, 5, 1).isoformat())
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator(".dolen-view")).to_contain_text("as known on 1 May")
    expect(page.locator("main")).to_contain_text("It was saved with other filters than now.")
    assert page.locator(".dolen-matrix a").all_inner_texts() != strengths
    expect(page.get_by_role("link", name="Print everything")).to_be_visible()
    assert "as known on 1 May" in words_of_pages(page.pdf(format="A4"))[0], "paper says what was counted"
    page.get_by_role("link", name="Clear all filters").click()
    assert page.locator(".dolen-matrix a").all_inner_texts() == strengths


def test_a_review_prints(chair: Desk) -> None:
    page = chair.page
    begin_review(chair, chair.site.truth.networks[1].children[:3])
    page.get_by_role("link", name="Print everything").click()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    expect(page.locator("section[aria-labelledby=annex] tbody tr").first).to_be_visible()
    assert re.search(r"\d+ of \d+ (are )?shown", page.locator("main").inner_text()) is None, "nothing is cut"
    assert chair.faint_in_the_dark() == []
    assert chair.small_print() == []

    for gone in (
        ".dolen-nav",
        ".dolen-header__search",
        ".dolen-actions",
        "details.dolen-items",
        "form",
        ".dolen-marking",
    ):
        expect(page.locator(gone).first).to_be_hidden()
    cited = page.locator(".dolen-on-paper").first
    expect(cited).to_be_visible()
    assert re.search(r"\w+-\d\d-\d{6}/\d", cited.inner_text())
    paper = page.request.get(f"{chair.site.address}/paper.css").text()
    assert paper.count('content: "OFFICIAL-SENSITIVE"') == 2
    pdf = page.pdf(format="A4")
    printed = words_of_pages(pdf)
    assert len(printed) >= 2
    assert min(each.count("OFFICIAL-SENSITIVE") for each in printed) >= 2, "top and foot of each page"
    assert "A connection is not responsibility." in printed[0]
    assert f"1 / {len(PdfDocument(pdf))}" in printed[0]

    page.emulate_media(media="screen")
    page.locator("section[aria-labelledby=children] a[href^='/child/']").first.click()
    assert chair.faint_in_the_dark() == []
    page.get_by_role("link", name="Print everything").click()
    assert re.search(r"\d+ of \d+ (are )?shown", page.locator("main").inner_text()) is None, "nothing is cut"
    assert chair.small_print() == []
    expect(page.locator(".dolen-summary")).to_be_visible()
    expect(page.locator(".dolen-cards")).to_be_hidden()
    assert page.locator("details.dolen-more:not([open]) > ul").first.is_visible(), (
        "what is folded on the screen is printed"
    )


def test_shared_it_is_opened_by_a_colleague(chair: Desk, desk: Desk) -> None:
    page = chair.page
    place = begin_review(chair, chair.site.truth.networks[2].children[:2])
    page.get_by_role("link", name="Change or share").click()
    page.get_by_label("analyst").check()
    page.fill("#title", "Shared with an analyst")
    page.fill("#justification", "For the strategy meeting")
    page.get_by_role("button", name="Save and open the review").click()

    desk.go("/")
    desk.page.get_by_role("link", name="Shared with an analyst").click()
    desk.say_why()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Shared with an analyst")
    expect(desk.page.get_by_role("link", name="Change or share")).to_have_count(0)
    assert desk.page.url.endswith(place)


def test_the_network_is_drawn(chair: Desk) -> None:
    begin_review(chair, chair.site.truth.networks[0].children[:3])
    picture = chair.page.locator("#map ~ figure img")
    picture.scroll_into_view_if_needed()

    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    assert "children" in str(picture.get_attribute("alt"))


def test_home_asks_why_and_then_shows_what_is_new(browser: Browser, site: Site) -> None:
    desk = seat(browser, site, "manager")
    desk.go("/account")
    desk.page.get_by_role("button", name="Sign out", exact=True).click()
    desk.page.fill("#name", "manager")
    desk.page.fill("#password", "harbour lantern meadow")
    desk.page.get_by_role("button", name="Sign in").click()
    expect(desk.page.get_by_label("Why are you looking today?")).to_be_visible()
    assert desk.violations() == []
    desk.page.get_by_label("Why are you looking today?").fill("Morning look")
    desk.page.keyboard.press("Enter")

    expect(desk.page.get_by_role("heading", name="Adults of concern")).to_be_visible()
    expect(desk.page.locator("#top-adults ~ div li")).to_have_count(5)
    desk.settled()
    assert desk.violations() == []
    desk.page.get_by_role("button", name="Cymraeg").click()
    expect(desk.page.get_by_role("link", name="Hafan")).to_be_visible()
    desk.settled()
    assert desk.violations() == []
