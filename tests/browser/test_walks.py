"""Five questions, each answered from the pages alone within three clicks of a search, as docs/walks.md describes."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desks import Desk, Site, seat
from tests.browser.walking import HEIGHT, PAGES, WIDTH, Walk
from tests.house.tree import ROOT

pytestmark = pytest.mark.browser

MOST_CLICKS = 3
LARGEST_PICTURE = 150_000
"""Bytes."""
DAY = "2026-06-25"
FOLDER = ROOT / "docs" / "images" / "walks"


@pytest.fixture
def desk(browser: Browser, site: Site) -> Desk:
    """An analyst at a window as wide as the pictures."""
    return seat(browser, site, "analyst", WIDTH, HEIGHT)


def answered(desk: Desk, question: str, **given: Any) -> dict[str, Any]:
    """What the question itself says, which the page must say too."""
    address = f"{desk.site.address}/api/v1/{question}?{urlencode(given, doseq=True)}"
    answer = desk.page.request.get(address, headers={"X-Dolen-Reason": "To compare with the page"})
    assert answer.ok, answer.text()
    return answer.json()


def known_child(desk: Desk) -> tuple[str, str]:
    """The reference by which a child is searched for, and its id."""
    ref = desk.site.truth.demo_children[0]
    [entity] = answered(desk, "find", text=ref)["entities"]
    return ref, entity["id"]


def town(desk: Desk) -> str:
    """Where a network of the force was seen."""
    return desk.site.truth.guilty_hubs[0].address.split(",")[-1].strip()


def done(walk: Walk) -> None:
    """A walk is short, and docs/walks.md shows each of its steps, in order."""
    assert walk.clicks <= MOST_CLICKS
    walk.shown_in(PAGES)


def test_who_links_two_children_and_on_how_good_evidence(desk: Desk) -> None:
    ref, child = known_child(desk)
    other = answered(desk, "linked_children", child=child)["linked"][0]
    behind = answered(desk, "evidence", start=child, end=other["id"])
    walk = Walk("who-links-two", desk)
    walk.search(ref)
    walk.click(desk.page.locator(".dolen-hit a.govuk-link").first)
    walk.look(desk.page.locator("#linked"))
    row = desk.page.locator("tr", has=desk.page.locator(f'th a[href*="{other["id"]}"]')).first
    walk.click(row.get_by_role("link", name="See the evidence"))
    walk.look()

    said = desk.page.locator("main")
    expect(said).to_contain_text(other["name"])
    for item in behind["direct"]:
        expect(said.locator("article.dolen-item").filter(has_text=item["ref"]).first).to_contain_text(
            "Not graded" if item["grade"] == "--" else f"Grade {item['grade']}"
        )
    for via in behind["via"]:
        expect(said.get_by_role("heading", name=via["entity"]["label"]).first).to_be_visible()
    assert behind["direct"]
    assert behind["via"]
    done(walk)


def test_which_premises_join_most_children_and_who_is_there(desk: Desk) -> None:
    concerns = answered(desk, "premises_of_concern")["concerns"]
    house = concerns[0]["entity"]
    near = answered(desk, "neighbours", id=house["id"], kinds=["child", "adult", "person"])["neighbours"]
    walk = Walk("premises", desk)
    walk.search(town(desk))
    walk.click(desk.page.get_by_label("Main").get_by_role("link", name="Premises"))
    first = desk.page.locator("main tbody tr").first
    expect(first.get_by_role("link", name=house["label"])).to_be_visible()
    expect(first).to_contain_text(f"{len(concerns[0]['children'])} children")
    walk.look()
    walk.click(first.get_by_role("link", name=house["label"]))
    walk.look()

    said = desk.page.locator("main section", has=desk.page.locator("#near"))
    for each in near[:8]:
        expect(said.get_by_role("link", name=each["entity"]["label"], exact=True).first).to_be_visible()
    done(walk)


def test_what_was_known_on_a_day(desk: Desk) -> None:
    ref, child = known_child(desk)
    then, now = answered(desk, "case", child=child, known_at=DAY), answered(desk, "case", child=child)
    assert then["linked"]["total"] != now["linked"]["total"], "by that day less was known"
    walk = Walk("known-then", desk)
    walk.search(ref)
    walk.click(desk.page.locator(".dolen-hit a.govuk-link").first)
    walk.look()
    walk.click(desk.page.locator(".dolen-view summary"))
    walk.type("#view-known-at", DAY)
    walk.look()
    walk.click(desk.page.get_by_role("button", name="Apply filters"))
    walk.look()

    expect(desk.page.locator(".dolen-view")).to_contain_text("as known on 25 June 2026")
    figure = desk.page.locator("section", has=desk.page.locator("#linked-figure")).locator(".dolen-card__figure")
    expect(figure).to_have_text(str(then["linked"]["total"]))
    done(walk)


def test_whose_cases_are_linked_how_strongly_and_why(desk: Desk) -> None:
    ref, child = known_child(desk)
    linked = answered(desk, "linked_children", child=child)["linked"]
    walk = Walk("linked-cases", desk)
    walk.search(ref)
    walk.click(desk.page.locator(".dolen-hit a.govuk-link").first)
    walk.look()
    walk.click(desk.page.get_by_label("On this page").get_by_role("link", name="Linked children"))
    walk.look()

    for each in linked[:5]:
        row = desk.page.locator("main section", has=desk.page.locator("#linked")).locator(
            "tr", has=desk.page.locator(f'th a[href*="{each["id"]}"]')
        )
        expect(row).to_contain_text(each["sentence"])
        expect(row).to_contain_text(f"SERAF {each['category']}" if each["category"] else "SERAF not assessed")
        expect(row).to_contain_text(each["via"][0]["reasons"][0])
    done(walk)


def test_which_adult_is_in_most_children_s_cases_and_what_is_recorded_with_which_grades(desk: Desk) -> None:
    concerns = answered(desk, "adults_of_concern", limit=1000)["concerns"]
    adult = concerns[0]["entity"]
    items = answered(desk, "timeline", id=adult["id"])["entries"]
    assert len(concerns[0]["children"]) == max(len(each["children"]) for each in concerns)
    walk = Walk("adult", desk)
    walk.search(town(desk))
    walk.click(desk.page.get_by_label("Main").get_by_role("link", name="Adults"))
    first = desk.page.locator("main tbody tr").first
    expect(first.get_by_role("link", name=adult["label"])).to_be_visible()
    expect(first).to_contain_text(f"{len(concerns[0]['children'])} children")
    walk.look()
    walk.click(first.get_by_role("link", name=adult["label"]))
    expect(desk.page.locator("main")).to_contain_text(f"{len(concerns[0]['children'])} children")
    walk.look()
    walk.look(desk.page.locator("#timeline"))

    for entry in items:
        grade = entry["item"]["grade"]
        expect(desk.page.locator("article.dolen-item").filter(has_text=entry["item"]["ref"]).first).to_contain_text(
            "Not graded" if grade == "--" else f"Grade {grade}"
        )
    expect(desk.page.locator("main")).to_contain_text("A connection is not responsibility.")
    done(walk)


def test_the_pictures_are_there_and_small() -> None:
    shown = set(re.findall(r"\(images/walks/([\w-]+\.png)\)", PAGES.read_text(encoding="utf-8")))

    assert shown == {path.name for path in FOLDER.iterdir()}
    assert {path.name for path in FOLDER.iterdir() if path.stat().st_size > LARGEST_PICTURE} == set()
